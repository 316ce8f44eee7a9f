/* SPDX-License-Identifier: MIT */
/* test_packs.c - our own reader of packs: sound ones, and such as git would never write. */
#include "base/arena.h"
#include "git/delta.h"
#include "git/object_cache.h"
#include "git/pack.h"
#include "git/pack_index.h"
#include "git/pack_store.h"
#include "pack_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unistd.h>

#define CACHE ((size_t)1 << 20)

static struct arena *arena;
static struct pack_maker maker;
static char folder[] = "/tmp/portcullis-packs-XXXXXX";

static int open_all(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)1 << 30);
	return mkdtemp(folder) == NULL;
}

static const char *path_of(const char *name)
{
	return span_format(arena, "%s/%s", folder, name).at;
}

static int close_all(void **state)
{
	(void)state;
	int left = remove(path_of("pack-made.pack")) | remove(path_of("pack-made.idx")) | rmdir(folder);
	arena_free(arena);
	return left;
}

static struct pack_store *store_of(bool far)
{
	maker_end(&maker, far);
	maker_write(&maker, folder);
	return pack_store_open(span_of(folder), CACHE);
}

/* The bytes of an entry, or what it is that it cannot be read. */
static struct span bytes_of(struct pack_store *s, size_t entry, enum object_kind kind)
{
	struct object object;
	uint64_t place = pack_store_place(s, &maker.entries[entry].id);
	if (place == 0)
		return SPAN("(not there)");
	if (!pack_store_read(s, place, &object))
		return SPAN("(garbled)");
	return object.kind == kind ? span_copy(arena, object.bytes) : SPAN("(of another kind)");
}

static void assert_span(struct span found, struct span expected)
{
	if (!span_eq(found, expected))
		fail_msg("found \"%.*s\", not \"%.*s\"", SPAN_ARGS(found), SPAN_ARGS(expected));
}

static void assert_only(const char *expected)
{
	struct pack_store *s = store_of(false);
	assert_span(bytes_of(s, maker.count - 1, OBJECT_BLOB), span_of(expected));
	pack_store_close(s);
}

static void an_object_is_read_with_its_kind(void **state)
{
	(void)state;
	for (int far = 0; far < 2; far++) {
		maker_begin(&maker);
		size_t blob = maker_object(&maker, OBJECT_BLOB, SPAN("hello")), empty = maker_object(&maker, OBJECT_BLOB, SPAN(""));
		size_t tag = maker_object(&maker, OBJECT_TAG, SPAN("a tag"));
		size_t delta = maker_delta(&maker, blob, SPAN("\x05\x09\x90\x05\4 you"));
		size_t deeper = maker_delta_of_id(&maker, maker.entries[delta].id, SPAN("\x09\x05\x91\6\3\2is"));
		struct pack_store *s = store_of(far);
		assert_span(bytes_of(s, deeper, OBJECT_BLOB), SPAN("youis"));
		assert_span(bytes_of(s, delta, OBJECT_BLOB), SPAN("hello you"));
		assert_span(bytes_of(s, blob, OBJECT_BLOB), SPAN("hello"));
		assert_span(bytes_of(s, empty, OBJECT_BLOB), SPAN(""));
		assert_span(bytes_of(s, tag, OBJECT_TAG), SPAN("a tag"));
		struct oid stranger = made_id(99);
		assert_int_equal(pack_store_place(s, &stranger), 0);
		assert_true(pack_store_place(s, &maker.entries[blob].id) < pack_store_place(s, &maker.entries[tag].id));
		pack_store_close(s);
	}
}

static void a_copy_without_a_size_is_of_64_kilobytes(void **state)
{
	static char base[0x10001], result[0x10000];
	struct delta d;
	(void)state;
	memset(base, 'x', sizeof base);
	base[0x10000] = 'y';
	assert_true(delta_read(SPAN("\x81\x80\x04\x80\x80\x04\x81\1"), &d));
	assert_int_equal(d.base_size, sizeof base);
	assert_int_equal(d.result_size, sizeof result);
	assert_true(delta_apply(&d, (struct span){base, sizeof base}, result));
	assert_memory_equal(result, base + 1, sizeof result);
}

/* Each against the base "hello"; the first two are sound. */
static void a_delta_that_does_not_fit_is_refused(void **state)
{
	const struct {
		struct span delta;
		const char *expected;
	} cases[] = {
		{SPAN("\5\4\x90\4"), "hell"},
		{SPAN("\5\0"), ""},
		{SPAN("\5\4\x91\2\4"), "(garbled)"},         /* copies beyond the base */
		{SPAN("\5\1\x81\5"), "(garbled)"},            /* copies 64 KiB of 5 bytes */
		{SPAN("\5\1\x91\6\1"), "(garbled)"},         /* begins behind the base */
		{SPAN("\5\4\x9f\1\1\1\1\4"), "(garbled)"}, /* the same, far behind */
		{SPAN("\5\3\x90\4"), "(garbled)"},            /* makes more than it says */
		{SPAN("\5\5\x90\4"), "(garbled)"},            /* makes less */
		{SPAN("\4\4\x90\4"), "(garbled)"},            /* is about another base */
		{SPAN("\5\4\x90\4\0"), "(garbled)"},         /* an order that git does not know */
		{SPAN("\5\4\x90"), "(garbled)"},               /* ends within a copy */
		{SPAN("\5\4\4abc"), "(garbled)"},              /* ends within its own bytes */
		{SPAN("\5"), "(garbled)"},
		{SPAN(""), "(garbled)"},
		{SPAN("\5\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), "(garbled)"},
		{SPAN("\5\xff\xff\xff\xff\xff\xff\xff\x7f\x90\4"), "(garbled)"}, /* makes 64 PiB */
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		maker_begin(&maker);
		maker_delta(&maker, maker_object(&maker, OBJECT_BLOB, SPAN("hello")), cases[i].delta);
		assert_only(cases[i].expected);
	}
}

static void a_size_that_the_stream_does_not_have_is_refused(void **state)
{
	(void)state;
	for (size_t size = 0; size < 40; size++) {
		maker_begin(&maker);
		maker_head(&maker, OBJECT_BLOB, size);
		maker_stream(&maker, SPAN("twenty bytes of text"));
		assert_only(size == 20 ? "twenty bytes of text" : "(garbled)");
	}
	maker_begin(&maker);
	maker_head(&maker, OBJECT_BLOB, UINT64_C(1) << 59);
	maker_stream(&maker, SPAN("twenty bytes of text"));
	assert_only("(garbled)");
}

static void bases_that_lead_round_or_nowhere_are_refused(void **state)
{
	(void)state;
	maker_begin(&maker);
	maker_delta_of_id(&maker, made_id(1), SPAN("\0\0"));
	maker_delta_of_id(&maker, made_id(0), SPAN("\0\0"));
	assert_only("(garbled)");
	maker_begin(&maker);
	maker_delta_of_id(&maker, made_id(0), SPAN("\0\0"));
	assert_only("(garbled)");
	maker_begin(&maker);
	maker_delta_of_id(&maker, made_id(7), SPAN("\0\0"));
	assert_only("(garbled)");
	maker_begin(&maker);
	maker_object(&maker, OBJECT_BLOB, SPAN(""));
	const uint64_t here = maker.len, distances[] = {0, 1, here - 11, here, here + 1, UINT64_C(1) << 55};
	for (size_t i = 0; i < COUNT(distances); i++) {
		maker_begin(&maker);
		maker_object(&maker, OBJECT_BLOB, SPAN(""));
		maker_head(&maker, PACK_DELTA_OFFSET, 2);
		maker_distance(&maker, distances[i]);
		maker_stream(&maker, SPAN("\0\0"));
		assert_only("(garbled)");
	}
}

static void an_unknown_kind_of_entry_is_refused(void **state)
{
	(void)state;
	maker_begin(&maker);
	maker_object(&maker, 0, SPAN("x"));
	assert_only("(garbled)");
	maker_begin(&maker);
	maker_object(&maker, 5, SPAN("x"));
	assert_only("(garbled)");
	maker_begin(&maker);
	maker_object(&maker, OBJECT_TREE, SPAN("x"));
	assert_only("(of another kind)");
}

static void a_large_object_is_left_to_others(void **state)
{
	char *large = arena_take(arena, CACHE, 1);
	(void)state;
	maker_begin(&maker);
	maker_object(&maker, OBJECT_BLOB, (struct span){large, CACHE / 4 + 1});
	assert_only("(garbled)");
	maker_begin(&maker);
	maker_object(&maker, OBJECT_BLOB, (struct span){large, CACHE / 4});
	struct pack_store *s = store_of(false);
	assert_int_equal(bytes_of(s, 0, OBJECT_BLOB).len, CACHE / 4);
	pack_store_close(s);
}

static void make_small_pack(void)
{
	maker_begin(&maker);
	size_t base = maker_object(&maker, OBJECT_BLOB, SPAN("int main(void)\n{\n\treturn 0;\n}\n"));
	size_t other = maker_object(&maker, OBJECT_BLOB, SPAN("int main(void)\n{\n\treturn 1;\n}\n"));
	maker_object(&maker, OBJECT_COMMIT, SPAN("tree 1234\n"));
	maker_delta(&maker, base, SPAN("\36\20\x90\16\2{}"));
	maker_delta_of_id(&maker, maker.entries[other].id, SPAN("\36\14\x91\22\14"));
	maker_end(&maker, false);
}

/* With each bit of a file turned: what is read has its own bytes and kind, or is not read. Returns how often an object was not. */
static size_t turn_every_bit(const char *name, unsigned char *bytes, size_t len, const struct object *whole, size_t count)
{
	size_t nrefused = 0;
	maker_write(&maker, folder);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
		maker_file(folder, name, (struct span){(const char *)bytes, len});
		bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
		struct pack_store *s = pack_store_open(span_of(folder), (size_t)64 << 10);
		for (size_t i = 0; i < count; i++) {
			struct object object;
			uint64_t place = pack_store_place(s, &maker.entries[i].id);
			if (place == 0 || !pack_store_read(s, place, &object))
				nrefused++;
			else if (object.kind != whole[i].kind || !span_eq(object.bytes, whole[i].bytes))
				fail_msg("%s, bit %zu turned: object %zu is another one", name, bit, i);
		}
		pack_store_close(s);
	}
	return nrefused;
}

static void a_turned_bit_never_makes_another_object(void **state)
{
	struct object whole[MAKER_MOST];
	(void)state;
	make_small_pack();
	maker_write(&maker, folder);
	struct pack_store *s = pack_store_open(span_of(folder), CACHE);
	for (size_t i = 0; i < maker.count; i++) {
		assert_true(pack_store_read(s, pack_store_place(s, &maker.entries[i].id), &whole[i]));
		whole[i].bytes = span_copy(arena, whole[i].bytes);
	}
	pack_store_close(s);
	/* Each bit of an entry refuses its object and what is built on it; of the rest the checksum, the head and the index's parts count. */
	assert_true(turn_every_bit("pack-made.pack", maker.bytes, maker.len, whole, maker.count) >= 8 * (maker.len - 12));
	assert_true(turn_every_bit("pack-made.idx", maker.index, maker.index_len, whole, maker.count) > 0);
}

static void a_file_that_is_cut_is_passed_over(void **state)
{
	(void)state;
	make_small_pack();
	for (size_t len = 0; len < maker.len; len += 7) {
		maker_write(&maker, folder);
		maker_file(folder, "pack-made.pack", span_slice(maker_pack(&maker), 0, len));
		struct pack_store *s = pack_store_open(span_of(folder), CACHE);
		assert_span(bytes_of(s, 0, OBJECT_BLOB), SPAN("(not there)"));
		pack_store_close(s);
	}
	for (size_t len = 0; len < maker.index_len; len += 7) {
		maker_write(&maker, folder);
		maker_file(folder, "pack-made.idx", span_slice(maker_index(&maker), 0, len));
		struct pack_store *s = pack_store_open(span_of(folder), CACHE);
		assert_span(bytes_of(s, 0, OBJECT_BLOB), SPAN("(not there)"));
		pack_store_close(s);
	}
}

static void put_32(unsigned char *at, uint32_t number)
{
	maker_number(&at, number, 4);
}

static void an_offset_outside_of_the_pack_is_none(void **state)
{
	struct pack_index index;
	uint64_t offset;
	(void)state;
	make_small_pack();
	assert_true(pack_index_read(maker_index(&maker), maker_pack(&maker), &index));
	unsigned char *near = maker.index + (index.near - maker.index);
	put_32(near, (uint32_t)maker.len);
	assert_false(pack_index_offset(&index, 0, &offset));
	put_32(near, 0x80000000U); /* the first of no far offsets */
	assert_false(pack_index_offset(&index, 0, &offset));
	make_small_pack();
	maker.len -= 20;
	maker_end(&maker, true);
	assert_true(pack_index_read(maker_index(&maker), maker_pack(&maker), &index));
	assert_true(pack_index_offset(&index, 0, &offset));
	unsigned char *far = maker.index + (index.far - maker.index);
	put_32(far, 1);
	assert_false(pack_index_offset(&index, 0, &offset));
}

static void a_fanout_that_falls_is_refused(void **state)
{
	struct pack_index index;
	(void)state;
	make_small_pack();
	assert_true(pack_index_read(maker_index(&maker), maker_pack(&maker), &index));
	put_32(maker.index + 8, 6);
	assert_false(pack_index_read(maker_index(&maker), maker_pack(&maker), &index));
	make_small_pack();
	put_32(maker.index + 8 + 255 * 4, 0xffffffffU);
	assert_false(pack_index_read(maker_index(&maker), maker_pack(&maker), &index));
}

/* Ids that crowd together mislead a guess: all of a crowd are found, and nothing beside them. */
static void ids_are_found_in_any_crowd(void **state)
{
	struct pack_index index;
	uint32_t entry;
	(void)state;
	maker_begin(&maker);
	for (size_t i = 0; i < MAKER_MOST; i++) {
		maker_object(&maker, OBJECT_BLOB, SPAN("x"));
		struct oid *id = &maker.entries[i].id;
		memset(id->bytes, i % 4 == 0 ? (int)i : 0x40, sizeof id->bytes);
		if (i % 4 == 1)
			memset(id->bytes + 2, (int)i, 18);
		id->bytes[19] = (unsigned char)i;
	}
	maker_end(&maker, false);
	assert_true(pack_index_read(maker_index(&maker), maker_pack(&maker), &index));
	for (size_t i = 0; i < MAKER_MOST; i++) {
		struct oid id = maker.entries[i].id;
		uint64_t offset;
		assert_true(pack_index_find(&index, &id, &entry) && pack_index_offset(&index, entry, &offset) && offset == maker.entries[i].offset);
		uint32_t again;
		assert_true(pack_index_entry_at(&index, arena, offset, &again) && again == entry);
		assert_false(pack_index_entry_at(&index, arena, offset + 1, &again));
		id.bytes[18] ^= 1;
		assert_false(pack_index_find(&index, &id, &entry));
	}
}

/* Objects of many sizes through a small cache: what is found has its own bytes, and what is kept stays. */
static void a_cache_forgets_the_old_and_keeps_what_is_held(void **state)
{
	struct object_cache *c = object_cache_new(arena, 4096);
	const struct cached *keep = NULL;
	uint32_t chance = 1;
	(void)state;
	assert_null(object_cache_room(c, 1025, NULL));
	for (uint64_t place = 1; place < 20000; place++) {
		chance = chance * 1103515245 + 12345;
		struct cached *room = object_cache_room(c, chance >> 16 & 1023, keep);
		assert_non_null(room);
		memset(room->bytes, (int)(place & 255), room->size);
		object_cache_add(c, room, place, OBJECT_BLOB);
		assert_ptr_equal(object_cache_find(c, place), room);
		if (keep != NULL)
			assert_ptr_equal(object_cache_find(c, keep->place), keep);
		for (uint64_t old = place > 200 ? place - 200 : 1; old <= place; old++) {
			const struct cached *found = object_cache_find(c, old);
			for (size_t i = 0; found != NULL && i < found->size; i++)
				assert_int_equal((unsigned char)found->bytes[i], old & 255);
		}
		keep = place % 3 == 0 ? room : place % 7 == 0 ? NULL : keep;
	}
	assert_null(object_cache_find(c, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_object_is_read_with_its_kind),
		cmocka_unit_test(a_copy_without_a_size_is_of_64_kilobytes),
		cmocka_unit_test(a_delta_that_does_not_fit_is_refused),
		cmocka_unit_test(a_size_that_the_stream_does_not_have_is_refused),
		cmocka_unit_test(bases_that_lead_round_or_nowhere_are_refused),
		cmocka_unit_test(an_unknown_kind_of_entry_is_refused),
		cmocka_unit_test(a_large_object_is_left_to_others),
		cmocka_unit_test(a_turned_bit_never_makes_another_object),
		cmocka_unit_test(a_file_that_is_cut_is_passed_over),
		cmocka_unit_test(an_offset_outside_of_the_pack_is_none),
		cmocka_unit_test(a_fanout_that_falls_is_refused),
		cmocka_unit_test(ids_are_found_in_any_crowd),
		cmocka_unit_test(a_cache_forgets_the_old_and_keeps_what_is_held),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
