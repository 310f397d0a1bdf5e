"""A Google account: first syncs, idle syncs and edits, against the stand-in with 50 ms more for each
answer."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

from built import run_example
from google_stand_in import DELAY_MS, Google
from measure import Run, run
from table import Table

LARGE, SMALL, CALENDARS = 50_000, 500, 10
PAGE = 2_500
TRIP = DELAY_MS / 1e3
# Beside the waiting: what ten requests and one transaction cost, and late timers of both sides.
IDLE_MARGIN = 0.03


def ours(what: str, google: Google) -> tuple[dict, Run]:
    done = run_example("google_bench", what, google.url, google.control)
    return json.loads(done.stdout), done


def peers(what: str, google: Google, work: Path) -> dict:
    script = str(Path(__file__).parent / "google_peer.py")
    python = str(work / "peers/bin/python")
    return json.loads(run([python, script, what, json.dumps(google.ready)]).stdout)


def google(work: Path, table: Table) -> None:
    first_sync(work, table)
    idle(work, table)
    edits(table)


def first_sync(work: Path, table: Table) -> None:
    """Everything of one calendar. The stand-in makes its texts at the first asking, so that run
    does not count, neither of ours nor of the peer."""
    for events, gate in ((SMALL, 0.5), (LARGE, LARGE / PAGE * TRIP + 3)):
        name = f"first sync of {events:,} events"
        with Google(events) as server:
            runs = [ours("full", server) for _ in range(4)][1:]
            peer = [peers("full", server, work) for _ in range(2)][1]
        for figures, _ in runs:
            assert figures["events"] == events, figures
        assert peer["events"] == events, peer
        seconds = statistics.median(figures["seconds"] for figures, _ in runs)
        table.add(
            f"google: {name}",
            seconds,
            "s",
            at_most=gate,
            peer="gcal_sync, into memory",
            peer_value=peer["seconds"],
        )
        # The list of calendars, and the pages.
        requests = 1 + -(-events // PAGE)
        table.add("its requests", max(figures["requests"] for figures, _ in runs), "", at_most=requests)
    table.add("its peak memory", max(done.peak_mb for _, done in runs), "MB")


def idle(work: Path, table: Table) -> None:
    """Nothing new in ten calendars, the primary one among them."""
    with Google(5_000, CALENDARS - 1) as server:
        figures, _ = ours("idle", server)
        peer = peers("idle", server, work)
    assert figures["calendars"] == peer["calendars"] == CALENDARS, (figures, peer)
    assert figures["requests"] - figures["lists"] == CALENDARS, figures
    name = f"google: idle sync of {CALENDARS} calendars"
    table.add(
        name,
        statistics.median(figures["seconds"]) * 1e3,
        "ms",
        at_most=(2 * TRIP + IDLE_MARGIN) * 1e3,
        peer="gcal_sync",
        peer_value=statistics.median(peer["seconds"]) * 1e3,
    )
    table.add("its requests", figures["requests"], "", at_most=CALENDARS + 1)
    table.add("its largest answer, unpacked", figures["largest"], "bytes", at_most=1_000)
    table.add("all its answers, unpacked", figures["bytes"], "bytes")


def edits(table: Table) -> None:
    """Events moved in a calendar of 50,000, the schedule running."""
    with Google(LARGE) as server:
        figures, _ = ours("edit", server)
    shown, sent = ([seconds * 1e3 for seconds in figures[name]] for name in ("shown", "sent"))
    table.add("google: an edit, until its week has it", statistics.median(shown), "ms", at_most=16)
    table.add("the slowest of 30", max(shown), "ms")
    table.add("google: an edit, until the server has it", statistics.median(sent), "ms", at_most=(2 * TRIP) * 1e3)
    table.add("the slowest of 30", max(sent), "ms")
