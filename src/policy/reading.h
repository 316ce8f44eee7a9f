/* SPDX-License-Identifier: MIT */
/* reading.h - what the readers of one policy share while it is being made. */
#ifndef PORTCULLIS_POLICY_READING_H
#define PORTCULLIS_POLICY_READING_H

#include "policy/policy.h"
#include "text/identity.h"

#define POLICY_LIMIT ((size_t)1024 * 1024)
#define REGISTER_LIMIT ((size_t)16 * 1024 * 1024)

/* A name of the policy's "paths" and its patterns. */
struct path_class {
	struct span name;
	const struct span *patterns;
	size_t npatterns;
};

struct reading {
	struct arena *house;
	const struct policy_source *source;
	struct span place; /* what stands before a file's path in messages: "refs/heads/main:.portcullis/" */
	const struct json *document;
	struct policy *policy;
	struct policy_file *files;
	size_t nfiles, file_room;
	struct path_class *classes;
	size_t nclasses;
	struct rule *rules;
	size_t nrules, rule_room;
	size_t *rule_slots; /* where a rule of an id stands, plus 1; a power of two of them, at most half full */
	size_t nrule_slots, nrules_placed;
	struct preparation preparation;
};

/* --- files ---------------------------------------------------------------------------------------- */

/* Why a path (or a pattern of paths) is not clean, or NULL: empty, absolute, `..`, a backslash, a control character ... */
const char *path_fault(struct span path);

/* How messages name a file of the place. */
struct span reading_name(const struct reading *, struct span path);

/* Reads a file that `where` names and records it; its path is relative to the policy's folder. */
MUST_USE const struct failure *
reading_file(struct reading *, const struct json *where, struct span path, size_t limit, struct span *bytes);

/* The same, of the text value `where` itself, as a register: a JSON document whose one member, but for its schema, is a list of that name. */
MUST_USE const struct failure *reading_register(struct reading *, const struct json *where, const char *key, const struct json **list);

/* The same, where the file may be missing: *found tells. A missing one is recorded too, so that its coming is a change of the policy. */
MUST_USE const struct failure *
reading_file_if_there(struct reading *, const struct json *where, struct span path, size_t limit, struct span *bytes, bool *found);

/* Takes note of a file that the policy is made of. */
void reading_record(struct reading *, struct span path, bool pack, struct span bytes);

/* The file of an installed pack as a JSON document, recorded. */
MUST_USE const struct failure *reading_pack(struct reading *, const struct json *where, const struct json **document);

/* --- values --------------------------------------------------------------------------------------- */

struct text_key {
	const char *name;
	struct span *value;
	bool required;
};
/* Reads the texts of an object, each not empty. */
MUST_USE const struct failure *
reading_texts(struct reading *, const struct json *object, const struct text_key *keys, size_t nkeys);

/* A text that may be absent or empty (then trimmed): an unfit entry of a register is void, and only a malformed one is an error. */
MUST_USE const struct failure *reading_loose_text(struct reading *, const struct json *object, const char *key, struct span *text);

/* Fails with `"KEY" is missing` where the object has no such member. */
MUST_USE const struct failure *
reading_need(struct reading *, const struct json *object, const char *key, const struct json **value);

/* A list that may be absent, but not empty, and names nothing twice. */
MUST_USE const struct failure *
reading_list(struct reading *, const struct json *value, const struct span **list, size_t *count);

/* A list of patterns of full ref names, at least one; `folder` is what was probably meant in front of a short one. */
MUST_USE const struct failure *
reading_refs(struct reading *, const struct json *list, const char *folder, const struct span **refs, size_t *count);

/* A day as date.h reads it: its first moment. NULL leaves the out-parameter as it is. */
MUST_USE const struct failure *reading_day(struct reading *, const struct json *value, int64_t *seconds);

/* One of the words: its place. NULL leaves the out-parameter as it is. */
MUST_USE const struct failure *
reading_choice(struct reading *, const struct json *value, const struct span *words, size_t nwords, size_t *choice);

/* --- parts of the policy, in the order in which they are read ---------------------------------------- */

MUST_USE const struct failure *reading_document(struct reading *);   /* name, standard, process, protect, paths ... */
MUST_USE const struct failure *reading_people(struct reading *);     /* people, mailmap */
MUST_USE const struct failure *reading_rules(struct reading *);      /* built-in rules, packs, rules; prepared */
MUST_USE const struct failure *reading_deviations(struct reading *); /* names rules and people */
MUST_USE const struct failure *reading_release(struct reading *);    /* release and its state, review */
MUST_USE const struct failure *reading_break_glass(struct reading *); /* names people */

/* The state of `release`: its bytes, checked. */
MUST_USE const struct failure *release_state_read(struct reading *, struct span name, struct span bytes, struct release_state *);

/* --- exceptions: who asked, who approved, and why ----------------------------------------------------- */

/* Signs without a letter or digit, or a word that only fills the field. */
bool exception_says_nothing(struct span text);
/* `roe@example.org` or `R. Roe <roe@example.org>`; true when somebody is meant. */
bool exception_identifies(const struct reading *, struct span text, struct identity *);

/* --- rules ---------------------------------------------------------------------------------------- */

/* Adds the built-in rules; one with a check gets its options as a JSON text of our own. */
MUST_USE const struct failure *builtins_add(struct reading *);
/* Whether a built-in rule finds things at a path, so that a deviation can cover them. */
bool builtin_is_about_a_path(size_t builtin);

/* The rule of that id, or NULL. */
struct rule *reading_rule(struct reading *, struct span id);
struct rule *reading_rule_add(struct reading *);

/* Fails at a key that neither every rule has nor the check reads. */
MUST_USE const struct failure *rule_keys_known(struct reading *, const struct check *, const struct json *object);
/* Sets what the object says of title, action, severity, clause, cwe, why, instead, only, except. */
MUST_USE const struct failure *rule_keys_apply(struct reading *, struct rule *, const struct json *object);

#endif
