/* SPDX-License-Identifier: MIT */
/* sqlite.c - a ledger in one file: SQLite with a write-ahead log, every commit on disk before it is reported. */
#include "base/arena.h"
#include "base/date.h"
#include "stores/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Stands in the file's header (PRAGMA application_id): "Port". The form of the tables is user_version. */
#define APPLICATION 0x506f7274
#define FORM 1
#define GUARDS "5"
#define PATIENCE_MILLISECONDS 60000

#define SCRATCH_BYTES ((size_t)1 << 20)

struct storage {
	struct arena *arena, *scratch; /* scratch: what one row needs */
	sqlite3 *db;
	const char *path;
	sqlite3_stmt *insert, *name, *head;
	bool writing;
};

/* What the first event names as the hash before it. */
#define NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

/*
 * INSERT OR REPLACE takes a row away without asking the triggers against DELETE; so an insert must follow the last event, and bring an id of
 * its own.
 */
static const char tables[] =
	"CREATE TABLE event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL,"
	" activity TEXT NOT NULL, entry TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, entered_by TEXT NOT NULL,"
	" body TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"
	"CREATE INDEX event_kind ON event (kind, seq);"
	"CREATE TABLE name (name TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES event (seq), PRIMARY KEY (name, seq)) STRICT, WITHOUT ROWID;"
	"CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;"
	"CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;"
	"CREATE TRIGGER name_stays BEFORE UPDATE ON name BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;"
	"CREATE TRIGGER name_is_kept BEFORE DELETE ON name BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;"
	"CREATE TRIGGER event_follows BEFORE INSERT ON event WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)"
	" OR NEW.previous IS NOT coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '" NO_HASH "')"
	" OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id) BEGIN SELECT raise(ABORT, 'the event does not follow the last one'); END;"
	"PRAGMA application_id = 1349481076; PRAGMA user_version = 1;";
_Static_assert(APPLICATION == 1349481076 && FORM == 1, "the text above says it in decimal");

static bool takes(struct span place)
{
	return place.len > 0 && !span_holds(place, SPAN("://"));
}

static struct span show(struct arena *a, struct span place)
{
	return span_copy(a, place);
}

static const struct failure *broken(const struct storage *s, const char *doing)
{
	int code = sqlite3_errcode(s->db) & 0xff;
	const struct failure *f = failure(s->arena, "the ledger %s: %s: %s", s->path, doing, sqlite3_errmsg(s->db));
	if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
		return failure_cured(s->arena, f, SPAN("keep the file as it is; put back the last copy, or import the last export into a new ledger"));
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return failure_cured(s->arena, f, SPAN("somebody else writes into the ledger; try again"));
	if (code == SQLITE_FULL || code == SQLITE_IOERR)
		return failure_cured(s->arena, f, SPAN("free space, or mend the disk; nothing was entered, and what waits in the spool stays there"));
	return f;
}

static const struct failure *run(const struct storage *s, const char *sql, const char *doing)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : broken(s, doing);
}

static const struct failure *prepare(const struct storage *s, const char *sql, sqlite3_stmt **statement)
{
	return sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK ? NULL : broken(s, "prepare");
}

/* The first column of the first row; -1 where there is none. */
static const struct failure *ask_number(const struct storage *s, const char *sql, int64_t *number)
{
	sqlite3_stmt *statement;
	const struct failure *f = prepare(s, sql, &statement);
	if (f != NULL)
		return f;
	int step = sqlite3_step(statement);
	if (step == SQLITE_ROW || step == SQLITE_DONE)
		*number = step == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
	else
		f = broken(s, "read");
	sqlite3_finalize(statement);
	return f;
}

/* *empty: there is nothing in the file yet, and that is no fault where a ledger is to be made. */
static const struct failure *check_form(struct storage *s, bool create, bool *empty)
{
	int64_t application = 0, form = 0, objects = 0;
	const struct failure *f = ask_number(s, "PRAGMA application_id", &application);
	if (f == NULL)
		f = ask_number(s, "PRAGMA user_version", &form);
	if (f == NULL)
		f = ask_number(s, "SELECT count(*) FROM sqlite_schema", &objects);
	if (f != NULL)
		return f;
	*empty = create && application == 0 && objects == 0;
	if (*empty)
		return NULL;
	if (application != APPLICATION)
		return failure_cured(s->arena, failure(s->arena, "the file %s is no ledger of Portcullis", s->path),
		                     SPAN("make one: portcullis ledger init --ledger FILE"));
	if (form != FORM)
		return failure(s->arena, "the ledger %s has form %lld; this program knows form %d", s->path, (long long)form, FORM);
	return NULL;
}

/* Undisclosed vulnerabilities stand in it: a file that everybody may read is refused, and a new one is its owner's alone. */
static const struct failure *check_file(struct storage *s, enum store_use use, bool *writable)
{
	struct stat about;
	int flags = use == STORE_CREATE ? O_RDWR | O_CREAT : O_RDONLY;
	int file = open(s->path, flags | O_CLOEXEC | O_NONBLOCK, 0600);
	if (file < 0 && errno == ENOENT)
		return failure_cured(s->arena, failure(s->arena, "there is no ledger %s", s->path), SPAN("make one: portcullis ledger init --ledger FILE"));
	if (file < 0)
		return failure(s->arena, "the ledger %s cannot be opened: %s", s->path, strerror(errno));
	int told = fstat(file, &about);
	close(file);
	if (told != 0 || !S_ISREG(about.st_mode))
		return failure(s->arena, "the ledger %s is no regular file", s->path);
	if ((about.st_mode & S_IRWXO) != 0)
		return failure_cured(s->arena, failure(s->arena, "the ledger %s can be read by everybody on this machine", s->path),
		                     SPAN("vulnerabilities that are not public yet stand in it: chmod o-rwx FILE"));
	*writable = access(s->path, W_OK) == 0;
	return NULL;
}

static void close_storage(struct storage *s)
{
	sqlite3_finalize(s->insert);
	sqlite3_finalize(s->name);
	sqlite3_finalize(s->head);
	sqlite3_close(s->db);
	arena_free(s->scratch);
}

/* Of two who make the tables at once the second finds them. */
static const struct failure *make_tables(struct storage *s)
{
	bool empty = false;
	const struct failure *f = run(s, "BEGIN IMMEDIATE", "begin");
	if (f == NULL)
		f = check_form(s, true, &empty);
	if (f == NULL && empty)
		f = run(s, tables, "make the tables");
	return f != NULL ? f : run(s, "COMMIT", "make the tables");
}

static const struct failure *settle(struct storage *s, enum store_use use)
{
	sqlite3_busy_timeout(s->db, PATIENCE_MILLISECONDS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	bool empty;
	const struct failure *f = check_form(s, use == STORE_CREATE, &empty); /* before anything is written into the file */
	if (f == NULL)
		f = run(s, use == STORE_READ ? "PRAGMA query_only = ON" : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", "open");
	if (f == NULL && empty)
		f = make_tables(s);
	if (f == NULL)
		f = prepare(s, "SELECT seq, entry, hash FROM event ORDER BY seq DESC LIMIT 1", &s->head);
	if (f == NULL && use != STORE_READ)
		f = prepare(s, "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", &s->insert);
	if (f == NULL && use != STORE_READ)
		f = prepare(s, "INSERT OR IGNORE INTO name VALUES (?1, ?2)", &s->name);
	return f;
}

static const struct failure *connect_file(struct storage *s, enum store_use use, bool writable)
{
	int flags = (writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
	return sqlite3_open_v2(s->path, &s->db, flags, NULL) == SQLITE_OK ? settle(s, use) : broken(s, "open");
}

static const struct failure *open_storage(struct arena *a, struct span place, enum store_use use, struct storage **storage)
{
	struct storage *s = arena_take(a, 1, sizeof *s);
	bool writable = false;
	s->arena = a;
	s->scratch = arena_new("row", SCRATCH_BYTES);
	s->path = span_string(a, place);
	const struct failure *f = check_file(s, use, &writable);
	if (f == NULL && use != STORE_READ && !writable)
		f = failure(a, "the ledger %s cannot be written by this user", s->path);
	if (f == NULL)
		f = connect_file(s, use, writable);
	if (f != NULL)
		close_storage(s);
	else
		*storage = s;
	return f;
}

static struct span column(sqlite3_stmt *statement, int place)
{
	const unsigned char *text = sqlite3_column_text(statement, place);
	return (struct span){text == NULL ? "" : (const char *)text, (size_t)sqlite3_column_bytes(statement, place)};
}

static const struct failure *head(struct storage *s, struct ledger_head *h)
{
	const struct failure *f = NULL;
	int step = sqlite3_step(s->head);
	*h = (struct ledger_head){0};
	if (step == SQLITE_ROW) {
		h->seq = sqlite3_column_int64(s->head, 0);
		if (!moment_read(column(s->head, 1), &h->entry) || !digest_read(column(s->head, 2), &h->hash))
			f = failure(s->arena, "the ledger %s: its last event is damaged", s->path);
	} else if (step != SQLITE_DONE) {
		f = broken(s, "read");
	}
	sqlite3_reset(s->head);
	return f;
}

static const struct failure *begin(struct storage *s, struct ledger_head *h)
{
	const struct failure *f = run(s, "BEGIN IMMEDIATE", "begin");
	s->writing = f == NULL;
	return f != NULL ? f : head(s, h);
}

static const struct failure *commit(struct storage *s)
{
	const struct failure *f = run(s, "COMMIT", "commit");
	if (f == NULL)
		s->writing = false;
	return f;
}

static void rollback(struct storage *s)
{
	if (s->writing && sqlite3_get_autocommit(s->db) == 0)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->writing = false;
}

static void bind(sqlite3_stmt *statement, int place, struct span text)
{
	sqlite3_bind_text64(statement, place, text.len == 0 ? "" : text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static const struct failure *finish(const struct storage *s, sqlite3_stmt *statement, const char *doing)
{
	const struct failure *f = sqlite3_step(statement) == SQLITE_DONE ? NULL : broken(s, doing);
	sqlite3_reset(statement);
	return f;
}

static const struct failure *add_name(const struct storage *s, struct span name, int64_t seq)
{
	bind(s->name, 1, name);
	sqlite3_bind_int64(s->name, 2, seq);
	return finish(s, s->name, "add a name");
}

static const struct failure *insert(struct storage *s, const struct event *e, const struct span *names, size_t nnames)
{
	arena_reset(s->scratch);
	const struct span texts[] = {e->id, e->kind, e->subject, moment_print(s->scratch, e->activity), moment_print(s->scratch, e->entry), e->actor,
	                             e->role, e->entered_by, e->body, digest_hex(s->scratch, &e->previous, 64), digest_hex(s->scratch, &e->hash, 64)};
	sqlite3_bind_int64(s->insert, 1, e->seq);
	for (size_t i = 0; i < COUNT(texts); i++)
		bind(s->insert, (int)i + 2, texts[i]);
	const struct failure *f = finish(s, s->insert, "add an event");
	if (f == NULL)
		f = add_name(s, e->id, e->seq);
	if (f == NULL)
		f = add_name(s, e->subject, e->seq);
	for (size_t i = 0; f == NULL && i < nnames; i++)
		f = add_name(s, names[i], e->seq);
	return f;
}

static const struct failure *has(struct storage *s, struct span id, bool *there)
{
	sqlite3_stmt *statement;
	const struct failure *f = prepare(s, "SELECT 1 FROM event WHERE id = ?1", &statement);
	if (f != NULL)
		return f;
	bind(statement, 1, id);
	int step = sqlite3_step(statement);
	if (step == SQLITE_ROW || step == SQLITE_DONE)
		*there = step == SQLITE_ROW;
	else
		f = broken(s, "read");
	sqlite3_finalize(statement);
	return f;
}

static const struct failure *tell(const struct storage *s, sqlite3_stmt *row, event_taker *take, void *context)
{
	struct event e = {
		.seq = sqlite3_column_int64(row, 0), .id = column(row, 1), .kind = column(row, 2), .subject = column(row, 3), .actor = column(row, 6),
		.role = column(row, 7), .entered_by = column(row, 8), .body = column(row, 9),
	};
	if (!moment_read(column(row, 4), &e.activity) || !moment_read(column(row, 5), &e.entry) || !digest_read(column(row, 10), &e.previous) ||
	    !digest_read(column(row, 11), &e.hash))
		return failure(s->arena, "the ledger %s: event %lld is damaged", s->path, (long long)e.seq);
	return take(context, &e);
}

static const struct failure *each_row(const struct storage *s, sqlite3_stmt *rows, struct arena *step, event_taker *take, void *context)
{
	int state;
	while ((state = sqlite3_step(rows)) == SQLITE_ROW) {
		arena_reset(step);
		const struct failure *f = tell(s, rows, take, context);
		if (f != NULL)
			return f;
	}
	return state == SQLITE_DONE ? NULL : broken(s, "read");
}

/* The wanted kinds as a JSON list; they are words of ours. */
static struct span kind_list(const struct storage *s, const struct selection *wanted)
{
	struct span list = SPAN("[");
	arena_reset(s->scratch);
	for (size_t i = 0; i < wanted->nkinds; i++)
		list = span_format(s->scratch, "%.*s%s\"%.*s\"", SPAN_ARGS(list), i == 0 ? "" : ",", SPAN_ARGS(wanted->kinds[i]));
	return span_format(s->scratch, "%.*s]", SPAN_ARGS(list));
}

/* One statement reads one state of the file. A list of numbers inside IN is walked in their order, so that nothing is sorted. */
static const struct failure *read_events(struct storage *s, struct arena *step, const struct selection *wanted, event_taker *take, void *context)
{
	static const char *const statements[2][2] = {
		{"SELECT * FROM event WHERE seq > ?1 ORDER BY seq",
	         "SELECT * FROM event WHERE seq IN (SELECT seq FROM event WHERE kind IN (SELECT value FROM json_each(?2)) AND seq > ?1) ORDER BY seq"},
		{"SELECT * FROM event WHERE seq IN (SELECT seq FROM name WHERE name = ?3 AND seq > ?1) ORDER BY seq",
	         "SELECT * FROM event WHERE seq IN (SELECT seq FROM name WHERE name = ?3 AND seq > ?1)"
	         " AND kind IN (SELECT value FROM json_each(?2)) ORDER BY seq"},
	};
	bool named = wanted->name.len > 0, chosen = wanted->nkinds > 0;
	sqlite3_stmt *rows;
	const struct failure *f = prepare(s, statements[named][chosen], &rows);
	if (f != NULL)
		return f;
	sqlite3_bind_int64(rows, 1, wanted->after);
	if (chosen)
		bind(rows, 2, kind_list(s, wanted));
	if (named)
		bind(rows, 3, wanted->name);
	f = each_row(s, rows, step, take, context);
	sqlite3_finalize(rows);
	return f;
}

static const struct failure *check(struct storage *s)
{
	sqlite3_stmt *rows;
	const struct failure *f = prepare(s, "PRAGMA integrity_check(1)", &rows);
	if (f != NULL)
		return f;
	if (sqlite3_step(rows) != SQLITE_ROW)
		f = broken(s, "check");
	else if (!span_eq(column(rows, 0), SPAN("ok")))
		f = failure(s->arena, "the ledger %s: %.*s", s->path, SPAN_ARGS(column(rows, 0)));
	sqlite3_finalize(rows);
	int64_t guards = 0;
	if (f == NULL)
		f = ask_number(s, "SELECT count(*) = " GUARDS " AND total(name IN ('event_stays', 'event_is_kept', 'event_follows', 'name_stays', 'name_is_kept')) = "
		                  GUARDS " FROM sqlite_schema WHERE type = 'trigger'", &guards);
	if (f == NULL && guards != 1)
		f = failure(s->arena, "the ledger %s: the triggers that keep its rows are gone", s->path);
	return f;
}

const struct store store_sqlite = {
	.name = "sqlite",
	.purpose = "a file of this machine",
	.takes = takes,
	.show = show,
	.open = open_storage,
	.close = close_storage,
	.begin = begin,
	.insert = insert,
	.commit = commit,
	.rollback = rollback,
	.has = has,
	.head = head,
	.read = read_events,
	.check = check,
};
