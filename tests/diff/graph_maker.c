/* SPDX-License-Identifier: MIT */
/* graph_maker.c - a history with random merges and dates as bad as asked for, as a stream for git fast-import. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* usage: graph_maker SEED COMMITS sane|equal|backwards|wild|some. Each commit has a ref of its own, refs/heads/NUMBER. */

static uint64_t state;

static uint64_t chance(uint64_t below)
{
	state = state * 6364136223846793005U + 1442695040888963407U;
	return (state >> 33) % below;
}

static const uint64_t seconds_now = 1700000000, century_end = 4102444800;

static uint64_t date_of(const char *how, uint64_t number, uint64_t commits)
{
	if (strcmp(how, "equal") == 0)
		return seconds_now;
	if (strcmp(how, "backwards") == 0)
		return seconds_now + 60 * (commits - number);
	bool odd = strcmp(how, "wild") == 0 || (strcmp(how, "some") == 0 && chance(10) == 0);
	if (!odd)
		return seconds_now + 60 * number;
	switch (chance(4)) {
	case 0:
		return chance(100); /* 1970 */
	case 1:
		return century_end - chance(100);
	case 2:
		return seconds_now;
	default:
		return seconds_now + 60 * chance(commits);
	}
}

/* Mostly near the tip, now and then anywhere: long sides, criss-cross, old branches. */
static uint64_t parent_of(uint64_t number)
{
	uint64_t reach = chance(8) == 0 ? number - 1 : number - 1 < 8 ? number - 1 : 8;
	return number - 1 - chance(reach);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: graph_maker SEED COMMITS sane|equal|backwards|wild|some\n", stderr);
		return 2;
	}
	state = strtoull(argv[1], NULL, 10) * 2654435761U + 1;
	uint64_t commits = strtoull(argv[2], NULL, 10);
	for (uint64_t number = 1; number <= commits; number++) {
		uint64_t date = date_of(argv[3], number, commits);
		printf("commit refs/heads/%" PRIu64 "\nmark :%" PRIu64 "\n", number, number);
		printf("committer C <c@example.org> %" PRIu64 " +0000\ndata <<.\n%" PRIu64 "\n.\n\n", date, number);
		bool root = number == 1 || chance(40) == 0;
		uint64_t parents[3], count = root ? 0 : chance(3) != 0 ? 1 : chance(4) != 0 ? 2 : 3, taken = 0;
		for (uint64_t i = 0; i < count; i++) {
			uint64_t parent = parent_of(number);
			bool again = false;
			for (uint64_t k = 0; k < taken; k++)
				again = again || parents[k] == parent;
			if (again)
				continue;
			parents[taken++] = parent;
			printf("%s :%" PRIu64 "\n", taken == 1 ? "from" : "merge", parent);
		}
		printf("\n");
	}
	return 0;
}
