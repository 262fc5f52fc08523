"""The shape of a table in the contract: columns, rows and cells that point to the ledger."""

from collections.abc import Iterable, Sequence
from typing import Any

from reporting.document.material import Material

Table = dict[str, Any]
Cell = dict[str, Any]


def column(label: str, kind: str = "number") -> dict[str, str]:
    return {"label": label, "kind": kind}


def row(label: str, *cells: Cell, total: bool = False) -> dict[str, Any]:
    return {"total": total, "cells": [text(label), *cells]}


def text(words: str) -> Cell:
    return {"text": words}


def value(key: str) -> Cell:
    return {"value": key}


# More notes than these push a table off its page.
LONGEST_SILENCE = 2


def silence(material: Material, measures: Iterable[str]) -> list[str]:
    """A note for each measure whose total lacks an agency. Beside a table of all measures the
    numbers would hide the names, so agencies are named with the measures they left empty."""
    by_agencies: dict[tuple[str, ...], list[str]] = {}
    for measure in measures:
        if names := material.silent(measure):
            by_agencies.setdefault(tuple(names), []).append(material.name(measure))
    if len(by_agencies) > LONGEST_SILENCE:
        return ["For each measure, the table of agencies that sent nothing names them."]
    return [
        f"Sent nothing under {_listed(names)} in {material.period}: {'; '.join(agencies)}."
        for agencies, names in by_agencies.items()
    ]


def _listed(names: Sequence[str]) -> str:
    """Without commas, as a measure's name may hold "and"."""
    return "; ".join(f"“{name}”" for name in names)


def table(
    material: Material,
    key: str,
    what: str,
    columns: list[dict[str, str]],
    rows: list[dict[str, Any]],
    *,
    years: bool = False,
    town: str = "",
    notes: Iterable[str] = (),
    bars: Sequence[int] = (),
) -> Table:
    where = material.rows_by_town[town] if town else material.area
    when = " and ".join(material.years) if years else material.period
    return {
        "id": key,
        "title": f"{what}, {where}, {when}",
        "columns": columns,
        "rows": rows,
        "notes": list(notes),
        "bars": list(bars),
    }


def two_years(
    material: Material, measure: str, *, percent: bool = False, **dimensions: str
) -> list[Cell]:
    now = material.now(measure, **dimensions)
    if not material.previous:
        return [value(now)]
    before = material.before(measure, **dimensions)
    if not material.by_one_rule(measure):
        not_compared = {"missing": "not_applicable"}
        return [value(before), value(now), *([not_compared] * (2 if percent else 1))]
    cells = [value(before), value(now), value(material.ledger.difference(now, before))]
    if percent:
        cells.append(value(material.ledger.percent_change(now, before)))
    return cells


def year_columns(material: Material, *, percent: bool = False) -> list[dict[str, str]]:
    columns = [column(year) for year in material.years]
    if material.previous:
        columns.append(column("Change", "change"))
        columns.extend([column("Change %", "change")] if percent else [])
    return columns


def year_bars(material: Material) -> list[int]:
    return list(range(1, len(material.years) + 1))
