/* SPDX-License-Identifier: MIT */
/* uses.h - where a text uses a wanted name, and how: what every language's reader tells. */
#ifndef PORTCULLIS_TEXT_USES_H
#define PORTCULLIS_TEXT_USES_H

#include "base/digest.h"
#include "base/span.h"
#include "text/names.h"

struct arena;

/* The stronger one first: a use that two readings see differently is that. */
enum use_kind {
	USE_CALL,        /* a free call: name ( ..., also (name)( ... , std::name( ..., ::name( ... */
	USE_ALIAS,       /* code that gives the function another name: #define x NAME, asm labels, alias attributes, #pragma redefine_extname */
	USE_REFERENCE,   /* any other use as code: an address, an argument, an initialiser, a macro body */
	USE_TEXT,        /* a string of which the tool chain makes a name: asm text, a dlsym literal */
	USE_MEMBER,      /* .name, ->name, x::name for a template x, a declared member */
	USE_DECLARATION, /* a declaration or definition of that name: function, variable, parameter, type, label, macro; or what can only be a variable so named */
	USE_DIRECTIVE,   /* #include, #error, #ifdef, #undef, a poison pragma: neither uses nor renames it */
	USE_KINDS
};

/* What a text leaves open and the other files of its tree settle: such a use counts only where they say so. */
enum use_doubt {
	DOUBT_NONE,
	DOUBT_PASTES, /* the halves of the name are arguments of that macro: whether it pastes */
	DOUBT_BARES,  /* that word stands where a scope or a type would: whether it stands for std, for nothing, or for code */
	DOUBT_CODE,   /* it is a declaration, unless a macro of the text in front of it opens code */
};

struct use {
	size_t at, len;  /* the name in the text; for a name in a string, the literal in which it begins; for one that is pasted, its first part */
	struct span name; /* as the tool chain reads it: without splices, its halves pasted */
	unsigned id;     /* of the wanted name; a name with several ids is told once for each */
	enum use_kind kind;
	bool inactive;   /* under #if 0 */
	enum use_doubt doubt;
	struct span asked; /* the macro or word that the doubt is about; else empty */
	struct digest window; /* judgement.md 1.6: the normalised token window, version 1 */
};

/* "call", "reference", "alias", ... */
struct span use_kind_name(enum use_kind);

/* Uses, growing in an arena; sorted by place, then id, once a reader is done. */
struct uses {
	struct arena *arena;
	struct use *list;
	size_t count, room;
};
struct use *uses_add(struct uses *);
/* The same use in two readings: it counts where it counts in either. */
void use_join(struct use *, const struct use *other);

/*
 * C and C++ (judgement.md 1.8). The text is read in every reading that a tool chain may take and that can make a difference
 * (trigraphs on and off; with `c` also without raw strings and digit separators, with `cplusplus` with them): a use in any
 * counts once. Scratch memory comes from the uses' arena. Linear time, any bytes.
 */
void c_uses(struct uses *, struct span text, const struct names *, bool c, bool cplusplus);
/* The same, letter by letter and in every reading: slow, and what the tests compare with. */
void c_uses_plainly(struct uses *, struct span text, const struct names *, bool c, bool cplusplus);

#endif
