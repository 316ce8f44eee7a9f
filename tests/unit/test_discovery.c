/* SPDX-License-Identifier: MIT */
/* test_discovery.c - the files of git that tell where refs stand and what commits descend from, sound and garbled. */
#include "base/arena.h"
#include "git/commit_graph.h"
#include "git/loose_refs.h"
#include "git/packed_refs.h"
#include "model/oid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SORTED "# pack-refs with: peeled fully-peeled sorted \n"
#define THREE A " refs/heads/a\n" B " refs/heads/a-b\n" A " refs/tags/v1\n^" B "\n"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new("step", 1 << 24);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct packed_refs packed(const char *text)
{
	struct packed_refs p;
	assert_null(packed_refs_read(arena, span_of(text), &p));
	return p;
}

static bool has(const char *text, const char *name, struct packed_ref *ref)
{
	bool found;
	struct packed_refs p = packed(text);
	assert_null(packed_refs_find(arena, &p, span_of(name), ref, &found));
	return found;
}

static bool is_refused(const char *text, const char *name)
{
	struct packed_refs p;
	struct packed_ref ref;
	struct oid id, peeled;
	bool found;
	const struct failure *f = packed_refs_read(arena, span_of(text), &p);
	if (f == NULL)
		f = packed_refs_find(arena, &p, span_of(name), &ref, &found);
	if (f == NULL && found)
		f = packed_ref_ids(arena, &ref, &id, &peeled);
	return f != NULL && span_holds(f->text, SPAN("packed-refs is garbled")) && f->cure.len > 0;
}

static void a_packed_ref_is_found_by_its_whole_name(void **state)
{
	const char *texts[] = {SORTED THREE, THREE, "# pack-refs with: peeled \n" THREE};
	struct packed_ref ref;
	struct oid id, peeled;
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_true(has(texts[i], "refs/heads/a", &ref) && span_eq(ref.id, SPAN(A)) && ref.peeled.len == 0);
		assert_true(has(texts[i], "refs/heads/a-b", &ref) && span_eq(ref.id, SPAN(B)));
		assert_true(has(texts[i], "refs/tags/v1", &ref));
		assert_null(packed_ref_ids(arena, &ref, &id, &peeled));
		assert_true(id.bytes[0] == 0xaa && peeled.bytes[0] == 0xbb);
		assert_false(has(texts[i], "refs/heads/", &ref) || has(texts[i], "refs/heads/a-", &ref) || has(texts[i], "refs/tags/v11", &ref));
		assert_false(has(texts[i], "", &ref) || has(texts[i], "z", &ref));
	}
	assert_false(has("", "refs/heads/a", &ref) || has(SORTED, "refs/heads/a", &ref));
}

static void a_prefix_takes_in_its_names_and_no_other(void **state)
{
	const char *texts[] = {SORTED THREE, THREE};
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct packed_refs p = packed(texts[i]);
		struct packed_ref ref;
		bool found;
		size_t count = 0;
		assert_null(packed_refs_begin(arena, &p, SPAN("refs/heads/"), &ref.next));
		for (;; count++) {
			assert_null(packed_refs_next(arena, &p, SPAN("refs/heads/"), ref.next, &ref, &found));
			if (!found)
				break;
			assert_true(span_starts(ref.name, SPAN("refs/heads/a")));
		}
		assert_int_equal(count, 2);
	}
}

static void a_name_is_found_among_many_whatever_its_place(void **state)
{
	struct span text = SPAN(SORTED);
	struct packed_ref ref;
	(void)state;
	for (unsigned i = 0; i < 200; i++)
		text = span_format(arena, "%.*s" A " refs/heads/%03u\n%s", SPAN_ARGS(text), i, i % 3 == 0 ? "^" B "\n" : "");
	for (unsigned i = 0; i < 200; i++) {
		assert_true(has(text.at, span_format(arena, "refs/heads/%03u", i).at, &ref));
		assert_int_equal(ref.peeled.len > 0, i % 3 == 0);
		assert_false(has(text.at, span_format(arena, "refs/heads/%03u-", i).at, &ref));
	}
}

static void a_garbled_line_on_the_way_is_refused(void **state)
{
	(void)state;
	assert_true(is_refused(SORTED A " refs/heads/a", "refs/heads/a"));
	assert_true(is_refused(SORTED A " refs/heads/a\n" B " ref", "refs/heads/a"));
	assert_true(is_refused(SORTED "short refs/heads/a\n", "refs/heads/a"));
	assert_true(is_refused(SORTED A "refs/heads/a\n", "refs/heads/a"));
	assert_true(is_refused(SORTED A " \n", "refs/heads/a"));
	assert_true(is_refused(SORTED "gaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa refs/heads/a\n", "refs/heads/a"));
	assert_true(is_refused(SORTED "0000000000000000000000000000000000000000 refs/heads/a\n", "refs/heads/a"));
	assert_true(is_refused(SORTED A " refs/heads/a\n^" A "a\n", "refs/heads/a"));
	assert_true(is_refused(SORTED A " refs/heads/a\n^g" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "refs/heads/a"));
	assert_true(is_refused(SORTED "^" A "\n" A " refs/heads/a\n", "refs/heads/a"));
	assert_true(is_refused(SORTED "\n" A " refs/heads/a\n", "refs/heads/0"));
	assert_true(is_refused("<<<<<<< ours\n" THREE, "refs/heads/a"));
}

static void the_file_of_a_ref_holds_an_id_or_a_name(void **state)
{
	struct loose_ref ref;
	(void)state;
	const char *sound[] = {A, A "\n", A " \n", A "\nmore", "ref: refs/heads/a\n", "ref:refs/heads/a", "ref:\t refs/heads/a \n"};
	const char *garbled[] = {"", "\n", A "a\n", "ref:\n", "ref: \n", "refs/heads/a\n", "aaaa\n", "0000000000000000000000000000000000000000\n", " " A};
	for (size_t i = 0; i < COUNT(sound); i++) {
		assert_null(loose_ref_parse(arena, SPAN("refs/heads/x"), span_of(sound[i]), &ref));
		assert_true(sound[i][0] == 'r' ? span_eq(ref.symbol, SPAN("refs/heads/a")) : ref.symbol.len == 0 && ref.id.bytes[19] == 0xaa);
	}
	for (size_t i = 0; i < COUNT(garbled); i++) {
		const struct failure *f = loose_ref_parse(arena, SPAN("refs/heads/x"), span_of(garbled[i]), &ref);
		assert_non_null(f);
		assert_true(span_holds(f->text, SPAN("refs/heads/x")) && f->cure.len > 0);
	}
}

/* --- a commit-graph, made by hand: 11.. (a root), 22.. its child, 33.. a merge of 11.., 22.. and 11.. again ------------------- */

enum { COMMITS = 3, CHUNKS = 4, TABLE = 8 + (CHUNKS + 1) * 12, AT_IDS = TABLE + 1024, AT_DATA = AT_IDS + 20 * COMMITS, AT_EDGES = AT_DATA + 36 * COMMITS,
       AT_END = AT_EDGES + 8, FILE_BYTES = AT_END + 20 };

static void put(char *file, size_t at, uint32_t number)
{
	const unsigned char bytes[] = {(unsigned char)(number >> 24), (unsigned char)(number >> 16), (unsigned char)(number >> 8), (unsigned char)number};
	memcpy(file + at, bytes, sizeof bytes);
}

static void put_chunk(char *file, size_t place, const char *name, size_t at)
{
	if (name != NULL)
		memcpy(file + 8 + place * 12, name, 4);
	put(file, 8 + place * 12 + 8, (uint32_t)at);
}

static char *graph(void)
{
	char *file = arena_take(arena, FILE_BYTES, 1);
	static const uint32_t parents[COMMITS][2] = {{0x70000000, 0x70000000}, {0, 0x70000000}, {0, 0x80000000}};
	memcpy(file, "CGPH\1\1\4\0", 8);
	put_chunk(file, 0, "OIDF", TABLE);
	put_chunk(file, 1, "OIDL", AT_IDS);
	put_chunk(file, 2, "CDAT", AT_DATA);
	put_chunk(file, 3, "EDGE", AT_EDGES);
	put_chunk(file, 4, NULL, AT_END);
	for (size_t i = 0; i < 256; i++)
		put(file, TABLE + 4 * i, i < 0x11 ? 0 : i < 0x22 ? 1 : i < 0x33 ? 2 : 3);
	for (uint32_t i = 0; i < COMMITS; i++) {
		memset(file + AT_IDS + 20 * i, 0x11 * (int)(i + 1), 20);
		put(file, AT_DATA + 36 * i + 20, parents[i][0]);
		put(file, AT_DATA + 36 * i + 24, parents[i][1]);
		put(file, AT_DATA + 36 * i + 28, (i + 1) << 2);
		put(file, AT_DATA + 36 * i + 32, 1000 + i);
	}
	put(file, AT_EDGES, 1);
	put(file, AT_EDGES + 4, 0x80000000);
	return file;
}

static const struct commit_graph *read_graph(const char *file, size_t len)
{
	const struct span layer = {file, len};
	return commit_graph_read(arena, &layer, 1);
}

static void a_graph_tells_parents_levels_and_dates(void **state)
{
	const struct commit_graph *g = read_graph(graph(), FILE_BYTES);
	struct graph_commit c;
	struct oid id;
	uint32_t position;
	(void)state;
	assert_non_null(g);
	memset(&id, 0x33, sizeof id);
	assert_true(commit_graph_find(g, &id, &position) && position == 2 && !commit_graph_has_dates(g));
	assert_true(commit_graph_commit(g, position, &c));
	assert_true(c.nparents == 3 && c.parents[0] == 0 && c.parents[1] == 1 && c.parents[2] == 0 && c.level == 3 && c.date == 1002);
	assert_true(commit_graph_commit(g, 0, &c) && c.nparents == 0 && commit_graph_id(g, 0).bytes[7] == 0x11);
	memset(&id, 0x34, sizeof id);
	assert_false(commit_graph_find(g, &id, &position));
	memset(&id, 0, sizeof id);
	assert_false(commit_graph_find(g, &id, &position));
	memset(&id, 0xff, sizeof id);
	assert_false(commit_graph_find(g, &id, &position));
}

static void a_garbled_graph_is_none(void **state)
{
	static const struct {
		size_t at;
		uint32_t number;
	} faults[] = {
		{0, 0x43475049}, {4, 0x02010400}, {4, 0x01020400}, {4, 0x01010401}, {4, 0x0101ff00}, {4, 0x01010300}, {4, 0x01010500},
		{8 + 4, 1}, {8 + 8, TABLE - 1}, {8 + 8, TABLE + 4}, {8 + 12 + 8, AT_DATA + 1}, {8 + 24 + 8, FILE_BYTES + 1}, {8 + 12, 0x4f494446},
		{8 + 48 + 8, FILE_BYTES}, {8 + 48, 1}, {8, 0x58585858}, {TABLE, 1}, {TABLE + 1020, 0}, {TABLE + 1020, 4}, {TABLE + 1020, 0xffffffff},
		{TABLE + 4 * 0x40, 4},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		char *file = graph();
		put(file, faults[i].at, faults[i].number);
		assert_null(read_graph(file, FILE_BYTES));
	}
	for (size_t len = 0; len < FILE_BYTES; len++)
		assert_null(read_graph(graph(), len));
}

static void a_commit_that_cannot_be_is_told(void **state)
{
	static const struct {
		uint32_t position;
		size_t at;
		uint32_t number;
	} faults[] = {
		{0, AT_DATA + 24, 0},                        /* a second parent without a first */
		{0, AT_DATA + 28, 0},                        /* no level */
		{0, AT_DATA + 28, 0xfffffffc},               /* the level that stands for all that are higher */
		{1, AT_DATA + 36 + 20, 1},                   /* its own parent */
		{1, AT_DATA + 36 + 20, 3},                   /* a parent behind the end */
		{1, AT_DATA + 36 + 28, 1 << 2},              /* a level that is its parent's */
		{1, AT_DATA + 36 + 24, 2},                   /* a parent that is higher */
		{2, AT_DATA + 72 + 24, 0x80000002},          /* more parents behind the end of the list */
		{2, AT_EDGES, 2}, {2, AT_EDGES + 4, 0x80000003}, {2, AT_EDGES + 4, 0}, /* a list without an end */
	};
	struct graph_commit c;
	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		char *file = graph();
		put(file, faults[i].at, faults[i].number);
		const struct commit_graph *g = read_graph(file, FILE_BYTES);
		assert_non_null(g);
		assert_false(commit_graph_commit(g, faults[i].position, &c));
	}
}

static void layers_that_do_not_belong_together_are_no_graph(void **state)
{
	char *low = graph(), *high = graph();
	const struct span layers[] = {{low, FILE_BYTES}, {high, FILE_BYTES}};
	(void)state;
	assert_null(commit_graph_read(arena, layers, 0));
	assert_null(commit_graph_read(arena, layers, 2));
	put(high, 4, 0x01010401);
	assert_null(commit_graph_read(arena, layers, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_packed_ref_is_found_by_its_whole_name),
		cmocka_unit_test(a_prefix_takes_in_its_names_and_no_other),
		cmocka_unit_test(a_name_is_found_among_many_whatever_its_place),
		cmocka_unit_test(a_garbled_line_on_the_way_is_refused),
		cmocka_unit_test(the_file_of_a_ref_holds_an_id_or_a_name),
		cmocka_unit_test(a_graph_tells_parents_levels_and_dates),
		cmocka_unit_test(a_garbled_graph_is_none),
		cmocka_unit_test(a_commit_that_cannot_be_is_told),
		cmocka_unit_test(layers_that_do_not_belong_together_are_no_graph),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
