/* SPDX-License-Identifier: MIT */
/* trace.c - a commit names the requirements or capabilities that it serves, and the catalogue knows them. */
#include "base/arena.h"
#include "checks/check.h"
#include "text/catalogue.h"
#include "text/pattern.h"
#include "text/words.h"

#define LEAST_MOST 100
/*
 * Each comparison with the pattern costs memory: a commit may name so many ids, and a hint
 * is searched in so many other trailers.
 */
#define IDS_MOST 1000
#define HINTS_MOST 20

struct trace {
	const struct span *trailers;
	size_t ntrailers;
	struct span spelling; /* of the pattern */
	const struct pattern *pattern;
	const struct catalogue *catalogue; /* NULL: every id of the right form counts */
	size_t least;
	struct span keys; /* "Implements or Verifies" */
	struct span mend;
};

static const char *const options[] = {"trailers", "pattern", "catalogue", "least", NULL};

static const struct failure *keys_read(struct arena *house, const struct json *value, struct trace *trace)
{
	const struct failure *f = json_texts(house, value, &trace->trailers, &trace->ntrailers);
	if (f != NULL)
		return f;
	if (trace->ntrailers == 0)
		return json_complain(house, value, "must name at least one trailer");
	for (size_t i = 0; i < trace->ntrailers; i++)
		for (size_t n = 0; n < trace->trailers[i].len; n++)
			if (!byte_is_alnum(trace->trailers[i].at[n]) && trace->trailers[i].at[n] != '-')
				return json_complain(house, value, "a trailer's key is made of letters, digits and dashes");
	trace->keys = words_list(house, trace->trailers, trace->ntrailers, "or");
	trace->mend = span_format(house, "git commit --amend --no-edit --trailer \"%.*s: ID\"", SPAN_ARGS(trace->trailers[0]));
	return NULL;
}

static const struct failure *
catalogue_prepare(const struct preparation *preparation, const struct json *where, const struct catalogue **catalogue)
{
	struct span path = {"", 0}, bytes = {"", 0};
	const struct failure *f = json_text(preparation->house, where, &path);
	if (f != NULL || where == NULL)
		return f;
	f = preparation->read(preparation, where, path, &bytes);
	return f != NULL ? f : catalogue_read(preparation->house, path, bytes, catalogue);
}

static const struct failure *trace_prepare(const struct preparation *preparation, const struct rule *rule, const void **state)
{
	struct arena *house = preparation->house;
	struct trace *trace = arena_take(house, 1, sizeof(*trace));
	trace->least = 1;
	const struct json *trailers = rule_option(rule, "trailers"), *pattern = rule_option(rule, "pattern");
	const struct json *least = rule_option(rule, "least"), *text = rule->own != NULL ? rule->own : rule->base;
	if (trailers == NULL || pattern == NULL)
		return json_complain(house, text, "\"%s\" is missing", trailers == NULL ? "trailers" : "pattern");
	const struct failure *f = keys_read(house, trailers, trace);
	if (f == NULL)
		f = json_text(house, pattern, &trace->spelling);
	if (f == NULL)
		f = json_count(house, least, LEAST_MOST, &trace->least);
	if (f == NULL)
		f = catalogue_prepare(preparation, rule_option(rule, "catalogue"), &trace->catalogue);
	if (f != NULL)
		return f;
	if (trace->least == 0)
		return json_complain(house, least, "no id at all is no rule; to switch it off say \"action\": \"off\"");
	f = pattern_new(house, trace->spelling, &trace->pattern);
	if (f != NULL)
		return json_complain(house, pattern, "%.*s", SPAN_ARGS(f->text));
	*state = trace;
	return NULL;
}

/* What may be wrong with an id, in the order of the findings. */
enum flaw { FLAW_EMPTY, FLAW_PLACEHOLDER, FLAW_FORM, FLAW_UNKNOWN, FLAW_INACTIVE, FLAWS };

/* One commit under judgement. */
struct search {
	const struct trace *trace;
	const struct commit_case *c;
	struct remarks flaws[FLAWS];
	struct span counted[LEAST_MOST]; /* distinct good ids, as many as are needed */
	size_t ncounted;
	struct span gave_up;
	size_t nids, ntrailers; /* ids judged; trailers of the wanted keys */
};

static struct span mend_of(const struct search *s, enum flaw flaw)
{
	struct arena *step = s->c->step;
	const struct trace *trace = s->trace;
	struct span catalogue = trace->catalogue != NULL ? trace->catalogue->name : SPAN("");
	switch (flaw) {
	case FLAW_EMPTY:
	case FLAW_PLACEHOLDER:
	case FLAW_FORM:
		return span_format(
			step, "write ids of the form %.*s, with commas or blanks between them and nothing else: git commit --amend",
			SPAN_ARGS(trace->spelling));
	case FLAW_UNKNOWN:
		return span_format(step, "name ids of %.*s, or have the new ones approved there first: git commit --amend",
				   SPAN_ARGS(catalogue));
	case FLAW_INACTIVE:
	case FLAWS:
		break;
	}
	return span_format(step, "name ids whose status in %.*s is approved or active: git commit --amend", SPAN_ARGS(catalogue));
}

static struct span flaw_print(const struct search *s, enum flaw flaw, struct span key, struct span id)
{
	struct arena *step = s->c->step;
	struct span quoted = words_quote(step, id);
	switch (flaw) {
	case FLAW_EMPTY:
		return span_format(step, "%.*s is empty", SPAN_ARGS(key));
	case FLAW_PLACEHOLDER:
		return span_format(step, "%.*s: %.*s is a placeholder", SPAN_ARGS(key), SPAN_ARGS(quoted));
	case FLAW_FORM:
		return span_format(step, "%.*s: %.*s is not of the form %.*s", SPAN_ARGS(key), SPAN_ARGS(quoted),
				   SPAN_ARGS(s->trace->spelling));
	case FLAW_UNKNOWN:
		return span_format(step, "%.*s: %.*s is not in %.*s", SPAN_ARGS(key), SPAN_ARGS(quoted),
				   SPAN_ARGS(s->trace->catalogue->name));
	case FLAW_INACTIVE:
	case FLAWS:
		break;
	}
	const struct catalogue_entry *entry = catalogue_find(s->trace->catalogue, id);
	return span_format(step, "%.*s: %.*s has the status %.*s in %.*s", SPAN_ARGS(key), SPAN_ARGS(quoted),
	                   SPAN_ARGS(words_quote(step, entry->status)), SPAN_ARGS(s->trace->catalogue->name));
}

static void flaw_add(struct search *s, enum flaw flaw, struct span key, struct span id)
{
	bool open = remarks_open(&s->flaws[flaw]);
	remarks_add(&s->flaws[flaw], open ? flaw_print(s, flaw, key, id) : SPAN(""));
}

static void id_count(struct search *s, struct span id)
{
	if (s->ncounted == s->trace->least)
		return;
	for (size_t i = 0; i < s->ncounted; i++)
		if (span_eq(s->counted[i], id))
			return;
	s->counted[s->ncounted++] = id;
}

static void id_judge(struct search *s, struct span key, struct span id)
{
	if (++s->nids > IDS_MOST) {
		s->gave_up = SPAN("the commit names more than 1000 ids; name fewer, or split the commit");
		return;
	}
	enum pattern_answer answer = pattern_is(s->trace->pattern, s->c->step, id);
	if (answer == PATTERN_GAVE_UP) {
		s->gave_up = span_format(s->c->step, "the pattern of the rule reached its limit on %.*s",
					 SPAN_ARGS(words_quote(s->c->step, id)));
		return;
	}
	if (answer == PATTERN_NO || words_placeholder(id)) {
		flaw_add(s, words_placeholder(id) ? FLAW_PLACEHOLDER : FLAW_FORM, key, id);
		return;
	}
	if (s->trace->catalogue != NULL) {
		const struct catalogue_entry *entry = catalogue_find(s->trace->catalogue, id);
		if (entry == NULL || !entry->active) {
			flaw_add(s, entry == NULL ? FLAW_UNKNOWN : FLAW_INACTIVE, key, id);
			return;
		}
	}
	id_count(s, id);
}

/* The next of the ids in a value; commas, blanks or both stand between them. */
static bool id_next(struct span *rest, struct span *id)
{
	size_t from = 0;
	while (from < rest->len && (rest->at[from] == ',' || byte_is_git_space(rest->at[from])))
		from++;
	size_t to = from;
	while (to < rest->len && rest->at[to] != ',' && !byte_is_git_space(rest->at[to]))
		to++;
	*id = span_slice(*rest, from, to);
	*rest = span_from(*rest, to);
	return id->len > 0;
}

static bool is_wanted(const struct trace *trace, struct span key)
{
	for (size_t i = 0; i < trace->ntrailers; i++)
		if (span_eq_fold(trace->trailers[i], key))
			return true;
	return false;
}

static void value_judge(struct search *s, const struct trailer *trailer)
{
	struct span rest = trailer->value, id;
	bool any = false;
	s->ntrailers++;
	while (s->gave_up.len == 0 && id_next(&rest, &id)) {
		any = true;
		id_judge(s, trailer->key, id);
	}
	if (!any && s->gave_up.len == 0)
		flaw_add(s, FLAW_EMPTY, trailer->key, trailer->value);
}

/* An id of the right form in a trailer of another key: a hint, and nothing that counts. */
static const struct trailer *id_elsewhere(const struct search *s, struct span *id)
{
	const struct trailer *list = s->c->trailers.list;
	for (size_t i = 0; i < s->c->trailers.count && i < HINTS_MOST; i++) {
		struct span rest = list[i].value;
		if (!is_wanted(s->trace, list[i].key) && id_next(&rest, id) &&
		    pattern_is(s->trace->pattern, s->c->step, *id) == PATTERN_YES)
			return &list[i];
	}
	return NULL;
}

static struct span lookalike_of(const struct search *s)
{
	struct span line = {"", 0};
	for (size_t i = 0; i < s->trace->ntrailers && line.len == 0; i++)
		line = trailers_lookalike(s->c->commit->message, s->c->trailers, s->trace->trailers[i]);
	return line;
}

static void missing_complain(const struct search *s, const struct rule *rule, const struct sink *sink)
{
	const struct trace *trace = s->trace;
	struct arena *step = s->c->step;
	struct span title = span_format(step, "no %.*s trailer", SPAN_ARGS(trace->keys)), mend = trace->mend, id = {"", 0};
	if (s->ntrailers > 0 || trace->least > 1)
		title = span_format(step, "%zu of %zu ids in %.*s trailers", s->ncounted, trace->least, SPAN_ARGS(trace->keys));
	struct span line = lookalike_of(s);
	const struct trailer *elsewhere = line.len == 0 ? id_elsewhere(s, &id) : NULL;
	if (line.len > 0) {
		title = span_format(step, "%.*s: %.*s stands outside of the trailer block", SPAN_ARGS(title),
		                    SPAN_ARGS(words_quote(step, line)));
		mend = span_format(
			step,
			"write the line as \"%.*s: ID\" into the last paragraph of the message, behind a blank line and among "
			"trailers only: git commit --amend",
			SPAN_ARGS(trace->trailers[0]));
	}
	if (elsewhere != NULL)
		title = span_format(step, "%.*s: %.*s stands in a %.*s trailer", SPAN_ARGS(title), SPAN_ARGS(words_quote(step, id)),
		                    SPAN_ARGS(words_quote(step, elsewhere->key)));
	sink->found(sink->context, rule, title, mend);
}

static void trace_on_commit(const struct rule *rule, const struct commit_case *c, const struct sink *sink)
{
	struct search search = {.trace = rule->state, .c = c};
	for (size_t i = 0; i < c->trailers.count; i++)
		if (is_wanted(search.trace, c->trailers.list[i].key))
			value_judge(&search, &c->trailers.list[i]);
	bool flawed = false;
	for (enum flaw flaw = 0; flaw < FLAWS; flaw++)
		if (search.flaws[flaw].count > 0) {
			sink->found(sink->context, rule, remarks_print(c->step, &search.flaws[flaw]), mend_of(&search, flaw));
			flawed = true;
		}
	if (search.gave_up.len > 0)
		sink->gave_up(sink->context, rule, search.gave_up);
	else if (!flawed && search.ncounted < search.trace->least)
		missing_complain(&search, rule, sink);
}

static const struct check_example examples[] = {
	{"{\"trailers\": [\"Implements\"], \"pattern\": \"SEC-REQ-[0-9]{3}\"}", "Limit the flow\n\nImplements: SEC-REQ-001\n",
	 "Limit the flow\n"},
	{"{\"trailers\": [\"Implements\"], \"pattern\": \"SEC-REQ-[0-9]{3}\"}",
	 "Limit the flow\n\nImplements: SEC-REQ-001, SEC-REQ-002\n", "Limit the flow\n\nImplements: SEC-REQ-001x\n"},
	{"{\"trailers\": [\"Implements\", \"Verifies\"], \"pattern\": \"SEC-REQ-[0-9]{3}\"}",
	 "Limit the flow\n\nverifies: SEC-REQ-001\n", "Limit the flow\n\nVerifies: TODO\n"},
	{"{\"trailers\": [\"Implements\"], \"pattern\": \"SEC-REQ-[0-9]{3}\", \"least\": 2}",
	 "Limit the flow\n\nImplements: SEC-REQ-001\nImplements: SEC-REQ-002\n",
	 "Limit the flow\n\nImplements: SEC-REQ-001\nImplements: SEC-REQ-001\n"},
	{0},
};

const struct check check_trace = {
	.name = "trace",
	.purpose = "a commit names the requirements or capabilities that it serves, and the catalogue knows them",
	.noun = "missing trace",
	.options = options,
	.prepare = trace_prepare,
	.on_commit = trace_on_commit,
	.examples = examples,
};
