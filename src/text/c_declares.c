/* SPDX-License-Identifier: MIT */
/* c_declares.c - whether the words around a name declare it; each look back or ahead has an end, so that all of them stay linear. */
#include "text/c_declares.h"

enum { TYPE_MOST = 32, BODY_MOST = 256, HEAD_MOST = 256, MEMBERS_MOST = 512 };

bool c_may_be_type(const struct c_view *view, size_t i)
{
	if (!view_names(view, i) || (view_at(view, i)->flags & WORD_CODE) != 0)
		return false;
	switch (view_key(view, i)) {
	case KEY_EXPRESSION:
	case KEY_GOTO:
	case KEY_LOOP:
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

static bool is_type_key(unsigned key)
{
	return key == KEY_TYPE || key == KEY_TAG || key == KEY_ENUM || key == KEY_QUALIFIER;
}

bool c_arguments_are_typed(const struct c_view *view, size_t parenthesis)
{
	size_t first = parenthesis + 1;
	while (first < parenthesis + 4 && (view_at(view, first)->flags & WORD_EMPTY) != 0)
		first++;
	if ((view_at(view, first)->flags & (WORD_EMPTY | WORD_CODE)) != 0)
		return false;
	if (is_type_key(view_key(view, first)))
		return true;
	if (!c_may_be_type(view, first))
		return false;
	if (c_may_be_type(view, first + 1))
		return true;
	size_t i = first + 1;
	while (i < first + 4 && view_sign(view, i) == '*')
		i++;
	if (i == first + 1)
		return false;
	bool named = c_may_be_type(view, i);
	unsigned end = view_sign(view, named ? i + 1 : i);
	return named ? end == ',' && is_type_key(view_key(view, i + 2)) : end == ',' || end == ')';
}

bool c_has_body(const struct c_view *view, size_t parenthesis)
{
	size_t depth = 0;
	for (size_t i = parenthesis; i < parenthesis + BODY_MOST && i < view->high; i++) {
		unsigned sign = view_sign(view, i);
		depth += sign == '(';
		if (sign == ')' && --depth == 0)
			return view_sign(view, i + 1) == '{' || is_type_key(view_key(view, i + 1));
		if (depth == 0)
			break;
	}
	return false;
}

/* A type in front of a name: where it begins, and how sure it is. */
struct type {
	size_t before; /* the word in front of it */
	bool found, certain, pointer;
};

/* What may stand between the < and > of a template's arguments, and makes no comparison of them. */
static bool may_be_argument(const struct c_view *view, size_t i)
{
	unsigned sign = view_sign(view, i);
	bool joint = sign == ',' || sign == SIGN_COLONS || sign == '*' || sign == '&' || sign == '[' || sign == ']' || sign == SIGN_DOTS;
	return joint || sign == '<' || sign == '>' || c_may_be_type(view, i) || view_at(view, i)->kind == C_NUMBER;
}

/* Back over < ... > to the template's name; the place of the > where there is none. */
static size_t template_name(const struct c_view *view, size_t end)
{
	size_t depth = 0;
	for (size_t i = end, n = 0; n < TYPE_MOST && may_be_argument(view, i); i--, n++) {
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
	return is_type_key(view_key(view, i)) || tag == KEY_TAG || tag == KEY_ENUM;
}

static bool belongs_to_type(const struct c_view *view, size_t i)
{
	return c_may_be_type(view, i) || view_sign(view, i) == SIGN_COLONS;
}

/* A word that makes a type of what stands in front of a name; in C `class` alone is a name. */
static bool is_certain(const struct c_view *view, size_t i)
{
	unsigned key = view_key(view, i);
	bool tag = key == KEY_TAG || key == KEY_ENUM;
	return is_type_key(key) && (!tag || view_names(view, i + 1));
}

/* The type whose last word, or star, stands there. */
static struct type type_in_front(const struct c_view *view, size_t i)
{
	struct type type = {0};
	bool qualified = false;
	for (size_t n = 0; n < TYPE_MOST; n++, i--) {
		unsigned sign = view_sign(view, i);
		if ((view_at(view, i)->flags & WORD_CODE) != 0)
			return (struct type){.before = i};
		if ((view_at(view, i)->flags & WORD_EMPTY) != 0)
			continue;
		if (view_key(view, i) == KEY_QUALIFIER)
			type.found = type.certain = true;
		else if (sign == '*' || sign == '&' || sign == SIGN_AND)
			type.pointer = true;
		else
			break;
	}
	if (view_sign(view, i) == '>') {
		size_t name = template_name(view, i);
		type.certain = type.certain || name != i;
		i = name;
	}
	for (size_t n = 0; n < TYPE_MOST && belongs_to_type(view, i); n++, i--) {
		type.found = true;
		type.certain = type.certain || is_certain(view, i);
		qualified = qualified || view_sign(view, i) == SIGN_COLONS;
	}
	type.certain = type.certain || (qualified && !type.pointer);
	type.before = i;
	return type;
}

static bool begins_statement(const struct c_view *view, size_t before)
{
	unsigned sign = view_sign(view, before);
	return view_at(view, before)->kind == C_END || sign == ';' || sign == '{' || sign == '}' || sign == ':' ||
	       view_key(view, before) == KEY_ACCESS || (view_at(view, before)->flags & WORD_CODE) != 0;
}

bool c_declares_function(const struct c_view *view, size_t name, size_t before, const struct c_place *place)
{
	if (place->assigned && place->parens == 0)
		return false;
	struct type type = type_in_front(view, before);
	if (!type.found || view_key(view, before) == KEY_MNEMONIC)
		return false;
	bool behind_parenthesis = view_sign(view, type.before) == '(' || view_sign(view, type.before) == ',';
	if (!begins_statement(view, type.before) && !(behind_parenthesis && type.certain))
		return false;
	if (type.certain && view_sign(view, before) != SIGN_AND)
		return true;
	return c_arguments_are_typed(view, name + 1) && place->parens == 0;
}

/* `X && name (` is an expression as well. */
static bool joined_by_and(const struct c_view *view, size_t before)
{
	return view_sign(view, before) == SIGN_AND;
}

/* NAME(...) : member(NAME) {: what a constructor initialises. */
static bool is_initialised(const struct c_view *view, size_t before)
{
	size_t i = before - 1;
	if (view_sign(view, before) != ':' || (view_sign(view, i) != ')' && view_key(view, i) != KEY_QUALIFIER))
		return false;
	for (size_t n = 0; n < BODY_MOST; n++, i--) {
		unsigned sign = view_sign(view, i);
		if (sign == '?' || view_key(view, i) == KEY_EXPRESSION)
			return false;
		if (sign == ';' || sign == '{' || sign == '}')
			break;
	}
	return true;
}

bool c_declares_method(const struct c_view *view, size_t name, size_t before)
{
	bool typed = c_arguments_are_typed(view, name + 1);
	if (view_sign(view, before) == '~')
		return view_sign(view, name + 2) == ')' && (begins_statement(view, before - 1) || view_names(view, before - 1));
	struct type type = type_in_front(view, before);
	if (type.found && (type.certain || typed || !joined_by_and(view, before))) {
		unsigned sign = view_sign(view, type.before);
		return type.certain || begins_statement(view, type.before) || sign == ')' || sign == ']';
	}
	if (is_initialised(view, before))
		return true;
	unsigned sign = view_sign(view, before);
	bool first = begins_statement(view, before) || sign == ')' || sign == ']' || sign == '>';
	return first && (typed || c_has_body(view, name + 1));
}

/* What may stand behind a name that is declared. */
static bool ends_declarator(const struct c_view *view, size_t i)
{
	unsigned sign = view_sign(view, i);
	return sign == ';' || sign == ',' || sign == '=' || sign == '[' || sign == ')' || sign == ':' || sign == '{' ||
	       view_key(view, i) == KEY_ATTRIBUTE || view_key(view, i) == KEY_ASM;
}

/* Whether a declaration may begin behind that word. */
static bool may_begin(const struct c_view *view, struct type type, const struct c_place *place)
{
	if (begins_statement(view, type.before))
		return true;
	bool outside = place->body == BODY_FILE || place->body == BODY_CLASS;
	switch (view_sign(view, type.before)) {
	case '(':
	case ',':
		return (outside && place->parens > 0) || type.certain || type.pointer ||
		       view_key(view, type.before - 1) == KEY_LOOP;
	case ')':
	case ']':
	case '>':
		return outside || type.certain;
	default:
		return view_at(view, type.before)->kind == C_STRING;
	}
}

bool c_statement_declares(const struct c_view *view, size_t begin, bool *certain)
{
	size_t i = begin, words = 0;
	for (size_t n = 0; n < TYPE_MOST && belongs_to_type(view, i); n++, i++) {
		words++;
		*certain = *certain || is_type_key(view_key(view, i));
	}
	if (view_sign(view, i) != '*')
		return words >= 2;
	*certain = true;
	while (i < begin + TYPE_MOST && view_sign(view, i) == '*')
		i++;
	return words >= 1 && c_may_be_type(view, i);
}

/* T (*name)(...): what stands in front of its parenthesis is a type. */
static bool declares_pointer(const struct c_view *view, size_t name, size_t before, const struct c_place *place)
{
	size_t i = before;
	while (view_sign(view, i) == '*' || view_key(view, i) == KEY_QUALIFIER)
		i--;
	bool closed = view_sign(view, name + 1) == ')' || view_sign(view, name + 1) == '[';
	if (i == before || view_sign(view, i) != '(' || !closed)
		return false;
	struct type type = type_in_front(view, i - 1);
	size_t arguments = name + 2;
	if (!type.found || !may_begin(view, type, place))
		return false;
	return type.certain || type.pointer || c_arguments_are_typed(view, arguments);
}

static bool declares_next(const struct c_view *view, size_t before, const struct c_place *place, struct c_meaning *meaning)
{
	size_t i = before;
	while (view_sign(view, i) == '*')
		i--;
	bool certain = i != before;
	if (view_sign(view, i) != ',' || place->parens != 0 || !c_statement_declares(view, place->begin, &certain))
		return false;
	meaning->variable = certain;
	return true;
}

/* int NAME MACRO((...)): behind a certain type at the statement's begin there is a declaration, whatever the macro makes of it. */
static bool declares_by_macro(const struct c_view *view, size_t name, size_t before)
{
	if (!view_names(view, name + 1) || view_sign(view, name + 2) != '(' || view_sign(view, name + 3) != '(')
		return false;
	struct type type = type_in_front(view, before);
	return type.certain && begins_statement(view, type.before) && !joined_by_and(view, before);
}

bool c_declares(const struct c_view *view, size_t name, size_t before, const struct c_place *place, struct c_meaning *meaning)
{
	if (place->body == BODY_LIST)
		return false;
	if (declares_by_macro(view, name, before))
		return true;
	if (declares_pointer(view, name, before, place)) {
		meaning->variable = meaning->callable = true;
		return true;
	}
	if (!ends_declarator(view, name + 1))
		return false;
	if (declares_next(view, before, place, meaning))
		return true;
	struct type type = type_in_front(view, before);
	if (!type.found || !may_begin(view, type, place))
		return false;
	unsigned next = view_sign(view, name + 1);
	bool parameter = place->parens > 0;
	meaning->variable = type.certain || type.pointer || parameter || next == '=' || next == '[';
	return true;
}

/* Behind the pair that opens there, or its end. */
static size_t past_pair(const struct c_view *view, size_t open, size_t end)
{
	size_t depth = 0, i = open;
	do {
		unsigned sign = view_sign(view, i++);
		depth += sign == '(' || sign == '[';
		depth -= sign == ')' || sign == ']';
	} while (depth > 0 && i < end);
	return i;
}

size_t c_past_attribute(const struct c_view *view, size_t i, size_t end)
{
	if (view_key(view, i) == KEY_ATTRIBUTE)
		return view_sign(view, i + 1) == '(' ? past_pair(view, i + 1, end) : i + 1;
	return view_sign(view, i) == '[' && view_sign(view, i + 1) == '[' ? past_pair(view, i, end) : i;
}

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
			i = past_pair(view, i + 1, end) - 1;
		else if (!may_be_argument(view, i) && !view_names(view, i) && view_sign(view, i) != SIGN_SHIFT)
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
		if (past == i && view_key(view, i) != KEY_QUALIFIER) {
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
