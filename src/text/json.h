/* SPDX-License-Identifier: MIT */
/* json.h - JSON read strictly (RFC 8259, and nothing that two readers may read differently). */
#ifndef PORTCULLIS_TEXT_JSON_H
#define PORTCULLIS_TEXT_JSON_H

#include "base/failure.h"
#include "base/span.h"

struct arena;

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_file {
	struct span name; /* for messages */
	struct span bytes;
};

struct json {
	enum json_kind kind;
	struct span key;  /* the member's name, decoded; empty outside objects */
	struct span text; /* a string, decoded (UTF-8, no NUL); a number as it is written */
	const struct json *first, *next, *parent;
	size_t count; /* children */
	size_t index; /* place among its parent's children */
	size_t offset; /* of the value in the file's bytes */
	const struct json_file *file;
};

/* Depth and number of values that a document may have. */
#define JSON_DEEPEST 32
#define JSON_MOST_VALUES 1000000

/*
 * Reads a whole document into the arena. Refused, with `name:line:column: /pointer: what`: everything that
 * RFC 8259 does not allow, ill-formed UTF-8 (also by escapes), U+0000, a member named twice, numbers that
 * have an exponent or do not fit 64 bits, a byte order mark, text behind the value, and the limits above. Each
 * failure is a FAILURE_POLICY.
 */
MUST_USE const struct failure *json_read(struct arena *, struct span name, struct span bytes, const struct json **);

/* A FAILURE_POLICY that points at the value: `name:line:column: /pointer: text`. */
MUST_USE __attribute__((format(printf, 3, 4))) const struct failure *
json_complain(struct arena *, const struct json *where, const char *format, ...);

/* The member of that name (case matters), or NULL; NULL is taken for an empty object. */
const struct json *json_member(const struct json *object, struct span key);

/* For records that we wrote ourselves: a member that is a text, else empty; the first item of one that is a list, else NULL; whether it is true. */
struct span json_string(const struct json *object, const char *key);
const struct json *json_first(const struct json *object, const char *key);
bool json_is_true(const struct json *object, const char *key);

/*
 * Each fails with the pointer when the value is of another kind; `value` NULL leaves the out-parameter as it
 * is. Texts must not be empty, days are date.h's, counts are 0 or above.
 */
MUST_USE const struct failure *json_text(struct arena *, const struct json *value, struct span *);
MUST_USE const struct failure *json_flag(struct arena *, const struct json *value, bool *);
MUST_USE const struct failure *json_count(struct arena *, const struct json *value, size_t limit, size_t *);
MUST_USE const struct failure *json_texts(struct arena *, const struct json *value, const struct span **, size_t *);

/* Fails at the first member whose name is not in the list. */
MUST_USE const struct failure *json_only(struct arena *, const struct json *object, const struct span *keys, size_t nkeys);

#endif
