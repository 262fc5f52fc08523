"""The records behind a figure, for those who may open records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from reporting.counting import figures
from reporting.counting.facts import FrozenFacts
from reporting.counting.grouping import TOGETHER
from reporting.counting.measures import BY_ID, Measure
from reporting.counting.periods import MalformedPeriod, Period
from reporting.counting.referral_measures import KNOWN
from reporting.dashboard.gate import Gates, OpenFacts, Reader
from reporting.dashboard.measures import DASHBOARD, DASHBOARD_BY_ID, kinds_asked
from reporting.dashboard.spans import Span
from reporting.kept.freezing import Kept
from reporting.kept.frozen import FactRecord, FrozenEdition, FrozenFact
from reporting.models import AnnualReport

NO_RECORDS = "Your role reads figures and opens no record, so there is no list behind this figure."


def _with_all_dimensions(measure: Measure) -> Measure:
    """As the dashboard counts it, which is with more dimensions than the report prints."""
    printed = KNOWN[measure.id].dimensions if measure.id in KNOWN else ()
    return replace(measure, dimensions=tuple(dict.fromkeys(printed + measure.dimensions)))


# Every measure with each dimension by which a list can be asked for.
COUNTED = KNOWN | {measure.id: _with_all_dimensions(measure) for measure in DASHBOARD}


class NoSuchFigure(Exception):
    """The address names a measure, a year or a row that there is not."""


def may_open(actor: Actor | None, measure: Measure) -> bool:
    return access.may(actor, "see", "dashboard") and all(
        access.may(actor, "see", kind) for kind in kinds_asked(measure)
    )


def span_of(query: QueryDict) -> Span:
    """The period of an address. Raises NoSuchFigure."""
    try:
        return Span.parse(query.get("period", ""))
    except MalformedPeriod as malformed:
        raise NoSuchFigure from malformed


def lists_for(actor: Actor) -> Mapping[str, Measure]:
    """The measures, with the dimensions, of which `actor` may ask for lists: who reads no figures
    of the whole partnership asks for what their own dashboard shows."""
    return COUNTED if access.may(actor, "see", "figures") else DASHBOARD_BY_ID


def asked_for(
    actor: Actor, measure: str, query: QueryDict, labels: Mapping[str, Mapping[str, str]]
) -> tuple[Measure, dict[str, str]]:
    """The measure and the dimensions of an address. Raises NoSuchFigure."""
    found = lists_for(actor).get(measure)
    if found is None:
        raise NoSuchFigure
    dimensions = {name: query[name] for name in found.dimensions if name in query}
    if any(code not in labels[name] for name, code in dimensions.items()):
        raise NoSuchFigure
    return found, dimensions


def records(
    actor: Actor, measure: Measure, period: Period | Span, dimensions: Mapping[str, str]
) -> QuerySet:
    """Those of the records behind a cell that `actor` may see. Never more than the gate gives."""
    gates = Gates(Reader(actor), as_tables=False)
    source = OpenFacts(actor.agency.partnership, period, gates)
    keys = figures.keys_from(source, measure, dimensions)
    return access.allowed(actor, "see", measure.model).filter(pk__in=keys)


@dataclass(frozen=True)
class Behind:
    """The records behind a figure of a report. disposed_of: how many there are no more."""

    records: QuerySet
    disposed_of: int


def frozen_figure(
    kept: Kept, measure: str, query: QueryDict
) -> tuple[Measure, Period, dict[str, str]]:
    """As `asked_for`, of a report that was kept with its facts: its own measures, years, rows."""
    found = kept.measure(measure)
    period = next((year for year in kept.years if year.label == query.get("period")), None)
    if found is None or period is None:
        raise NoSuchFigure
    rows = kept.grouping.labels(kept.labels)
    dimensions = {name: query[name] for name in found.dimensions if name in query}
    if any(code not in rows[name] for name, code in dimensions.items()):
        raise NoSuchFigure
    return found, period, dimensions


def frozen_records(
    actor: Actor,
    frozen: FrozenEdition,
    kept: Kept,
    figure: tuple[Measure, Period, Mapping[str, str]],
) -> Behind:
    """Those of the records that `actor` may see, through the map. Never more than the gate gives;
    what was disposed of is counted, as the figure itself is, for everybody alike."""
    measure, period, dimensions = figure
    source = FrozenFacts(frozen.pk, period)
    keys = figures.keys_from(source, measure, dimensions, kept.grouping)
    facts = FrozenFact.objects.filter(key__in=keys)
    mapped = FactRecord.objects.filter(fact__in=facts)
    return Behind(
        records=access.allowed(actor, "see", measure.model).filter(
            pk__in=mapped.values("record_id")
        ),
        disposed_of=facts.filter(record__isnull=True).count(),
    )


def links_for(
    actor: Actor, report: AnnualReport | None = None
) -> Callable[[Mapping[str, Any]], str]:
    """The address behind each number of a report, "" for those who may open none.

    Of a report that was kept with its facts, the records that it counted; else those that would be
    counted now. Figures that stand as an earlier edition printed them are of that edition.
    """
    openable = {
        measure.id: measure for measure in lists_for(actor).values() if may_open(actor, measure)
    }
    if report is not None and hasattr(report, "frozen"):
        return _links_of_frozen(report, openable)

    def behind(entry: Mapping[str, Any]) -> str:
        measure = openable.get(entry.get("measure", ""))
        if measure is None or not entry.get("value"):
            return ""
        dimensions = entry["dimensions"]
        if not set(dimensions) <= set(measure.dimensions) or TOGETHER in dimensions.values():
            return ""
        query = urlencode({"period": entry["period"], **dimensions})
        return f"{reverse('figure_records', args=[measure.id])}?{query}"

    return behind


def _links_of_frozen(
    report: AnnualReport, openable: Mapping[str, Measure]
) -> Callable[[Mapping[str, Any]], str]:
    told = report.contract["edition"]["disclosure"]["as_published"]
    as_published = {(one["measure"], one["period"]) for one in told}

    def behind(entry: Mapping[str, Any]) -> str:
        measure = BY_ID.get(entry.get("measure", ""))
        if measure is None or measure.id not in openable or not entry.get("value"):
            return ""
        if (measure.id, entry["period"]) in as_published:
            return ""
        if not set(entry["dimensions"]) <= set(measure.dimensions):
            return ""
        query = urlencode({"period": entry["period"], **entry["dimensions"]})
        return f"{reverse('report_figure', args=[report.reference, measure.id])}?{query}"

    return behind
