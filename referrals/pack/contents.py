"""What goes to the Home Office, page by page as its service asks for it. All else reads this.

Made from `engine.outgoing` alone: an answer that is not sent has no way in. Pure, without a clock,
so that the same answers always give the same digest.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from casework.workflow import CannotBeDone
from referrals import engine
from referrals.cleaning import counted_length
from referrals.pack import their_pages
from referrals.pack.their_pages import TheirPage
from referrals.questions.forks import COOPERATION
from referrals.questions.shape import LONG_TEXT, Field, QuestionSet
from referrals.terms import Route

STOP = (
    "Stop here and decide with your lead. The Home Office asks for the person's name, because they "
    "are willing to help the authorities. They did not agree to be named in this notice, so this "
    "pack has no name and ends here. Type neither their name nor how to write to them."
)
NOTHING_ASKED = "Nothing is asked of a child, or of someone who may be one. Continue there."
LEAVE_EMPTY = "Nothing to enter. Leave this page as it is and continue there."
NO_FILES = "No file to upload. Continue there."
OWN_REFERENCE = "Type {reference}, or a reference of your own that names nobody. It is not sent on."


@dataclass(frozen=True)
class Item:
    """One thing to type or select there.

    answer: the value as it is sent. words: the same as it reads there. way: "type", "list" (type
        and choose what is offered) or "select" (a button or a box).
    used, limit: of typed text, characters as the Home Office counts them; 0 otherwise.
    """

    key: str
    label: str
    answer: object
    words: str
    way: str
    is_long: bool = False
    used: int = 0
    limit: int = 0

    @property
    def shown(self) -> str:
        return f"Select: {self.words}" if self.way == "select" else self.words


@dataclass(frozen=True)
class File:
    """A file to upload there; one that is held is named, and never contained in anything."""

    name: str
    description: str
    is_held: bool


@dataclass(frozen=True)
class Page:
    """left: what is asked there and not prepared here, with the reason. stops: nothing follows."""

    address: str
    title: str
    items: tuple[Item, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()
    note: str = ""
    stops: bool = False

    @property
    def slug(self) -> str:
        return self.address.strip("/")

    @property
    def together(self) -> str:
        """The short answers of the page as one text; "" where there are fewer than two."""
        short = [item for item in self.items if item.way != "select" and not item.is_long]
        return "\n".join(f"{item.label}: {item.words}" for item in short) if len(short) > 1 else ""

    @property
    def in_together(self) -> tuple[str, ...]:
        short = [item.key for item in self.items if item.way != "select" and not item.is_long]
        return tuple(short) if len(short) > 1 else ()


@dataclass(frozen=True)
class Contents:
    """The pack. Holds no moment at which it was made: that is not part of what is sent.

    names_nobody: a notice about someone who did not agree to be named in it.
    """

    reference: str
    route: Route
    question_set: str
    names_nobody: bool
    sent: Mapping[str, object]
    pages: tuple[Page, ...]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `as_json` as canonical JSON: sorted keys, no spaces, UTF-8."""
        canonical = json.dumps(
            self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(file for page in self.pages for file in page.files)

    @property
    def stops(self) -> bool:
        return any(page.stops for page in self.pages)

    def page(self, slug: str) -> Page | None:
        return next((page for page in self.pages if page.slug == slug), None)

    def as_json(self) -> dict:
        return {
            "reference": self.reference,
            "route": self.route.value,
            "question_set": self.question_set,
            "pages": [
                {
                    "address": page.address,
                    "title": page.title,
                    "answers": [
                        {
                            "field": item.key,
                            "label": item.label,
                            "answer": item.answer,
                            "words": item.words,
                        }
                        for item in page.items
                    ],
                    "left_to_you": [
                        {"question": question, "why": why} for question, why in page.left
                    ],
                    "files": [
                        {"name": file.name, "description": file.description, "held": file.is_held}
                        for file in page.files
                    ],
                    "note": page.note,
                    "stops": page.stops,
                }
                for page in self.pages
            ],
        }


def contents_of(
    *,
    reference: str,
    question_set: QuestionSet,
    answers: engine.Answers,
    sent: Mapping[str, object],
    files: Iterable[File] = (),
) -> Contents:
    """The pack of a referral whose route is decided.

    answers: read only to know which pages this person's way there has, never for what stands on
        them. sent: what `engine.outgoing` gave; no word of the pack comes from anywhere else.
    Raises CannotBeDone while the route is open, and for a text that the page there would not take.
    """
    route = engine.route(answers)
    if route is None:
        raise CannotBeDone(
            "Say how old the person is and whether they agree. Then there is a pack."
        )
    asked = _asked_there(question_set, answers, sent, route)
    if route == Route.NRM:
        asked.setdefault(their_pages.FILES_PAGE, ([], []))
    files = tuple(files) if route == Route.NRM else ()
    stops_at = their_pages.NAME_PAGE if _name_is_withheld(question_set, answers, route) else None
    pages = []
    for there in _in_their_order(question_set):
        if there.address == their_pages.OWN_PAGE:
            note = OWN_REFERENCE.format(reference=reference)
            pages.append(Page(there.address, there.title, note=note))
        elif there.address == stops_at:
            pages.append(Page(there.address, there.title, note=STOP, stops=True))
            break
        if there.address in asked:
            pages.append(_page(there, *asked[there.address], files))
        elif there.address == their_pages.CONSENT_PAGE and route == Route.NRM:
            pages.append(Page(there.address, there.title, note=NOTHING_ASKED))
    return Contents(
        reference=reference,
        route=route,
        question_set=question_set.version,
        names_nobody=route == Route.DUTY_TO_NOTIFY
        and not engine.names_the_person(question_set, answers),
        sent=sent,
        pages=tuple(pages),
    )


def _in_their_order(question_set: QuestionSet) -> list[TheirPage]:
    """Their pages as the question set puts them in order; their own label for it comes first."""
    there = {page.address: page for page in their_pages.PAGES}
    order = question_set.home_office_order or tuple(there)
    return [there[address] for address in dict.fromkeys((their_pages.OWN_PAGE, *order))]


def _name_is_withheld(question_set: QuestionSet, answers: engine.Answers, route: Route) -> bool:
    """Whether the service will ask for the name of someone who did not agree to be named.

    It asks whenever they are willing to help the authorities, which is another question.
    """
    helps = engine.live(question_set, answers).get(COOPERATION) == "yes"
    named = engine.names_the_person(question_set, answers)
    return route == Route.DUTY_TO_NOTIFY and helps and not named


def _asked_there(
    question_set: QuestionSet,
    answers: engine.Answers,
    sent: Mapping[str, object],
    route: Route,
) -> dict[str, tuple[list[Item], list[tuple[str, str]]]]:
    """(items, left to you) by the address of each page there that this way has."""
    found: dict[str, tuple[list[Item], list[tuple[str, str]]]] = {}

    def of(key: str) -> tuple[list[Item], list[tuple[str, str]]] | None:
        there = their_pages.page_of(key, route)
        return found.setdefault(there.address, ([], [])) if there else None

    for section in engine.summary(question_set, answers):
        for row in section.rows:
            for key in row.field.home_office_keys:
                if (page := of(key)) is not None and key in sent and row.field.kind != "files":
                    page[0].append(_item(key, row.field, sent[key], route))
    for field, why in engine.left_out(question_set, answers):
        for key in field.home_office_keys[:1]:
            if (page := of(key)) is not None:
                page[1].append((field.name, why))
    return found


def _page(
    there: TheirPage,
    items: list[Item],
    left: list[tuple[str, str]],
    files: tuple[File, ...],
) -> Page:
    place = {key: position for position, key in enumerate(there.labels)}
    items = sorted(items, key=lambda item: place[item.key])
    files = files if there.address == their_pages.FILES_PAGE else ()
    note = "" if items or left or files else LEAVE_EMPTY
    if note and there.address == their_pages.FILES_PAGE:
        note = NO_FILES
    return Page(there.address, there.title, tuple(items), tuple(left), files, note)


def _item(key: str, field: Field, answer: object, route: Route) -> Item:
    there = their_pages.page_of(key, route)
    label = there.label_of(key)
    if answer is True:
        return Item(key, there.title, True, label, "select")
    if isinstance(answer, list | tuple):
        words = "; ".join(their_pages.words_of(key, tick, field.label_of(tick)) for tick in answer)
        return Item(key, label, list(answer), words, "select")
    text = str(answer)
    if field.kind == "date":
        day = date.fromisoformat(text)
        return Item(key, label, text, f"{day.day} {day.month} {day.year}", "type")
    if field.options and text in {option.value for option in field.options}:
        words = their_pages.words_of(key, text, field.label_of(text))
        return Item(key, label, text, words, "list" if field.kind == "select" else "select")
    used, limit = counted_length(text), min(field.limit, LONG_TEXT)
    if used > limit:
        raise CannotBeDone(
            f"{field.name} has {used:,} characters, and the Home Office page takes {limit:,}. "
            "Open the answers and make it shorter."
        )
    return Item(key, label, text, text, "type", field.kind == "textarea", used, limit)
