/* SPDX-License-Identifier: MIT */
/* paste_maker.c - prints macros that paste at random, the same for the same seed: paste_maker SEED CASES */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MACROS_MOST = 6, PARAMETERS_MOST = 3, DEEPEST = 3, ITEMS_MOST = 24 };

/* Parts of the two names that are looked for, and others. */
static const char *const parts[] = {"str", "cpy", "st", "r", "c", "py", "rcpy", "strc", "ge", "ts", "get", "s", "q", "x1", "7", "+"};
static const char *const parameters[] = {"a", "b", "d"};

struct macro {
	bool like_function, variadic;
	unsigned nparameters; /* the variadic one not counted */
};

struct maker {
	uint64_t state;
	unsigned long number; /* of the case */
	struct macro macros[MACROS_MOST];
	unsigned nmacros, left; /* left: items that the line may still have */
	const struct macro *inside; /* the macro whose body is made; NULL: code */
};

/* Vigna's splitmix64. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static unsigned choose(struct maker *m, unsigned below)
{
	return (unsigned)(next(&m->state) % below);
}

static void items(struct maker *m, unsigned most, unsigned depth);

static void arguments(struct maker *m, const struct macro *macro, unsigned depth)
{
	unsigned count = macro->nparameters + (macro->variadic ? choose(m, 3) : 0);
	if (choose(m, 40) == 0)
		count++;
	for (unsigned i = 0; i < count; i++) {
		fputs(i == 0 ? "" : choose(m, 2) == 0 ? "," : ", ", stdout);
		items(m, choose(m, 6) == 0 ? 0 : choose(m, 5) == 0 ? 3 : 1, depth + 1);
	}
}

/* A macro's name, mostly with what it takes. */
static void invocation(struct maker *m, unsigned depth)
{
	unsigned which = choose(m, m->nmacros);
	const struct macro *macro = &m->macros[which];
	printf("M%u_%lu", which, m->number);
	if (!macro->like_function || choose(m, 12) == 0)
		return;
	fputs(choose(m, 8) == 0 ? " (" : "(", stdout);
	arguments(m, macro, depth);
	putchar(')');
}

static void parameter(struct maker *m)
{
	const struct macro *inside = m->inside;
	unsigned which = choose(m, inside->nparameters + inside->variadic);
	fputs(which < inside->nparameters ? parameters[which] : "__VA_ARGS__", stdout);
}

static bool has_parameters(const struct maker *m)
{
	return m->inside != NULL && m->inside->nparameters + m->inside->variadic > 0;
}

static void item(struct maker *m, unsigned depth)
{
	unsigned kind = m->left == 0 ? 19 : choose(m, 20);
	m->left -= m->left > 0;
	if (has_parameters(m) && kind < 9)
		parameter(m);
	else if (kind < 14 && m->nmacros > 0 && depth < DEEPEST)
		invocation(m, depth);
	else if (kind == 14 && has_parameters(m)) {
		putchar('#');
		parameter(m);
	} else if (kind == 15 && m->inside != NULL && m->inside->variadic && depth == 0) {
		fputs("__VA_OPT__(", stdout);
		items(m, 2, depth + 1);
		putchar(')');
	} else if (kind == 16 && depth > 0) {
		putchar('(');
		items(m, 2, depth + 1);
		putchar(')');
	} else
		fputs(parts[choose(m, sizeof parts / sizeof parts[0])], stdout);
}

/* What joins two items: ## in bodies, mostly. */
static void joint(struct maker *m)
{
	static const char *const joints[] = {" ", " ## ", "##", " ## ", ", ## ", ", "};
	unsigned which = m->inside == NULL ? 0 : choose(m, choose(m, 10) == 0 ? 6 : 4);
	fputs(joints[which], stdout);
}

static void items(struct maker *m, unsigned most, unsigned depth)
{
	unsigned count = most == 0 ? 0 : 1 + choose(m, most);
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			joint(m);
		item(m, depth);
	}
}

static void define(struct maker *m, unsigned which)
{
	struct macro *macro = &m->macros[which];
	macro->like_function = choose(m, 4) != 0;
	macro->nparameters = macro->like_function ? choose(m, PARAMETERS_MOST + 1) : 0;
	macro->variadic = macro->like_function && choose(m, 4) == 0;
	printf("#define M%u_%lu", which, m->number);
	if (macro->like_function) {
		putchar('(');
		for (unsigned i = 0; i < macro->nparameters; i++)
			printf("%s%s", i == 0 ? "" : ", ", parameters[i]);
		fputs(macro->variadic ? (macro->nparameters == 0 ? "..." : ", ...") : "", stdout);
		putchar(')');
	}
	putchar(' ');
	m->inside = macro;
	m->left = ITEMS_MOST;
	items(m, 5, 0);
	m->inside = NULL;
	putchar('\n');
}

/* The macro with words that mean nothing, and with nothing, for what its body makes by itself. */
static void probe(struct maker *m, unsigned which, const char *argument, unsigned line)
{
	const struct macro *macro = &m->macros[which];
	printf("probe_%lu_%u M%u_%lu", m->number, line, which, m->number);
	if (macro->like_function)
		putchar('(');
	for (unsigned i = 0; i < macro->nparameters + macro->variadic; i++)
		printf("%s%s", i == 0 ? "" : ",", argument);
	puts(macro->like_function ? ") ;" : " ;");
}

int main(int count, char **given)
{
	if (count != 3)
		return 2;
	struct maker m = {.state = strtoull(given[1], NULL, 10)};
	unsigned long cases = strtoul(given[2], NULL, 10);
	for (m.number = 0; m.number < cases; m.number++) {
		unsigned nmacros = 1 + choose(&m, MACROS_MOST);
		m.nmacros = 0;
		/* A body may name macros that are defined behind it. */
		for (unsigned i = 0; i < nmacros; i++) {
			define(&m, i);
			m.nmacros = i + 1;
		}
		for (unsigned line = 0; line < 2; line++) {
			printf("code_%lu_%u ", m.number, line);
			m.left = ITEMS_MOST;
			items(&m, 4, 0);
			puts(" ;");
		}
		for (unsigned i = 0; i < nmacros; i++) {
			probe(&m, i, "q9", 2 * i);
			probe(&m, i, "", 2 * i + 1);
		}
	}
	return 0;
}
