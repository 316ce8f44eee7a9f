# SPDX-License-Identifier: MIT
"""setting.py - what has to be there before a measurement: policies, servers, quarantines, checkouts. Nothing is written into the measured repository."""
import json
import os
import re
import subprocess
from functools import cached_property
from pathlib import Path

import made

HERE = Path(__file__).resolve().parent
NAMES = (HERE / "names.txt").read_text().split()
PATTERN = r"\b(%s)\s*\(" % "|".join(NAMES)
RULE = "BENCH-001"
ZERO = "0" * 40
FILES = ("--", "*.c", "*.h")
MADE_COMMITS = 12000
RANGE, MANY, MESSAGES = 1000, 10000, 200


def environment(home):
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    who = {"GIT_%s_%s" % (role, key): value for role in ("AUTHOR", "COMMITTER") for key, value in (("NAME", "J"), ("EMAIL", "j@example.org"))}
    return dict(kept, **who, HOME=str(home), LC_ALL="C", GIT_CONFIG_NOSYSTEM="1", GIT_PAGER="cat")


def name_of(path):
    parts = [part for part in Path(path).resolve().parts if part not in ("repo", ".git")]
    return parts[-1].removesuffix(".git")


def machine():
    """The machine, and the versions of what was run."""
    def said(*command):
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip() or "of unknown version"

    def named(path, key, between):
        pairs = (line.split(between, 1) for line in Path(path).read_text().splitlines() if between in line)
        return next((value.strip(' "') for name, value in pairs if name.strip() == key), "unknown")
    return "%d cores of %s (model %s), %d GiB, %s, Linux %s; %s, libgit2 %s; Portcullis %s." % (
        os.cpu_count(), named("/proc/cpuinfo", "model name", ":"), named("/proc/cpuinfo", "model", ":"),
        os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30, named("/etc/os-release", "PRETTY_NAME", "="), os.uname().release,
        said("git", "--version"), said("pkg-config", "--modversion", "libgit2"), said("git", "-C", str(HERE), "describe", "--always", "--dirty"))


class Setting:
    """One repository and all that is made beside it. checking: whether the next push holds a banned call."""

    def __init__(self, path, scratch, programs):
        self.scratch, self.programs, self.checking, self.made = scratch, programs, False, path is None
        self.environment = environment(scratch)
        self.out, self.said, self.verdict, self.spool = (scratch / name for name in ("out", "said", "verdict", "spool"))
        (scratch / ".gitconfig").write_text("[safe]\n\tdirectory = *\n")
        if self.made:
            made.make(scratch / "made.git", MADE_COMMITS, NAMES, self.environment)
        self.path = Path(self.git("rev-parse", "--absolute-git-dir", folder=path or scratch / "made.git"))
        self.head = self.git("rev-parse", "HEAD^{commit}")
        self.spool.mkdir()

    def git(self, *arguments, folder=None, more=None, source=None):
        done = subprocess.run(["git", "-C", str(folder or self.path), *map(str, arguments)], check=True, text=True, input=source,
                              env=dict(self.environment, **(more or {})), stdout=subprocess.PIPE)
        return done.stdout.strip()

    def commits(self, *revisions):
        return int(self.git("rev-list", "--count", *revisions))

    def described(self, parts):
        """How many commits were judged, for the reader of the table."""
        told = ["%d commits of history" % self.commits(self.head)]
        for part, what, base in (("push", "a push of many", "many_base"), ("range", "the range", "range_base"), ("trailers", "trailers", "messages_base")):
            if part in parts:
                told.append("%s: %d" % (what, self.commits("%s..%s" % (getattr(self, base), self.head))))
        return "; ".join(told) + "."

    def planted(self, kind, *revisions):
        """What must be found there; None where only a made-up repository knows."""
        return made.planted(self.path, revisions, kind, self.environment) if self.made else None

    # --- where ranges begin ------------------------------------------------------------------------------------------------

    @cached_property
    def trunk(self):
        return self.git("rev-list", "--first-parent", "HEAD").split()

    @cached_property
    def range_base(self):
        return self.trunk[min(RANGE, len(self.trunk) - 1)]

    @cached_property
    def many_base(self):
        return self.before(MANY)

    @cached_property
    def messages_base(self):
        return self.before(MESSAGES)

    def before(self, commits):
        """The last commit of the trunk that has at least so many behind it, or the first of all."""
        low, high = 1, min(commits, len(self.trunk) - 1)
        while low < high:
            middle = (low + high) // 2
            enough = self.commits("%s..%s" % (self.trunk[middle], self.head)) >= commits
            low, high = (low, middle) if enough else (middle + 1, high)
        return self.trunk[high]

    # --- policies ----------------------------------------------------------------------------------------------------------

    def policy(self, kind):
        """The file of a policy of one rule: "call" or "name" of the banned names, or "message"."""
        path = self.scratch / ("%s.json" % kind)
        if not path.exists():
            rule = {"id": RULE, "title": "measured", "why": "measured"}
            rule |= {"check": "review", "trailer": "Signed-off-by", "independent_of": []} if kind == "message" else {
                "check": "banned-function", "languages": ["c"], "match": kind, "names": NAMES}
            path.write_text(json.dumps({"portcullis": 1, "name": "bench", "protect": [{"refs": ["refs/heads/main"]}], "rules": [rule]}))
        return str(path)

    # --- servers -----------------------------------------------------------------------------------------------------------

    def server(self, name):
        folder = self.scratch / name
        self.git("init", "-q", "--bare", "-b", "main", folder, folder=self.scratch)
        for key, value in (("policy", self.policy("call")), ("spool", self.spool)):
            self.git("config", "portcullis." + key, value, folder=folder)
        return folder

    def shared(self, name, refs):
        """A server that borrows all objects; main stands at the measured head."""
        folder = self.server(name)
        (folder / "objects/info/alternates").write_text(self.git("rev-parse", "--path-format=absolute", "--git-path", "objects") + "\n")
        if refs:
            (folder / "packed-refs").write_text(self.git("for-each-ref", "--format=%(objectname) %(refname)") + "\n")
            self.git("pack-refs", "--all", folder=folder)
        self.git("update-ref", "refs/heads/main", self.head, folder=folder)
        return folder

    @cached_property
    def one(self):
        """A server with all refs, and two pushes to it of one commit each, one in order and one with a banned call."""
        folder = self.shared("one.git", refs=True)
        name = self.some_file()
        text = subprocess.run(["git", "-C", self.path, "cat-file", "blob", "HEAD:" + name], check=True, env=self.environment,
                              stdout=subprocess.PIPE).stdout.decode("latin-1")
        lines = {False: "\nint bench_one;\n", True: "\nvoid bench_one(char *a, char *b) { strcpy(a, b); }\n"}
        return folder, {bad: (self.pushed(folder, bad, name, text + line), "incoming-%d" % bad) for bad, line in lines.items()}

    def some_file(self):
        """A C file of usual size."""
        listed = [line.split(None, 4)[3:] for line in self.git("ls-tree", "-r", "-l", "HEAD").splitlines()]
        sizes = {name: int(size) for size, name in listed if name.endswith(".c") and size.isdigit()}
        return min(sizes, key=lambda name: abs(sizes[name] - 16384))

    def pushed(self, folder, bad, name, text):
        (folder / "objects" / ("incoming-%d" % bad)).mkdir()
        more = quarantine(folder, "incoming-%d" % bad) | {"GIT_INDEX_FILE": str(self.scratch / "index")}
        (self.scratch / "content").write_bytes(text.encode("latin-1"))
        blob = self.git("hash-object", "-w", self.scratch / "content", folder=folder, more=more)
        self.git("read-tree", self.head, folder=folder, more=more)
        self.git("update-index", "--cacheinfo", "100644,%s,%s" % (blob, name), folder=folder, more=more)
        tree = self.git("write-tree", folder=folder, more=more)
        return self.git("commit-tree", "-p", self.head, "-m", "Change one file", tree, folder=folder, more=more)

    @cached_property
    def many(self):
        """A server that has only what lies before a push of many commits; their pack; and a quarantine into which git has indexed it."""
        folder, pack = self.server("many.git"), self.scratch / "pushed.pack"
        self.git("pack-objects", "-q", "--revs", "--delta-base-offset", "--window=0", folder / "objects/pack/pack", source=self.many_base + "\n",
                 folder=self.borrowed)
        self.git("update-ref", "refs/heads/main", self.many_base, folder=folder)
        with open(pack, "wb") as out:
            subprocess.run(["git", "-C", self.borrowed, "pack-objects", "-q", "--revs", "--thin", "--stdout", "--delta-base-offset"], check=True,
                           env=self.environment, stdout=out, input=("%s\n^%s\n" % (self.head, self.many_base)).encode())
        (folder / "objects/incoming").mkdir()
        with open(pack, "rb") as source:
            subprocess.run(["git", "index-pack", "--stdin", "--fix-thin"], check=True, cwd=folder, stdin=source, stdout=subprocess.DEVNULL,
                           env=dict(self.environment, **quarantine(folder, "incoming")))
        return folder, pack

    @cached_property
    def borrowed(self):
        """A server with one ref, for what would write into the measured repository: git-secrets wants its patterns in the configuration (whole words
        only, as it gives -w to grep), git makes packs as temporary files beside those that are there."""
        folder = self.shared("borrowed.git", refs=False)
        self.git("config", "secrets.patterns", "(%s)" % "|".join(NAMES), folder=folder)
        return folder

    @cached_property
    def checkout(self):
        folder = self.scratch / "checkout"
        folder.mkdir()
        more = {"GIT_DIR": str(self.path), "GIT_WORK_TREE": str(folder), "GIT_INDEX_FILE": str(self.scratch / "checkout.index")}
        self.git("read-tree", self.head, folder=folder, more=more)
        self.git("checkout-index", "-z", "--stdin", folder=folder, more=more, source=self.git("ls-files", "-z", *FILES, folder=folder, more=more))
        return folder

    # --- what was found ----------------------------------------------------------------------------------------------------

    def lines(self, pattern=b""):
        """Lines of the output that begin like this."""
        with open(self.out, "rb") as out:
            return sum(re.match(pattern, line) is not None for line in out)

    def findings(self):
        return findings_in(self.verdict)

    def recorded(self):
        """Findings of the newest record in the spool."""
        return findings_in(max((path for path in self.spool.iterdir() if path.suffix == ".json"), key=lambda path: path.stat().st_mtime_ns))


def findings_in(path):
    return sum(found["rule"] == RULE for found in json.loads(path.read_text())["findings"])


def quarantine(folder, name):
    """What git tells a pre-receive hook about the objects that came with the push."""
    incoming = str(folder / "objects" / name)
    return {"GIT_DIR": ".", "GIT_QUARANTINE_PATH": incoming, "GIT_OBJECT_DIRECTORY": incoming, "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(folder / "objects")}
