"""The police: a reference, and whether the person would help them; and, apart from that, a name."""

from referrals.questions import forks
from referrals.questions.choices import YES_NO
from referrals.questions.conditions import When
from referrals.questions.places import POLICE_FORCES
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step

REFERENCE = "reported-to-police"
"""The published key still says reported; its question asks for a crime reference."""

_REFERENCE = Step(
    key="police",
    title="Is there a crime reference?",
    home_office_page="/reported-to-police",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=REFERENCE,
            label="Is there a police reference for a modern slavery crime against this person?",
            name="Police reference",
            kind="radios",
            options=YES_NO,
            empty="Select whether there is a police reference",
        ),
        Field(
            key="reported-to-police-police-forces",
            label="Police force",
            name="Police force",
            kind="select",
            options=POLICE_FORCES,
            empty="Select the police force",
            asked_when=When(REFERENCE, {"yes"}),
        ),
        Field(
            key="reported-to-police-crime-reference",
            label="Crime or incident reference",
            name="Crime or incident reference",
            kind="text",
            hint="In a notice it is sent only if the person agrees to be named.",
            limit=SHORT_TEXT,
            empty="Enter the crime or incident reference",
            asked_when=When(REFERENCE, {"yes"}),
            identifies_person=True,
        ),
    ),
)

_COOPERATION = Step(
    key="cooperation",
    title="Would the person help the police?",
    home_office_page="/authorities-cooperation",
    asked_when=forks.ROUTE_KNOWN,
    say=("This is a choice of its own. Saying no changes nothing about support.",),
    fields=(
        Field(
            key=forks.COOPERATION,
            label="Would the person help an investigation or a prosecution?",
            name="Would help an investigation",
            kind="radios",
            options=YES_NO,
            empty="Select whether the person would help an investigation",
            consent="POLICE",
        ),
        Field(
            key="authorities-cooperation-details",
            label="What have they done or agreed to do? (optional)",
            name="Help with an investigation",
            kind="textarea",
            required=False,
            asked_when=When(forks.COOPERATION, {"yes"}),
        ),
    ),
)

_NAMED = Step(
    key="named",
    title="Does the person agree to be named in the notice?",
    asked_when=forks.MAY_BE_NAMED,
    say=(
        (
            "Being willing to help the police is not the same as agreeing to be named. Ask for "
            "this on its own, and say who will read the notice."
        ),
        (
            "The Home Office page asks for the name of everyone who would help. If the person does "
            "not agree, this app never gives it out, and you decide with your lead what to do "
            "there."
        ),
    ),
    fields=(
        Field(
            key=forks.NAMED,
            label="Does the person agree that the notice says who they are?",
            name="Agrees to be named in the notice",
            kind="radios",
            options=(Option("yes", "Yes, they agree"), Option("no", "No, or it was not asked")),
            empty="Select whether the person agrees to be named",
            consent="NAMED",
            home_office=False,
        ),
    ),
)

POLICE = Section(
    key="police",
    title="The police",
    about="A crime reference, and whether the person would help. About 5 minutes.",
    steps=(_REFERENCE, _COOPERATION, _NAMED),
)
