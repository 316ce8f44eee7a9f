/* SPDX-License-Identifier: MIT */
/* pack_store.c - objects of a pack are the same with a large cache and a small one, and a wrong byte makes no other object. */
#include "fuzz.h"

#include "../unit/pack_maker.h"
#include "git/pack_store.h"

#include <unistd.h>

#define LARGE ((size_t)64 << 10)
#define SMALL ((size_t)4 << 10)
#define DEEP 24

static struct pack_maker maker;
static char folder[64];

static uint8_t next(const uint8_t **at, const uint8_t *end)
{
	return *at < end ? *(*at)++ : 0;
}

/* Each entry is a kind, a number that chooses its base, a fault of its size, the length of what is packed, and that. */
static void make(const uint8_t *at, const uint8_t *end)
{
	maker_begin(&maker);
	while (at < end && maker.count < DEEP) {
		unsigned kind = next(&at, end) & 7, base = next(&at, end), fault = next(&at, end);
		size_t len = next(&at, end);
		if (len > (size_t)(end - at))
			len = (size_t)(end - at);
		maker_head(&maker, kind, len + (fault > 250 ? fault - 250 : 0));
		if (kind == 6)
			maker_distance(&maker, base < maker.count ? maker.len - maker.entries[base].offset : base);
		if (kind == 7) {
			struct oid id = made_id(base % DEEP);
			maker_put(&maker, id.bytes, sizeof id.bytes);
		}
		maker_stream(&maker, (struct span){(const char *)at, len});
		at += len;
	}
	maker_end(&maker, false);
}

static bool read_one(struct arena *a, struct pack_store *s, size_t entry, struct object *object)
{
	uint64_t place = pack_store_place(s, &maker.entries[entry].id);
	if (place == 0 || !pack_store_read(s, place, object))
		return false;
	object->bytes = fuzz_text(a, (const uint8_t *)object->bytes.at, object->bytes.len);
	return true;
}

static bool is_same(const struct object *one, const struct object *other)
{
	return one->kind == other->kind && span_eq(one->bytes, other->bytes);
}

/* The input is the place of one wrong byte, two bytes, the bits that are turned, and the entries. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct object whole[DEEP], again;
	bool readable[DEEP];
	if (len < 4)
		return 0;
	if (folder[0] == '\0') {
		snprintf(folder, sizeof folder, "%s/portcullis-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
		HOLDS(mkdtemp(folder) != NULL);
	}
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	make(bytes + 3, bytes + len);
	maker_write(&maker, folder);
	struct pack_store *large = pack_store_open(span_of(folder), LARGE), *small = pack_store_open(span_of(folder), SMALL);
	for (size_t i = 0; i < maker.count; i++)
		readable[i] = read_one(a, large, i, &whole[i]);
	for (size_t i = maker.count; i-- > 0;) {
		HOLDS(read_one(a, large, i, &again) == readable[i] && (!readable[i] || is_same(&whole[i], &again)));
		HOLDS(!read_one(a, small, i, &again) || (readable[i] && is_same(&whole[i], &again)));
	}
	pack_store_close(large);
	pack_store_close(small);

	size_t at = (bytes[0] | (size_t)bytes[1] << 8) % (maker.len + maker.index_len);
	unsigned char *byte = at < maker.len ? &maker.bytes[at] : &maker.index[at - maker.len];
	*byte ^= bytes[2];
	maker_write(&maker, folder);
	struct pack_store *wrong = pack_store_open(span_of(folder), LARGE);
	for (size_t i = 0; i < maker.count; i++)
		HOLDS(!read_one(a, wrong, i, &again) || (readable[i] && is_same(&whole[i], &again)));
	pack_store_close(wrong);
	arena_free(a);
	return 0;
}
