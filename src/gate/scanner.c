/* SPDX-License-Identifier: MIT */
/* scanner.c - a blob's hits. */
#include "gate/scanner.h"

#include "base/arena.h"
#include "base/table.h"
#include "base/unicode.h"
#include "git/oid.h"
#include "text/c_condense.h"
#include "text/encoding.h"

#include <stdlib.h>
#include <string.h>

#define MOST_LANGUAGES 32
#define TEXT_MEMORY ((size_t)1 << 30)

/* What was read as files of a set of languages. */
struct set_map {
	language_set set;
	struct oid_map *map; /* blob -> place in hits */
};

struct scanner {
	const struct policy *policy;
	struct arena *arena;                        /* lives as long as the scanner */
	struct arena *text;                         /* one blob at a time */
	const struct names *names[MOST_LANGUAGES];  /* ids are places in policy->rules */
	struct set_map *maps;                       /* few: files have few kinds of names */
	size_t nmaps, maps_room;
	const struct hits **hits;
	size_t nhits, room, nblobs;
	struct oid_map *facts_maps[2][2];           /* as code or not, as a build file or not: blob -> place in sayings */
	struct saying **sayings;
	size_t nsayings, sayings_room;
	struct table said;                          /* facts in one text -> their saying */
	struct oid_map looked_at;                   /* blob -> place in looks */
	struct look *looks;
	size_t nlooks, looks_room;
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
	return names_new(a, wanted, count);
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
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		s->names[i] = names_for(house, policy, languages[i]);
	return s;
}

void scanner_free(struct scanner *s)
{
	arena_free(s->text);
	s->text = NULL;
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
	for (size_t at = 0; at < text.len;) {
		uint32_t c;
		size_t len = 1;
		if (text.at[at] == '\n')
			told[0] = told[1] = false;
		if ((unsigned char)text.at[at] >= 0x80 && (len = unicode_decode(span_from(text, at), &c)) > 0) {
			bool is_bidi = unicode_bidi(c);
			if ((is_bidi || unicode_zero_width(c)) && !told[is_bidi]) {
				struct digest window = line_window(s->text, text, at);
				*uses_add(uses) = (struct use){.at = at, .len = len, .id = place_of(s, is_bidi ? RULE_BIDI : RULE_ZERO_WIDTH),
				                               .kind = USE_REFERENCE, .window = window};
				told[is_bidi] = true;
			}
		}
		at += len > 0 ? len : 1;
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

static bool is_owned(struct span name)
{
	return languages_read_code(languages_of(name));
}

/* What the languages' readers tell, less what no rule counts, plus what the built-in rules see. */
static const struct hits *hits_of(struct scanner *s, struct arena *visit, struct span bytes, language_set set)
{
	struct decoded decoded = encoding_read(s->text, bytes);
	struct uses uses = {.arena = s->text}, kept = {.arena = s->text};
	for (size_t i = 0; i < MOST_LANGUAGES && languages[i] != NULL; i++)
		if ((set & 1U << i) != 0)
			languages[i]->uses(&uses, decoded.text, s->names[i]);
	if (!is_flags_only(set))
		find_unreadable(s, &kept, &decoded);
	for (size_t i = 0; i < uses.count; i++) {
		const struct rule *rule = &s->policy->rules[uses.list[i].id];
		if (rule->check->counts(rule, &uses.list[i]))
			*uses_add(&kept) = uses.list[i];
	}
	if (kept.count > 1)
		qsort(kept.list, kept.count, sizeof *kept.list, use_order);
	/* Two languages may have read the same use: it counts once. */
	struct use *list = arena_take(visit, kept.count, sizeof *list);
	size_t n = 0;
	for (size_t i = 0; i < kept.count; i++)
		if (n > 0 && use_order(&list[n - 1], &kept.list[i]) == 0)
			use_join(&list[n - 1], &kept.list[i]);
		else
			list[n++] = kept.list[i];
	for (size_t i = 0; i < n; i++) {
		list[i].name = span_copy(visit, list[i].name);
		if (list[i].asked.len > 0)
			list[i].asked = span_copy(visit, list[i].asked);
	}
	struct hits *hits = arena_take(visit, 1, sizeof *hits);
	*hits = (struct hits){list, n, c_may_include_others(decoded.text, languages_read_flags(set), is_owned),
	                      c_may_define(decoded.text, languages_read_flags(set)), languages_beginning(decoded.text)};
	return hits;
}

const struct hits *scanner_hits_of(struct scanner *s, struct arena *visit, struct span bytes, language_set set)
{
	arena_reset(s->text);
	return hits_of(s, visit, bytes, set);
}

static struct oid_map *map_of(struct scanner *s, struct arena *visit, language_set set)
{
	for (size_t i = 0; i < s->nmaps; i++)
		if (s->maps[i].set == set)
			return s->maps[i].map;
	s->maps = arena_grow(visit, s->maps, s->nmaps, &s->maps_room, sizeof *s->maps);
	s->maps[s->nmaps] = (struct set_map){set, arena_take(visit, 1, sizeof *s->maps->map)};
	*s->maps[s->nmaps].map = oid_map_in(visit);
	return s->maps[s->nmaps++].map;
}

const struct failure *scanner_hits(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob,
                                   language_set set, const struct hits **hits)
{
	size_t place;
	struct span bytes;
	struct oid_map *map = map_of(s, visit, set);
	if (oid_map_find(map, blob, &place)) {
		*hits = s->hits[place];
		return NULL;
	}
	arena_reset(s->text);
	const struct failure *f = repository_read_kind(r, s->text, blob, OBJECT_BLOB, &bytes);
	if (f != NULL)
		return failure_within(visit, f, "file");
	s->hits = arena_grow(visit, s->hits, s->nhits, &s->room, sizeof *s->hits);
	s->hits[s->nhits] = *hits = hits_of(s, visit, bytes, set);
	oid_map_add(map, blob, s->nhits++);
	s->nblobs++;
	return NULL;
}

size_t scanner_blobs(const struct scanner *s)
{
	return s->nblobs;
}

static const struct failure *read_text(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, struct span *text)
{
	struct span bytes;
	arena_reset(s->text);
	const struct failure *f = repository_read_kind(r, s->text, blob, OBJECT_BLOB, &bytes);
	if (f != NULL)
		return failure_within(visit, f, "file");
	*text = encoding_read(s->text, bytes).text;
	return NULL;
}

static struct saying *saying_of(struct scanner *s, struct arena *visit, struct span text, bool code, bool build_file)
{
	bool found;
	struct c_facts facts = c_facts_quickly(s->text, text, code, build_file);
	s->said.arena = visit;
	struct slot *slot = table_place(&s->said, c_facts_spelled(s->text, &facts), &found);
	if (found)
		return slot->value;
	struct saying *saying = slot->value = arena_take(visit, 1, sizeof *saying);
	*saying = (struct saying){c_facts_read(visit, slot->key), s->nsayings};
	s->sayings = arena_grow(visit, s->sayings, s->nsayings, &s->sayings_room, sizeof(struct saying *));
	s->sayings[s->nsayings++] = saying;
	return saying;
}

const struct failure *
scanner_facts(struct scanner *s, struct repository *r, struct arena *visit, const struct oid *blob, language_set set, const struct saying **saying)
{
	size_t place;
	struct span text = SPAN("");
	bool code = (set & saying_code()) != 0, build_file = languages_read_flags(set);
	struct oid_map **map = &s->facts_maps[code ? 1 : 0][build_file ? 1 : 0];
	if (*map == NULL) {
		*map = arena_take(visit, 1, sizeof **map);
		**map = oid_map_in(visit);
	}
	if (oid_map_find(*map, blob, &place)) {
		*saying = s->sayings[place];
		return NULL;
	}
	const struct failure *f = read_text(s, r, visit, blob, &text);
	if (f != NULL)
		return f;
	*saying = saying_of(s, visit, text, code, build_file);
	oid_map_add(*map, blob, (*saying)->place);
	return NULL;
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
	size_t place;
	struct span text = SPAN("");
	s->looked_at.arena = visit;
	if (oid_map_find(&s->looked_at, blob, &place)) {
		*look = s->looks[place];
		return NULL;
	}
	const struct failure *f = read_text(s, r, visit, blob, &text);
	if (f != NULL)
		return f;
	*look = (struct look){languages_beginning(text), c_looks_like_code(text)};
	s->looks = arena_grow(visit, s->looks, s->nlooks, &s->looks_room, sizeof *s->looks);
	s->looks[s->nlooks] = *look;
	oid_map_add(&s->looked_at, blob, s->nlooks++);
	return NULL;
}
