/* SPDX-License-Identifier: MIT */
/* identity.h - who is meant by `Name <mail>`: one key for all the addresses of a person. */
#ifndef PORTCULLIS_TEXT_IDENTITY_H
#define PORTCULLIS_TEXT_IDENTITY_H

#include "base/failure.h"
#include "model/model.h"

struct arena;

struct identity {
	struct span name, mail; /* as the mailmap has them */
	/*
	 * Equal for two identities of one person, never empty: the first address of the register, else the mapped address, both in
	 * lower case; without any address, a text that is none.
	 */
	struct span key;
	const struct person *person; /* of the register, or NULL */
	struct span given;           /* the address before the mailmap, in lower case; empty where there was none */
	bool by_name;                /* the mailmap knows this name at this address */
};

/*
 * Whether two identities are, or may be, one person: by the key, or by the address as it was given, unless the mailmap tells
 * the two apart by both their names (an address that several share).
 */
bool identity_same(const struct identity *, const struct identity *);

/*
 * Reads a trailer's value: one name, one address in angle brackets, nothing else. Returns an empty span and fills *identity,
 * or returns why it does not count (words that go on after the value): no address, several, no name, not an address, a
 * placeholder (`NAME <MAIL>`, `TODO`, `<>`...), invisible characters, a word of several scripts' letters, an address with other
 * than printable ASCII. The encoding is the one that the commit declares, or empty.
 */
struct span identity_read(struct arena *, const struct people *, struct span value, struct span encoding, struct identity *);

/*
 * The identity behind a commit's signature, a bare address (an empty name), or a login of a host. A login that the register
 * does not know gives no person; it is an address where it looks like one, else its mail is empty.
 */
struct identity identity_of(struct arena *, const struct people *, struct span name, struct span mail);
struct identity identity_of_login(struct arena *, const struct people *, struct span host, struct span login);

/* What stands in front of the @ at most (RFC 5321, 4.5.3.1.1). */
#define IDENTITY_LONGEST_LOCAL 64

/* Whether the text can be the address of a person: printable ASCII, something on both sides of one @, no separators. */
bool identity_is_address(struct span);

/*
 * Reads a mailmap (gitmailmap(5)) into the arena; the spans point into the bytes. Lines that it cannot read, or that git reads
 * otherwise than they look, are refused with `name:line:`, as FAILURE_POLICY.
 */
MUST_USE const struct failure *
mailmap_read(struct arena *, struct span name, struct span bytes, const struct alias **, size_t *count);

/*
 * The name and address that the aliases give to a name and address, as git maps them: once, the last line wins, case folded. True where
 * it was a line for that very name.
 */
bool mailmap_map(const struct people *, struct span *name, struct span *mail);

#endif
