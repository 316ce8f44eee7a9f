/* SPDX-License-Identifier: MIT */
/* c_windows.c - the normalised token window of a use (judgement.md 1.6), version 1: a digest of spelled tokens. */
#include "text/c_code.h"

/* Tokens of a call that count, and parts that go into one digest. */
enum { WINDOW_MOST = 64 };

struct digest c_call_window(const struct c_code *code, const struct c_view *view, size_t name)
{
	struct span parts[WINDOW_MOST];
	size_t count = 0, depth = 0;
	for (size_t i = name; i < view->high && count < WINDOW_MOST; i++) {
		parts[count++] = c_word_spelling(code, view_at(view, i));
		unsigned sign = view_sign(view, i);
		depth += sign == '(';
		/* Those that close before one opens belong to a name in parentheses. */
		if (sign == ')' && depth > 0 && --depth == 0)
			break;
	}
	return digest_of(parts, count);
}

/* A longer line is folded: the digest so far is the first part of the next. */
struct digest c_line_window(const struct c_code *code, const struct c_word *words, size_t count)
{
	struct span parts[WINDOW_MOST];
	struct digest digest;
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		if (n == WINDOW_MOST) {
			digest = digest_of(parts, n);
			parts[0] = (struct span){(const char *)digest.bytes, sizeof digest.bytes};
			n = 1;
		}
		parts[n++] = c_word_spelling(code, &words[i]);
	}
	return digest_of(parts, n);
}
