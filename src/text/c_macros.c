/* SPDX-License-Identifier: MIT */
/* c_macros.c - the macros of this text that are no types, whatever stands behind them: empty ones, and code. */
#include "text/c_code.h"

#include "base/arena.h"
#include "text/c_types.h"

/* A table so crowded that a name has no place near its own was made to be slow: then any name may be code. */
enum { CHAIN_MOST = 8, PROBES_MOST = 128 };

struct c_macro {
	struct span name, body; /* the body, where it is one name and no more */
	uint8_t flags;          /* WORD_EMPTY, WORD_CODE; 0: it may be a type */
};

static size_t bit_of(struct span name)
{
	return (size_t)(c_eight(name.at, name.len, name.len) * UINT64_C(0x9E3779B97F4A7C15) >> 54);
}

/* The place of that name, or beyond the table. */
static size_t place_of(const struct c_code *code, struct span name)
{
	size_t mask = code->macros_room - 1, at = span_hash(name) & mask;
	for (size_t n = 0; n < PROBES_MOST; n++, at = (at + 1) & mask)
		if (code->macros[at].name.len == 0 || span_eq(code->macros[at].name, name))
			return at;
	return code->macros_room;
}

/* Its place in the table; NULL where it has none. */
static struct c_macro *place_for(struct c_code *code, struct span name)
{
	size_t at = place_of(code, name);
	code->macros_lost = code->macros_lost || at == code->macros_room;
	return at == code->macros_room ? NULL : &code->macros[at];
}

static void make_room(struct c_code *code)
{
	const struct c_macro *old = code->macros;
	size_t room = code->macros_room;
	if (code->nmacros * 2 < room)
		return;
	code->macros_room = room == 0 ? 64 : room * 2;
	code->macros = arena_take(code->uses->arena, code->macros_room, sizeof *code->macros);
	for (size_t i = 0; i < room; i++) {
		struct c_macro *macro = old[i].name.len == 0 ? NULL : place_for(code, old[i].name);
		if (macro != NULL)
			*macro = old[i];
	}
}

static bool joins_types(const struct c_view *view, size_t i)
{
	unsigned sign = view_sign(view, i);
	return sign == '*' || sign == '&' || sign == SIGN_COLONS || sign == '<' || sign == '>' || sign == ',';
}

/* Attributes and qualifiers are nothing; words, stars and template arguments may be a type; all else is code. */
static uint8_t flags_of(const struct c_view *view)
{
	bool typed = false;
	for (size_t i = view->low; i < view->high; i++) {
		size_t past = c_past_attribute(view, i, view->high);
		if (past != i)
			i = past - 1;
		else if (c_qualifies(view_key(view, i)))
			i += view_at(view, i + 1)->kind == C_STRING;
		else if (c_may_be_type(view, i))
			typed = true;
		else if (!typed || !joins_types(view, i))
			return WORD_CODE;
	}
	return typed ? 0 : WORD_EMPTY;
}

/* A macro that is defined anew keeps what makes it no type. */
void c_macro_note(struct c_code *code)
{
	struct c_view view = {code->line, 3, code->nline, NULL};
	if (code->nline < 3 || code->line[1].kind != C_NAME || code->line[2].kind != C_NAME)
		return;
	if (!span_eq(c_word_spelling(code, &code->line[1]), SPAN("define")))
		return;
	if (view_sign(&view, 3) == '(' && code->line[3].at == code->line[2].at + code->line[2].len)
		return;
	make_room(code);
	struct span name = c_word_spelling(code, &code->line[2]);
	struct c_macro *macro = place_for(code, name);
	if (macro == NULL)
		return;
	code->nmacros += macro->name.len == 0;
	size_t bit = bit_of(name);
	code->macro_bits[bit / 64] |= UINT64_C(1) << bit % 64;
	macro->name = name;
	macro->flags |= flags_of(&view);
	if (code->nline == 4 && view_names(&view, 3))
		macro->body = c_word_spelling(code, &code->line[3]);
}

unsigned c_macro_flags(const struct c_code *code, struct span name)
{
	unsigned flags = code->macros_lost ? WORD_CODE : 0;
	size_t bit = name.len == 0 ? 0 : bit_of(name);
	if (!code->plain && (code->macro_bits[bit / 64] >> bit % 64 & 1) == 0)
		return flags;
	for (size_t n = 0; n < CHAIN_MOST && code->nmacros != 0 && name.len != 0; n++) {
		size_t at = place_of(code, name);
		if (at == code->macros_room)
			return WORD_CODE;
		const struct c_macro *macro = &code->macros[at];
		flags |= macro->flags;
		name = macro->body;
	}
	return flags;
}
