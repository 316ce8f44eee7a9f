/* SPDX-License-Identifier: MIT */
/* test_objects.c - commits, trees and ref lines read strictly from raw bytes. */
#include "base/arena.h"
#include "git/commit.h"
#include "git/oid.h"
#include "git/ref_lines.h"
#include "git/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define HEX40 "0123456789abcdef0123456789abcdef01234567"
#define OTHER "89abcdef0123456789abcdef0123456789abcdef"
#define ZERO "0000000000000000000000000000000000000000"
#define WHO "A. Author <a@example.org> 1700000000 +0100"
#define HEAD "tree " HEX40 "\nparent " OTHER "\nauthor " WHO "\ncommitter " WHO "\n"

static struct arena *arena;
static const struct oid some = {{1}};

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new("step", 1 << 24);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct commit parsed(const char *raw)
{
	struct commit c;
	assert_null(commit_parse(arena, &some, span_of(raw), &c));
	return c;
}

static void a_sound_commit_has_no_oddity(void **state)
{
	struct commit c = parsed(HEAD "\n\n  \nTitle\n\nBody\n");
	(void)state;
	assert_int_equal(c.oddity.len, 0);
	assert_int_equal(c.nparents, 1);
	assert_true(span_eq(c.author.name, SPAN("A. Author")) && span_eq(c.author.mail, SPAN("a@example.org")));
	assert_true(c.author.readable && c.author.seconds == 1700000000);
	assert_true(span_eq(commit_title(&c), SPAN("Title")));
}

static void a_signature_over_several_lines_is_one_header(void **state)
{
	struct commit c = parsed(HEAD "gpgsig -----BEGIN\n abc\n -----END\nencoding ISO-8859-1\n\nTitle\n");
	(void)state;
	assert_int_equal(c.oddity.len, 0);
	assert_true(span_eq(c.encoding, SPAN("ISO-8859-1")));
}

static void what_git_calls_broken_is_an_oddity(void **state)
{
	static const char *const odd[] = {
		"tree " HEX40 "\ncommitter " WHO "\n\nx\n",
		"tree " HEX40 "\nauthor " WHO "\n\nx\n",
		HEAD "author " WHO "\n\nx\n",
		HEAD "tree " HEX40 "\n\nx\n",
		HEAD "parent " HEX40 "\n\nx\n",
		HEAD "encoding UTF-8\nencoding UTF-8\n\nx\n",
		HEAD "gpgsig a\ngpgsig b\n\nx\n",
		"tree " HEX40 "\nauthor <a@b> 1 +0000\ncommitter " WHO "\n\nx\n",
		"tree " HEX40 "\nauthor A a@b 1 +0000\ncommitter " WHO "\n\nx\n",
		"tree " HEX40 "\nauthor A<a@b> 1 +0000\ncommitter " WHO "\n\nx\n",
		"tree " HEX40 "\nauthor A <a<@b> 1 +0000\ncommitter " WHO "\n\nx\n",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(odd); i++)
		if (parsed(odd[i]).oddity.len == 0)
			fail_msg("no oddity in %s", odd[i]);
}

static void a_date_that_is_none_is_not_readable(void **state)
{
	static const char *const dates[] = {"", " x +0000", " 1 0000", " 01 +0000", " 1 +000", " 99999999999999999999 +0000", "1 +0000", " 1 +00000", " -1 +0000"};
	(void)state;
	for (size_t i = 0; i < COUNT(dates); i++) {
		struct span raw = span_format(arena, "tree " HEX40 "\nauthor A <a@b>%s\ncommitter " WHO "\n\nx\n", dates[i]);
		assert_false(parsed(raw.at).author.readable);
	}
}

static void a_commit_without_its_tree_is_a_failure(void **state)
{
	struct commit c;
	(void)state;
	assert_non_null(commit_parse(arena, &some, SPAN(""), &c));
	assert_non_null(commit_parse(arena, &some, SPAN("author " WHO "\n"), &c));
	assert_non_null(commit_parse(arena, &some, SPAN("tree 0123\n"), &c));
}

/* Entries as "mode name;mode name;..." */
static struct tree tree_of(const char *entries, const struct failure **f)
{
	char raw[4096];
	size_t len = 0;
	struct span rest = span_of(entries), entry;
	struct tree t = {.oddity = SPAN("unset")};
	while (span_next(&rest, ';', &entry)) {
		memcpy(raw + len, entry.at, entry.len);
		len += entry.len;
		raw[len++] = '\0';
		memset(raw + len, 7, 20);
		len += 20;
	}
	*f = tree_parse(arena, &some, span_copy(arena, (struct span){raw, len}), &t);
	return t;
}

static void a_tree_is_odd_where_readers_differ(void **state)
{
	static const struct {
		const char *entries;
		bool odd;
	} cases[] = {
		{"100644 a;100644 b", false},     {"40000 a;100644 a.c", true},   {"100644 a.c;40000 a", false},  {"100644 b;100644 a", true},
		{"100644 a;100644 a", true},      {"100644 a;40000 a", true},     {"0100644 a", true},            {"100644 .git", true},
		{"40000 .GIT", true},             {"40000 git~1", true},          {"40000 .git ", true},          {"100644 ..", true},
		{"100644 a/b", true},             {"100600 a", true},             {"120000 a", false},            {"160000 a", false},
		{"100755 a", false},              {"100664 a", false},            {"40000 .g\xe2\x80\x8cit", true}, {"40000 .gitx", false},
		{"100644 .gitignore", false},     {"100644 x\\.git", true},       {"100644 a.b;40000 a;100644 a0", false},
	};
	const struct failure *f;
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tree t = tree_of(cases[i].entries, &f);
		assert_null(f);
		if ((t.oddity.len > 0) != cases[i].odd)
			fail_msg("%s: %.*s", cases[i].entries, SPAN_ARGS(t.oddity));
	}
}

static void a_garbled_tree_is_a_failure(void **state)
{
	struct tree t;
	(void)state;
	assert_non_null(tree_parse(arena, &some, SPAN("100644 a"), &t));
	assert_non_null(tree_parse(arena, &some, SPAN("100644 a\0short"), &t));
	assert_non_null(tree_parse(arena, &some, SPAN("10064x a\0ABCDEFGHIJKLMNOPQRST"), &t));
	assert_null(tree_parse(arena, &some, SPAN(""), &t));
}

static const struct failure *lines(const char *text, size_t *count)
{
	const struct update *updates;
	return ref_lines_parse(arena, span_of(text), &updates, count);
}

static void good_lines_are_read_to_the_last(void **state)
{
	size_t n = 0;
	(void)state;
	assert_null(lines(ZERO " " HEX40 " refs/heads/main\n" HEX40 " " ZERO " refs/heads/old\n", &n));
	assert_int_equal(n, 2);
}

static void a_line_that_is_not_git_s_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "\n", HEX40 " " HEX40 " refs/heads/main", HEX40 " " HEX40 "\n", HEX40 "  " HEX40 " refs/heads/main\n",
		"0123 " HEX40 " refs/heads/main\n", HEX40 HEX40 " refs/heads/main\n",
		HEX40 " " OTHER " refs/heads/a\n" HEX40 " " OTHER " refs/heads/a\n",
		"0123456789ABCDEF0123456789ABCDEF01234567 " HEX40 " refs/heads/main\n",
	};
	size_t n;
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		if (lines(bad[i], &n) == NULL)
			fail_msg("taken: %s", bad[i]);
}

static void a_ref_name_is_sound_or_not(void **state)
{
	static const char *const good[] = {"refs/heads/main", "refs/heads/a/b.c", "refs/notes/x", "refs/heads/\xc3\xa9"};
	static const char *const bad[] = {"main", "refs/heads/", "refs/heads/a..b", "refs/heads/.a", "refs/heads/a.lock", "refs/heads/a b", "refs/heads/a\x1b",
	                                  "refs/heads/a~1", "refs/heads//a", "refs/heads/a@{1}", "refs/heads/a.", "refs/heads/a\x7f", "refs/heads/a\\b", "refs/"};
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(ref_name_is_sound(span_of(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++)
		if (ref_name_is_sound(span_of(bad[i])))
			fail_msg("taken: %s", bad[i]);
}

static void ids_are_found_again_among_thousands(void **state)
{
	struct oid_map map = oid_map_in(arena);
	struct oid id = {{0}};
	size_t value = 0;
	(void)state;
	for (size_t i = 0; i < 10000; i++) {
		memcpy(id.bytes, &i, sizeof i);
		oid_map_add(&map, &id, i);
	}
	for (size_t i = 0; i < 10000; i++) {
		memcpy(id.bytes, &i, sizeof i);
		assert_true(oid_map_find(&map, &id, &value) && value == i);
	}
	memset(id.bytes, 0xff, sizeof id.bytes);
	assert_false(oid_map_find(&map, &id, &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_commit_has_no_oddity),
		cmocka_unit_test(a_signature_over_several_lines_is_one_header),
		cmocka_unit_test(what_git_calls_broken_is_an_oddity),
		cmocka_unit_test(a_date_that_is_none_is_not_readable),
		cmocka_unit_test(a_commit_without_its_tree_is_a_failure),
		cmocka_unit_test(a_tree_is_odd_where_readers_differ),
		cmocka_unit_test(a_garbled_tree_is_a_failure),
		cmocka_unit_test(good_lines_are_read_to_the_last),
		cmocka_unit_test(a_line_that_is_not_git_s_is_refused),
		cmocka_unit_test(a_ref_name_is_sound_or_not),
		cmocka_unit_test(ids_are_found_again_among_thousands),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
