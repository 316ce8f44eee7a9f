/* SPDX-License-Identifier: MIT */
/* c_expand.h - macros of C expanded as a preprocessor does (ISO C17 6.10.3, C23's __VA_OPT__, GNU's comma), within a budget. */
#ifndef PORTCULLIS_TEXT_C_EXPAND_H
#define PORTCULLIS_TEXT_C_EXPAND_H

#include "text/c_tokens.h"

#include <stdint.h>

struct arena;

/* PIECE_OWN: of the text that is expanded, or of what a macro makes that stands there as an argument; not of the body of a macro alone. */
enum { PIECE_SPACED = 1, PIECE_PAINTED = 2, PIECE_OWN = 4, PIECE_PASTED = 8, PIECE_OPEN = 16 };
/* PIECE_OPEN: any name, which may be none, is pasted behind it. */

/* The spelling of a piece of kind C_NAME that may be any name. */
#define C_ANY_NAME "\1"

/* A preprocessing token. One of kind C_END holds the place of an empty argument, and is never given out. */
struct c_piece {
	struct span spelling;
	uint32_t origin;     /* the caller's: which token of the expanded text it comes from */
	uint32_t parameter;  /* in a body: which parameter it is, plus one */
	uint8_t kind, sign;  /* enum c_kind; of punctuators enum c_sign or the letter */
	uint8_t flags;       /* PIECE_... */
};

struct c_pieces {
	struct c_piece *list;
	size_t count, room;
};

/* One meaning of a macro's name. Names that are defined twice have two: which of them holds is not asked. */
struct c_definition {
	const struct c_definition *next;
	const struct c_piece *body;
	size_t nbody, nparameters;
	bool like_function, variadic; /* variadic: the last parameter takes the rest */
	bool absent;                  /* the name is no macro */
};

struct c_macro_name {
	struct span name;
	const struct c_definition *first;
	size_t ndefinitions;
	struct c_told *told; /* the caller's: what is known of the body alone */
	bool disabled;  /* its expansion is at hand */
	bool reaching;  /* the caller's: it may lead to a paste, or to what else matters */
};

struct c_macro_set;
struct c_told;
/* Room for so many definitions. */
struct c_macro_set *c_macro_set_new(struct arena *, size_t most);
/* A definition: its name, then, unless spaced, the parameters, then the body. One without end is left out. */
struct c_macro_name *c_macro_set_define(struct c_macro_set *, const struct c_piece *, size_t count);
/* From now on the name may also be none of a macro. */
void c_macro_set_doubt(struct c_macro_set *, struct c_macro_name *);
struct c_macro_name *c_macro_set_find(const struct c_macro_set *, struct span name);
/* Whether a definition was left out because there was more of something than honest text has. */
bool c_macro_set_lost(const struct c_macro_set *);
/* All names, NULL behind the last. */
struct c_macro_name *c_macro_set_at(const struct c_macro_set *, size_t i);

enum { EXPANSION_CHOICES = 32, EXPANSION_FRAMES = 256 };

struct c_choice {
	const struct c_macro_name *macro;
	size_t chosen;
};

/* Pieces that are read next, and the macro whose body they are. */
struct c_frame {
	const struct c_piece *list;
	size_t at, count;
	struct c_macro_name *macro;
};

struct c_expansion {
	struct arena *arena;
	struct c_macro_set *macros;
	size_t budget;   /* pieces that may still be moved */
	bool everything; /* macros are expanded whether or not they matter */
	bool exhausted;  /* the budget is spent: what an expansion gave is not all that the text may stand for */
	struct c_choice choices[EXPANSION_CHOICES];
	size_t nchoices;
	struct c_frame frames[EXPANSION_FRAMES];
	size_t nframes;
};

/*
 * Expands the text from its first piece on, until at least so many pieces are taken and what they became is read to its end. Returns how
 * many were taken. The first call for a text begins with nchoices 0; while c_expand_again says so, it has one more meaning.
 */
size_t c_expand(struct c_expansion *, const struct c_piece *text, size_t count, size_t least, struct c_pieces *out);
bool c_expand_again(struct c_expansion *);

/* For the two files that expand: a piece more; false when the budget is spent. All tokens that the pieces become. */
bool c_pieces_add(struct c_expansion *, struct c_pieces *, struct c_piece);
void c_expand_argument(struct c_expansion *, struct c_pieces argument, struct c_pieces *out);

/* The body with the arguments in place of its parameters; `name` is the macro's own token, or of kind C_END for the body by itself (c_replace.c). */
struct c_pieces c_replace(struct c_expansion *, const struct c_definition *, const struct c_pieces *arguments, struct c_piece name);

#endif
