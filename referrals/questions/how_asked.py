"""How the adult was asked: one page of ours after the answer about consent, never sent.

Asked once a referral, and again when that answer changes. What is told here goes into the ledger of
what the person agreed to, with every consent that is given in this referral.
"""

from referrals.questions import forks
from referrals.questions.conditions import All, When
from referrals.questions.shape import Field, Option, Step
from referrals.terms import Consent
from victims.terms import CapacityDoubt, Interpreting, Presence

ASKED_ON = "asked-on"
LANGUAGE = "asked-language"
INTERPRETING = "asked-interpreting"
PRESENCE = "asked-presence"
PRESENT = "asked-present"
CAPACITY = "asked-capacity"
CAPACITY_DONE = "asked-capacity-done"

SOMETHING_WAS_ASKED = All(
    (
        forks.ADULT,
        When(forks.CONSENT, {Consent.AGREES, Consent.CHOSE_NOT, Consent.MAY_LACK_CAPACITY}),
    )
)


def _options(choices: type, unknown: str) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in choices.choices if value != unknown)


HOW_ASKED = Step(
    key="how-asked",
    title="How did you ask?",
    asked_when=SOMETHING_WAS_ASKED,
    say=("This is kept with what the person agreed to. It is not sent to the Home Office.",),
    fields=(
        Field(
            key=ASKED_ON,
            label="When did you ask?",
            name="Day you asked",
            kind="date",
            check="by-today",
            empty="Enter the day you asked",
            home_office=False,
        ),
        Field(
            key=LANGUAGE,
            label="Which language did you speak in?",
            name="Language you spoke in",
            kind="text",
            limit=60,
            empty="Enter the language you spoke in",
            home_office=False,
        ),
        Field(
            key=INTERPRETING,
            label="Was there an interpreter?",
            name="Interpreter",
            kind="radios",
            options=_options(Interpreting, Interpreting.NOT_RECORDED),
            empty="Select whether there was an interpreter",
            home_office=False,
        ),
        Field(
            key=PRESENCE,
            label="Was the person seen alone?",
            name="Seen alone",
            kind="radios",
            options=_options(Presence, Presence.NOT_RECORDED),
            empty="Select whether the person was seen alone",
            home_office=False,
        ),
        Field(
            key=PRESENT,
            label="Who else was there?",
            name="Who else was there",
            kind="text",
            hint="What they are to the person, for example a sister or a support worker.",
            limit=300,
            empty="Enter who else was there",
            asked_when=When(PRESENCE, {Presence.OTHERS}),
            home_office=False,
        ),
        Field(
            key=CAPACITY,
            label="Did anyone doubt that the person could decide?",
            name="Doubt that they could decide",
            kind="radios",
            options=_options(CapacityDoubt, CapacityDoubt.NOT_RECORDED),
            empty="Select whether anyone doubted that they could decide",
            home_office=False,
        ),
        Field(
            key=CAPACITY_DONE,
            label="What was the doubt, and what was done?",
            name="The doubt, and what was done",
            kind="textarea",
            limit=1000,
            empty="Enter what the doubt was, and what was done",
            asked_when=When(CAPACITY, {CapacityDoubt.DOUBT}),
            home_office=False,
        ),
    ),
)
