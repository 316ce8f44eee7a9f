/* SPDX-License-Identifier: MIT */
/* trailers.c - the trailers of any message lie inside it, in its order, in git's alphabet; a look-alike is a line of it. */
#include "fuzz.h"

#include "text/trailers.h"

static void check(struct span message, struct trailers t)
{
	const char *before = message.at;
	for (size_t i = 0; i < t.count; i++) {
		const struct trailer *each = &t.list[i];
		HOLDS(each->key.len > 0 && span_inside(each->key, message) && each->key.at >= before);
		HOLDS(span_find(each->key, ':') == each->key.len && span_find(each->key, '\n') == each->key.len);
		HOLDS(span_find(each->value, '\n') == each->value.len && span_find(each->value, '\0') == each->value.len);
		HOLDS(each->value.len == 0 || (each->value.at[0] != ' ' && each->value.at[each->value.len - 1] != ' '));
		for (size_t n = 0; n < each->key.len; n++)
			HOLDS(byte_is_alnum(each->key.at[n]) || each->key.at[n] == '-');
		HOLDS(each->key.at == message.at || each->key.at[-1] == '\n');
		before = each->key.at + each->key.len;
		span_touch(each->value);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct span keys[] = {{"Reviewed-by", 11}, {"Implements", 10}, {"Signed-off-by", 13}};
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span message = fuzz_text(a, bytes, len);
	struct trailers t = trailers_read(a, message);
	check(message, t);
	/* A message holds no more trailers for ending in a NUL and more behind it. */
	struct span longer = span_format(a, "%s", "");
	char *more = arena_take(a, len + 40, 1);
	if (len > 0)
		memcpy(more, message.at, len);
	memcpy(more + len, "\0\nReviewed-by: R <r@x.example>\n", 31);
	longer = (struct span){more, len + 31};
	HOLDS(trailers_read(a, longer).count == t.count);
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct span line = trailers_lookalike(message, t, keys[i]);
		HOLDS(line.len == 0 || span_inside(line, message));
		HOLDS(span_find(line, '\n') == line.len);
		for (size_t n = 0; n < t.count && line.len > 0; n++)
			HOLDS(line.at != t.list[n].key.at || !span_eq_fold(t.list[n].key, keys[i]));
	}
	arena_free(a);
	return 0;
}
