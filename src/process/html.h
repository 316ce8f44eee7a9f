/* SPDX-License-Identifier: MIT */
/* html.h - a document for people who read it in a browser or on paper: one file, no script, nothing from elsewhere. */
#ifndef PORTCULLIS_PROCESS_HTML_H
#define PORTCULLIS_PROCESS_HTML_H

#include "base/output.h"

struct html {
	struct output *output;
};

/* Words that anybody may have written: markup characters leave as entities, all that output_foreign escapes leaves escaped. */
void html_text(struct html *, struct span);
/* The same for words in which what does not show is escaped already: only markup characters are. */
void html_written(struct html *, struct span);

void html_begin(struct html *, struct span title);
void html_end(struct html *);
void html_heading(struct html *, int level, const char *text); /* our own words; level 1 to 4 */
void html_paragraph(struct html *, struct span text);

/* Tables: begin with the headings (a NULL ends them), then rows of cells. */
void html_table_begin(struct html *, const char *const *headings);
void html_row_begin(struct html *);
void html_cell(struct html *, struct span text);
void html_short(struct html *, struct span text);  /* a word or two that stay on one line */
void html_number(struct html *, struct span text); /* aligned to the right */
void html_row_end(struct html *);
void html_table_end(struct html *);

/* The block that every controlled document begins with; empty texts are shown as such, to be filled in by hand. */
struct document_control {
	struct span document, version, title, product;
	struct span date;                          /* of the document */
	struct span ledger, policy;                /* head and digest that it was made from */
	struct span generated_by;                  /* program and version */
};
void html_control_block(struct html *, const struct document_control *);
/* Lines for names, dates and signatures, left to people. */
void html_approval_lines(struct html *, const char *const *roles);

#endif
