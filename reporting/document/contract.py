"""One document that says everything a report says; every format is drawn from it alone.

`build` is pure: the same figures and context give the same document, which is plain JSON. Its
parts: edition, measures, values (this year, exactly as counted), previous_values, further_values,
declared (counted elsewhere), derived (changes and shares), rates (for each 10,000 residents),
tables, figures, sections (the order of reading), definitions, checks.
Cells and sentences point to values by id. `edition.fingerprint` is a hash of all the rest, so two
copies can be told to be the same report.

Blocks and sections with the key `written` hold the words of people, by the reference of what they
wrote; `accepted` are the faults of the sign-off that a person let stand.

What an audience may not see must be withheld before `build`: nothing is filtered at drawing time.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from reporting import faults
from reporting.document import written_tables
from reporting.document.ledger import Ledger
from reporting.document.material import Context, Material, day, moment
from reporting.document.sections import Writer
from reporting.written import blocks as written

FORMAT = 1
MARKINGS = {
    "internal": "Internal, not for publication",
    "partner": "For partner agencies, not for publication",
    "public": "Public edition",
}
DEMONSTRATION = "Invented demonstration data"
# Before the reference of a figure that was counted elsewhere, so that it is no measure of ours.
DECLARED = "declared:"


def build(
    figures: Mapping[str, Any], previous: Mapping[str, Any] | None, context: Context
) -> dict[str, Any]:
    """figures, previous: what `figures --format json` prints for the year and the year before;
    without `previous` nothing is compared.

    Raises KeyError for an audience without a marking of its own: an unmarked report is not made.
    """
    context = written.in_print(context)
    ledger = Ledger()
    period = context["period"]
    before = (context.get("previous_period") or year_before(period)) if previous else ""
    values = ledger.enter(period, figures["values"])
    further = ledger.enter(period, context.get("further_values", ()))
    previous_values = ledger.enter(before, previous["values"]) if previous else []
    if previous:
        further += ledger.enter(before, context.get("previous_further_values", ()))
    material = Material(
        ledger=ledger,
        context=context,
        measures=figures["measures"],
        checks=figures["checks"],
        period=period,
        previous=before,
    )
    ward_counts = _enter_wards(material)
    declared = _enter_declared(material)
    further += [ledger.entry(key) for key in ward_counts.values()]
    edition = _edition(material)
    edition["disclosure"] = _disclosure(material, [*values, *previous_values, *further])
    report = Writer(material, edition)
    report.write(ward_counts, declared)
    sections = {one["id"]: one["title"] for one in report.sections}
    document = {
        "format": FORMAT,
        "edition": edition,
        "measures": list(figures["measures"]),
        "values": values,
        "previous_values": previous_values,
        "further_values": further,
        "declared": [ledger.entry(key) for pair in declared for key in pair if key],
        "not_available": [
            one
            for one in ledger.values.values()
            if one["state"] == "not_available" and not one["measure"].startswith(DECLARED)
        ],
        "derived": list(ledger.derived.values()),
        "rates": list(ledger.rates.values()),
        "tables": report.tables,
        "figures": report.figures,
        "sections": report.sections,
        "definitions": {one["id"]: one["definition"] for one in figures["measures"]},
        "agencies_that_sent_nothing": {
            measure: list(names) for measure, names in context["agencies_that_sent_nothing"].items()
        },
        "labels": {kind: dict(names) for kind, names in context["labels"].items()},
        "checks": list(figures["checks"]),
        "written": [
            {key: one[key] for key in ("reference", "place", "title")}
            for one in context.get("written", ())
        ],
        "priorities": [
            {**one, "section": sections.get(f"town-{one['town']}", "Priorities")}
            for one in context.get("priorities", ())
        ],
        "stories": [
            {key: one[key] for key in ("reference", "title", "has_consent", "is_rare")}
            for one in context.get("stories", ())
        ],
        "declared_names": [
            {key: one[key] for key in ("reference", "name", "supplied_by", "how_counted")}
            for one in context.get("declared", ())
        ],
        "unresolved": report.unresolved,
        "accepted": [],
    }
    _print_accepted(document, context.get("accepted", ()))
    document["edition"]["fingerprint"] = fingerprint(document)
    return document


def _print_accepted(document: dict[str, Any], accepted: Sequence[Mapping[str, Any]]) -> None:
    """In the annex, the faults that a person let stand: those that are still found."""
    found = {fault.key for fault in faults.found_in(document)} if accepted else set()
    still = [dict(one) for one in accepted if one["key"] in found]
    if still:
        table = written_tables.accepted(still, len(document["tables"]) + 1)
        document["accepted"] = still
        document["tables"].append(table)
        document["sections"][-1]["blocks"].append({"kind": "table", "table": table["id"]})


def fingerprint(document: Mapping[str, Any]) -> str:
    """Of the whole document but the fingerprint itself."""
    edition = {key: value for key, value in document["edition"].items() if key != "fingerprint"}
    plain = json.dumps({**document, "edition": edition}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def year_before(period: str) -> str:
    """ "2021-22" for "2022-23"."""
    year = int(period[:4]) - 1
    return f"{year}-{(year + 1) % 100:02}"


def _edition(material: Material) -> dict[str, Any]:
    context = material.context
    last_day = context["end"] - timedelta(days=1)
    markings = [MARKINGS[context["audience"]]]
    if context["demonstration"]:
        markings.append(DEMONSTRATION)
    return {
        "title": f"Annual report {material.period}",
        "partnership": context["partnership"],
        "area": material.area,
        "period": {
            "label": material.period,
            "start": context["start"].isoformat(),
            "end": context["end"].isoformat(),
            "words": f"{day(context['start'])} to {day(last_day)}",
        },
        "previous_period": material.previous,
        "audience": context["audience"],
        "demonstration": context["demonstration"],
        "markings": markings,
        "as_at": context["as_at"].isoformat(),
        "as_at_words": moment(context["as_at"]),
        "boundary_set": context.get("boundary_set", ""),
        "language": "en-GB",
    }


def _disclosure(material: Material, counts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was withheld, told so that it says no more than the tables do: noughts are counted like
    all other counts, because how many of the withheld ones are nought is nobody's business."""
    told = material.context.get("disclosure", {"thresholds": {}, "as_published": []})
    counts = [one for one in counts if "ward" not in one["dimensions"]]
    withheld = sum(one["state"] == "withheld" for one in counts)
    return {
        "thresholds": dict(told["thresholds"]),
        "as_published": [dict(one) for one in told["as_published"]],
        "counts": len(counts),
        "withheld": withheld,
        "withheld_percent": round(100 * withheld / len(counts)) if counts else 0,
    }


def _enter_wards(material: Material) -> dict[int, str]:
    """Place of each ward in the context to the id of its count."""
    keys = {}
    for place, ward in enumerate(material.context.get("wards", ())):
        dimensions = {"ward": ward["ward_code"] or ward["town"]}
        entry = {
            "measure": "incidents",
            "dimensions": dimensions,
            "town": ward["town"],
            "value": ward["value"],
            "state": ward.get("state", "shown"),
        }
        if "band" in ward:
            entry["band"] = list(ward["band"])
        entered = material.ledger.enter(material.period, [entry])
        keys[place] = entered[0]["id"]
    return keys


def _enter_declared(material: Material) -> list[tuple[str, str]]:
    """The ids of each figure that was counted elsewhere: of the year before ("" when years are not
    compared), and of this year."""
    keys = []
    for figure in material.context.get("declared", ()):
        entry = {"measure": f"{DECLARED}{figure['reference']}", "dimensions": {}}
        now = {**entry, "value": figure["value"], "state": figure["state"]}
        then = {**entry, "value": figure["value_before"], "state": figure["state_before"]}
        [this_year] = material.ledger.enter(material.period, [now])
        before = material.ledger.enter(material.previous, [then]) if material.previous else []
        keys.append((before[0]["id"] if before else "", this_year["id"]))
    return keys
