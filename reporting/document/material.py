"""What one report is made of, as `contract.build` hands it to tables, figures and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from reporting.document.ledger import Ledger

NOT_A_TOWN = ("outside_area", "not_recorded")
TYPE_NOT_KNOWN = "UNK"
# For narrow places: headings of columns and tiles. Elsewhere a measure has its whole name.
SHORT_NAMES = {"people_referred": "People referred", "duty_to_notify": "Duty to Notify"}
SMALL_WORDS = "abcdefghijklmnopqrstuvwxyz"


class Labels(TypedDict):
    """Code to words, in the order of printing. `town` holds the two rows outside the towns too."""

    town: Mapping[str, str]
    sex: Mapping[str, str]
    exploitation_type: Mapping[str, str]


class WardCount(TypedDict):
    """Incidents of a ward. `ward_code` is "" where the ward is outside the area or not recorded;
    `town` is a town code. The rows together hold every incident of the period once.

    state: "shown" unless said; "banded" with the first and last of its `band`, or "withheld", both
    without a value.
    """

    ward_code: str
    ward_name: str
    town: str
    value: int | None
    state: NotRequired[str]
    band: NotRequired[Sequence[int | None]]


class AsPublished(TypedDict):
    """A measure and year whose figures stand as an earlier edition printed them. version: of the
    rule by which that counted."""

    measure: str
    period: str
    edition: str
    version: int


class Declared(TypedDict):
    """A figure that was counted elsewhere, of the year and of the year before when there is one.

    state, state_before: "shown", "withheld" or "not_available"; only the first has a value.
    """

    reference: str
    name: str
    supplied_by: str
    how_counted: str
    value: int | None
    state: str
    value_before: int | None
    state_before: str


class Residents(TypedDict):
    """by_town: residents by town code, "" for the whole area. sources: who supplied them and how
    they were counted."""

    by_town: Mapping[str, int]
    sources: Sequence[str]


class Written(TypedDict):
    """A section that somebody wrote. place: of written_models.Place; town: a code, or ""."""

    reference: str
    place: str
    town: str
    title: str
    text: str


class CitedPriority(TypedDict):
    """What is to be done about a figure; town "" is everywhere, due "" is no day."""

    reference: str
    town: str
    words: str
    measure: str
    measure_version: int
    action: str
    owner: str
    due: str


class Told(TypedDict):
    """A story of one person. is_rare: few people in the records have all that it tells."""

    reference: str
    title: str
    text: str
    has_consent: bool
    is_rare: bool


class Accepted(TypedDict):
    """A fault that a person let stand. by: the agency they act for; on: a day in words."""

    key: str
    place: str
    said: str
    reason: str
    by: str
    on: str


class Disclosure(TypedDict):
    """thresholds: by id, the least count shown beside nought of each measure that is not exact."""

    thresholds: Mapping[str, int]
    as_published: Sequence[AsPublished]


class Context(TypedDict):
    """All that a report needs and the counted figures do not say.

    start, end: first day of the period and first day after it.
    as_at: when the records were read, in local time.
    further_values: cuts counted for the report alone, in the shape of the figures' values, such as
    people screened by exploitation type and sex; previous_further_values: the same a year before.
    agencies_that_sent_nothing: names by measure id. A measure left out was not looked at.
    boundary_set: which wards are meant, in words.
    disclosure: what was withheld from the figures; nothing when it is left out.
    declared: figures counted elsewhere, as these readers may have them.
    written, priorities, stories: what people wrote, in the order of printing.
    residents: by period, of the year and the year before; of rows that are told together, all.
    accepted: faults that a person let stand, printed where they are still found.
    """

    partnership: str
    period: str
    start: date
    end: date
    audience: str
    as_at: datetime
    labels: Labels
    demonstration: bool
    agencies_that_sent_nothing: Mapping[str, Sequence[str]]
    area: NotRequired[str]
    previous_period: NotRequired[str]
    further_values: NotRequired[Sequence[Mapping[str, Any]]]
    previous_further_values: NotRequired[Sequence[Mapping[str, Any]]]
    wards: NotRequired[Sequence[WardCount]]
    boundary_set: NotRequired[str]
    disclosure: NotRequired[Disclosure]
    declared: NotRequired[Sequence[Declared]]
    written: NotRequired[Sequence[Written]]
    priorities: NotRequired[Sequence[CitedPriority]]
    stories: NotRequired[Sequence[Told]]
    accepted: NotRequired[Sequence[Accepted]]
    residents: NotRequired[Mapping[str, Residents]]


@dataclass(frozen=True)
class Material:
    """period, previous: labels such as "2022-23"; previous is "" when the year before is not
    compared. measures: as `figures` gives them, in their order."""

    ledger: Ledger
    context: Context
    measures: Sequence[Mapping[str, Any]]
    checks: Sequence[Mapping[str, Any]]
    period: str
    previous: str

    @property
    def area(self) -> str:
        return self.context.get("area") or self.context["partnership"]

    @property
    def labels(self) -> Labels:
        return self.context["labels"]

    @property
    def rows_by_town(self) -> Mapping[str, str]:
        return self.labels["town"]

    @property
    def towns(self) -> dict[str, str]:
        """The towns proper, without the two rows that make the totals close."""
        return {code: name for code, name in self.rows_by_town.items() if code not in NOT_A_TOWN}

    @property
    def years(self) -> list[str]:
        """Periods in the order of their columns, the year before first."""
        return [self.previous, self.period] if self.previous else [self.period]

    @property
    def is_protected(self) -> bool:
        """Whether small counts are withheld from the readers of this edition."""
        return bool(self.context.get("disclosure", {}).get("thresholds"))

    @property
    def measure_ids(self) -> list[str]:
        return [measure["id"] for measure in self.measures]

    def has(self, measure: str) -> bool:
        return measure in self.measure_ids

    def name(self, measure: str) -> str:
        return next(one["name"] for one in self.measures if one["id"] == measure)

    def short_name(self, measure: str) -> str:
        return SHORT_NAMES.get(measure) or self.name(measure)

    def other_version(self, measure: str, period: str) -> int:
        """By which version of its rule the figures of a year were counted, where it is not the one
        of this report; 0 where it is."""
        rules = {one["id"]: one["version"] for one in self.measures}
        for one in self.context.get("disclosure", {}).get("as_published", ()):
            is_it = (one["measure"], one["period"]) == (measure, period)
            if is_it and one["version"] != rules[measure]:
                return one["version"]
        return 0

    def by_one_rule(self, measure: str) -> bool:
        """Whether the year and the year before were counted alike. Nothing else is a change."""
        versions = {self.other_version(measure, year) for year in self.years}
        return len(versions) == 1

    def now(self, measure: str, **dimensions: str) -> str:
        return self.ledger.count(self.period, measure, **dimensions)

    def before(self, measure: str, **dimensions: str) -> str:
        return self.ledger.count(self.previous, measure, **dimensions)

    def residents(self, period: str) -> Residents:
        nobody: Residents = {"by_town": {}, "sources": []}
        return self.context.get("residents", {}).get(period, nobody)

    def silent(self, measure: str) -> Sequence[str] | None:
        return self.context["agencies_that_sent_nothing"].get(measure)


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "Labour exploitation" becomes "labour exploitation",
    "NRM" stays."""
    inside = label[1:2]
    return label[0].lower() + label[1:] if inside in SMALL_WORDS and inside else label


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    hour = value.hour % 12 or 12
    return f"{day(value)} at {hour}:{value:%M}{'am' if value.hour < 12 else 'pm'}"
