/* SPDX-License-Identifier: MIT */
/* c_bodies.c - what the body of a macro may do to the text in which the macro stands. */
#include "text/c_gather.h"

#include "base/arena.h"

/* Names of one body that are told; longer bodies may open code. */
enum { MENTIONED_MOST = 64 };
/* Parameters that are known, and letters of a name that is made of parts. */
enum { PARAMETERS_MOST = 32, LONGEST_NAME = 255 };

/* Words of a body that ## and points join: the name of a file, perhaps, with C_ANY_WORD for each parameter. */
struct parts {
	char name[LONGEST_NAME];
	size_t len;
	bool pastes, open; /* by ##; the next word goes on */
};

/* The body as far as it is read. */
struct body {
	struct span macro;
	bool like_function;
	struct c_token last[2];  /* the last token, and the one before it; C_END where there is none */
	size_t ntokens, nnames;
	size_t braces, parens;   /* open ones */
	size_t angles[2];        /* < and > */
	struct c_token group;     /* what stands in front of the last ( that no other was around */
	bool literal;            /* one stands behind that ( */
	bool assigns, pastes;
	struct span parameters[PARAMETERS_MOST];
	size_t nparameters;
	struct parts parts;
};

/* Words behind which an expression may begin. */
static const char *const leading[] = {"return", "else", "do", "case", "throw", "not", "co_return", "co_yield", "co_await", "sizeof", NULL};
/* Words whose parentheses are no call. */
static const char *const headed[] = {"if", "while", "for", "switch", "__attribute__", "__attribute", "__declspec", "alignas", NULL};

static bool is_sign(struct gathering *g, struct c_token t, const char *sign)
{
	return t.kind == C_PUNCTUATOR && gather_is(g, t, sign);
}

/* extern "C" { and namespace x { open no code. */
static bool opens_code(struct gathering *g, const struct body *body)
{
	bool linkage = body->last[0].kind == C_STRING;
	bool space = body->last[0].kind == C_NAME && (gather_is(g, body->last[0], "namespace") || gather_is(g, body->last[1], "namespace"));
	return !linkage && !space;
}

static void pass_brace(struct gathering *g, struct body *body, struct c_token t)
{
	bool opens = is_sign(g, t, "{") || is_sign(g, t, "<%"), closes = is_sign(g, t, "}") || is_sign(g, t, "%>");
	body->braces += opens && opens_code(g, body);
	body->braces -= closes && body->braces > 0;
}

static void pass_parenthesis(struct gathering *g, struct body *body)
{
	if (body->parens++ == 0) {
		body->group = body->last[0];
		body->literal = false;
	}
	if (body->like_function && body->last[0].kind == C_NAME)
		gather_link(g, &g->handings, body->macro, gather_spelling(g, body->last[0]));
}

static void pass_sign(struct gathering *g, struct body *body, struct c_token t)
{
	if (is_sign(g, t, "("))
		pass_parenthesis(g, body);
	else if (is_sign(g, t, ")"))
		body->parens -= body->parens > 0;
	else if (is_sign(g, t, "="))
		body->assigns = body->assigns || (body->braces == 0 && body->parens == 0);
	else if (is_sign(g, t, "<"))
		body->angles[0]++;
	else if (is_sign(g, t, ">"))
		body->angles[1]++;
	else if (is_sign(g, t, "##") || is_sign(g, t, "%:%:"))
		body->pastes = body->like_function;
	else if (!is_sign(g, t, ",") && !is_sign(g, t, ";"))
		pass_brace(g, body, t);
}

static void end_parts(struct gathering *g, struct body *body)
{
	struct parts *parts = &body->parts;
	struct span name = {parts->name, parts->len};
	bool known = parts->len > 0 && !span_is_only(name, C_ANY_WORD);
	if (parts->pastes && known)
		gather_link(g, &g->texts, body->macro, span_copy(g->arena, name));
	*parts = (struct parts){.len = 0};
}

static void add_part(struct parts *parts, struct span part)
{
	for (size_t i = 0; i < part.len && parts->len < LONGEST_NAME; i++)
		parts->name[parts->len++] = part.at[i];
}

static void pass_part(struct gathering *g, struct body *body, struct c_token t)
{
	static const char any[] = {C_ANY_WORD};
	struct parts *parts = &body->parts;
	bool word = t.kind == C_NAME || t.kind == C_NUMBER, paste = is_sign(g, t, "##") || is_sign(g, t, "%:%:");
	bool joint = paste || is_sign(g, t, ".") || is_sign(g, t, "-") || is_sign(g, t, "/");
	if ((word && !parts->open) || (!word && !joint))
		end_parts(g, body);
	if (joint && !paste)
		add_part(parts, gather_spelling(g, t));
	parts->pastes = parts->pastes || paste;
	parts->open = joint;
	if (!word)
		return;
	struct span name = gather_spelling(g, t);
	add_part(parts, span_among(body->parameters, body->nparameters, name) ? (struct span){any, 1} : name);
}

static void pass_token(struct gathering *g, struct body *body, struct c_token t)
{
	body->ntokens++;
	if (body->like_function)
		pass_part(g, body, t);
	if (t.kind == C_PUNCTUATOR)
		pass_sign(g, body, t);
	if (t.kind == C_STRING || t.kind == C_NUMBER || t.kind == C_CHARACTER)
		body->literal = true;
	if (t.kind == C_STRING)
		gather_link(g, &g->texts, body->macro, gather_unquoted(g, t));
	if (body->ntokens == 1 && is_sign(g, t, "<"))
		gather_link(g, &g->texts, body->macro, gather_angled(g, t.at + 1));
	if (t.kind == C_NAME && body->last[1].kind == C_NAME && is_sign(g, body->last[0], "."))
		gather_link(g, &g->texts, body->macro,
		            span_format(g->arena, "%.*s.%.*s", SPAN_ARGS(gather_spelling(g, body->last[1])), SPAN_ARGS(gather_spelling(g, t))));
	if (t.kind == C_STRING && gather_is(g, body->last[0], "extern"))
		gather_name(g, &g->linkers, body->macro);
	if (t.kind == C_NAME && body->nnames++ < MENTIONED_MOST)
		gather_link(g, &g->mentions, body->macro, gather_spelling(g, t));
	body->last[1] = body->last[0];
	body->last[0] = t;
}

/* Whether a call may begin behind the body: not behind a name, a literal, a call or a template. */
static bool is_bare(struct gathering *g, const struct body *body)
{
	struct c_token last = body->last[0];
	if (body->ntokens == 0)
		return true;
	if (last.kind == C_NAME)
		return gather_is_any(g, last, leading);
	if (last.kind != C_PUNCTUATOR)
		return last.kind == C_UNKNOWN;
	if (is_sign(g, last, ">"))
		return body->angles[0] != body->angles[1];
	if (is_sign(g, last, "]"))
		return is_sign(g, body->last[1], "]");
	if (!is_sign(g, last, ")") || body->parens > 0)
		return true;
	bool called = body->group.kind == C_NAME && !gather_is_any(g, body->group, headed);
	return !called && (!body->literal || body->group.kind == C_NAME);
}

/* Over the parameters of a macro like a function: the token behind them. */
static struct c_token past_parameters(struct gathering *g, struct body *body, struct c_token t)
{
	for (; t.kind != C_END && !t.starts_line && !is_sign(g, t, ")"); t = gather_next(g))
		if (t.kind == C_NAME && body->nparameters < PARAMETERS_MOST)
			body->parameters[body->nparameters++] = gather_spelling(g, t);
	return t.kind == C_END || t.starts_line ? t : gather_next(g);
}

struct c_token gather_define(struct gathering *g)
{
	struct c_token name = gather_next(g);
	if (name.kind != C_NAME || name.starts_line)
		return name;
	struct c_token t = gather_next(g), none = {.kind = C_END};
	struct body body = {.macro = gather_spelling(g, name), .last = {none, none}, .group = none};
	body.like_function = !t.starts_line && is_sign(g, t, "(") && t.at == name.at + name.len;
	if (body.like_function)
		t = past_parameters(g, &body, t);
	for (; t.kind != C_END && !t.starts_line; t = gather_next(g))
		pass_token(g, &body, t);
	end_parts(g, &body);
	if (body.braces > 0 || body.parens > 0 || body.assigns || body.nnames > MENTIONED_MOST)
		gather_name(g, &g->openers, body.macro);
	if (body.pastes)
		gather_name(g, &g->pasters, body.macro);
	if (is_bare(g, &body))
		gather_link(g, &g->scopes, body.macro, body.like_function ? C_LIKE_FUNCTION : SPAN(""));
	return t;
}
