/* SPDX-License-Identifier: MIT */
/* bombs.c - objects that are small on disk and large in memory, laid into a quarantine folder. */
/* bombs: the labels. bombs LABEL FOLDER BASE: makes it in an object folder, on the commit BASE; prints the commit to push. */
#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct maker {
	git_odb *odb;
	const char *folder, *base;
};

static void need(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "bombs: %s\n", what);
	exit(1);
}

static git_oid put(const struct maker *m, const void *bytes, size_t len, git_object_t kind)
{
	git_oid id;
	need(git_odb_write(&id, m->odb, bytes, len, kind) == 0, "an object cannot be written");
	return id;
}

/* A commit on the base with that tree. */
static git_oid commit(const struct maker *m, const git_oid *tree)
{
	char text[512], hex[GIT_OID_HEXSZ + 1];
	git_oid_tostr(hex, sizeof hex, tree);
	int len = snprintf(text, sizeof text,
	                   "tree %s\nparent %s\nauthor J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000\n\nBomb\n", hex,
	                   m->base);
	return put(m, text, (size_t)len, GIT_OBJECT_COMMIT);
}

/* Room that every caller leaves for one entry; names are short. */
#define ENTRY_ROOM 40

static size_t entry(char *at, const char *mode, const char *name, const git_oid *id)
{
	int len = snprintf(at, ENTRY_ROOM, "%s %s", mode, name) + 1;
	memcpy(at + len, id->id, GIT_OID_RAWSZ);
	return (size_t)len + GIT_OID_RAWSZ;
}

static git_oid commit_of_file(const struct maker *m, const git_oid *blob)
{
	char text[64];
	git_oid tree = put(m, text, entry(text, "100644", "a.c", blob), GIT_OBJECT_TREE);
	return commit(m, &tree);
}

/* A file of so many bytes, all alike, with a banned call behind them. */
static git_oid zeros(const struct maker *m, size_t len, char byte)
{
	static const char last[] = "\nchar *b = gets(p);\n";
	char *text = malloc(len);
	need(text != NULL, "no memory");
	memset(text, byte, len);
	memcpy(text + len - sizeof last, last, sizeof last - 1);
	git_oid blob = put(m, text, len, GIT_OBJECT_BLOB);
	free(text);
	return commit_of_file(m, &blob);
}

static git_oid bomb_zip(const struct maker *m)
{
	return zeros(m, (size_t)400 << 20, '\0');
}

static git_oid bomb_zip_below_the_limit(const struct maker *m)
{
	return zeros(m, (size_t)120 << 20, '\n');
}

static git_oid bomb_one_long_line(const struct maker *m)
{
	return zeros(m, (size_t)60 << 20, '(');
}

static git_oid bomb_wide_tree(const struct maker *m)
{
	enum { ENTRIES = 1000000 };
	char *text = malloc((size_t)ENTRIES * 64), name[32];
	need(text != NULL, "no memory");
	git_oid blob = put(m, "char *b = gets(p);\n", 19, GIT_OBJECT_BLOB);
	size_t len = 0;
	for (int i = 0; i < ENTRIES; i++) {
		snprintf(name, sizeof name, "f%07d.c", i);
		len += entry(text + len, "100644", name, &blob);
	}
	git_oid tree = put(m, text, len, GIT_OBJECT_TREE);
	free(text);
	return commit(m, &tree);
}

static git_oid bomb_deep_tree(const struct maker *m)
{
	char text[64];
	git_oid blob = put(m, "char *b = gets(p);\n", 19, GIT_OBJECT_BLOB);
	git_oid tree = put(m, text, entry(text, "100644", "a.c", &blob), GIT_OBJECT_TREE);
	for (int i = 0; i < 10000; i++)
		tree = put(m, text, entry(text, "40000", "d", &tree), GIT_OBJECT_TREE);
	return commit(m, &tree);
}

/* Ten folders of one tree in each of ten levels: 10^10 files in a handful of objects. */
static git_oid bomb_tree_of_trees(const struct maker *m)
{
	char text[1024], name[8];
	git_oid blob = put(m, "char *b = gets(p);\n", 19, GIT_OBJECT_BLOB);
	git_oid tree = put(m, text, entry(text, "100644", "a.c", &blob), GIT_OBJECT_TREE);
	for (int level = 0; level < 10; level++) {
		size_t len = 0;
		for (int i = 0; i < 10; i++) {
			snprintf(name, sizeof name, "d%d", i);
			len += entry(text + len, "40000", name, &tree);
		}
		tree = put(m, text, len, GIT_OBJECT_TREE);
	}
	return commit(m, &tree);
}

static git_oid bomb_many_parents(const struct maker *m)
{
	enum { PARENTS = 100000, LINE_ROOM = 200 };
	char *text = malloc((size_t)PARENTS * 64 + LINE_ROOM), *at = text;
	need(text != NULL, "no memory");
	at += snprintf(at, LINE_ROOM, "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n");
	for (int i = 0; i < PARENTS; i++)
		at += snprintf(at, LINE_ROOM, "parent %08x%s\n", (unsigned)i, m->base + 8);
	at += snprintf(at, LINE_ROOM, "author J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000\n\nBomb\n");
	git_oid id = put(m, text, (size_t)(at - text), GIT_OBJECT_COMMIT);
	free(text);
	return id;
}

/* A loose object whose header says 4 GB, though a few bytes follow (zlib with one stored block). */
static git_oid bomb_false_header(const struct maker *m)
{
	static const char body[] = "blob 4294967299";
	unsigned char file[64] = {0x78, 0x01, 0x01};
	char path[4096];
	size_t n = 3, len = sizeof body;
	uint32_t a = 1, b = 0;
	file[n++] = (unsigned char)len, file[n++] = 0, file[n++] = (unsigned char)~len, file[n++] = 0xff;
	for (size_t i = 0; i < len; i++) {
		file[n++] = (unsigned char)body[i];
		a = (a + (unsigned char)body[i]) % 65521, b = (b + a) % 65521;
	}
	file[n++] = (unsigned char)(b >> 8), file[n++] = (unsigned char)b, file[n++] = (unsigned char)(a >> 8), file[n++] = (unsigned char)a;
	git_oid id;
	need(git_oid_fromstr(&id, "abcdefabcdefabcdefabcdefabcdefabcdefabcd") == 0, "an id");
	snprintf(path, sizeof path, "%s/ab", m->folder);
	(void)mkdir(path, 0755);
	snprintf(path, sizeof path, "%s/ab/cdefabcdefabcdefabcdefabcdefabcdefabcd", m->folder);
	FILE *f = fopen(path, "wb");
	need(f != NULL && fwrite(file, 1, n, f) == n && fclose(f) == 0, "a file cannot be written");
	return commit_of_file(m, &id);
}

/* --- packs ---------------------------------------------------------------------------------------- */

struct pack {
	unsigned char bytes[1 << 16];
	size_t len, offsets[64], count;
};

static void byte(struct pack *p, unsigned value)
{
	need(p->len < sizeof p->bytes, "the pack is full");
	p->bytes[p->len++] = (unsigned char)value;
}

static void number(struct pack *p, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		byte(p, value >> shift & 0xff);
}

/* A zlib stream of stored bytes. */
static void stored(struct pack *p, const unsigned char *bytes, size_t len)
{
	uint32_t a = 1, b = 0;
	byte(p, 0x78), byte(p, 0x01), byte(p, 0x01);
	byte(p, (unsigned)len & 0xff), byte(p, (unsigned)(len >> 8) & 0xff), byte(p, ~(unsigned)len & 0xff), byte(p, ~(unsigned)(len >> 8) & 0xff);
	for (size_t i = 0; i < len; i++) {
		byte(p, bytes[i]);
		a = (a + bytes[i]) % 65521, b = (b + a) % 65521;
	}
	number(p, b << 16 | a);
}

static void object(struct pack *p, unsigned kind, uint64_t size)
{
	p->offsets[p->count++] = p->len;
	byte(p, kind << 4 | (unsigned)(size & 15) | (size > 15 ? 0x80U : 0));
	for (size >>= 4; size > 0; size >>= 7)
		byte(p, (unsigned)(size & 0x7f) | (size > 0x7f ? 0x80U : 0));
}

static size_t delta_size(unsigned char *at, uint64_t size)
{
	size_t n = 0;
	do {
		at[n] = (unsigned char)((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
		n++;
	} while ((size >>= 7) > 0);
	return n;
}

/* An object that is its predecessor, copied `times` times over. */
static void doubled(struct pack *p, uint64_t base, unsigned times)
{
	unsigned char delta[8192];
	size_t n = delta_size(delta, base);
	n += delta_size(delta + n, base * times);
	for (unsigned i = 0; i < times; i++)
		for (uint64_t at = 0; at < base; at += 0xffffff) {
			uint64_t part = base - at < 0xffffff ? base - at : 0xffffff;
			need(n + 8 < sizeof delta, "the delta is full");
			delta[n++] = 0xff; /* all of four offset and three size bytes */
			for (int shift = 0; shift < 32; shift += 8)
				delta[n++] = (unsigned char)(at >> shift);
			for (int shift = 0; shift < 24; shift += 8)
				delta[n++] = (unsigned char)(part >> shift);
		}
	size_t back = p->len - p->offsets[p->count - 1];
	object(p, 6, n); /* OFS_DELTA */
	unsigned char coded[10];
	size_t digits = 0;
	coded[digits++] = back & 0x7f;
	while (back >>= 7)
		coded[digits++] = (unsigned char)(0x80 | (--back & 0x7f));
	while (digits > 0)
		byte(p, coded[--digits]);
	stored(p, delta, n);
}

static void save(const struct maker *m, const char *suffix, const struct pack *p)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/pack/pack-abcdefabcdefabcdefabcdefabcdefabcdefabcd.%s", m->folder, suffix);
	FILE *f = fopen(path, "wb");
	need(f != NULL && fwrite(p->bytes, 1, p->len, f) == p->len && fclose(f) == 0, "a pack cannot be written");
}

/* Objects 0000.., 0101.., and so on; the last is what is pushed as a file. The checksums are not right: nobody should come so far. */
static git_oid deltas(const struct maker *m, unsigned levels, unsigned times)
{
	static struct pack pack, index;
	unsigned char base[1000];
	uint64_t size = sizeof base;
	memset(base, '\n', sizeof base);
	memcpy(pack.bytes, "PACK", 4);
	pack.len = 4;
	number(&pack, 2), number(&pack, levels + 1);
	object(&pack, 3, sizeof base);
	stored(&pack, base, sizeof base);
	for (unsigned i = 0; i < levels; i++, size *= times)
		doubled(&pack, size, times);
	for (int i = 0; i < 20; i++)
		byte(&pack, 7);
	memcpy(index.bytes, "\377tOc", 4);
	index.len = 4;
	number(&index, 2);
	for (unsigned i = 0; i < 256; i++)
		number(&index, i < pack.count ? i + 1 : (uint32_t)pack.count);
	for (unsigned i = 0; i < pack.count; i++)
		for (int n = 0; n < 20; n++)
			byte(&index, i);
	for (unsigned i = 0; i < pack.count; i++)
		number(&index, 0);
	for (unsigned i = 0; i < pack.count; i++)
		number(&index, (uint32_t)pack.offsets[i]);
	for (int i = 0; i < 40; i++)
		byte(&index, 7);
	save(m, "pack", &pack);
	save(m, "idx", &index);
	git_oid id;
	memset(id.id, (int)levels, sizeof id.id);
	return commit_of_file(m, &id);
}

static git_oid bomb_delta(const struct maker *m)
{
	return deltas(m, 22, 2); /* 4 GB */
}

static git_oid bomb_delta_below_the_limit(const struct maker *m)
{
	return deltas(m, 16, 2); /* 64 MB */
}

static const struct {
	const char *label;
	git_oid (*make)(const struct maker *);
} bombs[] = {
	{"zip", bomb_zip},
	{"zip-below-the-limit", bomb_zip_below_the_limit},
	{"one-long-line", bomb_one_long_line},
	{"wide-tree", bomb_wide_tree},
	{"deep-tree", bomb_deep_tree},
	{"tree-of-trees", bomb_tree_of_trees},
	{"many-parents", bomb_many_parents},
	{"false-header", bomb_false_header},
	{"delta", bomb_delta},
	{"delta-below-the-limit", bomb_delta_below_the_limit},
};

int main(int argc, char **argv)
{
	struct maker m;
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
	for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++) {
		if (argc == 1)
			puts(bombs[i].label);
		if (argc != 4 || strcmp(argv[1], bombs[i].label) != 0)
			continue;
		m = (struct maker){.folder = argv[2], .base = argv[3]};
		git_odb_backend *loose;
		need(git_odb_new(&m.odb) == 0 && git_odb_backend_loose(&loose, argv[2], 1, 0, 0, 0) == 0 && git_odb_add_backend(m.odb, loose, 1) == 0,
		     "no object folder");
		git_oid id = bombs[i].make(&m);
		char hex[GIT_OID_HEXSZ + 1];
		puts(git_oid_tostr(hex, sizeof hex, &id));
		return 0;
	}
	return argc == 1 ? 0 : 2;
}
