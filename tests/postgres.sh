# SPDX-License-Identifier: MIT
# postgres.sh - read by scripts: a PostgreSQL server of their own, in a temporary folder, reached by a socket in it and by nothing else.

# postgres_start: sets PG_FOLDER and PG_WHY (why there is none). A server does not run as root: then nobody else's login is used than `postgres` or `nobody`.
postgres_start()
{
	PG_FOLDER='' PG_WHY='' pg_bin='' pg_as=''
	for folder in "$(pg_config --bindir 2>/dev/null)" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
		[ ! -x "$folder/initdb" ] || { pg_bin=$folder; break; }
	done
	[ "$pg_bin" ] || { PG_WHY='no PostgreSQL server is installed'; return 1; }
	command -v psql >/dev/null || { PG_WHY='psql is not installed'; return 1; }
	PG_FOLDER=$(mktemp -d /tmp/portcullis-pg.XXXXXX) || { PG_WHY='no temporary folder'; return 1; }
	if [ "$(id -u)" = 0 ]; then
		login=$(id -un postgres 2>/dev/null || echo nobody)
		chown "$login" "$PG_FOLDER"
		pg_as="setpriv --reuid=$login --regid=$(id -g "$login") --clear-groups"
	fi
	# shellcheck disable=SC2086
	(cd "$PG_FOLDER" && $pg_as "$pg_bin/initdb" -D "$PG_FOLDER/data" -A trust -E UTF8 --no-locale -U boss) >"$PG_FOLDER.said" 2>&1 &&
		(cd "$PG_FOLDER" && $pg_as "$pg_bin/pg_ctl" -D "$PG_FOLDER/data" -w -t 60 -l "$PG_FOLDER/log" -o "-c listen_addresses= -k $PG_FOLDER" start) >>"$PG_FOLDER.said" 2>&1 ||
		{ PG_WHY="the server does not start: $(tail -1 "$PG_FOLDER.said")"; postgres_stop; return 1; }
}

# postgres_halt immediate|fast, postgres_again: the server goes away, and comes back.
postgres_halt()
{
	# shellcheck disable=SC2086
	(cd "$PG_FOLDER" && $pg_as "$pg_bin/pg_ctl" -D "$PG_FOLDER/data" -w -m "$1" stop) >/dev/null 2>&1
}
postgres_again()
{
	# shellcheck disable=SC2086
	(cd "$PG_FOLDER" && $pg_as "$pg_bin/pg_ctl" -D "$PG_FOLDER/data" -w -t 60 -l "$PG_FOLDER/log" -o "-c listen_addresses= -k $PG_FOLDER" start) >/dev/null 2>&1
}

postgres_stop()
{
	[ "$PG_FOLDER" ] || return 0
	postgres_halt immediate
	rm -rf "$PG_FOLDER" "$PG_FOLDER.said"
}

# postgres_place DATABASE [LOGIN]
postgres_place() { echo "postgresql://${2:-boss}@/$1?host=$PG_FOLDER"; }
postgres_database() { psql -qAtX "$(postgres_place postgres)" -c "CREATE DATABASE $1" >/dev/null; }
