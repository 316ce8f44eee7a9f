/* SPDX-License-Identifier: MIT */
/* c_replace.c - the body of a macro with its arguments in place (ISO C17 6.10.3.1 to 6.10.3.3, C23 6.10.5.2). */
#include "text/c_expand.h"

#include "base/arena.h"
#include "text/c_code.h"
#include "text/c_letters.h"

#include <string.h>

/* No name that is asked for is longer. */
enum { LONGEST_PASTED = 4096 };

struct replacing {
	struct c_expansion *e;
	const struct c_definition *definition;
	const struct c_pieces *arguments;
	struct c_pieces *expanded; /* the arguments, where they were asked for: count is SIZE_MAX until then */
	struct c_piece name;
};

static bool is_sign(const struct c_piece *piece, unsigned sign)
{
	return piece->kind == C_PUNCTUATOR && piece->sign == sign;
}

static const struct c_pieces *expanded(struct replacing *r, size_t argument)
{
	struct c_pieces *pieces = &r->expanded[argument];
	if (pieces->count == SIZE_MAX) {
		*pieces = (struct c_pieces){0};
		c_expand_argument(r->e, r->arguments[argument], pieces);
	}
	return pieces;
}

/* As a string literal spells it: a backslash in front of quotes and of the backslashes of literals. */
static struct c_piece string_of(struct replacing *r, const struct c_piece *list, size_t count)
{
	size_t room = 2, len = 0;
	for (size_t i = 0; i < count; i++)
		room += 2 * list[i].spelling.len + 1;
	struct c_piece string = {.kind = C_STRING, .origin = count > 0 ? list[0].origin : r->name.origin, .flags = r->name.flags};
	r->e->exhausted = r->e->exhausted || room / 8 > r->e->budget;
	if (r->e->exhausted)
		return string;
	r->e->budget -= room / 8;
	char *text = arena_take(r->e->arena, room, 1);
	text[len++] = '"';
	for (size_t i = 0; i < count; i++) {
		bool literal = list[i].kind == C_STRING || list[i].kind == C_CHARACTER;
		if (i > 0 && (list[i].flags & PIECE_SPACED) != 0)
			text[len++] = ' ';
		for (size_t k = 0; k < list[i].spelling.len; k++) {
			char byte = list[i].spelling.at[k];
			if (byte == '"' || (byte == '\\' && literal))
				text[len++] = '\\';
			text[len++] = byte;
		}
		string.flags |= list[i].flags & PIECE_OWN;
	}
	text[len++] = '"';
	string.spelling = (struct span){text, len};
	return string;
}

/* What the spelling is, if it is one token; C_UNKNOWN for others. What begins with any name at all is one. */
static enum c_kind kind_of(struct span spelling)
{
	if (span_starts(spelling, SPAN(C_ANY_NAME)))
		return C_NAME;
	struct c_lexer lexer = c_lexer_of(spelling, (struct c_reading){.raw_strings = true});
	struct c_token token = c_lexer_next(&lexer);
	return token.len == spelling.len ? token.kind : C_UNKNOWN;
}

static bool is_any(const struct c_piece *piece)
{
	return piece->kind == C_NAME && span_starts(piece->spelling, SPAN(C_ANY_NAME));
}

/* Any name stays beside the piece that it is pasted to, as it may be none; but not where more is pasted behind it. */
static bool paste_any(struct replacing *r, struct c_pieces *out, struct c_piece right)
{
	struct c_piece *left = &out->list[out->count - 1];
	if (is_any(left) && !is_any(&right) && out->count > 1 && (left[-1].flags & PIECE_OPEN) != 0)
		left[-1].flags &= (uint8_t)~PIECE_PASTED;
	if (is_any(left) || !is_any(&right))
		return false;
	left->flags |= PIECE_OPEN;
	c_pieces_add(r->e, out, right);
	return true;
}

/* The last piece and another one become one; where that is no token, they stay two. */
static void paste(struct replacing *r, struct c_pieces *out, struct c_piece right)
{
	struct c_piece *left = &out->list[out->count - 1];
	uint8_t own = (uint8_t)((left->flags | right.flags) & PIECE_OWN);
	if (left->kind == C_END || right.kind == C_END) {
		uint8_t spaced = left->flags & PIECE_SPACED;
		if (left->kind == C_END)
			*left = right;
		left->flags = (uint8_t)((left->flags & ~PIECE_SPACED) | own | spaced);
		return;
	}
	if (paste_any(r, out, right))
		return;
	size_t len = left->spelling.len + right.spelling.len;
	if (len > LONGEST_PASTED) {
		c_pieces_add(r->e, out, right);
		return;
	}
	if (len / 8 > r->e->budget) {
		r->e->exhausted = true;
		return;
	}
	r->e->budget -= len / 8;
	char *text = arena_take(r->e->arena, len, 1);
	memcpy(text, left->spelling.at, left->spelling.len);
	memcpy(text + left->spelling.len, right.spelling.at, right.spelling.len);
	struct span spelling = {text, len};
	enum c_kind kind = kind_of(spelling);
	if (kind == C_UNKNOWN || kind == C_COMMENT || kind == C_END) {
		c_pieces_add(r->e, out, right);
		return;
	}
	bool first = (left->flags & PIECE_OWN) != 0 || (right.flags & PIECE_OWN) == 0;
	*left = (struct c_piece){
		.spelling = spelling,
		.origin = first ? left->origin : right.origin,
		.kind = (uint8_t)kind,
		.sign = kind == C_PUNCTUATOR ? (uint8_t)c_sign_of(spelling) : KEY_NONE,
		.flags = (uint8_t)((left->flags & PIECE_SPACED) | own | PIECE_PASTED),
	};
}

/* Adds pieces; the first of them is pasted to what is there, if so asked. None at all are an empty place. */
static void append(struct replacing *r, struct c_pieces *out, const struct c_piece *list, size_t count, uint8_t flags, bool pasted)
{
	static const struct c_piece nothing = {.kind = C_END};
	struct c_piece first = count == 0 ? nothing : list[0];
	first.flags = (uint8_t)((first.flags & ~PIECE_SPACED) | flags);
	first.origin = count == 0 ? r->name.origin : first.origin;
	if (pasted && out->count > 0)
		paste(r, out, first);
	else
		c_pieces_add(r->e, out, first);
	for (size_t i = 1; i < count && c_pieces_add(r->e, out, list[i]); i++)
		;
}

static bool is_va_opt(const struct replacing *r, const struct c_piece *piece)
{
	return r->definition->variadic && piece->kind == C_NAME && span_eq(piece->spelling, SPAN("__VA_OPT__"));
}

/* Behind the parenthesis that closes what __VA_OPT__ opens. */
static size_t past_va_opt(const struct c_definition *d, size_t va_opt)
{
	size_t depth = 0;
	for (size_t i = va_opt + 1; i < d->nbody; i++) {
		depth += is_sign(&d->body[i], '(');
		if (depth == 0 || (is_sign(&d->body[i], ')') && --depth == 0))
			return i + 1;
	}
	return d->nbody;
}

static struct c_pieces replace(struct replacing *r, size_t low, size_t high);

/* What the operand at that place stands for. */
struct operand {
	const struct c_piece *list;
	size_t count, end; /* end: the place behind it in the body */
};

static struct operand operand_at(struct replacing *r, size_t i, bool raw)
{
	const struct c_piece *piece = &r->definition->body[i];
	if (piece->parameter != 0) {
		const struct c_pieces *pieces = raw ? &r->arguments[piece->parameter - 1] : expanded(r, piece->parameter - 1);
		return (struct operand){pieces->list, pieces->count, i + 1};
	}
	if (is_va_opt(r, piece)) {
		size_t end = past_va_opt(r->definition, i);
		bool there = expanded(r, r->definition->nparameters - 1)->count > 0;
		struct c_pieces pieces = there ? replace(r, i + 2, end - 1) : (struct c_pieces){0};
		return (struct operand){pieces.list, pieces.count, end};
	}
	struct c_piece *own = arena_take(r->e->arena, 1, sizeof *own);
	*own = *piece;
	if (r->name.kind != C_END)
		own->origin = r->name.origin;
	own->flags = (uint8_t)((own->flags & ~PIECE_OWN) | (r->name.flags & PIECE_OWN));
	return (struct operand){own, 1, i + 1};
}

/* Whether ## there stands between a comma and the rest of the arguments, and does but drop the comma where there are none (GNU). */
static bool drops_comma(const struct replacing *r, const struct c_pieces *out, size_t paste, size_t low)
{
	const struct c_definition *d = r->definition;
	bool comma = out->count > 0 && paste > low && is_sign(&d->body[paste - 1], ',') && is_sign(&out->list[out->count - 1], ',');
	return comma && d->variadic && paste + 1 < d->nbody && d->body[paste + 1].parameter == d->nparameters;
}

/* The part [low, high) of the body. */
static struct c_pieces replace(struct replacing *r, size_t low, size_t high)
{
	const struct c_piece *body = r->definition->body;
	struct c_pieces out = {0};
	for (size_t i = low; i < high && !r->e->exhausted;) {
		bool pasted = is_sign(&body[i], SIGN_PASTE) && i > low && i + 1 < high;
		if (pasted && drops_comma(r, &out, i, low)) {
			const struct c_pieces *rest = &r->arguments[r->definition->nparameters - 1];
			out.count -= rest->count == 0;
			if (rest->count > 0)
				append(r, &out, rest->list, rest->count, 0, false);
			i += 2;
			continue;
		}
		i += pasted;
		uint8_t spaced = body[i].flags & PIECE_SPACED;
		bool string = r->definition->like_function && is_sign(&body[i], '#') && i + 1 < high && (body[i + 1].parameter != 0 || is_va_opt(r, &body[i + 1]));
		i += string;
		bool raw = string || pasted || is_sign(i + 1 < high ? &body[i + 1] : &body[i], SIGN_PASTE);
		struct operand operand = operand_at(r, i, raw);
		struct c_piece literal;
		if (string) {
			literal = string_of(r, operand.list, operand.count);
			operand.list = &literal;
			operand.count = 1;
		}
		append(r, &out, operand.list, operand.count, spaced, pasted);
		i = operand.end;
	}
	return out;
}

struct c_pieces c_replace(struct c_expansion *e, const struct c_definition *d, const struct c_pieces *arguments, struct c_piece name)
{
	struct replacing r = {.e = e, .definition = d, .arguments = arguments, .name = name};
	r.expanded = arena_take(e->arena, d->nparameters, sizeof *r.expanded);
	for (size_t i = 0; i < d->nparameters; i++)
		r.expanded[i].count = SIZE_MAX;
	struct c_pieces out = replace(&r, 0, d->nbody);
	size_t kept = 0;
	for (size_t i = 0; i < out.count; i++)
		if (out.list[i].kind != C_END)
			out.list[kept++] = out.list[i];
	out.count = kept;
	return out;
}
