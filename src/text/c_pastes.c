/* SPDX-License-Identifier: MIT */
/* c_pastes.c - names that a macro of this or another file may make of two of its arguments. */
#include "text/c_code.h"

#include "base/arena.h"

#include <string.h>

enum { LONGEST_PASTED = 256, NEAR = 64, MOST_HALVES = 256, MOST_PARTS = 3 };

static size_t join(struct span first, struct span second, char joined[LONGEST_PASTED])
{
	if (first.len + second.len > LONGEST_PASTED)
		return 0;
	memmove(joined, first.at, first.len);
	memcpy(joined + first.len, second.at, second.len);
	return first.len + second.len;
}

bool c_pasted_matters(const struct c_code *code, struct span first, struct span second)
{
	char joined[LONGEST_PASTED];
	unsigned ids[NAMES_MOST];
	size_t len = join(first, second, joined);
	return len > 0 && c_wanted(code->names, (struct span){joined, len}, ids) > 0;
}

bool c_pasted_three_matter(const struct c_code *code, struct span first, struct span second, struct span third)
{
	char joined[LONGEST_PASTED];
	size_t len = join(first, second, joined);
	return len > 0 && c_pasted_matters(code, (struct span){joined, len}, third);
}

/* The name in front of the parenthesis that is open at the word, or nothing. */
static struct span macro_around(const struct c_code *code, const struct c_view *view, size_t i)
{
	size_t depth = 0;
	for (size_t back = 1; back <= NEAR && i >= view->low + back; back++) {
		unsigned sign = view_sign(view, i - back);
		depth += sign == ')';
		if (sign == '(' && depth-- == 0)
			return view_names(view, i - back - 1) ? c_word_spelling(code, view_at(view, i - back - 1)) : SPAN("");
	}
	return SPAN("");
}

/* The call that the pasted name makes: what stands behind the macro's own parentheses opens another pair. */
static bool is_called(const struct c_view *view, size_t i)
{
	size_t depth = 0;
	for (size_t on = 1; on <= NEAR; on++) {
		unsigned sign = view_sign(view, i + on);
		depth += sign == '(';
		if (sign == ')' && depth-- == 0)
			return view_sign(view, i + on + 1) == '(';
	}
	return false;
}

static void tell_arguments(struct c_code *code, const struct c_view *view, size_t first, size_t last, struct span spelled)
{
	struct span macro = macro_around(code, view, first);
	if (macro.len == 0)
		return;
	struct digest window = c_line_window(code, view_at(view, first), last - first + 1);
	enum use_kind kind = is_called(view, last) ? USE_CALL : USE_REFERENCE;
	struct c_meaning meaning = {.doubt = DOUBT_PASTES, .asked = macro, .in_doubt = kind};
	c_tell_open(code, span_copy(code->uses->arena, spelled), view_at(view, first), &meaning, &window);
}

/* Neighbours among the arguments from there on, empty ones passed over: up to three, as many as spell something together. */
void c_paste_arguments(struct c_code *code, const struct c_view *view, size_t first)
{
	char joined[LONGEST_PASTED];
	unsigned ids[NAMES_MOST];
	if (view_sign(view, first + 1) != ',')
		return;
	struct span spelled = c_word_spelling(code, view_at(view, first));
	size_t at = first;
	for (int part = 1; part < MOST_PARTS && view_sign(view, at + 1) == ','; part++) {
		while (view_sign(view, at + 1) == ',' && at - first < NEAR)
			at++;
		if (!view_names(view, at + 1))
			return;
		size_t len = join(spelled, c_word_spelling(code, view_at(view, ++at)), joined);
		spelled = (struct span){joined, len};
		if (len == 0)
			return;
		if (c_wanted(code->names, spelled, ids) > 0)
			tell_arguments(code, view, first, at, spelled);
	}
}

static bool is_parameter(const struct c_code *code, size_t body, struct span name)
{
	for (size_t i = 3; i < body && i < code->nline; i++)
		if (code->line[i].kind == C_NAME && span_eq(c_word_spelling(code, &code->line[i]), name))
			return true;
	return false;
}

void c_paste_note(struct c_code *code, size_t body)
{
	struct c_view view = {code->line, body, code->nline};
	for (size_t i = body; i < code->nline; i++) {
		if (view_sign(&view, i) != SIGN_PASTE || !view_names(&view, i - 1) || !view_names(&view, i + 1))
			continue;
		struct span left = c_word_spelling(code, view_at(&view, i - 1)), right = c_word_spelling(code, view_at(&view, i + 1));
		bool left_open = is_parameter(code, body, left), right_open = is_parameter(code, body, right);
		if (left_open == right_open || code->nhalves == MOST_HALVES)
			continue;
		code->halves = arena_grow(code->uses->arena, code->halves, code->nhalves, &code->halves_room, sizeof *code->halves);
		code->halves[code->nhalves++] = (struct c_half){c_word_spelling(code, &code->line[2]), right_open ? left : right, right_open};
	}
}

void c_paste_half(struct c_code *code, const struct c_view *view, size_t macro)
{
	char joined[LONGEST_PASTED];
	bool one_name = view_sign(view, macro + 1) == '(' && view_names(view, macro + 2) && view_sign(view, macro + 3) == ')';
	if (code->nhalves == 0 || !one_name)
		return;
	struct span name = c_word_spelling(code, view_at(view, macro)), open = c_word_spelling(code, view_at(view, macro + 2));
	for (size_t i = 0; i < code->nhalves; i++) {
		const struct c_half *half = &code->halves[i];
		struct span left = half->first ? half->fixed : open, right = half->first ? open : half->fixed;
		if (!span_eq(half->macro, name) || !c_pasted_matters(code, left, right))
			continue;
		size_t len = join(left, right, joined);
		struct digest window = c_line_window(code, view_at(view, macro), 4);
		enum use_kind kind = view_sign(view, macro + 4) == '(' ? USE_CALL : USE_REFERENCE;
		c_tell(code, span_copy(code->uses->arena, (struct span){joined, len}), view_at(view, macro + 2), kind, &window);
	}
}
