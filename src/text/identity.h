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
};

/*
 * Reads a trailer's value: one name, one address in angle brackets, nothing else. Returns an empty span and fills *identity,
 * or returns why it does not count (words that go on after the value): no address, several, no name, not an address, a
 * placeholder (`NAME <MAIL>`, `TODO`, `<>`...), invisible characters, an address with other than printable ASCII.
 */
struct span identity_read(struct arena *, const struct people *, struct span value, struct identity *);

/*
 * The identity behind a commit's signature, a bare address (an empty name), or a login of a host. A login that the register
 * does not know gives no person; it is an address where it looks like one, else its mail is empty.
 */
struct identity identity_of(struct arena *, const struct people *, struct span name, struct span mail);
struct identity identity_of_login(struct arena *, const struct people *, struct span host, struct span login);

/* Whether the text can be the address of a person: printable ASCII, something on both sides of one @, no separators. */
bool identity_is_address(struct span);

/*
 * Reads a mailmap (gitmailmap(5)) into the arena; the spans point into the bytes. Lines that it cannot read, or that git reads
 * otherwise than they look, are refused with `name:line:`, as FAILURE_POLICY.
 */
MUST_USE const struct failure *
mailmap_read(struct arena *, struct span name, struct span bytes, const struct alias **, size_t *count);

/* The name and address that the aliases give to a name and address, as git maps them: once, the last line wins, case folded. */
void mailmap_map(const struct people *, struct span *name, struct span *mail);

#endif
