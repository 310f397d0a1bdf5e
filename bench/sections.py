"""The sections of the benchmark: what is run, what it is compared with, and its gate."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from built import KALENDS, ROOT, example
from feed_server import Feed
from google_account import google
from measure import median, run
from table import Table

LARGE, SMALL = 50_000, 2_000


def feed_file(work: Path, events: int) -> Path:
    return work / f"feed-{events}.ics"


@contextmanager
def data_dir() -> Iterator[dict[str, str]]:
    """A fresh data directory, as the environment that points at it."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"KALENDS_DATA_DIR": folder}


def figure(text: str, pattern: str) -> float:
    """The number that the pattern's group finds."""
    found = re.search(pattern, text)
    if not found:
        raise ValueError(f"no {pattern!r} in {text[-300:]!r}")
    return float(found.group(1))


def read(work: Path, table: Table) -> None:
    """Text into components and events, in memory."""
    large = feed_file(work, LARGE)
    ours = json.loads(example("throughput", str(large)))
    megabytes = large.stat().st_size / 1e6
    libical = None
    program = work / "libical_read"
    if program.exists():
        milliseconds = float(run([str(program), str(large)]).stdout.split()[1])
        libical = megabytes / (milliseconds / 1e3)
    small = feed_file(work, SMALL)
    script = (
        "import sys,time,icalendar;t=open(sys.argv[1],'rb').read();b=time.perf_counter();"
        "c=icalendar.Calendar.from_ical(t);n=sum(1 for e in c.walk('VEVENT') if e.decoded('dtstart'));"
        "print(time.perf_counter()-b)"
    )
    seconds = float(run([str(work / "peers/bin/python"), "-c", script, str(small)]).stdout)
    python = small.stat().st_size / 1e6 / seconds
    table.add("lex 52 MB", ours["split_mb_per_s"], "MB/s", at_least=500, peer="libical, whole reading", peer_value=libical)
    table.add("read 52 MB into events", ours["read_mb_per_s"], "MB/s", at_least=120, peer="libical", peer_value=libical)
    table.add("read into events", ours["read_mb_per_s"], "MB/s", peer="python icalendar", peer_value=python)


def import_(work: Path, table: Table) -> None:
    """A file into the store, through the command line."""

    def ours(events: int) -> tuple[float, float]:
        with data_dir() as env:
            calendar = json.loads(run([KALENDS, "calendar", "add", "--local", "Bench", "--json"], env).stdout)["id"]
            result = run([KALENDS, "import", str(feed_file(work, events)), "--calendar", calendar], env)
            return result.seconds, result.peak_mb

    runs = [ours(LARGE) for _ in range(3)]
    seconds = sorted(r[0] for r in runs)[1]
    table.add("import 50,000 events", seconds, "s", at_most=3)
    table.add("its peak memory", max(r[1] for r in runs), "MB", at_most=150)
    small = median(3, lambda: ours(SMALL)[0])
    if shutil.which("khal"):
        table.add("import 2,000 events", small, "s", peer="khal", peer_value=khal_import(work))
    if shutil.which("calcurse"):
        table.add("import 2,000 events", small, "s", peer="calcurse", peer_value=calcurse_import(work))


def khal_import(work: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "calendar").mkdir()
        config = home / "config"
        config.write_text(
            f"[calendars]\n[[bench]]\npath = {home}/calendar\n[sqlite]\npath = {home}/khal.db\n"
            "[locale]\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        )
        command = ["khal", "-c", str(config), "import", "--batch", "-a", "bench", str(feed_file(work, SMALL))]
        return run(command, {"HOME": folder}).seconds


def calcurse_import(work: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = ["calcurse", "-D", folder, "-C", folder, "-q", "-i", str(feed_file(work, SMALL))]
        # It leaves out what it does not know and then says that it failed.
        return run(command, {"HOME": folder}, may_fail=True).seconds


def sync(work: Path, table: Table) -> None:
    """A feed that is fetched again."""
    body = feed_file(work, LARGE).read_bytes()

    def sync_once(env: dict[str, str]) -> tuple[float, dict]:
        result = run([KALENDS, "sync", "--json"], env)
        rows = json.loads(result.stdout)
        return result.seconds, (rows[0] if isinstance(rows, list) else rows)

    for validators, name, gate in ((True, "unchanged feed, answered 304", None), (False, "unchanged body, no validators", 0.15)):
        feed = Feed(body, validators)
        with data_dir() as env:
            added = run([KALENDS, "feed", "add", feed.address, "--name", "Bench"], env)
            requests = feed.requests
            seconds, row = sync_once(env)
            assert row["result"] == "unchanged", row
            assert feed.requests == requests + 1, "one request"
            table.add(name, median(5, lambda: sync_once(env)[0]), "s", at_most=gate)
            if not validators:
                table.add("add the feed of 50,000 events", added.seconds, "s")
                changed = []
                for number in range(3):
                    at = body.rfind(b"SUMMARY:", 0, len(body) // 2) + len(b"SUMMARY:")
                    feed.change(body[:at] + b"Changed %d " % number + body[at:])
                    seconds, row = sync_once(env)
                    assert (row["updated"], row["created"], row["deleted"]) == (1, 0, 0), row
                    changed.append(seconds)
                table.add("one event of 50,000 changed", sorted(changed)[1], "s", at_most=0.4)
        feed.close()


def window(work: Path, table: Table) -> None:
    """Occurrences and search out of a full store."""
    with tempfile.TemporaryDirectory() as folder:
        store = example("load", "100000", folder)
    slowest = max(float(p99) for p99 in re.findall(r"(?m)^search.*?p99 ([\d.]+) ms", store))
    table.add("35 days of 100,000 events, p99", figure(store, r"(?m)^35 days.*?p99 ([\d.]+) ms"), "ms", at_most=10)
    table.add("a week of 100,000 events", figure(store, r"(?m)^7 days.*?p50 ([\d.]+) ms"), "ms", at_most=2)
    table.add("a week of 100,000 events, p99", figure(store, r"(?m)^7 days.*?p99 ([\d.]+) ms"), "ms")
    table.add("search in 100,000 events, p99", slowest, "ms", at_most=20)
    ours = figure(example("expand"), r"occurrences: ([\d.]+) ms")
    table.add("35 days of 10,000 rules", ours, "ms", at_most=20)
    script = (
        "import sys,time,datetime as d,icalendar,recurring_ical_events as r;"
        "c=icalendar.Calendar.from_ical(open(sys.argv[1],'rb').read());b=time.perf_counter();"
        "n=len(r.of(c).between(d.date(2026,11,1),d.date(2026,12,6)));"
        "s=sum(1 for e in c.walk('VEVENT') if 'RRULE' in e);print((time.perf_counter()-b)*1e3*10000/s)"
    )
    peer = float(run([str(work / "peers/bin/python"), "-c", script, str(feed_file(work, SMALL))]).stdout)
    table.add("35 days of 10,000 rules", ours, "ms", peer="recurring-ical-events", peer_value=peer)


def ui(work: Path, table: Table) -> None:
    """The grid alone, in Chromium: main-thread CPU."""
    out = run(["node", str(ROOT / "ui/bench/run.mjs"), "--json"], may_fail=True).stdout
    for row in json.loads(out.strip().splitlines()[-1]):
        gates = row["gates"]
        table.add(f"grid, {row['name']}, next", row["next"], "ms", at_most=gates["next"])
        table.add(f"grid, {row['name']}", row["nodes"], "nodes", at_most=gates.get("nodes"))


def app(work: Path, table: Table) -> None:
    """The release app under a virtual display with 100,000 events stored."""
    command = ["node", str(ROOT / "tests/desktop/bench.mjs")]
    out = run(command, {"KALENDS_PROFILE": "release"}).stdout
    figures = json.loads(out.strip().splitlines()[-1])
    table.add("app: week painted after start", figures["painted_ms"], "ms", at_most=1500)
    table.add("app: next week, 300 events", figures["next_week_ms"], "ms", at_most=100)
    table.add("app: idle CPU", figures["idle_cpu_percent"], "%", at_most=0.5)
    table.add("app: memory of all processes", figures["memory_mb"], "MB")


def edits(work: Path, table: Table) -> None:
    """Events moved in the window of the release app, with a Google account."""
    command = ["node", str(ROOT / "tests/desktop/bench-edits.mjs")]
    out = run(command, {"KALENDS_PROFILE": "release"}).stdout
    for figures in json.loads(out.strip().splitlines()[-1]):
        for how in ("key", "drag"):
            moves = figures[how]
            name = f"app: moved by {how}, {figures['shown']} events in the week"
            table.add(f"{name}, painted", moves["painted_ms"], "ms", at_most=16)
            table.add("the slowest tenth", moves["painted_slow_ms"], "ms")
            table.add("of which the page works", moves["work_ms"], "ms", at_most=16)
            table.add("frames until it is painted, at most", moves["frames"], "", at_most=1)


def reminders(work: Path, table: Table) -> None:
    """Reminders shown one after another for two minutes, at the pace of 5,000 a day."""
    figures = json.loads(example("reminders_bench", "120", "5000"))
    assert abs(figures["shown"] - figures["due"]) <= 1, figures
    table.add("5,000 reminders a day, CPU", figures["cpu_percent"], "%", at_most=0.2)
    table.add("shown after its time", figures["late_ms_median"], "ms")
    table.add("shown after its time, at most", figures["late_ms_most"], "ms", at_most=1000)


def free(work: Path, table: Table) -> None:
    """Conflicts and free time out of 100,000 events on 20 calendars."""
    figures = json.loads(example("free_bench", "100000"))
    assert figures["conflicts"] > 100 and figures["slots"] > 10, figures
    table.add("conflicts of a year, 100,000 events stored", figures["conflicts_ms"], "ms", at_most=50)
    table.add("the slowest of a hundred", figures["conflicts_ms_most"], "ms")
    table.add("free slots of four weeks, 20 calendars", figures["free_ms"], "ms", at_most=5)
    table.add("the slowest of a hundred", figures["free_ms_most"], "ms")
    table.add("whether one slot is free", figures["check_ms"], "ms", at_most=5)
    table.add("the same, asking a server that takes 100 ms", figures["asked_ms"], "ms", at_most=500)


def agents(work: Path, table: Table) -> None:
    """A proposal of an agent, from the call of its tool to the inbox of another process."""
    figures = json.loads(example("proposal_bench", KALENDS, "100000", "20"))
    table.add("a proposal is answered", figures["answer_ms"], "ms")
    table.add("a proposal is in the inbox", figures["inbox_ms"], "ms", at_most=300)
    table.add("the slowest of twenty", figures["inbox_ms_most"], "ms", at_most=300)


def idle(work: Path, table: Table) -> None:
    """The release app in the tray, its window closed, with reminders to come."""
    command = ["node", str(ROOT / "tests/desktop/bench-idle.mjs")]
    out = run(command, {"KALENDS_PROFILE": "release"}).stdout
    figures = json.loads(out.strip().splitlines()[-1])
    name = f"app: {figures['minutes']:g} minutes in the tray"
    table.add(f"{name}, CPU", figures["cpu_percent"], "%", at_most=0.2)
    table.add(f"{name}, wake-ups of all threads", figures["wake_ups_per_minute"], "/min", at_most=60)
    table.add(f"{name}, memory of all processes", figures["memory_mb"], "MB")


ALL = {
    "read": read,
    "import": import_,
    "sync": sync,
    "window": window,
    "google": google,
    "ui": ui,
    "app": app,
    "edits": edits,
    "reminders": reminders,
    "free": free,
    "agents": agents,
    "idle": idle,
}
