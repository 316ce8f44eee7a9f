/* SPDX-License-Identifier: MIT */
/* span.h - a borrowed piece of text: a pointer, a length, never a promise of a NUL. */
#ifndef PORTCULLIS_BASE_SPAN_H
#define PORTCULLIS_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct arena;

struct span {
	const char *at;
	size_t len;
};

/* Of single bytes, ASCII only; space is blank, tab, CR, LF, FF, VT, and git's space blank, tab, CR, LF. */
static inline bool byte_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool byte_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool byte_is_git_space(char c)
{
	return byte_is_blank(c) || c == '\n' || c == '\r';
}

static inline bool byte_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool byte_is_alnum(char c)
{
	return byte_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char byte_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A span over a string literal. */
#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})

/* How many elements an array has. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* "%.*s" takes its length as an int; what is longer is cut, which only ever shortens a message. */
#define SPAN_ARGS(span) span_printf_length(span), (span).at
int span_printf_length(struct span);

/* The text of a C string, without its NUL; an empty span for NULL. */
static inline struct span span_of(const char *text)
{
	return text == NULL ? (struct span){"", 0} : (struct span){text, strlen(text)};
}

static inline bool span_eq(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* The bytes [from, to); both are brought inside the span. */
static inline struct span span_slice(struct span s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	if (from > 0) /* C17 6.5.6: a null pointer takes no offset, not even 0 */
		s.at += from;
	return (struct span){s.at, to - from};
}

static inline struct span span_from(struct span s, size_t from)
{
	return span_slice(s, from, s.len);
}

/* Equal when ASCII letters are folded; other bytes are compared as they are. */
bool span_eq_fold(struct span, struct span);

static inline bool span_starts(struct span text, struct span with)
{
	return text.len >= with.len && span_eq(span_slice(text, 0, with.len), with);
}

bool span_ends(struct span text, struct span with);
bool span_ends_fold(struct span text, struct span with);
/* Whether needle stands somewhere in text; an empty needle does. */
bool span_holds(struct span text, struct span needle);
/* Whether one of the spans is equal to the wanted one. */
bool span_among(const struct span *, size_t count, struct span wanted);
/* Order of the bytes, shorter first where one is the beginning of the other: <0, 0, >0. */
int span_order(struct span, struct span);
/* For tables: 64 bits of FNV-1a, the upper half mixed into the lower. */
size_t span_hash(struct span);

/* Whether the span is not empty and made of that byte alone. */
bool span_is_only(struct span, char);

/* Offset of the first (last) such byte, or the span's length where there is none. */
static inline size_t span_find(struct span s, char c)
{
	const char *found = s.len == 0 ? NULL : memchr(s.at, c, s.len);
	return found == NULL ? s.len : (size_t)(found - s.at);
}

size_t span_find_last(struct span, char);

/* Without the blanks, tabs, CR, LF, FF and VT at both ends (or at the right end). */
struct span span_trim(struct span);
struct span span_trim_right(struct span);
/* Without what git takes for space at both ends, whatever the locale: blank, tab, CR, LF. A form feed stays to be seen. */
struct span span_strip(struct span);

/* Takes the next piece up to (and past) the separator off the front; false when nothing is left. */
bool span_next(struct span *rest, char separator, struct span *piece);

/* A copy that lives in the arena and has a NUL behind it (which is not counted). */
struct span span_copy(struct arena *, struct span);
/* The same, as a C string. Text behind an inner NUL is lost to C functions: refuse such text first. */
const char *span_string(struct arena *, struct span);
/* A copy with ASCII letters in lower case. */
struct span span_lower(struct arena *, struct span);
/* The printf-like text, in the arena. */
__attribute__((format(printf, 2, 3))) struct span span_format(struct arena *, const char *format, ...);

/* A whole number without sign or blanks; false when it is none or above the limit. */
bool span_number(struct span, unsigned long limit, unsigned long *number);

#endif
