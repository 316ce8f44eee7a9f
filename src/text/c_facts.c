/* SPDX-License-Identifier: MIT */
/* c_facts.c - what one C text says about others. */
#include "text/c_facts.h"

#include "base/arena.h"
#include "text/build_flags.h"
#include "text/c_gather.h"
#include "text/c_letters.h"
#include "text/names.h"

#include <string.h>

#define LONGEST_SPELLING 4096

/* What is the same within so many neighbours is not said again. */
enum { NEAR = 16 };

struct c_token gather_next(struct gathering *g)
{
	struct c_token t;
	do {
		t = c_lexer_next(&g->lexer);
	} while (t.kind == C_COMMENT);
	return t;
}

struct span gather_spelling(struct gathering *g, struct c_token t)
{
	char buffer[LONGEST_SPELLING];
	size_t len = c_token_spell(&g->lexer, t, buffer, sizeof buffer);
	return span_copy(g->arena, (struct span){buffer, len < sizeof buffer ? len : sizeof buffer});
}

bool gather_is(struct gathering *g, struct c_token t, const char *word)
{
	char buffer[32];
	size_t len = strlen(word);
	if (t.kind == C_END)
		return false;
	if (t.clean)
		return t.len == len && memcmp(g->lexer.text.at + t.at, word, len) == 0;
	return c_token_spell(&g->lexer, t, buffer, sizeof buffer) == len && len <= sizeof buffer && memcmp(buffer, word, len) == 0;
}

bool gather_is_any(struct gathering *g, struct c_token t, const char *const *words)
{
	for (; *words != NULL; words++)
		if (gather_is(g, t, *words))
			return true;
	return false;
}

void gather_name(struct gathering *g, struct name_list *names, struct span name)
{
	if (names->count > 0 && span_eq(names->list[names->count - 1], name))
		return;
	names->list = arena_grow(g->arena, names->list, names->count, &names->room, sizeof *names->list);
	names->list[names->count++] = name;
}

void gather_link(struct gathering *g, struct link_list *links, struct span from, struct span to)
{
	for (size_t i = links->count; i > 0 && i + NEAR > links->count; i--)
		if (span_eq(links->list[i - 1].from, from) && span_eq(links->list[i - 1].to, to))
			return;
	links->list = arena_grow(g->arena, links->list, links->count, &links->room, sizeof *links->list);
	links->list[links->count++] = (struct c_link){from, to};
}

struct span gather_unquoted(struct gathering *g, struct c_token string)
{
	struct span quoted = gather_spelling(g, string);
	size_t open = span_find(quoted, '"');
	return span_slice(quoted, open + 1, quoted.len - (quoted.len > open + 1));
}

/* What stands between angle brackets, spliced lines joined; empty where nothing closes it on the line. */
struct span gather_angled(struct gathering *g, size_t at)
{
	struct span text = g->lexer.text;
	char name[LONGEST_SPELLING];
	size_t len = 0;
	for (; at < text.len && text.at[at] != '>' && len < sizeof name; at++) {
		bool splices = text.at[at] == '\\' && at + 1 < text.len && byte_is_space(text.at[at + 1]);
		if (text.at[at] == '\n')
			return SPAN("");
		if (!splices) {
			name[len++] = text.at[at];
			continue;
		}
		at += span_find(span_from(text, at), '\n');
	}
	return at < text.len ? span_copy(g->arena, (struct span){name, len}) : SPAN("");
}

/* An include of a macro: a word of it may be the file's name itself, made a string. */
static struct c_token take_computed(struct gathering *g, struct c_token t)
{
	for (; t.kind != C_END && !t.starts_line; t = gather_next(g)) {
		if (t.kind != C_NAME)
			continue;
		gather_name(g, &g->computed, gather_spelling(g, t));
		gather_name(g, &g->includes, gather_spelling(g, t));
	}
	return t;
}

/* "name" is a string; <name> is whatever stands between the brackets on the line. Returns the token behind. */
static struct c_token take_include(struct gathering *g)
{
	struct c_token t = gather_next(g);
	if (t.kind == C_END || t.starts_line)
		return t;
	if (t.kind == C_STRING)
		gather_name(g, &g->includes, gather_unquoted(g, t));
	else if (t.kind == C_HEADER || (t.kind == C_PUNCTUATOR && g->lexer.text.at[t.at] == '<'))
		gather_name(g, &g->includes, gather_angled(g, t.at + 1));
	else
		return take_computed(g, t);
	return gather_next(g);
}

/* A header unit of C++20: import "name"; import <name>; */
static bool imports(struct gathering *g, struct c_token t, struct c_token before)
{
	bool first = t.starts_line || before.kind == C_END || gather_is(g, before, "export") || gather_is(g, before, ";");
	if (!first || t.kind != C_NAME || !gather_is(g, t, "import"))
		return false;
	struct c_lexer lexer = g->lexer;
	struct c_token name = gather_next(g);
	g->lexer = lexer;
	return !name.starts_line && (name.kind == C_STRING || name.kind == C_HEADER || gather_is(g, name, "<"));
}

static bool begins_with(struct gathering *g, struct c_token t, const char *sign)
{
	return t.starts_line && t.kind == C_PUNCTUATOR && gather_is(g, t, sign);
}

static const char *const including[] = {"include", "include_next", "import", NULL};

/* The words of assemblers that have no sign in front. */
static bool is_including(struct span word)
{
	return span_eq_fold(word, SPAN("include")) || span_eq_fold(word, SPAN("incbin")) || span_eq_fold(word, SPAN("get"));
}

/* INCLUDE name.ext, GET name.ext: the name stands bare on its line. Returns the token behind. */
static struct c_token take_bare_include(struct gathering *g, struct c_token word)
{
	static const char ends[] = " \t\r;,\"<";
	struct span text = g->lexer.text;
	size_t from = word.at + word.len;
	while (from < text.len && byte_is_blank(text.at[from]))
		from++;
	size_t to = from;
	while (to < text.len && text.at[to] != '\n' && span_find(SPAN(ends), text.at[to]) == sizeof ends - 1)
		to++;
	if (to == from)
		return take_include(g);
	gather_name(g, &g->includes, span_copy(g->arena, span_slice(text, from, to)));
	return gather_next(g);
}

/* An assembler's include: .include "name", %include "name", INCLUDE name. Nothing is taken where it is none. */
static bool take_assemblers(struct gathering *g, struct c_token *t)
{
	bool point = begins_with(g, *t, "."), percent = begins_with(g, *t, "%");
	if (point || percent) {
		size_t end = t->at + t->len;
		*t = gather_next(g);
		bool joined = t->at == end || !byte_is_blank(g->lexer.text.at[end]);
		if (joined && t->kind == C_NAME && (gather_is(g, *t, "include") || gather_is(g, *t, "incbin")))
			*t = take_include(g);
		return true;
	}
	if (!t->starts_line || t->kind != C_NAME || !is_including(gather_spelling(g, *t)))
		return false;
	*t = take_bare_include(g, *t);
	return true;
}

/* Behind a #, to the token behind its line. */
static struct c_token gather_directive(struct gathering *g)
{
	struct c_token t = gather_next(g);
	if (t.starts_line || t.kind != C_NAME)
		return t;
	if (gather_is_any(g, t, including)) {
		gather_inclusion(g);
		t = take_include(g);
	} else if (gather_is(g, t, "define")) {
		t = gather_define(g);
	} else {
		gather_branch(g, t);
	}
	while (!t.starts_line && t.kind != C_END)
		t = gather_next(g);
	return t;
}

/* Whether a word stands in the bytes, or may be spliced together, that matters elsewhere than on a line's begin. */
static bool may_be_spaced(struct span text)
{
	static const char *const words[] = {"namespace", "import", "\?\?/"};
	for (size_t i = 0; i < COUNT(words); i++)
		if (span_holds(text, span_of(words[i])))
			return true;
	for (size_t at = span_find(text, '\\'); at < text.len; at += 1 + span_find(span_from(text, at + 1), '\\')) {
		bool spaced = at + 1 < text.len && byte_is_space(text.at[at + 1]);
		if (spaced && at > 0 && letter_is((unsigned char)text.at[at - 1], LETTER_WORD))
			return true;
	}
	return false;
}

static void gather(struct gathering *g)
{
	struct c_token t = gather_next(g), before = {.kind = C_END};
	g->nspaces = g->nbraces = g->nifs = 0;
	while (t.kind != C_END) {
		struct c_token at = t;
		if (!g->spaced && !t.starts_line) {
			t = gather_next(g);
			continue;
		}
		if (g->code && take_assemblers(g, &t))
			continue;
		if (begins_with(g, at, "#") || begins_with(g, at, "%:")) {
			t = gather_directive(g);
			continue;
		}
		t = imports(g, at, before) ? take_include(g) : gather_code(g, at, before);
		before = at;
	}
}

/* An include of a macro may mean any string of the text, and any name with a point in it. */
static void gather_words(struct gathering *g)
{
	struct c_token before[2] = {{.kind = C_END}, {.kind = C_END}};
	for (struct c_token t = gather_next(g); t.kind != C_END; t = gather_next(g)) {
		if (t.kind == C_STRING)
			gather_name(g, &g->includes, gather_unquoted(g, t));
		if (t.kind == C_NAME && before[0].kind == C_NAME && before[1].kind == C_PUNCTUATOR && gather_is(g, before[1], "."))
			gather_name(g, &g->includes, span_format(g->arena, "%.*s.%.*s", SPAN_ARGS(gather_spelling(g, before[0])), SPAN_ARGS(gather_spelling(g, t))));
		before[0] = before[1];
		before[1] = t;
	}
}

struct c_facts c_facts_of(struct arena *a, struct span text, bool code, bool build_file)
{
	struct gathering g = {.arena = a, .code = code};
	bool trigraphs = memmem(text.at, text.len, "?" "?", 2) != NULL, separators = span_find(text, '\'') < text.len, differs = true;
	g.spaced = may_be_spaced(text);
	for (unsigned reading = 0; reading < 4; reading++) {
		bool cplusplus = (reading & 1) != 0, with_trigraphs = (reading & 2) != 0;
		if ((cplusplus && !(separators && differs)) || (with_trigraphs && !trigraphs))
			continue;
		g.lexer = c_lexer_of(text, (struct c_reading){with_trigraphs, true, cplusplus, cplusplus, true, false});
		gather(&g);
		differs = (g.lexer.met & (MET_SEPARATOR | MET_SUFFIX)) != 0;
	}
	g.lexer = c_lexer_of(text, (struct c_reading){.raw_strings = true, .headers = true});
	/* `# include what it needs` is a comment in a build file. */
	if (g.computed.count > 0 && code)
		gather_words(&g);
	if (build_file) {
		gather_flags(&g, text);
		g.lexer = c_lexer_of(build_definitions(a, text), (struct c_reading){.raw_strings = true});
		gather(&g);
	}
	return (struct c_facts){
		.includes = g.includes.list, .nincludes = g.includes.count,
		.computed = g.computed.list, .ncomputed = g.computed.count,
		.texts = g.texts.list, .ntexts = g.texts.count,
		.pasters = g.pasters.list, .npasters = g.pasters.count,
		.handings = g.handings.list, .nhandings = g.handings.count,
		.mentions = g.mentions.list, .nmentions = g.mentions.count,
		.scopes = g.scopes.list, .nscopes = g.scopes.count,
		.declarers = g.declarers.list, .ndeclarers = g.declarers.count,
		.openers = g.openers.list, .nopeners = g.openers.count,
		.linkers = g.linkers.list, .nlinkers = g.linkers.count,
	};
}

bool c_is_guard(struct span name)
{
	static const char *const ends[] = {"_H", "_H_", "_H__", "_HPP", "_HPP_", "_HH", "_HH_", "_HXX", "_HXX_", "_INCLUDED", "_INCLUDED_"};
	for (size_t i = 0; i < COUNT(ends); i++)
		if (span_ends_fold(name, span_of(ends[i])))
			return true;
	return false;
}

size_t c_first_of(struct span text, const struct names *names)
{
	size_t first = text.len;
	char buffer[LONGEST_SPELLING];
	unsigned ids[NAMES_MOST];
	bool trigraphs = memmem(text.at, text.len, "?" "?", 2) != NULL;
	unsigned met = MET_SEPARATOR;
	for (unsigned reading = 0; reading < (trigraphs ? 4 : 2); reading++) {
		struct c_lexer lexer = c_lexer_of(text, (struct c_reading){(reading & 2) != 0, true, (reading & 1) != 0, (reading & 1) != 0, true, false});
		if ((reading & 1) != 0 && (met & (MET_SEPARATOR | MET_SUFFIX)) == 0)
			continue;
		for (struct c_token t = c_lexer_next(&lexer); t.kind != C_END && t.at < first; t = c_lexer_next(&lexer)) {
			size_t len = t.kind == C_NAME ? c_token_spell(&lexer, t, buffer, sizeof buffer) : sizeof buffer + 1;
			if (len <= sizeof buffer && names_find(names, (struct span){buffer, len}, ids) > 0)
				first = t.at;
		}
		met = lexer.met;
	}
	return first;
}

/* Names that a shebang line gives to programs that run C. */
static bool runs_c(struct span line)
{
	static const char *const programs[] = {"tcc", "cling", "cint", "c99", "cscript-c", "crun", "csh-c", "picoc", "ch "};
	for (size_t i = 0; i < COUNT(programs); i++)
		if (span_holds(line, span_of(programs[i])))
			return true;
	return false;
}

/* Behind the comments of C that a text begins with; empty where one is not closed. */
static struct span past_comments(struct span text)
{
	for (;;) {
		text = span_trim(text);
		bool block = span_starts(text, SPAN("/*"));
		if (!block && !span_starts(text, SPAN("//")))
			return text;
		const char *end = block ? memmem(text.at + 2, text.len - 2, "*/", 2) : NULL;
		size_t line = span_find(text, '\n');
		text = span_from(text, !block ? line : end == NULL ? text.len : (size_t)(end - text.at) + 2);
	}
}

/* Other languages have these comments too: the line behind them ends as lines of code do, and as those of prose do not. */
static bool ends_as_code(struct span line)
{
	static const char ends[] = ";{}),\\";
	line = span_trim(line);
	return line.len > 0 && span_find(SPAN(ends), line.at[line.len - 1]) < sizeof ends - 1;
}

bool c_looks_like_code(struct span text)
{
	static const char *const openers[] = {"#include", "#define", "#ifndef", "#ifdef", "#if ", "#pragma", "# include", "# define", "extern ", "static ", "int ", "void ", "typedef "};
	struct span trimmed = span_trim(text), body = past_comments(text);
	struct span line = span_slice(body, 0, span_find(body, '\n'));
	if (span_starts(line, SPAN("#!")))
		return runs_c(line);
	for (size_t i = 0; i < COUNT(openers); i++)
		if (span_starts(body, span_of(openers[i])))
			return true;
	return body.at != trimmed.at && ends_as_code(line);
}

static struct span last_part(struct span path)
{
	for (size_t i = path.len; i > 0; i--)
		if (path.at[i - 1] == '/' || path.at[i - 1] == '\\')
			return span_from(path, i);
	return path;
}

bool c_include_is_open(struct span include)
{
	return span_find(include, C_ANY_WORD) < include.len;
}

bool c_include_means(struct span include, struct span path)
{
	struct span name = last_part(include), file = last_part(path);
	size_t first = span_find(name, C_ANY_WORD), last = span_find_last(name, C_ANY_WORD);
	if (first == name.len)
		return name.len > 0 && span_eq_fold(name, file);
	struct span end = span_from(name, last + 1);
	return file.len >= first + end.len && span_eq_fold(span_slice(file, 0, first), span_slice(name, 0, first)) && span_ends_fold(file, end);
}
