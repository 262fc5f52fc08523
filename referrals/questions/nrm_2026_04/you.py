"""The first responder and their organisation, and the evidence that goes with a referral."""

from referrals.questions import forks
from referrals.questions.conditions import All, AtLeast
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step

ORGANISATION = "user-organisation"
NATION = "fr-location"
UPLOAD = "upload-file"


def _yours(key: str, label: str, name: str, empty: str, check: str = "", hint: str = "") -> Field:
    return Field(
        key=key,
        label=label,
        name=name,
        kind="text",
        limit=SHORT_TEXT,
        check=check,
        hint=hint,
        empty=empty,
    )


_ORGANISATION = Step(
    key="organisation",
    title="Which organisation do you work for?",
    home_office_page="/organisation",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        _yours(ORGANISATION, "Your organisation", "Your organisation",
               "Enter the organisation you work for",
               hint="Select it on the Home Office page from its own list of first responders."),
    ),
)  # fmt: skip

_NATION = Step(
    key="nation",
    title="Where do you make this report?",
    home_office_page="/fr-location",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=NATION,
            label="In which nation do you make this report?",
            name="Nation of the report",
            kind="radios",
            options=(
                Option("england", "England"),
                Option("wales", "Wales"),
                Option("scotland", "Scotland"),
                Option("northern-ireland", "Northern Ireland"),
            ),
            empty="Select the nation in which you make this report",
        ),
    ),
)

_YOU = Step(
    key="you",
    title="How can the Home Office reach you?",
    home_office_page="/fr-details",
    asked_when=forks.NRM,
    fields=(
        _yours("fr-details-first-name", "Your first name", "Your first name",
               "Enter your first name"),
        _yours("fr-details-last-name", "Your last name", "Your last name", "Enter your last name"),
        _yours("fr-details-role", "Your role", "Your role", "Enter your role"),
        _yours("fr-details-phone", "Your telephone number", "Your telephone number",
               "Enter your telephone number", "line"),
    ),
)  # fmt: skip

_COLLEAGUE = Step(
    key="colleague",
    title="Whom can they reach when you are away?",
    home_office_page="/fr-alternative-contact",
    asked_when=forks.NRM,
    fields=(
        _yours("fr-alternative-contact", "Email address of a colleague, a manager or your team",
               "Email address when you are away",
               "Enter an email address for when you are away", "email"),
    ),
)  # fmt: skip

_EVIDENCE = Step(
    key="evidence",
    title="What evidence goes with it?",
    kind="files",
    home_office_page="/upload-evidence",
    asked_when=forks.NRM,
    say=(
        "Files are attached on the Home Office page. It takes DOC, DOCX, PDF, JPG and PNG.",
        "Up to 25 MB each, 99 at most.",
    ),
    fields=(
        Field(
            key=UPLOAD,
            label="Evidence (optional)",
            name="Evidence",
            kind="files",
            required=False,
            kept=False,
        ),
    ),
)

_ABOUT_EVIDENCE = Step(
    key="about-evidence",
    title="What is each file?",
    home_office_page="/what-evidence-you-will-submit",
    asked_when=All((forks.NRM, AtLeast(forks.FILES, 1))),
    fields=(
        Field(
            key="what-evidence-you-will-submit",
            label="What is each file, and when was it made?",
            name="The evidence",
            kind="textarea",
            empty="Enter what each file is, and when it was made",
        ),
    ),
)

YOU = Section(
    key="you",
    title="You and your evidence",
    about=(
        "Your organisation, how you can be reached, and files. A notice asks for your "
        "organisation only. About 5 minutes."
    ),
    steps=(_ORGANISATION, _NATION, _YOU, _COLLEAGUE, _EVIDENCE, _ABOUT_EVIDENCE),
)
