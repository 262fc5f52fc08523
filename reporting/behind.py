"""The records behind a figure, for those who may open records."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from reporting import figures
from reporting.grouping import TOGETHER
from reporting.measures import Measure
from reporting.periods import MalformedPeriod, Period
from reporting.referral_measures import KNOWN

NO_RECORDS = "Your role reads figures and opens no record, so there is no list behind this figure."


class NoSuchFigure(Exception):
    """The address names a measure, a year or a row that there is not."""


def may_open(actor: Actor | None, measure: Measure) -> bool:
    return access.may(actor, "see", "figures") and access.may(
        actor, "see", measure.model.access.kind
    )


def asked_for(measure: str, query: QueryDict, labels: Mapping[str, Mapping[str, str]]):
    """(measure, period, dimensions) of an address. Raises NoSuchFigure."""
    found = KNOWN.get(measure)
    if found is None:
        raise NoSuchFigure
    try:
        period = Period.parse(query.get("period", ""))
    except MalformedPeriod as malformed:
        raise NoSuchFigure from malformed
    dimensions = {name: query[name] for name in found.dimensions if query.get(name)}
    if any(code not in labels[name] for name, code in dimensions.items()):
        raise NoSuchFigure
    return found, period, dimensions


def records(
    actor: Actor, measure: Measure, period: Period, dimensions: Mapping[str, str]
) -> QuerySet:
    """Those of the records behind a cell that `actor` may see. Never more than the gate gives."""
    keys = figures.keys_behind(measure, actor.agency.partnership, period, dimensions)
    return access.allowed(actor, "see", measure.model).filter(pk__in=keys)


def links_for(actor: Actor) -> Callable[[Mapping[str, Any]], str]:
    """The address behind each number of a report, "" for those who may open none."""
    openable = {measure.id: measure for measure in KNOWN.values() if may_open(actor, measure)}

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
