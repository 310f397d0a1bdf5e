"""Where the release build lies, and how its parts are run."""

from __future__ import annotations

from pathlib import Path

from measure import Run, run

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "target" / "release"
KALENDS = str(RELEASE / "kalends")


def run_example(name: str, *arguments: str) -> Run:
    """A run of an example."""
    return run([str(RELEASE / "examples" / name), *arguments])


def example(name: str, *arguments: str) -> str:
    """What an example prints."""
    return run_example(name, *arguments).stdout
