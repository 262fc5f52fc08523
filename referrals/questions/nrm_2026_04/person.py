"""Who the person is. A notice asks for gender and nationality, and for a name after a yes to it."""

from referrals.questions import forks
from referrals.questions.choices import YES_NO
from referrals.questions.conditions import All, Any, When
from referrals.questions.nationalities import NATIONALITIES
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step

GENDER, NATIONALITY = "pv-gender", "pv-nationality"
INTERPRETER = "pv-interpreter-requirements"
ANOTHER_NATIONALITY = "another-nationality"
NAME_IS_WITHHELD = (
    "The Home Office page asks for this because the person would help the police. They have not "
    "agreed to be named, so it is not given out here. Stop at that page and decide with your lead."
)
NAME_OF_A_PERSON = Any((forks.NRM, forks.NAMED_IN_NOTICE))
ASKED_BUT_WITHHELD = All((forks.MAY_BE_NAMED, forks.NOT_NAMED_IN_NOTICE))

_NATIONALITIES = (
    *NATIONALITIES,
    Option(ANOTHER_NATIONALITY, "Another nationality", leads_out=True),
)


def _name(key: str, label: str, name: str, empty: str = "") -> Field:
    return Field(
        key=key,
        label=label,
        name=name,
        kind="text",
        limit=SHORT_TEXT,
        required=bool(empty),
        empty=empty,
        identifies_person=True,
    )


_NAME = Step(
    key="name",
    title="What is the person's name?",
    home_office_page="/pv-name-referral",
    in_a_notice="/pv-name-dtn",
    asked_when=NAME_OF_A_PERSON,
    withheld_when=ASKED_BUT_WITHHELD,
    withheld_because=NAME_IS_WITHHELD,
    fields=(
        _name("pv-name-first-name", "First name", "First name", "Enter the person's first name"),
        _name("pv-name-last-name", "Last name", "Last name", "Enter the person's last name"),
        _name("pv-name-nickname", "Any other name they are known by (optional)", "Other name"),
    ),
)

_BORN = Step(
    key="date-of-birth",
    title="When was the person born?",
    home_office_page="/pv-dob",
    asked_when=forks.NRM,
    fields=(
        Field(
            key="pv-dob",
            label="Date of birth (optional)",
            name="Date of birth",
            kind="date",
            hint="For example, 27 3 1998. Leave it empty if it is not known.",
            required=False,
            check="past",
            identifies_person=True,
        ),
    ),
)

_GENDER = Step(
    key="gender",
    title="What is the person's gender?",
    home_office_page="/pv-gender-referral",
    in_a_notice="/pv-gender-dtn",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=GENDER,
            label="What is the person's gender?",
            name="Gender",
            kind="radios",
            options=(
                Option("female", "Female"),
                Option("male", "Male"),
                Option("unknown", "Neither female nor male"),
            ),
            empty="Select the person's gender",
        ),
    ),
)

_CHILDREN = Step(
    key="children",
    title="Does the person have children?",
    home_office_page="/does-pv-have-children",
    asked_when=forks.NRM,
    fields=(
        Field(
            key="does-pv-have-children",
            label="Does the person have children?",
            name="Has children",
            kind="radios",
            options=YES_NO,
            empty="Select whether the person has children",
        ),
        Field(
            key="does-pv-have-children-yes-amount",
            label="How many children?",
            name="Number of children",
            kind="text",
            limit=SHORT_TEXT,
            check="number",
            empty="Enter how many children the person has",
            asked_when=When("does-pv-have-children", {"yes"}),
        ),
    ),
)

_NATIONALITY = Step(
    key="nationality",
    title="What is the person's nationality?",
    home_office_page="/pv-nationality-referral",
    in_a_notice="/pv-nationality-dtn",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=NATIONALITY,
            label="Nationality",
            name="Nationality",
            kind="select",
            options=_NATIONALITIES,
            empty="Select the person's nationality, or Unknown",
        ),
        Field(
            key="pv-nationality-other",
            label="Which other nationality?",
            name="The other nationality",
            kind="text",
            limit=SHORT_TEXT,
            empty="Enter the person's nationality",
            asked_when=When(NATIONALITY, {ANOTHER_NATIONALITY}),
            sent_as=NATIONALITY,
        ),
        Field(
            key="pv-nationality-second",
            label="Second nationality (optional)",
            name="Second nationality",
            kind="select",
            options=NATIONALITIES,
            required=False,
        ),
    ),
)


def _need(key: str, title: str, name: str, page: str, more: Field) -> Step:
    """A yes or no about communication, and after a yes what exactly."""
    return Step(
        key=key,
        title=title,
        home_office_page=page,
        asked_when=forks.NRM,
        fields=(
            Field(
                key=page.removeprefix("/"),
                label=title,
                name=name,
                kind="radios",
                options=YES_NO,
                empty=f"Select yes or no: {name[:1].lower()}{name[1:]}",
            ),
            more,
        ),
    )


_INTERPRETER = _need(
    "interpreter",
    "Does the person need an interpreter?",
    "Interpreter needed",
    "/pv-interpreter-requirements",
    Field(
        key="pv-interpreter-requirements-language",
        label="Which language, and which dialect if it matters?",
        name="Language",
        kind="text",
        limit=SHORT_TEXT,
        empty="Enter the language",
        asked_when=When(INTERPRETER, {"yes"}),
    ),
)

_COMMUNICATION = _need(
    "communication",
    "Does the person need other help to communicate?",
    "Other help to communicate",
    "/pv-other-help-with-communication",
    Field(
        key="pv-other-help-with-communication-aid",
        label="What help?",
        name="Help to communicate",
        kind="text",
        limit=SHORT_TEXT,
        hint="For example sign language, a hearing loop, large print, somebody they trust.",
        empty="Enter what help the person needs",
        asked_when=When("pv-other-help-with-communication", {"yes"}),
    ),
)

_HOME_OFFICE_REFERENCES = _need(
    "home-office-references",
    "Does the Home Office know the person by a reference?",
    "Home Office references",
    "/pv-ho-reference",
    Field(
        key="pv-ho-reference-type",
        label="Which reference, and its number?",
        name="Home Office reference",
        kind="text",
        hint="For example of a visa, an asylum claim, or an earlier referral.",
        empty="Enter the reference, its number, or both",
        asked_when=When("pv-ho-reference", {"yes"}),
        identifies_person=True,
    ),
)

PERSON = Section(
    key="the-person",
    title="The person",
    about=(
        "What a referral needs to say about the person. A notice asks for gender and nationality "
        "only. About 5 minutes."
    ),
    steps=(
        _NAME,
        _BORN,
        _GENDER,
        _CHILDREN,
        _NATIONALITY,
        _INTERPRETER,
        _COMMUNICATION,
        _HOME_OFFICE_REFERENCES,
    ),
)
