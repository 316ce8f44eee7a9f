/* SPDX-License-Identifier: MIT */
/* c_declares.c - whether the words around a name declare it; each look back or ahead has an end, so that all of them stay linear. */
#include "text/c_declares.h"

#include "text/c_declarators.h"

enum { TYPE_MOST = 32, BODY_MOST = 256, HEAD_MOST = 256, MEMBERS_MOST = 512 };

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

/* A type in front of a name: where it begins, and how sure it is. */
struct type {
	size_t before; /* the word in front of it */
	bool found, certain, pointer;
	bool keyed;    /* it has a keyword of a type or a declaration, which no expression has there */
	bool basic;    /* int: what has it can be called only through a pointer to a function */
	bool object;   /* it can be no function's: int, struct x, static */
	bool stored;   /* static, typedef */
	bool external; /* extern */
	bool joined;   /* by & or &&, which may join values */
	bool template; /* by its > alone, which may compare values */
};

/* What may stand between the < and > of a template's arguments, and makes no comparison of them. */
static bool may_be_argument(const struct c_view *view, size_t i)
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
	return c_is_type_key(view_key(view, i)) || tag == KEY_TAG || tag == KEY_ENUM;
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

static void take_key(struct type *type, unsigned key)
{
	type->keyed = type->keyed || c_is_type_key(key);
	type->basic = type->basic || key == KEY_TYPE;
	type->object = type->object || key == KEY_TYPE || key == KEY_TAG || key == KEY_ENUM || key == KEY_STORAGE;
	type->stored = type->stored || key == KEY_STORAGE;
	type->external = type->external || key == KEY_EXTERN;
}

/* Back over stars, qualifiers and macros that are nothing; whether a macro that is code ends the type. */
static bool take_stars(const struct c_view *view, size_t *i, struct type *type)
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
			take_key(type, view_key(view, *i));
			type->found = type->certain = true;
			continue;
		}
		type->pointer = true;
		type->joined = type->joined || sign != '*';
	}
	return false;
}

/* The type whose last word, or star, stands there. */
static struct type type_in_front(const struct c_view *view, size_t i)
{
	struct type type = {0};
	bool qualified = false;
	if (take_stars(view, &i, &type))
		return (struct type){.before = i};
	if (view_sign(view, i) == '>') {
		size_t end = i;
		i = template_name(view, end);
		bool sure = i != end && is_template(view, i, end);
		type.certain = type.certain || sure;
		type.template = i != end && !sure;
	}
	for (size_t n = 0; n < TYPE_MOST && belongs_to_type(view, i); n++, i--) {
		type.found = true;
		take_key(&type, is_certain(view, i) ? view_key(view, i) : KEY_NONE);
		qualified = qualified || view_sign(view, i) == SIGN_COLONS;
	}
	type.certain = type.certain || type.keyed || (qualified && !type.pointer && !type.template);
	type.before = i;
	return type;
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
	struct type type = type_in_front(view, front);
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
	struct type type = type_in_front(view, d->before);
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
		for (i++; i < end && (belongs_to_type(view, i) || view_sign(view, i) == '<' || view_sign(view, i) == '>'); i++)
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
static bool may_begin(const struct c_view *view, struct type type, size_t behind, const struct c_place *place)
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
static void set_hiding(const struct c_view *view, const struct c_declarator *d, struct type type, const struct c_place *place, struct c_meaning *meaning)
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
	struct type type = {0};
	size_t i = begin, words = 0;
	for (size_t n = 0; n < TYPE_MOST && belongs_to_type(view, i); n++, i++) {
		words++;
		take_key(&type, view_key(view, i));
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
	struct type type = type_in_front(view, d->before);
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
	struct type type = {.object = beginning.object || (i != d->before && !beginning.product), .external = beginning.external, .basic = true};
	set_hiding(view, d, type, place, meaning);
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
	struct type type = type_in_front(view, d->before);
	if (!type.found || !may_begin(view, type, d->behind, place))
		return false;
	set_hiding(view, d, type, place, meaning);
	return true;
}

size_t c_past_attribute(const struct c_view *view, size_t i, size_t end)
{
	if (view_key(view, i) == KEY_ATTRIBUTE)
		return view_sign(view, i + 1) == '(' ? c_past_pair(view, i + 1, end) : i + 1;
	return view_sign(view, i) == '[' && view_sign(view, i + 1) == '[' ? c_past_pair(view, i, end) : i;
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
			i = c_past_pair(view, i + 1, end) - 1;
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
