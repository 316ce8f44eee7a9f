/* SPDX-License-Identifier: MIT */
/* config_text.c - text in the form of git's configuration, read by git's own grammar. */
#include "text/config_text.h"

#include "base/arena.h"

/* A text that grows by single bytes, each of which was read before: all of them together have room in one copy of the file. */
static void add(struct config_text *c, struct span *word, char byte)
{
	*c->free++ = byte;
	word->len++;
}

static struct span new_word(const struct config_text *c)
{
	return (struct span){c->free, 0};
}

/* CRLF is one line feed, and so is the end of the text. */
static char next(struct config_text *c)
{
	if (c->rest.len == 0) {
		c->ended = true;
		return '\n';
	}
	if (span_starts(c->rest, SPAN("\r\n")))
		c->rest = span_from(c->rest, 1);
	char byte = c->rest.at[0];
	c->rest = span_from(c->rest, 1);
	return byte;
}

static bool is_key_byte(char byte)
{
	return byte_is_alnum(byte) || byte == '-';
}

/* Behind the section's name and a space: "NAME"], in which a backslash takes the next byte as it is. */
static bool read_quoted(struct config_text *c, char byte, struct span *name)
{
	while (byte_is_git_space(byte) && byte != '\n')
		byte = next(c);
	if (byte != '"')
		return false;
	add(c, name, '.');
	while ((byte = next(c)) != '"') {
		if (byte == '\\')
			byte = next(c);
		if (byte == '\n')
			return false;
		add(c, name, byte);
	}
	return next(c) == ']';
}

/* To git it is one text, `section.subsection`, and the first dot in it parts them. */
static bool read_section(struct config_text *c)
{
	struct span name = new_word(c);
	char byte;
	while (is_key_byte(byte = next(c)) || byte == '.')
		add(c, &name, byte_lower(byte));
	bool sound = byte == ']' ? name.len > 0 : byte_is_git_space(byte) && read_quoted(c, byte, &name);
	size_t dot = span_find(name, '.');
	c->setting.section = span_slice(name, 0, dot);
	c->setting.subsection = span_from(name, dot + 1);
	c->setting.has_subsection = dot < name.len;
	return sound;
}

static char unescaped(char byte)
{
	static const char pairs[][2] = {{'t', '\t'}, {'b', '\b'}, {'n', '\n'}, {'\\', '\\'}, {'"', '"'}};
	for (size_t i = 0; i < COUNT(pairs); i++)
		if (pairs[i][0] == byte)
			return pairs[i][1];
	return 0;
}

/* Up to the end of the line: quotes and escapes taken away, space at both ends too, a comment cut off, lines behind a backslash joined. */
static bool read_value(struct config_text *c)
{
	struct span value = new_word(c);
	size_t spaces = 0;
	bool quoted = false, comment = false;
	for (char byte = next(c); byte != '\n'; byte = next(c)) {
		comment = comment || (!quoted && (byte == ';' || byte == '#'));
		if (comment)
			continue;
		if (!quoted && byte_is_git_space(byte)) {
			spaces += value.len > 0;
			continue;
		}
		for (; spaces > 0; spaces--)
			add(c, &value, ' ');
		if (byte == '"')
			quoted = !quoted;
		else if (byte != '\\')
			add(c, &value, byte);
		else if ((byte = next(c)) != '\n' && unescaped(byte) == 0)
			return false;
		else if (byte != '\n')
			add(c, &value, unescaped(byte));
	}
	c->setting.value = value;
	c->setting.has_value = true;
	return !quoted;
}

static bool read_setting(struct config_text *c, char byte)
{
	struct span key = new_word(c);
	for (; is_key_byte(byte) && !c->ended; byte = next(c))
		add(c, &key, byte_lower(byte));
	while (byte_is_blank(byte))
		byte = next(c);
	c->setting.key = key;
	c->setting.value = SPAN("");
	c->setting.has_value = false;
	return byte == '\n' || (byte == '=' && read_value(c));
}

struct config_text config_text_of(struct arena *a, struct span text)
{
	return (struct config_text){
		.rest = span_from(text, span_starts(text, SPAN("\xef\xbb\xbf")) ? 3 : 0),
		.free = arena_take(a, text.len + 1, 1),
		.setting = {.section = SPAN(""), .subsection = SPAN("")},
	};
}

bool config_text_next(struct config_text *c)
{
	while (!c->ended) {
		char byte = next(c);
		if (byte_is_git_space(byte))
			continue;
		if (byte == '#' || byte == ';') {
			while (next(c) != '\n')
				;
		} else if (byte != '[') {
			return byte_is_alnum(byte) && !byte_is_digit(byte) && read_setting(c, byte);
		} else if (!read_section(c)) {
			break;
		}
	}
	return false;
}
