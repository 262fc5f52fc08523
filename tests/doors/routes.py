"""Every route of the URL conf, and to which type of record it leads.

Read from the URL conf, so that a route added to a type is a door to it from then on.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver, reverse
from django.utils.text import slugify

from casework.models import OnBehalf
from casework.record_types import RecordType, every, under
from referrals import tracks
from referrals.questions.nrm_2026_04.opening import SAFE_TONIGHT
from victims.screening_views import PAGES

API = "api/v1/"
METHODS = ("get", "post", "patch", "delete")


# Routes that ask for more than a record of their type, by what they ask for; the tests of their own
# files knock there.
ASK_FOR_MORE = {
    "consents_entry": "an entry of the ledger",
    "consents_mistake": "an entry of the ledger",
    "evidence_content": "a file of the draft",
    "referral_agree_now": "a notice that was sent",
    "referral_quality": "a prompt to set aside",
    "referral_take_entry_back": "an entry after sending",
    "typed_page": "a window in which somebody types",
}


@dataclass(frozen=True)
class Route:
    """name: with its namespaces. address: the pattern, `incidents/<slug:reference>/`."""

    name: str
    address: str
    view: Callable = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.name

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.address))

    @property
    def is_api(self) -> bool:
        return self.address.startswith(API)

    @property
    def subject(self) -> RecordType | None:
        """The type of the record that the `reference` in the address names."""
        first, _, rest = self.address.removeprefix(API).partition("/")
        found = {record_type.plural: record_type for record_type in every()}.get(first)
        return found if rest.startswith("<slug:reference>") else None

    @property
    def methods(self) -> tuple[str, ...]:
        """Those that the view answers to."""
        made = getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)
        if made is None:
            return ("get", "post")
        allowed = made.http_method_names
        return tuple(m for m in METHODS if m in allowed and hasattr(made, m))

    def fills(self) -> list[dict[str, str]]:
        """What else the address names, beside the reference: each step, each tab, each page."""
        known = {
            "step": [step.name for step in _steps(self.subject)] or ["accept"],
            "tab": [slugify(child.tab) for child in _tabs(self.subject)] or ["visits"],
            "agency": ["charity"],
            "member": ["1"],
            "page": list(PAGES),
            "kept": ["1"],
            "comment": ["1"],
            "entry": ["1"],
            "match": ["1"],
            "there": ["pv-under-age"],
            "file": ["EVI-222222-2"],
            "what": list(tracks.BY_KEY),
        }
        others = [place for place in self.places if place != "reference"]
        if not others:
            return [{}]
        if self.name in ("referral_question", "referral_comment", "typed_page"):
            return [{"step": SAFE_TONIGHT}]
        return [{others[0]: value} for value in dict.fromkeys(known[others[0]])]

    def leads_somewhere(self) -> bool:
        """Whether a record of the type is all it takes, and the type has what this route is for:
        steps, tabs, something to confirm."""
        if self.name in ASK_FOR_MORE:
            return False
        of, last = self.subject, self.name.rpartition(":")[2]
        if last in ("step", "tab") or last.endswith("-step"):
            return bool(_tabs(of) if last == "tab" else _steps(of))
        return last != "confirm" or issubclass(of.model, OnBehalf)

    def at(self, **places: str) -> str:
        return reverse(self.name, kwargs=places)


def _steps(record_type: RecordType) -> tuple:
    return record_type.workflow.steps if record_type.workflow else ()


def _tabs(record_type: RecordType) -> list[RecordType]:
    return [child for child in under(record_type) if child.tab not in ("", "Timeline")]


def routes() -> list[Route]:
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver, address: str, names: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield Route(f"{names}{each.name}", address + str(each.pattern), each.callback)
        else:
            inner = f"{names}{each.namespace}:" if each.namespace else names
            yield from _walk(each, address + str(each.pattern), inner)


RECORD_ROUTES = [route for route in routes() if route.subject]
KNOCKS = [(route, method) for route in RECORD_ROUTES for method in route.methods]
