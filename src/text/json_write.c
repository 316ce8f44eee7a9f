/* SPDX-License-Identifier: MIT */
/* json_write.c - JSON written member by member. */
#include "text/json_write.h"

static void lead(struct json_writer *w, const char *key)
{
	if (w->comma)
		output_text(w->output, ",");
	if (key != NULL)
		output_format(w->output, "\"%s\":", key);
	w->comma = true;
}

void json_begin(struct json_writer *w, const char *key, char bracket)
{
	lead(w, key);
	output_format(w->output, "%c", bracket);
	w->comma = false;
}

void json_end(struct json_writer *w, char bracket)
{
	output_format(w->output, "%c", bracket);
	w->comma = true;
}

void json_put(struct json_writer *w, const char *key, struct span text)
{
	lead(w, key);
	output_json(w->output, text);
}

void json_put_some(struct json_writer *w, const char *key, struct span text)
{
	if (text.len > 0)
		json_put(w, key, text);
}

void json_put_json(struct json_writer *w, const char *key, struct span json)
{
	lead(w, key);
	output_written(w->output, json);
}

void json_put_number(struct json_writer *w, const char *key, size_t number)
{
	lead(w, key);
	output_format(w->output, "%zu", number);
}

void json_put_flag(struct json_writer *w, const char *key, bool flag)
{
	lead(w, key);
	output_text(w->output, flag ? "true" : "false");
}
