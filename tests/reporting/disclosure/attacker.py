"""A reader who wants the withheld counts, and has more than the audit grants.

Knows this edition and those before, all margins, and how the product works: that counts of 1 to
under the threshold are withheld, and others only together with one of those. Has been told besides
how many records carry a second type. An exact solver says what each count can be.

Written apart from the product: it reads the published document and nothing else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import highspy

MOST = 100_000
Name = tuple[str, str, frozenset]


def recovered(
    document: Mapping[str, Any],
    earlier: Sequence[Mapping[str, Any]] = (),
    second_types: Mapping[Name, int] | None = None,
) -> tuple[int, list[str]]:
    """How many counts are withheld, and which of them have a single possible value."""
    numbers = _numbers(document)
    for one in earlier:
        for name, value in _numbers(one).items():
            if numbers.get(name, 0) is None and value is not None:
                numbers[name] = value
    withheld = {name for name, value in _numbers(document).items() if value is None}
    thresholds = document["edition"]["disclosure"]["thresholds"]
    found = [
        f"{name[0]} {name[1]} {sorted(name[2])}" for name in withheld if numbers[name] is not None
    ]
    rows = [*_sums(numbers, second_types or {}), *_percentages(document)]
    for group in _groups(numbers, rows):
        found += _attack(group, numbers, rows, thresholds)
    return len(withheld), found


def _numbers(document: Mapping[str, Any]) -> dict[Name, int | None]:
    return {
        (entry["measure"], entry["period"], frozenset(entry["dimensions"].items())): entry["value"]
        for part in ("values", "previous_values", "further_values")
        for entry in document[part]
        if "ward" not in entry["dimensions"]
    }


def _sums(
    numbers: Mapping[Name, int | None], second_types: Mapping[Name, int]
) -> list[tuple[dict[Name, int], float, float]]:
    children: dict[tuple[Name, str], list[Name]] = defaultdict(list)
    for measure, period, dimensions in numbers:
        for pair in dimensions:
            parent = (measure, period, dimensions - {pair})
            if parent in numbers:
                children[parent, pair[0]].append((measure, period, dimensions))
    rows = []
    for (parent, dimension), parts in children.items():
        if dimension != "exploitation_type":
            rows.append(({**dict.fromkeys(parts, 1), parent: -1}, 0.0, 0.0))
            continue
        unknown = [part for part in parts if ("exploitation_type", "UNK") in part[2]]
        for part in parts:
            if part not in unknown:
                rows.append(({part: 1, **dict.fromkeys(unknown, 1), parent: -1}, -MOST, 0.0))
        together = {**dict.fromkeys(parts, 1), parent: -1}
        rows.append((together, 0.0, second_types.get(parent, MOST)))
    return rows


def _percentages(document: Mapping[str, Any]) -> list[tuple[dict[Name, int], float, float]]:
    """Printed changes and percentages of which a side is withheld. There must be none."""
    entries = {
        entry["id"]: entry
        for part in ("values", "previous_values", "further_values")
        for entry in document[part]
    }
    rows = []
    for entry in document["derived"]:
        sides = [entries[key] for key in entry["of"] if key in entries]
        if entry["state"] == "shown" and any(side["state"] != "shown" for side in sides):
            first, second = (
                (side["measure"], side["period"], frozenset(side["dimensions"].items()))
                for side in sides
            )
            exact = entry["kind"] == "difference"
            if exact:
                rows.append(({first: 1, second: -1}, entry["value"], entry["value"]))
    return rows


def _groups(numbers: Mapping[Name, int | None], rows: Sequence[Any]) -> list[list[Name]]:
    """Withheld counts that stand in a sum together."""
    neighbours: dict[Name, set[Name]] = {n: set() for n, value in numbers.items() if value is None}
    for factors, _, _ in rows:
        free = [name for name in factors if name in neighbours]
        for name in free:
            neighbours[name].update(free)
    groups, seen = [], set()
    for start in neighbours:
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            name = waiting.pop()
            group.append(name)
            waiting += [one for one in neighbours[name] if one not in seen]
            seen |= neighbours[name]
        groups.append(group)
    return groups


def _attack(
    group: Sequence[Name],
    numbers: Mapping[Name, int | None],
    rows: Sequence[tuple[dict[Name, int], float, float]],
    thresholds: Mapping[str, int],
) -> list[str]:
    solver, column = _model(group, numbers, rows, thresholds)
    assert _solved(solver), f"the edition contradicts itself: {group[0]}"
    found = []
    for name in group:
        solver.changeColCost(column[name], 1)
        ends = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            solver.changeObjectiveSense(sense)
            assert _solved(solver)
            ends.append(round(solver.getSolution().col_value[column[name]]))
        solver.changeColCost(column[name], 0)
        if ends[0] == ends[1]:
            found.append(f"{name[0]} {name[1]} {sorted(name[2])} is {ends[0]}")
    return found


def _model(
    group: Sequence[Name],
    numbers: Mapping[Name, int | None],
    rows: Sequence[tuple[dict[Name, int], float, float]],
    thresholds: Mapping[str, int],
) -> tuple[highspy.Highs, dict[Name, int]]:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")
    column, small = {}, []
    highest = 2 * max((value or 0 for value in numbers.values()), default=0) + 50
    for name in group:
        column[name] = _whole(solver, highest)
    for name in group:
        threshold = thresholds[name[0]]
        small.append(_whole(solver, 1))
        solver.addRow(0, MOST, 2, [column[name], small[-1]], [1, -1])
        slack = highest - threshold + 1
        solver.addRow(-MOST, highest, 2, [column[name], small[-1]], [1, slack])
    solver.addRow(1, MOST, len(small), small, [1.0] * len(small))
    for factors, low, high in rows:
        free = {column[name]: factor for name, factor in factors.items() if name in column}
        if free:
            fixed = sum(f * numbers[name] for name, f in factors.items() if name not in column)
            terms = (len(free), list(free), list(free.values()))
            solver.addRow(low - fixed, high - fixed, *terms)
    return solver, column


def _whole(solver: highspy.Highs, highest: int) -> int:
    place = solver.getNumCol()
    solver.addVar(0, highest)
    solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
    return place


def _solved(solver: highspy.Highs) -> bool:
    solver.run()
    return solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
