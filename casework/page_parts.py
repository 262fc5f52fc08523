"""Pieces of pages: the frame of a record's page, rows, panels, tags, and addresses of lists."""

from typing import Any

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify

from agencies import access
from agencies.acting import Actor
from casework import lists, shown
from casework.forms import words
from casework.lists import FilterForm
from casework.models import OnBehalf, Record
from casework.record_types import RecordType, added_tabs, parents_shown, type_of, under

TAG_COLOURS = ("NEW", "blue"), ("PLANNED", "purple"), ("ASKED", "yellow"), ("DRAFT", "grey")


def page_url(record: Record, plural: str) -> str:
    return reverse(f"{plural}:page", args=[record.reference])


def identity(record: Record, record_type: RecordType) -> dict:
    found = {"reference": record.reference, "text": "", "tag": None}
    if record_type.workflow:
        found["tag"] = tag(record, record_type.workflow.field)
    return found


def tag(record: Record, name: str) -> dict:
    value = getattr(record, name)
    return {"text": shown.in_words(record, name), "colour": dict(TAG_COLOURS).get(value, "grey")}


def page_frame(actor: Actor, record: Record, record_type: RecordType, tab: str) -> dict[str, Any]:
    """Title, identity bar, tabs and way back of a record's page."""
    children = under(record_type)
    names = list(dict.fromkeys(c.tab for c in children if c.tab not in ("", "Timeline")))
    url = reverse(f"{record_type.plural}:page", args=[record.reference])
    tabs = [{"text": "Summary", "href": url, "current": tab == "Summary"}]
    if any(child.timeline for child in children):
        tabs.append({"text": "Timeline", "href": f"{url}timeline/", "current": tab == "Timeline"})
    for name in names:
        tabs.append({"text": name, "href": f"{url}{slugify(name)}/", "current": tab == name})
    for name, slug in added_tabs(record_type):
        tabs.append({"text": name, "href": f"{url}{slug}/", "current": tab == name})
    frame = {
        "title": record_type.title if tab == "Summary" else tab,
        "identity": identity(record, record_type),
        "tabs": tabs if len(tabs) > 1 else [],
    }
    plural = str(record_type.model._meta.verbose_name_plural)
    frame["back_href"] = reverse(record_type.plural)
    frame["back_text"] = f"Back to {plural}"
    if record_type.under and parents_shown(record_type, actor, [record]):
        parent = getattr(record, record_type.under)
        frame["back_href"] = page_url(parent, type_of(parent).plural)
        frame["back_text"] = f"Back to {parent.reference}"
    return frame


def panels(actor, record: Record, record_type: RecordType, *, tab: str) -> list[dict]:
    """Tables of the records that hang on this one: those of `tab` that the reader may see."""
    children = [child for child in under(record_type) if child.tab == tab]
    acts = access.acts_open(actor, record, {child.add_act for child in children})
    return [
        panel(actor, record, record_type, child, may_add=child.add_act in acts)
        for child in children
    ]


def panel(
    actor, record: Record, record_type: RecordType, child: RecordType, *, may_add: bool
) -> dict[str, Any]:
    """One such table: the records of type `child` under `record`."""
    related = [n for n in child.columns if child.field(n).is_relation]
    order = f"-{child.model.sort_key}"
    rows = lists.listed(child, actor, under=record).select_related(*related)
    rows = rows.order_by(order, "-id")[: lists.COUNT_UP_TO]
    plural = child.several or str(child.model._meta.verbose_name_plural)
    url = reverse(f"{record_type.plural}:page", args=[record.reference])
    return {
        "heading": f"{plural[:1].upper()}{plural[1:]}",
        "columns": [column_of(child, name) for name in child.columns],
        "rows": [row_cells(row, child) for row in rows],
        "empty": f"There are no {plural} here that you can open.",
        "add": {"text": child.adding, "href": f"{url}{child.plural}/add/"} if may_add else None,
    }


def column_of(record_type: RecordType, name: str) -> dict[str, Any]:
    """The heading of a column; dates and references stay on one line."""
    field = record_type.field(name)
    return {"text": words(field), "nowrap": isinstance(field, models.DateField)}


def columns(*texts: str) -> list[dict[str, Any]]:
    """Headings of a table that sorts by nothing."""
    return [{"text": text} for text in texts]


def row_cells(record: Record, record_type: RecordType) -> list[dict]:
    """The cells of one row; the first opens the record. A mistake or what waits says so."""
    cells = []
    for position, name in enumerate(record_type.columns):
        cell = {"text": shown.in_short(record, name) or "Not recorded"}
        if position == 0:
            cell["href"] = reverse(f"{record_type.plural}:page", args=[record.reference])
            if isinstance(record, OnBehalf) and record.awaits_confirmation:
                cell["hint"] = f"Not yet confirmed by {record.agency}"
        if record_type.workflow and name == record_type.workflow.field:
            cell["tag_class"] = f"govuk-tag--{tag(record, name)['colour']}"
        cells.append(cell)
    return cells


def chosen_filters(filters: FilterForm, query: QueryDict) -> list[dict]:
    """One tag for each value chosen, with the address of the list without it."""
    found = []
    for name in filters.chosen:
        field = filters.fields[name]
        for value in query.getlist(name):
            rest = query.copy()
            rest.setlist(name, [other for other in query.getlist(name) if other != value])
            rest.pop("after", None)
            rest.pop("before", None)
            choices = {str(getattr(k, "value", k)): v for k, v in getattr(field, "choices", ())}
            label = choices.get(value, value)
            found.append({"text": str(label), "remove_href": f"?{rest.urlencode()}"})
    return found


def page_links(query: QueryDict, page: lists.Page) -> dict[str, str]:
    """The addresses of the pages before and after, as components/pagination.html wants them."""
    return {
        "previous_href": page.previous and with_query(query, before=page.previous, after=None),
        "next_href": page.next and with_query(query, after=page.next, before=None),
    }


def with_query(query: QueryDict, **changes: str | None) -> str:
    """The address of this list with some of its parts changed; None takes a part out."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return f"?{changed.urlencode()}"
