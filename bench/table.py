"""Collects measurements and prints them as one table, each with its gate and its peer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Row:
    what: str
    value: float
    unit: str
    gate: str = ""
    met: bool | None = None
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None


class Table:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(
        self,
        what: str,
        value: float,
        unit: str,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        peer: str = "",
        peer_value: float | None = None,
    ) -> None:
        """One measurement. Times and sizes are gated by `at_most`, rates by `at_least`."""
        gate, met = "", None
        if at_most is not None:
            gate, met = f"<= {at_most:g}", value <= at_most
        if at_least is not None:
            gate, met = f">= {at_least:g}", value >= at_least
        ratio = None
        if peer_value is not None and value > 0:
            ratio = value / peer_value if unit.endswith("/s") else peer_value / value
        self.rows.append(Row(what, value, unit, gate, met, peer, peer_value, ratio))

    def note(self, what: str, reason: str) -> None:
        """A measurement that could not be taken, and why."""
        self.rows.append(Row(what, float("nan"), reason.strip().splitlines()[0][:120]))

    def text(self) -> str:
        header = ("what", "median", "gate", "met", "peer", "peer's", "times better")
        lines = [header]
        for row in self.rows:
            if row.value != row.value:
                lines.append((row.what, "-", "", "", row.unit, "", ""))
                continue
            met = "" if row.met is None else ("yes" if row.met else "NO")
            lines.append(
                (
                    row.what,
                    f"{row.value:,.4g} {row.unit}",
                    row.gate,
                    met,
                    row.peer,
                    "" if row.peer_value is None else f"{row.peer_value:,.4g} {row.unit}",
                    "" if row.ratio is None else f"{row.ratio:,.1f}",
                )
            )
        widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
            for line in lines
        )
