/* SPDX-License-Identifier: MIT */
/* pack_index.c - an index of a pack is refused, or never leads out of itself or of the pack. */
#include "fuzz.h"

#include "git/pack_index.h"

/* The input is the pack's size, two bytes; which entry to look at, two bytes; and the index. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct pack_index x;
	if (len < 4 + 40)
		return 0;
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes + 4, len - 4);
	char *pack = arena_take(a, 65536 + 20, 1);
	size_t size = (bytes[0] | (size_t)bytes[1] << 8) + 20;
	memcpy(pack + size - 20, bytes + len - 40, 20);
	if (pack_index_read(text, (struct span){pack, size}, &x)) {
		HOLDS((size_t)x.count * 28 <= len);
		for (uint32_t i = 0; i < x.count; i++) {
			struct oid id;
			uint64_t offset;
			uint32_t entry = 0;
			memcpy(id.bytes, x.ids + (size_t)i * 20, 20);
			if (pack_index_find(&x, &id, &entry))
				HOLDS(entry < x.count && memcmp(x.ids + (size_t)entry * 20, id.bytes, 20) == 0);
			(void)pack_index_sum(&x, i);
			if (!pack_index_offset(&x, i, &offset))
				continue;
			HOLDS(offset < size);
			if (pack_index_entry_at(&x, a, offset, &entry))
				HOLDS(entry == i);
		}
		uint32_t entry;
		if (pack_index_entry_at(&x, a, bytes[2] | (uint64_t)bytes[3] << 8, &entry))
			HOLDS(entry < x.count);
	}
	arena_free(a);
	return 0;
}
