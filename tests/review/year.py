#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""year.py OUT REPORTS VERDICTS [SEED] - a made-up ledger of one year, as an exported file whose chain is computed here, beside a policy for it.

Writes OUT/ledger.jsonl, OUT/policy.json and OUT/deviations.json. The same arguments give the same bytes.
"""
import hashlib
import json
import os
import random
import sys
from datetime import datetime, timezone

DAY = 86400


def moment(day):
    return int(datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp())


def text(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(seconds):
    return text(seconds)[:10]


START, END, HORIZON = moment("2024-01-01"), moment("2025-01-01"), moment("2025-04-01")
PRODUCTS = ["infusion-pump", "monitor", "gateway, \"ward\" & <home>"]
COMPONENTS = ["alarm", "parser", "update", "radio", "storage", "display", "user interface", "bootloader"]
SOURCES = ["testing", "testing", "testing", "developer", "developer", "supplier", "user", "researcher", "public-monitoring"]
SEVERITIES = ["none", "low", "low", "medium", "medium", "medium", "high", "high", "critical"]
CAUSES = ["requirement-gap", "design-flaw", "coding-error", "coding-error", "standard-violation", "third-party", "configuration", "documentation", "process-gap"]
WEAKNESSES = ["CWE-120", "CWE-120", "CWE-787", "CWE-20", "CWE-20,CWE-190", "CWE-416", "CWE-798", "CWE-134", "none"]
RULES = ["BF-T-001", "BF-T-002", "BF-T-003", "XX-9"]
PEOPLE = ["doe@example.org", "roe@example.org", "moe@example.org", "chief@example.org"]


class Events:
    def __init__(self):
        self.rows = []

    def add(self, at, kind, subject, body, actor="roe@example.org", role="security-reviewer", ident=None, entry=None):
        ident = ident or "EVT-%08d" % len(self.rows)
        self.rows.append([entry or at, len(self.rows), at, ident, kind, subject, actor, role, body])
        return ident

    def write(self, path):
        """The lines of an export: the hash is SHA-256 over the line's bytes before `,"hash":"`."""
        previous = "0" * 64
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            for number, (entry, _, at, ident, kind, subject, actor, role, body) in enumerate(sorted(self.rows, key=lambda r: r[:2]), 1):
                line = json.dumps({"seq": number, "id": ident, "kind": kind, "subject": subject, "activity": text(at), "entry": text(entry),
                                   "actor": actor, "role": role, "entered_by": "ledger", "body": body, "previous": previous},
                                  separators=(",", ":"), ensure_ascii=False)[:-1]
                previous = hashlib.sha256(line.encode()).hexdigest()
                out.write('%s,"hash":"%s"}\n' % (line, previous))


def first_fields(r, number, received):
    source = r.choice(SOURCES)
    fields = {"product": r.choice(PRODUCTS), "version": "2.%d.0" % r.randrange(5), "title": "Problem number %d" % number,
              "description": "what was seen in problem %d" % number, "source": source, "reporter": "R. Roe",
              "received": text(received) if r.random() < 0.5 else day(received), "security": "no" if r.random() < 0.1 else "yes",
              "origin": r.choice(["gate", "person", "person", "deviation", "import" if r.random() < 0.2 else "person", "field" if source == "user" else "person"])}
    if r.random() < 0.9:
        fields["component"] = r.choice(COMPONENTS)
    if r.random() < 0.4:
        fields["rule"] = r.choice(RULES)
    if r.random() < 0.5:
        fields["fingerprint"] = hashlib.sha256(b"finding %d" % r.randrange(30000)).hexdigest()
    return fields


def stage_fields(r, number, state, now, decision):
    if state == "under-review":
        return {"owner": r.choice(PEOPLE), "started": day(now)}
    if state == "confirmed":
        return {"applicability": "applies to all of them", "verifiability": "shown by test", "threats": "THR-003", "severity": r.choice(SEVERITIES)}
    if state == "analysed":
        scored = {"cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "cvss_score": "9.8"} if r.random() < 0.8 else {"scheme": "in-house table 4: B2"}
        return {"impact": "the alarm may be stopped", **scored, "affected": "2.0.0 to 2.3.0", "root_cause": r.choice(CAUSES), "cwe": r.choice(WEAKNESSES),
                "related": "none found", "safety": "serious", "safety_reference": "RMF-12"}
    if state == "dispositioned":
        fields = {"decision": decision, "decider": "chief@example.org", "decider_role": "security-reviewer", "rationale": "it can be reached from outside",
                  "due": day(now + DAY * r.randrange(10, 90)), "disclose": r.choice(["yes", "no"]), "disclose_rationale": "released versions have it",
                  "third_party": "no supplier is concerned", "other_products": "monitor team told"}
        if decision in ("accept-residual-risk", "defer"):
            fields.update(expires=day(now + DAY * r.randrange(30, 500)), risk_approval="chief, RMF-12 rev. 4")
        return fields
    if state == "addressing":
        return {"changes": "CR-%d" % number}
    if state == "resolved":
        fields = {"resolver": r.choice(PEOPLE), "change_impact": "parser only; no timing changes"}
        if decision == "fix":
            fields["commits"] = "%040x" % r.getrandbits(160)
        return fields
    if state == "verified":
        return {"verifier": r.choice(PEOPLE), "verification": "test passed, report 77", "new_problems": "none found", "released": "2.%d.1" % r.randrange(5)}
    if state == "disclosed":
        return {"advisory": "SA-2024-%d" % number, "notified": "users on the same day", "patch_available": day(now),
                **({"patch_deployed": day(now + DAY * r.randrange(1, 60))} if r.random() < 0.5 else {})}
    return {}


DELAYS = {"under-review": 3, "confirmed": 1, "analysed": 10, "dispositioned": 8, "addressing": 3, "resolved": 25, "verified": 5, "disclosed": 4, "closed": 3}
REASONS = {"fix": "fixed", "mitigate-by-environment": "mitigated", "transfer-to-supplier": "transferred", "accept-residual-risk": "risk-accepted"}


def stages(r, decision, alarm):
    if alarm:
        return ["under-review", "closed"]
    if decision == "defer":
        return ["under-review", "confirmed", "analysed", "dispositioned"]
    if decision == "accept-residual-risk":
        return ["under-review", "confirmed", "analysed", "dispositioned", "closed"]
    return ["under-review", "confirmed", "analysed", "dispositioned", "addressing", "resolved", "verified"] + \
        (["disclosed"] if r.random() < 0.4 else []) + ["closed"]


def live(r, events, ident, number, now, state, again):
    """One round from the state on; the moment of closing, or None."""
    decision = r.choice(["fix"] * 7 + ["mitigate-by-environment", "accept-residual-risk", "transfer-to-supplier", "defer"])
    alarm = None if again else (r.choice(["false-positive", "not-reproducible", "duplicate-of:PRB-0001", "not-applicable"]) if r.random() < 0.15 else None)
    walk = stages(r, decision, alarm)[1 if again else 0:]
    if r.random() < 0.04 and len(walk) > 4:
        walk.remove(r.choice(["confirmed", "addressing"]) if "addressing" in walk else "confirmed")
    for step in walk:
        now += int(r.expovariate(1 / (DELAYS[step] * DAY))) + 60
        if now >= HORIZON:
            return None
        fields = stage_fields(r, number, step, now, decision)
        if step == "closed":
            fields = {"closer": "chief@example.org", "closed": day(now), "reason": alarm or REASONS[decision]}
        if fields and r.random() < 0.01:
            fields.pop(r.choice(list(fields)))
        made = events.add(now, "problem", ident, {"step": step, "from": state, "fields": fields}, actor=r.choice(PEOPLE))
        state = step
        if r.random() < 0.05:
            events.add(now + 1, "problem", ident, {"step": "noted", "from": state, "fields": {"note": "asked again"}})
        if r.random() < 0.0005:
            events.add(HORIZON - 10, "void", made, {"reason": "entered in the wrong report"})
    return now if state == "closed" else None


def reports(r, events, count):
    for number in range(1, count + 1):
        ident = "PRB-%04d" % number
        received = r.randrange(START - 120 * DAY, END + 45 * DAY) if r.random() < 0.2 else r.randrange(START, END)
        entered = max(received + int(r.expovariate(1 / 3600)), START + 1)
        events.add(max(received, START + 1) if r.random() < 0.5 else entered, "problem", ident,
                   {"step": "received", "from": "", "fields": first_fields(r, number, received)}, entry=entered)
        closed = live(r, events, ident, number, entered + 10, "received", False)
        if closed is not None and r.random() < 0.05:
            again = closed + r.randrange(DAY, 60 * DAY)
            if again < HORIZON:
                events.add(again, "problem", ident, {"step": "reopened", "from": "closed", "fields": {"cause": "recurrence"}})
                live(r, events, ident, number, again, "under-review", True)
        if r.random() < 0.005:
            events.add(min(entered + 5 * DAY, HORIZON - 1), "void", ident, {"reason": "entered twice"})


def verdicts(r, events, count):
    for number in range(count):
        at = r.randrange(START + 10, END + 30 * DAY)
        outcome = r.choices(["pass", "block", "policy-error", "undecided"], [70, 27, 2, 1])[0]
        findings = []
        for _ in range(r.choice([0, 0, 0, 1, 2])):
            finding = r.randrange(30000)
            blocks = outcome == "block"
            findings.append({"id": "OBS-%06d" % finding, "fingerprint": hashlib.sha256(b"finding %d" % finding).hexdigest(), "rule": r.choice(RULES),
                             "blocks": blocks, **({"deviation": "DEV-001"} if not blocks and r.random() < 0.7 else {})})
        commits = r.randrange(1, 6)
        body = {"portcullis-verdict": 1, "id": "VRD-%08d" % number, "at": text(at), "engine": "0.1.0", "program": "portcullis-receive",
                "mode": "push" if r.random() < 0.95 else "range", "outcome": outcome, "exit": 0, "repository": r.choice(["pump", "monitor"]),
                "pusher": r.choice(["doe", "roe", "moe"]),
                "policy": {"name": "The pump's", "digest": hashlib.sha256(b"policy" if at < moment("2024-07-01") else b"policy 2").hexdigest()},
                "updates": [{"ref": r.choice(["refs/heads/main", "refs/heads/release"]), "old": "%040x" % 1, "new": "%040x" % 2,
                             **({"protected": r.random() < 0.9} if r.random() < 0.8 else {})}],
                "commits": commits, **({"judged": ["%040x" % r.getrandbits(160) for _ in range(commits)]} if r.random() < 0.8 else {}),
                **({"break_glass": "BG-%03d" % number} if r.random() < 0.002 else {}), "findings": findings, "notices": []}
        events.add(at, "verdict", body["id"], body, actor=body["pusher"], role="pusher", ident=body["id"])


def others(events):
    events.add(START, "start", "pump", {"portcullis-start": 1, "id": "VRD-START", "at": text(START), "engine": "0.1.0", "repository": "pump", "refs": [], "by": "root"},
               ident="VRD-START")
    for quarter, first, last in [(1, "2024-01-01", "2024-03-31"), (2, "2024-04-01", "2024-06-30"), (3, "2024-07-01", "2024-09-30"), (4, "2024-10-01", "2024-12-31")]:
        events.add(moment(last) + 2 * DAY, "none-received", "audit-log", {"from": first, "to": last, "statement": "quarter %d: none" % quarter})
    for month in (6, 12):
        for name, holes in (("pump", 0), ("monitor", 1 if month == 6 else 0)):
            events.add(moment("2024-%02d-20" % month), "audit", name,
                       {"refs": [], "commits": 1000 * month + len(name), "health": {},
                        "holes": [{"commit": "%040x" % 7, "ref": "refs/heads/main", "title": "t", "author": "doe", "why": "no verdict names it"}] * holes})


POLICY = {"portcullis": 1, "name": "The year's", "process": {"title": "Problem resolution", "document": "SOP-0042"}, "deviations": "deviations.json", "people": "people.json",
          "protect": [{"refs": ["refs/heads/main"]}],
          "rules": [{"id": "BF-T-001", "check": "banned-function", "title": "strcpy", "languages": ["c"], "names": ["strcpy"], "cwe": [120, 787]},
                    {"id": "BF-T-002", "check": "banned-function", "title": "printf", "languages": ["c"], "names": ["printf"], "cwe": [134]},
                    {"id": "BF-T-003", "check": "banned-function", "title": "gets", "languages": ["c"], "names": ["gets"], "cwe": [120], "action": "off"}]}


def deviations(r):
    made = []
    for number in range(1, 61):
        approved = moment("2023-06-01") + DAY * r.randrange(600)
        made.append({"id": "DEV-%03d" % number, "rule": "BF-T-001", "path": "src/%d.c" % number, "symbol": "strcpy", "reason": "The field has a fixed width.",
                     **({"risk": "RA-%d: low" % number} if r.random() < 0.9 else {}), "requester": "doe@example.org",
                     "approver": "roe@example.org" if r.random() < 0.9 else "doe@example.org",
                     "approved_on": day(approved), "expires_on": day(approved + DAY * r.randrange(100, 360))})
    return {"deviations": made}


def main():
    out, nreports, nverdicts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    r = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    events = Events()
    others(events)
    reports(r, events, nreports)
    verdicts(r, events, nverdicts)
    events.write(os.path.join(out, "ledger.jsonl"))
    for name, content in (("policy.json", POLICY), ("deviations.json", deviations(r))):
        with open(os.path.join(out, name), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)


main()
