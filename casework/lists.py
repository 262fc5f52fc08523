"""Lists of records: filtered, sorted by the server, and paged by where one was, not by counting.

Everything about a list stands in its address, so that it can be kept and sent on.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from casework.codes import CodeField, CodeSetField
from casework.fields import DateField
from casework.forms import CaseForm, words
from casework.record_types import RecordType
from casework.references import is_well_formed

PAGE = 25
COUNT_UP_TO = 1000
BORROWED_WINDOW = timedelta(days=366)


class FilterForm(CaseForm):
    """The filters of a list, read from its address. Each is optional."""

    def __init__(self, record_type: RecordType, actor: Actor, data: QueryDict) -> None:
        super().__init__(data)
        self.record_type = record_type
        # A code may stand for two rows that were in force one after the other.
        self.keys: dict[str, dict[str, list[int]]] = {}
        for name in record_type.filters:
            field = record_type.field(name)
            if field.is_relation:
                rows = _to_choose_from(field, actor)
                self.keys[name] = keys = {}
                for row in rows:
                    keys.setdefault(row.code, []).append(row.pk)
                self.fields[name] = _choices(field, [(row.code, str(row)) for row in rows])
            else:
                self.fields[name] = _choices(field, _words_of(field))
        noun = words(record_type.field(record_type.model.sort_key))
        self.fields["since"] = DateField(label=f"{noun} on or after", required=False, noun="Date")
        self.fields["until"] = DateField(label=f"{noun} on or before", required=False, noun="Date")

    @property
    def chosen(self) -> dict[str, Any]:
        """What is set and valid, by field."""
        if not self.is_valid():
            return {name: v for name, v in getattr(self, "cleaned_data", {}).items() if v}
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, records: models.QuerySet) -> models.QuerySet:
        key = self.record_type.model.sort_key
        by_day = f"{key}__date" if _is_moment(self.record_type.model, key) else key
        for name, value in self.chosen.items():
            if name == "since":
                records = records.filter(**{f"{by_day}__gte": value})
            elif name == "until":
                records = records.filter(**{f"{by_day}__lte": value})
            elif isinstance(self.record_type.field(name), CodeSetField):
                records = records.filter(**{f"{name}__overlap": value})
            elif name in self.keys:
                # By key, which an index of the list holds, and not by a code of every partnership.
                keys = [key for code in value for key in self.keys[name][code]]
                records = records.filter(**{f"{name}__in": keys})
            else:
                records = records.filter(**{f"{name}__in": value})
        return records


def _to_choose_from(field: models.Field, actor: Actor) -> list[models.Model]:
    model = field.related_model
    path = getattr(model, "partnership_path", "partnership")
    return list(model._default_manager.filter(**{path: actor.partnership_id}))


def _words_of(field: models.Field) -> list[tuple[str, str]]:
    if isinstance(field, CodeField | CodeSetField):
        return [pair for pair in field.codes.choices() if pair[0] != "UNK"]
    return list(field.choices)


def _choices(field: models.Field, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=words(field), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _is_moment(model: type[models.Model], name: str) -> bool:
    return isinstance(model._meta.get_field(name), models.DateTimeField)


@dataclass
class Page:
    """One page of a list: its rows, and the references before and after which others lie."""

    rows: list[models.Model]
    previous: str
    next: str


def listed(record_type: RecordType, actor: Actor, *, under: models.Model | None = None):
    """The records of a type that `actor` may see, in the counts.

    Types that borrow their grants are bounded: those of one carrier, or the last 12 months.
    """
    model = record_type.model
    records = access.allowed(actor, "see", model).standing()
    if under is not None:
        return records.filter(**{record_type.under: under})
    return records


def bounded(record_type: RecordType, records: models.QuerySet, chosen: dict) -> models.QuerySet:
    """A borrowing type's list without a carrier: 12 months, back from the day chosen or today."""
    model = record_type.model
    if not model.access.carrier:
        return records
    last: date = chosen.get("until") or timezone.localdate() + timedelta(days=366)
    first = chosen.get("since") or (chosen.get("until") or timezone.localdate()) - BORROWED_WINDOW
    first = max(first, last - 2 * BORROWED_WINDOW)
    key = f"{model.sort_key}__date" if _is_moment(model, model.sort_key) else model.sort_key
    return records.filter(**{f"{key}__gte": first, f"{key}__lte": last})


def sortable(record_type: RecordType) -> tuple[str, ...]:
    """Columns a list can be sorted by: stored values with an order, not sets or longer texts."""
    found = []
    for name in record_type.columns:
        try:
            field = record_type.field(name)
        except FieldDoesNotExist:
            continue
        if not field.null and not isinstance(field, CodeSetField | models.TextField):
            found.append(name)
    return tuple(found)


def page_of(
    records: models.QuerySet, order: str, *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """`size` records in `order` ("name", "-made_at"), after or before the one named.

    Pages by comparing with that record's own values, so that page 200 costs what page 1 does.
    A record that is no longer in the list counts as the start.
    """
    model = records.model
    names = _key(model, order)
    anchor = after or before
    at = records.filter(reference=anchor).first() if anchor else None
    backwards = bool(before and at)
    ordered = [_turned(name) for name in names] if backwards else names
    if at is not None:
        records = records.filter(_beyond(at, ordered))
        records = _bound_the_grant(records, at, ordered)
    rows = list(records.order_by(*ordered)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    first, last = (rows[0].reference, rows[-1].reference) if rows else ("", "")
    return Page(
        rows,
        previous=first if rows and (more if backwards else at is not None) else "",
        next=last if rows and (at is not None if backwards else more) else "",
    )


def anchor(query: QueryDict, name: str) -> str:
    """The reference after or before which a page begins; "" for what cannot be one."""
    given = query.get(name, "")
    return given if is_well_formed(given) else ""


def _key(model: type[models.Model], order: str) -> list[str]:
    name = order.lstrip("-")
    minus = "-" if order.startswith("-") else ""
    rest = [minus + model.sort_key] if name != model.sort_key else []
    attname = model._meta.get_field(name).attname
    return [minus + attname, *rest, minus + "id"]


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else "-" + name


def _beyond(at: models.Model, ordered: list[str]) -> Q:
    """Rows after `at` in this order. Bounded first, then the ties: an index can use that form."""
    ways, ties = Q(), {}
    for name in ordered:
        field, operator = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        ways |= Q(**ties, **{f"{field}__{operator}": getattr(at, field)})
        ties[field] = getattr(at, field)
    lead = ordered[0].lstrip("-")
    bound = "lte" if ordered[0].startswith("-") else "gte"
    return Q(**{f"{lead}__{bound}": getattr(at, lead)}) & ways


def _bound_the_grant(records: models.QuerySet, at: models.Model, ordered: list[str]):
    """The same bound on the grant's copy of the sort key: the planner does not carry it across."""
    lead = ordered[0].lstrip("-")
    if lead != records.model.sort_key or "granted_key" not in records.query.annotations:
        return records
    bound = "lte" if ordered[0].startswith("-") else "gte"
    return records.filter(**{f"granted_key__{bound}": getattr(at, lead)})


def counted(records: models.QuerySet, order: str) -> int:
    """How many, up to one more than COUNT_UP_TO. Ordered as the list, so that it stops early."""
    return records.order_by(*_key(records.model, order)).values("pk")[: COUNT_UP_TO + 1].count()


def count_sentence(count: int, shown: int, record_type: RecordType) -> str:
    """How many there are, in words; past COUNT_UP_TO it is only said that there are more."""
    plural = str(record_type.model._meta.verbose_name_plural)
    name = str(record_type.model._meta.verbose_name)
    if count > COUNT_UP_TO:
        return f"Showing {shown} of {COUNT_UP_TO:,}+ {plural}"
    return f"1 {name}" if count == 1 else f"Showing {shown} of {count:,} {plural}"
