"""Faults of a report's own numbers: parts and totals, percentages, small counts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from reporting.document.ledger import SMALLEST_BASE
from reporting.faults.fault import Fault

CORRECT = "Correct the records, then make the report again."
COUNTS = ("values", "previous_values", "further_values")
# Every record has exactly one of these, so that rows make the total; a record can have two types.
ONE_EACH = ("town", "sex")
TYPE, TYPE_NOT_KNOWN = "exploitation_type", "UNK"
WORDS = {"town": "town", "sex": "sex", TYPE: "type of exploitation"}
LARGE_TOTAL = 50

Entry = Mapping[str, Any]
Cut = frozenset[tuple[str, str]]


def faults_of_numbers(contract: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _checks(contract)
    numbers = _Numbers(contract)
    yield from numbers.margins()
    yield from numbers.types()
    yield from numbers.alike()
    yield from _small(contract)
    yield from _percentages(contract)
    yield from _declared(contract)


def _checks(contract: Mapping[str, Any]) -> Iterator[Fault]:
    for check in contract["checks"]:
        if not check["ok"]:
            sides = f" {check['left']} against {check['right']}." if "left" in check else ""
            yield Fault("margin", "Checks", f"{check['rule']}: does not agree.{sides}", CORRECT,
                        can_accept=False)  # fmt: skip


class _Numbers:
    """The counts of a contract by year, measure and cut."""

    def __init__(self, contract: Mapping[str, Any]) -> None:
        self.labels = contract["labels"]
        self.names = {one["id"]: one["name"] for one in contract["measures"]}
        self.counts: dict[tuple[str, str], dict[Cut, int | None]] = defaultdict(dict)
        for part in COUNTS:
            for entry in contract[part]:
                if "ward" not in entry["dimensions"] and entry["state"] != "not_available":
                    place = entry["period"], entry["measure"]
                    self.counts[place][frozenset(entry["dimensions"].items())] = entry["value"]
        self.period = contract["edition"]["period"]["label"]

    def margins(self) -> Iterator[Fault]:
        """The rows of a cut against the count they divide, wherever all of them are shown."""
        for place, counts in self.counts.items():
            for dimension in ONE_EACH:
                yield from self._margins_of(place, counts, dimension)

    def _margins_of(
        self, place: tuple[str, str], counts: Mapping[Cut, int | None], dimension: str
    ) -> Iterator[Fault]:
        wholes = {
            frozenset(pair for pair in cut if pair[0] != dimension)
            for cut in counts
            if any(name == dimension for name, _ in cut)
        }
        for whole in sorted(wholes, key=sorted):
            rows = [counts.get(whole | {(dimension, code)}) for code in self.labels[dimension]]
            total = counts.get(whole)
            if total is None or any(row is None for row in rows):
                continue
            if (found := sum(rows)) != total:
                yield self._margin(place, whole, dimension, found, total)

    def _margin(
        self, place: tuple[str, str], whole: Cut, dimension: str, found: int, total: int
    ) -> Fault:
        missing = total - found
        where = f"in no row: {missing:,}" if missing > 0 else f"in the rows alone: {-missing:,}"
        return Fault(
            "margin", self._place(place, whole),
            f"the rows by {WORDS[dimension]} add up to {found:,}, the total says {total:,} "
            f"({where}).",
            CORRECT,
        )  # fmt: skip

    def types(self) -> Iterator[Fault]:
        """A record can have several types, so mentions may exceed a total and never fall short."""
        for place, counts in self.counts.items():
            wholes = {
                frozenset(pair for pair in cut if pair[0] != TYPE)
                for cut in counts
                if any(name == TYPE for name, _ in cut)
            }
            for whole in sorted(wholes, key=sorted):
                rows = [counts.get(whole | {(TYPE, code)}) for code in self.labels[TYPE]]
                total = counts.get(whole)
                if total is None or any(row is None for row in rows):
                    continue
                if (found := sum(rows)) < total:
                    yield self._margin(place, whole, TYPE, found, total)

    def alike(self) -> Iterator[Fault]:
        """Two measures with one large total: perhaps one figure under two headings."""
        totals = [
            (measure, counts.get(frozenset()) or 0)
            for (period, measure), counts in self.counts.items()
            if period == self.period and measure in self.names
        ]
        for (one, first), (other, second) in combinations(totals, 2):
            if first == second >= LARGE_TOTAL:
                yield Fault(
                    "alike", "Summary",
                    f"{self.names[one]} and {self.names[other]} have the same total, {first:,}.",
                    "It may be so. Make sure that one is not the other.", is_wrong=False,
                )  # fmt: skip

    def _place(self, place: tuple[str, str], cut: Cut) -> str:
        period, measure = place
        rows = "".join(f", {self.labels[name][code]}" for name, code in sorted(cut))
        return f"{self.names.get(measure, measure)}, {period}{rows}"


def _small(contract: Mapping[str, Any]) -> Iterator[Fault]:
    """A count between nought and the threshold in an edition that withholds such counts."""
    thresholds = contract["edition"]["disclosure"]["thresholds"]
    names = {one["id"]: one["name"] for one in contract["measures"]}
    for part in COUNTS:
        for entry in contract[part]:
            least = thresholds.get(entry["measure"], 0)
            if entry["state"] == "shown" and 0 < (entry["value"] or 0) < least:
                yield Fault(
                    "small", f"{names[entry['measure']]}, {entry['period']}",
                    "a count is shown that is too small to publish safely.",
                    "Make the report again. If it stays, tell whoever looks after the system: "
                    "the report must not be given out.", can_accept=False,
                )  # fmt: skip


def _percentages(contract: Mapping[str, Any]) -> Iterator[Fault]:
    """A percentage gives its counts away on a small base, or where a count is withheld."""
    counted = {entry["id"]: entry for part in (*COUNTS, "declared") for entry in contract[part]}
    for entry in contract["derived"]:
        if entry["state"] != "shown":
            continue
        made_of: Sequence[Entry] = [counted[key] for key in entry["of"] if key in counted]
        base = counted.get(entry["of"][1])
        is_percent = entry["kind"] != "difference"
        if any(one["state"] != "shown" for one in made_of) or (
            is_percent and base is not None and base["value"] < SMALLEST_BASE
        ):
            yield Fault(
                "percentage", _of(contract, made_of),
                "a change or percentage is shown from which a small count could be worked out.",
                "Make the report again. If it stays, tell whoever looks after the system: the "
                "report must not be given out.", can_accept=False,
            )  # fmt: skip


def _of(contract: Mapping[str, Any], made_of: Sequence[Entry]) -> str:
    names = {one["id"]: one["name"] for one in contract["measures"]}
    first = made_of[0] if made_of else {"measure": "", "period": ""}
    return f"{names.get(first['measure'], 'Figures counted elsewhere')}, {first['period']}"


def _declared(contract: Mapping[str, Any]) -> Iterator[Fault]:
    """One fact told twice: two figures counted elsewhere, or one of them and a count of ours."""
    period = contract["edition"]["period"]["label"]
    told = [
        {**one, "value": entry["value"]}
        for one in contract.get("declared_names", ())
        for entry in contract["declared"]
        if entry["measure"] == f"declared:{one['reference']}" and entry["period"] == period
    ]
    for one, other in combinations(told, 2):
        same = _stems(one["name"]) & _stems(other["name"])
        if _folded(one["name"]) == _folded(other["name"]):
            if one["value"] != other["value"]:
                yield _twice(one["name"], one, other)
        elif same and _folded(one["how_counted"]) == _folded(other["how_counted"]):
            yield Fault(
                "scope", "Figures counted elsewhere",
                f"“{one['name']}” and “{other['name']}” are counted by the same rule and are not "
                "the same.",
                "Say of each what one of them is, and whether one person can count twice.",
            )  # fmt: skip
    yield from _also_counted(contract, told)


def _twice(name: str, one: Entry, other: Entry) -> Fault:
    return Fault(
        "twice", "Figures counted elsewhere",
        f"“{name}” is told as {_number(one['value'])} ({one['supplied_by']}) and as "
        f"{_number(other['value'])} ({other['supplied_by']}).",
        "Find out which is right and correct the other, or give the two facts two names.",
    )  # fmt: skip


def _also_counted(contract: Mapping[str, Any], told: Sequence[Entry]) -> Iterator[Fault]:
    totals = {
        entry["measure"]: entry["value"] for entry in contract["values"] if not entry["dimensions"]
    }
    for measure in contract["measures"]:
        ours = _stems(measure["name"])
        for one in told:
            theirs = _stems(one["name"])
            # Another word in the name says how it differs: "People referred, whole force area".
            if theirs and theirs <= ours and len(theirs & ours) * 2 > len(ours):
                if one["value"] == totals.get(measure["id"]):
                    continue
                yield Fault(
                    "twice", "Figures counted elsewhere",
                    f"“{one['name']}”, {_number(one['value'])} ({one['supplied_by']}), reads as "
                    f"“{measure['name']}”, which the records count as "
                    f"{_number(totals.get(measure['id']))}.",
                    "Say in its name what it counts instead, such as another area or another "
                    "source, or leave it out.",
                )  # fmt: skip


def _stems(name: str) -> frozenset[str]:
    """Words that say what is counted, shortened so that "trained" meets "training"."""
    small = {"with", "from", "that", "were", "have", "their", "other"}
    words = "".join(letter if letter.isalpha() else " " for letter in name.casefold()).split()
    return frozenset(word[:5] for word in words if len(word) > 3 and word not in small)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _number(value: int | None) -> str:
    return "withheld" if value is None else f"{value:,}"
