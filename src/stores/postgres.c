/* SPDX-License-Identifier: MIT */
/* postgres.c - a ledger on a PostgreSQL server, for a fleet of gate hosts that file at once. */
#include "base/arena.h"
#include "base/date.h"
#include "stores/postgres_tables.h"
#include "stores/store.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <string.h>

#define SCRATCH_BYTES ((size_t)1 << 30)
/* Types as the server numbers them (pg_type.dat): they have never changed. */
#define TYPE_INT8 20
#define TYPE_TEXT 25
#define TYPE_TEXTS 1009

/* Longer than the lock is waited for. A server that stands still keeps its connections alive, and would be waited for for ever. */
#define PATIENCE_MILLISECONDS 120000

#define FEWEST_ROWS 8
#define MOST_ROWS 1000
#define BATCH_BYTES ((size_t)4 << 20)

struct storage {
	struct arena *arena, *scratch; /* scratch: what one question needs */
	PGconn *connection;
	struct span shown;
	bool writing, is_silent; /* is_silent: the server did not answer in time, and is not asked again */
};

/* "Port" and "ledg": whoever adds to this database's ledger holds this lock until the transaction ends. */
#define LOCK "SELECT pg_advisory_xact_lock(1349481076, 1818584167);"
#define HEAD "SELECT seq, entry, hash FROM portcullis.event ORDER BY seq DESC LIMIT 1"

static bool takes(struct span place)
{
	return span_starts(place, SPAN("postgresql://")) || span_starts(place, SPAN("postgres://"));
}

static struct span option_of(const PQconninfoOption *options, const char *keyword)
{
	for (; options->keyword != NULL; options++)
		if (strcmp(options->keyword, keyword) == 0)
			return span_of(options->val);
	return SPAN("");
}

/* A stray @ or : is a password that was not written with %40 and %3A; its rest would be taken for a host, a port or a database. */
static bool holds_stray_password(struct span place, const PQconninfoOption *options)
{
	struct span rest = span_from(place, span_find(place, ':') + 3), ports = option_of(options, "port"), port;
	rest = span_slice(rest, 0, span_find(rest, '?'));
	size_t at = span_find(rest, '@');
	if (span_holds(span_from(rest, at + 1), SPAN("@")) || (at < rest.len && span_find(rest, '/') < at))
		return true;
	while (span_next(&ports, ',', &port))
		for (size_t i = 0; i < port.len; i++)
			if (!byte_is_digit(port.at[i]))
				return true;
	return false;
}

/* What may be printed: server and database. Nothing of a place that cannot be read, for any piece of it may be a password's. */
static struct span show(struct arena *a, struct span place)
{
	PQconninfoOption *options = PQconninfoParse(span_string(a, place), NULL);
	struct span shown = SPAN("postgresql://...");
	if (options != NULL && !holds_stray_password(place, options)) {
		struct span user = option_of(options, "user"), host = option_of(options, "host"), port = option_of(options, "port");
		shown = span_format(a, "postgresql://%.*s%s%.*s%s%.*s/%.*s", SPAN_ARGS(user), user.len > 0 ? "@" : "", SPAN_ARGS(host),
		                    port.len > 0 ? ":" : "", SPAN_ARGS(port), SPAN_ARGS(option_of(options, "dbname")));
	}
	PQconninfoFree(options);
	return shown;
}

static const struct failure *check_place(struct arena *a, struct span place)
{
	PQconninfoOption *options = PQconninfoParse(span_string(a, place), NULL);
	bool sound = options != NULL && !holds_stray_password(place, options);
	PQconninfoFree(options);
	if (sound)
		return NULL;
	return failure_cured(a, failure(a, "the place of the ledger cannot be read (it is not shown: a password may stand in it)"),
	                     SPAN("postgresql://USER@HOST:PORT/DATABASE; other characters than letters and digits as %40; a password belongs into ~/.pgpass"));
}

/* What the server said, and what helps. Classes of SQLSTATE: PostgreSQL 15, appendix A. */
static const struct failure *broken(const struct storage *s, const PGresult *result, const char *doing)
{
	static const struct {
		const char *state, *cure;
	} cures[] = {
		{"42501", "the login needs the role portcullis_writer, or portcullis_reader to read: GRANT portcullis_writer TO login"},
		{"55P03", "somebody else has been writing into the ledger for a minute; try again"},
		{"53", "the server is out of space or memory; nothing was entered, and what waits in the spool stays there"},
		{"58", "the server cannot use its disk; nothing was entered, and what waits in the spool stays there"},
		{"XX", "the server's files are damaged; keep them as they are, and import the last export into a new ledger"},
	};
	struct span state = span_of(result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE));
	struct span said = span_of(result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
	if (s->is_silent)
		said = SPAN("the server does not answer");
	if (said.len == 0)
		said = span_of(PQerrorMessage(s->connection));
	said = span_trim(span_slice(said, 0, span_find(said, '\n')));
	const struct failure *f = failure(s->arena, "the ledger %.*s: %s: %.*s", SPAN_ARGS(s->shown), doing, SPAN_ARGS(said));
	if (s->is_silent || PQstatus(s->connection) != CONNECTION_OK)
		return failure_cured(s->arena, f, SPAN("the connection is lost; see that the server runs, and try again: nothing is entered twice"));
	for (size_t i = 0; i < COUNT(cures); i++)
		if (span_starts(state, span_of(cures[i].state)))
			return failure_cured(s->arena, f, span_of(cures[i].cure));
	return f;
}

static bool has_answered(struct storage *s)
{
	while (PQisBusy(s->connection)) {
		struct pollfd socket = {.fd = PQsocket(s->connection), .events = POLLIN};
		int ready = poll(&socket, 1, PATIENCE_MILLISECONDS);
		if (ready < 0 && errno == EINTR)
			continue;
		s->is_silent = ready == 0;
		if (ready <= 0)
			return false;
		if (PQconsumeInput(s->connection) == 0)
			return true; /* what is lost is told by the next result */
	}
	return true;
}

/* The last result of what was sent, or the first error; NULL where it could not be sent, or is not answered. */
static PGresult *answer(struct storage *s, int sent)
{
	PGresult *last = NULL;
	if (sent == 0 || s->is_silent)
		return NULL;
	while (has_answered(s)) {
		PGresult *next = PQgetResult(s->connection);
		if (next == NULL)
			return last;
		bool failed = last != NULL && PQresultStatus(last) == PGRES_FATAL_ERROR;
		PQclear(failed ? next : last);
		last = failed ? last : next;
	}
	PQclear(last);
	return NULL;
}

static PGresult *question(struct storage *s, const char *sql)
{
	return answer(s, s->is_silent ? 0 : PQsendQuery(s->connection, sql));
}

/* Takes the result; *kept gets it where it is wanted and good. */
static const struct failure *settle(const struct storage *s, PGresult *result, const char *doing, PGresult **kept)
{
	ExecStatusType status = PQresultStatus(result);
	bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
	const struct failure *f = good ? NULL : broken(s, result, doing);
	if (f == NULL && kept != NULL)
		*kept = result;
	else
		PQclear(result);
	return f;
}

static const struct failure *run(struct storage *s, const char *sql, const char *doing)
{
	return settle(s, question(s, sql), doing, NULL);
}

static struct span cell(const PGresult *result, int row, int column)
{
	return (struct span){PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column)};
}

/* The first cell of the answer; empty where there is none. */
static const struct failure *ask(struct storage *s, const char *sql, struct span *answer)
{
	PGresult *result;
	const struct failure *f = settle(s, question(s, sql), "open", &result);
	if (f != NULL)
		return f;
	*answer = PQntuples(result) == 0 ? SPAN("") : span_copy(s->arena, cell(result, 0, 0));
	PQclear(result);
	return NULL;
}

/* Under the lock, so that of two who make the tables at once the second finds them. */
static const struct failure *make_tables(struct storage *s)
{
	struct span schema, encoding;
	const struct failure *f = run(s, "BEGIN;" LOCK, "begin");
	if (f == NULL)
		f = ask(s, "SHOW server_encoding", &encoding);
	if (f == NULL && !span_eq(encoding, SPAN("UTF8")))
		return failure(s->arena, "the database %.*s has the encoding %.*s; a ledger needs UTF8", SPAN_ARGS(s->shown), SPAN_ARGS(encoding));
	if (f == NULL)
		f = ask(s, "SELECT 1 FROM pg_namespace WHERE nspname = 'portcullis'", &schema);
	if (f == NULL && schema.len == 0)
		f = run(s, tables, "make the tables");
	return f != NULL ? f : run(s, "COMMIT", "make the tables");
}

static const struct failure *check_form(struct storage *s)
{
	struct span schema, table, form;
	const struct failure *f = ask(s, "SELECT 1 FROM pg_namespace WHERE nspname = 'portcullis'", &schema);
	if (f == NULL && schema.len == 0)
		return failure_cured(s->arena, failure(s->arena, "there is no ledger in %.*s", SPAN_ARGS(s->shown)),
		                     SPAN("make one: portcullis ledger init --ledger PLACE"));
	if (f == NULL)
		f = ask(s, "SELECT to_regclass('portcullis.form')", &table);
	if (f == NULL && table.len == 0)
		return failure(s->arena, "the schema \"portcullis\" in %.*s is no ledger of Portcullis", SPAN_ARGS(s->shown));
	if (f == NULL)
		f = ask(s, "SELECT form FROM portcullis.form", &form);
	if (f == NULL && !span_eq(form, SPAN(FORM)))
		return failure(s->arena, "the ledger %.*s has form %.*s; this program knows form " FORM, SPAN_ARGS(s->shown), SPAN_ARGS(form));
	return f;
}

static void hear_nothing(void *context, const char *notice)
{
	(void)context;
	(void)notice;
}

/* Names are looked for nowhere but where they are said, and a commit is on disk when it is reported, whatever the server's settings. */
static const struct failure *prepare(struct storage *s, enum store_use use)
{
	static const Oid id[] = {TYPE_TEXT}, row[] = {TYPE_INT8, TYPE_TEXT, TYPE_TEXT, TYPE_TEXT, TYPE_TEXT, TYPE_TEXT, TYPE_TEXT,
	                                              TYPE_TEXT, TYPE_TEXT, TYPE_TEXT, TYPE_TEXT, TYPE_TEXT, TYPE_TEXTS};
	struct span fsync = {0};
	const struct failure *f = run(s, "SET search_path = pg_catalog; SET lock_timeout = '60s'; SET standard_conforming_strings = on;"
	                                 "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')",
	                              "open");
	if (f == NULL && use != STORE_READ)
		f = ask(s, "SHOW fsync", &fsync);
	if (f == NULL && use != STORE_READ && span_eq(fsync, SPAN("off")))
		return failure(s->arena, "the server of %.*s runs with fsync = off: what it reports as kept may be lost", SPAN_ARGS(s->shown));
	if (f == NULL && use == STORE_CREATE)
		f = make_tables(s);
	if (f == NULL)
		f = check_form(s);
	if (f == NULL)
		f = settle(s, answer(s, PQsendPrepare(s->connection, "has", "SELECT 1 FROM portcullis.event WHERE id = $1", 1, id)), "prepare", NULL);
	if (f == NULL)
		f = settle(s, answer(s, PQsendPrepare(s->connection, "head", HEAD, 0, NULL)), "prepare", NULL);
	if (f == NULL && use != STORE_READ)
		f = settle(s, answer(s, PQsendPrepare(s->connection, "insert",
		                        "WITH added AS (INSERT INTO portcullis.event VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"
		                        "INSERT INTO portcullis.name SELECT DISTINCT name, $1 FROM unnest($13) AS name", COUNT(row), row)), "prepare", NULL);
	return f;
}

static void close_storage(struct storage *s)
{
	PQfinish(s->connection);
	arena_free(s->scratch);
}

static const struct failure *connect_server(struct storage *s, struct span place, enum store_use use)
{
	/* What stands behind dbname counts more than the place itself, what stands in front of it less. A dead server is found within a minute. */
	const char *const keys[] = {"connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
	                            "target_session_attrs", "fallback_application_name", "dbname", "client_encoding", NULL};
	const char *const values[] = {"15", "30", "10", "3", "60000", use == STORE_READ ? "any" : "read-write", "portcullis",
	                              span_string(s->arena, place), "UTF8", NULL};
	s->connection = PQconnectdbParams(keys, values, 1);
	if (PQstatus(s->connection) != CONNECTION_OK)
		return broken(s, NULL, "connect");
	PQsetNoticeProcessor(s->connection, hear_nothing, NULL);
	return prepare(s, use);
}

static const struct failure *open_storage(struct arena *a, struct span place, enum store_use use, struct storage **storage)
{
	const struct failure *f = check_place(a, place);
	if (f != NULL)
		return f;
	struct storage *s = arena_take(a, 1, sizeof *s);
	*s = (struct storage){.arena = a, .scratch = arena_new("row", SCRATCH_BYTES), .shown = show(a, place)};
	f = connect_server(s, place, use);
	if (f != NULL)
		close_storage(s);
	else
		*storage = s;
	return f;
}

/* Takes the result. */
static const struct failure *head_of(struct storage *s, PGresult *result, struct ledger_head *h)
{
	PGresult *rows;
	unsigned long seq;
	const struct failure *f = settle(s, result, "read", &rows);
	*h = (struct ledger_head){0};
	if (f != NULL)
		return f;
	bool empty = PQntuples(rows) == 0;
	if (!empty && (!span_number(cell(rows, 0, 0), INT64_MAX, &seq) || !moment_read(cell(rows, 0, 1), &h->entry) || !digest_read(cell(rows, 0, 2), &h->hash)))
		f = failure(s->arena, "the ledger %.*s: its last event is damaged", SPAN_ARGS(s->shown));
	else if (!empty)
		h->seq = (int64_t)seq;
	PQclear(rows);
	return f;
}

static const struct failure *head(struct storage *s, struct ledger_head *h)
{
	return head_of(s, answer(s, PQsendQueryPrepared(s->connection, "head", 0, NULL, NULL, NULL, 0)), h);
}

/* The head is asked for behind the lock, each statement seeing what was committed before it. Who stops in the middle lets go after a minute. */
static const struct failure *begin(struct storage *s, struct ledger_head *h)
{
	s->writing = true;
	return head_of(s, question(s, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
	                                        "SET LOCAL idle_in_transaction_session_timeout = '60s';" LOCK HEAD), h);
}

static const struct failure *commit(struct storage *s)
{
	PGresult *result;
	const struct failure *f = settle(s, question(s, "COMMIT"), "commit", &result);
	if (f != NULL)
		return f;
	/* A transaction in which something failed before is rolled back by COMMIT, and that is no error to the server. */
	if (!span_eq(span_of(PQcmdStatus(result)), SPAN("COMMIT")))
		f = failure(s->arena, "the ledger %.*s: commit: the transaction was rolled back", SPAN_ARGS(s->shown));
	PQclear(result);
	s->writing = false;
	return f;
}

static void rollback(struct storage *s)
{
	if (s->writing && !s->is_silent && PQtransactionStatus(s->connection) != PQTRANS_IDLE)
		PQclear(question(s, "ROLLBACK"));
	s->writing = false;
}

/* A list as the server reads it (PostgreSQL 15, section 8.15.2): each element in quotes. */
static struct span list_of(struct arena *a, const struct span *const parts[], const size_t counts[], size_t nparts)
{
	size_t room = 3, used = 0;
	for (size_t p = 0; p < nparts; p++)
		for (size_t i = 0; i < counts[p]; i++)
			room += 2 * parts[p][i].len + 3;
	char *text = arena_take(a, room, 1);
	text[used++] = '{';
	for (size_t p = 0; p < nparts; p++)
		for (size_t i = 0; i < counts[p]; i++) {
			text[used++] = '"';
			for (size_t k = 0; k < parts[p][i].len; k++) {
				if (parts[p][i].at[k] == '"' || parts[p][i].at[k] == '\\')
					text[used++] = '\\';
				text[used++] = parts[p][i].at[k];
			}
			text[used++] = '"';
			text[used++] = ',';
		}
	text[used - (used > 1)] = '}';
	return (struct span){text, used + (used == 1)};
}

/* Texts go in the binary form, which for them is their bytes; numbers and lists in the printed one. */
static const struct failure *insert(struct storage *s, const struct event *e, const struct span *names, size_t nnames)
{
	arena_reset(s->scratch);
	struct arena *a = s->scratch;
	const struct span own[] = {e->id, e->subject}, *const parts[] = {own, names};
	const size_t counts[] = {COUNT(own), nnames};
	const struct span texts[] = {span_format(a, "%lld", (long long)e->seq), e->id, e->kind, e->subject, moment_print(a, e->activity),
	                             moment_print(a, e->entry), e->actor, e->role, e->entered_by, e->body, digest_hex(a, &e->previous, 64),
	                             digest_hex(a, &e->hash, 64), list_of(a, parts, counts, COUNT(parts))};
	const char *values[COUNT(texts)];
	int lengths[COUNT(texts)], forms[COUNT(texts)];
	for (size_t i = 0; i < COUNT(texts); i++) {
		bool printed = i == 0 || i == COUNT(texts) - 1;
		values[i] = printed ? span_string(a, texts[i]) : texts[i].len == 0 ? "" : texts[i].at;
		lengths[i] = span_printf_length(texts[i]);
		forms[i] = printed ? 0 : 1;
	}
	return settle(s, answer(s, PQsendQueryPrepared(s->connection, "insert", COUNT(texts), values, lengths, forms, 0)), "add an event", NULL);
}

static const struct failure *has(struct storage *s, struct span id, bool *there)
{
	PGresult *result;
	const char *values[] = {id.at};
	const int lengths[] = {span_printf_length(id)}, forms[] = {1};
	const struct failure *f = settle(s, answer(s, PQsendQueryPrepared(s->connection, "has", 1, values, lengths, forms, 0)), "read", &result);
	if (f != NULL)
		return f;
	*there = PQntuples(result) > 0;
	PQclear(result);
	return NULL;
}

static const struct failure *tell(const struct storage *s, const PGresult *r, int row, event_taker *take, void *context)
{
	unsigned long seq;
	struct event e = {.id = cell(r, row, 1), .kind = cell(r, row, 2), .subject = cell(r, row, 3), .actor = cell(r, row, 6), .role = cell(r, row, 7),
	                  .entered_by = cell(r, row, 8), .body = cell(r, row, 9)};
	bool whole = span_number(cell(r, row, 0), INT64_MAX, &seq);
	if (!whole || !moment_read(cell(r, row, 4), &e.activity) || !moment_read(cell(r, row, 5), &e.entry) ||
	    !digest_read(cell(r, row, 10), &e.previous) || !digest_read(cell(r, row, 11), &e.hash))
		return failure(s->arena, "the ledger %.*s: event %.*s is damaged", SPAN_ARGS(s->shown), SPAN_ARGS(cell(r, row, 0)));
	e.seq = (int64_t)seq;
	return take(context, &e);
}

/* One batch; the next one is as long as BATCH_BYTES of rows like the longest of this one. */
static const struct failure *
fetch(struct storage *s, struct arena *step, size_t *count, bool *ended, event_taker *take, void *context)
{
	PGresult *rows;
	size_t longest = 1;
	arena_reset(s->scratch);
	const struct failure *f = settle(s, question(s, span_format(s->scratch, "FETCH %zu FROM events", *count).at), "read", &rows);
	if (f != NULL)
		return f;
	*ended = (size_t)PQntuples(rows) < *count;
	for (int i = 0; f == NULL && i < PQntuples(rows); i++) {
		size_t length = cell(rows, i, 9).len;
		longest = length > longest ? length : longest;
		arena_reset(step);
		f = tell(s, rows, i, take, context);
	}
	PQclear(rows);
	size_t next = BATCH_BYTES / longest;
	*count = next < 1 ? 1 : next > MOST_ROWS ? MOST_ROWS : next;
	return f;
}

static const struct failure *open_cursor(struct storage *s, const struct selection *wanted)
{
#define CURSOR "DECLARE events NO SCROLL CURSOR FOR SELECT * FROM portcullis.event WHERE seq > $1"
#define KIND " AND kind = ANY ($2)"
#define NAME " AND seq IN (SELECT seq FROM portcullis.name WHERE name = $3)"
	static const char *const statements[2][2] = {
		{CURSOR " ORDER BY seq", CURSOR KIND " ORDER BY seq"},
		{CURSOR NAME " ORDER BY seq", CURSOR KIND NAME " ORDER BY seq"},
	};
	static const Oid types[] = {TYPE_INT8, TYPE_TEXTS, TYPE_TEXT};
	arena_reset(s->scratch);
	const struct span kinds = list_of(s->scratch, &wanted->kinds, &wanted->nkinds, 1);
	const char *values[] = {span_format(s->scratch, "%lld", (long long)wanted->after).at, span_string(s->scratch, kinds),
	                        wanted->name.len > 0 ? wanted->name.at : ""};
	const int lengths[] = {0, 0, span_printf_length(wanted->name)}, forms[] = {0, 0, 1};
	const char *statement = statements[wanted->name.len > 0][wanted->nkinds > 0];
	return settle(s, answer(s, PQsendQueryParams(s->connection, statement, COUNT(types), types, values, lengths, forms, 0)), "read", NULL);
}

/* A cursor reads one state of the ledger, and lets the taker ask other questions meanwhile. */
static const struct failure *read_events(struct storage *s, struct arena *step, const struct selection *wanted, event_taker *take, void *context)
{
	bool ended = false;
	size_t count = FEWEST_ROWS;
	const struct failure *f = s->writing ? NULL : run(s, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "read");
	if (f == NULL)
		f = open_cursor(s, wanted);
	while (f == NULL && !ended)
		f = fetch(s, step, &count, &ended, take, context);
	PQclear(question(s, s->writing ? "CLOSE events" : "ROLLBACK"));
	return f;
}

static const struct failure *check(struct storage *s)
{
	struct span guards;
	const struct failure *f = ask(s, "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND"
	                                 " tgrelid IN ('portcullis.event'::regclass, 'portcullis.name'::regclass)", &guards);
	if (f == NULL && !span_eq(guards, SPAN("3")))
		f = failure(s->arena, "the ledger %.*s: the triggers that keep its rows are gone or switched off", SPAN_ARGS(s->shown));
	return f;
}

const struct store store_postgres = {
	.name = "postgres",
	.purpose = "a PostgreSQL server",
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
