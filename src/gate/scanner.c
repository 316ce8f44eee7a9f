/* SPDX-License-Identifier: MIT */
/* scanner.c - a blob's hits. */
#include "gate/scanner.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/table.h"
#include "base/unicode.h"
#include "text/c_condense.h"
#include "text/encoding.h"

#include <stdlib.h>
#include <string.h>

#define MOST_LANGUAGES 32
#define TEXT_MEMORY ((size_t)1 << 30)

struct scanner {
	const struct policy *policy;
	struct arena *arena;                        /* lives as long as the scanner */
	struct arena *text;                         /* one blob at a time */
	const struct names **names;                 /* one per language; ids are places in policy->rules; NULL: no file of it came yet */
	struct studies studies;
	struct oid_map condensed;                   /* the sum of the lines that say something -> place of what they say */
	size_t nblobs;
	struct table readings;                      /* path -> how its files are read */
};

language_set languages_of(struct span path)
{
	language_set set = 0;
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if (!languages[i]->flags_only && languages[i]->owns(path))
			set |= 1U << i;
	return set;
}

language_set languages_in_flags(struct span path, language_set begins)
{
	language_set set = begins;
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if (languages[i]->flags_only && languages[i]->owns(path))
			set |= 1U << i;
	return set;
}

/* What the first bytes of a text say. */
static language_set languages_beginning(struct span text)
{
	language_set set = 0;
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if (languages[i]->begins != NULL && languages[i]->begins(text))
			set |= 1U << i;
	return set;
}

static bool is_flags_only(language_set set)
{
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if (!languages[i]->flags_only && (set & 1U << i) != 0)
			return false;
	return true;
}

language_set languages_of_any_name(void)
{
	language_set set = 0;
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if (languages[i]->serves == NULL)
			set |= 1U << i;
	return set;
}

bool languages_read_code(language_set set)
{
	return (set & languages_of_any_name()) != 0;
}

/* Those whose files say of other files what code says. */
static language_set saying_code(void)
{
	language_set set = languages_of_any_name();
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if (languages[i]->is_code)
			set |= 1U << i;
	return set;
}

bool languages_read_flags(language_set set)
{
	return (set & ~saying_code()) != 0;
}

/* All names that any rule looks for in the language. */
static const struct names *names_for(struct arena *a, const struct policy *p, const struct language *language)
{
	struct wanted_name *wanted = NULL;
	size_t count = 0, room = 0;
	for (size_t i = 0; i < p->nrules; i++) {
		const struct rule *rule = &p->rules[i];
		const struct span *names;
		if (rule->check == NULL || rule->check->names == NULL || rule->action == ACTION_OFF)
			continue;
		size_t nnames = rule->check->names(rule, language, &names);
		for (size_t k = 0; k < nnames; k++) {
			wanted = arena_grow(a, wanted, count, &room, sizeof *wanted);
			wanted[count++] = (struct wanted_name){names[k], (unsigned)i};
		}
	}
	return names_for_c(a, wanted, count);
}

/* Whether a rule about code looks at files of the path that are read so. */
static bool is_judged(const struct policy *p, struct span path, language_set set)
{
	for (size_t i = 0; set != 0 && i < p->nrules; i++) {
		const struct rule *rule = &p->rules[i];
		const struct span *names;
		if (rule->check == NULL || rule->check->names == NULL || rule->action == ACTION_OFF || !rule_covers(rule, path))
			continue;
		for (unsigned k = 0; languages[k] != NULL; k++)
			if ((set & 1U << k) != 0 && rule->check->names(rule, languages[k], &names) > 0)
				return true;
	}
	return false;
}

bool scanner_is_needed(const struct scanner *s)
{
	for (size_t i = 0; i < s->policy->nrules; i++)
		if (s->policy->rules[i].check != NULL && s->policy->rules[i].check->names != NULL && s->policy->rules[i].action != ACTION_OFF)
			return true;
	return false;
}

const struct reading *scanner_reading(struct scanner *s, struct arena *visit, struct span path)
{
	bool found;
	s->readings.arena = visit;
	struct slot *slot = table_place(&s->readings, path, &found);
	if (found)
		return slot->value;
	struct reading *reading = slot->value = arena_take(visit, 1, sizeof *reading);
	reading->set = languages_of(path);
	reading->code = languages_read_code(reading->set);
	reading->judged = is_judged(s->policy, path, reading->set);
	return reading;
}

struct scanner *scanner_new(struct arena *house, const struct policy *policy)
{
	struct scanner *s = arena_take(house, 1, sizeof *s);
	s->policy = policy;
	s->arena = house;
	s->text = arena_new("step", TEXT_MEMORY);
	s->names = arena_take(house, MOST_LANGUAGES, sizeof(const struct names *));
	return s;
}

void scanner_free(struct scanner *s)
{
	arena_free(s->text);
	s->text = NULL;
}

static const struct names *names_in(struct scanner *s, size_t language)
{
	if (s->names[language] == NULL)
		s->names[language] = names_for(s->arena, s->policy, languages[language]);
	return s->names[language];
}

static unsigned place_of(const struct scanner *s, enum builtin rule)
{
	return (unsigned)(policy_builtin(s->policy, rule) - s->policy->rules);
}

/* A line without its white space: what is said, however it is laid out. */
static struct digest line_window(struct arena *a, struct span text, size_t at)
{
	size_t from = at, to = at;
	while (from > 0 && text.at[from - 1] != '\n')
		from--;
	while (to < text.len && text.at[to] != '\n')
		to++;
	char *squeezed = arena_take(a, to - from, 1);
	size_t len = 0;
	for (size_t i = from; i < to; i++)
		if (!byte_is_space(text.at[i]))
			squeezed[len++] = text.at[i];
	return digest_of_bytes((struct span){squeezed, len});
}

/* The first bidirectional control and the first invisible character of every line: judgement of what a reader is shown. */
static void find_unseen(const struct scanner *s, struct uses *uses, struct span text)
{
	bool told[2] = {false, false};
	size_t len = 1;
	for (size_t at = encoding_past_ascii(text, 0), from = at; at < text.len; from = at, at = encoding_past_ascii(text, at + (len > 0 ? len : 1))) {
		uint32_t c;
		if ((told[0] || told[1]) && span_find(span_slice(text, from, at), '\n') < at - from)
			told[0] = told[1] = false;
		if ((len = unicode_decode(span_from(text, at), &c)) > 0) {
			bool is_bidi = unicode_bidi(c);
			if ((is_bidi || unicode_zero_width(c)) && !told[is_bidi]) {
				struct digest window = line_window(s->text, text, at);
				*uses_add(uses) = (struct use){.at = at, .len = len, .id = place_of(s, is_bidi ? RULE_BIDI : RULE_ZERO_WIDTH),
				                               .kind = USE_REFERENCE, .window = window};
				told[is_bidi] = true;
			}
		}
	}
}

/* The first NUL of every line: a text that had some may get no more. */
static void find_nuls(const struct scanner *s, struct uses *uses, struct span text)
{
	for (size_t at = span_find(text, '\0'); at < text.len;) {
		*uses_add(uses) = (struct use){.at = at, .len = 1, .id = place_of(s, RULE_TEXT), .kind = USE_REFERENCE,
		                               .window = line_window(s->text, text, at)};
		at += span_find(span_from(text, at), '\n');
		at += at < text.len ? span_find(span_from(text, at), '\0') : 0;
	}
}

/* What no reader can be sure of. */
static void find_unreadable(const struct scanner *s, struct uses *uses, const struct decoded *decoded)
{
	find_unseen(s, uses, decoded->text);
	if (span_eq(decoded->unreadable, SPAN("NUL byte")))
		find_nuls(s, uses, decoded->text);
	else if (decoded->unreadable.len > 0)
		*uses_add(uses) = (struct use){.at = decoded->unreadable_at, .len = 1, .id = place_of(s, RULE_TEXT), .kind = USE_REFERENCE,
		                               .window = digest_of_bytes(decoded->unreadable)};
}

static int use_order(const void *a, const void *b)
{
	const struct use *left = a, *right = b;
	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return (left->id > right->id) - (left->id < right->id);
}

/* Two languages may have read the same use: it counts once. */
static size_t join_doubles(struct use *list, size_t count)
{
	size_t n = 0;
	if (count > 1)
		qsort(list, count, sizeof *list, use_order);
	for (size_t i = 0; i < count; i++)
		if (n > 0 && use_order(&list[n - 1], &list[i]) == 0)
			use_join(&list[n - 1], &list[i]);
		else
			list[n++] = list[i];
	return n;
}

/* What the languages' readers tell, less what no rule counts, plus what the built-in rules see. */
static struct hits hits_of(struct scanner *s, struct span bytes, language_set set)
{
	struct decoded decoded = encoding_read(s->text, bytes);
	struct uses uses = {.arena = s->text}, kept = {.arena = s->text};
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if ((set & 1U << i) != 0)
			languages[i]->uses(&uses, decoded.text, names_in(s, i));
	if (!is_flags_only(set))
		find_unreadable(s, &kept, &decoded);
	for (size_t i = 0; i < uses.count; i++) {
		const struct rule *rule = &s->policy->rules[uses.list[i].id];
		if (rule->check->counts(rule, &uses.list[i]))
			*uses_add(&kept) = uses.list[i];
	}
	return (struct hits){kept.list, join_doubles(kept.list, kept.count)};
}

const struct hits *scanner_hits_of(struct scanner *s, struct arena *visit, struct span bytes, language_set set)
{
	arena_reset(s->text);
	struct hits hits = hits_of(s, bytes, set);
	return hits_copy(visit, &hits);
}

static const struct failure *read_bytes(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, struct span *bytes)
{
	arena_reset(s->text);
	const struct failure *f = repository_read_kind(r, s->text, blob, OBJECT_BLOB, bytes);
	return f == NULL ? NULL : failure_within(visit, f, "file");
}

static const struct hits *keep_hits(struct scanner *s, struct arena *visit, const struct oid *blob, language_set set, struct span bytes)
{
	struct hits hits = hits_of(s, bytes, set);
	s->nblobs++;
	return studies_keep_hits(&s->studies, visit, blob, set, &hits);
}

const struct failure *scanner_hits(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob,
                                   language_set set, const struct hits **hits)
{
	struct span bytes;
	if (studies_hits(&s->studies, blob, set, hits))
		return NULL;
	const struct failure *f = read_bytes(s, r, visit, blob, &bytes);
	if (f == NULL)
		*hits = keep_hits(s, visit, blob, set, bytes);
	return f;
}

size_t scanner_blobs(const struct scanner *s)
{
	return s->nblobs;
}

static const struct failure *read_text(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, struct span *text)
{
	struct span bytes;
	const struct failure *f = read_bytes(s, r, visit, blob, &bytes);
	if (f == NULL)
		*text = encoding_read(s->text, bytes).text;
	return f;
}

unsigned languages_say(language_set set)
{
	return ((set & saying_code()) != 0 ? SAYING_CODE : 0) | (languages_read_flags(set) ? SAYING_FLAGS : 0);
}

static const struct saying *keep_facts(struct scanner *s, struct arena *visit, const struct oid *blob, unsigned kind, struct c_facts facts)
{
	return studies_keep_saying(&s->studies, visit, blob, kind, c_facts_spelled(s->text, &facts));
}

static struct oid sum_of(struct span text)
{
	struct digest digest = digest_of_bytes(text);
	struct oid sum;
	memcpy(sum.bytes, digest.bytes, sizeof sum.bytes);
	return sum;
}

/* Of code most versions of a file have the same lines that say something: they are read once. An include of a macro may mean any string of the whole text. */
static const struct saying *keep_saying(struct scanner *s, struct arena *visit, const struct oid *blob, unsigned kind, struct span text)
{
	size_t place;
	bool build_file = (kind & SAYING_FLAGS) != 0;
	if (kind != SAYING_CODE)
		return keep_facts(s, visit, blob, kind, c_facts_of(s->text, text, (kind & SAYING_CODE) != 0, build_file));
	struct span condensed = c_condensed(s->text, text);
	struct oid sum = sum_of(condensed);
	s->condensed.arena = visit;
	if (oid_map_find(&s->condensed, &sum, &place))
		return studies_keep_saying(&s->studies, visit, blob, kind, s->studies.sayings[place]->spelled);
	struct c_facts facts = c_facts_of(s->text, condensed, true, false);
	if (facts.ncomputed > 0)
		return keep_facts(s, visit, blob, kind, c_facts_of(s->text, text, true, false));
	const struct saying *saying = keep_facts(s, visit, blob, kind, facts);
	oid_map_add(&s->condensed, &sum, saying->place);
	return saying;
}

const struct failure *
scanner_facts(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, language_set set, const struct saying **saying)
{
	struct span text = SPAN("");
	unsigned kind = languages_say(set);
	if (studies_saying(&s->studies, blob, kind, saying))
		return NULL;
	const struct failure *f = read_text(s, r, visit, blob, &text);
	if (f == NULL)
		*saying = keep_saying(s, visit, blob, kind, text);
	return f;
}

const struct failure *
scanner_first_of(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, const struct names *names, size_t *place)
{
	struct span text = SPAN("");
	const struct failure *f = read_text(s, r, visit, blob, &text);
	if (f == NULL)
		*place = c_first_of(text, names);
	return f;
}

const struct failure *scanner_look(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, struct look *look)
{
	struct span text = SPAN("");
	if (studies_look(&s->studies, blob, look))
		return NULL;
	const struct failure *f = read_text(s, r, visit, blob, &text);
	if (f != NULL)
		return f;
	*look = (struct look){languages_beginning(text), c_looks_like_code(text)};
	studies_keep_look(&s->studies, visit, blob, *look);
	return NULL;
}

const struct failure *scanner_study(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, language_set set)
{
	struct span bytes;
	struct look look;
	const struct saying *saying;
	const struct hits *hits;
	unsigned kind = languages_say(set);
	if (set == 0)
		return scanner_look(s, r, visit, blob, &look);
	const struct failure *f = read_bytes(s, r, visit, blob, &bytes);
	if (f != NULL)
		return f;
	if (!studies_hits(&s->studies, blob, set, &hits))
		keep_hits(s, visit, blob, set, bytes);
	if (!studies_saying(&s->studies, blob, kind, &saying))
		keep_saying(s, visit, blob, kind, encoding_read(s->text, bytes).text);
	return NULL;
}

struct studies *scanner_studies(struct scanner *s)
{
	return &s->studies;
}

void scanner_take_over(struct scanner *s, struct arena *visit, struct scanner *other)
{
	size_t known = s->studies.nhits;
	studies_take_over(&s->studies, visit, &other->studies);
	s->nblobs += s->studies.nhits - known;
	*other = (struct scanner){.policy = other->policy, .arena = other->arena, .text = other->text, .names = other->names};
}
