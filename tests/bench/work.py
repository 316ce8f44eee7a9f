# SPDX-License-Identifier: MIT
"""work.py - the table of what is run: each row one command, ours or a peer's, with the number it must find and the goals it is measured by."""
from dataclasses import dataclass
from pathlib import Path

from measure import Call
from setting import FILES, PATTERN, quarantine

HOOK = str(Path(__file__).resolve().parent / "classic_hook.sh")
SECRETS_LIMIT = 60


@dataclass
class Goal:
    """At least so many times cheaper than the row it stands in, or, with most, at most so many times its cost; without ours, a bound for the row itself."""
    ours: str
    bound: float
    most: bool = False
    quantity: str = "cpu"

    def value(self, ours, peer):
        if not self.ours:
            return ours
        return ours / peer if self.most else peer / ours

    def shown(self, value):
        mark = "<=" if self.most else ">="
        if self.ours:
            return "%s %.*fx" % (mark, 2 if value < 10 else 0, value)
        return "%s %.1f ms" % (mark, value * 1000) if self.quantity == "cpu" else "%s %.1f MB" % (mark, value)


@dataclass
class Row:
    """call(setting) makes the command, count(setting) what it found, truth(setting) what it must find; None: anything but nothing.
    needs: a program that may be missing. limit: seconds, after which it is stopped. statuses: those that are in order."""
    part: str
    name: str
    call: object
    count: object
    truth: object = lambda s: None
    goals: tuple = ()
    ours: bool = False
    needs: str = ""
    limit: int = 0
    statuses: object = (0, 1)


# --- commands ----------------------------------------------------------------------------------------------------------------


def push_one(s, command):
    folder, pushes = s.one
    commit, incoming = pushes[s.checking]
    return Call(command, folder, quarantine(folder, incoming), line(s, "one", s.head, commit))


def push_many(s, command):
    folder, _ = s.many
    return Call(command, folder, quarantine(folder, "incoming"), line(s, "many", s.many_base, s.head))


def line(s, name, old, new):
    """The file that a hook reads."""
    path = s.scratch / (name + ".line")
    path.write_text("%s %s refs/heads/main\n" % (old, new))
    return path


def index_pack(s):
    folder, pack = s.many
    return Call("rm -rf objects/peer && mkdir objects/peer && git index-pack --stdin --fix-thin", folder, quarantine(folder, "peer"), pack)


def ci(s, kind, threads, *range_of):
    s.verdict.unlink(missing_ok=True)
    return Call([str(s.programs / "portcullis-ci"), *range_of, "--head", s.head, "--policy", s.policy(kind), "--untrusted-policy",
                 "--verdict", str(s.verdict), "--threads", str(threads), "--repository", str(s.path)])


def scan(s, kind):
    return Call([str(s.programs / "portcullis"), "scan", s.head, "--policy", s.policy(kind), "--format", "jsonl", "--repository", str(s.path)])


def log_grep(s, *revisions):
    return Call("git log -p -U0 --no-merges %s -- '*.c' '*.h' | grep -aP '^\\+.*%s'" % (" ".join(revisions), PATTERN), s.path)


def gitlint(s):
    return Call("gitlint --contrib contrib-body-requires-signed-off-by -c general.ignore-merge-commits=false --commits %s..%s 2>&1"
                % (s.messages_base, s.head), s.path, {"LC_ALL": "C.UTF-8"})


def in_range(s):
    return "%s..%s" % (s.range_base, s.head)


# --- the table ---------------------------------------------------------------------------------------------------------------

ONE, MANY = "portcullis-receive", "portcullis-receive, many commits"
CALLS, NAMES, TWO = "portcullis, calls", "portcullis, names", "portcullis, calls, two threads"
MESSAGES = "portcullis, messages"


def both(bound, most=False):
    """One goal for rules of either kind."""
    return Goal(CALLS, bound, most), Goal(NAMES, bound, most)


ROWS = (
    Row("push", ONE, lambda s: push_one(s, [str(s.programs / "portcullis-receive")]), lambda s: s.recorded(), lambda s: 1, ours=True,
        goals=(Goal("", 0.003, most=True), Goal("", 8, most=True, quantity="private"))),
    Row("push", "classic bash hook", lambda s: push_one(s, ["bash", HOOK, PATTERN]), lambda s: s.lines(), lambda s: 1, goals=(Goal(ONE, 8),)),
    Row("push", "git rev-parse HEAD", lambda s: Call(["git", "rev-parse", "HEAD"], s.one[0]), lambda s: s.lines(), lambda s: 1,
        goals=(Goal(ONE, 1.5, most=True),)),
    Row("push", "/bin/true", lambda s: Call(["/bin/true"]), lambda s: s.lines(), lambda s: 0),
    Row("push", MANY, lambda s: push_many(s, [str(s.programs / "portcullis-receive")]), lambda s: s.recorded(),
        lambda s: s.planted("call", "%s..%s" % (s.many_base, s.head)), ours=True),
    Row("push", "git index-pack of the same pack", index_pack, lambda s: s.lines(), lambda s: 1, goals=(Goal(MANY, 0.15, most=True),)),

    Row("range", CALLS, lambda s: ci(s, "call", 1, "--base", s.range_base), lambda s: s.findings(), lambda s: s.planted("call", in_range(s)), ours=True),
    Row("range", NAMES, lambda s: ci(s, "name", 1, "--base", s.range_base), lambda s: s.findings(), lambda s: s.planted("name", in_range(s)), ours=True),
    Row("range", "classic bash hook", lambda s: Call(["bash", HOOK, PATTERN], s.path, None, line(s, "range", s.range_base, s.head)), lambda s: s.lines(),
        lambda s: s.planted("line", in_range(s)), goals=both(25)),
    Row("range", "git log -p -U0 | grep -P", lambda s: log_grep(s, in_range(s)), lambda s: s.lines(), lambda s: s.planted("line", in_range(s)),
        goals=both(4)),

    Row("history", CALLS, lambda s: ci(s, "call", 1, "--whole-history"), lambda s: s.findings(), lambda s: s.planted("call", s.head), ours=True,
        goals=(Goal("", 150, most=True, quantity="private"),)),
    Row("history", NAMES, lambda s: ci(s, "name", 1, "--whole-history"), lambda s: s.findings(), lambda s: s.planted("name", s.head), ours=True,
        goals=(Goal("", 150, most=True, quantity="private"),)),
    Row("history", TWO, lambda s: ci(s, "call", 2, "--whole-history"), lambda s: s.findings(), lambda s: s.planted("call", s.head), ours=True,
        goals=(Goal("", 150, most=True, quantity="private"),)),
    Row("history", "git log -p -U0 | grep -P", lambda s: log_grep(s, s.head), lambda s: s.lines(), lambda s: s.planted("line", s.head),
        goals=(*both(4), Goal(TWO, 6, quantity="wall"))),
    Row("history", "git log --raw", lambda s: Call(["git", "log", "--raw", "--no-merges", s.head], s.path), lambda s: s.lines(b"commit "),
        lambda s: s.commits("--no-merges", s.head), goals=both(2, most=True)),
    Row("history", "git secrets --scan-history", lambda s: Call("git secrets --scan-history 2>&1", s.borrowed), lambda s: s.lines(rb"[0-9a-f]{40}:.*:\d+:"),
        needs="git-secrets", limit=SECRETS_LIMIT),

    Row("snapshot", CALLS, lambda s: scan(s, "call"), lambda s: s.lines(b'{"path"'), lambda s: s.planted("call", s.head), ours=True),
    Row("snapshot", NAMES, lambda s: scan(s, "name"), lambda s: s.lines(b'{"path"'), lambda s: s.planted("name", s.head), ours=True),
    Row("snapshot", "git grep -P, one thread", lambda s: Call(["git", "grep", "--threads=1", "-anP", PATTERN, s.head, *FILES], s.path), lambda s: s.lines(),
        lambda s: s.planted("line", s.head), goals=both(6)),
    Row("snapshot", "flawfinder, on a checkout", lambda s: Call(["flawfinder", "--quiet", "--dataonly", "--singleline", str(s.checkout)]),
        lambda s: s.lines(), needs="flawfinder", goals=both(50)),
    Row("snapshot", "ripgrep, one thread, on a checkout", lambda s: Call(["rg", "-j1", "-an", "--no-ignore", "--hidden", PATTERN, str(s.checkout)]),
        lambda s: s.lines(), lambda s: s.planted("line", s.head), needs="rg"),

    Row("trailers", MESSAGES, lambda s: ci(s, "message", 1, "--base", s.messages_base), lambda s: s.findings(),
        lambda s: s.planted("unsigned", "%s..%s" % (s.messages_base, s.head)), ours=True),
    Row("trailers", "gitlint", gitlint, lambda s: s.lines(rb"\d+: CC1 "), lambda s: s.planted("unsigned", "%s..%s" % (s.messages_base, s.head)),
        needs="gitlint", statuses=range(253), goals=(Goal(MESSAGES, 100),)),
)
PARTS = list(dict.fromkeys(row.part for row in ROWS))
