/* SPDX-License-Identifier: MIT */
/* build_names.c - which files are build files or scripts, by their names. */
#include "text/build_flags.h"

#include "base/path.h"

#define LONGEST_LINE 4096

/* Names that tell what a file is, whatever the letters' case; NULL at the ends. */
struct telling_names {
	const char *const *whole, *const *suffixes, *const *beginnings;
};

static const char *const none[] = {NULL};

static const char *const build_names[] = {
	"makefile", "gnumakefile", "bsdmakefile", "kbuild", "cmakepresets.json", "cmakeuserpresets.json", "meson.build", "sconstruct", "sconscript",
	"wscript", "build", "platformio.ini", "compile_flags.txt", "compile_commands.json", "jamfile", "jamroot", "tupfile", NULL,
};

static const char *const build_suffixes[] = {
	".mk", ".mak", ".make", ".am", ".bazel", ".bzl", ".gyp", ".gypi", ".gn", ".gni", ".pro", ".pri", ".qbs", ".ninja", ".rsp", ".jam",
	".xcconfig", ".bp", NULL,
};

static const char *const build_beginnings[] = {"makefile.", "makefile_", "makefile-", "make.", "jamfile.", "jamroot.", NULL};

static const char *const cmake_names[] = {"cmakelists.txt", NULL};
static const char *const cmake_suffixes[] = {".cmake", NULL};

static const char *const m4_names[] = {"configure.ac", "configure.in", NULL};
static const char *const m4_suffixes[] = {".ac", ".m4", NULL};

static const char *const xml_suffixes[] = {
	".vcxproj", ".vcproj", ".props", ".cproject", ".ewp", ".uvprojx", ".uvproj", ".cproj", ".cbp", ".mcp", NULL,
};

static const char *const lua_names[] = {"xmake.lua", NULL};
static const char *const lua_beginnings[] = {"premake", NULL};

static const struct telling_names build_files[] = {
	[COMMENTS_HASH] = {build_names, build_suffixes, build_beginnings},
	[COMMENTS_CMAKE] = {cmake_names, cmake_suffixes, none},
	[COMMENTS_M4] = {m4_names, m4_suffixes, none},
	[COMMENTS_XML] = {none, xml_suffixes, none},
	[COMMENTS_LUA] = {lua_names, none, lua_beginnings},
};
_Static_assert(COUNT(build_files) == BUILD_COMMENTS, "a kind of comments lacks its files");

static const char *const script_names[] = {
	"configure", "dockerfile", "containerfile", "jenkinsfile", "justfile", "pkgbuild", "apkbuild", ".envrc", NULL,
};

static const char *const script_suffixes[] = {
	".sh", ".bash", ".dash", ".ash", ".ksh", ".mksh", ".zsh", ".csh", ".tcsh", ".fish", ".command", ".run", ".bat", ".cmd", ".ps1",
	".yml", ".yaml", ".dockerfile", ".containerfile", ".spec", ".ebuild", ".bb", ".bbappend", ".bbclass", NULL,
};

static const char *const script_beginnings[] = {"dockerfile.", "containerfile.", NULL};

static const struct telling_names scripts = {script_names, script_suffixes, script_beginnings};

static bool tells_whole(const struct telling_names *names, struct span name)
{
	for (size_t i = 0; names->whole[i] != NULL; i++)
		if (span_eq_fold(span_of(names->whole[i]), name))
			return true;
	return false;
}

static bool tells(const struct telling_names *names, struct span path)
{
	struct span name = path_name(path);
	if (tells_whole(names, name))
		return true;
	if (span_ends_fold(name, SPAN(".in")))
		name.len -= 3;
	struct span suffix = span_from(name, span_find_last(name, '.'));
	for (size_t i = 0; suffix.len > 0 && names->suffixes[i] != NULL; i++)
		if (span_eq_fold(span_of(names->suffixes[i]), suffix))
			return true;
	for (size_t i = 0; names->beginnings[i] != NULL; i++)
		if (span_eq_fold(span_slice(name, 0, span_of(names->beginnings[i]).len), span_of(names->beginnings[i])))
			return true;
	return tells_whole(names, name);
}

/* The makefile of a Debian package has a plain word for its name. */
static bool is_debian_rules(struct span path)
{
	return span_eq(path, SPAN("debian/rules")) || span_ends(path, SPAN("/debian/rules"));
}

bool is_build_file(struct span path, enum build_comments comments)
{
	return tells(&build_files[comments], path) || (comments == COMMENTS_HASH && is_debian_rules(path));
}

bool is_script(struct span path)
{
	return tells(&scripts, path);
}

/* The programs that a shebang line may name: a shell, or make; `env`, its options and folders stand in front. */
bool begins_script(struct span text)
{
	static const char *const programs[] = {"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "busybox", "make", "gmake"};
	struct span line = span_slice(text, 0, span_find(span_slice(text, 0, LONGEST_LINE), '\n')), word;
	if (!span_starts(line, SPAN("#!")))
		return false;
	line = span_trim(span_from(line, 2));
	while (span_next(&line, ' ', &word))
		for (size_t i = 0; i < COUNT(programs); i++)
			if (span_eq(span_of(programs[i]), path_name(word)))
				return true;
	return false;
}
