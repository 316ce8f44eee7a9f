/* SPDX-License-Identifier: MIT */
/* output.h - text on its way out: our own words as they are, everybody else's escaped. */
#ifndef PORTCULLIS_BASE_OUTPUT_H
#define PORTCULLIS_BASE_OUTPUT_H

#include "base/failure.h"
#include "base/span.h"

struct arena;
struct output;

/* Collects in the arena. With colour, output_style() writes SGR sequences; without, nothing. */
struct output *output_new(struct arena *, bool colour);

enum style { STYLE_PLAIN, STYLE_ERROR, STYLE_WARNING, STYLE_NOTE, STYLE_STRONG };
void output_style(struct output *, enum style);

/* Our own words. Nothing that came from a push, a file or the environment may be an argument of these two. */
void output_text(struct output *, const char *);
__attribute__((format(printf, 2, 3))) void output_format(struct output *, const char *format, ...);

/*
 * Anybody's words. Printable ASCII and well-formed UTF-8 of visible characters leave as they are; every
 * other byte leaves as \xHH, every other character as \u{H...}, a backslash as two. The bracket of `##WORD[`, a command to some CI
 * systems, leaves as \x5B.
 */
void output_foreign(struct output *, struct span);
/* The same on at most `columns` characters, with "..." where something was cut. */
void output_foreign_cut(struct output *, struct span, size_t columns);

/* The same for several lines: line feeds stay and are followed by `indent` blanks, tabs become four. */
void output_foreign_lines(struct output *, struct span, size_t indent);

/* A JSON string (RFC 8259) with its quotes; invisible characters leave as \uHHHH, a stray byte as the text \\xHH. */
void output_json(struct output *, struct span);

/* How many columns a terminal needs for what was collected from that byte on (one per character). */
size_t output_columns(const struct output *, size_t from);
/* Adds what was escaped for this sink when it was written down. */
void output_written(struct output *, struct span);
struct arena *output_arena(struct output *);

/* What was collected so far; the next write may move it. */
struct span output_taken(const struct output *);
/* Writes all of it to the descriptor, whatever the kernel takes at a time. */
MUST_USE const struct failure *output_write(const struct output *, struct arena *, int descriptor);

#endif
