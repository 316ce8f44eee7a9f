/* SPDX-License-Identifier: MIT */
/* json_write.h - JSON written member by member; commas come by themselves. */
#ifndef PORTCULLIS_TEXT_JSON_WRITE_H
#define PORTCULLIS_TEXT_JSON_WRITE_H

#include "base/output.h"

struct json_writer {
	struct output *output;
	bool comma;
};

/* Keys are ours: plain ASCII without quotes; NULL inside an array. */
void json_begin(struct json_writer *, const char *key, char bracket); /* '{' or '[' */
void json_end(struct json_writer *, char bracket);                    /* '}' or ']' */
void json_put(struct json_writer *, const char *key, struct span text);
/* The same, but an empty text is left out. */
void json_put_some(struct json_writer *, const char *key, struct span text);
/* A whole JSON value that was written before, byte for byte. */
void json_put_json(struct json_writer *, const char *key, struct span json);
void json_put_number(struct json_writer *, const char *key, size_t);
void json_put_flag(struct json_writer *, const char *key, bool);

#endif
