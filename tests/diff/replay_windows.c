/* SPDX-License-Identifier: MIT */
/* replay_windows.c - stands between git, the oracle and replay.sh: blobs into files, oracle rows into windows. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * replay_windows unpack DIRECTORY NAMES < BATCH   NAMES: one file name per object of `git cat-file --batch`; prints those written
 * replay_windows rows DIRECTORY < ROWS            oracle rows (path line column name class verdict ...), those of a file together;
 *                                                 prints `path name verdict window`
 * The window is that of judgement.md 1.6, cut by a lexer of its own (comments and white space dropped, splices joined): of a name
 * before a parenthesis the tokens up to its match, at most 64; else those of the logical line.
 */
enum { MOST_TOKENS = 64, NAME_ROOM = 256 };

struct token {
	size_t from, to, line, column;
	bool first;     /* on its logical line */
	bool directive; /* of the preprocessor */
};

struct text {
	char *bytes;
	size_t len;
	struct token *tokens;
	size_t count, room;
};

static _Noreturn void fail(const char *why)
{
	fprintf(stderr, "replay_windows: %s\n", why);
	exit(2);
}

static void *grown(void *list, size_t size)
{
	void *more = realloc(list, size);
	if (more == NULL)
		fail("no memory");
	return more;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || (c & 0x80) != 0;
}

/* How many bytes of splices stand at a place. */
static size_t splice(const struct text *t, size_t at)
{
	size_t from = at;
	while (at + 1 < t->len && t->bytes[at] == '\\') {
		if (t->bytes[at + 1] == '\n')
			at += 2;
		else if (t->bytes[at + 1] == '\r' && at + 2 < t->len && t->bytes[at + 2] == '\n')
			at += 3;
		else
			break;
	}
	return at - from;
}

/* The byte behind the one at `at`, splices passed over. */
static size_t next(const struct text *t, size_t at)
{
	return at + 1 + splice(t, at + 1);
}

static char byte(const struct text *t, size_t at)
{
	return at < t->len ? t->bytes[at] : '\0';
}

static size_t end_of_comment(const struct text *t, size_t at)
{
	bool block = t->bytes[next(t, at)] == '*';
	at = next(t, next(t, at));
	for (; at < t->len; at = next(t, at)) {
		if (!block && t->bytes[at] == '\n')
			return at;
		if (block && t->bytes[at] == '*' && byte(t, next(t, at)) == '/')
			return next(t, next(t, at));
	}
	return t->len;
}

static size_t end_of_literal(const struct text *t, size_t at)
{
	char quote = t->bytes[at];
	for (at = next(t, at); at < t->len && t->bytes[at] != '\n'; at = next(t, at)) {
		if (t->bytes[at] == quote)
			return next(t, at);
		if (t->bytes[at] == '\\')
			at = next(t, at);
	}
	return at < t->len ? at : t->len;
}

static size_t end_of_sign(const struct text *t, size_t at)
{
	static const char *const signs[] = {"...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
	                                    "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|=", "##"};
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t to = at, k = 0;
		while (signs[i][k] != '\0' && byte(t, to) == signs[i][k]) {
			to = next(t, to);
			k++;
		}
		if (signs[i][k] == '\0')
			return to;
	}
	return next(t, at);
}

static size_t end_of_token(const struct text *t, size_t at)
{
	char c = t->bytes[at];
	if (c == '"' || c == '\'')
		return end_of_literal(t, at);
	if (!is_letter(c) && !(c == '.' && byte(t, next(t, at)) >= '0' && byte(t, next(t, at)) <= '9'))
		return end_of_sign(t, at);
	bool number = c == '.' || (c >= '0' && c <= '9');
	size_t from = at;
	while (at < t->len && (is_letter(t->bytes[at]) || (number && t->bytes[at] == '.') ||
	                       (number && (t->bytes[at] == '+' || t->bytes[at] == '-') && at > from && strchr("eEpP", t->bytes[at - 1]) != NULL)))
		at = next(t, at);
	return at;
}

static void lex(struct text *t)
{
	size_t line = 1, begin = 0, counted = 0;
	bool first = true, directive = false;
	t->count = 0;
	for (size_t at = splice(t, 0); at < t->len;) {
		char c = t->bytes[at];
		if (c == '\n')
			first = true;
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			at = next(t, at);
			continue;
		}
		if (c == '/' && (byte(t, next(t, at)) == '*' || byte(t, next(t, at)) == '/')) {
			at = end_of_comment(t, at);
			continue;
		}
		for (; counted < at; counted++) {
			if (t->bytes[counted] == '\n') {
				line++;
				begin = counted + 1;
			}
		}
		if (t->count == t->room) {
			t->room = t->room * 2 + 1024;
			t->tokens = grown(t->tokens, t->room * sizeof *t->tokens);
		}
		size_t to = end_of_token(t, at);
		directive = first ? c == '#' : directive;
		t->tokens[t->count++] = (struct token){at, to, line, at - begin + 1, first, directive};
		first = false;
		at = to;
	}
}

static uint64_t hash_more(const struct text *t, size_t i, uint64_t h)
{
	for (size_t at = t->tokens[i].from; at < t->tokens[i].to; at = next(t, at))
		h = (h ^ (unsigned char)t->bytes[at]) * 1099511628211U;
	return (h ^ 0xff) * 1099511628211U;
}

static char sign_of(const struct text *t, size_t i)
{
	return i < t->count ? t->bytes[t->tokens[i].from] : '\0';
}

static uint64_t window_of(const struct text *t, size_t name)
{
	uint64_t h = 1469598103934665603U;
	size_t at = name, taken = 0, depth = 0;
	bool directive = t->tokens[name].directive;
	if (sign_of(t, name + 1) == '(') {
		for (; at < t->count && taken < MOST_TOKENS; at++) {
			/* A directive's tokens are none of the call's, and a call in a directive ends with it. */
			if (directive && at > name && t->tokens[at].first)
				break;
			if (!directive && t->tokens[at].directive)
				continue;
			h = hash_more(t, at, h);
			taken++;
			depth += sign_of(t, at) == '(';
			if (sign_of(t, at) == ')' && --depth == 0)
				break;
		}
		return h;
	}
	while (!t->tokens[at].first)
		at--;
	do
		h = hash_more(t, at++, h);
	while (at < t->count && !t->tokens[at].first);
	return h;
}

static void load(struct text *t, const char *directory, const char *name)
{
	char path[2 * NAME_ROOM];
	snprintf(path, sizeof path, "%s/%s", directory, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail(path);
	fseek(file, 0, SEEK_END);
	t->len = (size_t)ftell(file);
	rewind(file);
	t->bytes = grown(t->bytes, t->len + 1);
	if (fread(t->bytes, 1, t->len, file) != t->len)
		fail("a file is cut");
	fclose(file);
	lex(t);
}

static int rows(const char *directory)
{
	struct text t = {0};
	char loaded[NAME_ROOM] = "", path[NAME_ROOM], name[NAME_ROOM], class[NAME_ROOM], verdict[NAME_ROOM], flags[NAME_ROOM];
	char *line = NULL;
	size_t room = 0, row, column;
	while (getline(&line, &room, stdin) > 0) {
		if (sscanf(line, "%255s %zu %zu %255s %255s %255s %*s %255s", path, &row, &column, name, class, verdict, flags) != 7)
			continue;
		/* It takes `#define copy strcpy` for a variable of the type `copy`. */
		if (strcmp(class, "var_decl") == 0 && strstr(flags, "macrobody") != NULL)
			snprintf(verdict, sizeof verdict, "%s", "OPEN");
		if (strcmp(verdict, "NEG") == 0)
			continue;
		if (strcmp(path, loaded) != 0)
			load(&t, directory, path);
		snprintf(loaded, sizeof loaded, "%s", path);
		size_t low = 0, high = t.count;
		while (low < high) {
			size_t middle = (low + high) / 2;
			const struct token *k = &t.tokens[middle];
			if (k->line < row || (k->line == row && k->column < column))
				low = middle + 1;
			else
				high = middle;
		}
		if (low == t.count || t.tokens[low].line != row || t.tokens[low].column != column)
			printf("%s\t%s\tLOST\t%zu\n", path, name, row);
		else
			printf("%s\t%s\t%s\t%016llx\n", path, name, verdict, (unsigned long long)window_of(&t, low));
	}
	return 0;
}

/* `id missing`, or `id type size`, the bytes and a line feed. */
static int unpack(const char *directory, const char *names)
{
	FILE *list = fopen(names, "r");
	char name[NAME_ROOM], path[2 * NAME_ROOM];
	char *line = NULL, *bytes = NULL;
	size_t room = 0, size;
	while (list != NULL && fscanf(list, "%255s", name) == 1 && getline(&line, &room, stdin) > 0) {
		if (sscanf(line, "%*s %*s %zu", &size) != 1)
			continue;
		bytes = grown(bytes, size + 1);
		if (fread(bytes, 1, size + 1, stdin) != size + 1)
			fail("the batch is cut");
		snprintf(path, sizeof path, "%s/%s", directory, name);
		FILE *file = fopen(path, "wb");
		if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
			fail(path);
		puts(name);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "unpack") == 0)
		return unpack(argv[2], argv[3]);
	if (argc == 3 && strcmp(argv[1], "rows") == 0)
		return rows(argv[2]);
	fail("usage: replay_windows unpack DIRECTORY NAMES | rows DIRECTORY");
}
