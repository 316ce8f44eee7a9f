/* SPDX-License-Identifier: MIT */
/* trailers.c - the trailers of a commit message, exactly as git reads them. */
#include "text/trailers.h"

#include "base/arena.h"

/* What one line of a message is to git, without regard to its neighbours. */
enum line_kind {
	LINE_COMMENT,
	LINE_BLANK,
	LINE_GENERATED, /* begins as git itself begins a trailer */
	LINE_TRAILER,   /* key, blanks, colon */
	LINE_FOLD,      /* begins with a space: goes on with a trailer above it */
	LINE_OTHER
};

#define CUT_LINE "# ------------------------ >8 ------------------------"

/* Prefixes that make a paragraph trailers although a part of it is prose. */
static const struct span generated[] = {
	{"Signed-off-by: ", sizeof("Signed-off-by: ") - 1},
	{"(cherry picked from commit ", sizeof("(cherry picked from commit ") - 1},
};

/* The line that begins at the offset, with its line feed where it has one. */
static struct span line_at(struct span text, size_t at)
{
	struct span rest = span_from(text, at);
	return span_slice(rest, 0, span_find(rest, '\n') + 1);
}

/* Where the line begins that ends at the offset (its line feed may be the byte before). */
static size_t line_before(struct span text, size_t end)
{
	struct span before = span_slice(text, 0, end - 1);
	size_t feed = span_find_last(before, '\n');
	return feed == before.len ? 0 : feed + 1;
}

/* The offset of the colon of `key:` or `key  :`, or 0: a key has at least one letter, digit or dash. */
static size_t key_end(struct span line)
{
	bool blank = false;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.at[i];
		if (c == ':')
			return i;
		if (i > 0 && byte_is_blank(c))
			blank = true;
		else if (blank || (!byte_is_alnum(c) && c != '-'))
			return 0;
	}
	return 0;
}

static enum line_kind line_kind(struct span line)
{
	if (line.at[0] == '#')
		return LINE_COMMENT;
	if (span_strip(line).len == 0)
		return LINE_BLANK;
	for (size_t i = 0; i < COUNT(generated); i++)
		if (span_starts(line, generated[i]))
			return LINE_GENERATED;
	if (key_end(line) > 0)
		return LINE_TRAILER;
	return byte_is_git_space(line.at[0]) ? LINE_FOLD : LINE_OTHER;
}

/* A last line without its line feed is none of git's own. */
static bool line_is(struct span line, struct span what)
{
	return line.len == what.len + 1 && line.at[what.len] == '\n' && span_starts(line, what);
}

/*
 * Where the message ends for git: before a scissors line, and before the comments, empty lines and old-style list of
 * conflicts that it ends with. That such a tail is not seen at offset 0, and that a list of conflicts there stays open,
 * is git's manner too.
 */
static size_t message_end(struct span message)
{
	size_t tail = 0;
	bool conflicts = false;
	for (size_t at = 0; at < message.len;) {
		struct span line = line_at(message, at);
		if (line_is(line, SPAN(CUT_LINE)))
			return tail > 0 ? tail : at;
		if (line.at[0] == '#' || line.at[0] == '\n') {
			tail = tail > 0 ? tail : at;
		} else if (line_is(line, SPAN("Conflicts:"))) {
			conflicts = true;
			tail = tail > 0 ? tail : at;
		} else if (tail > 0 && !(conflicts && line.at[0] == '\t')) {
			tail = 0;
			conflicts = false;
		}
		at += line.len;
	}
	return tail > 0 ? tail : message.len;
}

/* Where the first paragraph ends: it is the title and never holds trailers. Comments may stand in it. */
static size_t title_end(struct span message)
{
	size_t at = 0;
	while (at < message.len) {
		struct span line = line_at(message, at);
		if (line_kind(line) == LINE_BLANK)
			break;
		at += line.len;
	}
	return at;
}

/* What stands in the last paragraph, counted from its end. */
struct tally {
	size_t trailers, others;
	size_t folds; /* lines that go on with something above, which is not known yet */
	bool generated;
};

static void tally_line(struct tally *t, enum line_kind kind)
{
	if (kind == LINE_FOLD) {
		t->folds++;
		return;
	}
	if (kind == LINE_TRAILER || kind == LINE_GENERATED) {
		t->trailers++;
		t->generated |= kind == LINE_GENERATED;
	} else {
		/* A comment is no line of its own, but what is folded below it belongs to no trailer. */
		t->others += t->folds + (kind == LINE_OTHER ? 1 : 0);
	}
	t->folds = 0;
}

static bool tally_is_block(const struct tally *t)
{
	size_t others = t->others + t->folds;
	if (t->generated && t->trailers * 3 >= others)
		return true;
	return t->trailers > 0 && others == 0;
}

/* Where the trailer block of a message begins; its end where it has none. */
static size_t block_start(struct span message)
{
	size_t title = title_end(message);
	struct tally tally = {0};
	bool seen = false;
	for (size_t end = message.len; end > title;) {
		size_t at = line_before(message, end);
		enum line_kind kind = line_kind(line_at(message, at));
		if (kind == LINE_BLANK && seen)
			return tally_is_block(&tally) ? end : message.len;
		if (kind != LINE_BLANK) {
			seen = seen || kind != LINE_COMMENT;
			tally_line(&tally, kind);
		}
		end = at;
	}
	return message.len;
}

/* Each line end of a folded value, with the spaces behind it, is one blank. */
static struct span unfold(struct arena *arena, struct span value)
{
	value = span_strip(value);
	if (span_find(value, '\n') == value.len)
		return value;
	char *text = arena_take(arena, value.len, 1);
	size_t len = 0;
	for (size_t i = 0; i < value.len;) {
		text[len++] = value.at[i++];
		if (text[len - 1] != '\n')
			continue;
		text[len - 1] = ' ';
		while (i < value.len && byte_is_git_space(value.at[i]))
			i++;
	}
	return span_strip((struct span){text, len});
}

struct trailers trailers_read(struct arena *arena, struct span message)
{
	message = span_slice(message, 0, span_find(message, '\0'));
	message = span_slice(message, 0, message_end(message));

	struct trailer *list = NULL;
	size_t count = 0, room = 0;
	for (size_t at = block_start(message); at < message.len;) {
		struct span line = line_at(message, at);
		size_t begin = at, colon = key_end(line);
		at += line.len;
		if (colon == 0)
			continue;
		while (at < message.len && byte_is_git_space(message.at[at]))
			at += line_at(message, at).len;
		list = arena_grow(arena, list, count, &room, sizeof(*list));
		list[count++] = (struct trailer){
			.key = span_strip(span_slice(line, 0, colon)),
			.value = unfold(arena, span_slice(message, begin + colon + 1, at)),
		};
	}
	return (struct trailers){list, count};
}
