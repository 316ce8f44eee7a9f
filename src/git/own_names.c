/* SPDX-License-Identifier: MIT */
/* own_names.c - names of entries that some system takes for a file of git's own. */
#include "git/own_names.h"

#include "base/unicode.h"

#define SHORT_NAME 8 /* bytes of a short name in front of its suffix */

/* The short names: the first six letters and a number, or git's own hash of the name where those are taken. */
static const struct {
	struct span name, letters, hashed;
	char last; /* largest number behind the letters */
} own[] = {
	[OWN_FOLDER] = {{".git", 4}, {"git~", 4}, {"", 0}, '1'},
	[OWN_MODULES] = {{".gitmodules", 11}, {"gitmod~", 7}, {"gi7eba", 6}, '4'},
	[OWN_ATTRIBUTES] = {{".gitattributes", 14}, {"gitatt~", 7}, {"gi7d29", 6}, '4'},
};

/* Characters that HFS+ passes over when it compares names (the list of git's own check). */
static bool hfs_ignores(uint32_t c)
{
	return (c >= 0x200c && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x206a && c <= 0x206f) || c == 0xfeff;
}

static bool is_on_hfs(struct span name, struct span wanted)
{
	size_t met = 0;
	while (name.len > 0) {
		uint32_t c;
		size_t len = unicode_decode(name, &c);
		if (len == 0)
			return false;
		name = span_from(name, len);
		if (hfs_ignores(c))
			continue;
		if (met == wanted.len || c > 0x7f || byte_lower((char)c) != wanted.at[met])
			return false;
		met++;
	}
	return met == wanted.len;
}

static bool begins_fold(struct span name, struct span with)
{
	return name.len >= with.len && span_eq_fold(span_slice(name, 0, with.len), with);
}

/* Some of the hash, a tilde and a number that does not begin with 0: eight bytes together. */
static bool is_hashed(struct span name, struct span hashed)
{
	size_t tilde = span_find(name, '~');
	if (hashed.len == 0 || name.len != SHORT_NAME || tilde > hashed.len || tilde + 1 >= SHORT_NAME || name.at[tilde + 1] == '0')
		return false;
	for (size_t i = tilde + 1; i < SHORT_NAME; i++)
		if (!byte_is_digit(name.at[i]))
			return false;
	return span_eq_fold(span_slice(name, 0, tilde), span_slice(hashed, 0, tilde));
}

/* NTFS: the short names, trailing blanks and dots, and an alternate stream behind a colon all lead to the file. */
static bool is_on_ntfs(struct span name, enum own_name wanted)
{
	struct span letters = own[wanted].letters;
	name = span_slice(name, 0, span_find(name, ':'));
	while (name.len > 0 && (name.at[name.len - 1] == ' ' || name.at[name.len - 1] == '.'))
		name.len--;
	if (span_eq_fold(name, own[wanted].name) || is_hashed(name, own[wanted].hashed))
		return true;
	return name.len == letters.len + 1 && begins_fold(name, letters) && name.at[letters.len] >= '1' && name.at[letters.len] <= own[wanted].last;
}

/* All of these names begin with a point, or hold one of these bytes; almost none of the others do. */
static bool may_be_own(struct span name)
{
	bool may = name.len > 0 && name.at[0] == '.';
	for (size_t i = 0; i < name.len; i++)
		may = may || name.at[i] == '~' || name.at[i] == '\\' || (unsigned char)name.at[i] >= 0x80;
	return may;
}

enum own_name own_name_of(struct span name)
{
	struct span rest = name, part;
	if (!may_be_own(name))
		return OWN_NONE;
	for (enum own_name wanted = OWN_FOLDER; wanted <= OWN_ATTRIBUTES; wanted++)
		if (is_on_hfs(name, own[wanted].name))
			return wanted;
	while (span_next(&rest, '\\', &part))
		for (enum own_name wanted = OWN_FOLDER; wanted <= OWN_ATTRIBUTES; wanted++)
			if (is_on_ntfs(part, wanted))
				return wanted;
	return OWN_NONE;
}
