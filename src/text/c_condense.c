/* SPDX-License-Identifier: MIT */
/* c_condense.c - a C text without the lines that say nothing of other files. */
#include "text/c_condense.h"

#include "base/arena.h"

#include <string.h>

/* What may name a header, or begin or end a comment of several lines. */
enum { IMPORT, COMMENT, TELLING };

static bool is_blank(char byte)
{
	return byte_is_space(byte) || byte == '\0';
}

static bool goes_on(char byte)
{
	return byte_is_alnum(byte) || byte == '_';
}

/* R" with at most a prefix of a string in front of the R. */
static bool has_raw_string(struct span text)
{
	const char *end = text.at + text.len;
	for (const char *at = text.at; (at = memchr(at, '"', (size_t)(end - at))) != NULL; at++) {
		if (at == text.at || at[-1] != 'R')
			continue;
		if (at == text.at + 1 || span_find(SPAN("LuU8"), at[-2]) < 4 || !goes_on(at[-2]))
			return true;
	}
	return false;
}

/* A trigraph that makes a splice or a directive. */
static bool has_trigraph(struct span text)
{
	for (size_t at = span_find(text, '?'); at < text.len; at += 1 + span_find(span_from(text, at + 1), '?'))
		if (at + 2 < text.len && text.at[at + 1] == '?' && (text.at[at + 2] == '/' || text.at[at + 2] == '='))
			return true;
	return false;
}

/* __has_include, __has_embed: a header's name may follow, on another line. */
static bool asks_for_headers(struct span text)
{
	return span_holds(text, SPAN("__has_")) && (span_holds(text, SPAN("__has_inc")) || span_holds(text, SPAN("__has_emb")));
}

/* A carriage return that ends no line may begin one. */
static bool has_lone_return(struct span text)
{
	for (const char *at = text.at, *end = text.at + text.len; (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++)
		if (at + 1 == end || at[1] != '\n')
			return true;
	return false;
}

/* Blank, or a comment alone; without a word for others; a directive that has one; a line with which an assembler may include. */
enum line { BLANK, PLAIN, DIRECTIVE, ASSEMBLERS };

/* Whether what stands behind a # is one of the words that say nothing of other files. */
static bool is_silent(const char *at, const char *end)
{
	static const char *const words[] = {"if", "ifdef", "ifndef", "else", "elif", "endif", "undef", "error", "warning", "pragma", "line"};
	while (at < end && byte_is_blank(*at))
		at++;
	size_t len = 0;
	while (at + len < end && byte_is_alnum(at[len]))
		len++;
	if (at + len < end && !byte_is_space(at[len]) && at[len] != '(')
		return false;
	for (size_t i = 0; i < COUNT(words); i++)
		if (span_eq((struct span){at, len}, span_of(words[i])))
			return true;
	return false;
}

/* What the line may be by its first letters. */
static enum line kind_of(const char *at, const char *end)
{
	static const char *const words[] = {"include", "incbin", "get"};
	while (at < end && is_blank(*at))
		at++;
	if (at == end || (*at == '/' && at + 1 < end && at[1] == '/'))
		return BLANK;
	if (*at == '#')
		return is_silent(at + 1, end) ? PLAIN : DIRECTIVE;
	if (*at == '%' || *at == '.')
		return ASSEMBLERS;
	for (size_t i = 0; i < COUNT(words); i++)
		if (byte_lower(*at) == words[i][0] && span_eq_fold(span_slice((struct span){at, (size_t)(end - at)}, 0, strlen(words[i])), span_of(words[i])))
			return ASSEMBLERS;
	return PLAIN;
}

/* The backslash behind which nothing but blanks stands, or NULL. */
static const char *joint(const char *at, const char *end)
{
	while (end > at && is_blank(end[-1]))
		end--;
	return end > at && end[-1] == '\\' ? end - 1 : NULL;
}

/* Lines that stay are copied one by one; any number of others becomes one that says nothing either. */
struct condensing {
	char *text;
	size_t len;
	bool left_out;
};

static void keep(struct condensing *c, const char *at, const char *end)
{
	if (c->left_out) {
		memcpy(c->text + c->len, ";\n", 2);
		c->len += 2;
	}
	memcpy(c->text + c->len, at, (size_t)(end - at));
	c->len += (size_t)(end - at);
	c->left_out = false;
}

static const char *first_at(const char *at, const char *end, const char *word)
{
	const char *found = memmem(at, (size_t)(end - at), word, strlen(word));
	return found == NULL ? end : found;
}

/* The same, not as a part of a longer word. */
static const char *first_alone(const char *at, const char *end, const char *word)
{
	size_t len = strlen(word);
	const char *found = first_at(at, end, word);
	while (found < end && ((found > at && goes_on(found[-1])) || (found + len < end && goes_on(found[len]))))
		found = first_at(found + 1, end, word);
	return found;
}

/* Where a comment begins or ends. */
static const char *first_sign(const char *at, const char *end)
{
	for (const char *star = at; (star = memchr(star, '*', (size_t)(end - star))) != NULL; star++)
		if ((star > at && star[-1] == '/') || (star + 1 < end && star[1] == '/'))
			return star;
	return end;
}

/* Where each of those stands next. */
struct lookout {
	const char *next[TELLING];
};

static void look_out(struct lookout *l, size_t i, const char *from, const char *end)
{
	l->next[i] = i == IMPORT ? first_alone(from, end, "import") : first_sign(from, end);
}

static void pass(struct lookout *l, const char *behind, const char *end)
{
	for (size_t i = 0; i < TELLING; i++)
		if (l->next[i] < behind)
			look_out(l, i, behind, end);
}

/* Whether a line begins in a comment. Only lines without quotation marks and // are followed: no reading takes them otherwise. */
enum state { OUTSIDE, INSIDE, UNKNOWN };

static bool is_followed(const char *line, const char *behind)
{
	size_t len = (size_t)(behind - line);
	return memchr(line, '"', len) == NULL && memchr(line, '\'', len) == NULL && memmem(line, len, "//", 2) == NULL;
}

/* Wherever it began, a comment that ends with the line is over. */
static enum state behind_unknown(const char *line, const char *behind)
{
	while (behind > line && is_blank(behind[-1]))
		behind--;
	return behind - line > 2 && behind[-1] == '/' && behind[-2] == '*' && behind[-3] != '/' ? OUTSIDE : UNKNOWN;
}

/* How the next line begins; *says tells whether there is something besides comments. */
static enum state follow(enum state state, const char *line, const char *behind, bool *says)
{
	*says = false;
	if (state == UNKNOWN)
		return behind_unknown(line, behind);
	for (const char *at = line; at < behind;) {
		const char *found = first_at(at, behind, state == INSIDE ? "*/" : "/*");
		for (; state == OUTSIDE && at < found; at++)
			*says = *says || !is_blank(*at);
		if (found == behind)
			break;
		state = state == INSIDE ? OUTSIDE : INSIDE;
		at = found + 2;
	}
	return state;
}

/* What may begin behind a comment at the line's beginning is not looked for. */
static bool begins_with_comment(const char *line, const char *behind)
{
	while (line < behind && is_blank(*line))
		line++;
	return line < behind && *line == '/';
}

/* A line with signs of comments: whether it may be left out because it begins and ends outside of them. */
static bool is_passable(enum state *state, const char *line, const char *behind, enum line *kind)
{
	enum state before = *state;
	bool says = true;
	*state = is_followed(line, behind) ? follow(before, line, behind, &says) : UNKNOWN;
	if (before != OUTSIDE || *state != OUTSIDE || (says && begins_with_comment(line, behind)))
		return false;
	if (*kind == PLAIN && !says)
		*kind = BLANK;
	return true;
}

/* A splice between letters that are no blanks may part a word that says something. */
static bool parts_word(const char *line, const char *splice, const char *behind, const char *end)
{
	return splice > line && behind < end && !is_blank(splice[-1]) && !is_blank(*behind);
}

/* A text with a quotation mark may hold digit separators, and is read once more as C++ 14 has it. */
static const char separator[] = "\n'\n";

/* False where a word may be parted, where what stands in front of a line matters, or a line goes on behind the end. */
static bool condense(struct condensing *c, struct span text)
{
	const char *const end = text.at + text.len;
	struct lookout ahead;
	const char *splice = NULL;
	enum state state = OUTSIDE;
	for (size_t i = 0; i < TELLING; i++)
		look_out(&ahead, i, text.at, end);
	for (const char *line = text.at, *behind; line < end; line = behind) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		behind = stop == NULL ? end : stop + 1;
		bool joined = splice != NULL, comments = ahead.next[COMMENT] < behind;
		splice = joint(line, behind);
		enum line kind = kind_of(line, behind);
		bool spliced = joined || splice != NULL, stays = spliced || kind > PLAIN;
		if (spliced)
			state = UNKNOWN;
		else if (comments)
			stays = !is_passable(&state, line, behind, &kind) || stays;
		bool imports = ahead.next[IMPORT] < behind && kind != BLANK;
		if ((imports && (kind == ASSEMBLERS || comments || spliced)) || (splice != NULL && parts_word(line, splice, behind, end)))
			return false;
		stays = stays || imports;
		pass(&ahead, behind, end);
		if (stays)
			keep(c, line, behind);
		else
			c->left_out = c->left_out || kind == PLAIN;
	}
	if (span_find(text, '\'') < text.len)
		keep(c, separator, separator + sizeof separator - 1);
	return splice == NULL;
}

struct span c_condensed(struct arena *a, struct span text)
{
	/* A byte order mark, which no line begins with but the first. */
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		return text;
	if (span_holds(text, SPAN("namespace")) || asks_for_headers(text) || has_trigraph(text) || has_raw_string(text) || has_lone_return(text))
		return text;
	/* What is left out is one byte or more and leaves two, and so does no line that stays: half as much again is enough. */
	struct condensing c = {arena_take(a, text.len + text.len / 2 + sizeof separator + 2, 1), 0, false};
	return condense(&c, text) ? (struct span){c.text, c.len} : text;
}
