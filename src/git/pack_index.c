/* SPDX-License-Identifier: MIT */
/* pack_index.c - which objects a pack holds, and where. */
#include "git/pack_index.h"

#include "base/arena.h"
#include "git/big_endian.h"

#include <string.h>

#define HEAD_SIZE 8
#define FANOUT_SIZE ((size_t)256 * 4)
#define ID_SIZE ((size_t)20)
#define ENTRY_SIZE (ID_SIZE + 4 + 4)
#define TAIL_SIZE (2 * ID_SIZE) /* checksums of the pack and of the index */
#define IS_FAR UINT32_C(0x80000000)

static bool fanout_is_sound(const unsigned char *fanout)
{
	for (size_t i = 1; i < 256; i++)
		if (big_endian_32(fanout + 4 * i) < big_endian_32(fanout + 4 * (i - 1)))
			return false;
	return true;
}

bool pack_index_read(struct span index, struct span pack, struct pack_index *x)
{
	static const unsigned char head[HEAD_SIZE] = {0xff, 't', 'O', 'c', 0, 0, 0, 2};
	const unsigned char *at = (const unsigned char *)index.at;
	if (index.len < HEAD_SIZE + FANOUT_SIZE + TAIL_SIZE || memcmp(at, head, sizeof head) != 0 || !fanout_is_sound(at + HEAD_SIZE))
		return false;
	*x = (struct pack_index){.fanout = at + HEAD_SIZE, .ids = at + HEAD_SIZE + FANOUT_SIZE, .pack_size = pack.len};
	x->count = big_endian_32(x->fanout + FANOUT_SIZE - 4);
	size_t rest = index.len - HEAD_SIZE - FANOUT_SIZE - TAIL_SIZE;
	if (rest / ENTRY_SIZE < x->count)
		return false;
	x->sums = x->ids + x->count * ID_SIZE;
	x->near = x->sums + (size_t)x->count * 4;
	x->far = x->near + (size_t)x->count * 4;
	rest -= (size_t)x->count * ENTRY_SIZE;
	if (rest % 8 != 0 || rest / 8 > x->count)
		return false;
	x->nfar = (uint32_t)(rest / 8);
	return pack.len >= ID_SIZE && memcmp(x->far + rest, pack.at + pack.len - ID_SIZE, ID_SIZE) == 0;
}

/* The four bytes behind the first, which the fanout has dealt with. */
static uint32_t key_of(const unsigned char *id)
{
	return big_endian_32(id + 1);
}

/* Where hashes lie evenly the first guesses are near; some are enough, so that a crowd of ids made on purpose costs a bisection. */
bool pack_index_find(const struct pack_index *x, const struct oid *id, uint32_t *entry)
{
	uint32_t low = id->bytes[0] == 0 ? 0 : big_endian_32(x->fanout + (size_t)4 * (id->bytes[0] - 1U));
	uint32_t high = big_endian_32(x->fanout + (size_t)4 * id->bytes[0]);
	uint64_t key = key_of(id->bytes), low_key = 0, high_key = UINT64_C(1) << 32;
	for (int guesses = 4; low < high; guesses--) {
		uint64_t step = guesses > 0 && low_key <= key && key < high_key ? (high - low) * (key - low_key) / (high_key - low_key) : (high - low) / 2;
		uint32_t middle = low + (uint32_t)step;
		const unsigned char *there = x->ids + middle * ID_SIZE;
		int order = memcmp(there, id->bytes, ID_SIZE);
		if (order == 0) {
			*entry = middle;
			return true;
		}
		if (order < 0) {
			low = middle + 1;
			low_key = key_of(there);
		} else {
			high = middle;
			high_key = (uint64_t)key_of(there) + 1;
		}
	}
	return false;
}

bool pack_index_offset(const struct pack_index *x, uint32_t entry, uint64_t *offset)
{
	uint32_t near = big_endian_32(x->near + (size_t)entry * 4);
	*offset = near;
	if ((near & IS_FAR) != 0) {
		uint32_t far = near & ~IS_FAR;
		if (far >= x->nfar)
			return false;
		*offset = big_endian_64(x->far + (size_t)far * 8);
	}
	return *offset < x->pack_size;
}

uint32_t pack_index_sum(const struct pack_index *x, uint32_t entry)
{
	return big_endian_32(x->sums + (size_t)entry * 4);
}

/* Entries by stretches of the pack, about four in each: made in two passes, where sorting takes many. */
static void order_make(struct pack_index *x, struct arena *a)
{
	struct pack_order *o = &x->order;
	uint64_t offset;
	while (x->pack_size >> o->shift > x->count / 4)
		o->shift++;
	size_t nstretches = (size_t)(x->pack_size >> o->shift) + 1;
	o->starts = arena_take(a, nstretches + 1, sizeof *o->starts);
	o->entries = arena_take(a, x->count, sizeof *o->entries);
	for (uint32_t i = 0; i < x->count; i++)
		if (pack_index_offset(x, i, &offset))
			o->starts[offset >> o->shift]++;
	for (size_t i = 1; i <= nstretches; i++)
		o->starts[i] += o->starts[i - 1];
	for (uint32_t i = x->count; i-- > 0;)
		if (pack_index_offset(x, i, &offset))
			o->entries[--o->starts[offset >> o->shift]] = i;
}

bool pack_index_entry_at(struct pack_index *x, struct arena *a, uint64_t offset, uint32_t *entry)
{
	uint64_t there;
	unsigned nfound = 0;
	if (offset >= x->pack_size)
		return false;
	if (x->order.starts == NULL)
		order_make(x, a);
	size_t stretch = (size_t)(offset >> x->order.shift);
	for (uint32_t i = x->order.starts[stretch]; i < x->order.starts[stretch + 1]; i++) {
		if (!pack_index_offset(x, x->order.entries[i], &there) || there != offset)
			continue;
		*entry = x->order.entries[i];
		nfound++;
	}
	return nfound == 1;
}
