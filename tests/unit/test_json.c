/* SPDX-License-Identifier: MIT */
/* test_json.c - what the strict reader of JSON takes, refuses and says. */
#include "base/arena.h"
#include "text/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)512 * 1024 * 1024);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void expect_text(struct span text, const char *wanted)
{
	const char *have = span_string(arena, text);
	if (strcmp(have, wanted) != 0)
		fail_msg("have: %s\n      want: %s", have, wanted);
}

static const struct json *good(const char *document)
{
	const struct json *root = NULL;
	const struct failure *f = json_read(arena, SPAN("x.json"), span_of(document), &root);
	if (f != NULL)
		fail_msg("%s: %s", document, span_string(arena, f->text));
	return root;
}

static void refused_bytes(struct span document, const char *wanted)
{
	const struct json *root = NULL;
	const struct failure *f = json_read(arena, SPAN("x.json"), document, &root);
	if (f == NULL)
		fail_msg("taken: %s", span_string(arena, document));
	assert_null(root);
	assert_int_equal(f->kind, FAILURE_POLICY);
	expect_text(f->text, wanted);
}

static void refused(const char *document, const char *wanted)
{
	refused_bytes(span_of(document), wanted);
}

static void a_document_becomes_a_tree(void **state)
{
	(void)state;
	const struct json *root = good("{\"a\": [1, -20, true, false, null, \"x\"], \"b\": {\"c\": 1.5}}");
	assert_int_equal(root->kind, JSON_OBJECT);
	assert_int_equal(root->count, 2);
	const struct json *a = json_member(root, SPAN("a"));
	assert_int_equal(a->kind, JSON_ARRAY);
	assert_int_equal(a->count, 6);
	assert_int_equal(a->offset, 6);
	expect_text(a->first->text, "1");
	expect_text(a->first->next->text, "-20");
	assert_int_equal(a->first->next->index, 1);
	assert_ptr_equal(a->first->parent, a);
	expect_text(json_member(json_member(root, SPAN("b")), SPAN("c"))->text, "1.5");
}

static void a_number_keeps_all_of_its_64_bits(void **state)
{
	(void)state;
	expect_text(good("9223372036854775807")->text, "9223372036854775807");
	expect_text(good("-9223372036854775808")->text, "-9223372036854775808");
	refused("9223372036854775808", "x.json:1:1: /: the number does not fit 64 bits");
	refused("-9223372036854775809", "x.json:1:1: /: the number does not fit 64 bits");
	refused("99999999999999999999999999999999999999999999999999999999999999999999999999", "x.json:1:1: /: the number does not fit 64 bits");
	refused("1.000000000000001", "x.json:1:1: /: the number does not fit 64 bits");
}

static void escapes_are_decoded(void **state)
{
	(void)state;
	expect_text(good("\"\\u0041\\n\\\"\\\\\\/\\u00e4\\ud83d\\ude00\"")->text, "A\n\"\\/\xC3\xA4\xF0\x9F\x98\x80");
	assert_non_null(json_member(good("{\"\\u0061\": 1}"), SPAN("a")));
}

static void keys_keep_their_case(void **state)
{
	(void)state;
	const struct json *root = good("{\"Key\": 1, \"key\": 2}");
	expect_text(json_member(root, SPAN("key"))->text, "2");
	assert_null(json_member(root, SPAN("KEY")));
	assert_null(json_member(NULL, SPAN("key")));
	assert_null(json_member(json_member(root, SPAN("key")), SPAN("key")));
}

static void a_key_that_is_given_twice_is_refused_however_it_is_spelled(void **state)
{
	(void)state;
	refused("{\"a\": 1, \"a\": 2}", "x.json:1:15: /a: the key \"a\" is given twice");
	refused("{\"a\": 1, \"\\u0061\": 2}", "x.json:1:20: /a: the key \"a\" is given twice");
	refused("{\"x\": [{\"b\": 1,\n \"c\": 1, \"b\": 1}]}", "x.json:2:15: /x/0/b: the key \"b\" is given twice");
}

static const struct {
	const char *document, *message;
} bad[] = {
	{"", "x.json:1:1: /: the document ends where a value must stand"},
	{" \n ", "x.json:2:2: /: the document ends where a value must stand"},
	{"\xEF\xBB\xBF{}", "x.json:1:1: /: a byte order mark is not allowed"},
	{"{} x", "x.json:1:4: /: text behind the end of the document"},
	{"{}{}", "x.json:1:3: /: text behind the end of the document"},
	{"[1,]", "x.json:1:4: /1: a value must stand here; there is no comma before a closing bracket"},
	{"{\"a\": 1,}", "x.json:1:9: /a: a member must stand here; there is no comma before a closing bracket"},
	{"[1 2]", "x.json:1:4: /0: a comma or ] must stand here"},
	{"{\"a\": 1 \"b\": 2}", "x.json:1:9: /a: a comma or } must stand here"},
	{"{\"a\" 1}", "x.json:1:6: /a: a colon must stand between a member's name and its value"},
	{"{a: 1}", "x.json:1:2: /: a member's name in double quotes must stand here"},
	{"{1: 1}", "x.json:1:2: /: a member's name in double quotes must stand here"},
	{"['a']", "x.json:1:2: /0: no value begins like this; a text stands in double quotes"},
	{"[// x\n1]", "x.json:1:2: /0: a value must stand here; JSON has no comments"},
	{"[01]", "x.json:1:2: /0: a number must not begin with 0"},
	{"[-]", "x.json:1:2: /0: a minus sign must be followed by a digit"},
	{"[1.]", "x.json:1:2: /0: a decimal point must be followed by a digit"},
	{"[.5]", "x.json:1:2: /0: no value begins like this; a text stands in double quotes"},
	{"[+1]", "x.json:1:2: /0: no value begins like this; a text stands in double quotes"},
	{"[1e3]", "x.json:1:2: /0: a number must not have an exponent"},
	{"[1E3]", "x.json:1:2: /0: a number must not have an exponent"},
	{"[NaN]", "x.json:1:2: /0: no value begins like this; a text stands in double quotes"},
	{"[Infinity]", "x.json:1:2: /0: no value begins like this; a text stands in double quotes"},
	{"[True]", "x.json:1:2: /0: no value begins like this; a text stands in double quotes"},
	{"[truex]", "x.json:1:6: /0: a comma or ] must stand here"},
	{"[", "x.json:1:2: /0: the document ends where a value must stand"},
	{"[1", "x.json:1:3: /0: the document ends before all brackets are closed"},
	{"[1}", "x.json:1:3: /0: a comma or ] must stand here"},
	{"\"abc", "x.json:1:1: /: the text is not closed by a quote"},
	{"\"a\nb\"", "x.json:1:3: /: a control character in a text must be written as an escape (a line end as \\n)"},
	{"\"a\tb\"", "x.json:1:3: /: a control character in a text must be written as an escape (a line end as \\n)"},
	{"\"\\x41\"", "x.json:1:2: /: no such escape; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX"},
	{"\"\\u12g4\"", "x.json:1:2: /: \\u needs four hexadecimal digits"},
	{"\"\\u12", "x.json:1:2: /: \\u needs four hexadecimal digits"},
	{"\"\\u0000\"", "x.json:1:2: /: U+0000 is not allowed in a text"},
	{"{\"a\\u0000\": 1}", "x.json:1:4: /: U+0000 is not allowed in a text"},
	{"\"\\ud800\"", "x.json:1:2: /: half of a surrogate pair is no character"},
	{"\"\\udc00\\ud800\"", "x.json:1:2: /: half of a surrogate pair is no character"},
	{"\"\\ud800\\u0041\"", "x.json:1:2: /: half of a surrogate pair is no character"},
	{"\"\xFF\"", "x.json:1:2: /: not well-formed UTF-8"},
	{"\"\xC0\xAF\"", "x.json:1:2: /: not well-formed UTF-8"},
	{"\"\xED\xA0\x80\"", "x.json:1:2: /: not well-formed UTF-8"},
	{"\"\xC3\xA4\xC3\"", "x.json:1:3: /: not well-formed UTF-8"},
	{"{\"\xC3\xA4\": \"\xC3\xA4\", \"b\": x}", "x.json:1:17: /b: no value begins like this; a text stands in double quotes"},
	{"{\"a~/b\": [0, {\"c\": x}]}", "x.json:1:20: /a~0~1b/1/c: no value begins like this; a text stands in double quotes"},
	{"\f[]", "x.json:1:1: /: no value begins like this; a text stands in double quotes"},
	{"\xC2\xA0[]", "x.json:1:1: /: no value begins like this; a text stands in double quotes"},
};

static void what_is_no_json_is_refused_at_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		refused(bad[i].document, bad[i].message);
}

static void a_nul_byte_is_refused_everywhere(void **state)
{
	(void)state;
	refused_bytes(SPAN("{}\0"), "x.json:1:3: /: text behind the end of the document");
	refused_bytes(SPAN("[\0]"), "x.json:1:2: /0: no value begins like this; a text stands in double quotes");
	refused_bytes(SPAN("\"a\0b\""), "x.json:1:3: /: a control character in a text must be written as an escape (a line end as \\n)");
	refused_bytes(SPAN("\"a\\\0\""), "x.json:1:3: /: no such escape; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX");
}

static struct span nested(size_t depth)
{
	char *text = arena_take(arena, depth, 2);
	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return (struct span){text, 2 * depth};
}

static void depth_has_a_limit(void **state)
{
	(void)state;
	const struct json *root = NULL;
	assert_null(json_read(arena, SPAN("x.json"), nested(JSON_DEEPEST), &root));
	assert_non_null(json_read(arena, SPAN("x.json"), nested(JSON_DEEPEST + 1), &root));
	const struct failure *f = json_read(arena, SPAN("x.json"), nested(1000000), &root);
	assert_non_null(f);
	assert_true(span_ends(f->text, SPAN("too deep: at most 32 values may lie in each other")));
}

static void the_number_of_values_has_a_limit(void **state)
{
	(void)state;
	const struct json *root = NULL;
	size_t most = JSON_MOST_VALUES;
	char *text = arena_take(arena, most + 2, 2);
	size_t used = 0;
	text[used++] = '[';
	for (size_t i = 0; i < most; i++) {
		text[used++] = '1';
		text[used++] = i + 1 < most ? ',' : ']';
	}
	const struct failure *f = json_read(arena, SPAN("x.json"), (struct span){text, used}, &root);
	assert_non_null(f);
	assert_true(span_ends(f->text, SPAN("too many values: at most 1000000 in one document")));
}

static void typed_readers_name_what_they_want(void **state)
{
	(void)state;
	const struct json *root = good("{\"text\": \"\", \"flag\": 1, \"count\": -1, \"more\": 11, \"part\": 1.5, \"list\": [\"a\", 2], "
	                               "\"no\": null}");
	struct span text = {"", 0};
	const struct span *list = NULL;
	size_t count = 7;
	bool flag = true;
	expect_text(json_text(arena, json_member(root, SPAN("text")), &text)->text, "x.json:1:10: /text: must not be empty");
	expect_text(json_text(arena, json_member(root, SPAN("no")), &text)->text, "x.json:1:87: /no: must be a text, not null");
	expect_text(json_flag(arena, json_member(root, SPAN("flag")), &flag)->text, "x.json:1:22: /flag: must be true or false, not a number");
	expect_text(json_count(arena, json_member(root, SPAN("count")), 10, &count)->text,
	            "x.json:1:34: /count: must be a whole number from 0 to 10, not -1");
	expect_text(json_count(arena, json_member(root, SPAN("more")), 10, &count)->text,
	            "x.json:1:46: /more: must be a whole number from 0 to 10, not 11");
	expect_text(json_count(arena, json_member(root, SPAN("part")), 10, &count)->text,
	            "x.json:1:58: /part: must be a whole number from 0 to 10, not 1.5");
	expect_text(json_texts(arena, json_member(root, SPAN("list")), &list, &count)->text, "x.json:1:77: /list/1: must be a text, not a number");
	assert_null(json_text(arena, NULL, &text));
	assert_null(json_texts(arena, NULL, &list, &count));
	assert_int_equal(count, 7);
	assert_true(flag);
}

static void an_unknown_key_gets_a_hint(void **state)
{
	(void)state;
	static const struct span keys[] = {{"action", 6}, {"names", 5}};
	expect_text(json_only(arena, good("{\"actoin\": 1}"), keys, COUNT(keys))->text,
	            "x.json:1:12: /actoin: unknown key \"actoin\"; did you mean \"action\"?");
	expect_text(json_only(arena, good("{\"zzzzzz\": 1}"), keys, COUNT(keys))->text,
	            "x.json:1:12: /zzzzzz: unknown key \"zzzzzz\"; known are \"action\", \"names\"");
	expect_text(json_only(arena, good("[]"), keys, COUNT(keys))->text, "x.json:1:1: /: must be an object, not a list");
	assert_null(json_only(arena, good("{\"names\": 1}"), keys, COUNT(keys)));
}

/* No reading may crash, and what is taken must be taken in the same way again. */
static void every_cut_and_every_changed_byte_ends_in_an_answer(void **state)
{
	(void)state;
	static const char document[] = "{\"a\": [1, -2.5, \"x\\u00e4\\n\", true, null], \"b\": {\"c\": \"\xC3\xA4\"}}";
	const struct json *root = NULL;
	for (size_t cut = 0; cut + 1 < sizeof(document); cut++) {
		struct span copy = span_copy(arena, (struct span){document, cut});
		assert_non_null(json_read(arena, SPAN("x.json"), copy, &root));
	}
	for (size_t at = 0; at + 1 < sizeof(document); at++)
		for (int byte = 0; byte < 256; byte++) {
			char changed[sizeof(document)];
			memcpy(changed, document, sizeof(document));
			changed[at] = (char)byte;
			const struct failure *f = json_read(arena, SPAN("x.json"), (struct span){changed, sizeof(document) - 1}, &root);
			if (f != NULL)
				assert_false(span_holds(f->text, SPAN("JSON library")));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_document_becomes_a_tree, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_number_keeps_all_of_its_64_bits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(escapes_are_decoded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keys_keep_their_case, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_key_that_is_given_twice_is_refused_however_it_is_spelled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_json_is_refused_at_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_nul_byte_is_refused_everywhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(depth_has_a_limit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_number_of_values_has_a_limit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(typed_readers_name_what_they_want, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_unknown_key_gets_a_hint, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_cut_and_every_changed_byte_ends_in_an_answer, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
