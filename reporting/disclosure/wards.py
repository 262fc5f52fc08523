"""Counts by ward, told in bands.

A town's total stands in another table, so the bands of its wards are told only where they leave
each ward room enough; else none of that town's wards is told. Where a town's total is withheld, its
wards say nothing either.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reporting.disclosure.releases import SHOWN, WITHHELD

BANDED = "banded"
Band = tuple[int, int | None]
Ward = Mapping[str, Any]


def published(
    wards: Sequence[Ward],
    towns: Mapping[str, int | None],
    bands: Sequence[Band],
    threshold: int,
) -> list[dict[str, Any]]:
    """`wards` with a state each. towns: the published total of each town, None where withheld.

    A town with wards always has a row for incidents without one, or the row itself would tell that
    there are some.
    """
    told = []
    for town, rows in _by_town(wards).items():
        told += _of_town(rows, towns.get(town), bands, threshold)
    return told


def _by_town(wards: Sequence[Ward]) -> dict[str, list[Ward]]:
    by_town: dict[str, list[Ward]] = {}
    for ward in wards:
        by_town.setdefault(ward["town"], []).append(ward)
    for town, rows in by_town.items():
        if all(row["ward_code"] for row in rows):
            rows.append({"ward_code": "", "ward_name": "", "town": town, "value": 0})
    return by_town


def _of_town(
    rows: Sequence[Ward], total: int | None, bands: Sequence[Band], threshold: int
) -> list[dict[str, Any]]:
    if len(rows) == 1 or total == 0:
        value = total
        return [_row(row, value, SHOWN if value is not None else WITHHELD) for row in rows]
    if total is not None and sum(row["value"] for row in rows) == total:
        chosen = [_band(row["value"], bands) for row in rows]
        if all(_leaves_room(place, chosen, total, threshold) for place in range(len(rows))):
            return [
                {**_row(row, None, BANDED), "band": list(band)}
                for row, band in zip(rows, chosen, strict=True)
            ]
    return [_row(row, None, WITHHELD) for row in rows]


def _row(row: Ward, value: int | None, state: str) -> dict[str, Any]:
    return {**row, "value": value, "state": state}


def _band(count: int, bands: Sequence[Band]) -> Band:
    return next(
        (low, high) for low, high in bands if low <= count and (high is None or count <= high)
    )


def _leaves_room(place: int, chosen: Sequence[Band], total: int, threshold: int) -> bool:
    """Whether a reader who knows the town's total could still think the ward nought and could
    think it at least the threshold, or knows only that it is at least that."""
    others = [band for other, band in enumerate(chosen) if other != place]
    most_elsewhere = sum(total if high is None else high for _, high in others)
    low, high = chosen[place]
    least = max(low, total - most_elsewhere)
    most = min(total if high is None else high, total - sum(start for start, _ in others))
    if least == most:
        return False
    return least >= threshold or (least == 0 and most >= threshold)
