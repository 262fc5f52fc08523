"""What a question set is made of. A new version of the form is new data of these shapes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from referrals.questions.conditions import ALWAYS, Condition, When

LONG_TEXT = 15_000
"""Characters the Home Office form takes in one box."""

SHORT_TEXT = 250

TEXT_MAY_NAME_SOMEONE = (
    "Free text may name the person, a place they live or the people who exploited them."
)

CHOICES = frozenset({"radios", "checkboxes", "select"})
KINDS = CHOICES | {"text", "textarea", "date", "tick", "files"}

NOT_KNOWN, NOT_ASKED, NOT_ANSWERED = "Not known", "Not asked", "Did not want to answer"
TICKED = "yes"


@dataclass(frozen=True)
class Option:
    """leads_out: the answer is not on the list, and a text beside it says what it is."""

    value: str
    label: str
    hint: str = ""
    leads_out: bool = False


@dataclass(frozen=True)
class Field:
    """One question.

    key: the field_key of the Home Office form; a key of our own has home_office=False and is never
        sent.
    label: the question as asked. name: the same as a noun, for check-your-answers and errors.
    empty: the sentence shown when a required answer is not given.
    limit: characters, counted as the Home Office form counts them (see cleaning.counted_length).
    check: "email", "past", "by-today", "future", "number" (digits), "phone" (one that can be in
        use), "line" (of an office, which may be short or have an extension); "" for none.
    identifies_person: names, dates and numbers that say who someone is; in a notice only where the
        person agreed to be named in it.
    withheld_from_notice: why an answer that need not name anyone is still not sent in a notice.
    kept: False for an answer that only chooses the next screen and is not stored.
    options_are_fields: each option is a field_key of its own on the Home Office form.
    repeats: up to how many answers a list takes; sent as "<key>-1", "<key>-2" and so on.
    sent_as: this text names what a list of ours lacks, and is sent under that list's key.
    instead: words that may be ticked in place of a text; they are kept and sent as the answer.
    consent: the kind of consent this answer is, as in the ledger; "" for none.
    """

    key: str
    label: str
    name: str
    kind: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    empty: str = ""
    limit: int = LONG_TEXT
    check: str = ""
    asked_when: Condition = ALWAYS
    identifies_person: bool = False
    withheld_from_notice: str = ""
    kept: bool = True
    home_office: bool = True
    options_are_fields: bool = False
    repeats: int = 1
    sent_as: str = ""
    instead: tuple[str, ...] = ()
    consent: str = ""

    @cached_property
    def home_office_keys(self) -> tuple[str, ...]:
        if not self.home_office or self.sent_as:
            return ()
        if self.options_are_fields:
            return tuple(option.value for option in self.options)
        if self.repeats > 1:
            return tuple(f"{self.key}-{position}" for position in range(1, self.repeats + 1))
        return (self.key,)

    @property
    def may_go_in_a_notice(self) -> bool:
        return self.home_office and not self.identifies_person and not self.withheld_from_notice

    def label_of(self, value: str) -> str:
        """The words of an option; the value itself when an older set offered it."""
        return next((option.label for option in self.options if option.value == value), value)

    def as_json(self) -> dict:
        return {
            "key": self.key,
            "home_office_keys": list(self.home_office_keys),
            "label": self.label,
            "hint": self.hint,
            "kind": self.kind,
            "options": [{"value": o.value, "label": o.label} for o in self.options],
            "required": self.required,
            "limit": self.limit if self.kind in {"text", "textarea"} else None,
            "check": self.check,
            "asked_when": self.asked_when.as_json(),
            "identifies_person": self.identifies_person,
            "withheld_from_notice": self.withheld_from_notice,
            "kept": self.kept,
            "repeats": self.repeats,
            "sent_as": self.sent_as,
            "instead": list(self.instead),
            "consent": self.consent,
        }


@dataclass(frozen=True)
class Step:
    """One page.

    kind: "questions"; "advice" has nothing to answer and leads on; "stop" has nothing to answer and
        is the end of the path until an earlier answer changes.
    home_office_page: the address of the page of the Home Office form it prepares, "" when ours;
        in_a_notice the same where a notice has a page of its own for it.
    withheld_when: the Home Office asks this page and we do not, because the person has not agreed
        to be named. withheld_because says it to the first responder.
    say: paragraphs above the questions. contacts: show the safety contacts here.
    """

    key: str
    title: str
    fields: tuple[Field, ...] = ()
    asked_when: Condition = ALWAYS
    kind: str = "questions"
    home_office_page: str = ""
    in_a_notice: str = ""
    withheld_when: Condition | None = None
    withheld_because: str = ""
    say: tuple[str, ...] = ()
    contacts: bool = False

    def revealed_by(self, field: Field) -> tuple[str, str] | None:
        """(key, value) of the one answer on this page that asks `field`, so that it can stand under
        that answer; None where it is asked in another way."""
        when = field.asked_when
        if not isinstance(when, When) or len(when.values) != 1:
            return None
        ticked = {each.key for each in self.fields if each.kind in {"radios", "checkboxes"}}
        return (when.field, next(iter(when.values))) if when.field in ticked else None

    def as_json(self) -> dict:
        return {
            "key": self.key,
            "title": self.title,
            "kind": self.kind,
            "home_office_page": self.home_office_page,
            "in_a_notice": self.in_a_notice,
            "asked_when": self.asked_when.as_json(),
            "say": list(self.say),
            "fields": [field.as_json() for field in self.fields],
        }


@dataclass(frozen=True)
class Section:
    """Pages under one heading; `about` says beforehand what they ask and how long it takes."""

    key: str
    title: str
    about: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class QuestionSet:
    """A version of the form. Drafts name the version they were begun under.

    valid_from, valid_to: half-open; valid_to is None while it is current.
    home_office_order: addresses of the Home Office's question pages in its own order.
    left_out: field keys of the Home Office form that are not asked here, with the reason.
    """

    version: str
    valid_from: date
    valid_to: date | None
    source: str
    sections: tuple[Section, ...]
    home_office_order: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for section in self.sections for step in section.steps)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for step in self.steps for field in step.fields)

    @cached_property
    def _by_key(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    def step(self, key: str) -> Step | None:
        return self._by_key.get(key)

    @cached_property
    def field_of(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}

    def as_json(self) -> dict:
        return {
            "version": self.version,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "source": self.source,
            "sections": [
                {
                    "key": section.key,
                    "title": section.title,
                    "about": section.about,
                    "steps": [step.as_json() for step in section.steps],
                }
                for section in self.sections
            ],
        }
