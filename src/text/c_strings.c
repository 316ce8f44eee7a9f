/* SPDX-License-Identifier: MIT */
/* c_strings.c - strings of which the tool chain makes a name: asm text and labels, alias attributes, look-ups, _Pragma. */
#include "text/c_code.h"

#include "base/arena.h"

/* Literals that stand side by side are one (ISO C17 5.1.1.2, phase 6). */
struct literal {
	struct span text;      /* escapes read */
	const size_t *begins;  /* where in the text each piece begins */
	size_t npieces;
};

static int digit_of(char byte, int base)
{
	int value = byte_is_digit(byte) ? byte - '0' : byte_lower(byte) - 'a' + 10;
	bool letter = byte_lower(byte) >= 'a' && byte_lower(byte) <= 'f';
	return (byte_is_digit(byte) || letter) && value < base ? value : -1;
}

/* The digits of an escape, at most `most`, or in braces (C++23 [lex.ccon]); moves the place. */
static char number(struct span inner, size_t *at, int base, size_t most)
{
	unsigned value = 0;
	bool braced = *at < inner.len && inner.at[*at] == '{';
	*at += braced;
	for (size_t i = 0; (braced || i < most) && *at < inner.len && digit_of(inner.at[*at], base) >= 0; i++, (*at)++)
		value = value * (unsigned)base + (unsigned)digit_of(inner.at[*at], base);
	*at += braced && *at < inner.len && inner.at[*at] == '}';
	return (char)value;
}

/* The character of that name (C++23 [lex.universal.char]), as far as it may stand in a C name; a blank for others. */
static char named(struct span name)
{
	static const char *const digits[] = {"ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"};
	static const struct span small = {"LATIN SMALL LETTER ", 19}, capital = {"LATIN CAPITAL LETTER ", 21}, digit = {"DIGIT ", 6};
	if (span_eq(name, SPAN("LOW LINE")))
		return '_';
	if (span_starts(name, small) && name.len == small.len + 1)
		return byte_lower(name.at[small.len]);
	if (span_starts(name, capital) && name.len == capital.len + 1)
		return name.at[capital.len];
	for (size_t i = 0; span_starts(name, digit) && i < COUNT(digits); i++)
		if (span_eq(span_from(name, digit.len), span_of(digits[i])))
			return (char)('0' + i);
	return ' ';
}

/* The character behind a backslash: the place is at it. A letter of blank (t, v ...) is a blank. */
static char escape(struct span inner, size_t *at)
{
	char byte = inner.at[*at];
	if (byte >= '0' && byte <= '7')
		return number(inner, at, 8, 3);
	(*at)++;
	bool braced = *at < inner.len && inner.at[*at] == '{';
	if (byte == 'x')
		return number(inner, at, 16, inner.len);
	if (byte == 'u' || byte == 'U')
		return number(inner, at, 16, byte == 'u' ? 4 : 8);
	if (byte == 'o' && braced)
		return number(inner, at, 8, inner.len);
	if (byte == 'N' && braced) {
		struct span name = span_slice(inner, *at + 1, *at + span_find(span_from(inner, *at), '}'));
		*at += name.len + 2 < inner.len - *at ? name.len + 2 : inner.len - *at;
		return named(name);
	}
	if (byte == 'n')
		return '\n';
	return span_find(SPAN("abfrtv"), byte) < 6 ? ' ' : byte;
}

/* Writes what the literal says: at most as many bytes as it has. */
static size_t read_literal(struct span spelling, char *out)
{
	size_t quote = span_find(spelling, '"'), end = span_find_last(spelling, '"'), len = 0;
	bool raw = quote > 0 && spelling.at[quote - 1] == 'R';
	struct span inner = span_slice(spelling, quote + 1, end);
	if (raw) {
		size_t fence = span_find(inner, '(');
		inner = span_slice(inner, fence + 1, span_find_last(inner, ')'));
	}
	for (size_t at = 0; at < inner.len;) {
		if (raw || inner.at[at] != '\\' || at + 1 == inner.len) {
			out[len++] = inner.at[at++];
			continue;
		}
		at++;
		out[len++] = escape(inner, &at);
	}
	return len;
}

/* The literals from that word on. */
static struct literal literal_at(const struct c_code *code, const struct c_view *view, size_t first)
{
	size_t count = 0, room = 0, len = 0;
	while (view_at(view, first + count)->kind == C_STRING)
		room += view_at(view, first + count++)->len;
	char *text = arena_take(code->uses->arena, room, 1);
	size_t *begins = arena_take(code->uses->arena, count, sizeof *begins);
	for (size_t i = 0; i < count; i++) {
		begins[i] = len;
		len += read_literal(c_word_spelling(code, view_at(view, first + i)), text + len);
	}
	return (struct literal){{text, len}, begins, count};
}

static bool begins_literal(const struct c_view *view, size_t i)
{
	return view_at(view, i)->kind == C_STRING && view_at(view, i - 1)->kind != C_STRING;
}

static struct digest window_of(const struct c_code *code, const struct c_view *view, size_t first, size_t count)
{
	return c_line_window(code, &view->words[first], count);
}

static bool is_word(char byte)
{
	return byte_is_alnum(byte) || byte == '_' || byte == '$';
}

static size_t word_end(struct span text, size_t at)
{
	while (at < text.len && is_word(text.at[at]))
		at++;
	return at;
}

/* Directives of assemblers that give a symbol another name, wherever they stand in the line: .set NEW, OLD. */
static bool gives_name(struct span line)
{
	static const char *const directives[] = {".symver", ".set", ".equ", ".eqv", ".weakref", ".thumb_set"};
	for (size_t i = 0; i < COUNT(directives); i++)
		if (span_holds(line, span_of(directives[i])) && span_find(line, ',') < line.len)
			return true;
	return span_ends(line, SPAN("="));
}

/* A word of assembler: called, where it stands behind a machine's call or jump; an alias where its line gives it another name, or cannot be seen. */
static enum use_kind kind_in_line(const struct c_code *code, struct span text, size_t word)
{
	enum { LINE_MOST = 256 };
	unsigned ids[NAMES_MOST];
	size_t begin = word;
	while (begin > 0 && text.at[begin - 1] != '\n' && text.at[begin - 1] != ';')
		if (word - --begin > LINE_MOST)
			return USE_ALIAS;
	struct span line = span_trim(span_slice(text, begin, word));
	if (gives_name(line))
		return USE_ALIAS;
	if (span_ends(line, SPAN("*")))
		line = span_trim(span_slice(line, 0, line.len - 1));
	size_t last = line.len;
	while (last > 0 && is_word(line.at[last - 1]))
		last--;
	bool called = last < line.len && names_find(code->filter->keys, span_from(line, last), ids) != 0 && ids[0] == KEY_MNEMONIC;
	return called ? USE_CALL : USE_TEXT;
}

/* Each word of the text, told at the piece in which it begins. */
static void tell_words(struct c_code *code, const struct c_view *view, size_t first, struct literal literal, enum use_kind kind)
{
	struct span text = literal.text;
	size_t piece = 0;
	for (size_t at = 0; at < text.len;) {
		size_t begin = at, end = word_end(text, at);
		at = end > begin ? end : begin + 1;
		while (piece + 1 < literal.npieces && literal.begins[piece + 1] <= begin)
			piece++;
		struct span word = span_slice(text, begin, end);
		if (!c_symbol_is_wanted(code, word))
			continue;
		struct digest window = window_of(code, view, first + piece, 1);
		c_tell_symbol(code, word, &view->words[first + piece], kind == USE_TEXT ? kind_in_line(code, text, begin) : kind, &window);
	}
}

/* Whether the literal is one symbol: after LLVM's \1 for "as it stands", before a version or a mark of the linker: NAME@plt, NAME@@VERSION. */
static bool is_symbol(struct span text)
{
	size_t begin = text.len > 0 && text.at[0] == '\1' ? 1 : 0, end = word_end(text, begin);
	return end > begin && (end == text.len || text.at[end] == '@');
}

void c_text_of_asm(struct c_code *code, const struct c_view *view, size_t string)
{
	if (!begins_literal(view, string))
		return;
	struct literal literal = literal_at(code, view, string);
	tell_words(code, view, string, literal, is_symbol(literal.text) ? USE_ALIAS : USE_TEXT);
}

void c_text_for_linker(struct c_code *code, const struct c_view *view, size_t string)
{
	struct literal literal = literal_at(code, view, string);
	size_t equals = span_find(literal.text, '=');
	struct literal given = {equals < literal.text.len ? span_from(literal.text, equals) : literal.text, literal.begins, 1};
	tell_words(code, view, string, given, USE_ALIAS);
}

/* The text is read as a directive; what it tells stands at that word. */
static void text_of_pragma(struct c_code *code, const struct c_view *view, size_t word, struct span text, bool in_string)
{
	struct uses own = {.arena = code->uses->arena};
	struct c_code line = {.text = span_format(own.arena, "#pragma %.*s", SPAN_ARGS(text)), .uses = &own, .names = code->names, .filter = code->filter, .plain = code->plain};
	struct digest window = window_of(code, view, word, 1);
	line.lexer = c_lexer_of(line.text, code->lexer.reading);
	line.lexer.plain = code->plain;
	c_code_read(&line);
	code->met |= line.met;
	for (size_t i = 0; i < own.count; i++)
		if (in_string || own.list[i].kind == USE_ALIAS)
			c_tell(code, own.list[i].name, &view->words[word], own.list[i].kind, &window);
}

/* What stands between those words, parted by blanks. */
static struct span words_between(const struct c_code *code, const struct c_view *view, size_t open)
{
	enum { WORDS_MOST = 256 };
	struct span text = SPAN("");
	size_t depth = 1;
	for (size_t i = open + 1; i < view->high && i < open + WORDS_MOST; i++) {
		depth += view_sign(view, i) == '(';
		if (view_sign(view, i) == ')' && --depth == 0)
			break;
		text = span_format(code->uses->arena, "%.*s %.*s", SPAN_ARGS(text), SPAN_ARGS(c_word_spelling(code, &view->words[i])));
	}
	return text;
}

/* _Pragma("text") and __pragma(text), whose names are also read where they stand. */
static void text_of_pragma_key(struct c_code *code, const struct c_view *view, size_t open)
{
	if (begins_literal(view, open + 1))
		text_of_pragma(code, view, open + 1, literal_at(code, view, open + 1).text, true);
	else
		text_of_pragma(code, view, open, words_between(code, view, open), false);
}

static void whole_text(struct c_code *code, const struct c_view *view, size_t string, enum use_kind kind)
{
	struct literal literal = literal_at(code, view, string);
	struct digest window = window_of(code, view, string, literal.npieces);
	c_tell(code, literal.text, &view->words[string], kind, &window);
}

/* The parenthesis that opens the arguments, also where the key itself stands in some; or beyond the view. */
static size_t opening_of(const struct c_view *view, size_t key)
{
	size_t at = key + 1;
	while (view_key(view, key) == KEY_LOOKUP && view_sign(view, at) == ')')
		at++;
	return view_sign(view, at) == '(' ? at : view->high;
}

/* What stands in the arguments of another key was looked at for that one: so the time stays linear. */
void c_text_of_key(struct c_code *code, const struct c_view *view, size_t key)
{
	unsigned which = view_key(view, key);
	size_t open = opening_of(view, key), depth = 0;
	if (which == KEY_PRAGMA) {
		if (open < view->high)
			text_of_pragma_key(code, view, open);
		return;
	}
	for (size_t i = open; i < view->high && key >= code->read_to; i++) {
		unsigned sign = view_sign(view, i);
		depth += sign == '(';
		if (begins_literal(view, i))
			whole_text(code, view, i, which == KEY_ALIAS ? USE_ALIAS : USE_TEXT);
		if ((sign == ')' && --depth == 0) || i + 1 == view->high)
			code->read_to = i + 1;
	}
}

void c_text_of_all(struct c_code *code, const struct c_view *view)
{
	bool in_asm = false;
	code->read_to = 0;
	for (size_t i = view->low; i < view->high; i++) {
		unsigned key = view_key(view, i);
		in_asm = in_asm || key == KEY_ASM;
		if (key == KEY_LOOKUP || key == KEY_ALIAS || key == KEY_PRAGMA)
			c_text_of_key(code, view, i);
		else if (in_asm && view_at(view, i)->kind == C_STRING)
			c_text_of_asm(code, view, i);
	}
}
