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

struct use *uses_add(struct uses *uses)
{
	uses->list = arena_grow(uses->arena, uses->list, uses->count, &uses->room, sizeof *uses->list);
	struct use *use = &uses->list[uses->count++];
	*use = (struct use){0};
	return use;
}
