/* SPDX-License-Identifier: MIT */
/* c_code.c - one reading of a C text as words. */
#include "text/c_code.h"

#include "base/arena.h"
#include "text/c_letters.h"

#include <string.h>

static const struct {
	const char *spelling;
	enum c_sign sign;
} signs[] = {
	{"::", SIGN_COLONS}, {"->", SIGN_ARROW},  {"##", SIGN_PASTE},  {"%:%:", SIGN_PASTE}, {"++", SIGN_STEP},    {"--", SIGN_STEP},
	{"<<=", SIGN_ASSIGN}, {">>=", SIGN_ASSIGN}, {"*=", SIGN_ASSIGN}, {"/=", SIGN_ASSIGN},  {"%=", SIGN_ASSIGN},  {"+=", SIGN_ASSIGN},
	{"-=", SIGN_ASSIGN},  {"&=", SIGN_ASSIGN},  {"^=", SIGN_ASSIGN}, {"|=", SIGN_ASSIGN},  {"&&", SIGN_AND},     {"...", SIGN_DOTS},    {">>", SIGN_SHIFT},
	{"%:", '#'},          {"<:", '['},          {":>", ']'},         {"<%", '{'},          {"%>", '}'},
};

unsigned c_sign_of(struct span spelling)
{
	if (spelling.len == 1)
		return (unsigned char)spelling.at[0];
	for (size_t i = 0; i < COUNT(signs); i++)
		if (span_eq(spelling, span_of(signs[i].spelling)))
			return (unsigned)signs[i].sign;
	return SIGN_OTHER;
}

struct span c_word_spelling(const struct c_code *code, const struct c_word *word)
{
	if ((word->flags & WORD_CLEAN) != 0)
		return span_slice(code->text, word->at, word->at + word->len);
	struct c_token token = {.kind = (enum c_kind)word->kind, .at = word->at, .len = word->len};
	char *buffer = arena_take(code->uses->arena, word->len, 1);
	size_t len = c_token_spell(&code->lexer, token, buffer, word->len);
	return (struct span){buffer, len};
}

/* Adds what a further spelling answers to. */
static size_t join(const struct names *names, struct span spelling, unsigned ids[NAMES_MOST], size_t count)
{
	unsigned more[NAMES_MOST];
	size_t nmore = names_find(names, spelling, more);
	for (size_t i = 0; i < nmore && count < NAMES_MOST; i++) {
		bool known = false;
		for (size_t j = 0; j < count; j++)
			known = known || ids[j] == more[i];
		if (!known)
			ids[count++] = more[i];
	}
	return count;
}

size_t c_wanted(const struct names *names, struct span identifier, unsigned ids[NAMES_MOST])
{
	size_t count = names_find(names, identifier, ids);
	if (identifier.len < 3 || identifier.at[0] != '_' || identifier.at[1] != '_')
		return count;
	struct span inner = identifier;
	if (span_starts(inner, SPAN("__builtin_"))) {
		inner = span_from(inner, 10);
		count = join(names, inner, ids, count);
	}
	if (span_starts(inner, SPAN("__")) && span_ends(inner, SPAN("_chk")) && inner.len > 6)
		count = join(names, span_slice(inner, 2, inner.len - 4), ids, count);
	return count;
}

void c_tell_open(struct c_code *code, struct span identifier, const struct c_word *word, const struct c_meaning *meaning, const struct digest *window)
{
	unsigned ids[NAMES_MOST];
	size_t count = c_wanted(code->names, identifier, ids);
	for (size_t i = 0; i < count; i++) {
		struct use *use = uses_add(code->uses);
		use->at = word->at;
		use->len = word->len;
		use->name = identifier;
		use->id = ids[i];
		use->kind = c_kind_told(meaning);
		use->doubt = meaning->doubt;
		use->asked = meaning->asked;
		use->inactive = (word->flags & WORD_INACTIVE) != 0;
		use->window = *window;
	}
}

void c_tell(struct c_code *code, struct span identifier, const struct c_word *word, enum use_kind kind, const struct digest *window)
{
	struct c_meaning meaning = {.kind = kind, .asked = SPAN("")};
	c_tell_open(code, identifier, word, &meaning, window);
}

/* The name in C of a symbol with an underscore in front; the symbol itself for others. */
static struct span name_of_symbol(struct span symbol)
{
	if (!span_starts(symbol, SPAN("_")))
		return symbol;
	return span_slice(symbol, 1, span_find(symbol, '$'));
}

bool c_symbol_is_wanted(const struct c_code *code, struct span symbol)
{
	unsigned ids[NAMES_MOST];
	return c_wanted(code->names, symbol, ids) != 0 || c_wanted(code->names, name_of_symbol(symbol), ids) != 0;
}

void c_tell_symbol(struct c_code *code, struct span symbol, const struct c_word *word, enum use_kind kind, const struct digest *window)
{
	struct span name = name_of_symbol(symbol);
	c_tell(code, symbol, word, kind, window);
	if (name.len != symbol.len)
		c_tell(code, name, word, kind, window);
}

bool c_key_reads_strings(unsigned key)
{
	return key == KEY_ASM || key == KEY_LOOKUP || key == KEY_ALIAS || key == KEY_PRAGMA;
}

static bool run_matters(const struct c_code *code, struct span run)
{
	unsigned ids[NAMES_MOST];
	if (byte_is_digit(run.at[0]))
		return false;
	if (c_symbol_is_wanted(code, run))
		return true;
	return names_find(code->keys, run, ids) != 0 && c_key_reads_strings(ids[0]);
}

static bool is_part(char byte)
{
	return letter_is((unsigned char)byte, LETTER_PART);
}

/* A letter that may change how names are spelled or joined: a splice or \u behind one, a paste, a trigraph, anything foreign. */
static bool joint_matters(struct span text, size_t at)
{
	char byte = text.at[at], next = at + 1 < text.len ? text.at[at + 1] : '\0', before = at > 0 ? text.at[at - 1] : '\0';
	if ((unsigned char)byte >= 0x80)
		return true;
	if (byte == '#' || byte == '?')
		return next == byte;
	if (byte == '%')
		return next == ':' && at + 2 < text.len && text.at[at + 2] == '%';
	if (byte != '\\')
		return false;
	bool joins = is_part(before) || before == '#' || before == '%' || before == ':';
	return next == 'u' || next == 'U' || (joins && byte_is_space(next));
}

/* The runs before, for pasting: nothing but white space, comments and a comma stand between them and the next. */
struct neighbour {
	struct span runs[C_PASTED_MOST];
	size_t count;
	bool comma;
	size_t beyond; /* end of the comment at hand: what stands in it is no neighbour */
};

static size_t comment_end(struct span text, size_t at)
{
	bool block = at + 1 < text.len && text.at[at + 1] == '*';
	bool line = at + 1 < text.len && text.at[at + 1] == '/';
	const char *end = block && at + 2 < text.len ? memmem(text.at + at + 2, text.len - at - 2, "*/", 2) : NULL;
	if (block)
		return end == NULL ? text.len : (size_t)(end - text.at) + 2;
	return line ? at + span_find(span_from(text, at), '\n') : at;
}

static void pass_gap(struct neighbour *n, struct span text, size_t at)
{
	char byte = text.at[at];
	if (at < n->beyond || n->count == 0)
		return;
	if (byte == '/')
		n->beyond = comment_end(text, at);
	if (byte == ',')
		n->comma = true;
	else if (!byte_is_space(byte) && at >= n->beyond)
		n->count = 0;
}

static bool pass_run(const struct c_code *code, struct neighbour *n, struct span run, size_t from)
{
	if (run_matters(code, run))
		return true;
	if (from < n->beyond)
		return false;
	if (!n->comma)
		n->count = 0;
	if (n->count == C_PASTED_MOST)
		memmove(n->runs, n->runs + 1, --n->count * sizeof *n->runs);
	n->runs[n->count++] = run;
	n->comma = false;
	return n->count > 1 && c_pasted_matters(code, n->runs, n->count);
}

/* Every name that a reading could find stands in the bytes as a run of its letters, unless a joint is in it. */
bool c_code_matters(const struct c_code *code)
{
	const struct span text = code->text;
	struct neighbour neighbour = {.count = 0};
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		if (!is_part(text.at[at])) {
			pass_gap(&neighbour, text, at);
			if (joint_matters(text, at++))
				return true;
			continue;
		}
		while (at < text.len && is_part(text.at[at]))
			at++;
		if (pass_run(code, &neighbour, span_slice(text, from, at), from))
			return true;
	}
	return false;
}

static struct c_word word_of(const struct c_code *code, struct c_token token)
{
	unsigned ids[NAMES_MOST];
	struct c_word word = {.at = token.at, .kind = (uint8_t)token.kind};
	word.len = token.len < UINT32_MAX ? (uint32_t)token.len : UINT32_MAX;
	word.flags = (uint8_t)((token.starts_line ? WORD_STARTS_LINE : 0) | (token.clean ? WORD_CLEAN : 0));
	if (code->zero != 0)
		word.flags |= WORD_INACTIVE;
	if (token.kind == C_PUNCTUATOR)
		word.sign = (uint8_t)c_sign_of(c_word_spelling(code, &word));
	if (token.kind != C_NAME)
		return word;
	struct span name = c_word_spelling(code, &word);
	if (names_find(code->keys, name, ids) != 0)
		word.sign = (uint8_t)ids[0];
	if (word.sign == KEY_CPLUSPLUS)
		word.sign = code->lexer.reading.suffixes ? KEY_QUALIFIER : KEY_NONE;
	if (c_wanted(code->names, name, ids) != 0)
		word.flags |= WORD_WANTED;
	word.flags |= (uint8_t)c_macro_flags(code, name);
	return word;
}

static void add_word(struct c_code *code, struct c_word word, bool directive)
{
	struct arena *a = code->uses->arena;
	if (directive) {
		code->line = arena_grow(a, code->line, code->nline, &code->line_room, sizeof *code->line);
		code->line[code->nline++] = word;
	} else {
		code->words = arena_grow(a, code->words, code->nwords, &code->words_room, sizeof *code->words);
		code->words[code->nwords++] = word;
	}
}

static void note_odd(struct c_code *code, struct c_lexer *lexer)
{
	if (lexer->odd == 0)
		return;
	if (code->nodds < ODD_MOST)
		code->odds[code->nodds] = lexer->odd;
	code->nodds++;
	lexer->odd = 0;
}

void c_code_read(struct c_code *code)
{
	struct c_lexer lexer = code->lexer;
	bool directive = false;
	/* Room for the words of most texts, so that few are ever moved. */
	code->words_room = code->text.len / 4 + 64;
	code->words = arena_take(code->uses->arena, code->words_room, sizeof *code->words);
	for (;;) {
		struct c_token token = c_lexer_next(&lexer);
		note_odd(code, &lexer);
		if (token.kind == C_COMMENT)
			continue;
		if (directive && (token.starts_line || token.kind == C_END)) {
			c_macro_note(code);
			c_directive(code);
		}
		if (token.kind == C_END)
			return;
		struct c_word word = word_of(code, token);
		if (token.starts_line) {
			directive = word.kind == C_PUNCTUATOR && word.sign == '#';
			code->nline = 0;
		}
		add_word(code, word, directive);
	}
}
