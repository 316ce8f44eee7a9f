#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""speed.py BIN JSON PARTS [--write] [REPOSITORY...] - what our programs and their peers cost for the same work, in turn, in one run.

Without a repository a made-up one is measured. Prints tables, writes all figures to JSON; --write puts the tables into README.md. Exit 1 where a
program did not find what it should or ended in an unexpected way. What is run stands in work.py.
"""
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure
import work
from setting import Setting, machine, name_of

HERE = Path(__file__).resolve().parent
BEGIN, END = "<!-- made by make bench WRITE=1 -->", "<!-- end -->"
MOST_ROUNDS = 200


def rounds(cpu):
    """How often something is run that costs so much: medians of many where it is short, once where it is long."""
    return MOST_ROUNDS if cpu < 0.02 else 20 if cpu < 0.1 else 5 if cpu < 2 else 1


class Result:
    """What one row of the table came to."""

    def __init__(self, row):
        self.row, self.costs, self.found, self.said = row, [], None, None
        self.peak = self.private = None
        self.wrong = False

    def fail(self, said, wrong=True):
        self.said, self.wrong = said, wrong

    def first(self, setting):
        """Runs it once, to see whether it finds what it should and what memory it takes."""
        row = self.row
        if row.needs and not shutil.which(row.needs):
            self.fail("skipped: %s is not installed" % row.needs, wrong=False)
            return
        setting.checking = True
        cost = self.cost(setting, row.ours)
        if row.limit and cost.status < 0:
            self.fail("stopped after %d s, not finished" % row.limit, wrong=False)
        elif cost.status not in row.statuses:
            self.fail("WRONG: ended with %d: %s" % (cost.status, setting.said.read_text(errors="replace").strip()[-300:]))
        else:
            self.peak, self.private = cost.peak, cost.private
            self.look(setting, cost)

    def look(self, setting, cost):
        self.found = self.row.count(setting)
        expected = self.row.truth(setting)
        if expected is None and self.found == 0:
            self.fail("WRONG: found nothing")
        elif expected is not None and self.found != expected:
            self.fail("WRONG: found %d, planted are %d" % (self.found, expected))
        else:
            self.rounds = rounds(cost.cpu)
            self.costs = [cost] if self.rounds == 1 else []

    def again(self, setting, turn):
        if self.said is None and self.rounds > 1 and turn < self.rounds:
            self.costs.append(self.cost(setting, False))

    def cost(self, setting, watched):
        return measure.run(self.row.call(setting), setting.environment, setting.out, setting.said, watched, self.row.limit)

    def median(self, quantity):
        if quantity in ("peak", "private"):
            return getattr(self, quantity)
        return statistics.median(getattr(cost, quantity) for cost in self.costs)

    def told(self):
        if self.said:
            return {"part": self.row.part, "work": self.row.name, "said": self.said, "wrong": self.wrong}
        return {"part": self.row.part, "work": self.row.name, "cpu": self.median("cpu"), "wall": self.median("wall"), "peak": self.peak,
                "private": self.private, "found": self.found, "runs": len(self.costs), "least_cpu": min(cost.cpu for cost in self.costs)}


def measured(setting, part):
    """The results of one part, each by its name."""
    results = {row.name: Result(row) for row in work.ROWS if row.part == part}
    for result in results.values():
        result.first(setting)
    setting.checking = False
    for turn in range(MOST_ROUNDS):
        for result in results.values():
            result.again(setting, turn)
    return results


def judged(results):
    """The goals of one part: what, bound, measured, met or None where one side was not measured."""
    for result in results.values():
        for goal in result.row.goals:
            ours = results[goal.ours or result.row.name]
            told = {"work": ours.row.name, "against": result.row.name if goal.ours else "", "quantity": goal.quantity, "bound": goal.shown(goal.bound)}
            if ours.said or result.said:
                yield dict(told, value=None, measured="", met=None)
                continue
            value = goal.value(ours.median(goal.quantity), result.median(goal.quantity))
            yield dict(told, value=value, measured=goal.shown(value)[3:], met=value <= goal.bound if goal.most else value >= goal.bound)


def seconds(value):
    return "%.2f ms" % (value * 1000) if value < 0.1 else "%.2f s" % value


def megabytes(value):
    return "" if value is None else "%.1f" % value if value < 10 else "%.0f" % value


def cells(*values):
    return "| %s |" % " | ".join(str(value).replace("|", "\\|").replace("\n", " ") for value in values)


def tables(told):
    """The lines of the tables of one repository."""
    yield "### %s" % told["repository"]
    yield ""
    yield told["what"]
    yield ""
    yield "| part | work | processor | wall | peak MB | private MB | found | runs |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    for row in told["work"]:
        if "said" in row:
            yield cells(row["part"], row["work"], row["said"], "", "", "", "", "")
        else:
            yield cells(row["part"], row["work"], seconds(row["cpu"]), seconds(row["wall"]), megabytes(row["peak"]), megabytes(row["private"]),
                        row["found"], row["runs"])
    yield ""
    yield "| part | ours | against | of | goal | measured | |"
    yield "|---|---|---|---|--:|--:|---|"
    for goal in told["goals"]:
        yield cells(goal["part"], goal["work"], goal["against"], goal["quantity"], goal["bound"], goal["measured"],
                    {True: "met", False: "MISSED", None: "not measured"}[goal["met"]])
    yield ""


def figures(path, scratch, programs, parts):
    """All figures of one repository; without a path, of a made-up one."""
    setting = Setting(path, scratch, programs)
    told = {"repository": name_of(path) if path else "made up", "work": [], "goals": []}
    for part in parts:
        print("%s: %s" % (told["repository"], part), file=sys.stderr, flush=True)
        results = measured(setting, part)
        told["work"] += [result.told() for result in results.values()]
        told["goals"] += [dict(goal, part=part) for goal in judged(results)]
    told["what"] = setting.described(parts)
    return told


def write(lines):
    readme = HERE / "README.md"
    before, rest = readme.read_text().split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(before + BEGIN + "\n\n" + "\n".join(lines) + "\n" + END + after)


def main(programs, report, parts, *rest):
    paths = [path for path in rest if path != "--write"] or [None]
    parts = parts.split() or work.PARTS
    unknown = set(parts) - set(work.PARTS)
    if unknown:
        sys.exit("speed.py: no part %s; there are: %s" % (" ".join(unknown), " ".join(work.PARTS)))
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("speed.py: told to end"))
    told = {"machine": machine(), "at": time.strftime("%Y-%m-%d", time.gmtime()), "repositories": []}
    lines = [told["machine"] + " Measured " + told["at"] + ".", ""]
    for path in paths:
        with tempfile.TemporaryDirectory() as scratch:
            one = figures(path, Path(scratch), Path(programs).resolve(), parts)
        told["repositories"].append(one)
        lines += tables(one)
        Path(report).write_text(json.dumps(told, indent=1) + "\n")
    print("\n".join(lines))
    print("all figures: %s" % report)
    if "--write" in rest:
        write(lines)
    return any(row.get("wrong") for one in told["repositories"] for row in one["work"])


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__.split("\n")[0])
    try:
        sys.exit(main(*sys.argv[1:]))
    except subprocess.CalledProcessError as ended:
        sys.exit("speed.py: %s ended with %d" % (ended.cmd, ended.returncode))
