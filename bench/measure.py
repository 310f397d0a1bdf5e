"""Runs a process and says how long it took and how much memory it held at most."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass
class Run:
    seconds: float
    peak_mb: float
    stdout: str


def run(
    command: Sequence[str], env: dict[str, str] | None = None, *, may_fail: bool = False
) -> Run:
    """One run; fails loudly when the command does, unless it may."""
    before = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    stdout, stderr = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - before
    if process.returncode != 0 and not may_fail:
        raise RuntimeError(f"{' '.join(command)} exited {process.returncode}: {stderr.decode()[-400:]}")
    return Run(seconds, usage.ru_maxrss / 1024, stdout.decode())


def median(times: int, once: Callable[[], float]) -> float:
    """The median of several measurements."""
    return statistics.median(once() for _ in range(times))
