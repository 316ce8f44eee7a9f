/* SPDX-License-Identifier: MIT */
/*
 * facts_condensed.c - a condensed text must tell the same facts as the whole one:
 * facts_condensed generated COUNT SEED, or facts_condensed files < PATHS. The last line counts texts and differences.
 */
#include "base/arena.h"
#include "base/files.h"
#include "base/path.h"
#include "text/c_condense.h"
#include "text/c_facts.h"
#include "text/encoding.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECES = 40, LARGEST = 1 << 26 };

static const char *const pieces[] = {
	"#include \"one.h\"", "#include <two.inc>", "#define A b", "#define PASTE(a, b) a ## b", "#define OPEN {", "#define N x.inc", "# include N", "%:define D e",
	"#if 0", "#endif", "#", "#define", "include", "include three.tbl", "GET four.s", ".", ".include \"five.tbl\"", "%include \"six.tbl\"", "incbin",
	"import \"seven.h\";", "export", "export import <eight>;", "module;", "namespace x {", "using namespace std;", "extern \"C\" {", "}", "__has_include", "(", "(<a/*b>)",
	"\"nine.h\"", "<ten.h>", "/*", "*/", "/* a */", "//", "// \\", "\\", "\"/*\"", "'\"'", "'", "\"", "\"a\\\"b\"", "R\"(", ")\"", "uR\"x(", ")x\"", "ER\"(a\"", "R", "\"R\", x", "R\"y", "R\"y\\\n(", "?" "?(", "?" "?'", "?" "?!", "?" "?<", "/* import */", "/* import x", "x /* y */", "x /* y",
	"1'000", "1'a", "x", "y z", "f(a, b);", "int i;", "\t", " ", "\r", "\f", "*", "/", "?" "?/", "?" "?=define T u", "R?" "?/", "define", "inc\\\nlude",
	"imp\\\nort", "*\\\n/", "/\\\n*", "R\\\n\"(", "#\\\ndefine S t", "n\\\namespace", "__has_\\\ninclude", "#define M /* a", "b */ c", "#define L \"x",
};

/* Vigna's splitmix64. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static struct span make_text(struct arena *a, uint64_t *state)
{
	char *text = arena_take(a, PIECES, 32);
	size_t len = 0, count = next(state) % PIECES;
	for (size_t i = 0; i < count; i++) {
		const char *piece = pieces[next(state) % (sizeof pieces / sizeof pieces[0])];
		memcpy(text + len, piece, strlen(piece));
		len += strlen(piece);
		uint64_t chance = next(state) % 8;
		if (chance < 6)
			text[len++] = chance < 4 ? '\n' : ' ';
	}
	return (struct span){text, len};
}

static int word_order(const void *a, const void *b)
{
	const struct span *left = a, *right = b;
	return span_order(*left, *right);
}

static int link_order(const void *a, const void *b)
{
	const struct c_link *left = a, *right = b;
	int order = span_order(left->from, right->from);
	return order != 0 ? order : span_order(left->to, right->to);
}

/* In order and each once: what is said in several readings may be said more than once. */
static size_t sorted(struct arena *a, const void **list, size_t count, size_t size, int (*order)(const void *, const void *))
{
	char *copy = arena_take(a, count, size);
	size_t kept = 0;
	if (count == 0)
		return 0;
	memcpy(copy, *list, count * size);
	qsort(copy, count, size, order);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || order(copy + (kept - 1) * size, copy + i * size) != 0)
			memmove(copy + kept++ * size, copy + i * size, size);
	*list = copy;
	return kept;
}

#define SORT_WORDS(f, list) (f).n##list = sorted(a, (const void **)&(f).list, (f).n##list, sizeof(struct span), word_order)
#define SORT_LINKS(f, list) (f).n##list = sorted(a, (const void **)&(f).list, (f).n##list, sizeof(struct c_link), link_order)

static struct span all_in(struct arena *a, struct c_facts facts)
{
	SORT_WORDS(facts, includes);
	SORT_WORDS(facts, computed);
	SORT_LINKS(facts, texts);
	SORT_WORDS(facts, pasters);
	SORT_LINKS(facts, handings);
	SORT_LINKS(facts, mentions);
	SORT_LINKS(facts, scopes);
	SORT_LINKS(facts, declarers);
	SORT_WORDS(facts, openers);
	SORT_WORDS(facts, linkers);
	return c_facts_spelled(a, &facts);
}

/* What a scanner keeps of a text. */
static struct c_facts quickly(struct arena *a, struct span text)
{
	struct c_facts facts = c_facts_of(a, c_condensed(a, text), true, false);
	return facts.ncomputed > 0 ? c_facts_of(a, text, true, false) : facts;
}

static bool same(struct arena *a, struct span text)
{
	struct span whole = all_in(a, c_facts_of(a, text, true, false)), quick = all_in(a, quickly(a, text));
	struct c_facts again = c_facts_read(a, quick);
	return span_eq(whole, quick) && span_eq(c_facts_spelled(a, &again), quick);
}

static size_t compare_generated(struct arena *a, unsigned long count, uint64_t seed)
{
	size_t differ = 0;
	for (unsigned long i = 0; i < count; i++) {
		uint64_t state = seed + i;
		arena_reset(a);
		struct span text = make_text(a, &state);
		if (same(a, text))
			continue;
		differ++;
		printf("differs, seed %" PRIu64 ":\n%.*s\n", seed + i, SPAN_ARGS(text));
	}
	printf("%lu generated texts, %zu differ\n", count, differ);
	return differ;
}

static size_t compare_files(struct arena *a)
{
	char *line = NULL;
	size_t room = 0, files = 0, differ = 0, before = 0, after = 0;
	ssize_t len;
	while ((len = getline(&line, &room, stdin)) > 0) {
		struct span bytes, path = {line, (size_t)len - 1};
		bool found = false;
		arena_reset(a);
		if (file_read(a, path_folder(path), path_name(path), TRUST_ANYBODY, LARGEST, &bytes, &found) != NULL || !found)
			continue;
		struct span text = encoding_read(a, bytes).text;
		files++;
		before += text.len;
		after += c_condensed(a, text).len;
		if (same(a, text))
			continue;
		differ++;
		printf("differs: %.*s\n", SPAN_ARGS(path));
	}
	free(line);
	printf("%zu files, %zu bytes condensed to %zu, %zu differ\n", files, before, after, differ);
	return files == 0 ? 1 : differ;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new("step", (size_t)1 << 31);
	if (argc == 4 && strcmp(argv[1], "generated") == 0)
		return compare_generated(a, strtoul(argv[2], NULL, 10), strtoull(argv[3], NULL, 10)) > 0;
	if (argc == 2 && strcmp(argv[1], "files") == 0)
		return compare_files(a) > 0;
	fputs("usage: facts_condensed generated COUNT SEED, or facts_condensed files < PATHS\n", stderr);
	return 2;
}
