/* SPDX-License-Identifier: MIT */
/* failure.h - what we could not do; NULL is good news. */
#ifndef PORTCULLIS_BASE_FAILURE_H
#define PORTCULLIS_BASE_FAILURE_H

#include "base/span.h"

struct arena;

/* The process exit status of each kind stands in judgement.md section 4: 2 for the first two, 3 for the third. */
enum failure_kind { FAILURE_USAGE, FAILURE_POLICY, FAILURE_UNDECIDED };

/*
 * The text may hold bytes from a push: it leaves only through an escaping sink. `cure` is our own
 * sentence, or empty: what the reader can do now.
 */
struct failure {
	enum failure_kind kind;
	struct span text;
	struct span cure;
};

#define MUST_USE __attribute__((warn_unused_result))

MUST_USE __attribute__((format(printf, 2, 3), returns_nonnull)) const struct failure *
failure(struct arena *, const char *format, ...); /* FAILURE_UNDECIDED */

MUST_USE __attribute__((format(printf, 2, 3), returns_nonnull)) const struct failure *
failure_of_policy(struct arena *, const char *format, ...);

MUST_USE __attribute__((format(printf, 2, 3), returns_nonnull)) const struct failure *
failure_of_usage(struct arena *, const char *format, ...);

/* A copy that lives in another arena. */
MUST_USE const struct failure *failure_copy(struct arena *, const struct failure *);
/* The same failure with a cure, or with `context: ` in front of its text. */
MUST_USE const struct failure *failure_cured(struct arena *, const struct failure *, struct span cure);
MUST_USE __attribute__((format(printf, 3, 4))) const struct failure *
failure_within(struct arena *, const struct failure *, const char *context, ...);

#endif
