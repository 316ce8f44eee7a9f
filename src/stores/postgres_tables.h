/* SPDX-License-Identifier: MIT */
/* postgres_tables.h - what a ledger is made of on a PostgreSQL server: tables, guards, rights. */
#ifndef PORTCULLIS_STORES_POSTGRES_TABLES_H
#define PORTCULLIS_STORES_POSTGRES_TABLES_H

/* Of the tables; it stands in portcullis.form. */
#define FORM "1"

/*
 * Roles and rights; process/README.md shows them to those who make them by hand. Making a role needs a right that the owner of the
 * database may not have; then the roles are left out.
 */
static const char tables[] =
	"CREATE SCHEMA portcullis;"
	"CREATE TABLE portcullis.form (form text NOT NULL);"
	"INSERT INTO portcullis.form VALUES ('" FORM "');"
	"CREATE TABLE portcullis.event (seq bigint PRIMARY KEY, id text NOT NULL UNIQUE, kind text NOT NULL, subject text NOT NULL,"
	" activity text NOT NULL, entry text NOT NULL, actor text NOT NULL, role text NOT NULL, entered_by text NOT NULL,"
	" body text NOT NULL, previous text NOT NULL, hash text NOT NULL);"
	"CREATE INDEX event_kind ON portcullis.event (kind, seq);"
	"CREATE TABLE portcullis.name (name text NOT NULL, seq bigint NOT NULL, PRIMARY KEY (name, seq));"
	"CREATE FUNCTION portcullis.keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the ledger is append-only'; END $$;"
	"CREATE FUNCTION portcullis.link() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE last record; BEGIN"
	" SELECT coalesce(max(seq), 0) AS seq, coalesce((SELECT hash FROM portcullis.event ORDER BY seq DESC LIMIT 1), repeat('0', 64)) AS hash"
	" INTO last FROM portcullis.event;"
	" IF NEW.seq <> last.seq + 1 OR NEW.previous <> last.hash THEN RAISE 'the event does not follow the last one'; END IF;"
	" RETURN NEW; END $$;"
	"CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON portcullis.event EXECUTE FUNCTION portcullis.keep();"
	"CREATE TRIGGER name_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON portcullis.name EXECUTE FUNCTION portcullis.keep();"
	"CREATE TRIGGER event_follows BEFORE INSERT ON portcullis.event FOR EACH ROW EXECUTE FUNCTION portcullis.link();"
	"REVOKE ALL ON SCHEMA portcullis FROM PUBLIC;"
	"REVOKE ALL ON ALL TABLES IN SCHEMA portcullis FROM PUBLIC;"
	"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA portcullis FROM PUBLIC;"
	"DO $$ DECLARE may boolean := (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user); BEGIN"
	" IF may AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portcullis_reader') THEN CREATE ROLE portcullis_reader NOLOGIN; END IF;"
	" IF may AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portcullis_writer') THEN CREATE ROLE portcullis_writer NOLOGIN; END IF;"
	" IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portcullis_reader') THEN"
	" GRANT USAGE ON SCHEMA portcullis TO portcullis_reader; GRANT SELECT ON ALL TABLES IN SCHEMA portcullis TO portcullis_reader; END IF;"
	" IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portcullis_writer') THEN"
	" GRANT USAGE ON SCHEMA portcullis TO portcullis_writer; GRANT SELECT ON ALL TABLES IN SCHEMA portcullis TO portcullis_writer;"
	" GRANT INSERT ON portcullis.event, portcullis.name TO portcullis_writer; END IF; END $$;";

#endif
