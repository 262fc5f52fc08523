"""What a reader can work out about every withheld count, from the published documents alone.

This module knows nothing of how cells were chosen and shares no code with that. It takes an edition
as readers get it, with the editions they have had before, writes down all that these say as bounds
and sums of whole numbers that are not negative, and asks HiGHS for the least and the most each
withheld count can be. Any edition it finds nothing against may be published, however it was made.

A withheld count passes when it

    could be nought and could be at least the threshold, or
    is at least the threshold, whatever else it is,

and is not known exactly. So nothing that can be worked out tells that a count is small and not
nought.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy

Document = Mapping[str, Any]
# measure, period, dimensions
Name = tuple[str, str, tuple[tuple[str, str], ...]]
PARTS = ("values", "previous_values", "further_values")
# A record of several types counts under each; one of no known type under this alone.
MANY, NO_TYPE = "exploitation_type", "UNK"
# An upper bound for the solver; no count of a partnership comes near it.
VAST = 1_000_000
# No correction moves a count further. Small, or the solver's tolerance would blur one record.
FURTHEST_CORRECTION = 10_000
SMALLEST_BASE = 20


@dataclass(frozen=True)
class Finding:
    """`name` could be worked out to lie between `low` and `high`; `words` says what is wrong."""

    name: str
    low: int
    high: int | None
    words: str


def findings(document: Document, earlier: Sequence[Document] = ()) -> list[Finding]:
    """What is wrong with publishing `document` to readers who have `earlier`, oldest first.

    Nothing is wrong with an edition that withholds nothing by rule, as internal ones do.
    """
    thresholds = document["edition"]["disclosure"]["thresholds"]
    if not thresholds:
        return []
    found = [*_numbers_beside(document), *_small_revisions(document, earlier, thresholds)]
    for name, (low, high) in bounds(document, earlier).items():
        threshold = thresholds.get(name[0], 0)
        if words := _wrong(low, high, threshold):
            found.append(Finding(_said(name), low, high, words))
    return found


def _wrong(low: int, high: int | None, threshold: int) -> str:
    if not threshold:
        return ""
    if low == high:
        return "can be worked out exactly"
    if low >= threshold:
        return ""
    if low > 0:
        return "cannot be nought"
    if high is not None and high < threshold:
        return "cannot reach the threshold"
    return ""


def bounds(
    document: Document, earlier: Sequence[Document] = ()
) -> dict[Name, tuple[int, int | None]]:
    """Of every count that is withheld here, or was in `earlier` and is not shown since."""
    statements = _Statements(document, earlier)
    found: dict[Name, tuple[int, int | None]] = {}
    for group in statements.apart():
        found |= group.bounds()
    return found


@dataclass(frozen=True)
class _Sum:
    """low <= sum of factor x count <= high, with None for no bound."""

    factors: Mapping[Name, int]
    low: int | None
    high: int | None


class _Statements:
    """All that the documents say, as numbers, ranges and sums."""

    def __init__(self, document: Document, earlier: Sequence[Document]) -> None:
        self.shown: dict[Name, int] = {}
        self.ranges: dict[Name, tuple[int, int | None]] = {}
        self.guesses: dict[Name, int] = {}
        self.sums: list[_Sum] = []
        towns: dict[Name, Name] = {}
        entries: dict[str, Name] = {}
        for entry in _entries(document):
            name = _name(entry)
            entries[entry["id"]] = name
            self._take(name, entry)
            if "ward" in entry["dimensions"]:
                towns[name] = (name[0], name[1], (("town", entry["town"]),))
        self.told = {*self.shown, *self.ranges}
        for one in reversed(earlier):
            for entry in _entries(one):
                self._take_earlier(_name(entry), entry)
        self._margins()
        self._wards(towns)
        for entry in document["derived"]:
            self._derived(entry, [entries[key] for key in entry["of"] if key in entries])

    def _take(self, name: Name, entry: Mapping[str, Any]) -> None:
        if entry["state"] == "shown":
            self.shown[name] = entry["value"]
        elif entry["state"] == "banded":
            self.ranges[name] = tuple(entry["band"])
        elif entry["state"] == "withheld":
            self.ranges[name] = (0, None)

    def _take_earlier(self, name: Name, entry: Mapping[str, Any]) -> None:
        """What is withheld now is held to be as it was shown before, as long as that fits: most
        counts of a closed year never change. What this document does not tell stands as it was."""
        if name in self.told:
            if name in self.ranges and entry["state"] == "shown":
                self.guesses.setdefault(name, entry["value"])
        elif name not in self.shown and name not in self.ranges:
            self._take(name, entry)

    def _margins(self) -> None:
        names = {*self.shown, *self.ranges}
        divided: dict[tuple[str, Name], dict[str, Name]] = {}
        for measure, period, dimensions in names:
            for dimension, code in dimensions:
                rest = tuple(pair for pair in dimensions if pair[0] != dimension)
                whole = (measure, period, rest)
                if dimension != "ward" and whole in names:
                    parts = divided.setdefault((dimension, whole), {})
                    parts[code] = (measure, period, dimensions)
        for (dimension, whole), parts in divided.items():
            if dimension != MANY:
                factors = dict.fromkeys(parts.values(), 1)
                self.sums.append(_Sum({**factors, whole: -1}, 0, 0))
                continue
            outside = {parts[NO_TYPE]: 1} if NO_TYPE in parts else {}
            typed = [part for code, part in parts.items() if code != NO_TYPE]
            self.sums.append(_Sum({**dict.fromkeys(typed, 1), **outside, whole: -1}, 0, None))
            for part in typed:
                self.sums.append(_Sum({part: 1, **outside, whole: -1}, None, 0))

    def _wards(self, towns: Mapping[Name, Name]) -> None:
        by_town: dict[Name, list[Name]] = {}
        for ward, town in towns.items():
            by_town.setdefault(town, []).append(ward)
        for town, wards in by_town.items():
            if town in self.shown or town in self.ranges:
                self.sums.append(_Sum({**dict.fromkeys(wards, 1), town: -1}, 0, 0))

    def _derived(self, entry: Mapping[str, Any], of: Sequence[Name]) -> None:
        """A change or percentage that is printed although a count it was made from is not."""
        if len(of) != len(entry["of"]) or all(name in self.shown for name in of):
            return
        first, second = of
        base = second
        if entry["state"] == "not_applicable" and entry["kind"] != "difference":
            self.sums.append(_Sum({base: 1}, 0, SMALLEST_BASE - 1))
        if entry["state"] != "shown":
            return
        value = entry["value"]
        if entry["kind"] == "difference":
            self.sums.append(_Sum({first: 1, second: -1}, value, value))
            return
        # Rounded to a whole percentage: twice the numerator in hundredths lies within one base.
        numerator = {first: 200, base: -200 if entry["kind"] == "percent_change" else 0}
        for edge, low, high in ((2 * value + 1, None, 0), (2 * value - 1, 0, None)):
            factors = {**numerator, base: numerator[base] - edge}
            self.sums.append(_Sum(factors, low, high))

    def apart(self) -> list["_Group"]:
        """What has to do with each other, in groups: bounds of one do not depend on the others."""
        groups: dict[Name, list[_Sum]] = {name: [] for name in self.ranges}
        leader = {name: name for name in self.ranges}

        def find(name: Name) -> Name:
            while leader[name] != name:
                leader[name] = leader[leader[name]]
                name = leader[name]
            return name

        free_of = [[name for name in one.factors if name in self.ranges] for one in self.sums]
        for free in free_of:
            for name in free[1:]:
                leader[find(name)] = find(free[0])
        for one, free in zip(self.sums, free_of, strict=True):
            if free:
                groups[find(free[0])].append(one)
        members: dict[Name, list[Name]] = {}
        for name in sorted(self.ranges):
            members.setdefault(find(name), []).append(name)
        return [_Group(self, names, groups[key]) for key, names in members.items()]


class _Group:
    """Counts that hang together, and what is said of them."""

    def __init__(
        self, statements: _Statements, names: Sequence[Name], sums: Iterable[_Sum]
    ) -> None:
        self.names = names
        self.statements = statements
        self.column = {name: place for place, name in enumerate(names)}
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        # Presolve of HiGHS 1.12 to 1.15 calls some such models infeasible that are not.
        self.model.setOptionValue("presolve", "off")
        for name in names:
            low, high = statements.ranges[name]
            self.model.addVar(low, VAST if high is None else high)
            self.model.changeColIntegrality(self.column[name], highspy.HighsVarType.kInteger)
        for one in sums:
            fixed = sum(
                factor * statements.shown[name]
                for name, factor in one.factors.items()
                if name in statements.shown
            )
            terms = {
                self.column[name]: factor
                for name, factor in one.factors.items()
                if name in self.column and factor
            }
            low = -highspy.kHighsInf if one.low is None else one.low - fixed
            high = highspy.kHighsInf if one.high is None else one.high - fixed
            self.model.addRow(low, high, len(terms), list(terms), list(terms.values()))
        self._believe_earlier()

    def _believe_earlier(self) -> None:
        """Holds to earlier counts, and gives up as few of them as what is said now demands."""
        guesses = [name for name in self.names if name in self.statements.guesses]
        if not guesses:
            return
        given_up = {}
        for name in guesses:
            switch = given_up[name] = self.model.getNumCol()
            self.model.addVar(0, 1)
            self.model.changeColIntegrality(switch, highspy.HighsVarType.kInteger)
            self.model.changeColCost(switch, 1)
            value, column = self.statements.guesses[name], self.column[name]
            infinite = highspy.kHighsInf
            self.model.addRow(-infinite, value, 2, [column, switch], [1, -FURTHEST_CORRECTION])
            self.model.addRow(value, infinite, 2, [column, switch], [1, value])
        self._solve()
        solved = self.model.getSolution().col_value
        for switch in given_up.values():
            kept = round(solved[switch])
            self.model.changeColBounds(switch, kept, kept)
            self.model.changeColCost(switch, 0)

    def bounds(self) -> dict[Name, tuple[int, int | None]]:
        found = {}
        for name, column in self.column.items():
            self.model.changeColCost(column, 1)
            low = self._extreme(column, highspy.ObjSense.kMinimize)
            high = self._extreme(column, highspy.ObjSense.kMaximize)
            self.model.changeColCost(column, 0)
            found[name] = (low, None if high >= VAST / 2 else high)
        return found

    def _extreme(self, column: int, sense: highspy.ObjSense) -> int:
        self.model.changeObjectiveSense(sense)
        self._solve()
        value = self.model.getSolution().col_value[column]
        return round(value)

    def _solve(self) -> None:
        self.model.run()
        status = self.model.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ContradictoryEdition(
                "The published figures contradict each other or those published before "
                f"({status.name}): {_said(self.names[0])} and what belongs to it."
            )


class ContradictoryEdition(Exception):
    """No whole numbers fit what the documents say."""


def _entries(document: Document) -> list[Mapping[str, Any]]:
    return [entry for part in PARTS for entry in document[part]]


def _name(entry: Mapping[str, Any]) -> Name:
    return entry["measure"], entry["period"], tuple(sorted(entry["dimensions"].items()))


def _said(name: Name) -> str:
    measure, period, dimensions = name
    return " ".join([measure, period, *(f"{key}={code}" for key, code in dimensions)])


def _numbers_beside(document: Document) -> list[Finding]:
    """Numbers that stand in the document and are no count: each could undo what is withheld."""
    found = [
        Finding(entry["id"], 0, None, f"has a value although its state is {entry['state']}")
        for part in (*PARTS, "derived", "rates")
        for entry in document.get(part, ())
        if entry["state"] != "shown" and entry["value"] is not None
    ]
    shown = {entry["id"] for entry in _entries(document) if _is_shown(entry)}
    found += [
        Finding(one["id"], 0, None, "is a rate of a count that is withheld")
        for one in document.get("rates", ())
        if one["value"] is not None and not shown.issuperset(one["of"])
    ]
    found += [
        Finding(check["id"], 0, None, "is a check that prints the numbers it compared")
        for check in document["checks"]
        if {"left", "right", "difference"} & set(check)
    ]
    return found


def _small_revisions(
    document: Document, earlier: Sequence[Document], thresholds: Mapping[str, int]
) -> list[Finding]:
    """The difference between two published counts of the same thing is a count as well."""
    now = {_name(entry): entry["value"] for entry in _entries(document) if _is_shown(entry)}
    found = []
    for one in earlier:
        for entry in _entries(one):
            name = _name(entry)
            if name in now and _is_shown(entry):
                moved = abs(now[name] - entry["value"])
                if 0 < moved < thresholds.get(name[0], 0):
                    words = "differs from an earlier edition by too little to publish safely"
                    found.append(Finding(_said(name), moved, moved, words))
    return found


def _is_shown(entry: Mapping[str, Any]) -> bool:
    return entry["state"] == "shown"
