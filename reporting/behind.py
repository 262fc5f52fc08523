"""The records behind a figure, for those who may open records."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from reporting import figures
from reporting.dashboard.gate import Gates, OpenFacts, Reader
from reporting.dashboard.measures import DASHBOARD, DASHBOARD_BY_ID, kinds_asked
from reporting.dashboard.spans import Span
from reporting.grouping import TOGETHER
from reporting.measures import Measure
from reporting.periods import MalformedPeriod, Period
from reporting.referral_measures import KNOWN

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


def links_for(actor: Actor) -> Callable[[Mapping[str, Any]], str]:
    """The address behind each number of a report, "" for those who may open none."""
    openable = {
        measure.id: measure for measure in lists_for(actor).values() if may_open(actor, measure)
    }

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
