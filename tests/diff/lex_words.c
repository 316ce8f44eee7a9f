/* SPDX-License-Identifier: MIT */
/* lex_words.c - prints `path line column name` of every identifier that the lexer sees: lex_words READING PATH... */
#include "text/c_tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	struct c_reading reading;
} readings[] = {
	{"gnu17", {0}},
	{"c99", {.trigraphs = true}},
	{"c++17", {.raw_strings = true, .digit_separators = true, .suffixes = true}},
};

/* Lines as clang counts them: LF, CR and CRLF end one. */
struct place {
	size_t at, line, begin;
};

static void move(struct place *place, struct span text, size_t to)
{
	for (; place->at < to; place->at++) {
		char byte = text.at[place->at];
		bool half = byte == '\r' && place->at + 1 < text.len && text.at[place->at + 1] == '\n';
		if ((byte != '\n' && byte != '\r') || half)
			continue;
		place->line++;
		place->begin = place->at + 1;
	}
}

static size_t words(const char *path, struct span text, struct c_reading reading, bool quiet)
{
	struct c_lexer lexer = c_lexer_of(text, reading);
	struct place place = {0, 1, 0};
	char buffer[4096];
	size_t count = 0;
	for (;;) {
		struct c_token token = c_lexer_next(&lexer);
		if (token.kind == C_END)
			return count;
		count++;
		if (token.kind != C_NAME || quiet)
			continue;
		size_t len = c_token_spell(&lexer, token, buffer, sizeof buffer);
		move(&place, text, token.at);
		printf("%s %zu %zu ", path, place.line, token.at - place.begin + 1);
		fwrite(buffer, 1, len < sizeof buffer ? len : sizeof buffer, stdout);
		putchar('\n');
	}
}

static struct span file_read(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		return (struct span){0};
	size_t room = 1 << 16, len = 0;
	char *bytes = malloc(room);
	while (bytes != NULL && (len += fread(bytes + len, 1, room - len, file)) == room)
		bytes = realloc(bytes, room *= 2);
	fclose(file);
	return (struct span){bytes, len};
}

int main(int count, char **arguments)
{
	bool quiet = count > 1 && strcmp(arguments[1], "-q") == 0;
	int first = quiet ? 2 : 1;
	if (count <= first)
		return 2;
	struct c_reading reading = {0};
	bool known = false;
	for (size_t i = 0; i < COUNT(readings); i++) {
		if (strcmp(readings[i].name, arguments[first]) != 0)
			continue;
		reading = readings[i].reading;
		known = true;
	}
	if (!known)
		return 2;
	size_t tokens = 0, bytes = 0;
	for (int i = first + 1; i < count; i++) {
		struct span text = file_read(arguments[i]);
		tokens += words(arguments[i], text, reading, quiet);
		bytes += text.len;
		union { const char *in; void *out; } memory = {.in = text.at};
		free(memory.out);
	}
	if (quiet)
		printf("%zu tokens in %zu bytes\n", tokens, bytes);
	return 0;
}
