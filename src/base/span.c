/* SPDX-License-Identifier: MIT */
/* span.c - pieces of text. */
#include "base/span.h"

#include "base/arena.h"

#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int span_printf_length(struct span s)
{
	return s.len > INT_MAX ? INT_MAX : (int)s.len;
}

bool span_eq_fold(struct span a, struct span b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (byte_lower(a.at[i]) != byte_lower(b.at[i]))
			return false;
	return true;
}

bool span_ends(struct span text, struct span with)
{
	return text.len >= with.len && span_eq(span_from(text, text.len - with.len), with);
}

bool span_ends_fold(struct span text, struct span with)
{
	return text.len >= with.len && span_eq_fold(span_from(text, text.len - with.len), with);
}

bool span_holds(struct span text, struct span needle)
{
	if (needle.len == 0)
		return true;
	return text.len >= needle.len && memmem(text.at, text.len, needle.at, needle.len) != NULL;
}

bool span_among(const struct span *list, size_t count, struct span wanted)
{
	for (size_t i = 0; i < count; i++)
		if (span_eq(list[i], wanted))
			return true;
	return false;
}

int span_order(struct span a, struct span b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter == 0 ? 0 : memcmp(a.at, b.at, shorter);
	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

size_t span_hash(struct span s)
{
	uint64_t h = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.at[i]) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

bool span_is_only(struct span s, char c)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != c)
			return false;
	return s.len > 0;
}

size_t span_find_last(struct span s, char c)
{
	const char *found = s.len == 0 ? NULL : memrchr(s.at, c, s.len);
	return found == NULL ? s.len : (size_t)(found - s.at);
}

struct span span_trim_right(struct span s)
{
	while (s.len > 0 && byte_is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

struct span span_trim(struct span s)
{
	while (s.len > 0 && byte_is_space(s.at[0]))
		s = span_from(s, 1);
	return span_trim_right(s);
}

struct span span_strip(struct span s)
{
	while (s.len > 0 && byte_is_git_space(s.at[0]))
		s = span_from(s, 1);
	while (s.len > 0 && byte_is_git_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool span_next(struct span *rest, char separator, struct span *piece)
{
	if (rest->len == 0)
		return false;
	size_t end = span_find(*rest, separator);
	*piece = span_slice(*rest, 0, end);
	*rest = span_from(*rest, end + 1);
	return true;
}

struct span span_copy(struct arena *a, struct span s)
{
	char *copy = arena_take(a, s.len + 1, 1);
	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return (struct span){copy, s.len};
}

const char *span_string(struct arena *a, struct span s)
{
	return span_copy(a, s).at;
}

struct span span_lower(struct arena *a, struct span s)
{
	char *copy = arena_take(a, s.len + 1, 1);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = byte_lower(s.at[i]);
	return (struct span){copy, s.len};
}

struct span span_format(struct arena *a, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int len = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (len < 0)
		return SPAN("(a message that could not be formatted)");

	char *text = arena_take(a, (size_t)len + 1, 1);
	va_start(arguments, format);
	(void)vsnprintf(text, (size_t)len + 1, format, arguments);
	va_end(arguments);
	return (struct span){text, (size_t)len};
}

bool span_number(struct span s, unsigned long limit, unsigned long *number)
{
	unsigned long n = 0;
	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (!byte_is_digit(s.at[i]))
			return false;
		unsigned long digit = (unsigned long)(s.at[i] - '0');
		if (n > (limit - digit) / 10 && (n > limit / 10 || n * 10 > limit - digit))
			return false;
		n = n * 10 + digit;
	}
	if (n > limit)
		return false;
	*number = n;
	return true;
}
