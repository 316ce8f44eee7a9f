/* SPDX-License-Identifier: MIT */
/* c_flags.c - files that the flags of a build file include, or take for code whatever their names are. */
#include "text/c_gather.h"

#include "base/arena.h"

#include <string.h>

#define LONGEST_LINE 4096

/* What stands behind the flag: a file; a language and files to the end of the line; or files around it, in the parentheses of a call. */
enum { A_FILE, A_LANGUAGE, FILES, FILES_AROUND };

static const struct {
	const char *flag;
	int files;
} flags[] = {
	{"-include", A_FILE}, {"-imacros", A_FILE},  {"/FI", A_FILE}, {"-FI", A_FILE}, {"ForcedIncludeFiles", A_FILE}, {"/Tc", A_FILE}, {"/Tp", A_FILE},
	{"-Tc", A_FILE},      {"-Tp", A_FILE},       {"/TC", FILES},  {"/TP", FILES},  {"-TC", FILES},                 {"-TP", FILES},  {"-x", A_LANGUAGE},
	{"--language", A_LANGUAGE}, {"LANGUAGE C", FILES_AROUND},
};

static const char dress[] = " \t\"'=\\,<>();";

static bool is_dress(char byte)
{
	return span_find(SPAN(dress), byte) < sizeof dress - 1;
}

/* The next word of a command line: blanks, quotes and an equals sign in front are passed over. */
static struct span next_word(struct span *rest)
{
	size_t from = 0;
	while (from < rest->len && (is_dress(rest->at[from]) || byte_is_space(rest->at[from])))
		from++;
	size_t to = from;
	while (to < rest->len && !byte_is_space(rest->at[to]) && !is_dress(rest->at[to]))
		to++;
	struct span word = span_slice(*rest, from, to);
	*rest = span_from(*rest, to);
	return word;
}

/* The line from there on, with those that a backslash joins to it. */
static struct span line_from(struct span text)
{
	size_t end = 0;
	text = span_slice(text, 0, LONGEST_LINE);
	do {
		end += span_find(span_from(text, end), '\n');
	} while (end > 0 && end < text.len && text.at[end - 1] == '\\' && ++end < text.len);
	return span_slice(text, 0, end);
}

/* As -x has it: c, c++-header, objective-c, assembler-with-cpp, cpp-output. */
static bool is_language(struct span word)
{
	static const char *const beginnings[] = {"c", "objective", "assembler", "hip"};
	for (size_t i = 0; i < COUNT(beginnings); i++)
		if (span_starts(word, span_of(beginnings[i])))
			return !span_eq(word, SPAN("cd")) && !span_eq(word, SPAN("cp"));
	return false;
}

static void take_words(struct gathering *g, struct span words)
{
	while (words.len > 0) {
		struct span word = next_word(&words);
		if (word.len > 0)
			gather_name(g, &g->includes, span_copy(g->arena, word));
	}
}

/* From the bracket that opens in front of the place, but not in front of `least`, to the one that closes behind it. */
static struct span call_around(struct span text, size_t at, size_t least)
{
	size_t from = at;
	while (from > least && at - from < LONGEST_LINE && text.at[from - 1] != '(')
		from--;
	struct span rest = span_slice(text, from, at + LONGEST_LINE);
	size_t close = span_find(span_from(rest, at - from), ')');
	return span_slice(rest, 0, at - from + close);
}

/* What stands behind the flag that ends there; the place behind what was read. */
static size_t take_flag(struct gathering *g, struct span text, size_t end, int files, size_t least)
{
	struct span rest = span_slice(text, end, end + LONGEST_LINE), word = SPAN("");
	if (files == FILES_AROUND) {
		struct span call = call_around(text, end, least);
		take_words(g, call);
		return (size_t)(call.at - text.at) + call.len;
	}
	if (files != FILES)
		word = next_word(&rest);
	size_t behind = (size_t)(rest.at - text.at);
	if (files == A_FILE && word.len > 0)
		gather_name(g, &g->includes, span_copy(g->arena, word));
	if (files == A_FILE || (files == A_LANGUAGE && !is_language(word)))
		return files == A_FILE ? behind : end;
	struct span line = line_from(rest);
	take_words(g, line);
	return behind + line.len;
}

/* One look that leaves out the flags that stand nowhere: most files have one or two of them. */
static void note_flags(struct span text, bool present[COUNT(flags)])
{
	for (size_t at = 0; at < text.len; at++) {
		char byte = text.at[at];
		if (byte != '-' && byte != '/' && byte != 'F' && byte != 'L')
			continue;
		for (size_t i = 0; i < COUNT(flags); i++)
			present[i] = present[i] || (flags[i].flag[0] == byte && span_starts(span_from(text, at), span_of(flags[i].flag)));
	}
}

void gather_flags(struct gathering *g, struct span text)
{
	bool present[COUNT(flags)] = {false};
	note_flags(text, present);
	for (size_t i = 0; i < COUNT(flags); i++) {
		struct span flag = span_of(flags[i].flag);
		size_t at = 0;
		const char *found;
		while (present[i] && at < text.len && (found = memmem(text.at + at, text.len - at, flag.at, flag.len)) != NULL)
			at = take_flag(g, text, (size_t)(found - text.at) + flag.len, flags[i].files, at);
	}
}
