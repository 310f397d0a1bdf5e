"""The stand-in of Google in a process of its own, full of made-up events."""

from __future__ import annotations

import json
import subprocess
from types import TracebackType

from built import RELEASE

DELAY_MS = 50


class Google:
    """`calendars` come beside the primary one, which has the events when there are no others."""

    def __init__(self, events: int, calendars: int = 0) -> None:
        self.process = subprocess.Popen(
            [
                str(RELEASE / "kalends-google"),
                *("--consent", "give", "--delay", f"{DELAY_MS}ms"),
                *("--events", str(events), "--calendars", str(calendars)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.ready = json.loads(self.process.stdout.readline())
        self.url: str = self.ready["url"]
        self.control: str = self.ready["control"]

    def __enter__(self) -> Google:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=10)
