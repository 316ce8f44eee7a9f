# SPDX-License-Identifier: MIT
"""made.py - a made-up repository in which the number of banned uses is known. The same number of commits gives the same ids.

Each commit says in a trailer what it holds: `Planted: call=1 name=1 line=1 unsigned=0`. call, name: uses that a rule of that kind must find; line:
added lines that the pattern of the peers matches; unsigned: the commit lacks its Signed-off-by. Lines are only ever added, each only once, so that
the sum over a history is also what its last tree holds. Merges bring what their two sides hold, and nothing of their own.
"""
import subprocess

FILES = 240
LINES_AT_FIRST = 80
START = 1_500_000_000

# What is planted, and how often it counts as call, as name and as matching line. One in four commits plants one.
PLANTS = (
    ("\t{name}(to_{i}, from_{i});", 1, 1, 1),
    ("\t/* not {name}(to_{i}) */", 0, 0, 1),
    ("\tpointer_{i} = {name};", 0, 1, 0),
    ("\tsay(\"never {name}(to_{i})\");", 0, 0, 1),
    ("\tif (x_{i} > 0) {name} (to_{i});", 1, 1, 1),
    ("\tmy_{name}(to_{i}); object->{name}_{i}();", 0, 0, 0),
)


def path(number):
    return "lib/part%02d/file%03d.%s" % (number % 12, number, "h" if number % 8 == 7 else "c")


def grown(i, plant, name):
    """The lines that commit i adds to its file."""
    body = ["\tcount_%d += step(%d, \"text %d\"); /* one more */" % (i, i * 3, i), "\treturn count_%d > limit ? -1 : 0;" % i]
    return ["", "static int work_%d(int limit)" % i, "{"] + ([plant.format(name=name, i=i)] if plant else []) + body + ["}", ""]


class Stream:
    """What git fast-import reads."""

    def __init__(self, out):
        self.out, self.mark, self.day = out, 0, START

    def data(self, text):
        raw = text.encode()
        self.out.write(b"data %d\n%s\n" % (len(raw), raw))

    def blob(self, text):
        self.mark += 1
        self.out.write(b"blob\nmark :%d\n" % self.mark)
        self.data(text)
        return self.mark

    def commit(self, ref, message, parents, files):
        self.mark += 1
        self.day += 600
        self.out.write(b"commit %s\nmark :%d\ncommitter J. Doe <j.doe@example.org> %d +0000\n" % (ref.encode(), self.mark, self.day))
        self.data(message)
        for word, parent in zip((b"from", b"merge"), parents):
            self.out.write(b"%s :%d\n" % (word, parent))
        for name, blob in files:
            self.out.write(b"M 644 :%d %s\n" % (blob, name.encode()))
        self.out.write(b"\n")
        return self.mark


def message(title, planted, unsigned):
    told = "%s\n\nWhat and why, in a sentence or two.\n\nPlanted: call=%d name=%d line=%d unsigned=%d\n" % (title, *planted, unsigned)
    return told if unsigned else told + "Signed-off-by: R. Roe <r.roe@example.org>\n"


def fill(out, commits, names):
    stream = Stream(out)
    text = {n: ["int start_%d_%d(void);" % (n, line) for line in range(LINES_AT_FIRST)] for n in range(FILES)}
    tip = stream.commit("refs/heads/main", message("Begin", (0, 0, 0), False), (),
                        [(path(n), stream.blob("\n".join(lines) + "\n")) for n, lines in text.items()])
    for i in range(1, commits):
        if i % 12 == 0:
            continue
        kind, *planted = PLANTS[(i // 4 + i // 36) % len(PLANTS)] if i % 4 == 3 else ("", 0, 0, 0)
        name = names[i * 7 % len(names)]
        number = i * 97 % FILES
        text[number] += grown(i, kind, name)
        files = [(path(number), stream.blob("\n".join(text[number]) + "\n"))]
        if i % 5 == 0:
            files.append(("docs/note%d.md" % (i % 50), stream.blob("Never %s(to_%d).\n" % (name, i))))
        said = message("Change %d" % i, planted, i % 9 == 0)
        if i % 12 != 11:
            tip = stream.commit("refs/heads/main", said, (tip,), files)
            continue
        side = stream.commit("refs/heads/side", said, (tip,), files)
        number = (i + 1) * 97 % FILES
        text[number] += grown(i + 1, "", "")
        tip = stream.commit("refs/heads/main", message("Change %d" % (i + 1), (0, 0, 0), False), (tip,),
                            [(path(number), stream.blob("\n".join(text[number]) + "\n"))])
        tip = stream.commit("refs/heads/main", message("Merge %d" % i, (0, 0, 0), False), (tip, side), files)


def make(folder, commits, names, environment):
    """A bare repository at `folder` with about so many commits."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", folder], check=True, env=environment)
    with subprocess.Popen(["git", "-C", folder, "fast-import", "--quiet"], stdin=subprocess.PIPE, env=environment) as importer:
        fill(importer.stdin, commits, names)
    if importer.returncode != 0:
        raise SystemExit("made.py: git fast-import ended with %d" % importer.returncode)
    subprocess.run(["git", "-C", folder, "repack", "-adfq"], check=True, env=environment)


def planted(folder, revisions, kind, environment):
    """The sum of what the commits of these revisions say that they hold."""
    told = subprocess.run(["git", "-C", folder, "log", "--format=%(trailers:key=Planted,valueonly)", *revisions], check=True, env=environment,
                          stdout=subprocess.PIPE, text=True).stdout
    return sum(int(count) for word, count in (pair.split("=") for pair in told.split()) if word == kind)
