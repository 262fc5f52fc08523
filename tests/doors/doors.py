"""The doors that show many records: lists, files, work that waits, the first page of a person."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from casework.lists import sortable
from casework.models import Record
from casework.record_types import RecordType, every
from tests.doors.world import Family, Knock, Visitor, said

Door = Callable[[RecordType, Record], list[Knock]]


def filters_that_fit(record_type: RecordType, record: Record) -> list[dict[str, str]]:
    """Each filter of the list, set to what `record` has; and the days, set around today."""
    found: list[dict[str, str]] = [{"since": "2020-01-01"}, {"until": str(timezone.localdate())}]
    for name in record_type.filters:
        value = getattr(record, name)
        value = value[0] if isinstance(value, list) and value else value
        if value:
            found.append({name: str(getattr(value, "code", value))})
    return found


def _list(record_type: RecordType, record: Record) -> list[Knock]:
    return [Knock(reverse(record_type.plural))]


def _filtered(record_type: RecordType, record: Record) -> list[Knock]:
    path = reverse(record_type.plural)
    return [Knock(path, data=query) for query in filters_that_fit(record_type, record)]


def _sorted(record_type: RecordType, record: Record) -> list[Knock]:
    path = reverse(record_type.plural)
    names = sortable(record_type)
    return [Knock(path, data={"sort": f"{way}{name}"}) for name in names for way in ("", "-")]


def _paged(record_type: RecordType, record: Record) -> list[Knock]:
    path = reverse(record_type.plural)
    return [Knock(path, data={way: record.reference}) for way in ("after", "before")]


def _download(record_type: RecordType, record: Record) -> list[Knock]:
    path = reverse(f"{record_type.plural}:download")
    return [Knock(path), *(Knock(path, data=q) for q in filters_that_fit(record_type, record))]


def _api_list(record_type: RecordType, record: Record) -> list[Knock]:
    if not record_type.in_api:
        return []
    path = reverse(f"api:{record_type.plural}")
    queries = filters_that_fit(record_type, record)
    return [Knock(path), *(Knock(path, data=q) for q in queries)]


# The pages below show several types; they are knocked at once, for the first type.


def _once(path: str) -> Door:
    first = every()[0]
    return lambda record_type, record: [Knock(path)] if record_type is first else []


LIST_DOORS: dict[str, Door] = {
    "list": _list,
    "list with a filter": _filtered,
    "list in another order": _sorted,
    "page of a list": _paged,
    "download": _download,
    "API list": _api_list,
    "my work": _once("/my-work/"),
    "open incidents for paper": _once("/incidents/open/"),
    "open incidents as a file": _once("/incidents/open/download/"),
}


def name_of(door: str, record_type: RecordType, knock: Knock) -> str:
    return f"{door}: {knock.path}?{urlencode(knock.data)}"


def answers(doors: dict[str, Door], visitor: Visitor, about: Family) -> dict[str, bytes]:
    """What each door says to `visitor`, by its address; queries are made to fit `about`."""
    found = {}
    for name, door in doors.items():
        for record_type in every():
            for knock in door(record_type, about.of(record_type)):
                answer = visitor.knock(knock)
                told = f"{answer.status_code}\n".encode() + said(answer)
                found[name_of(name, record_type, knock)] = told
    return found
