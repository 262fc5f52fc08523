"""Who hears the decision, and how it may be written to them safely."""

from referrals.questions import forks
from referrals.questions.conditions import ALWAYS, All, Any, Condition, When
from referrals.questions.nrm_2026_04.person import ASKED_BUT_WITHHELD, NAME_IS_WITHHELD
from referrals.questions.shape import SHORT_TEXT, TICKED, Field, Option, Section, Step

RECIPIENT = "who-contact"
PERSON_BY = "pv-contact-details"
OTHER_BY = "someone-else"

_BY_EMAIL, _BY_POST = "email", "post"
_WAYS = (Option(_BY_EMAIL, "Email"), Option(_BY_POST, "Post"))


def _line(
    key: str, label: str, empty: str = "", check: str = "", when: Condition = ALWAYS
) -> Field:
    return Field(
        key=key,
        label=label if empty else f"{label} (optional)",
        name=label,
        kind="text",
        limit=SHORT_TEXT,
        check=check,
        required=bool(empty),
        empty=empty,
        asked_when=when,
        identifies_person=True,
    )


def _tick(key: str, label: str, name: str, empty: str, when: Condition, consent: str) -> Field:
    return Field(
        key=key,
        label=label,
        name=name,
        kind="tick",
        options=(Option(TICKED, label),),
        empty=empty,
        asked_when=when,
        consent=consent,
    )


def _address(key: str, whose: str) -> tuple[Field, ...]:
    post = When(key, {_BY_POST})
    return (
        _line(f"{key}-street", "Building and street", f"Enter {whose} building and street",
              when=post),
        _line(f"{key}-town", "Town or city", f"Enter {whose} town or city", when=post),
        _line(f"{key}-county", "County", when=post),
        _line(f"{key}-postcode", "Postcode", f"Enter {whose} postcode", when=post),
    )  # fmt: skip


_WHO = Step(
    key="recipient",
    title="Who should hear the decision?",
    home_office_page="/who-contact",
    asked_when=forks.ADULT_AGREES,
    fields=(
        Field(
            key=RECIPIENT,
            label="Who should the Home Office write to?",
            name="Who hears the decision",
            kind="radios",
            options=(
                Option("potential-victim", "The person"),
                Option("someone-else", "Someone else whom the person chose"),
            ),
            empty="Select who the Home Office should write to",
        ),
    ),
)

_TO_THE_PERSON = Step(
    key="person-contact",
    title="How may the Home Office write to the person?",
    home_office_page="/pv-contact-details-referral",
    in_a_notice="/pv-contact-details-dtn",
    asked_when=Any(
        (All((forks.ADULT_AGREES, When(RECIPIENT, {"potential-victim"}))), forks.NAMED_IN_NOTICE)
    ),
    withheld_when=ASKED_BUT_WITHHELD,
    withheld_because=NAME_IS_WITHHELD,
    say=("Only where nobody else reads it: a letter can put the person in danger.",),
    fields=(
        Field(
            key=PERSON_BY,
            label="How may the person be written to?",
            name="How the person may be written to",
            kind="checkboxes",
            hint="Select all that are safe.",
            options=_WAYS,
            empty="Select how the person may be written to",
            identifies_person=True,
        ),
        _line(f"{PERSON_BY}-email-input", "The person's email address",
              "Enter the person's email address", "email", When(PERSON_BY, {_BY_EMAIL})),
        _tick(f"{PERSON_BY}-email-check", "The person says that it is safe to write to this email "
              "address", "Safe to write by email",
              "Ask the person whether this email address is safe, then tick the box",
              When(PERSON_BY, {_BY_EMAIL}), "CONTACT"),
        *_address(PERSON_BY, "the person's"),
        _tick(f"{PERSON_BY}-post-check", "The person says that it is safe to write to this address",
              "Safe to write by post",
              "Ask the person whether this address is safe, then tick the box",
              When(PERSON_BY, {_BY_POST}), "CONTACT"),
    ),
)  # fmt: skip

_TO_SOMEONE_ELSE = Step(
    key="someone-else",
    title="Who else should hear the decision?",
    home_office_page="/someone-else",
    asked_when=All((forks.ADULT_AGREES, When(RECIPIENT, {"someone-else"}))),
    fields=(
        _line(f"{OTHER_BY}-first-name", "First name"),
        _line(f"{OTHER_BY}-last-name", "Last name"),
        Field(
            key=OTHER_BY,
            label="How may they be written to?",
            name="How the other may be written to",
            kind="checkboxes",
            options=_WAYS,
            empty="Select how they may be written to",
            identifies_person=True,
        ),
        _line(f"{OTHER_BY}-email-input", "Their email address", "Enter their email address",
              "email", When(OTHER_BY, {_BY_EMAIL})),
        *_address(OTHER_BY, "their"),
        _tick(f"{OTHER_BY}-permission-check", "The person allows the decision to go to them",
              "The person allows it", "Ask the person whether they allow it, then tick the box",
              ALWAYS, "RECIPIENT"),
    ),
)  # fmt: skip

DECISION = Section(
    key="the-decision",
    title="Who hears the decision",
    about="Where a letter or an email is safe. About 5 minutes.",
    steps=(_WHO, _TO_THE_PERSON, _TO_SOMEONE_ELSE),
)
