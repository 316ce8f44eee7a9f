/* SPDX-License-Identifier: MIT */
/* c_types.c - the words of a type, and the type in front of a name. */
#include "text/c_types.h"

#include "text/c_declarators.h"

enum { TYPE_MOST = 32 };

bool c_may_be_type(const struct c_view *view, size_t i)
{
	if (!view_names(view, i) || (view_at(view, i)->flags & WORD_CODE) != 0)
		return false;
	switch (view_key(view, i)) {
	case KEY_EXPRESSION:
	case KEY_GOTO:
	case KEY_LOOP:
	case KEY_CONDITION:
	case KEY_EXTENSION:
	case KEY_NAMESPACE:
	case KEY_USING:
	case KEY_ACCESS:
	case KEY_ASM:
	case KEY_RESERVED:
	case KEY_MNEMONIC:
		return false;
	default:
		return true;
	}
}

size_t c_before_empty(const struct c_view *view, size_t i)
{
	for (size_t n = 0; n < TYPE_MOST && (view_at(view, i)->flags & WORD_EMPTY) != 0; n++)
		i--;
	return i;
}

bool c_qualifies(unsigned key)
{
	return key == KEY_QUALIFIER || key == KEY_STORAGE || key == KEY_EXTERN;
}

bool c_is_type_key(unsigned key)
{
	return key == KEY_TYPE || key == KEY_TAG || key == KEY_ENUM || c_qualifies(key);
}

size_t c_past_attribute(const struct c_view *view, size_t i, size_t end)
{
	if (view_key(view, i) == KEY_ATTRIBUTE)
		return view_sign(view, i + 1) == '(' ? c_past_pair(view, i + 1, end) : i + 1;
	return view_sign(view, i) == '[' && view_sign(view, i + 1) == '[' ? c_past_pair(view, i, end) : i;
}

bool c_may_be_argument(const struct c_view *view, size_t i)
{
	unsigned sign = view_sign(view, i);
	bool joint = sign == ',' || sign == SIGN_COLONS || sign == '*' || sign == '&' || sign == '[' || sign == ']' || sign == SIGN_DOTS ||
		     sign == '(' || sign == ')';
	return joint || sign == '<' || sign == '>' || c_may_be_type(view, i) || view_at(view, i)->kind == C_NUMBER;
}

/* Back over < ... > to the template's name; the place of the > where there is none. */
static size_t template_name(const struct c_view *view, size_t end)
{
	size_t depth = 0;
	for (size_t i = end, n = 0; n < TYPE_MOST && c_may_be_argument(view, i); i--, n++) {
		unsigned sign = view_sign(view, i);
		depth += sign == '>';
		if (sign == '<' && --depth == 0)
			return c_may_be_type(view, i - 1) ? i - 1 : end;
	}
	return end;
}

bool c_ends_template(const struct c_view *view, size_t end)
{
	return template_name(view, end) != end;
}

bool c_follows_type_key(const struct c_view *view, size_t i)
{
	for (size_t n = 0; n < TYPE_MOST; n++, i--) {
		unsigned sign = view_sign(view, i);
		bool joint = sign == '*' || sign == '&' || sign == SIGN_AND || (view_at(view, i)->flags & WORD_EMPTY) != 0;
		if (!joint)
			break;
	}
	unsigned tag = view_key(view, i - 1);
	if (!view_names(view, i) || (view_at(view, i)->flags & WORD_CODE) != 0)
		return false;
	return c_is_type_key(view_key(view, i)) || tag == KEY_TAG || tag == KEY_ENUM;
}

bool c_belongs_to_type(const struct c_view *view, size_t i)
{
	return c_may_be_type(view, i) || view_sign(view, i) == SIGN_COLONS;
}

/* A word that makes a type of what stands in front of a name; in C `class` alone is a name. */
static bool is_certain(const struct c_view *view, size_t i)
{
	unsigned key = view_key(view, i);
	bool tag = key == KEY_TAG || key == KEY_ENUM;
	return c_is_type_key(key) && (!tag || view_names(view, i + 1));
}

/* Whether what looks like the arguments of a template has a word or a sign that stands in no expression; std has templates only. */
static bool is_template(const struct c_view *view, size_t name, size_t end)
{
	if (view_sign(view, name - 1) == SIGN_COLONS && view_key(view, name - 2) == KEY_STD)
		return true;
	for (size_t i = name + 1; i < end; i++) {
		unsigned next = view_sign(view, i + 1);
		bool starred = (view_sign(view, i) == '*' || view_sign(view, i) == '&') && (next == '>' || next == ',');
		if (starred || is_certain(view, i))
			return true;
	}
	return false;
}

void c_type_take(struct c_type *type, unsigned key)
{
	type->keyed = type->keyed || c_is_type_key(key);
	type->basic = type->basic || key == KEY_TYPE;
	type->object = type->object || key == KEY_TYPE || key == KEY_TAG || key == KEY_ENUM || key == KEY_STORAGE;
	type->stored = type->stored || key == KEY_STORAGE;
	type->external = type->external || key == KEY_EXTERN;
}

/* Back over stars, qualifiers and macros that are nothing; whether a macro that is code ends the type. */
static bool take_stars(const struct c_view *view, size_t *i, struct c_type *type)
{
	for (size_t n = 0; n < TYPE_MOST; n++, --*i) {
		unsigned sign = view_sign(view, *i);
		if ((view_at(view, *i)->flags & WORD_CODE) != 0)
			return true;
		if ((view_at(view, *i)->flags & WORD_EMPTY) != 0)
			continue;
		bool qualifier = c_qualifies(view_key(view, *i));
		if (!qualifier && sign != '*' && sign != '&' && sign != SIGN_AND)
			return false;
		if (qualifier) {
			c_type_take(type, view_key(view, *i));
			type->found = type->certain = true;
			continue;
		}
		type->pointer = true;
		type->joined = type->joined || sign != '*';
	}
	return false;
}

struct c_type c_type_in_front(const struct c_view *view, size_t i)
{
	struct c_type type = {0};
	bool qualified = false;
	if (take_stars(view, &i, &type))
		return (struct c_type){.before = i};
	if (view_sign(view, i) == '>') {
		size_t end = i;
		i = template_name(view, end);
		bool sure = i != end && is_template(view, i, end);
		type.certain = type.certain || sure;
		type.template = i != end && !sure;
	}
	for (size_t n = 0; n < TYPE_MOST && c_belongs_to_type(view, i); n++, i--) {
		type.found = true;
		c_type_take(&type, is_certain(view, i) ? view_key(view, i) : KEY_NONE);
		qualified = qualified || view_sign(view, i) == SIGN_COLONS;
	}
	type.certain = type.certain || type.keyed || (qualified && !type.pointer && !type.template);
	type.before = i;
	return type;
}
