/* SPDX-License-Identifier: MIT */
/* c_heads.c - what the brace behind the head of a class, an enumeration, a namespace or a function opens. */
#include "text/c_declares.h"

enum { HEAD_MOST = 256, MEMBERS_MOST = 512 };

/* Behind < ... >, if it opens there. */
static size_t past_angles(const struct c_view *view, size_t open, size_t end)
{
	size_t depth = 0;
	for (size_t i = open; i < end; i++) {
		unsigned sign = view_sign(view, i);
		size_t closes = sign == '>' ? 1 : sign == SIGN_SHIFT ? 2 : 0;
		depth += sign == '<';
		if (closes >= depth)
			return depth == 0 ? open : i + 1;
		depth -= closes;
	}
	return end;
}

/* Behind `: bases`, if they begin there. */
static size_t past_bases(const struct c_view *view, size_t i, size_t end)
{
	if (view_sign(view, i) != ':')
		return i;
	for (i++; i < end; i++) {
		if (view_key(view, i) == KEY_EXPRESSION && view_sign(view, i + 1) == '(')
			i = c_past_pair(view, i + 1, end) - 1;
		else if (!c_may_be_argument(view, i) && !view_names(view, i) && view_sign(view, i) != SIGN_SHIFT)
			break;
	}
	return i;
}

/* Whether members stand behind the brace, which a list of values cannot have. */
static bool has_members(const struct c_view *view, size_t brace)
{
	size_t depth = 0;
	for (size_t i = brace + 1; i < brace + MEMBERS_MOST && i < view->high; i++) {
		unsigned sign = view_sign(view, i);
		if (depth == 0 && (sign == ';' || (view_key(view, i) == KEY_ACCESS && view_sign(view, i + 1) == ':')))
			return true;
		if (depth == 0 && sign == '}')
			return false;
		depth += sign == '(' || sign == '{';
		depth -= depth > 0 && (sign == ')' || sign == '}');
	}
	return false;
}

/* A class or an enumeration has one name; a second one is a macro, or makes a variable of it. */
static size_t past_names(const struct c_view *view, size_t i, size_t brace, size_t *name, size_t *count)
{
	for (;;) {
		size_t past = c_past_attribute(view, i, brace);
		if (past == i && !view_names(view, i))
			return i;
		if (past == i && !c_qualifies(view_key(view, i))) {
			*name = i;
			*count += view_sign(view, i - 1) != SIGN_COLONS;
			past = past_angles(view, i + 1, brace);
			past += view_sign(view, past) == SIGN_COLONS;
		}
		i = past + (past == i);
		if (i >= brace)
			return i;
	}
}

enum c_body c_body_of_head(const struct c_view *view, size_t key, size_t brace, size_t *name)
{
	unsigned which = view_key(view, key);
	size_t i = key + 1, count = 0;
	if (brace - key > HEAD_MOST)
		return BODY_CODE;
	i += which == KEY_ENUM && view_key(view, i) == KEY_TAG;
	i = past_names(view, i, brace, name, &count);
	if (which == KEY_NAMESPACE)
		return i == brace ? BODY_FILE : BODY_CODE;
	i = past_bases(view, i, brace);
	if ((view_at(view, *name)->flags & (WORD_EMPTY | WORD_CODE)) != 0)
		return BODY_CODE;
	if (i != brace || (count > 1 && (which == KEY_ENUM || !has_members(view, brace))))
		return BODY_CODE;
	return which == KEY_ENUM ? BODY_ENUM : BODY_CLASS;
}

bool c_begins_function(const struct c_view *view, size_t begin, size_t brace)
{
	enum { MACROS_MOST = 32 };
	size_t first = begin;
	if (view_sign(view, brace - 1) != ')')
		return false;
	while (first < begin + MACROS_MOST && (view_at(view, first)->flags & (WORD_EMPTY | WORD_CODE)) != 0)
		first++;
	return c_statement_declares(view, first);
}
