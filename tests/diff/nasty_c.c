/* SPDX-License-Identifier: MIT */
/* nasty_c.c - prints text that a lexer of C may stumble over, the same for the same seed: nasty_c SEED PIECES [trigraphs] */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Pieces without trigraphs first; NUL bytes are written for a piece "\1". */
static const char *const pieces[] = {
	"strcpy", "str\\\ncpy", "str\\\r\ncpy", "s\\ \t\ntrcpy", "gets(", "(a,b);", "\n", "\r\n", "\r", " ", "\t", "\v", "\f", "\1",
	"\"", "'", "\\", "\\\n", "\\\r\n", "\\ \n", "/*", "*/", "*\\\n/", "*\\\n\\\n/", "/\\\n*", "/*/", "//", "/\\\n/", "/",
	"// note \\\n", "// note\n", "\"a\\\"b\"", "\"a\\\nb\"", "'\\''", "''", "'\"'", "\"'\"", "'ab'", "L\"x\"", "u8\"x\"",
	"U'x'", "u'", "LR\"(a)\"", "R\"(a\nb)\"", "R\"xy(a)\" )xy\"", "R\"(", ")\"", "R\"a b(", "u8R\"--(x)--\"", "R\"\\\n(", "1'000",
	"0x1'f", "1'", "1e+5", "1e+strcpy", "0x1p-3", "0x1p-strcpy", "1p+gets", ".5f", ".", "..", "...", "1.2.3", "1_x", "0b1'1",
	"\"x\"_y", "\"x\"s", "\"x\"sv", "\"x\"min", "\"x\"strcpy", "'x'_y", "'x's", "#", "##", "#define A ", "%:", "%:%:", "<:",
	":>", "<%", "%>", "<::", "<:::", "<::>", "#include <a'b\"c>\n", "->", "->*", ".*", "::", "<<=", ">>=", "$", "a$b", "@", "`",
	"\xC3\xA9", "x\xC3\xA9z", "\xE2\x82", "\xFF", "\\u00e9", "a\\u00e9z", "\\u0 ", "\\U000000e9", "a\\u0063", "\\uD800",
	"\xE2\x80\xA8", "\xC2\xA0", "x", "L", "u", "U", "u8", "R", "LR", "0", "9", "{", "}", "(", ")", ";", ",", "=", "+", "-", "E",
	"e", "p", "P", "\x1A", "\x7F", "_", "__asm__", "?", ":", "~", "!", "^", "|", "&",
	/* from here on only with trigraphs */
	"?\?/\n", "?\?/\r\n", "?\?/", "?\?=", "?\?(", "?\?'", "?\?!", "?\?<", "str?\?/\ncpy", "\"a?\?/\"b\"", "*?\?/\n/", "// c ?\?/\n", "?\?",
	"?\?/u00e9", "1e?\?/\n+2", "?\?/ \n",
};
enum { WITH_TRIGRAPHS = 16 };

/* Vigna's splitmix64. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

int main(int count, char **arguments)
{
	if (count < 3)
		return 2;
	uint64_t state = strtoull(arguments[1], NULL, 10);
	unsigned long wanted = strtoul(arguments[2], NULL, 10);
	size_t known = sizeof pieces / sizeof pieces[0] - (count > 3 ? 0 : WITH_TRIGRAPHS);
	for (unsigned long i = 0; i < wanted; i++) {
		const char *piece = pieces[next(&state) % known];
		if (strcmp(piece, "\1") == 0)
			putchar(0);
		else
			fputs(piece, stdout);
		uint64_t chance = next(&state) % 8;
		if (chance < 3)
			putchar(chance == 0 ? '\n' : ' ');
	}
	putchar('\n');
	return 0;
}
