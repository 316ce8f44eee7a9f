/* SPDX-License-Identifier: MIT */
/* json_scan.c - the bytes of a JSON document, judged before anything is made of them. */
#include "text/json_scan.h"

#include "base/arena.h"
#include "base/unicode.h"

#include <stdint.h>
#include <string.h>

/* A container that is open at the moment. `key` is as it is written, at NULL until the first was read. */
struct frame {
	bool object;
	size_t index;
	struct span key;
};

struct scan {
	struct arena *arena;
	const struct json_file *file;
	struct span bytes;
	size_t at;
	struct frame frames[JSON_DEEPEST];
	size_t depth;
	size_t *offsets;
	size_t count, room;
};

enum next { NEXT_VALUE, NEXT_SEPARATOR, NEXT_END };

struct span json_place(struct arena *arena, const struct json_file *file, size_t offset)
{
	size_t line = 1, column = 1;
	for (size_t i = 0; i < offset && i < file->bytes.len; i++) {
		unsigned char byte = (unsigned char)file->bytes.at[i];
		if (byte == '\n') {
			line++;
			column = 1;
		} else if ((byte & 0xC0) != 0x80) {
			column++;
		}
	}
	return span_format(arena, "%.*s:%zu:%zu: ", SPAN_ARGS(file->name), line, column);
}

struct span json_pointer_step(struct arena *arena, struct span pointer, struct span key)
{
	struct span text = span_format(arena, "%.*s/", SPAN_ARGS(pointer));
	struct span piece;
	size_t from = 0;
	for (size_t i = 0; i < key.len; i++) {
		if (key.at[i] != '~' && key.at[i] != '/')
			continue;
		piece = span_slice(key, from, i);
		text = span_format(arena, "%.*s%.*s%s", SPAN_ARGS(text), SPAN_ARGS(piece), key.at[i] == '~' ? "~0" : "~1");
		from = i + 1;
	}
	piece = span_from(key, from);
	return span_format(arena, "%.*s%.*s", SPAN_ARGS(text), SPAN_ARGS(piece));
}

static struct span scan_pointer(const struct scan *scan)
{
	struct span pointer = {"", 0};
	for (size_t i = 0; i < scan->depth; i++) {
		const struct frame *frame = &scan->frames[i];
		if (frame->object && frame->key.at == NULL)
			break;
		struct span step = frame->object ? frame->key : span_format(scan->arena, "%zu", frame->index);
		pointer = json_pointer_step(scan->arena, pointer, step);
	}
	return pointer.len > 0 ? pointer : SPAN("/");
}

static const struct failure *refuse(const struct scan *scan, size_t at, const char *what)
{
	struct span place = json_place(scan->arena, scan->file, at);
	struct span pointer = scan_pointer(scan);
	return failure_of_policy(scan->arena, "%.*s%.*s: %s", SPAN_ARGS(place), SPAN_ARGS(pointer), what);
}

static bool at_end(const struct scan *scan)
{
	return scan->at >= scan->bytes.len;
}

/* The byte under the cursor; behind the end it is NUL, which is no part of any document. */
static char here(const struct scan *scan)
{
	return at_end(scan) ? '\0' : scan->bytes.at[scan->at];
}

static void skip_blanks(struct scan *scan)
{
	while (here(scan) == ' ' || here(scan) == '\t' || here(scan) == '\n' || here(scan) == '\r')
		scan->at++;
}

static bool hexadecimal(struct span four, uint32_t *value)
{
	uint32_t number = 0;
	for (size_t i = 0; i < four.len; i++) {
		char digit = byte_lower(four.at[i]);
		if (byte_is_digit(digit))
			number = number * 16 + (uint32_t)(digit - '0');
		else if (digit >= 'a' && digit <= 'f')
			number = number * 16 + (uint32_t)(digit - 'a') + 10;
		else
			return false;
	}
	*value = number;
	return four.len == 4;
}

/* At the `u` of an escape; a pair of surrogates is one character. */
static const struct failure *scan_unicode_escape(struct scan *scan)
{
	uint32_t first = 0, second = 0;
	size_t begin = scan->at - 1;
	if (!hexadecimal(span_slice(scan->bytes, scan->at + 1, scan->at + 5), &first))
		return refuse(scan, begin, "\\u needs four hexadecimal digits");
	if (first == 0)
		return refuse(scan, begin, "U+0000 is not allowed in a text");
	scan->at += 5;
	if (first < 0xD800 || first > 0xDFFF)
		return NULL;
	struct span low = span_slice(scan->bytes, scan->at, scan->at + 2);
	bool paired = first < 0xDC00 && span_eq(low, SPAN("\\u")) &&
	              hexadecimal(span_slice(scan->bytes, scan->at + 2, scan->at + 6), &second) && second >= 0xDC00 &&
	              second <= 0xDFFF;
	if (!paired)
		return refuse(scan, begin, "half of a surrogate pair is no character");
	scan->at += 6;
	return NULL;
}

static const struct failure *scan_escape(struct scan *scan)
{
	scan->at++;
	if (here(scan) == 'u')
		return scan_unicode_escape(scan);
	if (at_end(scan) || here(scan) == '\0' || strchr("\"\\/bfnrt", here(scan)) == NULL)
		return refuse(scan, scan->at - 1, "no such escape; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX");
	scan->at++;
	return NULL;
}

/* At the opening quote; gives what stands between the quotes, as it is written. */
static const struct failure *scan_string(struct scan *scan, struct span *raw)
{
	size_t begin = scan->at++;
	while (here(scan) != '"') {
		const struct failure *f = NULL;
		unsigned char byte = (unsigned char)here(scan);
		uint32_t character;
		size_t length;
		if (at_end(scan))
			return refuse(scan, begin, "the text is not closed by a quote");
		if (byte < 0x20)
			return refuse(scan, scan->at, "a control character in a text must be written as an escape (a line end as \\n)");
		length = byte < 0x80 ? 1 : unicode_decode(span_from(scan->bytes, scan->at), &character);
		if (length == 0)
			return refuse(scan, scan->at, "not well-formed UTF-8");
		if (byte == '\\')
			f = scan_escape(scan);
		else
			scan->at += length;
		if (f != NULL)
			return f;
	}
	*raw = span_slice(scan->bytes, begin + 1, scan->at);
	scan->at++;
	return NULL;
}

static size_t skip_digits(struct scan *scan)
{
	size_t begin = scan->at;
	while (byte_is_digit(here(scan)))
		scan->at++;
	return scan->at - begin;
}

static bool fits_64_bits(struct span digits, bool negative)
{
	uint64_t most = (uint64_t)INT64_MAX + (negative ? 1 : 0);
	uint64_t number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		uint64_t digit = (uint64_t)(digits.at[i] - '0');
		if (number > (most - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	return true;
}

/* With a fraction, 15 digits in all: so many survive in every reader's binary64. */
static const struct failure *scan_number(struct scan *scan)
{
	size_t begin = scan->at, fraction = 0;
	bool negative = here(scan) == '-';
	if (negative)
		scan->at++;
	struct span whole = span_from(scan->bytes, scan->at);
	whole.len = skip_digits(scan);
	if (whole.len == 0)
		return refuse(scan, begin, "a minus sign must be followed by a digit");
	if (whole.len > 1 && whole.at[0] == '0')
		return refuse(scan, begin, "a number must not begin with 0");
	if (here(scan) == '.') {
		scan->at++;
		fraction = skip_digits(scan);
		if (fraction == 0)
			return refuse(scan, begin, "a decimal point must be followed by a digit");
	}
	if (byte_lower(here(scan)) == 'e')
		return refuse(scan, begin, "a number must not have an exponent");
	if (!fits_64_bits(whole, negative) || (fraction > 0 && whole.len + fraction > 15))
		return refuse(scan, begin, "the number does not fit 64 bits");
	return NULL;
}

static const struct failure *scan_word(struct scan *scan)
{
	static const struct span words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
	for (size_t i = 0; i < COUNT(words); i++) {
		if (!span_starts(span_from(scan->bytes, scan->at), words[i]))
			continue;
		scan->at += words[i].len;
		return NULL;
	}
	if (at_end(scan))
		return refuse(scan, scan->at, "the document ends where a value must stand");
	if (here(scan) == '/' || here(scan) == '#')
		return refuse(scan, scan->at, "a value must stand here; JSON has no comments");
	if (here(scan) == ']' || here(scan) == '}')
		return refuse(scan, scan->at, "a value must stand here; there is no comma before a closing bracket");
	return refuse(scan, scan->at, "no value begins like this; a text stands in double quotes");
}

/* At a member's name: up to the value behind the colon. */
static const struct failure *scan_key(struct scan *scan)
{
	skip_blanks(scan);
	if (here(scan) == '}')
		return refuse(scan, scan->at, "a member must stand here; there is no comma before a closing bracket");
	if (here(scan) != '"')
		return refuse(scan, scan->at, "a member's name in double quotes must stand here");
	struct span key;
	const struct failure *f = scan_string(scan, &key);
	if (f != NULL)
		return f;
	scan->frames[scan->depth - 1].key = key;
	skip_blanks(scan);
	if (here(scan) != ':')
		return refuse(scan, scan->at, "a colon must stand between a member's name and its value");
	scan->at++;
	return NULL;
}

/* At an opening bracket. */
static const struct failure *scan_open(struct scan *scan, enum next *next)
{
	if (scan->depth == JSON_DEEPEST)
		return refuse(scan, scan->at, "too deep: at most 32 values may lie in each other");
	bool object = here(scan) == '{';
	scan->frames[scan->depth++] = (struct frame){.object = object};
	scan->at++;
	skip_blanks(scan);
	if (here(scan) == (object ? '}' : ']')) {
		scan->at++;
		scan->depth--;
		*next = NEXT_SEPARATOR;
		return NULL;
	}
	*next = NEXT_VALUE;
	return object ? scan_key(scan) : NULL;
}

static const struct failure *scan_value(struct scan *scan, enum next *next)
{
	struct span raw;
	skip_blanks(scan);
	if (scan->count == JSON_MOST_VALUES)
		return refuse(scan, scan->at, "too many values: at most 1000000 in one document");
	scan->offsets = arena_grow(scan->arena, scan->offsets, scan->count, &scan->room, sizeof(*scan->offsets));
	scan->offsets[scan->count++] = scan->at;
	*next = NEXT_SEPARATOR;
	if (here(scan) == '{' || here(scan) == '[')
		return scan_open(scan, next);
	if (here(scan) == '"')
		return scan_string(scan, &raw);
	if (here(scan) == '-' || byte_is_digit(here(scan)))
		return scan_number(scan);
	return scan_word(scan);
}

/* Behind a value: a comma, a closing bracket or the end. */
static const struct failure *scan_separator(struct scan *scan, enum next *next)
{
	skip_blanks(scan);
	if (scan->depth == 0) {
		*next = NEXT_END;
		return at_end(scan) ? NULL : refuse(scan, scan->at, "text behind the end of the document");
	}
	struct frame *frame = &scan->frames[scan->depth - 1];
	if (here(scan) == ',') {
		scan->at++;
		frame->index++;
		*next = NEXT_VALUE;
		return frame->object ? scan_key(scan) : NULL;
	}
	if (at_end(scan))
		return refuse(scan, scan->at, "the document ends before all brackets are closed");
	if (here(scan) != (frame->object ? '}' : ']'))
		return refuse(scan, scan->at, frame->object ? "a comma or } must stand here" : "a comma or ] must stand here");
	scan->at++;
	scan->depth--;
	return NULL;
}

const struct failure *json_scan(struct arena *arena, const struct json_file *file, struct json_offsets *offsets)
{
	struct scan scan = {.arena = arena, .file = file, .bytes = file->bytes};
	enum next next = NEXT_VALUE;
	if (span_starts(scan.bytes, SPAN("\xEF\xBB\xBF")))
		return refuse(&scan, 0, "a byte order mark is not allowed");
	while (next != NEXT_END) {
		const struct failure *f = next == NEXT_VALUE ? scan_value(&scan, &next) : scan_separator(&scan, &next);
		if (f != NULL)
			return f;
	}
	*offsets = (struct json_offsets){scan.offsets, scan.count};
	return NULL;
}
