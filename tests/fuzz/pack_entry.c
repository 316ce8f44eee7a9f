/* SPDX-License-Identifier: MIT */
/* pack_entry.c - an entry of a pack is refused, or lies inside the pack, and its stream makes its size. */
#include "fuzz.h"

#include "git/pack.h"
#include "git/repository.h"

#include <libdeflate.h>

/* The input is the entry's offset, one byte, and the pack. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static struct libdeflate_decompressor *inflater;
	struct pack_entry e;
	if (len < 1)
		return 0;
	if (inflater == NULL)
		inflater = libdeflate_alloc_decompressor();
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span pack = fuzz_text(a, bytes + 1, len - 1);
	if (pack_is_sound(pack) && pack_entry_read(pack, bytes[0], &e)) {
		HOLDS(e.offset == bytes[0] && e.stream > e.offset && e.stream <= pack.len - 20);
		HOLDS(e.kind != PACK_DELTA_OFFSET || (e.base >= 12 && e.base < e.offset));
		HOLDS(pack_entry_is_delta(&e) == (e.kind == 6 || e.kind == 7));
		if (e.size <= (uint64_t)1 << 20) {
			char *room = arena_take(a, (size_t)e.size, 1);
			uint32_t whole = libdeflate_crc32(0, pack.at + e.offset, pack.len - 20 - e.offset);
			if (pack_entry_inflate(inflater, pack, &e, whole, room))
				span_touch((struct span){room, (size_t)e.size});
		}
	}
	arena_free(a);
	return 0;
}
