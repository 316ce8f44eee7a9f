/* SPDX-License-Identifier: MIT */
/* format.h - family: a verdict as somebody wants to read it. One member is one file. */
#ifndef PORTCULLIS_FORMATS_FORMAT_H
#define PORTCULLIS_FORMATS_FORMAT_H

#include "base/failure.h"
#include "base/output.h"
#include "model/model.h"

struct format {
	const char *name, *purpose;
	/* Writes the whole verdict; everything from the push leaves escaped for this sink. */
	void (*write)(struct output *, struct arena *, const struct verdict *);
};

/* Every member, made from the folder; NULL at the end. */
extern const struct format *const formats[];
const struct format *format_named(struct span);

#endif
