/* SPDX-License-Identifier: MIT */
/* c_spaces.c - namespaces that have the names of others. */
#include "text/c_gather.h"

#include "base/arena.h"

/* Words of a namespace's name, or of what it is an alias of. */
enum { NAMES_OF_ONE = 32 };

static bool is_sign(struct gathering *g, struct c_token t, const char *sign)
{
	return t.kind == C_PUNCTUATOR && gather_is(g, t, sign);
}

static bool opens(struct gathering *g, struct c_token t)
{
	return is_sign(g, t, "{") || is_sign(g, t, "<%");
}

static bool closes(struct gathering *g, struct c_token t)
{
	return is_sign(g, t, "}") || is_sign(g, t, "%>");
}

static void push_space(struct gathering *g, struct span name, bool stays)
{
	g->spaces = arena_grow(g->arena, g->spaces, g->nspaces, &g->spaces_room, sizeof *g->spaces);
	g->spaces[g->nspaces++] = (struct space){name, g->nbraces, stays};
}

static void open_brace(struct gathering *g)
{
	g->braces = arena_grow(g->arena, g->braces, g->nbraces, &g->braces_room, sizeof *g->braces);
	g->braces[g->nbraces++] = g->nifs;
}

/* A brace that closes under another #if than the one under which its own opened may close nothing. */
static void close_brace(struct gathering *g)
{
	if (g->nbraces == 0)
		return;
	bool crosses = g->braces[--g->nbraces] != g->nifs;
	size_t kept = 0;
	for (size_t i = 0; i < g->nspaces; i++) {
		g->spaces[i].stays = g->spaces[i].stays || crosses;
		if (g->spaces[i].stays || g->spaces[i].depth < g->nbraces)
			g->spaces[kept++] = g->spaces[i];
	}
	g->nspaces = kept;
}

static void give_all(struct gathering *g, struct span to)
{
	for (size_t i = 0; i < g->nspaces; i++)
		gather_link(g, &g->scopes, g->spaces[i].name, to);
}

void gather_inclusion(struct gathering *g)
{
	give_all(g, SPAN(""));
}

void gather_branch(struct gathering *g, struct c_token directive)
{
	static const char *const begins[] = {"if", "ifdef", "ifndef", NULL};
	g->nifs += gather_is_any(g, directive, begins);
	g->nifs -= gather_is(g, directive, "endif") && g->nifs > 0;
}

/* The last name of a::b::c; behind it. */
static struct c_token take_qualified(struct gathering *g, struct c_token t, struct span *last)
{
	*last = SPAN("");
	for (; t.kind == C_NAME || is_sign(g, t, "::"); t = gather_next(g))
		if (t.kind == C_NAME)
			*last = gather_spelling(g, t);
	return t;
}

/* namespace x = a::b: whatever name of the right side is not a scope of the next may be the one. */
static struct c_token take_alias(struct gathering *g, struct span name)
{
	struct c_token t = gather_next(g), before = {.kind = C_END};
	for (; t.kind != C_END && !is_sign(g, t, ";"); t = gather_next(g)) {
		if (before.kind == C_NAME && !is_sign(g, t, "::"))
			gather_link(g, &g->scopes, name, gather_spelling(g, before));
		before = t;
	}
	gather_link(g, &g->scopes, name, before.kind == C_NAME ? gather_spelling(g, before) : SPAN(""));
	return t;
}

/* Whether what stands behind `namespace name` is its brace, past one attribute or macro at most; moves there. */
static bool find_brace(struct gathering *g, struct c_token *t)
{
	struct c_token first = *t;
	size_t depth = 0;
	if (first.kind == C_NAME)
		*t = gather_next(g);
	for (size_t n = 0; n < NAMES_OF_ONE && t->kind != C_END; n++, *t = gather_next(g)) {
		if (depth == 0 && opens(g, *t))
			return true;
		depth += is_sign(g, *t, "(") || is_sign(g, *t, "[");
		if (depth == 0)
			return false;
		depth -= is_sign(g, *t, ")") || is_sign(g, *t, "]");
	}
	return false;
}

/* Behind the word: namespace a::b {, namespace x = y, namespace {; or one whose brace a macro hides. */
static struct c_token take_namespace(struct gathering *g)
{
	struct span names[NAMES_OF_ONE];
	size_t count = 0;
	struct c_token t = gather_next(g);
	while (count < NAMES_OF_ONE && t.kind == C_NAME) {
		if (!gather_is(g, t, "inline"))
			names[count++] = gather_spelling(g, t);
		t = gather_next(g);
		if (!is_sign(g, t, "::"))
			break;
		t = gather_next(g);
	}
	if (count > 0 && is_sign(g, t, "="))
		return take_alias(g, names[count - 1]);
	bool whole = find_brace(g, &t);
	for (size_t i = 0; i < count; i++)
		push_space(g, names[i], !whole);
	return t;
}

/* Words that begin a declaration, directly in a namespace: one of them may be a macro for extern "C". */
static bool may_link(struct gathering *g, struct c_token t, struct c_token before)
{
	static const char *const plain[] = {"int", "void", "char", "const", "class", "struct", "template", "typedef", "typename", "static",
	                                    "inline", "using", "enum", "constexpr", "virtual", "bool", "unsigned", "return", NULL};
	if (t.kind != C_NAME || g->nspaces == 0 || g->nbraces > g->spaces[g->nspaces - 1].depth + 1)
		return false;
	bool first = before.kind == C_END || before.kind == C_NAME || is_sign(g, before, ";") || opens(g, before) || closes(g, before);
	return (first || t.starts_line) && !gather_is_any(g, t, plain);
}

/* Behind the word `namespace`. */
static struct c_token take_space(struct gathering *g, struct c_token before)
{
	struct span used;
	if (!gather_is(g, before, "using"))
		return take_namespace(g);
	struct c_token t = take_qualified(g, gather_next(g), &used);
	give_all(g, used);
	return t;
}

struct c_token gather_code(struct gathering *g, struct c_token t, struct c_token before)
{
	if (opens(g, t))
		open_brace(g);
	else if (closes(g, t))
		close_brace(g);
	if (t.kind == C_STRING && gather_is(g, before, "extern"))
		give_all(g, SPAN(""));
	if (t.kind == C_NAME && gather_is(g, t, "namespace"))
		return take_space(g, before);
	if (may_link(g, t, before))
		for (size_t i = 0; i < g->nspaces; i++)
			gather_link(g, &g->declarers, g->spaces[i].name, gather_spelling(g, t));
	return gather_next(g);
}
