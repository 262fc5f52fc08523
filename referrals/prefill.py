"""What the records suggest as answers. Shown on a page with where it comes from, and stored only
when that page is saved; nothing is suggested that the author may not see where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject

from agencies import access
from agencies.acting import Actor
from referrals import carried_over, engine
from referrals.drafts import Draft
from referrals.models import ReferralAnswers
from referrals.questions import forks
from referrals.questions.nrm_2026_04 import exploiters, person, support, where, you, your_view
from referrals.questions.nrm_2026_04.decision import PERSON_BY
from referrals.questions.places import UK_TOWNS
from referrals.questions.shape import Step
from referrals.terms import AgeNow
from victims.models import Contact, Identity, Person, Screening, ScreeningAnswer
from victims.terms import AgeBand, Interpreting

AGES = {AgeBand.UNDER_18: AgeNow.CHILD, AgeBand.UNSURE: AgeNow.NOT_SURE}
GENDERS = {"F": "female", "M": "male", "X": "unknown"}
STATELESS = {"XXA": "XX-STATELESS"}
# The nearest answers; which kind of labour or sexual exploitation it was, only the author can say.
TYPES = {
    "CRI": "types-of-exploitation-forced-to-commit-crime",
    "DOM": "types-of-exploitation-unpaid-household-work",
    "ORG": "types-of-exploitation-organs-removed",
}
INTERPRETER = {
    Interpreting.NOT_NEEDED: "no",
    Interpreting.PROFESSIONAL: "yes",
    Interpreting.NONE_FOUND: "yes",
}
SIGNS = {"SEEN": "Seen, or told by the person", "REPORTED": "Told by somebody else"}
YOUR_OWN = (
    you.NATION,
    you.ORGANISATION,
    "fr-details-first-name",
    "fr-details-last-name",
    "fr-details-role",
    "fr-details-phone",
    "fr-alternative-contact",
)
"""Answers about the author, which their next referral may repeat."""

OUTLINE, SCREENING, IDENTITY = "the person's record", "the screening", "who the person is"
CONTACT, SIGNED_IN, LAST = "how to reach the person", "your account", "your last referral"
NOTICE = "the notice that was sent"

# Questions that are answered without asking the database again.
_AT_HAND = {forks.AGE, person.GENDER, person.NATIONALITY, exploiters.TYPES, person.INTERPRETER}


@dataclass(frozen=True)
class Suggestion:
    value: object
    source: str


@dataclass(frozen=True)
class Known:
    """What the author may see of the person and the screening, and what they said of themselves.

    Each is empty where the gate gave nothing.
    """

    identity: Mapping[str, Any] = field(default_factory=dict)
    contact: Mapping[str, Any] = field(default_factory=dict)
    signs: tuple[Mapping[str, str], ...] = ()
    last: Mapping[str, str] = field(default_factory=dict)


def to_confirm(actor: Actor, draft: Draft, steps: tuple[Step, ...]) -> dict[str, Suggestion]:
    """By field key, what is suggested on these pages and not answered. At most one query, and one
    for a referral that follows a notice, which says more than the records do."""
    if not draft.is_open:
        return {}
    carried = carried_over.carried(actor, draft.referral, draft.questions)
    wanted = {
        each.key
        for step in steps
        if any(each.key in _FROM_RECORDS or each.key in carried for each in step.fields)
        for each in engine.shown(draft.questions, draft.answers, step)
        if (each.key in _FROM_RECORDS or each.key in carried) and each.key not in draft.values
    }
    known = look_up(actor, draft) if wanted & _FROM_RECORDS - _AT_HAND else Known()
    found = suggestions(actor, draft, known)
    found |= {key: Suggestion(value, NOTICE) for key, value in carried.items()}
    return {key: each for key, each in found.items() if key in wanted and each.value}


def look_up(actor: Actor, draft: Draft) -> Known:
    """Through the gate, each by itself, in one query."""
    here = {"person": OuterRef("pk")}
    identity = access.allowed(actor, "see", Identity).filter(**here)
    contact = access.allowed(actor, "see", Contact).filter(**here)
    screenings = access.allowed(actor, "see", Screening).filter(pk=draft.referral.screening_id)
    signs = ScreeningAnswer.objects.filter(screening__in=screenings, answer__in=list(SIGNS))
    last = (
        access.allowed(actor, "see", ReferralAnswers)
        .filter(referral__author_id=actor.membership_id, values__has_any_keys=list(YOUR_OWN))
        .exclude(pk=draft.row.pk)
        .order_by("-saved_at")
    )
    row = (
        access.allowed(actor, "see", Person)
        .filter(pk=draft.person.pk)
        .order_by()
        .values(
            who=Subquery(identity.values(_=_json(*IDENTITY_FIELDS))[:1]),
            reach=Subquery(contact.values(_=_json(*CONTACT_FIELDS))[:1]),
            signs=ArraySubquery(signs.order_by("pk").values(_=_json("indicator", "answer"))),
            last=Subquery(
                last.values(_=JSONObject(**{key: KT(f"values__{key}") for key in YOUR_OWN}))[:1]
            ),
        )
        .first()
    ) or {}
    return Known(
        identity=row.get("who") or {},
        contact=row.get("reach") or {},
        signs=tuple(row.get("signs") or ()),
        last=row.get("last") or {},
    )


IDENTITY_FIELDS = ("given_names", "family_name", "aliases", "born_on")
CONTACT_FIELDS = ("staying_area", "phone", "email")


def _json(*names: str) -> JSONObject:
    return JSONObject(**{name: name for name in names})


def suggestions(actor: Actor, draft: Draft, known: Known) -> dict[str, Suggestion]:
    """Every suggestion that these facts allow, whether or not its question is asked."""
    outline, screening = draft.person, draft.referral.screening
    nationality = STATELESS.get(outline.nationality, outline.nationality)
    nationalities = {each.value for each in draft.questions.field_of[person.NATIONALITY].options}
    types = [TYPES[code] for code in screening.types if code in TYPES]
    first, _, last = actor.user.name.rpartition(" ")
    listed = {option.value for option in UK_TOWNS}
    town = known.contact.get("staying_area") or ""
    values = {
        OUTLINE: {
            forks.AGE: AGES.get(outline.age_band, AgeNow.ADULT),
            person.GENDER: GENDERS.get(outline.gender, ""),
            person.NATIONALITY: nationality if nationality in nationalities else "",
        },
        SCREENING: {
            exploiters.TYPES: types,
            person.INTERPRETER: INTERPRETER.get(screening.interpreting, ""),
            your_view.INDICATORS: "yes" if known.signs else "",
            your_view.SIGNS: _signs_in_words(known.signs),
        },
        IDENTITY: {
            "pv-name-first-name": known.identity.get("given_names"),
            "pv-name-last-name": known.identity.get("family_name"),
            "pv-name-nickname": known.identity.get("aliases"),
            "pv-dob": known.identity.get("born_on"),
        },
        CONTACT: {
            where.TOWN_NOW: town if town in listed else "",
            support.OWN_NUMBER: known.contact.get("phone"),
            f"{PERSON_BY}-email-input": known.contact.get("email"),
        },
        SIGNED_IN: {
            you.ORGANISATION: actor.agency.name,
            "fr-details-first-name": first or last,
            "fr-details-last-name": last if first else "",
        },
        LAST: {key: known.last.get(key) for key in YOUR_OWN},
    }
    found: dict[str, Suggestion] = {}
    for source, answers in values.items():
        found |= {key: Suggestion(value, source) for key, value in answers.items() if value}
    return found


def _signs_in_words(signs: tuple[Mapping[str, str], ...]) -> str:
    codes = ScreeningAnswer._meta.get_field("indicator").codes
    lines = []
    for answer, words in SIGNS.items():
        named = [codes.label(sign["indicator"]) for sign in signs if sign["answer"] == answer]
        if named:
            lines.append(f"{words}: {'; '.join(named)}")
    return "\n".join(lines)


_FROM_RECORDS = _AT_HAND | {
    your_view.INDICATORS, your_view.SIGNS, where.TOWN_NOW, support.OWN_NUMBER,
    "pv-name-first-name", "pv-name-last-name", "pv-name-nickname", "pv-dob",
    f"{PERSON_BY}-email-input", *YOUR_OWN,
}  # fmt: skip
