#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""load.py EXPORT LEDGER - puts an exported file into an empty ledger file by plain SQL, without the program under test."""
import json
import sqlite3
import sys

COLUMNS = ("seq", "id", "kind", "subject", "activity", "entry", "actor", "role", "entered_by", "body", "previous", "hash")
db = sqlite3.connect(sys.argv[2])
with db, open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        e = json.loads(line)
        start = line.index('"body":') + 7
        e["body"] = line[start:line.rindex(',"previous":')]
        db.execute("INSERT INTO event VALUES (%s)" % ",".join("?" * len(COLUMNS)), [e[c] for c in COLUMNS])
        db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", [(e["id"], e["seq"]), (e["subject"], e["seq"])])
db.close()
