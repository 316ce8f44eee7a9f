/* SPDX-License-Identifier: MIT */
/* c_pastes.c - names that a macro of this or another file may make of two of its arguments. */
#include "text/c_code.h"

#include "base/arena.h"

#include <string.h>

enum { LONGEST_PASTED = 256, NEAR = 64 };

static size_t join(struct span first, struct span second, char joined[LONGEST_PASTED])
{
	if (first.len + second.len > LONGEST_PASTED)
		return 0;
	memcpy(joined, first.at, first.len);
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

void c_paste_arguments(struct c_code *code, const struct c_view *view, size_t first)
{
	char joined[LONGEST_PASTED];
	if (view_sign(view, first + 1) != ',' || !view_names(view, first + 2))
		return;
	struct span left = c_word_spelling(code, view_at(view, first)), right = c_word_spelling(code, view_at(view, first + 2));
	if (!c_pasted_matters(code, left, right))
		return;
	struct span macro = macro_around(code, view, first);
	if (macro.len == 0)
		return;
	size_t told = code->uses->count, len = join(left, right, joined);
	struct digest window = c_line_window(code, view_at(view, first), 3);
	c_tell(code, span_copy(code->uses->arena, (struct span){joined, len}), view_at(view, first), is_called(view, first) ? USE_CALL : USE_REFERENCE, &window);
	for (; told < code->uses->count; told++)
		code->uses->list[told].macro = macro;
}
