/* SPDX-License-Identifier: MIT */
/* c_declares.c - whether the words around a name declare it; each look back or ahead has an end, so that all of them stay linear. */
#include "text/c_declares.h"

#include "text/c_declarators.h"

enum { TYPE_MOST = 32, BODY_MOST = 256 };

bool c_arguments_are_typed(const struct c_view *view, size_t parenthesis)
{
	size_t first = parenthesis + 1;
	while (first < parenthesis + 4 && (view_at(view, first)->flags & WORD_EMPTY) != 0)
		first++;
	if ((view_at(view, first)->flags & (WORD_EMPTY | WORD_CODE)) != 0)
		return false;
	if (c_is_type_key(view_key(view, first)))
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
	return named ? end == ',' && c_is_type_key(view_key(view, i + 2)) : end == ',' || end == ')';
}

bool c_has_body(const struct c_view *view, size_t parenthesis)
{
	size_t depth = 0;
	for (size_t i = parenthesis; i < parenthesis + BODY_MOST && i < view->high; i++) {
		unsigned sign = view_sign(view, i);
		depth += sign == '(';
		if (sign == ')' && --depth == 0)
			return view_sign(view, i + 1) == '{' || c_is_type_key(view_key(view, i + 1));
		if (depth == 0)
			break;
	}
	return false;
}

/* NAME(a) T *a; {: parameters of the old style follow the parentheses, on lines of their own. */
bool c_has_old_body(const struct c_view *view, size_t parenthesis)
{
	size_t end = parenthesis + BODY_MOST, i = c_past_pair(view, parenthesis, end), words = 0;
	if (view_sign(view, i - 1) != ')' || i == parenthesis + 2)
		return false;
	for (; i < end && view_sign(view, i) != '{'; i++) {
		unsigned sign = view_sign(view, i);
		bool first = view_sign(view, i - 1) == ';' || view_sign(view, i - 1) == ')';
		if (first && !(c_may_be_type(view, i) && (view_at(view, i)->flags & WORD_STARTS_LINE) != 0))
			return false;
		if (sign == ';' ? words < 2 : sign != '*' && sign != ',' && sign != '[' && sign != ']' && !c_may_be_type(view, i))
			return false;
		words = sign == ';' ? 0 : words + c_may_be_type(view, i);
	}
	return view_sign(view, i) == '{' && view_sign(view, i - 1) == ';';
}

static bool begins_statement(const struct c_view *view, size_t before)
{
	enum { EXTENSIONS_MOST = 8 };
	for (size_t n = 0; n < EXTENSIONS_MOST && view_key(view, before) == KEY_EXTENSION; n++)
		before--;
	unsigned sign = view_sign(view, before);
	return view_at(view, before)->kind == C_END || sign == ';' || sign == '{' || sign == '}' || sign == ':' ||
	       view_key(view, before) == KEY_ACCESS || (view_at(view, before)->flags & WORD_CODE) != 0;
}

/* Parameters, for certain: the first word is a type's; or there are none. */
static bool has_parameters(const struct c_view *view, size_t parenthesis)
{
	return c_is_type_key(view_key(view, parenthesis + 1)) && c_arguments_are_typed(view, parenthesis);
}

/* Whether a declaration at the file's level may begin behind that word: no expression goes on there. */
static bool begins_outside(const struct c_view *view, size_t before)
{
	unsigned sign = view_sign(view, before);
	bool closed = sign == ')' || sign == ']' || sign == '>' || sign == SIGN_SHIFT;
	return closed || begins_statement(view, before) || view_at(view, before)->kind == C_STRING || view_at(view, before)->kind == C_UNKNOWN;
}

bool c_declares_outside(const struct c_view *view, size_t name, size_t before)
{
	size_t front = c_before_empty(view, before);
	bool typed = c_arguments_are_typed(view, name + 1);
	struct c_type type = c_type_in_front(view, front);
	if (!type.found) {
		bool macro = (view_at(view, before)->flags & (WORD_EMPTY | WORD_CODE)) != 0, closed = view_sign(view, front) == ')';
		return typed && (macro || closed || view_sign(view, front) == ']' || (type.pointer && view_sign(view, type.before) == ')'));
	}
	if (type.certain && !type.joined)
		return true;
	if (type.pointer && !begins_outside(view, type.before))
		return false;
	bool empty = view_sign(view, name + 2) == ')' && type.template && !type.joined;
	return typed || empty || (!type.joined && !type.template);
}

bool c_declares_function(const struct c_view *view, size_t name, const struct c_declarator *d, const struct c_place *place)
{
	if (place->parens == 0 && c_declares_next(view, d->before, place->begin))
		return true;
	if (place->assigned && place->parens == 0)
		return false;
	struct c_type type = c_type_in_front(view, d->before);
	if (!type.found)
		return false;
	if (d->parens > 0 && !type.keyed && !c_arguments_are_typed(view, name + 1))
		return false;
	bool behind_parenthesis = view_sign(view, type.before) == '(' || view_sign(view, type.before) == ',';
	bool parameter = place->body == BODY_FILE && place->parens > 0 && !place->assigned && has_parameters(view, name + 1);
	if (!begins_statement(view, type.before) && !(behind_parenthesis && (type.certain || parameter)))
		return false;
	if ((type.certain && !type.joined) || parameter || type.keyed)
		return true;
	return c_arguments_are_typed(view, name + 1) && place->parens == 0;
}

/* `X && name (` is an expression as well. */
static bool joined_by_and(const struct c_view *view, size_t before)
{
	return view_sign(view, before) == SIGN_AND;
}

bool c_declares_method(const struct c_view *view, size_t name, size_t before)
{
	bool typed = c_arguments_are_typed(view, name + 1);
	if (view_sign(view, before) == '~')
		return view_sign(view, name + 2) == ')' && (begins_statement(view, before - 1) || view_names(view, before - 1));
	struct c_type type = c_type_in_front(view, before);
	if (type.found && (type.certain || typed || !joined_by_and(view, before))) {
		unsigned sign = view_sign(view, type.before);
		return type.certain || begins_statement(view, type.before) || sign == ')' || sign == ']';
	}
	if (c_initialises_member(view, name, before))
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

/* What the parenthesis around a declarator is. */
enum enclosure { IN_NONE, IN_PARAMETERS, IN_LOOP, IN_CONDITION, IN_EXPRESSION };

/* [](...): behind a bracket that no word of an expression stands in front of. */
static bool is_lambda(const struct c_view *view, size_t bracket)
{
	size_t i = bracket;
	if (view_sign(view, bracket) != ']')
		return false;
	for (size_t n = 0; n < TYPE_MOST && view_sign(view, i) != '['; n++)
		i--;
	unsigned sign = view_sign(view, i - 1), key = view_key(view, i - 1);
	bool word = view_names(view, i - 1) && key != KEY_EXPRESSION;
	return view_sign(view, i) == '[' && !word && sign != ')' && sign != ']';
}

static enum enclosure enclosure_of(const struct c_view *view, const struct c_place *place)
{
	bool outside = place->body == BODY_FILE || place->body == BODY_CLASS;
	if (place->parens == 0)
		return IN_NONE;
	if (outside && !place->assigned)
		return IN_PARAMETERS;
	size_t before = place->opens[place->parens - 1] - 1;
	if (view_key(view, before) == KEY_LOOP)
		return IN_LOOP;
	if (view_key(view, before) == KEY_CONDITION)
		return IN_CONDITION;
	return is_lambda(view, before) ? IN_PARAMETERS : IN_EXPRESSION;
}

static bool is_given_value(const struct c_view *view, size_t behind)
{
	unsigned sign = view_sign(view, behind);
	return sign == '=' || sign == '{';
}

/* Whether a declaration of what ends at `behind` may begin with that type. */
static bool may_begin(const struct c_view *view, struct c_type type, size_t behind, const struct c_place *place)
{
	bool outside = place->body == BODY_FILE || place->body == BODY_CLASS;
	enum enclosure enclosure = enclosure_of(view, place);
	/* A reference is given what it refers to; a && b; says nothing. */
	if (type.joined && !type.keyed && enclosure == IN_NONE && !outside && !is_given_value(view, behind))
		return false;
	if (begins_statement(view, type.before))
		return true;
	switch (view_sign(view, type.before)) {
	case '(':
	case ',':
		if (enclosure == IN_CONDITION)
			return is_given_value(view, behind);
		return type.keyed || enclosure == IN_PARAMETERS || enclosure == IN_LOOP;
	case ')':
	case ']':
	case '>':
		return outside || type.certain;
	default:
		return view_at(view, type.before)->kind == C_STRING;
	}
}

/* What the declaration hides. In a file's namespaces, one that is no definition may be that of the function, whatever its type. */
static void set_hiding(const struct c_view *view, const struct c_declarator *d, struct c_type type, const struct c_place *place, struct c_meaning *meaning)
{
	unsigned next = view_sign(view, d->behind);
	enum enclosure enclosure = enclosure_of(view, place);
	bool parameter = enclosure == IN_PARAMETERS || enclosure == IN_EXPRESSION || (enclosure == IN_LOOP && next == ')');
	bool given = is_given_value(view, d->behind) || next == ':', array = view_sign(view, d->behind - 1) == ']';
	bool object = type.object || given || array || d->parens > 0 || (type.pointer && !type.template);
	if (place->body == BODY_FILE && enclosure == IN_NONE)
		object = given || d->parens > 0 || type.stored;
	meaning->variable = !type.external && (parameter || object);
	meaning->callable = meaning->variable && (d->parens > 0 || !type.basic);
	meaning->parens = d->parens;
}

/* What a statement begins with, as far as it is a declaration. */
struct beginning {
	bool declares;
	bool product; /* of a * b alone */
	bool object, external;
};

static struct beginning beginning_of(const struct c_view *view, size_t begin)
{
	struct c_type type = {0};
	size_t i = begin, words = 0;
	for (size_t n = 0; n < TYPE_MOST && c_belongs_to_type(view, i); n++, i++) {
		words++;
		c_type_take(&type, view_key(view, i));
	}
	bool starred = view_sign(view, i) == '*';
	while (i < begin + TYPE_MOST && view_sign(view, i) == '*')
		i++;
	return (struct beginning){
		.declares = starred ? words >= 1 && c_may_be_type(view, i) : words >= 2,
		.product = starred && words < 2,
		.object = type.object,
		.external = type.external,
	};
}

bool c_statement_declares(const struct c_view *view, size_t begin)
{
	return beginning_of(view, begin).declares;
}

/* T (*name)(...): what stands in front of its parenthesis is a type. */
static bool declares_pointer(const struct c_view *view, size_t name, const struct c_declarator *d, const struct c_place *place, struct c_meaning *meaning)
{
	if (d->parens == 0 || !d->pointer || d->function)
		return false;
	struct c_type type = c_type_in_front(view, d->before);
	if (place->parens == 0 && c_declares_next(view, d->before, place->begin)) {
		type.external = beginning_of(view, place->begin).external;
		set_hiding(view, d, type, place, meaning);
		return true;
	}
	if (!type.found || !may_begin(view, type, d->behind, place))
		return false;
	bool outside = enclosure_of(view, place) == IN_PARAMETERS || place->body == BODY_CLASS;
	bool given = d->completed && is_given_value(view, d->behind);
	if (!type.keyed && !given && !(outside && type.pointer) && !c_arguments_are_typed(view, name + 2))
		return false;
	set_hiding(view, d, type, place, meaning);
	return true;
}

/* T a, NAME: as one of several. */
static bool declares_another(const struct c_view *view, const struct c_declarator *d, const struct c_place *place, struct c_meaning *meaning)
{
	size_t i = d->before;
	while (view_sign(view, i) == '*')
		i--;
	struct beginning beginning = beginning_of(view, place->begin);
	if (view_sign(view, i) != ',' || place->parens != 0 || !beginning.declares)
		return false;
	struct c_type type = {.object = beginning.object || (i != d->before && !beginning.product), .external = beginning.external, .basic = true};
	set_hiding(view, d, type, place, meaning);
	return true;
}

/* int NAME MACRO((...)): behind a certain type at the statement's begin there is a declaration, whatever the macro makes of it. */
static bool declares_by_macro(const struct c_view *view, size_t name, size_t before)
{
	if (!view_names(view, name + 1) || view_sign(view, name + 2) != '(' || view_sign(view, name + 3) != '(')
		return false;
	struct c_type type = c_type_in_front(view, before);
	return type.certain && begins_statement(view, type.before) && !joined_by_and(view, before);
}

bool c_declares(const struct c_view *view, size_t name, const struct c_declarator *d, const struct c_place *place, struct c_meaning *meaning)
{
	if (place->body == BODY_LIST)
		return false;
	if (declares_by_macro(view, name, d->before) || declares_pointer(view, name, d, place, meaning))
		return true;
	if (d->parens > 0 || !ends_declarator(view, name + 1))
		return false;
	if (declares_another(view, d, place, meaning))
		return true;
	struct c_type type = c_type_in_front(view, d->before);
	if (!type.found || !may_begin(view, type, d->behind, place))
		return false;
	set_hiding(view, d, type, place, meaning);
	return true;
}
