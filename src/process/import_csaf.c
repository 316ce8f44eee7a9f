/* SPDX-License-Identifier: MIT */
/* import_csaf.c - vulnerabilities of a CSAF 2.0 document (OASIS; security advisory and VEX profiles): one product each. */
#include "base/date.h"
#include "process/observation.h"
#include "process/problem_import.h"

/* A product of the tree: the id that the document uses, its full name, and the version under which it hangs. */
struct product {
	struct span id, name, version;
};

struct csaf {
	struct import *import;
	const struct json *document, *tracking, *publisher;
	struct product *products;
	size_t count, room;
};

static const struct json *inner(const struct json *object, const char *key)
{
	return json_member(object, span_of(key));
}

static const struct json *first_of(const struct json *object, const char *key)
{
	const struct json *list = inner(object, key);
	return list == NULL ? NULL : list->first;
}

static void add_product(struct csaf *c, const struct json *full, struct span version)
{
	struct span id = json_word(full, "product_id");
	if (id.len == 0)
		return;
	c->products = arena_grow(c->import->arena, c->products, c->count, &c->room, sizeof *c->products);
	c->products[c->count++] = (struct product){id, json_word(full, "name"), version};
}

/* Down the branches; the reader of JSON bounds their depth. */
static void add_branches(struct csaf *c, const struct json *tree, struct span version)
{
	for (const struct json *each = first_of(tree, "branches"); each != NULL; each = each->next) {
		struct span own = span_starts(json_word(each, "category"), SPAN("product_version")) ? json_word(each, "name") : version;
		add_product(c, inner(each, "product"), own);
		add_branches(c, each, own);
	}
}

static void read_products(struct csaf *c)
{
	const struct json *tree = inner(c->document, "product_tree");
	add_branches(c, tree, SPAN(""));
	for (const struct json *each = first_of(tree, "full_product_names"); each != NULL; each = each->next)
		add_product(c, each, SPAN(""));
	for (const struct json *each = first_of(tree, "relationships"); each != NULL; each = each->next)
		add_product(c, inner(each, "full_product_name"), SPAN(""));
}

static struct product product_of(const struct csaf *c, struct span id)
{
	for (size_t i = 0; i < c->count; i++)
		if (span_eq(c->products[i].id, id))
			return c->products[i];
	return (struct product){id, id, SPAN("")};
}

static bool names(const struct json *list, struct span id)
{
	for (const struct json *each = list == NULL ? NULL : list->first; each != NULL; each = each->next)
		if (span_eq(each->text, id))
			return true;
	return false;
}

/* The text of the first note of that category, or of the first element that is about the product. */
static struct span text_about(const struct json *list, const char *key, struct span of, const char *text, const char *about, struct span id)
{
	for (const struct json *each = list; each != NULL; each = each->next)
		if (span_eq(json_word(each, key), of) && (about == NULL || inner(each, about) == NULL || names(inner(each, about), id)))
			return json_word(each, text);
	return SPAN("");
}

static void give_score(struct csaf *c, struct import_entry *e, const struct json *vulnerability, struct span id)
{
	static const char *const versions[] = {"cvss_v3", "cvss_v2"};
	for (const struct json *each = first_of(vulnerability, "scores"); each != NULL; each = each->next)
		for (size_t i = 0; i < COUNT(versions) && names(inner(each, "products"), id); i++) {
			const struct json *score = inner(each, versions[i]);
			if (score == NULL || given_text(&e->fields, FIELD_CVSS).len > 0)
				continue;
			import_give(c->import, e, FIELD_CVSS, json_word(score, "vectorString"));
			import_give(c->import, e, FIELD_CVSS_SCORE, json_word(score, "baseScore"));
			import_give(c->import, e, FIELD_SEVERITY, span_lower(c->import->item, json_word(score, "baseSeverity")));
		}
}

/* What is known about a vulnerability itself, whatever the product. */
struct vulnerability {
	const struct json *json;
	struct span number, title, description;
};

static struct vulnerability vulnerability_of(const struct json *json)
{
	struct vulnerability v = {.json = json, .number = json_word(json, "cve"), .title = json_word(json, "title")};
	const struct json *notes = first_of(json, "notes");
	if (v.number.len == 0)
		v.number = json_word(first_of(json, "ids"), "text");
	if (v.number.len == 0)
		v.number = v.title;
	v.description = text_about(notes, "category", SPAN("description"), "text", NULL, SPAN(""));
	if (v.description.len == 0)
		v.description = text_about(notes, "category", SPAN("summary"), "text", NULL, SPAN(""));
	return v;
}

static void give_applicability(struct csaf *c, struct import_entry *e, const struct vulnerability *v, struct span id)
{
	struct arena *a = c->import->item;
	struct span flag = SPAN(""), impact = text_about(first_of(v->json, "threats"), "category", SPAN("impact"), "details", "product_ids", id);
	for (const struct json *each = first_of(v->json, "flags"); flag.len == 0 && each != NULL; each = each->next)
		if (names(inner(each, "product_ids"), id))
			flag = json_word(each, "label");
	if (e->status == ENTRY_NOT_AFFECTED)
		import_give(c->import, e, FIELD_APPLICABILITY, span_format(a, "not affected, says %.*s: %.*s %.*s", SPAN_ARGS(e->document), SPAN_ARGS(flag), SPAN_ARGS(impact)));
}

static const struct failure *import_product(struct csaf *c, const struct vulnerability *v, struct span id, const char *status, enum entry_status meaning)
{
	struct import *im = c->import;
	struct arena *a = im->item;
	arena_reset(a);
	struct product product = product_of(c, id);
	struct import_entry e = {.document = json_word(c->tracking, "id"), .number = v->number, .status = meaning, .fields = {.arena = a}};
	struct span title = v->title.len > 0 ? v->title : v->number, version = product.version.len > 0 ? product.version : SPAN("as the product says");
	e.where = span_format(a, "%.*s of %.*s", SPAN_ARGS(v->number), SPAN_ARGS(product.name));
	import_give(im, &e, FIELD_PRODUCT, product.name);
	import_give(im, &e, FIELD_VERSION, version);
	import_give(im, &e, FIELD_TITLE, span_format(a, "%.*s: %.*s", SPAN_ARGS(v->number), SPAN_ARGS(title)));
	import_give(im, &e, FIELD_DESCRIPTION, span_format(a, "%.*s: %.*s", SPAN_ARGS(v->number), SPAN_ARGS(v->description.len > 0 ? v->description : title)));
	give(&e.fields, FIELD_SOURCE, span_eq(json_word(c->publisher, "category"), SPAN("vendor")) ? SPAN("supplier") : SPAN("public-monitoring"));
	import_give(im, &e, FIELD_REPORTER, json_word(c->publisher, "name"));
	give(&e.fields, FIELD_RECEIVED, date_print(a, im->act->activity));
	give(&e.fields, FIELD_SECURITY, SPAN("yes"));
	import_give(im, &e, FIELD_CVE, json_word(v->json, "cve"));
	import_give(im, &e, FIELD_CWE, json_word(inner(v->json, "cwe"), "id"));
	import_give(im, &e, FIELD_REFERENCE, e.document);
	import_give(im, &e, FIELD_REVISION, json_word(c->tracking, "version"));
	import_give(im, &e, FIELD_STATUS, span_of(status));
	if (meaning == ENTRY_OPEN)
		import_give(im, &e, FIELD_AFFECTED, product.name);
	give_score(c, &e, v->json, id);
	give_applicability(c, &e, v, id);
	return import_entry(im, &e);
}

static const struct failure *import_vulnerability(struct csaf *c, const struct json *json)
{
	static const struct {
		const char *name;
		enum entry_status meaning;
	} lists[] = {{"known_affected", ENTRY_OPEN},       {"first_affected", ENTRY_OPEN}, {"last_affected", ENTRY_OPEN}, {"under_investigation", ENTRY_OPEN},
	             {"known_not_affected", ENTRY_NOT_AFFECTED}, {"fixed", ENTRY_FIXED},   {"first_fixed", ENTRY_FIXED}};
	struct vulnerability v = vulnerability_of(json);
	const struct failure *f = NULL;
	if (v.number.len == 0)
		return json_complain(c->import->arena, json, "the vulnerability has neither cve nor ids nor title");
	for (size_t i = 0; i < COUNT(lists); i++)
		for (const struct json *each = first_of(inner(json, "product_status"), lists[i].name); f == NULL && each != NULL; each = each->next)
			f = import_product(c, &v, each->text, lists[i].name, lists[i].meaning);
	return f;
}

const struct failure *import_csaf(struct import *im)
{
	struct csaf c = {.import = im, .document = im->request->json};
	const struct failure *f = NULL;
	const struct json *about = inner(c.document, "document");
	c.tracking = inner(about, "tracking");
	c.publisher = inner(about, "publisher");
	if (!span_eq(json_word(about, "csaf_version"), SPAN("2.0")) || json_word(c.tracking, "id").len == 0)
		return json_complain(im->arena, c.document, "this is no CSAF 2.0 document: it has document.csaf_version \"2.0\" and document.tracking.id");
	read_products(&c);
	for (const struct json *each = first_of(c.document, "vulnerabilities"); f == NULL && each != NULL; each = each->next)
		f = import_vulnerability(&c, each);
	return f;
}
