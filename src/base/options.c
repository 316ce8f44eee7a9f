/* SPDX-License-Identifier: MIT */
/* options.c - the words behind a program's name. */
#include "base/options.h"

#include "base/arena.h"

static const struct option_row *find(const struct option_row *rows, struct span name)
{
	for (; rows->name != NULL; rows++)
		if (span_eq(span_of(rows->name), name))
			return rows;
	return NULL;
}

static const struct failure *take(struct arena *a, const struct option_row *row, struct span value, bool has_value)
{
	if (row->flag != NULL) {
		if (has_value)
			return failure_of_usage(a, "%s takes no value", row->name);
		*row->flag = true;
		return NULL;
	}
	if (!has_value)
		return failure_of_usage(a, "%s needs a value: %s %s", row->name, row->name, row->value);
	if (row->text->len > 0)
		return failure_of_usage(a, "%s is given twice", row->name);
	if (value.len == 0)
		return failure_of_usage(a, "%s has an empty value", row->name);
	*row->text = value;
	return NULL;
}

const struct failure *
options_read(struct arena *a, int argc, char **argv, const struct option_row *rows, struct span *words, size_t most, size_t *nwords)
{
	bool only_words = false;
	*nwords = 0;
	for (int i = 0; i < argc; i++) {
		struct span word = span_of(argv[i]);
		size_t equals = span_find(word, '=');
		struct span name = span_slice(word, 0, equals);
		if (!only_words && span_eq(word, SPAN("--"))) {
			only_words = true;
			continue;
		}
		if (only_words || word.len == 0 || word.at[0] != '-' || word.len == 1) {
			if (*nwords == most)
				return failure_of_usage(a, "%.*s is one word too many", SPAN_ARGS(word));
			words[(*nwords)++] = word;
			continue;
		}
		const struct option_row *row = find(rows, name);
		if (row == NULL)
			return failure_of_usage(a, "there is no option %.*s; see --help", SPAN_ARGS(name));
		bool inside = equals < word.len, next = !inside && row->flag == NULL && i + 1 < argc;
		const struct failure *f = take(a, row, inside ? span_from(word, equals + 1) : next ? span_of(argv[++i]) : SPAN(""), inside || next);
		if (f != NULL)
			return f;
	}
	return NULL;
}

void options_help(struct output *o, const struct option_row *rows)
{
	for (; rows->name != NULL; rows++) {
		struct span left = span_format(output_arena(o), "%s%s%s", rows->name, rows->value == NULL ? "" : " ", rows->value == NULL ? "" : rows->value);
		output_format(o, "  %-26.*s %s\n", SPAN_ARGS(left), rows->help);
	}
}
