"""Requests as people and programs send them: read from the pages, not written down here.

A page of a record is opened, each of its forms is filled in as it stands, and each of its links is
followed. What the API is sent comes from tests/doors/entries.py.
"""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from casework.record_types import every
from tests.doors.entries import entries
from tests.doors.routes import RECORD_ROUTES
from tests.doors.world import Family, Knock, Visitor
from tests.proofs.relations import REFERENCE

Path = tuple[str | int, ...]


@dataclass
class Form:
    action: str
    method: str
    data: dict[str, Any] = field(default_factory=dict)


class Page(HTMLParser):
    """The forms and links of one page. Of choices the one taken, else the first; text as typed."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._form: Form | None = None
        self._select = self._textarea = ""
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        has = dict(attrs)
        if tag == "a" and has.get("href", "").startswith("/"):
            self.links.add(has["href"])
        if tag == "form":
            self._form = Form(has.get("action") or "", (has.get("method") or "get").lower())
            self.forms.append(self._form)
        if self._form is None:
            return
        name, data = has.get("name", ""), self._form.data
        if tag in ("input", "button") and name:
            value = has.get("value") or ""
            if has.get("type") in ("checkbox", "radio"):
                if "checked" in has or name not in data:
                    data[name] = value
            elif tag == "input" or name not in data:
                data[name] = value or ("x" if has.get("type") == "text" else "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            value = has.get("value") or ""
            if "selected" in has or not data.get(self._select):
                data[self._select] = value
        elif tag == "textarea":
            self._textarea = name
            data.setdefault(name, "x")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form and data.strip():
            self._form.data[self._textarea] = data


def each_once(knocks: Iterable[Knock]) -> list[Knock]:
    """In the order of the first of each. What is sent may be nested, so it is told by its print."""
    return list({repr(knock): knock for knock in knocks}.values())


def requests(of: Family, by: Visitor) -> list[Knock]:
    """Every request by which `by` reads and writes the records of `of`; each once."""
    return each_once(offered(of, by))


def offered(of: Family, by: Visitor) -> Iterator[Knock]:
    links: set[str] = set()
    for route in RECORD_ROUTES:
        record = of.of(route.subject)
        for fill in route.fills():
            path = route.at(reference=record.reference, **fill)
            yield from (Knock(path, method) for method in route.methods)
            if route.is_api or "get" not in route.methods:
                continue
            answer = by.knock(Knock(path))
            if answer.status_code == 200:
                page = Page(answer.content.decode())
                links |= page.links
                yield from filled_in(page, path, of)
    for link in sorted(links):
        parts = urlsplit(link)
        if parts.query and REFERENCE.search(parts.query):
            yield Knock(parts.path, data=dict(parse_qsl(parts.query)))
    yield from to_the_api(of)
    yield from to_the_lists(of)


def filled_in(page: Page, path: str, of: Family) -> Iterator[Knock]:
    added = {f"{plural}/add/": entry for plural, entry in entries(of).items()}
    for form in page.forms:
        to = urlsplit(form.action).path or path
        if form.method == "post" and to != "/sign-out/":
            form.data.pop("csrfmiddlewaretoken", None)
            entry = next((e for end, e in added.items() if to.endswith(end)), {})
            yield Knock(to, "post", {**form.data, **entry})


def to_the_api(of: Family) -> Iterator[Knock]:
    for record_type in every():
        if record_type.in_api and record_type.plural in entries(of):
            record = of.of(record_type)
            entry = dict(entries(of)[record_type.plural])
            one = f"/api/v1/{record_type.plural}/{record.reference}/"
            yield Knock(one, "patch", copy.deepcopy(entry))
            if record_type.under:
                entry[record_type.under] = getattr(record, record_type.under).reference
            yield Knock(f"/api/v1/{record_type.plural}/", "post", entry)


def to_the_lists(of: Family) -> Iterator[Knock]:
    for record_type in every():
        for path in (f"/{record_type.plural}/", f"/{record_type.plural}/download/"):
            for name in ("after", "before"):
                yield Knock(path, data={name: of.of(record_type).reference})


def places_of(knock: Knock) -> list[tuple[Path, str]]:
    """Where in a request a reference stands, and which: in its path, or anywhere in its data."""
    found: list[tuple[Path, str]] = [((), each) for each in REFERENCE.findall(knock.path)]

    def look(value: Any, at: Path) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                look(inner, (*at, name))
        elif isinstance(value, list | tuple):
            for number, inner in enumerate(value):
                look(inner, (*at, number))
        elif isinstance(value, str):
            found.extend((at, each) for each in REFERENCE.findall(value))

    look(knock.data, ())
    return found


def with_another(knock: Knock, at: Path, old: str, new: str) -> Knock:
    """The same request with the reference `old` at one place replaced by `new`."""
    if not at:
        return Knock(knock.path.replace(old, new), knock.method, knock.data)
    data = copy.deepcopy(knock.data)
    inner: Any = data
    for name in at[:-1]:
        inner = inner[name]
    inner[at[-1]] = inner[at[-1]].replace(old, new)
    return Knock(knock.path, knock.method, data)
