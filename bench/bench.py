"""Measures Kalends and its peers in one run and prints one table.

usage: bench.py WORK [SECTION...]

Sections: read, import, sync, window, google, ui, app, edits, reminders, free, agents, idle; all of them unless some are named.
WORK holds the generated feeds and the peers. It runs inside a session bus with an unlocked keychain.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sections
from table import Table


def main() -> int:
    work = Path(sys.argv[1])
    wanted = sys.argv[2:] or list(sections.ALL)
    table = Table()
    for name in wanted:
        print(f"bench: {name}", file=sys.stderr, flush=True)
        try:
            sections.ALL[name](work, table)
        except Exception as error:  # one broken peer must not hide the other figures
            table.note(name, f"not measured: {error}")
    text = table.text()
    print(text)
    (work / "table.txt").write_text(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
