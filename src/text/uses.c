/* SPDX-License-Identifier: MIT */
/* uses.c - the list of uses, and the kinds' names. */
#include "text/uses.h"

#include "base/arena.h"

static const struct span kind_names[] = {
	[USE_CALL] = {"call", 4},     [USE_REFERENCE] = {"reference", 9},     [USE_ALIAS] = {"alias", 5},         [USE_TEXT] = {"text", 4},
	[USE_MEMBER] = {"member", 6}, [USE_DECLARATION] = {"declaration", 11}, [USE_DIRECTIVE] = {"directive", 9},
};
_Static_assert(COUNT(kind_names) == USE_KINDS, "a kind of use lacks a name");

struct span use_kind_name(enum use_kind kind)
{
	return kind_names[kind];
}

/* Whether no rule counts such a kind. */
static bool is_harmless(enum use_kind kind)
{
	return kind == USE_MEMBER || kind == USE_DECLARATION || kind == USE_DIRECTIVE;
}

/* Two different doubts are none: each may be the one that is settled as a use. */
void use_join(struct use *use, const struct use *other)
{
	use->inactive = use->inactive && other->inactive;
	if (use->doubt == DOUBT_NONE || is_harmless(other->kind) || (use->doubt == other->doubt && span_eq(use->asked, other->asked)))
		return;
	use->doubt = DOUBT_NONE;
	use->asked = SPAN("");
}

struct use *uses_add(struct uses *uses)
{
	uses->list = arena_grow(uses->arena, uses->list, uses->count, &uses->room, sizeof *uses->list);
	struct use *use = &uses->list[uses->count++];
	*use = (struct use){.name = SPAN(""), .asked = SPAN("")};
	return use;
}
