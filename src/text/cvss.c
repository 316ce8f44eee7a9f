/* SPDX-License-Identifier: MIT */
/* cvss.c - the form of a vector of the Common Vulnerability Scoring System. */
#include "text/cvss.h"

#include "base/arena.h"

#define METRICS_MOST 64

/* A base metric and the letters that its value can be. */
struct metric {
	const char *name, *values;
};

static const struct version {
	struct span prefix;
	struct metric base[12];
} versions[] = {
	{{"CVSS:4.0/", 9},
	 {{"AV", "NALP"}, {"AC", "LH"}, {"AT", "NP"}, {"PR", "NLH"}, {"UI", "NPA"}, {"VC", "HLN"}, {"VI", "HLN"}, {"VA", "HLN"}, {"SC", "HLN"}, {"SI", "HLN"}, {"SA", "HLN"}}},
	{{"CVSS:3.1/", 9}, {{"AV", "NALP"}, {"AC", "LH"}, {"PR", "NLH"}, {"UI", "NR"}, {"S", "UC"}, {"C", "HLN"}, {"I", "HLN"}, {"A", "HLN"}}},
	{{"CVSS:3.0/", 9}, {{"AV", "NALP"}, {"AC", "LH"}, {"PR", "NLH"}, {"UI", "NR"}, {"S", "UC"}, {"C", "HLN"}, {"I", "HLN"}, {"A", "HLN"}}},
	{{"", 0}, {{"AV", "LAN"}, {"AC", "HML"}, {"Au", "MSN"}, {"C", "NPC"}, {"I", "NPC"}, {"A", "NPC"}}},
};

/* The pairs NAME:VALUE of a vector. */
struct pairs {
	struct span names[METRICS_MOST], values[METRICS_MOST];
	size_t count;
};

static bool letters(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!byte_is_alnum(text.at[i]))
			return false;
	return text.len > 0 && text.len <= 8;
}

static struct span split(struct arena *a, struct span rest, struct pairs *p)
{
	struct span pair;
	while (span_next(&rest, '/', &pair)) {
		size_t colon = span_find(pair, ':');
		struct span name = span_slice(pair, 0, colon), value = span_from(pair, colon + 1);
		if (p->count == METRICS_MOST || !letters(name) || !letters(value))
			return SPAN("is no CVSS vector: a metric is written NAME:VALUE");
		if (span_among(p->names, p->count, name))
			return span_format(a, "is no CVSS vector: the metric %.*s stands twice", SPAN_ARGS(name));
		p->names[p->count] = name;
		p->values[p->count++] = value;
	}
	return SPAN("");
}

static bool has(const struct pairs *p, const struct metric *wanted)
{
	for (size_t i = 0; i < p->count; i++)
		if (span_eq(p->names[i], span_of(wanted->name)))
			return p->values[i].len == 1 && span_find(span_of(wanted->values), p->values[i].at[0]) < span_of(wanted->values).len;
	return false;
}

struct span cvss_fault(struct arena *a, struct span vector)
{
	struct pairs p = {.count = 0};
	const struct version *v = versions;
	while (!span_starts(vector, v->prefix))
		v++;
	struct span fault = split(a, span_from(vector, v->prefix.len), &p);
	if (fault.len > 0)
		return fault;
	for (const struct metric *m = v->base; m->name != NULL; m++)
		if (!has(&p, m))
			return span_format(a, "is no CVSS vector: the base metric %s is missing, or none of %s", m->name, m->values);
	return SPAN("");
}
