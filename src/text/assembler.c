/* SPDX-License-Identifier: MIT */
/* assembler.c - uses of wanted names in assembler, statement by statement. */
#include "text/assembler.h"

#include "base/arena.h"
#include "text/build_text.h"
#include "text/c_code.h"

/* How a statement uses what it names. */
enum manner { MANNER_REFERS, MANNER_CALLS, MANNER_NAMES, MANNER_DECLARES, MANNER_HOLDS };

static const struct {
	const char *words; /* parted by blanks, without the points and signs in front */
	enum manner manner;
} manners[] = {
	{"globl global type size hidden weak extern local protected internal ent end section pushsection file ident loc comm lcomm common "
	 "public extrn externdef proto export import area title ttl endp func endfunc macro purgem ifdef ifndef undef print error warning "
	 "include incbin get version cfi_startproc cfi_endproc",
	 MANNER_DECLARES},
	{"set equ equiv eqv thumb_set weakref symver define idefine xdefine assign", MANNER_NAMES},
	{"ascii asciz string string8 string16 db dcb byte", MANNER_HOLDS},
	{"call callq calll lcall rcall tail invoke jsr jal jalr bsr brasl bras goto", MANNER_CALLS},
};

/* Instructions that begin as branches do. */
static const char *const no_branches[] = {"bic", "bics", "bfi", "bfc", "bfm", "bsf", "bswap", "bt", "btc", "btr", "bts", "bound", "bkpt", "bextr", "bzhi", "blsr"};
static const char *const prefixes[] = {"rep", "lock", "notrack", "bnd", "data16", "addr32"};
/* Behind a name they define it. */
static const char *const definers[] = {"proc", "endp", "function", "label", "macro", "endm", "struc", "segment", "ends"};

struct statement {
	struct uses *uses;
	const struct names *names;
	const struct build_words *words;
	struct span text; /* of the words, up to its end */
	size_t begin;
	enum assembler assembler;
	bool inactive;
	enum manner manner;
	bool has_window; /* of the whole statement */
	struct digest window;
};

static bool is_letter(char c)
{
	return byte_is_alnum(c) || c == '_' || c == '$' || c == '.';
}

static bool is_one_of(struct span word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (span_eq_fold(word, span_of(words[i])))
			return true;
	return false;
}

static bool is_among(struct span word, struct span words)
{
	struct span one;
	while (span_next(&words, ' ', &one))
		if (span_eq_fold(word, one))
			return true;
	return false;
}

/* b, beq, b.w, jne: short words with the first letter of a branch. */
static bool branches(struct span word)
{
	char first = word.len > 0 ? byte_lower(word.at[0]) : '\0';
	return (first == 'b' || first == 'j') && word.len <= 6 && !is_one_of(word, no_branches, COUNT(no_branches));
}

static enum manner manner_of(struct span word)
{
	bool plain = word.len > 0 && word.at[0] != '.';
	if (!plain)
		word = span_from(word, 1);
	for (size_t i = 0; i < COUNT(manners); i++)
		if (is_among(word, span_of(manners[i].words)))
			return manners[i].manner;
	return plain && branches(word) ? MANNER_CALLS : MANNER_REFERS;
}

static size_t past_blanks(struct span text, size_t at)
{
	while (at < text.len && byte_is_space(text.at[at]))
		at++;
	return at;
}

/* The symbol's name in C: without the underscore of Mach-O and Windows and the marks behind it, or the point of PowerPC. */
static size_t ids_of(const struct names *names, struct span symbol, struct span *name, unsigned ids[NAMES_MOST])
{
	*name = symbol;
	if (symbol.len > 1 && (symbol.at[0] == '.' || symbol.at[0] == '$'))
		*name = span_from(symbol, 1);
	size_t count = c_wanted(names, *name, ids);
	if (count > 0 || !span_starts(*name, SPAN("_")))
		return count;
	*name = span_slice(*name, 1, span_find(*name, '$'));
	return c_wanted(names, *name, ids);
}

/*
 * judgement.md 1.6, in tokens of C, so that a text has the same window under every name: from the name to the ) that closes what
 * opens behind it, or the statement.
 */
static struct digest window_from(struct span text, bool call)
{
	enum { WINDOW_MOST = 64, LONGEST_WINDOW = 4096 };
	struct c_lexer lexer = c_lexer_of(span_slice(text, 0, LONGEST_WINDOW), (struct c_reading){0});
	struct span parts[WINDOW_MOST];
	size_t count = 0, depth = 0;
	while (count < WINDOW_MOST) {
		struct c_token token = c_lexer_next(&lexer);
		if (token.kind == C_END)
			break;
		parts[count] = span_slice(lexer.text, token.at, token.at + token.len);
		depth += span_eq(parts[count], SPAN("("));
		if (span_eq(parts[count++], SPAN(")")) && call && depth-- <= 1)
			break;
	}
	return digest_of(parts, count);
}

static struct digest window_of(struct statement *s, size_t begin, size_t end)
{
	size_t next = past_blanks(s->text, end);
	if (next < s->text.len && s->text.at[next] == '(')
		return window_from(span_from(s->text, begin), true);
	if (!s->has_window)
		s->window = window_from(span_from(s->text, s->begin), false);
	s->has_window = true;
	return s->window;
}

static void tell(struct statement *s, size_t begin, size_t end, enum use_kind kind)
{
	unsigned ids[NAMES_MOST];
	struct span name;
	size_t count = ids_of(s->names, span_slice(s->text, begin, end), &name, ids);
	struct digest window = count > 0 ? window_of(s, begin, end) : (struct digest){{0}};
	for (size_t i = 0; i < count; i++)
		*uses_add(s->uses) = (struct use){
			.at = s->words->from[(size_t)(name.at - s->text.at)], .len = name.len, .name = name, .id = ids[i], .kind = kind,
			.inactive = s->inactive, .window = window, .asked = SPAN("")};
}

static size_t word_end(struct span text, size_t at)
{
	while (at < text.len && is_letter(text.at[at]))
		at++;
	return at;
}

static size_t string_end(struct span text, size_t at)
{
	size_t end = at + 1;
	while (end < text.len && text.at[end] != text.at[at])
		end += text.at[end] == '\\' ? 2 : 1;
	return end < text.len ? end : at;
}

/* The end of the string that begins there; the place itself for none. To the GNU assembler '" is a letter. */
static size_t string_at(const struct statement *s, size_t at)
{
	bool letter = s->assembler == ASSEMBLER_GNU && at > 0 && s->text.at[at - 1] == '\'';
	bool opens = s->text.at[at] == '"' ? !letter : s->text.at[at] == '\'' && s->assembler == ASSEMBLER_INTEL;
	return opens ? string_end(s->text, at) : at;
}

static bool names_any(const struct statement *s)
{
	unsigned ids[NAMES_MOST];
	struct span name;
	for (size_t at = s->begin; at < s->text.len;) {
		size_t end = word_end(s->text, at);
		if (end > at && ids_of(s->names, span_slice(s->text, at, end), &name, ids) > 0)
			return true;
		at = end > at ? end : at + 1;
	}
	return false;
}

static void read_operands(struct statement *s, size_t at)
{
	static const enum use_kind kinds[] = {
		[MANNER_REFERS] = USE_REFERENCE, [MANNER_CALLS] = USE_CALL, [MANNER_NAMES] = USE_ALIAS, [MANNER_DECLARES] = USE_DECLARATION,
		[MANNER_HOLDS] = USE_REFERENCE,
	};
	while (at < s->text.len) {
		size_t end = word_end(s->text, at), close = string_at(s, at);
		if (end > at && !(at > 0 && s->text.at[at - 1] == '\\'))
			tell(s, at, end, kinds[s->manner]);
		else if (close > at && s->manner != MANNER_HOLDS)
			tell(s, at + 1, close, kinds[s->manner]);
		at = close > at ? close + 1 : end > at ? end : at + 1;
	}
}

/* Behind labels, which define what they name, and prefixes of instructions. */
static size_t past_labels(const struct statement *s)
{
	for (size_t at = s->begin;;) {
		at = past_blanks(s->text, at);
		size_t end = word_end(s->text, at), colon = past_blanks(s->text, end);
		bool label = end > at && colon < s->text.len && s->text.at[colon] == ':';
		if (!label && !is_one_of(span_slice(s->text, at, end), prefixes, COUNT(prefixes)))
			return at;
		at = label ? colon + 1 : end;
	}
}

static bool assigns(struct span text, size_t at)
{
	return at < text.len && text.at[at] == '=' && !(at + 1 < text.len && text.at[at + 1] == '=');
}

static void read_statement(struct statement *s)
{
	size_t at = past_labels(s), sign = at < s->text.len && (s->text.at[at] == '%' || s->text.at[at] == '#' || s->text.at[at] == '!');
	size_t end = word_end(s->text, at + sign), next = past_blanks(s->text, end);
	struct span first = span_slice(s->text, at + sign, end), second = span_slice(s->text, next, word_end(s->text, next));
	bool call = next < s->text.len && s->text.at[next] == '(';
	s->manner = manner_of(first);
	if (second.len > 0 && is_one_of(second, definers, COUNT(definers)))
		return;
	if (s->manner == MANNER_REFERS && (manner_of(second) == MANNER_NAMES || manner_of(second) == MANNER_HOLDS || assigns(s->text, next)))
		s->manner = manner_of(second) == MANNER_HOLDS ? MANNER_HOLDS : MANNER_NAMES;
	if (call && sign == 0)
		tell(s, at, end, USE_CALL);
	read_operands(s, first.len > 0 ? end : at);
}

/* Where the statement ends that begins there, in that line. */
static size_t statement_end(struct span line, size_t at, enum assembler assembler)
{
	bool quoted = false;
	for (; at < line.len && (quoted || line.at[at] != ';' || assembler != ASSEMBLER_GNU); at++) {
		bool letter = at > 0 && line.at[at - 1] == '\'' && !quoted;
		if (line.at[at] == '"' && !letter)
			quoted = !quoted && string_end(line, at) > at;
		at += line.at[at] == '\\';
	}
	return at < line.len ? at : line.len;
}

/* Which branches of #if are open, and the outermost that is `#if 0`. */
struct branches {
	size_t depth, zero;
};

static void pass_directive(struct branches *b, struct span word, struct span line)
{
	bool opens = span_eq(word, SPAN("if")) || span_eq(word, SPAN("ifdef")) || span_eq(word, SPAN("ifndef"));
	b->depth += opens;
	if (opens && b->zero == 0 && span_ends(span_trim(line), SPAN(" 0")))
		b->zero = b->depth;
	else if (!opens && b->zero == b->depth && (span_starts(word, SPAN("el")) || span_eq(word, SPAN("endif"))))
		b->zero = 0;
	b->depth -= span_eq(word, SPAN("endif")) && b->depth > 0;
}

struct span assembler_directive(struct span line)
{
	static const char words[] = "include include_next import define undef if ifdef ifndef else elif elifdef elifndef endif pragma error warning embed";
	size_t at = past_blanks(line, 0);
	if (at == line.len || line.at[at] != '#')
		return SPAN("");
	at = past_blanks(line, at + 1);
	struct span word = span_slice(line, at, word_end(line, at));
	return is_among(word, SPAN(words)) || span_starts(span_from(line, at), SPAN("\\")) ? span_slice(line, at, at + (word.len > 0 ? word.len : 1)) : SPAN("");
}

/* Without splices, and without \() which parts a macro's argument from letters behind it. */
static void join(struct build_words *words, struct span text)
{
	for (size_t at = 0; at < text.len;) {
		struct span rest = span_from(text, at);
		size_t joint = span_starts(rest, SPAN("\\\n")) ? 2 : span_starts(rest, SPAN("\\\r\n")) || span_starts(rest, SPAN("\\()")) ? 3 : 0;
		if (joint == 0)
			build_put(words, text.at[at], at);
		at += joint > 0 ? joint : 1;
	}
}

/* Statements, and which bytes of the text are directives of the preprocessor. */
static void read_statements(struct uses *uses, const struct build_words *words, const struct names *names, enum assembler assembler, bool *directive)
{
	struct span text = {words->bytes, words->len};
	struct branches seen = {0};
	size_t last = 0;
	for (size_t at = 0; at < text.len; at++) {
		bool begins = at == 0 || text.at[at - 1] == '\n';
		if (begins)
			last = at + span_find(span_from(text, at), '\n');
		struct span line = span_slice(text, at, last), word = begins ? assembler_directive(line) : SPAN("");
		size_t end = word.len > 0 ? last : at + statement_end(line, 0, assembler);
		struct statement s = {
			.uses = uses, .names = names, .words = words, .text = span_slice(text, 0, end), .begin = at, .assembler = assembler,
			.inactive = seen.zero > 0};
		if (word.len > 0)
			pass_directive(&seen, word, line);
		else if (names_any(&s))
			read_statement(&s);
		for (size_t i = at; i < end && word.len > 0; i++)
			directive[words->from[i]] = true;
		at = end;
	}
}

/* What the reader of C tells of directives, and of names that macros of C make; of plain names statements tell. */
static void read_directives(struct uses *uses, struct span text, const struct names *names, const bool *directive)
{
	struct uses found = {.arena = uses->arena};
	c_uses(&found, text, names, true, true);
	for (size_t i = 0; i < found.count; i++) {
		const struct use *use = &found.list[i];
		bool plain = span_holds(span_slice(text, use->at, word_end(text, use->at)), use->name);
		if (directive[use->at] || (!plain && use->kind != USE_TEXT))
			*uses_add(uses) = *use;
	}
}

void assembler_uses(struct uses *uses, struct span text, const struct names *names, enum assembler assembler)
{
	struct span bare = assembler_without_comments(uses->arena, text, assembler);
	struct build_words words = {.arena = uses->arena};
	bool *directive = arena_take(uses->arena, text.len + 1, sizeof *directive);
	join(&words, bare);
	read_statements(uses, &words, names, assembler, directive);
	read_directives(uses, bare, names, directive);
}
