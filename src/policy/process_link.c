/* SPDX-License-Identifier: MIT */
/* process_link.c - the link under which a finding is reported. */
#include "base/arena.h"
#include "policy/policy.h"

/* RFC 3986 section 2.3: what stands in a link as itself. */
static bool unreserved(char byte)
{
	return byte_is_alnum(byte) || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static struct span encode(struct arena *arena, struct span text)
{
	static const char digits[] = "0123456789ABCDEF";
	char *encoded = arena_take(arena, text.len, 3);
	size_t used = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		if (unreserved(text.at[i])) {
			encoded[used++] = text.at[i];
			continue;
		}
		encoded[used++] = '%';
		encoded[used++] = digits[byte >> 4];
		encoded[used++] = digits[byte & 15];
	}
	return (struct span){encoded, used};
}

struct span process_link(struct arena *arena, const struct process *process, struct span id)
{
	struct span mark = SPAN("{id}"), link = {"", 0}, code = encode(arena, id);
	size_t from = 0;
	for (size_t i = 0; i + mark.len <= process->intake.len; i++) {
		if (!span_starts(span_from(process->intake, i), mark))
			continue;
		struct span before = span_slice(process->intake, from, i);
		link = span_format(arena, "%.*s%.*s%.*s", SPAN_ARGS(link), SPAN_ARGS(before), SPAN_ARGS(code));
		from = i + mark.len;
	}
	struct span rest = span_from(process->intake, from);
	return span_format(arena, "%.*s%.*s", SPAN_ARGS(link), SPAN_ARGS(rest));
}
