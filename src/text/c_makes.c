/* SPDX-License-Identifier: MIT */
/* c_makes.c - the names and strings that macros of a text make, found by expanding them. */
#include "text/c_code.h"

#include "base/arena.h"
#include "text/c_expand.h"

#include <string.h>

/* Pieces that all expansions of one text may move: for each of its words, at least, at most; bytes that one expansion may take. */
#define BUDGET_OF_WORD ((size_t)64)
#define BUDGET_LEAST ((size_t)1 << 22)
#define BUDGET_MOST ((size_t)1 << 23)
#define EXPANSION_MEMORY ((size_t)1 << 30)
/* Rounds in which macros are found that lead to others; words of a #define in front of the macro's name; words in front of the text of asm. */
enum { ROUNDS_MOST = 32, DEFINE_WORDS = 2, QUALIFIERS_MOST = 4, ASM_HEAD_MOST = QUALIFIERS_MOST + 3 };

/* Words that the body of a macro makes by itself. */
struct c_told {
	const struct c_told *next;
	struct span name;
};

/* A text whose macros are expanded: its pieces, and the words that they come from. */
struct making {
	struct c_code *code;
	const struct c_word *words;
	const struct c_piece *pieces;
	size_t npieces;
	struct c_expansion expansion;
	struct c_macro_name *body; /* whose body the text is, or NULL */
	size_t line, line_end;     /* its words, in a directive */
	bool in_code, in_pragma;
	bool fell;                 /* it was told that the budget is spent */
};

static bool is_paste(const struct c_view *view, size_t i)
{
	return view_sign(view, i) == SIGN_PASTE && view_sign(view, i - 1) != ',';
}

void c_make_note(struct c_code *code)
{
	struct c_view line = {code->line, 3, code->nline, NULL};
	struct arena *a = code->uses->arena;
	for (size_t i = 0; i < code->nline; i++) {
		code->defined = arena_grow(a, code->defined, code->ndefined, &code->defined_room, sizeof *code->defined);
		code->defined[code->ndefined++] = code->line[i];
		code->makes = code->makes || is_paste(&line, i);
		code->keyed = code->keyed || c_key_reads_strings(view_key(&line, i));
	}
}

/* The words as pieces; each comes from the word in the same place. */
static struct c_piece *pieces_of(struct c_code *code, const struct c_word *words, size_t count)
{
	struct c_piece *pieces = arena_take(code->uses->arena, count, sizeof *pieces);
	for (size_t i = 0; i < count; i++) {
		bool spaced = i > 0 && words[i].at != words[i - 1].at + words[i - 1].len;
		pieces[i] = (struct c_piece){
			.spelling = c_word_spelling(code, &words[i]),
			.origin = (uint32_t)i,
			.kind = words[i].kind,
			.sign = words[i].sign,
			.flags = (uint8_t)(PIECE_OWN | (spaced ? PIECE_SPACED : 0)),
		};
	}
	return pieces;
}

/* Whether a wanted name holds the spelling: only such a name may be meant itself where it is no macro. */
static bool is_part(const struct names *names, struct span spelling)
{
	size_t count;
	const struct wanted_name *list = names_list(names, &count);
	for (size_t i = 0; i < count; i++)
		if (list[i].spelling.len >= spelling.len && memmem(list[i].spelling.at, list[i].spelling.len, spelling.at, spelling.len) != NULL)
			return true;
	return false;
}

static size_t line_end(const struct c_code *code, size_t first)
{
	size_t end = first + 1;
	while (end < code->ndefined && (code->defined[end].flags & WORD_STARTS_LINE) == 0)
		end++;
	return end;
}

/* A body pastes, or holds a word behind which strings matter, or a macro of such a body. */
static bool reaches(const struct c_macro_set *macros, const struct c_definition *d)
{
	for (size_t i = 0; i < d->nbody; i++) {
		const struct c_piece *piece = &d->body[i];
		bool pastes = piece->kind == C_PUNCTUATOR && piece->sign == SIGN_PASTE;
		const struct c_macro_name *macro = piece->kind == C_NAME ? c_macro_set_find(macros, piece->spelling) : NULL;
		if (pastes || (macro != NULL && macro->reaching) || (piece->kind == C_NAME && c_key_reads_strings(piece->sign)))
			return true;
	}
	return false;
}

static bool reach_more(const struct c_macro_set *macros, bool all)
{
	bool more = false;
	struct c_macro_name *macro;
	for (size_t i = 0; (macro = c_macro_set_at(macros, i)) != NULL; i++) {
		for (const struct c_definition *d = macro->first; d != NULL && !macro->reaching; d = d->next) {
			macro->reaching = all || reaches(macros, d);
			more = more || macro->reaching;
		}
	}
	return more;
}

static bool is_pragma(const struct c_code *code, size_t line)
{
	return span_eq(c_word_spelling(code, &code->defined[line + 1]), SPAN("pragma"));
}

static struct c_macro_set *macros_of(struct c_code *code)
{
	size_t count = 0;
	for (size_t i = 0; i < code->ndefined; i++)
		count += (code->defined[i].flags & WORD_STARTS_LINE) != 0;
	struct c_macro_set *macros = c_macro_set_new(code->uses->arena, count);
	const struct c_piece *pieces = pieces_of(code, code->defined, code->ndefined);
	struct c_macro_name *macro;
	for (size_t first = 0, end; first < code->ndefined; first = end) {
		end = line_end(code, first);
		if (end > first + DEFINE_WORDS && !is_pragma(code, first))
			c_macro_set_define(macros, pieces + first + DEFINE_WORDS, end - first - DEFINE_WORDS);
	}
	size_t round = 0;
	while (round < ROUNDS_MOST && reach_more(macros, ++round == ROUNDS_MOST))
		;
	for (size_t i = 0; round > 1 && (macro = c_macro_set_at(macros, i)) != NULL; i++)
		if (is_part(code->names, macro->name))
			c_macro_set_doubt(macros, macro);
	return macros;
}

static bool was_told(const struct c_macro_name *macro, struct span name)
{
	for (const struct c_told *told = macro == NULL ? NULL : macro->told; told != NULL; told = told->next)
		if (span_eq(told->name, name))
			return true;
	return false;
}

/* What stands for [at, at + taken) of the text. */
struct made {
	size_t at, taken;
	struct c_pieces out;
	struct digest window;
	bool digested;
};

static const struct digest *window_of(struct making *m, struct made *made)
{
	if (!made->digested && !m->in_code)
		made->window = c_line_window(m->code, m->words + m->line, m->line_end - m->line);
	else if (!made->digested)
		made->window = c_line_window(m->code, m->words + made->at, made->taken);
	made->digested = true;
	return &made->window;
}

static bool is_sign(const struct c_piece *piece, unsigned sign)
{
	return piece->kind == C_PUNCTUATOR && piece->sign == sign;
}

static bool is_called(const struct making *m, const struct made *made, size_t i)
{
	while (++i < made->out.count)
		if (!is_sign(&made->out.list[i], ')'))
			return is_sign(&made->out.list[i], '(');
	return made->at + made->taken < m->npieces && is_sign(&m->pieces[made->at + made->taken], '(');
}

static void tell(struct making *m, struct made *made, const struct c_piece *piece, struct span name, enum use_kind kind)
{
	c_tell(m->code, span_copy(m->code->uses->arena, name), &m->words[piece->origin], kind, window_of(m, made));
}

/* A name that was pasted; one that the body of a macro makes by itself is told there. */
static void tell_pasted(struct making *m, struct made *made, size_t i)
{
	unsigned ids[NAMES_MOST];
	const struct c_piece *piece = &made->out.list[i];
	const struct c_macro_name *macro = c_macro_set_find(m->expansion.macros, m->pieces[made->at].spelling);
	if (piece->kind != C_NAME || (piece->flags & PIECE_PASTED) == 0 || c_wanted(m->code->names, piece->spelling, ids) == 0)
		return;
	if ((piece->flags & PIECE_OWN) == 0 && was_told(macro, piece->spelling))
		return;
	tell(m, made, piece, piece->spelling, is_called(m, made, i) ? USE_CALL : m->in_pragma ? USE_ALIAS : USE_REFERENCE);
	if (m->body == NULL || was_told(m->body, piece->spelling))
		return;
	struct c_told *told = arena_take(m->code->uses->arena, 1, sizeof *told);
	*told = (struct c_told){m->body->told, span_copy(m->code->uses->arena, piece->spelling)};
	m->body->told = told;
}

static void tell_plain(struct making *m, size_t i)
{
	if ((m->pieces[i].flags & PIECE_PASTED) == 0)
		return;
	struct c_piece piece = m->pieces[i];
	struct made made = {.at = i, .taken = 1, .out = {&piece, 1, 1}};
	tell_pasted(m, &made, 0);
}

/* What was made, as a text of its own: the strings in it are looked at like those of any text, and told where they come from. */
static void tell_strings(struct making *m, struct made *made)
{
	struct uses own = {.arena = m->expansion.arena};
	size_t len = 0, piece = 0;
	for (size_t i = 0; i < made->out.count; i++)
		len += made->out.list[i].spelling.len + 1;
	char *text = arena_take(own.arena, len, 1);
	size_t *ends = arena_take(own.arena, made->out.count, sizeof *ends);
	len = 0;
	for (size_t i = 0; i < made->out.count; i++) {
		struct span spelling = made->out.list[i].spelling;
		memcpy(text + len, spelling.at, spelling.len);
		text[len += spelling.len] = ' ';
		ends[i] = ++len;
	}
	struct c_code code = {.text = {text, len}, .uses = &own, .names = m->code->names, .filter = m->code->filter, .plain = m->code->plain};
	code.lexer = c_lexer_of(code.text, m->code->lexer.reading);
	code.lexer.plain = code.plain;
	c_code_read(&code);
	m->code->met |= code.met;
	struct c_view view = {code.words, 0, code.nwords, NULL};
	c_text_of_all(&code, &view);
	for (size_t i = 0; i < own.count; i++) {
		while (piece + 1 < made->out.count && ends[piece] <= own.list[i].at)
			piece++;
		tell(m, made, &made->out.list[piece], own.list[i].name, own.list[i].kind);
	}
}

static bool is_key(const struct c_piece *piece)
{
	return piece->kind == C_NAME && c_key_reads_strings(piece->sign);
}

static void tell_made(struct making *m, struct made *made)
{
	bool strings = false;
	unsigned ids[NAMES_MOST];
	for (size_t i = 0; i < made->out.count; i++) {
		tell_pasted(m, made, i);
		struct c_piece *piece = &made->out.list[i];
		if (piece->kind == C_NAME && (piece->flags & PIECE_PASTED) != 0 && names_find(m->code->filter->keys, piece->spelling, ids) != 0)
			piece->sign = (uint8_t)ids[0];
		strings = strings || is_key(piece);
	}
	if (strings)
		tell_strings(m, made);
}

static bool begins_part(const struct names *parts, struct span text)
{
	size_t count;
	const struct wanted_name *list = names_list(parts, &count);
	for (size_t i = 0; i < count; i++)
		if (span_starts(list[i].spelling, text))
			return true;
	return false;
}

bool c_may_be_made(const struct names *parts, struct span name)
{
	enum { LONGEST_NAME = 256 };
	bool reached[LONGEST_NAME + 1] = {true};
	unsigned ids[NAMES_MOST];
	struct span front = span_slice(name, 0, span_find(name, '*'));
	if (front.len > LONGEST_NAME)
		return true;
	for (size_t from = 0; from < front.len; from++) {
		for (size_t to = from + 1; reached[from] && to <= front.len; to++)
			reached[to] = reached[to] || names_find(parts, span_slice(front, from, to), ids) > 0;
		if (reached[from] && front.len < name.len && begins_part(parts, span_from(front, from)))
			return true;
	}
	return reached[front.len];
}

static size_t add_parts(struct wanted_name *parts, size_t count, const struct c_piece *pieces, size_t npieces)
{
	for (size_t i = 0; i < npieces; i++)
		if (pieces[i].kind == C_NAME || pieces[i].kind == C_NUMBER)
			parts[count++] = (struct wanted_name){pieces[i].spelling, 0};
	return count;
}

/* The budget is spent: each name that may be made of the text's words is taken to be made here. */
static void tell_all(struct making *m, size_t at)
{
	struct c_code *code = m->code;
	struct wanted_name *parts = arena_take(code->uses->arena, code->nwords + code->ndefined, sizeof *parts);
	size_t nparts = add_parts(parts, 0, pieces_of(code, code->words, code->nwords), code->nwords), count;
	nparts = add_parts(parts, nparts, pieces_of(code, code->defined, code->ndefined), code->ndefined);
	const struct names *names = names_new(code->uses->arena, parts, nparts);
	const struct wanted_name *list = names_list(code->names, &count);
	const struct c_word *word = &m->words[at];
	struct digest window = c_line_window(code, word, 1);
	for (size_t i = 0; i < count; i++)
		if (c_may_be_made(names, list[i].spelling))
			c_tell(code, list[i].spelling, word, USE_CALL, &window);
	m->fell = true;
}

/* Behind the parentheses that open within the next words, if they do. */
static size_t group_end(struct making *m, size_t from)
{
	size_t at = from, depth = 0;
	while (at < from + QUALIFIERS_MOST && at < m->npieces && m->pieces[at].kind == C_NAME)
		at++;
	for (; at < m->npieces && m->expansion.budget > 0; at++, m->expansion.budget--) {
		depth += is_sign(&m->pieces[at], '(');
		if (depth == 0)
			return from;
		if (is_sign(&m->pieces[at], ')') && --depth == 0)
			return at + 1;
	}
	m->expansion.exhausted = m->expansion.exhausted || m->expansion.budget == 0;
	return from;
}

/* Expands the text from there on: at least so much of it, and what stands in parentheses behind a word of which strings matter. */
static struct made expand(struct making *m, size_t at, size_t least)
{
	struct c_expansion *e = &m->expansion;
	struct made made = {.at = at};
	made.taken = c_expand(e, m->pieces + at, m->npieces - at, least, &made.out);
	if (made.out.count == 0 || !is_key(&made.out.list[made.out.count - 1]))
		return made;
	size_t end = group_end(m, at + made.taken);
	if (end == at + made.taken)
		return made;
	made.out.count = 0;
	made.taken = c_expand(e, m->pieces + at, m->npieces - at, end - at, &made.out);
	return made;
}

/* In every meaning of its macros; returns how much of it was taken. */
static size_t make(struct making *m, size_t at, size_t least)
{
	struct c_expansion *e = &m->expansion;
	size_t most = 1;
	e->nchoices = 0;
	do {
		struct made made = expand(m, at, least);
		if (!e->exhausted)
			tell_made(m, &made);
		most = made.taken > most ? made.taken : most;
		if (m->in_code)
			arena_reset(e->arena);
	} while (c_expand_again(e));
	if (e->exhausted && !m->fell)
		tell_all(m, m->pieces[at].origin);
	return most;
}

static const struct c_macro_name *macro_at(const struct making *m, size_t i)
{
	return m->pieces[i].kind == C_NAME ? c_macro_set_find(m->expansion.macros, m->pieces[i].spelling) : NULL;
}

/* Whether what stands there may be a part of a string: in asm, which holds expressions as well, the first of all or beside a literal. */
static bool may_be_string(const struct making *m, size_t i, size_t key)
{
	bool first = m->pieces[i - 1].kind != C_PUNCTUATOR ? m->pieces[i - 1].kind == C_STRING : is_sign(&m->pieces[i - 1], '(') && i < key + ASM_HEAD_MOST;
	return m->pieces[key].sign != KEY_ASM || first || (i + 1 < m->npieces && m->pieces[i + 1].kind == C_STRING);
}

/* How much there is to expand where a macro that matters stands among the arguments of one that does not, or any behind a key; else 0. */
static size_t group_that_matters(struct making *m, size_t i, bool key)
{
	size_t end = group_end(m, i + 1);
	for (size_t k = i + 1; k < end; k++) {
		const struct c_macro_name *macro = macro_at(m, k);
		if (macro != NULL && (macro->reaching || (key && may_be_string(m, k, i))))
			return end - i;
	}
	return 0;
}

/* Each macro that matters is expanded, in directives each at all; what a body pastes outside of them is told as it is. */
static void make_all(struct making *m)
{
	for (size_t i = 0; i < m->npieces && !m->fell;) {
		const struct c_macro_name *macro = macro_at(m, i);
		size_t least = macro != NULL && (macro->reaching || !m->in_code) ? 1 : 0;
		m->expansion.everything = macro == NULL;
		if (least == 0 && (macro != NULL || is_key(&m->pieces[i])))
			least = group_that_matters(m, i, macro == NULL);
		if (least == 0 && !m->expansion.exhausted) {
			tell_plain(m, i++);
			continue;
		}
		i += make(m, i, least);
	}
}

/* The body by itself: a parameter stands for any name, or for none behind others. */
static void make_body(struct making *m, const struct c_definition *d, uint32_t name)
{
	struct c_piece open = {.spelling = SPAN(C_ANY_NAME), .origin = name, .kind = C_NAME, .flags = PIECE_OWN};
	struct c_pieces *arguments = arena_take(m->expansion.arena, d->nparameters, sizeof *arguments);
	for (size_t i = 0; i < d->nparameters; i++)
		arguments[i] = (struct c_pieces){&open, 1, 1};
	m->expansion.nframes = m->expansion.nchoices = 0;
	struct c_pieces body = c_replace(&m->expansion, d, arguments, (struct c_piece){.kind = C_END, .origin = name, .flags = PIECE_OWN});
	m->pieces = body.list;
	m->npieces = body.count;
	make_all(m);
	if (m->expansion.exhausted && !m->fell)
		tell_all(m, name);
}

/* What that line defines; NULL where another one says the same. */
static const struct c_definition *definition_at(const struct c_macro_name *macro, size_t first, size_t end)
{
	for (const struct c_definition *d = macro->reaching ? macro->first : NULL; d != NULL; d = d->next)
		if (d->nbody > 0 && d->body[0].origin >= first && d->body[0].origin < end)
			return d;
	return NULL;
}

static void make_line(struct making *m, const struct c_piece *pieces, size_t first, size_t end)
{
	size_t name = first + DEFINE_WORDS;
	if (end <= name)
		return;
	m->line = first;
	m->line_end = end;
	m->in_pragma = is_pragma(m->code, first);
	m->body = m->in_pragma ? NULL : c_macro_set_find(m->expansion.macros, pieces[name].spelling);
	const struct c_definition *d = m->body == NULL ? NULL : definition_at(m->body, first, end);
	if (d != NULL)
		make_body(m, d, (uint32_t)name);
	if (!m->in_pragma)
		return;
	m->pieces = pieces + name;
	m->npieces = end - name;
	make_all(m);
}

static void make_lines(struct making *m)
{
	const struct c_piece *pieces = pieces_of(m->code, m->code->defined, m->code->ndefined);
	m->words = m->code->defined;
	for (size_t first = 0, end; first < m->code->ndefined && !m->fell; first = end) {
		end = line_end(m->code, first);
		make_line(m, pieces, first, end);
		arena_reset(m->expansion.arena);
	}
	m->in_pragma = false;
	m->body = NULL;
}

static bool has_key(const struct c_code *code)
{
	for (size_t i = 0; i < code->nwords; i++)
		if (code->words[i].kind == C_NAME && c_key_reads_strings(code->words[i].sign))
			return true;
	return false;
}

static size_t budget_for(size_t words)
{
	size_t budget = BUDGET_OF_WORD * words;
	return budget < BUDGET_LEAST ? BUDGET_LEAST : budget > BUDGET_MOST ? BUDGET_MOST : budget;
}

bool c_make_matters(const struct c_code *code)
{
	return (code->ndefined > 0 || code->elided) && ((code->makes && !code->nothing_pasted) || (!code->nothing_joined && (code->keyed || has_key(code))));
}

void c_make(struct c_code *code)
{
	if (!c_make_matters(code))
		return;
	struct making m = {.code = code, .expansion = {.arena = arena_new("step", EXPANSION_MEMORY)}};
	m.expansion.macros = macros_of(code);
	m.expansion.budget = budget_for(code->nwords + code->ndefined);
	m.expansion.exhausted = c_macro_set_lost(m.expansion.macros);
	make_lines(&m);
	m.in_code = true;
	m.words = code->words;
	m.pieces = pieces_of(code, code->words, code->nwords);
	m.npieces = code->nwords;
	make_all(&m);
	arena_free(m.expansion.arena);
}
