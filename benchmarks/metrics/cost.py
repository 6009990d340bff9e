"""What a piece of work costs: CPU seconds of this process, and peak memory of a process of its own."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Spent(NamedTuple):
    """What one run cost."""

    cpu: float
    wall: float
    megabytes: float
    out: str


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU of all threads of this process, system time included."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def interleaved(works: Mapping[str, Callable[[], object]], *, times: int = 3) -> dict[str, float]:
    """Median CPU seconds of each work, run in turn, so that what else the machine does meets all alike."""
    for work in works.values():
        work()  # files come into the page cache, plans and modules are loaded
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            spent[name].append(cpu_seconds(work))
    return {name: statistics.median(values) for name, values in spent.items()}


def cpu_of_sessions(leaders: Sequence[int]) -> float:
    """CPU seconds so far of all processes in the sessions of these leaders, ended children included."""
    ticks = sum(
        sum(int(number) for number in fields[11:15])
        for fields in map(_status, Path("/proc").glob("[0-9]*"))
        if fields and int(fields[3]) in leaders
    )
    return ticks / os.sysconf("SC_CLK_TCK")


def _status(process: Path) -> list[str]:
    """What the system tells of a process from its state on; empty where it has ended."""
    try:
        # The name before it may hold blanks and brackets.
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def in_own_process(program: Sequence[str], *, limit_seconds: float = 3600) -> Spent:
    """What a program costs, with its standard output.

    Raises:
        SystemExit: It failed; its last words are shown.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        process = subprocess.Popen(program, stdout=out, stderr=error)
        status, usage, megabytes = _ended(process.pid)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        out.seek(0)
        error.seek(0)
        if process.returncode or wall > limit_seconds:
            sys.exit(f"{' '.join(program)} failed:\n{error.read().decode()[-2000:]}")
        return Spent(usage.ru_utime + usage.ru_stime, wall, megabytes, out.read().decode())


def _ended(pid: int) -> tuple[int, resource.struct_rusage, float]:
    """Status, usage and peak memory (megabytes) of a child, once it has ended.

    The peak that the usage holds begins with that of this process, whose memory the child shares until it
    loads its own program; the kernel's mark is the program's alone.
    """
    peak = 0.0
    while True:
        found, status, usage = os.wait4(pid, os.WNOHANG)
        if found:
            return status, usage, peak or usage.ru_maxrss / 1024
        peak = max(peak, _high_water(pid))
        time.sleep(0.005)


def _high_water(pid: int) -> float:
    """Peak memory of a running process so far; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(found[0]) / 1024 if found else 0.0
