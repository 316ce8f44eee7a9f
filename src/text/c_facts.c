/* SPDX-License-Identifier: MIT */
/* c_facts.c - what one C text says about others. */
#include "text/c_facts.h"

#include "base/arena.h"
#include "text/c_tokens.h"

#include <string.h>

#define LONGEST_SPELLING 4096
#define LONGEST_DIRECTIVE 4096

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

/* What stands between angle brackets, spliced lines joined; empty where nothing closes it on the line. */
static struct span angled(struct gathering *g, size_t at)
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

/* "name" is a string; <name> is whatever stands between the brackets on the line. Returns the token behind. */
static struct c_token take_include(struct gathering *g)
{
	struct c_token t = next(g);
	if (t.kind == C_END || t.starts_line)
		return t;
	if (t.kind == C_STRING)
		add_include(g, unquoted(g, t));
	else if (t.kind == C_PUNCTUATOR && g->lexer.text.at[t.at] == '<')
		add_include(g, angled(g, t.at + 1));
	else
		g->computed = true;
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
		/* An assembler's directives begin with a point: .include "name", .incbin "name". */
		bool assembler = t.kind == C_PUNCTUATOR && spells(g, t, ".");
		bool directive = t.starts_line && t.kind == C_PUNCTUATOR && (assembler || spells(g, t, "#") || spells(g, t, "%:"));
		t = next(g);
		if (!directive || t.starts_line || t.kind != C_NAME)
			continue;
		if (spells(g, t, "include") || spells(g, t, "include_next") || spells(g, t, "import") || spells(g, t, "incbin"))
			t = take_include(g);
		else if (spells(g, t, "define"))
			t = take_define(g);
	}
}

/* An include of a macro may mean any string of the text, and any name with a point in it. */
static void gather_words(struct gathering *g)
{
	struct c_token before[2] = {{.kind = C_END}, {.kind = C_END}};
	for (struct c_token t = next(g); t.kind != C_END; t = next(g)) {
		if (t.kind == C_STRING)
			add_include(g, unquoted(g, t));
		if (t.kind == C_NAME && before[0].kind == C_NAME && before[1].kind == C_PUNCTUATOR && spells(g, before[1], "."))
			add_include(g, span_format(g->arena, "%.*s.%.*s", SPAN_ARGS(spelling(g, before[0])), SPAN_ARGS(spelling(g, t))));
		before[0] = before[1];
		before[1] = t;
	}
}

/* The next word of a command line: blanks, quotes and an equals sign in front are passed over. */
static struct span next_word(struct span *rest)
{
	static const char dress[] = " \t\"'=\\,";
	size_t from = 0;
	while (from < rest->len && span_find(SPAN(dress), rest->at[from]) < sizeof dress - 1)
		from++;
	size_t to = from;
	while (to < rest->len && rest->at[to] != '\n' && span_find(SPAN(dress), rest->at[to]) == sizeof dress - 1)
		to++;
	struct span word = span_slice(*rest, from, to);
	*rest = span_from(*rest, to);
	return word;
}

/* Flags of build files that include a file, or take any file for C: what stands behind them on the line. */
static const struct {
	const char *flag;
	bool whole_line;
} flags[] = {{"-include", false}, {"-imacros", false}, {"/FI", false}, {"-x c", true}, {"-xc", true}, {"-x assembler", true}};

static void gather_flags(struct gathering *g, struct span text)
{
	for (size_t i = 0; i < COUNT(flags); i++) {
		struct span flag = span_of(flags[i].flag), rest = text;
		const char *found;
		while (rest.len > 0 && (found = memmem(rest.at, rest.len, flag.at, flag.len)) != NULL) {
			rest = span_from(rest, (size_t)(found - rest.at) + flag.len);
			struct span line = span_slice(rest, 0, span_find(span_slice(rest, 0, LONGEST_DIRECTIVE), '\n')), left = line;
			do {
				struct span word = next_word(&left);
				if (word.len > 0)
					add_include(g, span_copy(g->arena, word));
			} while (flags[i].whole_line && left.len > 0);
			rest = span_from(rest, line.len - left.len);
		}
	}
}

/* -DNAME(a,b)=a##b */
static void gather_defined_pasters(struct gathering *g, struct span text)
{
	struct span rest = text;
	const char *found;
	while (rest.len > 0 && (found = memmem(rest.at, rest.len, "-D", 2)) != NULL) {
		rest = span_from(rest, (size_t)(found - rest.at) + 2);
		struct span line = span_slice(rest, 0, span_find(span_slice(rest, 0, LONGEST_DIRECTIVE), '\n'));
		struct span name = span_slice(line, 0, span_find(line, '('));
		if (name.len > 0 && name.len < line.len && span_find(name, ' ') == name.len && span_holds(line, SPAN("##")))
			add_paster(g, span_copy(g->arena, name));
	}
}

struct c_facts c_facts_of(struct arena *a, struct span text, bool build_file)
{
	struct gathering g = {.arena = a};
	bool trigraphs = memmem(text.at, text.len, "?" "?", 2) != NULL;
	for (int reading = 0; reading <= (trigraphs ? 1 : 0); reading++) {
		g.lexer = c_lexer_of(text, (struct c_reading){.raw_strings = true, .trigraphs = reading == 1});
		gather(&g);
	}
	g.lexer = c_lexer_of(text, (struct c_reading){.raw_strings = true});
	if (g.computed)
		gather_words(&g);
	if (build_file) {
		gather_flags(&g, text);
		gather_defined_pasters(&g, text);
	}
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
	struct span line = span_slice(rest, 0, LONGEST_DIRECTIVE);
	size_t open = 0;
	while (open < line.len && (byte_is_alnum(line.at[open]) || line.at[open] == '_'))
		open++;
	struct span word = span_slice(line, 0, open);
	if (open < line.len && line.at[open] == '\\')
		return true;
	if (!span_eq(word, SPAN("include")) && !span_eq(word, SPAN("include_next")) && !span_eq(word, SPAN("import")))
		return false;
	line = span_trim(span_slice(span_from(line, open), 0, span_find(span_from(line, open), '\n')));
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

bool c_may_include_others(struct span text, bool build_file, bool (*known)(struct span name))
{
	for (size_t i = 0; build_file && i < COUNT(flags); i++)
		if (memmem(text.at, text.len, flags[i].flag, strlen(flags[i].flag)) != NULL)
			return true;
	for (size_t at = 0; at < text.len; at++) {
		at += span_find(span_from(text, at), '#');
		if (at < text.len && directive_may_include_others(span_from(text, at + 1), known))
			return true;
	}
	return memmem(text.at, text.len, "%:", 2) != NULL || memmem(text.at, text.len, "?" "?=", 3) != NULL ||
	       memmem(text.at, text.len, ".inc", 4) != NULL;
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

static struct span last_part(struct span path)
{
	for (size_t i = path.len; i > 0; i--)
		if (path.at[i - 1] == '/' || path.at[i - 1] == '\\')
			return span_from(path, i);
	return path;
}

bool c_include_means(struct span include, struct span path)
{
	struct span name = last_part(include);
	return name.len > 0 && span_eq_fold(name, last_part(path));
}

bool c_may_paste(struct span text)
{
	return memmem(text.at, text.len, "##", 2) != NULL || memmem(text.at, text.len, "%:%:", 4) != NULL ||
	       memmem(text.at, text.len, "?" "?=", 3) != NULL || memmem(text.at, text.len, "#\\", 2) != NULL;
}
