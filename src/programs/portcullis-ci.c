/* SPDX-License-Identifier: MIT */
/* portcullis-ci.c - the check step. Privileges: reads the repository, writes where --spool and --verdict say. */
#include "gate/range_options.h"

int main(int argc, char **argv)
{
	struct range_request q = {.program = SPAN("portcullis-ci")};
	return gate_range_main(&q, "usage: portcullis-ci [--base REV] [--head REV] [--policy FILE | --policy-ref REF:PATH]\n"
	                           "Judges the commits of a range as the hook would; on GitHub Actions and GitLab CI the range is found.\n",
	                       argc - 1, argv + 1);
}
