/* SPDX-License-Identifier: MIT */
/* gitattributes.c - what git's fsck calls an error in a .gitattributes file. */
#include "text/gitattributes.h"

/* Beyond these git passes over the line, or the whole file. */
#define LARGEST_FILE ((size_t)100 << 20)
#define LONGEST_LINE ((size_t)2048)

struct span gitattributes_fault(struct span bytes)
{
	struct span rest = bytes, line;
	if (bytes.len > LARGEST_FILE)
		return SPAN(".gitattributes is larger than git reads");
	while (span_next(&rest, '\n', &line))
		if (line.len >= LONGEST_LINE)
			return SPAN(".gitattributes has a line that is longer than git reads");
	return SPAN("");
}
