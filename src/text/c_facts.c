/* SPDX-License-Identifier: MIT */
/* c_facts.c - what one C text says about others. */
#include "text/c_facts.h"

#include "base/arena.h"
#include "text/c_tokens.h"

#include <string.h>

#define LONGEST_SPELLING 4096

struct gathering {
	struct arena *arena;
	struct c_lexer lexer;
	struct span *includes, *pasters;
	size_t nincludes, include_room, npasters, paster_room;
	struct c_handing *handings;
	size_t nhandings, handing_room;
	bool computed; /* an include of a macro: any string of the text may be meant */
};

static struct c_token next(struct gathering *g)
{
	struct c_token t;
	do {
		t = c_lexer_next(&g->lexer);
	} while (t.kind == C_COMMENT);
	return t;
}

static struct span spelling(struct gathering *g, struct c_token t)
{
	char buffer[LONGEST_SPELLING];
	size_t len = c_token_spell(&g->lexer, t, buffer, sizeof buffer);
	return span_copy(g->arena, (struct span){buffer, len < sizeof buffer ? len : sizeof buffer});
}

static bool spells(struct gathering *g, struct c_token t, const char *word)
{
	char buffer[16];
	size_t len = c_token_spell(&g->lexer, t, buffer, sizeof buffer);
	return len <= sizeof buffer && span_eq((struct span){buffer, len}, span_of(word));
}

static struct span unquoted(struct gathering *g, struct c_token string)
{
	struct span quoted = spelling(g, string);
	size_t open = span_find(quoted, '"');
	return span_slice(quoted, open + 1, quoted.len - (quoted.len > open + 1));
}

static void add_include(struct gathering *g, struct span name)
{
	g->includes = arena_grow(g->arena, g->includes, g->nincludes, &g->include_room, sizeof *g->includes);
	g->includes[g->nincludes++] = name;
}

/* "name" is a string; <name> is whatever stands between the brackets on the line. Returns the token behind. */
static struct c_token take_include(struct gathering *g)
{
	struct c_token t = next(g);
	if (t.kind == C_END || t.starts_line)
		return t;
	if (t.kind == C_STRING) {
		add_include(g, unquoted(g, t));
	} else if (t.kind == C_NAME) {
		g->computed = true;
	} else if (t.kind == C_PUNCTUATOR && g->lexer.text.at[t.at] == '<') {
		struct span rest = span_from(g->lexer.text, t.at + 1);
		size_t line = span_find(rest, '\n'), close = span_find(rest, '>');
		if (close < line)
			add_include(g, span_copy(g->arena, span_slice(rest, 0, close)));
	}
	return next(g);
}

static void add_paster(struct gathering *g, struct span name)
{
	if (g->npasters > 0 && span_eq(g->pasters[g->npasters - 1], name))
		return;
	g->pasters = arena_grow(g->arena, g->pasters, g->npasters, &g->paster_room, sizeof *g->pasters);
	g->pasters[g->npasters++] = name;
}

static void add_handing(struct gathering *g, struct span from, struct span to)
{
	g->handings = arena_grow(g->arena, g->handings, g->nhandings, &g->handing_room, sizeof *g->handings);
	g->handings[g->nhandings++] = (struct c_handing){from, to};
}

/* A function-like macro: whether it pastes, and what it calls. Returns the token behind the line. */
static struct c_token take_define(struct gathering *g)
{
	struct c_token name = next(g);
	if (name.kind == C_END || name.starts_line)
		return name;
	struct c_token t = next(g), before = {.kind = C_UNKNOWN};
	bool like_function = name.kind == C_NAME && !t.starts_line && spells(g, t, "(") && t.at == name.at + name.len;
	struct span spelled = like_function ? spelling(g, name) : SPAN("");
	while (t.kind != C_END && !t.starts_line) {
		if (like_function && t.kind == C_PUNCTUATOR && (spells(g, t, "##") || spells(g, t, "%:%:")))
			add_paster(g, spelled);
		if (like_function && before.kind == C_NAME && t.kind == C_PUNCTUATOR && spells(g, t, "("))
			add_handing(g, spelled, spelling(g, before));
		before = t;
		t = next(g);
	}
	return t;
}

static void gather(struct gathering *g)
{
	struct c_token t = next(g);
	while (t.kind != C_END) {
		bool directive = t.starts_line && t.kind == C_PUNCTUATOR && (spells(g, t, "#") || spells(g, t, "%:"));
		t = next(g);
		if (!directive || t.starts_line || t.kind != C_NAME)
			continue;
		if (spells(g, t, "include") || spells(g, t, "include_next") || spells(g, t, "import"))
			t = take_include(g);
		else if (spells(g, t, "define"))
			t = take_define(g);
	}
}

struct c_facts c_facts_of(struct arena *a, struct span text)
{
	const struct c_lexer lexer = c_lexer_of(text, (struct c_reading){.raw_strings = true});
	struct gathering g = {.arena = a, .lexer = lexer};
	gather(&g);
	g.lexer = lexer;
	for (struct c_token t = {.kind = C_UNKNOWN}; g.computed && t.kind != C_END; t = next(&g))
		if (t.kind == C_STRING)
			add_include(&g, unquoted(&g, t));
	return (struct c_facts){g.includes, g.nincludes, g.pasters, g.npasters, g.handings, g.nhandings};
}

/* What stands behind a # that may begin a directive. */
static bool directive_may_include_others(struct span rest, bool (*known)(struct span))
{
	while (rest.len > 0 && byte_is_blank(rest.at[0]))
		rest = span_from(rest, 1);
	if (rest.len > 0 && (rest.at[0] == '/' || rest.at[0] == '\\' || rest.at[0] == '?'))
		return true; /* a comment, a splice, a trigraph: no quick look can tell */
	if (!span_starts(rest, SPAN("i")))
		return false;
	struct span line = span_trim(span_slice(rest, 0, span_find(rest, '\n')));
	size_t open = 0;
	while (open < line.len && (byte_is_alnum(line.at[open]) || line.at[open] == '_'))
		open++;
	struct span word = span_slice(line, 0, open);
	if (open < line.len && line.at[open] == '\\')
		return true;
	if (!span_eq(word, SPAN("include")) && !span_eq(word, SPAN("include_next")) && !span_eq(word, SPAN("import")))
		return false;
	line = span_trim(span_from(line, open));
	char close = line.len == 0 ? '\0' : line.at[0] == '<' ? '>' : line.at[0] == '"' ? '"' : '\0';
	struct span name = span_from(line, 1);
	size_t end = close == '\0' ? name.len : span_find(name, close);
	if (end == name.len)
		return true;
	name = span_slice(name, 0, end);
	/* The standard headers of C++ have no suffix, and are no files of the tree. */
	bool standard = close == '>' && span_find(name, '.') == name.len && span_find(name, '/') == name.len;
	return !standard && !known(name);
}

bool c_may_include_others(struct span text, bool (*known)(struct span name))
{
	for (size_t at = 0; at < text.len; at++) {
		at += span_find(span_from(text, at), '#');
		if (at < text.len && directive_may_include_others(span_from(text, at + 1), known))
			return true;
	}
	return memmem(text.at, text.len, "%:", 2) != NULL || memmem(text.at, text.len, "?" "?=", 3) != NULL;
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

bool c_looks_like_code(struct span text)
{
	static const char *const openers[] = {"/*", "//", "#include", "#define", "#ifndef", "#ifdef", "#if ", "#pragma", "# include", "# define", "extern ", "static ", "int ", "void ", "typedef "};
	struct span body = span_trim(text);
	struct span line = span_slice(body, 0, span_find(body, '\n'));
	if (span_starts(line, SPAN("#!")))
		return runs_c(line);
	for (size_t i = 0; i < COUNT(openers); i++)
		if (span_starts(body, span_of(openers[i])))
			return true;
	return false;
}

bool c_include_means(struct span include, struct span path)
{
	while (span_starts(include, SPAN("./")) || span_starts(include, SPAN("../")) || span_starts(include, SPAN("/")))
		include = span_from(include, span_find(include, '/') + 1);
	if (include.len == 0 || !span_ends(path, include))
		return false;
	return path.len == include.len || path.at[path.len - include.len - 1] == '/';
}
