/* SPDX-License-Identifier: MIT */
/* c_pastes.c - names that a macro of another file may make of its arguments. */
#include "text/c_code.h"

#include "base/arena.h"

#include <string.h>

enum { LONGEST_PASTED = 256, NEAR = 64 };

static size_t join(struct span first, struct span second, char joined[LONGEST_PASTED])
{
	if (first.len + second.len > LONGEST_PASTED)
		return 0;
	memmove(joined, first.at, first.len);
	memcpy(joined + first.len, second.at, second.len);
	return first.len + second.len;
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

/* Neighbours among the arguments from there on, empty ones passed over: as many as spell something together. */
void c_paste_arguments(struct c_code *code, const struct c_view *view, size_t first)
{
	char joined[LONGEST_PASTED];
	unsigned ids[NAMES_MOST];
	if (view_sign(view, first + 1) != ',')
		return;
	struct span spelled = c_word_spelling(code, view_at(view, first));
	size_t at = first;
	for (int part = 1; part < C_PASTED_MOST && view_sign(view, at + 1) == ','; part++) {
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
