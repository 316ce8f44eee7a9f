/* SPDX-License-Identifier: MIT */
/* c_code.c - one reading of a C text as words. */
#include "text/c_code.h"

#include "base/arena.h"
#include "text/c_letters.h"
#include "text/c_skim.h"

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
		if (signs[i].spelling[0] == spelling.at[0] && span_eq(spelling, span_of(signs[i].spelling)))
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

/* What the name is besides: a key, wanted; most are neither. */
static void know(const struct c_code *code, struct c_word *word, struct span name)
{
	unsigned ids[NAMES_MOST];
	if (!code->plain && !c_may_know(code->filter, name))
		return;
	if (names_find(code->filter->keys, name, ids) != 0)
		word->sign = (uint8_t)ids[0];
	if (word->sign == KEY_CPLUSPLUS)
		word->sign = code->lexer.reading.suffixes ? KEY_QUALIFIER : KEY_NONE;
	if (c_wanted(code->names, name, ids) != 0)
		word->flags |= WORD_WANTED;
}

static struct c_word word_of(const struct c_code *code, struct c_token token)
{
	struct c_word word = {.at = token.at, .kind = (uint8_t)token.kind};
	word.len = token.len < UINT32_MAX ? (uint32_t)token.len : UINT32_MAX;
	word.flags = (uint8_t)((token.starts_line ? WORD_STARTS_LINE : 0) | (token.clean ? WORD_CLEAN : 0));
	if (code->zero != 0)
		word.flags |= WORD_INACTIVE;
	if (token.kind == C_PUNCTUATOR && token.len == 1)
		word.sign = (uint8_t)code->text.at[token.at];
	else if (token.kind == C_PUNCTUATOR)
		word.sign = (uint8_t)c_sign_of(c_word_spelling(code, &word));
	if (token.kind != C_NAME)
		return word;
	struct span name = c_word_spelling(code, &word);
	know(code, &word, name);
	if (code->nmacros > 0 || code->macros_lost)
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
		if (code->nwords == code->words_room)
			code->words = arena_grow(a, code->words, code->nwords, &code->words_room, sizeof *code->words);
		code->words[code->nwords++] = word;
	}
}

static void note_odd(struct c_code *code, struct c_lexer *lexer)
{
	if (code->nodds < ODD_MOST)
		code->odds[code->nodds] = lexer->odd;
	code->nodds++;
	lexer->odd = 0;
}

/* Blocks that are shorter are read as fast. */
enum { ELIDED_LEAST = 64 };
/* Words behind the last place that are read, because what stands there is told by them too. */
enum { BEYOND_LEAST = 128 };

/* Whether the brace that was read last may be of a class, whose members tell what it is. */
static bool may_head(const struct c_code *code, bool tagged)
{
	const struct c_word *before = code->nwords > 1 ? &code->words[code->nwords - 2] : NULL;
	return tagged && (before == NULL || before->kind != C_PUNCTUATOR || before->sign != ')');
}

/* In place of a line and what follows it. */
static void add_elided(struct c_code *code, size_t at)
{
	add_word(code, (struct c_word){.at = at, .kind = C_ELIDED, .flags = WORD_STARTS_LINE}, false);
	code->elided = true;
}

/* Whether the token begins a line, behind a statement, so far behind the last place that no use is told by what follows. */
static bool is_beyond(struct c_code *code, const struct c_token *token)
{
	if (code->look == NULL || !token->starts_line || (code->look->count > 0 && token->at <= code->look->spots[code->look->count - 1].at))
		return false;
	code->beyond = code->beyond == 0 ? code->nwords + 1 : code->beyond;
	if (code->nwords < code->beyond + BEYOND_LEAST)
		return false;
	const struct c_word *last = &code->words[code->nwords - 1];
	return last->kind == C_PUNCTUATOR && (last->sign == ';' || last->sign == '}');
}

/* Behind an opening brace: passes over what stands in its block, where no place of the look is in it. */
static void elide(struct c_code *code, struct c_lexer *lexer)
{
	const struct c_look *look = code->look;
	while (code->place < look->count && look->spots[code->place].at < lexer->at)
		code->place++;
	size_t limit = code->place < look->count ? look->spots[code->place].at : code->text.len, seen;
	if (limit - lexer->at < ELIDED_LEAST || code->skimmed > code->text.len)
		return;
	size_t end = c_skim(code->text, lexer->at, limit, &seen);
	if (end == 0) {
		code->skimmed += seen - lexer->at;
		return;
	}
	add_elided(code, lexer->at);
	lexer->at = end;
}

/* Words behind which a brace may open a class, until the statement or its head ends. */
static bool goes_on_tagged(bool tagged, const struct c_word *word)
{
	if (word->kind == C_PUNCTUATOR)
		return tagged && word->sign != ';' && word->sign != '{' && word->sign != '}';
	return tagged || (word->kind == C_NAME && (word->sign == KEY_TAG || word->sign == KEY_ENUM || word->sign == KEY_NAMESPACE));
}

static bool opens_block(const struct c_code *code, const struct c_word *word)
{
	return code->look != NULL && code->zero == 0 && word->kind == C_PUNCTUATOR && word->sign == '{';
}

void c_code_read(struct c_code *code)
{
	struct c_lexer lexer = code->lexer;
	bool directive = false, tagged = false;
	/* Room for the words of most texts, so that few are ever moved. */
	code->words_room = code->text.len / (code->look != NULL ? 64 : 8) + 64;
	code->words = arena_take(code->uses->arena, code->words_room, sizeof *code->words);
	for (;;) {
		struct c_token token = c_lexer_next(&lexer);
		if (lexer.odd != 0)
			note_odd(code, &lexer);
		if (token.kind == C_COMMENT)
			continue;
		if (directive && (token.starts_line || token.kind == C_END)) {
			c_macro_note(code);
			c_directive(code);
		}
		code->met |= lexer.met;
		if (token.kind == C_END)
			return;
		if (is_beyond(code, &token)) {
			add_elided(code, token.at);
			return;
		}
		struct c_word word = word_of(code, token);
		if (token.starts_line) {
			directive = word.kind == C_PUNCTUATOR && word.sign == '#';
			code->nline = 0;
		}
		add_word(code, word, directive);
		if (directive)
			continue;
		if (opens_block(code, &word) && !may_head(code, tagged))
			elide(code, &lexer);
		tagged = goes_on_tagged(tagged, &word);
	}
}
