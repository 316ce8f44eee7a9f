# SPDX-License-Identifier: MIT
"""measure.py - runs one command and says what it cost.

Processor time is that of the command and of all processes it waited for, as the kernel counts it. A child begins with the peak of the process
that started it, so the peaks of small programs are read by stopping them as they end (ptrace(2), PTRACE_O_TRACEEXIT).
"""
import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from dataclasses import dataclass

TRACEME, CONTINUE, SET_OPTIONS = 0, 7, 0x4200
STOP_BEFORE_END = 0x40
AT_END = signal.SIGTRAP | 6 << 8
SAMPLE_EVERY = 0.005
PTRACE = ctypes.CDLL(None, use_errno=True).ptrace
PTRACE.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
PTRACE.restype = ctypes.c_long


@dataclass
class Call:
    """What to run: a list of arguments, or a text for bash, in which each part of a pipe must succeed."""
    command: object
    folder: str = "/"
    more: dict = None
    source: str = os.devnull

    def arguments(self):
        return ["bash", "-o", "pipefail", "-c", self.command] if isinstance(self.command, str) else self.command


@dataclass
class Cost:
    """cpu, wall: seconds. peak: MB of the largest process, None where it is hidden by that of this program. private: MB in pages that no file
    holds, None where nobody watched. status: exit status, negative where a signal ended it."""
    cpu: float
    wall: float
    peak: float
    private: float
    status: int


def memory(pid):
    """Peak of all resident pages and pages that no file holds, in MB."""
    try:
        with open("/proc/%d/status" % pid) as text:
            told = dict(line.split(":", 1) for line in text)
        return int(told["VmHWM"].split()[0]) / 1024, int(told["RssAnon"].split()[0]) / 1024
    except (KeyError, OSError):
        return 0.0, 0.0


def run(call, environment, out, said, watched=False, limit=None):
    """Its cost; output goes to the file `out`, errors to `said`. watched: memory of this one process is looked at. limit: seconds."""
    with open(out, "wb") as stdout, open(said, "wb") as stderr, open(call.source, "rb") as stdin:
        start = time.monotonic()
        child = subprocess.Popen(call.arguments(), cwd=call.folder, env=dict(environment, **(call.more or {})), stdin=stdin, stdout=stdout,
                                 stderr=stderr, start_new_session=True, preexec_fn=(lambda: PTRACE(TRACEME, 0, 0, 0)) if watched else None)
    timer = threading.Timer(limit, os.killpg, (child.pid, signal.SIGKILL)) if limit else None
    if timer:
        timer.start()
    try:
        status, usage, seen = watch(child.pid) if watched else (*os.wait4(child.pid, 0)[1:], None)
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        raise
    finally:
        if timer:
            timer.cancel()
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    peak, private = seen or (usage.ru_maxrss / 1024, None)
    if not watched and peak <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:
        peak = None
    return Cost(usage.ru_utime + usage.ru_stime, wall, peak, private, child.returncode)


def watch(pid):
    """Waits for a child that asked to be traced: its status, its usage, the most memory that was seen."""
    seen, started = (0.0, 0.0), False
    while True:
        stopped, status, usage = os.wait4(pid, os.WNOHANG)
        if stopped == 0:
            seen = tuple(map(max, seen, memory(pid)))
            time.sleep(SAMPLE_EVERY)
        elif not os.WIFSTOPPED(status):
            return status, usage, seen
        else:
            passed_on = 0
            if not started:
                started = True
                PTRACE(SET_OPTIONS, pid, 0, STOP_BEFORE_END)
            elif status >> 8 == AT_END:
                seen = tuple(map(max, seen, memory(pid)))
            else:
                passed_on = os.WSTOPSIG(status)
            PTRACE(CONTINUE, pid, 0, passed_on)
