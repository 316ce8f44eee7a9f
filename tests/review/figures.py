#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""figures.py LEDGER REPORT.json POLICY.json DEVIATIONS.json - computes every figure of a review anew from the ledger's rows (SQL) and compares.

Knows the formulas (process/README.md) and the rows, and nothing of the program. Prints what differs; the last line counts.
"""
import bisect
import json
import math
import sqlite3
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

DAY = 86400
STATES = ["received", "under-review", "confirmed", "analysed", "dispositioned", "addressing", "resolved", "verified", "disclosed", "closed"]
RATINGS = ["none", "low", "medium", "high", "critical", "unrated"]
NO_PROBLEM = {"not-applicable", "not-reproducible", "duplicate-of", "false-positive", "not-security"}
CHANGING = {"fix", "mitigate-by-environment", "transfer-to-supplier"}
CLASSES = ["testing", "supplier", "developer", "user", "audit-log", "researcher", "public-monitoring"]


def seconds(text):
    if len(text) == 10:
        text += "T00:00:00Z"
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp())


def day_of(moment):
    return date(1970, 1, 1) + timedelta(days=moment // DAY)


def working_days(start, end):
    """Weekdays behind the day of the start, up to the day of the end: counted one by one."""
    at, last, n = day_of(start), day_of(end), 0
    while at < last:
        at += timedelta(days=1)
        n += at.weekday() < 5
    return n


def wilson(k, n):
    z, p = 1.959963984540054, k / n
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0 if k == 0 else (middle - reach) / (1 + z * z / n)), (1 if k == n else (middle + reach) / (1 + z * z / n))


def rank(values, q):
    """The smallest value that at least a share q of them does not exceed."""
    values = sorted(values)
    for i, value in enumerate(values, 1):
        if Fraction(i, len(values)) >= q:
            return value
    return None


def survival(durations):
    """Kaplan and Meier in exact fractions: [(time, share that goes on)]."""
    ends, leaves, risk, share, steps = Counter(), Counter(), len(durations), Fraction(1), []
    for time, ended in durations:
        (ends if ended else leaves)[time] += 1
    for time in sorted(set(ends) | set(leaves)):
        if ends[time]:
            share *= 1 - Fraction(ends[time], risk)
            steps.append((time, share))
        risk -= ends[time] + leaves[time]
    return steps


def survived(steps, left):
    return next((time for time, share in steps if share <= left), None)


class Report:
    def __init__(self, ident, rows, voids, t0, t1):
        self.id, self.fields, self.steps = ident, {}, []
        first = True
        for row in rows:
            if row["id"] in voids and not first:
                continue
            first = False
            self.fields.update(row["body"]["fields"])
            self.steps.append((row["at"], row["body"]["step"]))
        self.received = seconds(self.fields["received"])
        self.t0, self.t1 = t0, t1
        self.walk()

    def inside(self, moment):
        return moment is not None and self.t0 < moment <= self.t1

    def walk(self):
        self.state, self.path, self.first, self.last = "received", [], {}, {}
        self.closings, self.reopenings, self.waits = [], [], []
        before, at_start, since = "received", "received", self.received
        for at, step in self.steps:
            state = "under-review" if step == "reopened" else step
            if at > self.t1 or state not in STATES:
                continue
            if before in ("received", "dispositioned"):
                self.waits.append(max(0, at - since))
            since = at
            if step == "reopened":
                self.path = []
                if before == "closed" and self.inside(at):
                    self.reopenings.append(at)
            if state == "closed":
                self.spent, self.span = sum(self.waits), max(0, at - self.received)
                if self.inside(at):
                    self.closings.append(at)
            self.path.append(state)
            self.first.setdefault(state, at)
            self.last = {s: m for s, m in self.last.items() if STATES.index(s) < STATES.index(state)}
            self.last[state] = at
            before = state
            if at <= self.t0:
                at_start = state
        self.state = before
        self.open_start = self.received <= self.t0 and at_start != "closed"
        self.open_end = self.received <= self.t1 and self.state != "closed"
        self.new = self.inside(self.received)
        self.member = self.open_start or self.new
        self.closed = self.last.get("closed")
        self.done = self.inside(self.closed)
        self.reason = self.fields.get("reason", "").split(":")[0] if self.state == "closed" else ""
        self.nothing = self.reason in NO_PROBLEM
        self.severity = self.fields.get("severity", "unrated")
        self.due = seconds(self.fields["due"]) + DAY if "due" in self.fields else None
        self.due_in = "due" in self.fields and day_of(self.t0 + 1) <= date.fromisoformat(self.fields["due"]) < day_of(self.t1 + 1)
        self.end = self.last.get("resolved", self.closed)
        self.field = self.fields.get("origin") in ("field", "import") or self.fields.get("source") in ("user", "researcher", "public-monitoring")

    def get(self, name):
        return self.fields.get(name, "")

    def parts(self):
        yield "severity", self.severity
        for name in ("product", "source", "component"):
            yield name, self.get(name) or "(not given)"


NEEDS = {
    "received": "product version title description source reporter received security", "under-review": "owner started",
    "confirmed": "applicability verifiability threats severity",
    "analysed": "impact cvss|scheme cvss_score|scheme affected root_cause cwe related safety safety_reference",
    "dispositioned": "decision decider decider_role rationale due disclose disclose_rationale third_party other_products", "addressing": "changes",
    "resolved": "resolver", "verified": "change_impact verifier verification new_problems released", "disclosed": "advisory notified",
    "closed": "closer closed reason"}


def whole(r):
    for state in r.path:
        needs = NEEDS[state].split()
        if state == "dispositioned" and r.get("decision") in ("accept-residual-risk", "defer"):
            needs += ["expires"] + (["risk_approval"] if r.get("decision") == "accept-residual-risk" else [])
        if state == "resolved" and r.get("decision") == "fix":
            needs += ["commits"]
        if not all(any(r.get(name) for name in need.split("|")) for need in needs):
            return False
    return True


def may_follow(r, a, b):
    if a == "under-review" and b == "closed":
        return r.get("reason").split(":")[0] in NO_PROBLEM
    if a == "dispositioned":
        return (b == "addressing" and r.get("decision") in CHANGING) or (b in ("closed", "disclosed") and r.get("decision") == "accept-residual-risk")
    return b in {"received": ["under-review"], "under-review": ["confirmed"], "confirmed": ["analysed"], "analysed": ["dispositioned"], "addressing": ["resolved"],
                 "resolved": ["verified", "addressing"], "verified": ["disclosed", "closed", "addressing"], "disclosed": ["closed"], "closed": []}[a]


def good_path(r):
    return r.path[:1] in (["received"], ["under-review"]) and all(may_follow(r, a, b) for a, b in zip(r.path, r.path[1:]))


class Figures:
    """What the report should say: {metric: {(what, by, part): (kind, k, n, median, p90, greatest)}} and {metric: {ids}}."""

    def __init__(self):
        self.figures, self.misses = defaultdict(dict), defaultdict(Counter)

    def put(self, metric, kind, k=None, n=None, median=None, p90=None, greatest=None, what=None, by=None, part=None):
        self.figures[metric][(what, by, part)] = (kind, k, n, median, p90, greatest)

    def share(self, metric, reports, holds, miss=True):
        cells = defaultdict(lambda: [0, 0])
        for r in reports:
            held = bool(holds(r))
            for key in [(None, None)] + list(r.parts()):
                cells[key][0] += held
                cells[key][1] += 1
            if miss and not held:
                self.misses[metric][r.id] += 1
        cells[(None, None)]
        for (by, part), (k, n) in cells.items():
            self.put(metric, "share", k, n, by=by, part=part)

    def times(self, metric, pairs):
        cells = defaultdict(list)
        cells[(None, None)]
        for r, duration in pairs:
            for key in [(None, None)] + list(r.parts()):
                cells[key].append(duration)
        for (by, part), durations in cells.items():
            steps = survival(durations)
            self.put(metric, "times", sum(e for _, e in durations), len(durations), survived(steps, Fraction(1, 2)), survived(steps, Fraction(1, 10)),
                     steps[-1][0] if steps else None, by=by, part=part)

    def values(self, metric, values, what=None):
        known = len(values) > 0
        self.put(metric, "values", len(values), len(values), rank(values, Fraction(1, 2)) if known else None, rank(values, Fraction(9, 10)) if known else None,
                 max(values) if known else None, what=what)


def complete(out, everything, members, ledger, t0, t1, deviations):
    out.share("C1", members, whole)
    out.share("C2", [r for r in members if r.done], good_path)
    known = {r.get("fingerprint") for r in everything}
    landed, names = {}, {}
    for v in ledger.pushes:
        for f in v["findings"] if v["outcome"] == "pass" else []:
            landed[f["fingerprint"]] = "deviation" in f or "break_glass" in f
            names.setdefault(f["fingerprint"], f["id"])
    fed = {p for p, covered in landed.items() if covered or p in known}
    out.put("C3", "share", len(fed), len(landed))
    out.misses["C3"].update(names[p] for p in landed if p not in fed)
    heard = {r.get("source") for r in everything if r.new}
    days = defaultdict(set)
    for subject, body in ledger.silences:
        at = date.fromisoformat(body["from"])
        while at <= date.fromisoformat(body["to"]):
            days[subject].add(at)
            at += timedelta(days=1)
    wanted = {day_of(t0 + 1) + timedelta(days=i) for i in range((t1 - t0 - 1) // DAY + 1)}
    heard |= {source for source, said in days.items() if wanted <= said}
    out.put("C4", "share", len(heard & set(CLASSES)), 7)
    out.misses["C4"].update(c for c in CLASSES if c not in heard)
    holes = [h["commit"] for a in ledger.audits.values() for h in a["holes"]]
    commits = sum(a["commits"] for a in ledger.audits.values())
    glass = [v["id"] for v in ledger.pushes if "break_glass" in v]
    out.put("C5", "share", commits - len(holes), commits)
    out.put("C5", "count", None, len(glass), what="pushes let through by break-glass")
    out.misses["C5"].update(holes + glass)
    for metric in ("C6", "C7", "C8", "L7"):
        out.put(metric, "absent")
    good = active = 0
    for d in deviations:
        if seconds(d["approved_on"]) > t1 or seconds(d["expires_on"]) + DAY <= t0:
            continue
        active += 1
        fine = seconds(d["expires_on"]) + DAY > t1 and "risk" in d and d["approver"] != d["requester"]
        good += fine
        if not fine:
            out.misses["C9"][d["id"]] += 1
    out.put("C9", "share", good, active)


def efficient(out, everything, members, ledger, t0, t1):
    target = {"critical": 1, "high": 3, "medium": 10, "low": 30, "none": 30, "unrated": 10}
    took = {r.id: working_days(r.received, r.first.get("under-review", t1)) for r in members}
    out.share("E1", [r for r in members if r.inside(r.first.get("under-review")) or
                     ("under-review" not in r.first and r.open_end and took[r.id] > target[r.severity])],
              lambda r: "under-review" in r.first and took[r.id] <= target[r.severity])
    out.times("E1t", [(r, (took[r.id], "under-review" in r.first)) for r in members])
    real = [r for r in members if not r.nothing]
    for metric, end in (("E2", lambda r: r.first.get("analysed")), ("E3", lambda r: r.end)):
        out.times(metric, [(r, (max(0, (end(r) or t1) - r.received), end(r) is not None)) for r in real])
    out.share("E4", [r for r in members if r.due_in], lambda r: r.end is not None and r.end <= r.due)
    late = [r for r in everything if r.open_end and r.due is not None and r.due <= t1]
    by = Counter(r.severity for r in late)
    out.put("E5", "ratio", by["critical"] + by["high"], len(late), what="critical and high to all overdue")
    for rating in RATINGS:
        out.put("E5", "count", None, by[rating], what="overdue", by="severity", part=rating)
    out.values("E5", [t1 - r.due for r in late], "days overdue")
    out.misses["E5"].update(r.id for r in late if r.severity in ("critical", "high"))
    out.put("E6", "ratio", sum(len(r.closings) for r in everything), sum(r.new for r in everything))
    rules = defaultdict(lambda: [0, 0], {None: [0, 0]})
    for r in members:
        if r.get("rule") and r.inside(r.first.get("confirmed", r.closed)):
            for key in (None, r.get("rule")):
                rules[key][0] += r.reason in ("false-positive", "not-reproducible")
                rules[key][1] += 1
    for rule, (k, n) in rules.items():
        out.put("E7", "share", k, n, by="rule" if rule else None, part=rule)
        if rule and n >= 10 and 5 * k > n:
            out.misses["E7"][rule] += 1
    outcomes = Counter(v["outcome"] for v in ledger.pushes)
    out.put("E8", "share", outcomes["block"], len(ledger.pushes), what="pushes refused")
    out.put("E8", "count", None, outcomes["undecided"] + outcomes["policy-error"], what="pushes that could not be decided")
    tries, moved = Counter(), []
    for v in ledger.pushes:
        for u in v["updates"]:
            if u.get("protected", True):
                key = v["repository"], v["pusher"], u["ref"]
                tries[key] += 1
                if v["outcome"] == "pass":
                    moved.append(tries.pop(key))
    out.values("E8", moved, "pushes until a ref moved")
    out.put("E8", "absent")
    closed = [r for r in members if r.done]
    out.put("E9", "ratio", sum(r.spent for r in closed), sum(r.span for r in closed), what="seconds waited to seconds from receipt to closing")


def recurrence(out, everything, t1):
    marks = {"print": defaultdict(list), "cause": defaultdict(list)}

    def keys(r):
        cause = (r.get("root_cause"), r.get("component"))
        return {"print": r.get("fingerprint"), "cause": cause if all(cause) and not r.nothing else None}
    for r in everything:
        for kind, key in keys(r).items():
            if key:
                marks[kind][key].append(r.received)
    for kind in marks.values():
        for times in kind.values():
            times.sort()
    counts = Counter()
    for r in everything:
        if not r.closings:
            continue
        back = {"reopened": any(at >= r.closings[0] for at in r.reopenings)}
        for kind, key in keys(r).items():
            times = marks[kind][key] if key else []
            at = bisect.bisect_right(times, r.closings[-1])
            back[kind] = at < len(times) and times[at] <= min(t1, r.closings[-1] + 180 * DAY)
        counts.update(kind for kind, came in back.items() if came)
        counts["n"] += 1
        if any(back.values()):
            counts["k"] += 1
            out.misses["L3"][r.id] += 1
    out.put("L3", "share", counts["k"], counts["n"])
    for kind, what in (("reopened", "reopened"), ("print", "the same fingerprint"), ("cause", "the same class of root cause in the same component")):
        out.put("L3", "share", counts[kind], counts["n"], what=what)


def quarter(day):
    return "%04d-Q%d" % (day.year, (day.month - 1) // 3 + 1)


def resolution(out, everything, members, ledger, t1, deviations, actions):
    out.share("L1", [r for r in members if (r.due_in or r.done) and not r.nothing],
              lambda r: r.reason in ("fixed", "mitigated", "transferred") and "verified" in r.last)
    out.share("L2", [r for r in members if r.done and r.reason == "fixed"],
              lambda r: "verified" in r.last and r.get("verifier") and r.get("verifier").lower() != r.get("resolver").lower())
    recurrence(out, everything, t1)
    real = [r for r in everything if r.new and not r.nothing]
    year = [r for r in everything if t1 - 365 * DAY < r.received <= t1 and not r.nothing]
    out.put("L4", "share", sum(r.field for r in real), len(real), what="escapes: received from the field")
    out.put("L4", "share", sum(not r.field for r in year), len(year), what="DRE: found before release, of all of the last 365 days")
    out.share("L5", [r for r in members if r.get("disclose") == "yes" and not r.nothing and (r.done or r.open_end) and
                     ({"verified", "disclosed"} & set(r.last) or r.state == "closed")],
              lambda r: "disclosed" in r.last and r.get("description") and (r.get("cvss") or r.get("scheme")) and r.get("affected") and
              (r.get("released") or r.get("rationale")) and r.get("advisory"))
    if actions is None:
        out.put("L6", "absent")
    else:
        out.put("L6", "share", sum(a in ("effective", "replanned") for a in actions.values()), len(actions), what="effective or re-planned")
        out.put("L6", "share", sum(a == "effective" for a in actions.values()), len(actions), what="effective")
        out.misses["L6"].update(a for a, effect in actions.items() if effect != "effective")
    borne = [r for r in everything if r.get("decision") == "accept-residual-risk" and r.received <= t1 and STATES.index(r.state) >= 4 and not r.nothing and
             r.get("expires") and seconds(r.get("expires")) + DAY > t1]
    active = [d for d in deviations if seconds(d["approved_on"]) <= t1 < seconds(d["expires_on"]) + DAY]
    for what, ends in (("reports with an accepted risk", [r.get("expires") for r in borne]), ("deviations in force", [d["expires_on"] for d in active])):
        out.put("L8", "count", None, len(ends), what=what)
        for name, n in Counter(quarter(date.fromisoformat(e)) for e in ends).items():
            out.put("L8", "count", None, n, what=what, by="expires", part=name)
    flaws = [r for r in members if "confirmed" in r.first and not r.nothing and r.get("security") != "no"]

    def known(r, name):
        return seconds(r.get(name)) if r.get(name) and seconds(r.get(name)) <= t1 else None
    out.share("F1", flaws, lambda r: known(r, "patch_available") is not None, miss=False)
    fixed = [r for r in everything if "confirmed" in r.first and not r.nothing and r.get("security") != "no"]
    out.values("F2", [max(0, known(r, "patch_available") // DAY - r.received // DAY) * DAY for r in fixed if r.inside(known(r, "patch_available"))])
    out.values("F3", [max(0, known(r, "patch_deployed") // DAY - known(r, "patch_available") // DAY) * DAY for r in fixed
                      if r.inside(known(r, "patch_deployed")) and known(r, "patch_available") is not None])


def months(everything, ledger):
    reports, commits = Counter(str(day_of(r.received))[:7] for r in everything if r.new), Counter()
    for v in ledger.pushes:
        if v["outcome"] == "pass":
            commits[v["at"][:7]] += len(v["judged"]) if "judged" in v else v["commits"]
    return reports, commits


def trend(out, everything, ledger, told):
    reports, commits = months(everything, ledger)
    c, n = sum(k for m, k in reports.items() if commits[m]), sum(commits.values())
    if n == 0:
        out.put("T1", "absent")
        return []
    mean, signals, wrong = c / n, [], []
    for m in told["months"]:
        count, units = reports.pop(m["month"], 0), commits[m["month"]]
        if units == 0:
            wrong += ["month %s" % m] * ((m["reports"], m["commits"], m["signal"], "rate" in m) != (count, 0, False, False))
            continue
        reach = 3 * math.sqrt(mean / units)
        signal = not max(0, mean - reach) <= count / units <= mean + reach
        signals += [m["month"]] * signal
        if (m["reports"], m["commits"], m["signal"]) != (count, units, signal) or not near(m["rate"], count / units) or not near(m["high"], mean + reach):
            wrong.append("month %s" % m)
    out.put("T1", "ratio", c, n, what="reports to commits")
    out.put("T1", "count", None, len(signals), what="months outside of the limits")
    out.misses["T1"].update(signals)
    return wrong + ["months that were left out: %s" % reports] * bool(reports)


class Ledger:
    def __init__(self, path, last, t0, t1):
        db = sqlite3.connect(path)

        def rows(kind):
            for ident, subject, activity, body in db.execute("SELECT id, subject, activity, body FROM event WHERE kind = ? AND seq <= ? ORDER BY seq", (kind, last)):
                yield {"id": ident, "subject": subject, "at": seconds(activity), "body": json.loads(body)}
        voided = {}
        for row in reversed(list(rows("void"))):
            if row["id"] not in voided:
                voided[row["subject"]] = row
        grouped = defaultdict(list)
        for row in rows("problem"):
            grouped[row["subject"]].append(row)
        self.reports = [Report(i, steps, voided, t0, t1) for i, steps in grouped.items() if i not in voided and steps[0]["id"] not in voided]
        self.void = len(grouped) - len(self.reports)
        self.pushes = [r["body"] for r in rows("verdict") if r["body"].get("mode") != "range" and t0 < r["at"] <= t1]
        self.silences = [(r["subject"], r["body"]) for r in rows("none-received") if r["id"] not in voided]
        self.audits = {r["subject"]: r["body"] for r in rows("audit")}
        self.actions = {}
        for body, subject in ((json.loads(b), s) for b, s in db.execute("SELECT body, subject FROM event WHERE kind = 'review' ORDER BY seq")):
            if body["step"] == "action":
                self.actions.setdefault(subject, {})[body["id"]] = ""
            if body["step"] == "action-done":
                self.actions[subject][body["id"]] = body["effect"]
        db.close()


def near(a, b):
    return abs(a - b) < 1e-8


LEAST = {"C1": 100, "C2": 100, "C3": 100, "C4": 100, "C5": 100, "C9": 100, "E1": 90, "E4": 90, "L1": 95, "L2": 100, "L5": 100, "L6": 100}
BELOW = {"E7": 20, "L3": 5}


def result(metric, figures):
    """What the first figure is against the metric's target."""
    kind, k, n = figures[0]["kind"], figures[0].get("k"), figures[0].get("n")
    if kind == "absent":
        return "no source"
    if metric == "E5":
        return "missed" if k else "met"
    if n == 0 and kind != "count":
        return "nothing to measure"
    if metric in LEAST:
        return "met" if 100 * k >= LEAST[metric] * n else "missed"
    if metric in BELOW:
        return "met" if 100 * k < BELOW[metric] * n else "missed"
    return "stated"


def compare(told, out):
    checked, wrong = 0, []
    for m in told["metrics"]:
        mine, theirs = out.figures[m["id"]], {}
        if m["result"] != result(m["id"], m["figures"]):
            wrong.append("%s: %s" % (m["id"], m["result"]))
        for f in m["figures"]:
            key = (f.get("what"), f.get("by"), f.get("part"))
            theirs[key] = (f["kind"], f.get("k"), f.get("n"), f.get("median"), f.get("p90"), f.get("greatest"))
            if f["kind"] == "share" and f["n"] >= 20:
                low, high = wilson(f["k"], f["n"])
                if not (near(f["share"], f["k"] / f["n"]) and near(f["low"], low) and near(f["high"], high)):
                    wrong.append("%s %s: interval" % (m["id"], key))
            if "share" in f and f["n"] < 20:
                wrong.append("%s %s: a share of %d" % (m["id"], key, f["n"]))
        for key in sorted(set(mine) | set(theirs), key=str):
            checked += 1
            if mine.get(key) != theirs.get(key):
                wrong.append("%s %s: computed %s, reported %s" % (m["id"], key, mine.get(key), theirs.get(key)))
        checked += 1
        misses = Counter(x["id"] for x in m["misses"])
        if misses != out.misses[m["id"]]:
            wrong.append("%s misses: computed %d, reported %d, for example %s" % (m["id"], sum(out.misses[m["id"]].values()), sum(misses.values()),
                                                                             sorted((misses - out.misses[m["id"]]) + (out.misses[m["id"]] - misses))[:5]))
    return checked, wrong + ["%s is missing" % i for i in out.figures if i not in {m["id"] for m in told["metrics"]}]


def compare_rest(told, ledger, members, t1, policy):
    everything = ledger.reports
    real = [r for r in everything if r.new and not r.nothing]
    wanted = {"members": len(members), "open_at_start": sum(r.open_start for r in everything), "received": sum(r.new for r in everything),
              "closed": sum(len(r.closings) for r in everything), "reopened": sum(len(r.reopenings) for r in everything),
              "open_at_end": sum(r.open_end for r in everything), "late": 0, "void": ledger.void,
              "ids": sorted((r.id for r in members), key=lambda i: (len(i), i))}
    pairs = [("population " + k, v, told["population"][k]) for k, v in wanted.items()]
    pairs.append(("balance", wanted["open_at_end"], wanted["open_at_start"] + wanted["received"] - wanted["closed"] + wanted["reopened"]))
    for name, split in (("cwe", True), ("component", False), ("root_cause", False)):
        bars = Counter(piece for r in real for piece in (r.get(name).split(",") if split and r.get(name) else [r.get(name) or "(not given)"]))
        pairs.append(("pareto " + name, sorted(bars.items(), key=lambda b: (-b[1], b[0])), [(b["name"], b["count"]) for b in told["pareto"][name]]))
    limits = [("up to 30 days", 30), ("31 to 90 days", 90), ("91 to 180 days", 180), ("181 to 365 days", 365), ("over 365 days", 10 ** 9)]
    ages = Counter((next(n for n, most in limits if (t1 - r.received) // DAY <= most), r.severity) for r in everything if r.open_end)
    pairs += [("backlog %s %s" % (b["age"], b["severity"]), ages[(b["age"], b["severity"])], b["open"]) for b in told["backlog"]]
    rules = [r for r in policy["rules"] if r.get("action") != "off"]

    def caught(r):
        if r.get("rule") in [x["id"] for x in rules]:
            return "the rule that the report names", r.get("rule")
        of = [x["id"] for x in rules if {"CWE-%d" % c for c in x["cwe"]} & set(r.get("cwe").split(","))]
        return ("a rule for its weakness", ", ".join(of)) if of else ("no rule", None)
    pairs.append(("defects", {r.id: caught(r) for r in members if r.field}, {d["id"]: (d["caught_by"], d.get("rules")) for d in told["defects"]}))
    return len(pairs), ["%s: computed %s, reported %s" % (n, str(a)[:200], str(b)[:200]) for n, a, b in pairs if a != b]


def main():
    told, policy = (json.load(open(path, encoding="utf-8")) for path in sys.argv[2:4])
    deviations = json.load(open(sys.argv[4], encoding="utf-8"))["deviations"]
    t0, t1 = seconds(told["from"]), seconds(told["to"])
    ledger, out = Ledger(sys.argv[1], told["ledger"]["seq"], t0, t1), Figures()
    members = [r for r in ledger.reports if r.member]
    complete(out, ledger.reports, members, ledger, t0, t1, deviations)
    efficient(out, ledger.reports, members, ledger, t0, t1)
    resolution(out, ledger.reports, members, ledger, t1, deviations, ledger.actions.get(told.get("previous"), {}) if "previous" in told else None)
    wrong = trend(out, ledger.reports, ledger, told["trend"])
    checked, more = compare(told, out)
    rest, others = compare_rest(told, ledger, members, t1, policy)
    wrong += more + others
    for line in wrong[:40]:
        print("differs: " + line)
    print("%d figures and lists agree, %d differ" % (checked + rest + len(told["trend"]["months"]) - len(wrong), len(wrong)))
    sys.exit(len(wrong) > 0)


main()
