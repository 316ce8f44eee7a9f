/* SPDX-License-Identifier: MIT */
/* c_macro_set.c - the macros of a text by their names. */
#include "text/c_expand.h"

#include "base/arena.h"
#include "text/c_code.h"

/* More of anything than honest text has, or a table so crowded that a name has no place near its own: then the definition is lost. */
enum { DEFINITIONS_MOST = 64, PROBES_MOST = 128, COMPARED_MOST = 1 << 20 };

struct c_macro_set {
	struct arena *arena;
	struct c_macro_name *list;
	size_t count, most;
	uint32_t *places; /* by the names' digests: place in the list plus one */
	size_t mask;
	bool lost;
};

struct c_macro_set *c_macro_set_new(struct arena *arena, size_t most)
{
	struct c_macro_set *set = arena_take(arena, 1, sizeof *set);
	size_t room = 2;
	while (room < 2 * most)
		room *= 2;
	set->arena = arena;
	set->list = arena_take(arena, most, sizeof *set->list);
	set->places = arena_take(arena, room, sizeof *set->places);
	set->mask = room - 1;
	set->most = most;
	return set;
}

/* The place of that name, or the free one where it would be; the last that was tried where there is none. */
static uint32_t *place_of(const struct c_macro_set *set, struct span name)
{
	size_t at = span_hash(name) & set->mask;
	for (size_t n = 0; n < PROBES_MOST && set->places[at] != 0 && !span_eq(set->list[set->places[at] - 1].name, name); n++)
		at = (at + 1) & set->mask;
	return &set->places[at];
}

struct c_macro_name *c_macro_set_find(const struct c_macro_set *set, struct span name)
{
	uint32_t place = *place_of(set, name);
	return place == 0 || !span_eq(set->list[place - 1].name, name) ? NULL : &set->list[place - 1];
}

bool c_macro_set_lost(const struct c_macro_set *set)
{
	return set->lost;
}

struct c_macro_name *c_macro_set_at(const struct c_macro_set *set, size_t i)
{
	return i < set->count ? &set->list[i] : NULL;
}

static struct c_macro_name *name_in(struct c_macro_set *set, struct span name)
{
	uint32_t *place = place_of(set, name);
	set->lost = set->lost || (*place != 0 && !span_eq(set->list[*place - 1].name, name));
	if (set->lost)
		return NULL;
	if (*place == 0) {
		set->list[set->count++].name = name;
		*place = (uint32_t)set->count;
	}
	return &set->list[*place - 1];
}

static bool is_sign(const struct c_piece *piece, unsigned sign)
{
	return piece->kind == C_PUNCTUATOR && piece->sign == sign;
}

static bool same_piece(const struct c_piece *a, const struct c_piece *b)
{
	return a->parameter == b->parameter && (a->parameter != 0 || span_eq(a->spelling, b->spelling)) && (a->flags & PIECE_SPACED) == (b->flags & PIECE_SPACED);
}

static bool same(const struct c_definition *a, const struct c_definition *b)
{
	bool shape = a->nbody == b->nbody && a->nparameters == b->nparameters && a->like_function == b->like_function;
	bool equal = shape && a->variadic == b->variadic && a->absent == b->absent;
	for (size_t i = 0; equal && i < a->nbody; i++)
		equal = same_piece(&a->body[i], &b->body[i]);
	return equal;
}

/* A meaning that the name did not have. */
static void add(struct c_macro_set *set, struct c_macro_name *macro, struct c_definition *d)
{
	set->lost = set->lost || macro->ndefinitions == DEFINITIONS_MOST;
	if (set->lost)
		return;
	for (const struct c_definition *old = macro->first; old != NULL; old = old->next)
		if (same(old, d))
			return;
	d->next = macro->first;
	macro->first = d;
	macro->ndefinitions++;
}

/* The parameters from behind their parenthesis on, to behind the closing one; 0 where there is none. */
static size_t take_parameters(struct c_definition *d, struct span *parameters, const struct c_piece *list, size_t count)
{
	for (size_t i = 2; i < count; i++) {
		if (is_sign(&list[i], ')'))
			return i + 1;
		bool dots = is_sign(&list[i], SIGN_DOTS);
		if (dots && (i == 2 || list[i - 1].kind != C_NAME))
			parameters[d->nparameters++] = SPAN("__VA_ARGS__");
		else if (list[i].kind == C_NAME)
			parameters[d->nparameters++] = list[i].spelling;
		d->variadic = d->variadic || dots;
	}
	return 0;
}

static uint32_t parameter_of(const struct c_definition *d, const struct span *parameters, const struct c_piece *piece)
{
	for (size_t i = 0; piece->kind == C_NAME && i < d->nparameters; i++)
		if (span_eq(parameters[i], piece->spelling))
			return (uint32_t)i + 1;
	return 0;
}

struct c_macro_name *c_macro_set_define(struct c_macro_set *set, const struct c_piece *list, size_t count)
{
	size_t body = 1;
	struct c_definition *d = arena_take(set->arena, 1, sizeof *d);
	struct span *parameters = arena_take(set->arena, count, sizeof *parameters);
	d->like_function = count > 1 && is_sign(&list[1], '(') && (list[1].flags & PIECE_SPACED) == 0;
	if (d->like_function)
		body = take_parameters(d, parameters, list, count);
	if (count == 0 || body == 0 || set->lost)
		return NULL;
	set->lost = set->count == set->most || (d->nparameters > 0 && count > COMPARED_MOST / d->nparameters);
	if (set->lost)
		return NULL;
	struct c_piece *pieces = arena_take(set->arena, count - body, sizeof *pieces);
	for (size_t i = body; i < count; i++) {
		pieces[i - body] = list[i];
		pieces[i - body].parameter = parameter_of(d, parameters, &list[i]);
	}
	d->body = pieces;
	d->nbody = count - body;
	struct c_macro_name *macro = name_in(set, list[0].spelling);
	if (macro != NULL)
		add(set, macro, d);
	return macro;
}

void c_macro_set_doubt(struct c_macro_set *set, struct c_macro_name *macro)
{
	struct c_definition *d = arena_take(set->arena, 1, sizeof *d);
	d->absent = true;
	add(set, macro, d);
}
