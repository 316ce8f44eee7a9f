/* SPDX-License-Identifier: MIT */
/* build_flags.c - flags in build files that give a function another name. */
#include "text/build_flags.h"

#include "base/arena.h"
#include "base/path.h"

#include <string.h>

#define LONGEST_WORD 4096
#define LONGEST_NAME 256
#define LIST_REACH 1024

/* Names that tell what a file is, whatever the letters' case; NULL at the ends. */
struct telling_names {
	const char *const *whole, *const *suffixes, *const *beginnings;
};

static const char *const build_names[] = {
	"makefile", "gnumakefile", "kbuild", "cmakelists.txt", "cmakepresets.json", "meson.build", "configure.ac", "configure.in", "sconstruct",
	"sconscript", "wscript", "build", "platformio.ini", "compile_flags.txt", "compile_commands.json", "xmake.lua", "jamfile", "jamroot", NULL,
};

static const char *const build_suffixes[] = {
	".mk", ".mak", ".make", ".cmake", ".am", ".ac", ".m4", ".bazel", ".bzl", ".gyp", ".gypi", ".gn", ".gni", ".pro", ".pri", ".qbs", ".ninja",
	".vcxproj", ".vcproj", ".props", ".cproject", ".ewp", ".uvprojx", ".mcp", ".rsp", ".jam", NULL,
};

static const char *const build_beginnings[] = {"makefile.", "makefile_", "premake", NULL};

static const struct telling_names build_files = {build_names, build_suffixes, build_beginnings};

static const char *const script_names[] = {
	"configure", "dockerfile", "containerfile", "jenkinsfile", "justfile", "pkgbuild", "apkbuild", ".envrc", NULL,
};

static const char *const script_suffixes[] = {
	".sh", ".bash", ".dash", ".ash", ".ksh", ".mksh", ".zsh", ".csh", ".tcsh", ".fish", ".command", ".run", ".bat", ".cmd", ".ps1",
	".yml", ".yaml", ".dockerfile", ".containerfile", ".spec", ".ebuild", ".bb", ".bbappend", ".bbclass", NULL,
};

static const char *const script_beginnings[] = {"dockerfile.", "containerfile.", NULL};

static const struct telling_names scripts = {script_names, script_suffixes, script_beginnings};

static bool tells(const struct telling_names *names, struct span path)
{
	struct span name = path_name(path);
	if (span_ends_fold(name, SPAN(".in")))
		name.len -= 3;
	struct span suffix = span_from(name, span_find_last(name, '.'));
	for (size_t i = 0; suffix.len > 0 && names->suffixes[i] != NULL; i++)
		if (span_eq_fold(span_of(names->suffixes[i]), suffix))
			return true;
	for (size_t i = 0; names->whole[i] != NULL; i++)
		if (span_eq_fold(span_of(names->whole[i]), name))
			return true;
	for (size_t i = 0; names->beginnings[i] != NULL; i++)
		if (span_eq_fold(span_slice(name, 0, span_of(names->beginnings[i]).len), span_of(names->beginnings[i])))
			return true;
	return false;
}

bool is_build_file(struct span path)
{
	return tells(&build_files, path);
}

bool is_script(struct span path)
{
	return tells(&scripts, path);
}

/* The programs that a shebang line may name: a shell, or make; `env`, its options and folders stand in front. */
bool begins_script(struct span text)
{
	static const char *const programs[] = {"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "busybox", "make", "gmake"};
	struct span line = span_slice(text, 0, span_find(span_slice(text, 0, LONGEST_WORD), '\n')), word;
	if (!span_starts(line, SPAN("#!")))
		return false;
	line = span_trim(span_from(line, 2));
	while (span_next(&line, ' ', &word))
		for (size_t i = 0; i < COUNT(programs); i++)
			if (span_eq(span_of(programs[i]), path_name(word)))
				return true;
	return false;
}

static bool is_letter(char c)
{
	return byte_is_alnum(c) || c == '_' || c == '$';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`' || c == '\\';
}

/* A word of a command line or list: up to a blank, a line end or a separator outside brackets. */
static size_t word_end(struct span text, size_t at)
{
	size_t depth = 0;
	for (; at < text.len; at++) {
		char c = text.at[at];
		bool separates = byte_is_blank(c) || c == ';' || c == '<' || c == '>' || c == ']' || c == ')';
		if (c == '\n' || c == '\r' || (depth == 0 && separates))
			break;
		depth += c == '(';
		depth -= c == ')';
	}
	return at;
}

/* The beginning of the name that is defined: letters, and in front of the sign its parameters. */
static size_t name_begin(struct span text, size_t line, size_t equals)
{
	size_t at = equals;
	if (at > line && text.at[at - 1] == ')') {
		while (at > line && equals - at < LONGEST_NAME && text.at[at - 1] != '(')
			at--;
		at -= at > line;
	}
	size_t end = at;
	while (at > line && is_letter(text.at[at - 1]))
		at--;
	return at < end && !byte_is_digit(text.at[at]) ? at : equals;
}

static struct digest window_of(struct arena *a, struct span word)
{
	char *bare = arena_take(a, word.len, 1);
	size_t len = 0;
	for (size_t i = 0; i < word.len; i++)
		if (!is_quote(word.at[i]))
			bare[len++] = word.at[i];
	return digest_of_bytes((struct span){bare, len});
}

static void tell(struct uses *uses, size_t at, struct span name, struct span word, const unsigned *ids, size_t count)
{
	struct digest window = window_of(uses->arena, word);
	for (size_t i = 0; i < count; i++)
		*uses_add(uses) = (struct use){.at = at, .len = name.len, .name = name, .id = ids[i], .kind = USE_ALIAS, .window = window};
}

/* -DNAME=\\"text\\" and '-DNAME="text"': the tool chain gets a string, and a string is no code. */
static bool is_string(struct span text, size_t begin)
{
	size_t apostrophes = 0;
	if (begin < 2 || text.at[begin - 1] != '"')
		return false;
	if (text.at[begin - 2] == '\\')
		return true;
	for (size_t at = begin; at > 0 && begin - at < LONGEST_WORD && text.at[at - 1] != '\n'; at--)
		apostrophes += text.at[at - 1] == '\'';
	return apostrophes % 2 == 1;
}

/* A name and no part of a path or of a longer word. */
static bool stands_alone(struct span text, size_t begin, size_t end)
{
	static const char before[] = "=\"'`(&*, \t", behind[] = "\"'`(), ;\t\r\n&|<>]}";
	bool free_begin = begin > 0 && span_find(SPAN(before), text.at[begin - 1]) < sizeof before - 1;
	bool escaped_quote = end + 1 < text.len && text.at[end] == '\\' && is_quote(text.at[end + 1]);
	return free_begin && (end == text.len || escaped_quote || span_find(SPAN(behind), text.at[end]) < sizeof behind - 1);
}

/* The wanted names in [from, to), which is the value of the definition `word`. */
static void look_into(struct uses *uses, struct span text, size_t from, size_t to, struct span word, const struct names *names)
{
	unsigned ids[NAMES_MOST];
	for (size_t at = from; at < to;) {
		size_t begin = at;
		while (at < to && is_letter(text.at[at]))
			at++;
		size_t count = at > begin && stands_alone(text, begin, at) && !is_string(text, begin) ? names_find(names, span_slice(text, begin, at), ids) : 0;
		if (count > 0)
			tell(uses, begin, span_slice(text, begin, at), word, ids, count);
		at += at == begin;
	}
}

static size_t line_end(struct span text, size_t at)
{
	while (at < text.len && text.at[at] != '\n' && text.at[at] != '\r')
		at++;
	return at;
}

static bool is_comment(struct span line)
{
	line = span_trim(line);
	return line.len > 0 && line.at[0] == '#';
}

/* Whether a wanted name follows soon: only then is it worth asking what the word is. */
static bool names_near(struct span text, size_t from, size_t end, const struct names *names)
{
	unsigned ids[NAMES_MOST];
	size_t last = word_end(span_slice(text, 0, end < from + LONGEST_WORD ? end : from + LONGEST_WORD), from);
	for (size_t at = from; at < last;) {
		size_t begin = at;
		while (at < last && is_letter(text.at[at]))
			at++;
		if (at > begin && names_find(names, span_slice(text, begin, at), ids) > 0)
			return true;
		at += at == begin;
	}
	return false;
}

static bool holds_fold(struct span text, struct span word)
{
	for (size_t at = 0; at + word.len <= text.len; at++)
		if (span_eq_fold(span_slice(text, at, at + word.len), word))
			return true;
	return false;
}

/* A list that is called definitions: what stands in it may be a name for the compiler. */
static bool in_list(struct span text, size_t begin)
{
	return holds_fold(span_slice(text, begin > LIST_REACH ? begin - LIST_REACH : 0, begin), SPAN("defin"));
}

/* What is defined is a name for the compiler: it stands behind -D or --defsym. */
static bool behind_flag(struct span text, size_t begin)
{
	static const char *const flags[] = {"-D", "/D", "defsym=", "defsym,", "defsym ", "redefine-sym ", "redefine-sym="};
	size_t from = begin;
	while (from > 0 && (is_quote(text.at[from - 1]) || (byte_is_blank(text.at[from - 1]) && begin - from < 2)))
		from--;
	struct span before = span_slice(text, 0, from), with = span_slice(text, 0, begin);
	bool own_flag = begin >= 1 && text.at[begin] == 'D' && (text.at[begin - 1] == '-' || text.at[begin - 1] == '/');
	for (size_t i = 0; i < COUNT(flags); i++)
		own_flag = own_flag || span_ends(before, span_of(flags[i])) || span_ends(with, span_of(flags[i]));
	return own_flag;
}

/* Each sign of a line that stands between a name and a value without blanks, and is no comparison. */
static void look_at_line(struct uses *uses, struct span text, size_t line, size_t end, const struct names *names, bool lists)
{
	for (size_t at = line; at < end; at++) {
		if (text.at[at] != '=' || at + 1 == end || text.at[at + 1] == '=' || byte_is_blank(text.at[at + 1]))
			continue;
		size_t begin = name_begin(text, line, at);
		if (begin == at)
			continue;
		if (!names_near(text, at + 1, end, names) || !(behind_flag(text, begin) || (lists && in_list(text, begin))))
			continue;
		size_t last = word_end(span_slice(text, 0, end), at + 1);
		look_into(uses, text, at + 1, last, span_slice(text, begin, last), names);
		at = last > at ? last - 1 : at;
	}
}

static void look_at_lines(struct uses *uses, struct span text, const struct names *names, bool lists)
{
	for (size_t line = 0; line < text.len;) {
		size_t end = line_end(text, line);
		if (!is_comment(span_slice(text, line, end)))
			look_at_line(uses, text, line, end, names, lists);
		line = end + 1;
	}
}

void build_flag_uses(struct uses *uses, struct span text, const struct names *names)
{
	look_at_lines(uses, text, names, true);
}

void script_flag_uses(struct uses *uses, struct span text, const struct names *names)
{
	look_at_lines(uses, text, names, false);
}

/* Behind a sign, over blanks; or in front of it. */
static size_t behind_blanks(struct span text, size_t at)
{
	while (at < text.len && byte_is_space(text.at[at]))
		at++;
	return at;
}

static size_t before_blanks(struct span text, size_t at)
{
	while (at > 0 && byte_is_blank(text.at[at - 1]))
		at--;
	return at;
}

void linker_script_uses(struct uses *uses, struct span text, const struct names *names)
{
	unsigned ids[NAMES_MOST];
	for (size_t at = 0; at < text.len; at++) {
		if (text.at[at] == '/' && at + 1 < text.len && text.at[at + 1] == '*') {
			const char *end = memmem(text.at + at, text.len - at, "*/", 2);
			at = end == NULL ? text.len : (size_t)(end - text.at);
		}
		if (at >= text.len || text.at[at] != '=')
			continue;
		size_t last = before_blanks(text, at), from = behind_blanks(text, at + 1), to = from;
		while (to < text.len && is_letter(text.at[to]))
			to++;
		if (last == 0 || !is_letter(text.at[last - 1]) || to == from || byte_is_digit(text.at[from]))
			continue;
		size_t count = names_find(names, span_slice(text, from, to), ids);
		if (count > 0)
			tell(uses, from, span_slice(text, from, to), span_slice(text, last - 1, to), ids, count);
	}
}
