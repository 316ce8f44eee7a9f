/* SPDX-License-Identifier: MIT */
/* c_members.c - the members that a constructor initialises (C++17 [class.base.init]). */
#include "text/c_declares.h"

enum { BODY_MOST = 256 };

/* Behind the values that member(value), member{value} have there, the last of them; where it began if there is none. */
static size_t past_value(const struct c_view *view, size_t i, size_t end)
{
	size_t depth = 0, from = i;
	while (i < end) {
		unsigned sign = view_sign(view, i++);
		depth += sign == '(' || sign == '{';
		if ((sign == ')' || sign == '}') && --depth == 0)
			return i;
		if (depth == 0)
			break;
	}
	return from;
}

/* Whether a body follows the members that are initialised from there on. */
static bool body_follows_values(const struct c_view *view, size_t parenthesis)
{
	size_t end = parenthesis + BODY_MOST, i = past_value(view, parenthesis, end);
	if (i == parenthesis)
		return false;
	while (view_sign(view, i) == ',') {
		for (i++; i < end && (c_belongs_to_type(view, i) || view_sign(view, i) == '<' || view_sign(view, i) == '>'); i++)
			;
		size_t past = past_value(view, i, end);
		if (past == i)
			return false;
		i = past;
	}
	return view_sign(view, i) == '{';
}

/* Back to the colon in front of the members, over those that are initialised before; whether it is no conditional's. */
static bool follows_parameters(const struct c_view *view, size_t before)
{
	size_t depth = 0, i = before;
	for (size_t n = 0; n < BODY_MOST; n++, i--) {
		unsigned sign = view_sign(view, i), key = view_key(view, i);
		depth += sign == ')' || sign == '}';
		if (depth > 0) {
			depth -= sign == '(' || sign == '{';
			continue;
		}
		if (sign == ':')
			break;
		if (sign == 0 && view_at(view, i)->kind != C_NAME)
			return false;
		if (sign == ';' || sign == '(' || sign == '{' || sign == '?' || key == KEY_EXPRESSION || key == KEY_CONDITION)
			return false;
	}
	return view_sign(view, i) == ':' && (view_sign(view, i - 1) == ')' || c_qualifies(view_key(view, i - 1)));
}

/* Whether the statement up to that word has neither ? nor case. */
static bool has_no_choice(const struct c_view *view, size_t i)
{
	for (size_t n = 0; n < BODY_MOST; n++, i--) {
		unsigned sign = view_sign(view, i);
		if (sign == '?' || view_key(view, i) == KEY_EXPRESSION || view_key(view, i) == KEY_CONDITION)
			return false;
		if (sign == ';' || sign == '{' || sign == '}' || view_at(view, i)->kind == C_END)
			break;
	}
	return true;
}

bool c_initialises_member(const struct c_view *view, size_t name, size_t before)
{
	unsigned sign = view_sign(view, before);
	if (sign != ':' && sign != ',')
		return false;
	return body_follows_values(view, name + 1) && follows_parameters(view, before) && (sign == ',' || has_no_choice(view, before - 1));
}
