/* SPDX-License-Identifier: MIT */
/* packed_refs.c - the file in which git keeps many refs. */
#include "git/packed_refs.h"

#include "model/oid.h"

#include <string.h>

#define HEADER "# pack-refs with:"

static const struct failure *garbled(struct arena *a, struct span line, const char *why)
{
	return failure_cured(a, failure(a, "packed-refs is garbled: the line \"%.*s\" %s", SPAN_ARGS(span_slice(line, 0, 200)), why),
	                     SPAN("the administrator repairs the repository: git fsck, git pack-refs --all"));
}

const struct failure *packed_refs_read(struct arena *a, struct span bytes, struct packed_refs *packed)
{
	struct span rest = bytes, header, word;
	*packed = (struct packed_refs){.lines = bytes};
	if (bytes.len > 0 && bytes.at[bytes.len - 1] != '\n')
		return garbled(a, span_from(bytes, bytes.len > 200 ? bytes.len - 200 : 0), "at the end has no line feed");
	if (!span_starts(bytes, SPAN("#")) || !span_next(&rest, '\n', &header))
		return NULL;
	packed->lines = rest;
	if (!span_starts(header, SPAN(HEADER)))
		return NULL;
	for (header = span_from(header, sizeof HEADER - 1); span_next(&header, ' ', &word);)
		packed->sorted = packed->sorted || span_eq(word, SPAN("sorted"));
	return NULL;
}

static bool is_peel(struct span lines, size_t at)
{
	return at < lines.len && lines.at[at] == '^';
}

/* The ref whose line begins there. */
static const struct failure *read_line(struct arena *a, struct span lines, size_t at, struct packed_ref *ref)
{
	struct span rest = span_from(lines, at), line;
	if (!span_next(&rest, '\n', &line) || line.len < OID_HEX_LENGTH + 2 || line.at[OID_HEX_LENGTH] != ' ')
		return garbled(a, line, "is not `id name`");
	*ref = (struct packed_ref){span_from(line, OID_HEX_LENGTH + 1), span_slice(line, 0, OID_HEX_LENGTH), SPAN(""), at + line.len + 1};
	if (!is_peel(lines, ref->next))
		return NULL;
	if (!span_next(&rest, '\n', &line) || line.len != OID_HEX_LENGTH + 1)
		return garbled(a, line, "is not `^id`");
	ref->peeled = span_from(line, 1);
	ref->next += line.len + 1;
	return NULL;
}

/* Where the ref begins in whose lines the byte lies; `low` is the beginning of one. */
static size_t beginning_of(struct span lines, size_t low, size_t at)
{
	for (;;) {
		const char *feed = memrchr(lines.at + low, '\n', at - low);
		at = feed == NULL ? low : (size_t)(feed - lines.at) + 1;
		if (at == low || !is_peel(lines, at))
			return at;
		at--;
	}
}

/* The first ref that is not in front of the name. */
static const struct failure *halve(struct arena *a, struct span lines, struct span name, size_t *at)
{
	size_t low = 0, high = lines.len;
	while (low < high) {
		size_t middle = beginning_of(lines, low, low + (high - low) / 2);
		struct packed_ref ref = {.next = lines.len};
		const struct failure *f = read_line(a, lines, middle, &ref);
		if (f != NULL)
			return f;
		if (span_order(ref.name, name) < 0)
			low = ref.next;
		else
			high = middle;
	}
	*at = low;
	return NULL;
}

const struct failure *packed_refs_begin(struct arena *a, const struct packed_refs *packed, struct span prefix, size_t *at)
{
	*at = 0;
	return packed->sorted ? halve(a, packed->lines, prefix, at) : NULL;
}

const struct failure *
packed_refs_next(struct arena *a, const struct packed_refs *packed, struct span prefix, size_t at, struct packed_ref *ref, bool *found)
{
	for (*found = false; at < packed->lines.len; at = ref->next) {
		const struct failure *f = read_line(a, packed->lines, at, ref);
		if (f != NULL)
			return f;
		*found = span_starts(ref->name, prefix);
		if (*found || packed->sorted)
			return NULL;
	}
	return NULL;
}

const struct failure *
packed_refs_find(struct arena *a, const struct packed_refs *packed, struct span name, struct packed_ref *ref, bool *found)
{
	size_t at;
	const struct failure *f = packed_refs_begin(a, packed, name, &at);
	if (f == NULL)
		f = packed_refs_next(a, packed, name, at, ref, found);
	while (f == NULL && *found && !span_eq(ref->name, name) && !packed->sorted)
		f = packed_refs_next(a, packed, name, ref->next, ref, found);
	if (f == NULL)
		*found = *found && span_eq(ref->name, name);
	return f;
}

const struct failure *packed_ref_ids(struct arena *a, const struct packed_ref *ref, struct oid *id, struct oid *peeled)
{
	*peeled = (struct oid){{0}};
	if (!oid_read(ref->id, id) || oid_is_zero(id))
		return garbled(a, ref->name, "has no id in front of it");
	if (ref->peeled.len > 0 && !oid_read(ref->peeled, peeled))
		return garbled(a, ref->peeled, "is no id behind the ^");
	return NULL;
}
