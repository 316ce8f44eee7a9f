/* SPDX-License-Identifier: MIT */
/* delta.c - a delta makes what a slow reader of the same format makes of it, or both refuse it. */
#include "fuzz.h"

#include "git/delta.h"

#define MOST ((uint64_t)1 << 20)

/* Byte for byte from the format's description: false where it does not fit. */
struct slow {
	const unsigned char *at, *end;
};

static bool slow_byte(struct slow *s, uint64_t *byte)
{
	if (s->at == s->end)
		return false;
	*byte = *s->at++;
	return true;
}

static bool slow_apply(struct span base, struct slow s, char *result, uint64_t size)
{
	uint64_t made = 0, order;
	while (slow_byte(&s, &order)) {
		uint64_t from = 0, count = 0, byte;
		for (int i = 0; i < 7 && order >= 128; i++) {
			if ((order & (1U << i)) == 0)
				continue;
			if (!slow_byte(&s, &byte))
				return false;
			if (i < 4)
				from += byte << (8 * i);
			else
				count += byte << (8 * (i - 4));
		}
		if (order == 0)
			return false;
		if (order >= 128 && count == 0)
			count = 65536;
		if (order < 128)
			count = order;
		for (uint64_t i = 0; i < count; i++) {
			if (order < 128 && !slow_byte(&s, &byte))
				return false;
			if (order >= 128 && from + i >= base.len)
				return false;
			if (made == size)
				return false;
			result[made++] = order < 128 ? (char)byte : base.at[from + i];
		}
	}
	return made == size;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct delta d;
	if (len < 2)
		return 0;
	size_t nbase = (bytes[0] | (size_t)bytes[1] << 8) % (len - 1);
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span base = fuzz_text(a, bytes + 2, nbase), text = fuzz_text(a, bytes + 2 + nbase, len - 2 - nbase);
	if (delta_read(text, &d)) {
		HOLDS(span_inside(d.pieces, text));
		/* So that most inputs come to their pieces. */
		d.base_size = d.base_size % 4 == 3 ? d.base_size : base.len;
		if (d.result_size <= MOST) {
			char *result = arena_take(a, (size_t)d.result_size, 1), *slow = arena_take(a, (size_t)d.result_size, 1);
			struct slow s = {(const unsigned char *)d.pieces.at, (const unsigned char *)d.pieces.at + d.pieces.len};
			bool good = delta_apply(&d, base, result);
			HOLDS(good == (d.base_size == base.len && slow_apply(base, s, slow, d.result_size)));
			HOLDS(!good || memcmp(result, slow, (size_t)d.result_size) == 0);
		}
	}
	arena_free(a);
	return 0;
}
