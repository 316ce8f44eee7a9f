/* SPDX-License-Identifier: MIT */
/* message_maker.c - makes nasty commit messages, the same ones for the same seed. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines and pieces of lines at which git's reading of trailers turns. */
static const char *const lines[] = {
	"Title", "prose without a colon", "prose: with one", "two words: here", "https://example.org/x", "", "", "", " ",
	"\t", "\r", "  \r", "\f", "\v", "Reviewed-by: Roe <roe@example.org>", "Reviewed-by: Roe <roe@example.org>",
	"Signed-off-by: Doe <doe@example.org>", "Signed-off-by:Doe", "signed-off-by: Doe", " Signed-off-by: Doe",
	"Signed-off-by: ", "Signed-off-by:", "Signed-off-by", "(cherry picked from commit 0123456789)",
	"(cherry picked from commit", "(cherry picked from commit ", "(Cherry picked from commit x)",
	" (cherry picked from commit x)", "Key:", "Key: ", "Key:v", "Key :v", "Key\t:v", "Key \t : v : w", "Key\v: v",
	"Key\f: v", "K: v", "-: v", "-Key: v", ":v", ": v", " : v", "Bug #43", "Key# v", "Key=v", "Key.x: v", "Key_x: v",
	"K\xc3\xa9y: v", "\xe2\x80\x8bKey: v", "Key\xc2\xa0: v", " folded", "\tfolded", "  folded: value", " \t folded \t ",
	"\rfolded", "\vfolded", "\ffolded", "\r: v", "# comment", "#comment: v", " # comment", "#", "# Key: v", "; Key: v",
	"Conflicts:", "Conflicts:", "Conflicts: ", "Conflicts:\r", " Conflicts:", "\tpath/of/conflict", "# Conflicts:",
	"#\tpath", "---", "--- ", "---x", "----", "diff --git a/x b/x",
	"# ------------------------ >8 ------------------------", "------------------------ >8 ------------------------",
	"# ------------------------ >8 -----------------------", "# ------------------------ >8 ------------------------ ",
	"> Reviewed-by: Roe <roe@example.org>", "Fixes: 0123 (\"x: y\")", "[roe: changed x]", "Link: https://example.org/",
	"Cc: stable@example.org # v5", "Change-Id: I0123",
};

static const char pieces[] = "  \t\r\v\f\n\n\n##::--aZ09_.(<>\"\xc3\xa9\x80\xff";

static uint64_t state;

/* xorshift64*, so that a seed gives the same messages everywhere. */
static size_t chance(size_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (size_t)((state * UINT64_C(2685821657736338717)) >> 33) % below;
}

struct message {
	char bytes[8192];
	size_t len;
};

static void add(struct message *m, const char *text, size_t len)
{
	if (len > sizeof(m->bytes) - m->len)
		len = sizeof(m->bytes) - m->len;
	memcpy(m->bytes + m->len, text, len);
	m->len += len;
}

static void add_line(struct message *m)
{
	const char *line = lines[chance(sizeof(lines) / sizeof(lines[0]))];
	add(m, line, strlen(line));
	if (chance(12) == 0)
		add(m, "\r", 1);
	add(m, "\n", 1);
}

/* Whole lines from the list, in tame messages most of them trailers; sometimes one of them many times, so that the 25 % rule is met at its border. */
static void make_lines(struct message *m)
{
	size_t count = chance(14);
	if (chance(3) > 0)
		add(m, "Title\n\n", 7);
	bool tame = chance(2) == 0;
	for (size_t i = 0; i < count; i++) {
		if (tame && chance(3) > 0) {
			add(m, "Reviewed-by: Roe\n", 17);
			continue;
		}
		size_t times = chance(10) == 0 ? 1 + chance(5) : 1, from = m->len;
		add_line(m);
		size_t len = m->len - from;
		while (--times > 0)
			add(m, m->bytes + from, len);
	}
}

/* A block that is just about made of trailers by the 25 % rule. */
static void make_quarter(struct message *m)
{
	size_t trailers = 1 + chance(3), others = trailers * 3 + chance(3) - 1;
	add(m, "Title\n\n", 7);
	if (chance(4) > 0)
		add(m, "Signed-off-by: Doe\n", 19);
	while (trailers + others > 0) {
		if (chance(trailers + others) < trailers) {
			add(m, "Key: value\n", 11);
			trailers--;
		} else {
			add(m, chance(3) == 0 ? " prose\n" : "prose!\n", 7);
			others--;
		}
	}
}

static void make_pieces(struct message *m)
{
	if (chance(2) > 0)
		add(m, "Title\n\nKey: value\n", 18);
	for (size_t count = chance(40); count > 0; count--)
		add(m, &pieces[chance(sizeof(pieces) - 1)], 1);
}

/* Single bytes changed, also to NUL, and an end that is cut anywhere. */
static void spoil(struct message *m)
{
	for (size_t count = chance(3); count > 0 && m->len > 0; count--)
		m->bytes[chance(m->len)] = chance(6) == 0 ? '\0' : pieces[chance(sizeof(pieces) - 1)];
	if (chance(4) == 0 && m->len > 0)
		m->len = chance(m->len + 1);
	else if (chance(3) == 0 && m->len > 0)
		m->len--;
}

int main(int argc, char **argv)
{
	static struct message m;
	if (argc != 3) {
		fputs("usage: message_maker SEED COUNT\n", stderr);
		return 2;
	}
	unsigned long seed = strtoul(argv[1], NULL, 10), count = strtoul(argv[2], NULL, 10);
	state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	for (unsigned long i = 1; i <= count; i++) {
		size_t kind = chance(8);
		m.len = 0;
		if (kind == 0)
			make_quarter(&m);
		else if (kind == 1)
			make_pieces(&m);
		else
			make_lines(&m);
		if (chance(4) == 0)
			spoil(&m);
		printf("%lu-%lu message %zu\n", seed, i, m.len);
		fwrite(m.bytes, 1, m.len, stdout);
		putchar('\n');
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
