/* SPDX-License-Identifier: MIT */
/* json.c - what the strict reader takes, cJSON takes too and reads the same. */
#include "fuzz.h"

#include "text/json.h"

#include <cjson/cJSON.h>

static void compare(const struct json *own, const cJSON *other)
{
	static const int kinds[] = {[JSON_NULL] = cJSON_NULL,     [JSON_FALSE] = cJSON_False, [JSON_TRUE] = cJSON_True,    [JSON_NUMBER] = cJSON_Number,
	                            [JSON_STRING] = cJSON_String, [JSON_ARRAY] = cJSON_Array, [JSON_OBJECT] = cJSON_Object};
	HOLDS(other != NULL && (other->type & 0xff) == kinds[own->kind]);
	if (own->kind == JSON_STRING)
		HOLDS(span_eq(own->text, span_of(other->valuestring)));
	if (own->kind == JSON_NUMBER) {
		char text[64] = "";
		HOLDS(own->text.len < sizeof text);
		memcpy(text, own->text.at, own->text.len);
		HOLDS(strtod(text, NULL) <= other->valuedouble && strtod(text, NULL) >= other->valuedouble);
	}
	size_t count = 0;
	const cJSON *their = other->child;
	for (const struct json *each = own->first; each != NULL; each = each->next, their = their->next, count++) {
		HOLDS(their != NULL && each->parent == own && each->index == count);
		if (own->kind == JSON_OBJECT) {
			HOLDS(span_eq(each->key, span_of(their->string)));
			HOLDS(json_member(own, each->key) == each);
		}
		compare(each, their);
	}
	HOLDS(their == NULL && count == own->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	const struct json *own;
	const struct failure *f = json_read(a, SPAN("fuzz.json"), text, &own);
	if (f != NULL) {
		fuzz_failed(f, FAILURE_POLICY);
		HOLDS(span_starts(f->text, SPAN("fuzz.json")));
	} else {
		cJSON *other = cJSON_ParseWithLength(text.at, text.len);
		compare(own, other);
		cJSON_Delete(other);
	}
	arena_free(a);
	return 0;
}
