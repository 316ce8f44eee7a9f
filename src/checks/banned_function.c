/* SPDX-License-Identifier: MIT */
/* banned_function.c - code uses a function that the coding standard bans. */
#include "base/arena.h"
#include "base/glob.h"
#include "checks/check.h"

#include <stdlib.h>

#define LONGEST_NAME 256

/* What one rule looks for. In `names`, the first `nstrict` ones count in any use, the others in calls only. */
struct ban {
	const struct span *languages;
	size_t nlanguages;
	const struct span *names;
	size_t nstrict, nnames;
	bool inactive; /* text under #if 0 counts */
};

static const char *const options[] = {"languages", "match", "names", "calls", "inactive", NULL};

static const struct failure *languages_read(struct arena *house, const struct json *list, struct ban *ban)
{
	const struct failure *f = json_texts(house, list, &ban->languages, &ban->nlanguages);
	if (f != NULL)
		return f;
	if (ban->nlanguages == 0)
		return json_complain(house, list, "must name at least one language");
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		if (language_named(item->text) != NULL && language_named(item->text)->serves == NULL)
			continue;
		struct span known = {"", 0};
		for (size_t i = 0; languages[i] != NULL; i++)
			if (languages[i]->serves == NULL)
				known = span_format(house, "%.*s%s\"%s\"", SPAN_ARGS(known), known.len == 0 ? "" : ", ", languages[i]->name);
		return json_complain(house, item, "unknown language \"%.*s\"; known are %.*s", SPAN_ARGS(item->text), SPAN_ARGS(known));
	}
	return NULL;
}

/* Letters of an identifier: ASCII, `$` as compilers allow it, and whatever UTF-8 brings. */
static bool is_letter(char byte)
{
	return byte_is_alnum(byte) || byte == '_' || byte == '$' || (unsigned char)byte >= 0x80;
}

static const struct failure *name_check(struct arena *house, const struct json *item, bool calls)
{
	struct span name = item->text;
	if (span_holds(name, SPAN("::")))
		return json_complain(house, item, "write \"%.*s\" without its namespace; std:: and :: are found with it",
		                     SPAN_ARGS(span_from(name, span_find_last(name, ':') + 1)));
	if (byte_is_digit(name.at[0]) || name.at[0] == '*')
		return json_complain(house, item, "\"%.*s\" must begin with a letter or _", SPAN_ARGS(name));
	if (name.len > LONGEST_NAME)
		return json_complain(house, item, "a name has at most %d letters", LONGEST_NAME);
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '*' && !calls)
			return json_complain(house, item, "a name with * can only be matched as a call; put it into \"calls\"");
		if (name.at[i] != '*' && !is_letter(name.at[i]))
			return json_complain(house, item, "\"%.*s\" is no name of a function", SPAN_ARGS(name));
	}
	return NULL;
}

static const struct failure *
list_read(struct arena *house, const struct json *list, bool calls, const struct span **names, size_t *count)
{
	const struct failure *f = json_texts(house, list, names, count);
	if (f != NULL || list == NULL)
		return f;
	if (*count == 0)
		return json_complain(house, list, "must not be an empty list");
	for (const struct json *item = list->first; f == NULL && item != NULL; item = item->next)
		f = name_check(house, item, calls);
	return f;
}

static const struct failure *match_read(struct arena *house, const struct json *value, bool *calls)
{
	struct span match = SPAN("name");
	const struct failure *f = json_text(house, value, &match);
	if (f != NULL)
		return f;
	*calls = span_eq(match, SPAN("call"));
	if (!*calls && !span_eq(match, SPAN("name")))
		return json_complain(house, value, "\"%.*s\" is unknown here; known are \"name\", \"call\"", SPAN_ARGS(match));
	return NULL;
}

static int name_order(const void *left, const void *right)
{
	const struct span *const *a = left, *const *b = right;
	return span_order(**a, **b);
}

static const struct failure *refuse_doubles(struct arena *house, const struct json *where, const struct ban *ban)
{
	const struct span **sorted = arena_take(house, ban->nnames, sizeof(*sorted));
	for (size_t i = 0; i < ban->nnames; i++)
		sorted[i] = &ban->names[i];
	qsort(sorted, ban->nnames, sizeof(*sorted), name_order);
	for (size_t i = 1; i < ban->nnames; i++)
		if (span_eq(*sorted[i - 1], *sorted[i]))
			return json_complain(house, where, "\"%.*s\" is listed twice", SPAN_ARGS(*sorted[i]));
	return NULL;
}

static const struct failure *names_read(struct arena *house, const struct rule *rule, const struct json *where, struct ban *ban)
{
	const struct json *names = rule_option(rule, "names"), *calls = rule_option(rule, "calls");
	const struct span *first = NULL, *second = NULL;
	size_t nfirst = 0, nsecond = 0;
	bool first_are_calls = false;
	const struct failure *f = match_read(house, rule_option(rule, "match"), &first_are_calls);
	if (f == NULL)
		f = list_read(house, names, first_are_calls, &first, &nfirst);
	if (f == NULL)
		f = list_read(house, calls, true, &second, &nsecond);
	if (f != NULL)
		return f;
	if (nfirst + nsecond == 0)
		return json_complain(house, where, "\"names\" is missing");
	struct span *all = arena_take(house, nfirst + nsecond, sizeof(*all));
	for (size_t i = 0; i < nfirst + nsecond; i++)
		all[i] = i < nfirst ? first[i] : second[i - nfirst];
	ban->names = all;
	ban->nnames = nfirst + nsecond;
	ban->nstrict = first_are_calls ? 0 : nfirst;
	return refuse_doubles(house, calls != NULL ? calls : names, ban);
}

static const struct failure *ban_prepare(const struct preparation *preparation, const struct rule *rule, const void **state)
{
	struct arena *house = preparation->house;
	struct ban *ban = arena_take(house, 1, sizeof(*ban));
	const struct json *where = rule->own != NULL ? rule->own : rule->base;
	const struct json *list = rule_option(rule, "languages");
	ban->inactive = true;
	if (list == NULL)
		return json_complain(house, where, "\"languages\" is missing");
	const struct failure *f = languages_read(house, list, ban);
	if (f == NULL)
		f = names_read(house, rule, where, ban);
	if (f == NULL)
		f = json_flag(house, rule_option(rule, "inactive"), &ban->inactive);
	if (f != NULL)
		return f;
	*state = ban;
	return NULL;
}

static size_t ban_names(const struct rule *rule, const struct language *language, const struct span **names)
{
	const struct ban *ban = rule->state;
	for (size_t i = 0; i < ban->nlanguages; i++) {
		if (!language_is(language, ban->languages[i]))
			continue;
		*names = ban->names;
		return ban->nnames;
	}
	return 0;
}

/* Any use counts, unless the name is an ordinary word. A spelling that neither list knows (__builtin_NAME) is no such word. */
static bool is_strict(const struct ban *ban, struct span name)
{
	for (size_t i = 0; i < ban->nstrict; i++)
		if (span_eq(ban->names[i], name))
			return true;
	for (size_t i = ban->nstrict; i < ban->nnames; i++)
		if (glob_match(ban->names[i], name))
			return false;
	return ban->nstrict > 0;
}

static bool ban_counts(const struct rule *rule, const struct use *use)
{
	/* By kind: whether a name without an honest use counts, and an ordinary word. */
	static const struct {
		bool strict, call;
	} counted[] = {
		[USE_CALL] = {true, true},          [USE_REFERENCE] = {true, false}, [USE_ALIAS] = {true, true},
		[USE_TEXT] = {true, false},         [USE_MEMBER] = {false, false},   [USE_DECLARATION] = {false, false},
		[USE_DIRECTIVE] = {false, false},
	};
	_Static_assert(COUNT(counted) == USE_KINDS, "a kind of use is not decided");
	const struct ban *ban = rule->state;
	if (use->inactive && !ban->inactive)
		return false;
	return counted[use->kind].call || (counted[use->kind].strict && is_strict(ban, use->name));
}

#define STRCPY "{\"languages\": [\"c\", \"c++\"], \"names\": [\"strcpy\"]}"
#define SYSTEM "{\"languages\": [\"c\", \"c++\"], \"match\": \"call\", \"names\": [\"system\"]}"
#define MIXED "{\"languages\": [\"c\", \"c++\"], \"names\": [\"EVP_md5\"], \"calls\": [\"crypt\", \"MD5_*\"]}"
#define ACTIVE "{\"languages\": [\"c\", \"c++\"], \"names\": [\"gets\"], \"inactive\": false}"

static const struct check_example examples[] = {
	{STRCPY, "snprintf(to, sizeof(to), \"%s\", from);\n", "strcpy(to, from);\n"},
	{STRCPY, "my_strcpy(to, from); /* no strcpy(to, from) */\n", "copy = strcpy;\n"},
	{STRCPY, "puts(\"strcpy(to, from)\");\n", "#define COPY strcpy\n"},
	{STRCPY, "object->strcpy(to, from);\n", "(strcpy)(to, from);\n"},
	{SYSTEM, "struct system system = {0};\n", "system(\"reboot\");\n"},
	{SYSTEM, "bus.system(1);\n", "std::system(\"reboot\");\n"},
	{MIXED, "int crypt = MD5_LENGTH;\n", "MD5_Init(&context);\n"},
	{MIXED, "hash(EVP_sha256());\n", "algorithm = EVP_md5;\n"},
	{ACTIVE, "#if 0\ngets(line);\n#endif\n", "gets(line);\n"},
	{0},
};

const struct check check_banned_function = {
	.name = "banned-function",
	.purpose = "code uses a function that the coding standard bans",
	.noun = "banned function",
	.options = options,
	.prepare = ban_prepare,
	.names = ban_names,
	.counts = ban_counts,
	.examples = examples,
};
