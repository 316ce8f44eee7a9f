/* SPDX-License-Identifier: MIT */
/* c_expand.c - the reading of a text with macros in it, as a preprocessor reads it. */
#include "text/c_expand.h"

#include "base/arena.h"
#include "text/c_code.h"

bool c_pieces_add(struct c_expansion *e, struct c_pieces *pieces, struct c_piece piece)
{
	if (e->budget == 0) {
		e->exhausted = true;
		return false;
	}
	e->budget--;
	pieces->list = arena_grow(e->arena, pieces->list, pieces->count, &pieces->room, sizeof *pieces->list);
	pieces->list[pieces->count++] = piece;
	return true;
}

static bool is_sign(const struct c_piece *piece, unsigned sign)
{
	return piece->kind == C_PUNCTUATOR && piece->sign == sign;
}

static void push(struct c_expansion *e, struct c_pieces pieces, struct c_macro_name *macro)
{
	if (e->nframes == EXPANSION_FRAMES) {
		e->exhausted = true;
		return;
	}
	if (macro != NULL)
		macro->disabled = true;
	e->frames[e->nframes++] = (struct c_frame){pieces.list, 0, pieces.count, macro};
}

static void pop(struct c_expansion *e)
{
	struct c_macro_name *macro = e->frames[--e->nframes].macro;
	if (macro != NULL)
		macro->disabled = false;
}

/* The next piece of the frames from `base` on, which stays; a name whose expansion is at hand is none of a macro any more. */
static struct c_piece next_piece(struct c_expansion *e, size_t base)
{
	while (e->nframes > base + 1 && e->frames[e->nframes - 1].at == e->frames[e->nframes - 1].count)
		pop(e);
	struct c_frame *frame = &e->frames[e->nframes - 1];
	e->exhausted = e->exhausted || e->budget == 0;
	if (frame->at == frame->count || e->exhausted)
		return (struct c_piece){.kind = C_END};
	e->budget--;
	struct c_piece piece = frame->list[frame->at++];
	const struct c_macro_name *macro = piece.kind == C_NAME ? c_macro_set_find(e->macros, piece.spelling) : NULL;
	if (macro != NULL && macro->disabled)
		piece.flags |= PIECE_PAINTED;
	return piece;
}

/* Whether the next piece opens arguments. */
static bool opens(const struct c_expansion *e, size_t base)
{
	for (size_t i = e->nframes; i > base; i--) {
		const struct c_frame *frame = &e->frames[i - 1];
		if (frame->at < frame->count)
			return is_sign(&frame->list[frame->at], '(');
	}
	return false;
}

static const struct c_definition *definition_of(struct c_expansion *e, const struct c_macro_name *macro)
{
	size_t i = 0;
	while (i < e->nchoices && e->choices[i].macro != macro)
		i++;
	if (i == EXPANSION_CHOICES) {
		e->exhausted = true;
		return macro->first;
	}
	if (macro->ndefinitions > 1 && i == e->nchoices)
		e->choices[e->nchoices++] = (struct c_choice){macro, 0};
	const struct c_definition *definition = macro->first;
	for (size_t n = macro->ndefinitions > 1 ? e->choices[i].chosen : 0; n > 0; n--)
		definition = definition->next;
	return definition;
}

bool c_expand_again(struct c_expansion *e)
{
	while (e->nchoices > 0) {
		struct c_choice *last = &e->choices[e->nchoices - 1];
		if (++last->chosen < last->macro->ndefinitions)
			return !e->exhausted;
		e->nchoices--;
	}
	return false;
}

/* Whether something that matters stands in the parentheses that are read next, as far as they can be seen. */
static bool matters_ahead(struct c_expansion *e)
{
	const struct c_frame *frame = &e->frames[e->nframes - 1];
	size_t depth = 0;
	for (size_t i = frame->at; i < frame->count && e->budget > 0; i++, e->budget--) {
		const struct c_piece *piece = &frame->list[i];
		depth += is_sign(piece, '(');
		if (depth == 0 || (is_sign(piece, ')') && --depth == 0))
			return false;
		const struct c_macro_name *macro = piece->kind == C_NAME ? c_macro_set_find(e->macros, piece->spelling) : NULL;
		if ((macro != NULL && macro->reaching) || (piece->flags & PIECE_PASTED) != 0)
			return true;
	}
	return true;
}

/* What a body holds beside its own pastes, and becomes no operand of any: it is left as it is, which spares most of the time. */
static bool may_stay(struct c_expansion *e, size_t base, const struct c_macro_name *macro)
{
	return base == 0 && e->nframes > 1 && !e->everything && !macro->reaching && !matters_ahead(e);
}

struct arguments {
	struct c_pieces *list;
	size_t count, room;
};

static struct c_pieces *add_argument(struct c_expansion *e, struct arguments *arguments)
{
	arguments->list = arena_grow(e->arena, arguments->list, arguments->count, &arguments->room, sizeof *arguments->list);
	arguments->list[arguments->count] = (struct c_pieces){0};
	return &arguments->list[arguments->count++];
}

/* Behind the opening parenthesis, to the closing one; false where there is none. */
static bool take_arguments(struct c_expansion *e, size_t base, const struct c_definition *d, struct arguments *arguments)
{
	struct c_pieces *argument = add_argument(e, arguments);
	for (size_t depth = 0;;) {
		struct c_piece piece = next_piece(e, base);
		if (piece.kind == C_END)
			return false;
		if (is_sign(&piece, ')') && depth-- == 0)
			return true;
		depth += is_sign(&piece, '(');
		bool rest = d->variadic && arguments->count == d->nparameters;
		if (is_sign(&piece, ',') && depth == 0 && !rest)
			argument = add_argument(e, arguments);
		else if (!c_pieces_add(e, argument, piece))
			return false;
	}
}

/* Whether there are as many as the macro takes; one that is left out is empty. */
static bool fits(struct c_expansion *e, const struct c_definition *d, struct arguments *arguments)
{
	if (d->nparameters == 0)
		return arguments->count == 1 && arguments->list[0].count == 0;
	if (d->variadic && arguments->count + 1 == d->nparameters)
		add_argument(e, arguments);
	return arguments->count == d->nparameters;
}

/* What the name stands for is read next; false where it stands for itself. */
static bool enter(struct c_expansion *e, size_t base, struct c_piece name)
{
	struct c_macro_name *macro = c_macro_set_find(e->macros, name.spelling);
	struct arguments arguments = {0};
	if (macro == NULL || (name.flags & PIECE_PAINTED) != 0 || may_stay(e, base, macro))
		return false;
	const struct c_definition *d = definition_of(e, macro);
	if (d->absent || (d->like_function && !opens(e, base)))
		return false;
	if (d->like_function) {
		next_piece(e, base);
		if (!take_arguments(e, base, d, &arguments) || !fits(e, d, &arguments))
			return false;
	}
	/* What stands in the text itself is no argument: its body is looked at where it is defined. */
	if (base == 0 && e->nframes == 1)
		name.flags &= (uint8_t)~PIECE_OWN;
	push(e, c_replace(e, d, arguments.list, name), macro);
	return true;
}

static void read_all(struct c_expansion *e, size_t base, size_t least, struct c_pieces *out)
{
	do {
		struct c_piece piece = next_piece(e, base);
		if (piece.kind == C_END)
			return;
		if (piece.kind != C_NAME || !enter(e, base, piece))
			c_pieces_add(e, out, piece);
		while (e->nframes > base + 1 && e->frames[e->nframes - 1].at == e->frames[e->nframes - 1].count)
			pop(e);
	} while (e->nframes > base + 1 || e->frames[base].at < least);
}

void c_expand_argument(struct c_expansion *e, struct c_pieces argument, struct c_pieces *out)
{
	size_t base = e->nframes;
	push(e, argument, NULL);
	if (e->exhausted)
		return;
	read_all(e, base, SIZE_MAX, out);
	while (e->nframes > base)
		pop(e);
}

size_t c_expand(struct c_expansion *e, const struct c_piece *text, size_t count, size_t least, struct c_pieces *out)
{
	e->nframes = 1;
	e->frames[0] = (struct c_frame){text, 0, count, NULL};
	read_all(e, 0, least, out);
	while (e->nframes > 1)
		pop(e);
	return e->frames[0].at;
}
