/* SPDX-License-Identifier: MIT */
/* merge_maker.c - a small C history that moves, copies, adds and merges banned calls, honestly and not, for git fast-import. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * usage: merge_maker SEED COMMITS. Each commit has a ref of its own, refs/heads/NUMBER. A merge takes each file from one side,
 * from the base or from two sides together; every third one adds something of its own.
 */
enum { FILES = 9, LINES = 6, MOST = 12, HISTORY = 4096 };

static const char *const paths[FILES] = {"a.c", "b.c", "c.h", "deep/er/d.c", "deep.c", "e.cpp", "exempt/x.c", "notes.txt", "link.c"};
static const char *const lines[LINES] = {"void f(void) { strcpy(a, b); }", "copy = strcpy;", "void g(void) { strcpy(a,  /* to */ c); }",
                                         "#define GET gets", "int plain;", "void h(void) { gets(line); }"};

struct state {
	bool there[FILES];
	unsigned count[FILES][LINES];
	unsigned parents[3], nparents;
};

static struct state all[HISTORY];
static uint64_t seed;

static unsigned chance(unsigned below)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)((seed >> 33) % below);
}

static void add(struct state *s, unsigned file, unsigned line)
{
	s->there[file] = true;
	s->count[file][line] += s->count[file][line] < MOST;
}

static void copy_file(struct state *to, unsigned file, const struct state *from, unsigned other)
{
	to->there[file] = from->there[other];
	for (unsigned i = 0; i < LINES; i++)
		to->count[file][i] = from->count[other][i];
}

static void edit(struct state *s)
{
	static const struct state nothing;
	unsigned file = chance(FILES), other = chance(FILES), line = chance(LINES);
	struct state before = *s;
	switch (chance(7)) {
	case 0: /* a new hit */
		add(s, file, line);
		break;
	case 1: /* one less */
		s->count[file][line] -= s->count[file][line] > 0;
		break;
	case 2: /* moved */
		if (s->count[file][line] > 0) {
			s->count[file][line]--;
			add(s, other, line);
		}
		break;
	case 3: /* a file copied, or renamed */
		copy_file(s, other, &before, file);
		break;
	case 4:
		copy_file(s, other, &before, file);
		copy_file(s, file, &nothing, 0);
		break;
	case 5:
		copy_file(s, file, &before, other);
		copy_file(s, other, &before, file);
		break;
	default:
		add(s, file, 4);
	}
}

/* One common ancestor: the newest that both reach. */
static unsigned base_of(unsigned a, unsigned b, unsigned count)
{
	static unsigned char paint[HISTORY];
	for (unsigned i = 0; i <= count; i++)
		paint[i] = 0;
	paint[a] |= 1;
	paint[b] |= 2;
	for (unsigned i = count; i > 0; i--) {
		if (paint[i] == 3)
			return i;
		for (unsigned k = 0; k < all[i].nparents; k++)
			paint[all[i].parents[k]] |= paint[i];
	}
	return 0;
}

static void merge(struct state *s, unsigned count)
{
	const struct state *base = &all[base_of(s->parents[0], s->parents[1], count)];
	for (unsigned file = 0; file < FILES; file++) {
		const struct state *left = &all[s->parents[0]], *right = &all[s->parents[1 + chance(s->nparents - 1)]];
		s->there[file] = left->there[file] || right->there[file];
		for (unsigned i = 0; i < LINES; i++) {
			unsigned sum = left->count[file][i] + right->count[file][i], less = base->count[file][i];
			s->count[file][i] = sum < less ? 0 : sum - less > MOST ? MOST : sum - less;
		}
		if (chance(5) == 0)
			copy_file(s, file, chance(2) == 0 ? left : right, file);
		if (chance(20) == 0)
			copy_file(s, file, base, file);
	}
	if (chance(3) == 0)
		edit(s);
}

static void print(const struct state *s, unsigned number)
{
	printf("commit refs/heads/%u\nmark :%u\ncommitter C <c@example.org> %u +0000\ndata <<.\n%u\n.\n\n", number, number, 1700000000 + number, number);
	for (unsigned i = 0; i < s->nparents; i++)
		printf("%s :%u\n", i == 0 ? "from" : "merge", s->parents[i]);
	printf("deleteall\n");
	for (unsigned file = 0; file < FILES; file++) {
		if (!s->there[file])
			continue;
		/* The last path is a link to what nobody judges, or to what somebody does. */
		if (file == FILES - 1) {
			printf("M 120000 inline %s\ndata <<.\n%s\n.\n\n", paths[file], paths[s->count[file][0] % 2 == 0 ? 7 : 0]);
			continue;
		}
		printf("M 100644 inline %s\ndata <<.\n", paths[file]);
		for (unsigned i = 0; i < LINES; i++)
			for (unsigned k = 0; k < s->count[file][i]; k++)
				printf("%s\n", lines[i]);
		printf(".\n\n");
	}
}

static void make(unsigned number)
{
	struct state *s = &all[number];
	bool root = number == 1 || chance(60) == 0;
	unsigned reach = number - 1 < 12 ? number - 1 : 12, wanted = root ? 0 : chance(5) < 3 ? 1 : chance(6) > 0 ? 2 : 3;
	for (unsigned i = 0; i < wanted; i++) {
		unsigned parent = number - 1 - chance(reach);
		bool again = false;
		for (unsigned k = 0; k < s->nparents; k++)
			again = again || s->parents[k] == parent;
		if (!again)
			s->parents[s->nparents++] = parent;
	}
	for (unsigned file = 0; file < FILES && s->nparents > 0; file++)
		copy_file(s, file, &all[s->parents[0]], file);
	if (s->nparents > 1)
		merge(s, number - 1);
	else
		for (unsigned i = 0; i < 1 + chance(3); i++)
			edit(s);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: merge_maker SEED COMMITS\n", stderr);
		return 2;
	}
	seed = strtoull(argv[1], NULL, 10) * 2654435761U + 1;
	unsigned long commits = strtoul(argv[2], NULL, 10);
	for (unsigned number = 1; number <= commits && number < HISTORY; number++) {
		make(number);
		print(&all[number], number);
	}
	return 0;
}
