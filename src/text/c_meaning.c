/* SPDX-License-Identifier: MIT */
/* c_meaning.c - what a wanted name means where it stands (judgement.md 1.8); where the text leaves it open, it is a use. */
#include "text/c_code.h"

#include "text/c_declares.h"

static const struct c_meaning a_call = {.kind = USE_CALL}, a_reference = {.kind = USE_REFERENCE}, an_alias = {.kind = USE_ALIAS},
			      a_member = {.kind = USE_MEMBER}, a_declaration = {.kind = USE_DECLARATION},
			      a_directive = {.kind = USE_DIRECTIVE};

/* SCOPE_NAMED: of that name; whether it is another name of std, other files know. */
enum scope { SCOPE_NONE, SCOPE_GLOBAL, SCOPE_NAMED, SCOPE_TEMPLATE };

/* A namespace that has the names of std, whatever it stands in. */
static bool is_alias(const struct c_code *code, const struct c_view *view, size_t i, const struct c_place *place)
{
	for (size_t a = 0; a < place->naliases; a++)
		if (span_eq(place->aliases[a], c_word_spelling(code, view_at(view, i))))
			return true;
	return place->all_std;
}

/* In front of a :: b ::, of which the last word stands there. */
static size_t before_scope(const struct c_view *view, size_t i)
{
	enum { SCOPES_MOST = 32 };
	for (size_t n = 0; n < SCOPES_MOST && view_sign(view, i - 1) == SIGN_COLONS; n++)
		i -= c_may_be_type(view, i - 2) ? 2 : 1;
	return i - 1;
}

/* A namespace of the library's own, which it may open for all: __1, __cxx11. */
static bool is_reserved(struct span name)
{
	return name.len > 1 && name.at[0] == '_' && (name.at[1] == '_' || (name.at[1] >= 'A' && name.at[1] <= 'Z'));
}

/* Back from std::__1::__x to std; the same place where it is no such scope. */
static size_t std_of(const struct c_code *code, const struct c_view *view, size_t outer)
{
	enum { SCOPES_MOST = 32 };
	size_t i = outer;
	for (size_t n = 0; n < SCOPES_MOST && view_sign(view, i - 1) == SIGN_COLONS && view_names(view, i - 2); n++) {
		if (!is_reserved(c_word_spelling(code, view_at(view, i))))
			break;
		i -= 2;
	}
	return view_key(view, i) == KEY_STD ? i : outer;
}

bool c_is_inside_std(const struct c_code *code, const struct c_view *view, size_t i)
{
	return view_key(view, std_of(code, view, i)) == KEY_STD;
}

static bool is_word(const struct c_code *code, const struct c_view *view, size_t i, unsigned key, const char *word)
{
	return view_key(view, i) == key && span_eq(c_word_spelling(code, view_at(view, i)), span_of(word));
}

/* decltype(...)::, of which the parenthesis closes there: of a class, which has no functions of C. */
static bool ends_decltype(const struct c_code *code, const struct c_view *view, size_t close)
{
	enum { WORDS_MOST = 64 };
	size_t depth = 0, i = close;
	for (size_t n = 0; n < WORDS_MOST; n++, i--) {
		depth += view_sign(view, i) == ')';
		if (view_sign(view, i) == '(' && --depth == 0)
			break;
	}
	return view_sign(view, i) == '(' && is_word(code, view, i - 1, KEY_EXPRESSION, "decltype");
}

/* The qualification in front of the name; `*before` becomes the word in front of that. */
static enum scope scope_of(const struct c_code *code, const struct c_view *view, size_t name, const struct c_place *place, size_t *before)
{
	*before = name - 1;
	if (view_sign(view, name - 1) != SIGN_COLONS)
		return SCOPE_NONE;
	size_t outer = name - 2;
	*before = outer;
	if (view_sign(view, outer) == '>')
		return c_ends_template(view, outer) ? SCOPE_TEMPLATE : SCOPE_GLOBAL;
	if (view_sign(view, outer) == ')' && ends_decltype(code, view, outer))
		return SCOPE_TEMPLATE;
	outer = std_of(code, view, outer);
	if (!c_may_be_type(view, outer))
		return SCOPE_GLOBAL;
	if (view_key(view, outer) != KEY_STD) {
		*before = before_scope(view, outer);
		return is_alias(code, view, outer, place) ? SCOPE_GLOBAL : SCOPE_NAMED;
	}
	*before = outer - 1;
	if (view_sign(view, outer - 1) != SIGN_COLONS)
		return SCOPE_GLOBAL;
	*before = outer - 2;
	return c_may_be_type(view, outer - 2) ? SCOPE_NAMED : SCOPE_GLOBAL;
}

/* What the text alone says, unless other files say that it is a call. */
static struct c_meaning unless(struct c_meaning meaning, enum use_doubt doubt, struct span asked)
{
	meaning.doubt = doubt;
	meaning.asked = asked;
	meaning.in_doubt = USE_CALL;
	return meaning;
}

/* The place of a declarator with parentheses of its own. */
static struct c_place outside_of(const struct c_place *place, const struct c_declarator *d)
{
	struct c_place outer = *place;
	outer.parens -= d->parens < outer.parens ? d->parens : outer.parens;
	return outer;
}

static bool at_file_level(const struct c_place *place)
{
	return place->body == BODY_FILE && place->parens == 0 && !place->assigned;
}

/* Whether the word in front of the name is there for the function of that name, in a declaration of several. */
static bool declares_next(const struct c_view *view, const struct c_declarator *d, const struct c_place *place)
{
	return c_declares_next(view, d->before, place->begin);
}

/* name ( in a class: a constructor or a method. */
static struct c_meaning
in_class(const struct c_code *code, const struct c_view *view, size_t name, const struct c_declarator *d, const struct c_place *place)
{
	size_t before = d->before;
	if (declares_next(view, d, place))
		return a_member;
	struct span spelling = c_word_spelling(code, view_at(view, name));
	bool constructs = place->head != 0 && span_eq(spelling, c_word_spelling(code, view_at(view, place->head - 1)));
	if (!constructs && !c_declares_method(view, name, before))
		return a_call;
	bool settled = constructs || c_follows_type_key(view, before) || c_has_body(view, name + 1);
	return settled ? a_member : unless(a_member, DOUBT_CODE, SPAN(""));
}

static struct c_meaning in_file(const struct c_view *view, size_t name, const struct c_declarator *d, const struct c_place *place)
{
	if (c_initialises_member(view, name, d->before))
		return a_member;
	if (c_follows_type_key(view, c_before_empty(view, d->before)) || c_has_body(view, name + 1) || declares_next(view, d, place))
		return a_declaration;
	bool declares = c_declares_outside(view, name, d->before) || c_has_old_body(view, name + 1);
	return declares ? unless(a_declaration, DOUBT_CODE, SPAN("")) : a_call;
}

/* name ( in a function, in a list or in parentheses. */
static struct c_meaning
in_code(const struct c_code *code, const struct c_view *view, size_t name, const struct c_declarator *d, const struct c_place *place)
{
	if (!c_declares_function(view, name, d, place))
		return a_call;
	if (c_follows_type_key(view, d->before) || declares_next(view, d, place))
		return a_declaration;
	/* T name(A a), T *name(A a): no expression, unless the word in front of two is a macro that is nothing or code. */
	bool pointer = !view_names(view, d->before);
	size_t word = pointer ? name + 2 : d->before;
	return view_names(view, word) ? unless(a_declaration, DOUBT_BARES, c_word_spelling(code, view_at(view, word))) : a_declaration;
}

static struct c_meaning called(const struct c_code *code, const struct c_view *view, size_t name, size_t before, const struct c_place *place)
{
	struct c_declarator d = c_declarator_of(view, name, before);
	/* (name(...)) alone, *(name(...)): a call in parentheses. */
	if (!d.pointer || !d.completed)
		d = (struct c_declarator){.before = before, .function = true};
	struct c_place outer = outside_of(place, &d);
	if (outer.body == BODY_CLASS && outer.parens == 0 && !outer.assigned)
		return in_class(code, view, name, &d, &outer);
	if (at_file_level(&outer))
		return in_file(view, name, &d, &outer);
	return in_code(code, view, name, &d, &outer);
}

/* (name)(...), ((name))(...), (*name)(...), (&name)(...): the word in front of the parentheses, or the name for none. */
static size_t in_parentheses(const struct c_view *view, size_t name, size_t before)
{
	size_t left = before, right = name + 1, count = 0;
	for (;;) {
		while (view_sign(view, left) == '*' || view_sign(view, left) == '&')
			left--;
		if (view_sign(view, left) != '(' || view_sign(view, right) != ')')
			break;
		left--;
		right++;
		count++;
	}
	bool head = view_key(view, left) == KEY_LOOP || view_key(view, left) == KEY_CONDITION;
	return count > 0 && !head && view_sign(view, right) == '(' ? left : name;
}

static struct c_meaning called_in_parentheses(const struct c_view *view, size_t outside, const struct c_place *place)
{
	outside = c_before_empty(view, outside);
	bool typed = c_may_be_type(view, outside);
	unsigned key = view_key(view, outside);
	if (place->body == BODY_CLASS && place->parens == 0 && !place->assigned && typed)
		return a_member;
	if (at_file_level(place) && (typed || view_sign(view, outside) == '*'))
		return c_follows_type_key(view, outside) ? a_declaration : unless(a_declaration, DOUBT_CODE, SPAN(""));
	return typed && key == KEY_TYPE ? a_declaration : a_call;
}

/* What only a variable can be followed by; a function cannot be assigned, stepped or looked into. */
static bool used_as_variable(const struct c_view *view, size_t name, size_t before)
{
	if (view_sign(view, before) == SIGN_STEP)
		return true;
	if ((view_at(view, name + 1)->flags & WORD_STARTS_LINE) != 0)
		return false;
	unsigned next = view_sign(view, name + 1);
	return next == '.' || next == SIGN_ARROW || next == SIGN_STEP || next == '[' || next == '=' || next == SIGN_ASSIGN;
}

static bool is_label(const struct c_view *view, size_t name, size_t before, const struct c_place *place)
{
	if (view_key(view, before) == KEY_GOTO)
		return true;
	if (view_sign(view, name + 1) != ':')
		return false;
	unsigned sign = view_sign(view, before);
	bool own_line = (view_at(view, name)->flags & WORD_STARTS_LINE) != 0 && place->parens == 0 && !place->asked;
	return sign == ';' || sign == '{' || sign == '}' || (own_line && (sign == 0 || sign == ')') && view_at(view, before)->kind != C_STRING);
}

static struct c_meaning mentioned(const struct c_view *view, size_t name, size_t before, const struct c_place *place)
{
	struct c_declarator d = c_declarator_of(view, name, before);
	struct c_place outer = outside_of(place, &d);
	unsigned key = view_key(view, before);
	if (key == KEY_TAG || key == KEY_ENUM || key == KEY_NAMESPACE || is_label(view, name, before, place))
		return a_declaration;
	if (key == KEY_SECTION && view_sign(view, before - 1) == '.')
		return a_declaration;
	if (view_sign(view, name + 1) == '{' && c_initialises_member(view, name, before))
		return a_member;
	struct c_meaning meaning = a_declaration;
	bool declares = c_declares(view, name, &d, &outer, &meaning);
	bool member = place->body == BODY_CLASS && !place->assigned;
	if (member && declares && outer.parens == 0)
		return a_member;
	if (member && place->parens == 0)
		return a_reference;
	if (declares)
		return meaning;
	return used_as_variable(view, name, before) ? a_declaration : a_reference;
}

/*
 * [object NAME], [object NAME:argument]: a selector of Objective-C. Nothing of C or C++ has two words side by side in brackets,
 * and the last of them followed by a colon or the bracket's end.
 */
static bool is_selector(const struct c_view *view, size_t name)
{
	enum { NEAR = 64 };
	unsigned next = view_sign(view, name + 1);
	bool receiver = (view_names(view, name - 1) && view_key(view, name - 1) == KEY_NONE) || view_sign(view, name - 1) == ']';
	if (!receiver || (next != ':' && next != ']'))
		return false;
	size_t depth = 0;
	for (size_t back = 1; back <= NEAR && name >= view->low + back; back++) {
		unsigned sign = view_sign(view, name - back);
		depth += sign == ']';
		if (sign == '[' && depth-- == 0)
			return true;
		if (sign == ';' || sign == '{' || sign == '}' || sign == '?')
			return false;
	}
	return false;
}

/* - (type)NAME:(type)argument NAME:(type)argument, on a line of its own outside code: Objective-C declares a method. */
static bool is_method(const struct c_view *view, size_t name, const struct c_place *place)
{
	enum { NEAR = 64 };
	unsigned next = view_sign(view, name + 1), previous = view_sign(view, name - 1);
	bool part = next == ':' && view_sign(view, name + 2) == '(';
	bool whole = previous == ')' && (next == ';' || next == '{');
	if (!at_file_level(place) || (!part && !whole))
		return false;
	for (size_t back = 1; back <= NEAR && name >= view->low + back; back++) {
		size_t i = name - back;
		unsigned sign = view_sign(view, i);
		if ((sign == '-' || sign == '+') && (view_at(view, i)->flags & WORD_STARTS_LINE) != 0)
			return view_sign(view, i + 1) == '(';
		if (sign == ';' || sign == '{' || sign == '}' || sign == '?' || sign == '=')
			return false;
	}
	return false;
}

/* @selector(NAME:NAME:) */
static bool is_selector_literal(const struct c_code *code, const struct c_view *view, size_t name)
{
	enum { NEAR = 64 };
	size_t i = name - 1;
	for (size_t n = 0; n < NEAR && (view_sign(view, i) == ':' || view_names(view, i)); n++)
		i--;
	const struct c_word *at = view_at(view, i - 2);
	if (view_sign(view, i) != '(' || !view_names(view, i - 1) || at->kind != C_UNKNOWN || code->text.at[at->at] != '@')
		return false;
	return span_eq(c_word_spelling(code, view_at(view, i - 1)), SPAN("selector"));
}

/* { NAME: value, NAME: value }: the old spelling of .NAME = value. */
static bool is_labelled_value(const struct c_view *view, size_t name, const struct c_place *place)
{
	if (place->body != BODY_LIST || place->parens != 0 || place->asked || view_sign(view, name + 1) != ':')
		return false;
	return view_sign(view, name - 1) == '{' || view_sign(view, name - 1) == ',';
}

/* defined(NAME), defined NAME in the body of a macro. */
static bool is_defined(const struct c_code *code, const struct c_view *view, size_t name)
{
	size_t i = name - 1;
	if (view_sign(view, i) == '(' && view_sign(view, name + 1) == ')')
		i--;
	return is_word(code, view, i, KEY_EXPRESSION, "defined");
}

bool c_is_group(const struct c_code *code, const struct c_view *view, size_t parenthesis)
{
	static const char *const looking[] = {"sizeof", "alignof", "_Alignof", "__alignof__", "__alignof", "typeof", "__typeof__", "__typeof", "decltype", "defined"};
	size_t before = parenthesis - 1;
	unsigned sign = view_sign(view, before), key = view_key(view, before);
	if (!view_names(view, before))
		return sign != ')' && sign != ']';
	for (size_t i = 0; i < COUNT(looking); i++)
		if (is_word(code, view, before, KEY_EXPRESSION, looking[i]))
			return false;
	return key == KEY_EXPRESSION || key == KEY_EXTENSION || is_word(code, view, before, KEY_RESERVED, "_Generic");
}

/* The first word of the instruction in which a word stands, or that word; a label in front of it is passed over. */
static size_t instruction_of(const struct c_view *view, size_t i)
{
	enum { OPERANDS_MOST = 16 };
	size_t first = i;
	for (size_t n = 0; n < OPERANDS_MOST && (view_at(view, first)->flags & WORD_STARTS_LINE) == 0; n++) {
		unsigned sign = view_sign(view, first - 1);
		if (sign == ';' || sign == ':')
			break;
		first--;
	}
	return view_sign(view, first + 1) == ':' ? first + 2 : first;
}

/* call NAME, beq a0, a1, NAME, b.w NAME, call *NAME, call [rel NAME]. In C no two words stand side by side behind such a first one. */
bool c_branches_to(const struct c_code *code, const struct c_view *view, size_t i)
{
	if (view_key(view, i - 1) == KEY_MNEMONIC)
		return !c_is_type_key(view_key(view, i - 2));
	if ((view_at(view, i)->flags & WORD_STARTS_LINE) != 0)
		return false;
	size_t first = instruction_of(view, i);
	if (first >= i || view_key(view, first) != KEY_MNEMONIC)
		return false;
	struct span mnemonic = c_word_spelling(code, view_at(view, first));
	if (view_sign(view, first + 1) == '*')
		return first + 2 == i && (span_holds(mnemonic, SPAN("call")) || span_holds(mnemonic, SPAN("jmp")));
	if (view_sign(view, first + 1) == '.' && view_names(view, first + 2))
		first += 2;
	bool marked = view_sign(view, first + 1) == '%' && mnemonic.len > 2;
	bool joined = view_names(view, i - 1) || view_sign(view, i - 1) == ',' || view_sign(view, i - 1) == '[';
	bool addressed = view_sign(view, first + 1) == '[' && view_names(view, first + 3);
	return joined && view_names(view, marked || addressed ? first + 2 : first + 1);
}

/* A name that is no member: what it means if its scope, where it has one, is the global one. */
static struct c_meaning
of_global(const struct c_code *code, const struct c_view *view, size_t name, size_t before, const struct c_place *place, enum scope scope)
{
	bool call = view_sign(view, name + 1) == '(';
	if (scope != SCOPE_NONE && view_key(view, before) == KEY_USING)
		return an_alias;
	if (place->body == BODY_ENUM && !call && place->parens == 0 && (view_sign(view, before) == '{' || view_sign(view, before) == ','))
		return a_declaration;
	if (call)
		return called(code, view, name, before, place);
	size_t outside = in_parentheses(view, name, before);
	struct c_declarator d = c_declarator_of(view, name, before);
	struct c_place outer = outside_of(place, &d);
	struct c_meaning pointer = a_declaration;
	if (outside == name || c_declares(view, name, &d, &outer, &pointer))
		return mentioned(view, name, before, place);
	return called_in_parentheses(view, outside, &outer);
}

struct c_meaning c_meaning_of(const struct c_code *code, const struct c_view *view, size_t name, const struct c_place *place)
{
	unsigned key = view_key(view, name), previous = view_sign(view, name - 1);
	bool call = view_sign(view, name + 1) == '(';
	if (key != KEY_NONE && key <= KEY_RESERVED)
		return call ? a_call : a_reference;
	if (c_branches_to(code, view, name))
		return a_call;
	if (previous == '.' || previous == SIGN_ARROW || is_selector(view, name))
		return a_member;
	if (is_method(view, name, place) || is_selector_literal(code, view, name) || is_labelled_value(view, name, place))
		return a_member;
	if (place->body == BODY_MACRO && is_defined(code, view, name))
		return a_directive;
	size_t before = 0;
	enum scope scope = scope_of(code, view, name, place, &before);
	if (scope == SCOPE_TEMPLATE)
		return a_member;
	struct c_meaning meaning = of_global(code, view, name, before, place, scope);
	if (scope != SCOPE_NAMED)
		return meaning;
	enum use_kind use = c_kind_told(&meaning);
	if (use == USE_MEMBER || use == USE_DECLARATION)
		return a_member;
	size_t outer = view_key(view, name - 2) == KEY_STD ? name - 4 : name - 2;
	meaning = unless(a_member, DOUBT_BARES, c_word_spelling(code, view_at(view, outer)));
	meaning.in_doubt = use;
	return meaning;
}
