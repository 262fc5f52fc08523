"""The sentences of the report, written from the data.

A sentence is a list of runs: words, or a token {"value": id, "as": …} that a format prints from
the ledger. No number is written into the words, and a change is told only where both counts are
shown; a percentage only on a base of at least 20.

as: "number"; "opening", which prints No for nought; "size", a number without its sign;
"percent", a whole percentage without its sign.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reporting.document.material import TYPE_NOT_KNOWN, Material, in_sentence

Runs = list[str | dict[str, str]]

# What is said of one and of several, after the number.
SAID_OF = {
    "incidents": ("incident was reported", "incidents were reported"),
    "multi_agency_visits": ("multi-agency visit was made", "multi-agency visits were made"),
    "safeguarding_visits": ("safeguarding visit was made", "safeguarding visits were made"),
    "places_disrupted": ("place was disrupted", "places were disrupted"),
    "interventions": ("intervention was recorded", "interventions were recorded"),
    "people_screened": ("person was screened", "people were screened"),
    "people_referred": (
        "person was referred to the National Referral Mechanism",
        "people were referred to the National Referral Mechanism",
    ),
    "duty_to_notify": (
        "notice was sent to the Home Office under the Duty to Notify",
        "notices were sent to the Home Office under the Duty to Notify",
    ),
    "arrests": ("arrest was made", "arrests were made"),
}
SEX_TOLD = {"M": "male", "F": "female"}
HOW_TO_READ = (
    (
        "The figures count what agencies reported to the partnership and recorded. They do not "
        "measure how much exploitation there is: a count also moves when more people know the "
        "signs, or when an agency starts or stops recording."
    ),
    (
        "A place, a visit and a person are different things, and one incident can lead to several "
        "of each. Measures are never added together."
    ),
    (
        "Town is where an incident, a visit or a place lies, or where a screening took place. It "
        "is not where a person lives."
    ),
)


def token(key: str, printed_as: str = "number") -> dict[str, str]:
    return {"value": key, "as": printed_as}


def change(material: Material, measure: str, **dimensions: str) -> Runs:
    """One measure and how it moved: "175 incidents were reported in 2022-23, 1 more than in
    2021-22 (174; up 1%)."."""
    ledger = material.ledger
    now = material.now(measure, **dimensions)
    one, several = SAID_OF.get(measure, (material.name(measure), material.name(measure)))
    runs: Runs = [
        token(now, "opening"),
        f" {one if ledger.number(now) == 1 and ledger.shown(now) else several}",
        f" in {material.period}",
    ]
    if material.previous and material.by_one_rule(measure):
        runs += _compared(material, now, material.before(measure, **dimensions))
    return [*runs, "."]


def _compared(material: Material, now: str, before: str) -> Runs:
    ledger = material.ledger
    if not ledger.shown(now, before):
        return []
    difference = ledger.difference(now, before)
    moved = ledger.number(difference)
    if not moved:
        return [f", the same as in {material.previous}"]
    runs: Runs = [
        ", ",
        token(difference, "size"),
        f" {'more' if moved > 0 else 'fewer'} than in {material.previous} (",
        token(before),
    ]
    percent = ledger.percent_change(now, before)
    if ledger.shown(percent) and ledger.number(percent):
        runs += [f"; {'up' if moved > 0 else 'down'} ", token(percent, "percent")]
    return [*runs, ")"]


def small_counts(material: Material, disclosure: Mapping[str, Any]) -> list[Runs]:
    """What is withheld and how much of it; nothing where every count is exact."""
    thresholds = disclosure["thresholds"]
    told = [
        f"Counts of 1 to {least - 1} are too small to publish safely under "
        f"{_quoted(material, thresholds, least)}. They are marked [c], and so are others from "
        "which they could be worked out, with every change and percentage made from them. A count "
        "marked [c] may also be nought or large."
        for least in sorted(set(thresholds.values()))
    ]
    if thresholds:
        told.append(
            f"{disclosure['withheld']:,} of the {disclosure['counts']:,} counts printed here are "
            f"withheld ({disclosure['withheld_percent']}%). Measures of the agencies’ own work, "
            "such as visits, are exact."
        )
    told += [
        f"{material.name(one['measure'])} in {one['period']}: the figures are those of "
        f"“{one['edition']}”. Corrections made since are given once they are large enough to "
        "publish safely."
        + (
            f" They were counted by version {version} of its rule, so the years are not compared."
            if (version := material.other_version(one["measure"], one["period"]))
            else ""
        )
        for one in disclosure["as_published"]
    ]
    return [[words] for words in told]


def _quoted(material: Material, thresholds: Mapping[str, int], least: int) -> str:
    """The measures of one threshold, without commas, as a name may hold "and"."""
    names = [measure for measure, threshold in thresholds.items() if threshold == least]
    return "; ".join(f"“{material.name(measure)}”" for measure in names)


def busiest_town(material: Material) -> Runs:
    """Where most incidents were; nothing when no town has any or a count is not shown."""
    keys = {material.now("incidents", town=town): name for town, name in material.towns.items()}
    total = material.now("incidents")
    leading = _leading(material, list(keys))
    if not leading or not material.ledger.shown(total):
        return []
    names = _named([keys[key] for key in leading])
    runs: Runs = [f"{names} had the most incidents: ", token(leading[0])]
    if len(leading) > 1:
        return [*runs, " each, of ", token(total), "."]
    return [*runs, " of ", token(total), *_share(material, leading[0], total), "."]


def commonest_type(material: Material, **where: str) -> Runs:
    keys = {
        material.now("incidents", exploitation_type=code, **where): name
        for code, name in material.labels["exploitation_type"].items()
        if code != TYPE_NOT_KNOWN
    }
    total = material.now("incidents", **where)
    leading = _leading(material, list(keys))
    if not leading or not material.ledger.shown(total):
        return []
    names = _named([in_sentence(keys[key]) for key in leading])
    several = len(leading) > 1
    beginning = (
        "The types recorded most often were" if several else "The type recorded most often was"
    )
    runs: Runs = [
        f"{beginning} {names}, {'each ' if several else ''}in ",
        token(leading[0]),
        " of ",
        token(total),
        f" incident{'' if material.ledger.number(total) == 1 else 's'}",
    ]
    return [*runs, *([] if several else _share(material, leading[0], total)), "."]


def sexes(material: Material, **where: str) -> Runs:
    """Of the people screened, how many of each sex; nothing when nobody was screened."""
    total = material.now("people_screened", **where)
    if not material.ledger.number(total):
        return []
    by_sex = [material.now("people_screened", sex=code, **where) for code in material.labels["sex"]]
    if material.ledger.withholds(*by_sex):
        return []
    pieces: list[Runs] = []
    for code, label in material.labels["sex"].items():
        key = material.now("people_screened", sex=code, **where)
        number = material.ledger.number(key)
        if not number:
            continue
        verb = "was" if number == 1 else "were"
        told = SEX_TOLD.get(code) or f"recorded as “{in_sentence(label)}”"
        pieces.append([token(key), f" {verb} {told}"])
    return ["Of the people screened, ", *_joined(pieces), "."] if pieces else []


def highest(material: Material, keys: Sequence[str], names: Sequence[str], when: str) -> Runs:
    """The description of a chart: its message, not its list of numbers."""
    leading = _leading(material, keys)
    if material.ledger.withholds(*keys):
        return [f"Some counts of {when} are too small to publish safely, so none is named."]
    if not leading:
        return [f"Every count shown for {when} is nought."]
    named = _named([names[keys.index(key)] for key in leading])
    each = " each" if len(leading) > 1 else ""
    return [f"Highest in {when}: {named}, with ", token(leading[0]), f"{each}."]


def wards(material: Material, keys: Sequence[str], names: Sequence[str]) -> Runs:
    """The message of the map; where wards are told in bands, those of the highest band."""
    if not material.is_protected:
        return highest(material, keys, names, material.period)
    bands = [material.ledger.entry(key).get("band") for key in keys]
    most = max((band[0] for band in bands if band), default=0)
    if not most:
        return ["No ward is told apart: counts by ward are too small to publish safely."]
    leading = [place for place, band in enumerate(bands) if band and band[0] == most]
    return [
        f"Highest band in {material.period}, among the wards that are shown: ",
        token(keys[leading[0]]),
        f" in {_named([names[place] for place in leading])}.",
    ]


def checks(material: Material) -> Runs:
    """A check's own numbers stand in the table below; this says only whether all agree."""
    if not material.checks:
        return ["No check was made of these figures."]
    failed = [check["rule"] for check in material.checks if not check["ok"]]
    if not failed:
        return ["Every total was compared with its parts. All checks agree."]
    return [f"These checks do not agree: {'; '.join(failed)}. The figures must not be used yet."]


def _leading(material: Material, keys: Sequence[str]) -> list[str]:
    """The highest of `keys`, several when they tie; none when all are nought or one is hidden."""
    if not keys or not material.ledger.shown(*keys):
        return []
    most = max(material.ledger.number(key) for key in keys)
    return [key for key in keys if material.ledger.number(key) == most] if most else []


def _share(material: Material, part: str, whole: str) -> Runs:
    share = material.ledger.share(part, whole)
    return [" (", token(share, "percent"), ")"] if material.ledger.shown(share) else []


def _named(names: Sequence[str]) -> str:
    """A name may hold "and" itself, so the last of several is set off by a comma too."""
    if len(names) <= 1:
        return "".join(names)
    last = ", and " if len(names) > 2 or any(" and " in name for name in names) else " and "
    return ", ".join(names[:-1]) + last + names[-1]


def _joined(pieces: Sequence[Runs]) -> Runs:
    runs: Runs = []
    for place, piece in enumerate(pieces):
        if place:
            runs.append(" and " if place == len(pieces) - 1 else ", ")
        runs += piece
    return runs
