/* SPDX-License-Identifier: MIT */
/* exceptions.c - what entries that grant an exception have in common: who asked, who approved, and why. */
#include "policy/reading.h"
#include "text/words.h"

bool exception_says_nothing(struct span text)
{
	bool letters = false;
	for (size_t i = 0; i < text.len; i++)
		letters = letters || byte_is_alnum(text.at[i]) || (unsigned char)text.at[i] >= 0x80;
	return !letters || words_placeholder(text);
}

bool exception_identifies(const struct reading *reading, struct span text, struct identity *identity)
{
	const struct people *people = &reading->policy->people;
	if (span_find(text, '<') < text.len)
		return identity_read(reading->house, people, text, SPAN(""), identity).len == 0;
	size_t at = span_find(text, '@');
	if (at == 0 || at + 1 >= text.len || span_find_last(text, '@') != at)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] <= ' ' || text.at[i] >= 0x7F)
			return false;
	*identity = identity_of(reading->house, people, SPAN(""), text);
	return true;
}
