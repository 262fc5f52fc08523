"""Tables of what people wrote: priorities with the figures they cite, faults that were accepted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reporting.document.material import CitedPriority, Material
from reporting.document.table import Table, column, row, table, text, value


def priorities(material: Material, town: str, found: Iterable[CitedPriority]) -> Table:
    """Each with the figure it rests on, and by which version of its rule that was counted."""
    rows = [
        row(
            one["words"],
            text(_cited(material, one)),
            value(material.now(one["measure"], **({"town": town} if town else {}))),
            text(one["action"]),
            text(one["owner"]),
            text(one["due"] or "Not set"),
        )
        for one in found
    ]
    columns = [
        column("Priority", "text"),
        column("Because of", "text"),
        column(material.period),
        column("What will be done", "text"),
        column("Who leads", "text"),
        column("By when", "text"),
    ]
    key = f"priorities-{town}" if town else "priorities"
    return table(material, key, "Priorities", columns, rows, town=town)


def accepted(found: Sequence[Mapping[str, Any]], number: int) -> Table:
    """What the checks before the sign-off found and a person let stand."""
    rows = [
        row(one["place"], text(one["said"]), text(one["reason"]), text(one["by"]), text(one["on"]))
        for one in found
    ]
    columns = [
        column(label, "text")
        for label in ("Where", "What was found", "Why it stands", "Accepted for", "On")
    ]
    return {
        "id": "accepted", "number": number, "title": "Differences that were accepted",
        "columns": columns, "rows": rows, "notes": [], "bars": [],
    }  # fmt: skip


def _cited(material: Material, one: CitedPriority) -> str:
    name = material.name(one["measure"]) if material.has(one["measure"]) else one["measure"]
    return f"{name}, version {one['measure_version']}"
