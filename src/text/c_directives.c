/* SPDX-License-Identifier: MIT */
/* c_directives.c - wanted names in a preprocessing directive, and the branches that directives open and close. */
#include "text/c_code.h"

#include "base/arena.h"

static bool is(const struct c_code *code, size_t i, const char *word)
{
	return i < code->nline && span_eq(c_word_spelling(code, &code->line[i]), span_of(word));
}

static void turn(struct c_code *code, enum c_branch branch)
{
	code->turns = arena_grow(code->uses->arena, code->turns, code->nturns, &code->turns_room, sizeof *code->turns);
	code->turns[code->nturns++] = (struct c_turn){code->nwords, branch};
}

/* Whether nothing but a zero is the condition. */
static bool is_zero(const struct c_code *code)
{
	return code->nline == 3 && is(code, 2, "0");
}

static void set_zero(struct c_code *code, bool zero)
{
	bool *now = &code->zeros[code->nzeros - 1];
	code->zero = code->zero - *now + zero;
	*now = zero;
}

static void open_branch(struct c_code *code, bool zero)
{
	code->zeros = arena_grow(code->uses->arena, code->zeros, code->nzeros, &code->zeros_room, sizeof *code->zeros);
	code->zeros[code->nzeros++] = zero;
	code->zero += zero;
	turn(code, BRANCH_OPEN);
}

static void next_branch(struct c_code *code, bool zero)
{
	if (code->nzeros == 0)
		return;
	set_zero(code, zero);
	turn(code, BRANCH_NEXT);
}

static void close_branch(struct c_code *code)
{
	if (code->nzeros == 0)
		return;
	set_zero(code, false);
	code->nzeros--;
	turn(code, BRANCH_CLOSE);
}

static void branch(struct c_code *code)
{
	if (is(code, 1, "if"))
		open_branch(code, is_zero(code));
	else if (is(code, 1, "ifdef") || is(code, 1, "ifndef"))
		open_branch(code, false);
	else if (is(code, 1, "elif"))
		next_branch(code, is_zero(code));
	else if (is(code, 1, "else") || is(code, 1, "elifdef") || is(code, 1, "elifndef"))
		next_branch(code, false);
	else if (is(code, 1, "endif"))
		close_branch(code);
	else if (is(code, 1, "include") || is(code, 1, "include_next") || is(code, 1, "import"))
		turn(code, BRANCH_INCLUDE);
}

static void tell_open(struct c_code *code, const struct c_view *view, size_t i, const struct c_meaning *meaning, const struct digest *line)
{
	struct digest window = c_kind_told(meaning) == USE_CALL ? c_call_window(code, view, i) : *line;
	c_tell_open(code, c_word_spelling(code, &view->words[i]), &view->words[i], meaning, &window);
}

static void tell(struct c_code *code, const struct c_view *view, size_t i, enum use_kind kind, const struct digest *line)
{
	struct c_meaning meaning = {.kind = kind};
	tell_open(code, view, i, &meaning, line);
}

/* Names in [from, to) that stand for nothing: an include, a condition, a parameter. */
static void tell_all(struct c_code *code, size_t from, size_t to, enum use_kind kind, const struct digest *line)
{
	struct c_view view = {code->line, from, to, NULL};
	for (size_t i = from; i < to && i < code->nline; i++)
		if ((code->line[i].flags & WORD_WANTED) != 0)
			tell(code, &view, i, kind, line);
}

/* Whether every parenthesis around the name, of those that open in the body, holds a value; a longer body may be anything. */
static bool is_value(const struct c_code *code, const struct c_view *view, size_t name)
{
	enum { WORDS_MOST = 256 };
	size_t depth = 0;
	for (size_t i = name; i-- > view->low;) {
		unsigned sign = view_sign(view, i);
		if (name - i > WORDS_MOST)
			return true;
		if (sign == ')')
			depth++;
		if (sign != '(')
			continue;
		if (depth == 0 && !c_is_group(code, view, i))
			return false;
		depth -= depth > 0;
	}
	return true;
}

/* Whether the body is an expression that ends in the name, or has it between ? and :, so that its value may be called: (0, NAME). */
static bool ends_in(const struct c_code *code, const struct c_view *view, size_t name)
{
	size_t left = name - 1, right = name + 1;
	while (view_sign(view, left) == '*' || view_sign(view, left) == '&' || view_sign(view, left) == SIGN_COLONS || view_key(view, left) == KEY_STD)
		left--;
	unsigned before = view_sign(view, left), key = view_key(view, left);
	bool begins = before == '(' || before == ')' || before == ',' || before == '?' || before == ':' || before == '{' || before == ';' ||
	              key == KEY_EXTENSION || key == KEY_EXPRESSION;
	while (view_sign(view, right) == ')' || view_sign(view, right) == ';' || view_sign(view, right) == '}')
		right++;
	bool ends = right == view->high || (before == '?' && view_sign(view, right) == ':');
	return begins && ends && is_value(code, view, name);
}

/* Whether the body is the name and nothing else, but for parentheses, stars and scopes. */
static bool is_alias(const struct c_view *view, size_t name)
{
	if (view->high - view->low > 16)
		return false;
	for (size_t i = view->low; i < view->high; i++) {
		unsigned sign = view_sign(view, i);
		bool dress = sign == '(' || sign == ')' || sign == '*' || sign == '&' || sign == SIGN_COLONS;
		if (i != name && !dress && view_key(view, i) != KEY_STD)
			return false;
	}
	return true;
}

static void body(struct c_code *code, size_t from, const struct digest *line)
{
	struct c_view view = {code->line, from, code->nline, NULL};
	struct c_place place = {.body = BODY_MACRO, .begin = from};
	c_text_of_all(code, &view);
	for (size_t i = from; i < code->nline; i++) {
		const struct c_word *word = &code->line[i];
		if (word->kind != C_NAME)
			continue;
		c_paste_arguments(code, &view, i);
		if ((word->flags & WORD_WANTED) == 0)
			continue;
		struct c_meaning meaning = c_meaning_of(code, &view, i, &place);
		if (meaning.kind == USE_REFERENCE && (is_alias(&view, i) || ends_in(code, &view, i)))
			meaning.kind = USE_ALIAS;
		tell_open(code, &view, i, &meaning, line);
	}
}

static void define(struct c_code *code, const struct digest *line)
{
	c_make_note(code);
	tell_all(code, 2, 3, USE_DECLARATION, line);
	size_t from = 3;
	bool function = from < code->nline && code->line[3].kind == C_PUNCTUATOR && code->line[3].sign == '(' &&
			code->line[3].at == code->line[2].at + code->line[2].len;
	if (function) {
		while (from < code->nline && !(code->line[from].kind == C_PUNCTUATOR && code->line[from].sign == ')'))
			from++;
		tell_all(code, 3, from, USE_DECLARATION, line);
		from += from < code->nline;
	}
	if (from < code->nline)
		body(code, from, line);
}

/* Where a pragma gives another function the name: `redefine_extname new OLD`, `weak new = OLD`; or behind the line. */
static size_t renamed_by_pragma(const struct c_code *code)
{
	enum { EXTERNAL = 4, WEAK = 5 };
	if (is(code, 2, "redefine_extname"))
		return EXTERNAL;
	return is(code, 2, "weak") && is(code, WEAK - 1, "=") ? WEAK : code->nline;
}

static bool speaks_to_linker(const struct c_code *code)
{
	return is(code, 2, "map") || (is(code, 2, "comment") && is(code, 4, "linker"));
}

/* Pragmas that give a name to another function, or hold code. */
static void pragma(struct c_code *code, const struct digest *line)
{
	struct c_view view = {code->line, 2, code->nline, NULL};
	c_make_note(code);
	if (is(code, 2, "omp") || is(code, 2, "acc")) {
		body(code, 3, line);
		return;
	}
	size_t renamed = renamed_by_pragma(code);
	tell_all(code, 2, renamed, USE_DIRECTIVE, line);
	tell_all(code, renamed, renamed + 1, USE_ALIAS, line);
	tell_all(code, renamed + 1, code->nline, USE_DIRECTIVE, line);
	for (size_t i = 2; speaks_to_linker(code) && i < code->nline; i++)
		if (code->line[i].kind == C_STRING)
			c_text_for_linker(code, &view, i);
}

void c_directive(struct c_code *code)
{
	bool wanted = false;
	for (size_t i = 1; i < code->nline; i++)
		wanted = wanted || (code->line[i].flags & WORD_WANTED) != 0;
	bool defines = is(code, 1, "define"), commands = is(code, 1, "pragma");
	if (wanted || defines || commands) {
		/* Of a line without a wanted name nobody asks for the window. */
		struct digest line = {0};
		if (wanted)
			line = c_line_window(code, code->line, code->nline);
		if (defines && code->nline > 2)
			define(code, &line);
		else if (commands)
			pragma(code, &line);
		else
			tell_all(code, 1, code->nline, USE_DIRECTIVE, &line);
	}
	branch(code);
}
