/* SPDX-License-Identifier: MIT */
/* import_openvex.c - statements of an OpenVEX document (openvex.dev, specification 0.2.0): one vulnerability of one product each. */
#include "base/date.h"
#include "process/observation.h"
#include "process/problem_import.h"

/* A member that is a text, or an object that has the text under one of two names. */
static struct span name_of(const struct json *value, const char *name, const char *other)
{
	if (value == NULL || value->kind == JSON_STRING)
		return value == NULL ? SPAN("") : value->text;
	struct span text = json_word(value, name);
	return text.len > 0 ? text : json_word(value, other);
}

/* The version of a package URL (pkg:type/name@version?...), or nothing. */
static struct span version_of(struct span product)
{
	struct span package = span_slice(product, 0, span_find(product, '?'));
	size_t at = span_find_last(package, '@');
	return span_starts(product, SPAN("pkg:")) && at < package.len ? span_from(package, at + 1) : SPAN("");
}

static const struct failure *import_product(struct import *im, const struct json *document, const struct json *statement, const struct json *product)
{
	struct arena *a = im->item;
	arena_reset(a);
	const struct json *vulnerability = json_member(statement, SPAN("vulnerability"));
	struct span status = json_word(statement, "status"), name = name_of(product, "@id", "name"), number = name_of(vulnerability, "name", "@id");
	struct span impact = json_word(statement, "impact_statement"), why = json_word(statement, "justification"), said = json_word(vulnerability, "description");
	struct import_entry e = {.document = json_word(document, "@id"), .number = number, .fields = {.arena = a}};
	if (name.len == 0 || number.len == 0 || !word_among("not_affected affected fixed under_investigation", status))
		return json_complain(im->arena, statement, "a statement names a vulnerability, products, and a status of: not_affected affected fixed under_investigation");
	e.where = span_format(a, "%.*s of %.*s", SPAN_ARGS(number), SPAN_ARGS(name));
	e.status = span_eq(status, SPAN("fixed")) ? ENTRY_FIXED : span_eq(status, SPAN("not_affected")) ? ENTRY_NOT_AFFECTED : ENTRY_OPEN;
	import_give(im, &e, FIELD_PRODUCT, name);
	import_give(im, &e, FIELD_VERSION, version_of(name).len > 0 ? version_of(name) : SPAN("as the product says"));
	import_give(im, &e, FIELD_TITLE, span_format(a, "%.*s in %.*s", SPAN_ARGS(number), SPAN_ARGS(name)));
	import_give(im, &e, FIELD_DESCRIPTION, span_format(a, "%.*s: %.*s%s%.*s %.*s", SPAN_ARGS(number), SPAN_ARGS(status), said.len > 0 ? "; " : "", SPAN_ARGS(said),
	                                                   SPAN_ARGS(json_word(statement, "action_statement"))));
	import_give(im, &e, FIELD_SOURCE, SPAN("public-monitoring"));
	import_give(im, &e, FIELD_REPORTER, json_word(document, "author"));
	give(&e.fields, FIELD_RECEIVED, date_print(a, im->act->activity));
	give(&e.fields, FIELD_SECURITY, SPAN("yes"));
	import_give(im, &e, FIELD_CVE, number);
	import_give(im, &e, FIELD_REFERENCE, e.document);
	import_give(im, &e, FIELD_REVISION, json_word(document, "version"));
	import_give(im, &e, FIELD_STATUS, status);
	if (e.status == ENTRY_NOT_AFFECTED)
		import_give(im, &e, FIELD_APPLICABILITY, span_format(a, "not affected, says %.*s: %.*s %.*s", SPAN_ARGS(e.document), SPAN_ARGS(why), SPAN_ARGS(impact)));
	return import_entry(im, &e);
}

static const struct failure *import_statement(struct import *im, const struct json *document, const struct json *statement)
{
	const struct json *products = json_member(statement, SPAN("products"));
	const struct failure *f = NULL;
	if (products == NULL || products->kind != JSON_ARRAY || products->first == NULL)
		return json_complain(im->arena, statement, "the statement names no products");
	for (const struct json *one = products->first; f == NULL && one != NULL; one = one->next)
		f = import_product(im, document, statement, one);
	return f;
}

const struct failure *import_openvex(struct import *im)
{
	const struct json *document = im->request->json;
	const struct failure *f = NULL;
	const struct json *statements = json_member(document, SPAN("statements"));
	bool is_vex = document->kind == JSON_OBJECT && span_starts(json_word(document, "@context"), SPAN("https://openvex.dev/ns"));
	if (!is_vex || json_word(document, "@id").len == 0 || statements == NULL || statements->kind != JSON_ARRAY)
		return json_complain(im->arena, document, "this is no OpenVEX document: it has @context, @id and statements");
	const struct json **backwards = arena_take(im->arena, statements->count, sizeof(struct json *));
	for (const struct json *each = statements->first; each != NULL; each = each->next)
		backwards[statements->count - 1 - each->index] = each;
	/* A later statement takes the place of an earlier one. */
	for (size_t i = 0; f == NULL && i < statements->count; i++)
		f = import_statement(im, document, backwards[i]);
	return f;
}
