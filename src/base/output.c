/* SPDX-License-Identifier: MIT */
/* output.c - text on its way out. */
#include "base/output.h"

#include "base/arena.h"
#include "base/unicode.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct output {
	struct arena *arena;
	char *bytes;
	size_t len, room;
	bool colour;
};

struct output *output_new(struct arena *a, bool colour)
{
	struct output *o = arena_take(a, 1, sizeof *o);
	o->arena = a;
	o->colour = colour;
	return o;
}

static void add(struct output *o, const char *at, size_t len)
{
	if (len > o->room - o->len) {
		size_t room = (o->room + len) * 2 + 256;
		char *moved = arena_take(o->arena, room, 1);
		if (o->len > 0)
			memcpy(moved, o->bytes, o->len);
		o->bytes = moved;
		o->room = room;
	}
	if (len > 0)
		memcpy(o->bytes + o->len, at, len);
	o->len += len;
}

void output_text(struct output *o, const char *text)
{
	add(o, text, strlen(text));
}

void output_format(struct output *o, const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	int len = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (len > 0)
		add(o, text, (size_t)len < sizeof text ? (size_t)len : sizeof text - 1);
}

void output_style(struct output *o, enum style style)
{
	static const char *const sequences[] = {
		[STYLE_PLAIN] = "\033[m",
		[STYLE_ERROR] = "\033[1;31m",
		[STYLE_WARNING] = "\033[1;33m",
		[STYLE_NOTE] = "\033[1;36m",
		[STYLE_STRONG] = "\033[1m",
	};
	_Static_assert(COUNT(sequences) == STYLE_STRONG + 1, "a style lacks its sequence");
	if (o->colour)
		output_text(o, sequences[style]);
}

/*
 * Whether a bracket here would end the name of a command to a CI system: `##[`, `##vso[`, `##teamcity[` count wherever they stand in
 * a line. The text so far may have come in pieces, so it is asked and not the piece.
 */
static bool ends_command(const struct output *o, uint32_t c)
{
	size_t at = o->len;
	if (c != '[')
		return false;
	while (at > 0 && byte_is_alnum(o->bytes[at - 1]))
		at--;
	return at >= 2 && o->bytes[at - 1] == '#' && o->bytes[at - 2] == '#';
}

/* Writes one character or one stray byte, escaped where it must be; returns its length in the text. */
static size_t one_foreign(struct output *o, struct span rest)
{
	uint32_t c;
	size_t len = unicode_decode(rest, &c);
	if (len == 0) {
		output_format(o, "\\x%02X", (unsigned)(unsigned char)rest.at[0]);
		return 1;
	}
	if (c == '\\')
		output_text(o, "\\\\");
	else if (c < 0x80 && (!unicode_visible(c) || ends_command(o, c)))
		output_format(o, "\\x%02X", (unsigned)c);
	else if (!unicode_visible(c))
		output_format(o, "\\u{%X}", (unsigned)c);
	else
		add(o, rest.at, len);
	return len;
}

void output_foreign(struct output *o, struct span text)
{
	while (text.len > 0)
		text = span_from(text, one_foreign(o, text));
}

void output_foreign_cut(struct output *o, struct span text, size_t columns)
{
	for (size_t i = 0; i < columns && text.len > 0; i++)
		text = span_from(text, one_foreign(o, text));
	if (text.len > 0)
		output_text(o, "...");
}

void output_foreign_lines(struct output *o, struct span text, size_t indent)
{
	while (text.len > 0) {
		if (text.at[0] == '\n')
			output_format(o, "\n%*s", (int)indent, "");
		else if (text.at[0] == '\t')
			output_text(o, "    ");
		size_t taken = text.at[0] == '\n' || text.at[0] == '\t' ? 1 : one_foreign(o, text);
		text = span_from(text, taken);
	}
}

static size_t one_json(struct output *o, struct span rest)
{
	uint32_t c;
	size_t len = unicode_decode(rest, &c);
	if (len == 0) {
		output_format(o, "\\\\x%02X", (unsigned)(unsigned char)rest.at[0]);
		return 1;
	}
	if (c == '"' || c == '\\')
		output_format(o, "\\%c", (char)c);
	else if (!unicode_visible(c) && c > 0xffff)
		output_format(o, "\\u%04X\\u%04X", (unsigned)(0xd7c0 + (c >> 10)), (unsigned)(0xdc00 | (c & 0x3ff)));
	else if (!unicode_visible(c) || ends_command(o, c))
		output_format(o, "\\u%04X", (unsigned)c);
	else
		add(o, rest.at, len);
	return len;
}

void output_json(struct output *o, struct span text)
{
	output_text(o, "\"");
	while (text.len > 0)
		text = span_from(text, one_json(o, text));
	output_text(o, "\"");
}

size_t output_columns(const struct output *o, size_t from)
{
	size_t columns = 0;
	for (size_t i = from; i < o->len; i++)
		columns += ((unsigned char)o->bytes[i] & 0xc0) != 0x80;
	return columns;
}

void output_written(struct output *o, struct span text)
{
	add(o, text.at, text.len);
}

struct arena *output_arena(struct output *o)
{
	return o->arena;
}

struct span output_taken(const struct output *o)
{
	return (struct span){o->bytes == NULL ? "" : o->bytes, o->len};
}

const struct failure *output_write(const struct output *o, struct arena *a, int descriptor)
{
	size_t done = 0;
	while (done < o->len) {
		ssize_t written = write(descriptor, o->bytes + done, o->len - done);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return failure(a, "cannot write the answer: %s", strerror(errno));
		done += (size_t)written;
	}
	return NULL;
}
