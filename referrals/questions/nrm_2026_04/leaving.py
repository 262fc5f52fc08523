"""Whether it goes on, how it ended, the last contact, and why it is reported now."""

from referrals.questions import forks
from referrals.questions.choices import YES_NO, YES_NO_NOT_SURE
from referrals.questions.conditions import When
from referrals.questions.shape import Field, Option, Section, Step

STILL = "still-in-exploitative-situation"
REPORTED_BEFORE = "is-this-the-first-chance-to-report"
"""The published key says the opposite of its question, which asks for an earlier report."""

_STILL = Step(
    key="still-exploited",
    title="Is it still happening?",
    home_office_page="/is-the-potential-victim-still-in-an-exploitative-situation",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=STILL,
            label="Is the person still being exploited?",
            name="Still being exploited",
            kind="radios",
            options=YES_NO,
            empty="Select whether the person is still being exploited",
        ),
    ),
)

_WHAT_KEEPS_THEM = Step(
    key="what-keeps-them",
    title="What keeps them there?",
    home_office_page="/reasons-preventing-potential-victim-from-leaving",
    asked_when=When(STILL, {"yes"}),
    fields=(
        Field(
            key="what-is-keeping-them-in-situation",
            label="What keeps them there?",
            name="What keeps them there",
            kind="textarea",
            hint="For example a debt, fear for family, no papers, nowhere to go, being watched.",
            empty="Enter what keeps them there, or say that it is not known",
        ),
    ),
)

_HOW_THEY_LEFT = Step(
    key="how-they-left",
    title="How did they get out?",
    home_office_page="/how-why-did-they-leave-the-situation",
    asked_when=When(STILL, {"no"}),
    fields=(
        Field(
            key="how-why-did-they-leave-the-situation",
            label="How did they get out?",
            name="How they got out",
            kind="textarea",
            hint="How and why, and who helped them.",
            empty="Enter how they got out, or say that it is not known",
        ),
    ),
)

_LAST_CONTACT = Step(
    key="last-contact",
    title="When was the last contact?",
    home_office_page="/when-last-contact",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="when-last-contact",
            label="When were they last in contact with the people who exploited them?",
            name="Last contact",
            kind="radios",
            hint="Contact of any kind: a meeting, a call, a message, through somebody else.",
            options=(
                Option("within-the-last-week", "Within the last week"),
                Option("within-the-last-month", "Within the last month"),
                Option("within-the-last-3-month", "Within the last 3 months"),
                Option("within-the-last-6-month", "Within the last 6 months"),
                Option("within-the-last-6-12-month", "6 to 12 months ago"),
                Option("over-a-year-ago", "Over a year ago"),
                Option("not-sure", "Not sure"),
            ),
            empty="Select when they were last in contact",
        ),
    ),
)

_ABOUT_LAST_CONTACT = Step(
    key="about-last-contact",
    title="What happened in that last contact?",
    home_office_page="/details-last-contact",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="details-last-contact",
            label="What happened in that last contact? (optional)",
            name="What happened in that last contact",
            kind="textarea",
            hint="How it came about, what was said, any threat, what is done to avoid more.",
            required=False,
        ),
    ),
)


def _about_before(key: str, label: str, answer: str) -> Field:
    return Field(
        key=key,
        label=label,
        name="The earlier report",
        kind="textarea",
        hint="To whom and when, with references if there are any.",
        required=False,
        asked_when=When(REPORTED_BEFORE, {answer}),
    )


_BEFORE = Step(
    key="reported-before",
    title="Was it reported before?",
    home_office_page="/is-this-the-first-chance-to-report",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=REPORTED_BEFORE,
            label="Has this been reported to anyone before?",
            name="Reported before",
            kind="radios",
            options=YES_NO_NOT_SURE,
            empty="Select whether this has been reported before",
        ),
        _about_before(
            "yes-the-first-chance-to-report", "About the earlier report (optional)", "yes"
        ),
        _about_before(
            "not-sure-the-first-chance-to-report",
            "About a report there may have been (optional)",
            "not-sure",
        ),
    ),
)

_WHY_NOW = Step(
    key="why-now",
    title="Why was it not reported sooner?",
    home_office_page="/why-report-now",
    asked_when=When(REPORTED_BEFORE, {"no"}),
    fields=(
        Field(
            key="why-report-now",
            label="Why was it not reported sooner?",
            name="Why it was not reported sooner",
            kind="textarea",
            hint="As you see it, for example fear, shame, no trust in authorities, no language.",
            empty="Enter why it was not reported sooner, or say that it is not known",
        ),
    ),
)

LEAVING = Section(
    key="what-is-known-now",
    title="What is known now",
    about=(
        "Whether it is still happening, the last contact, and whether it was reported before. "
        "About 10 minutes."
    ),
    steps=(
        _STILL,
        _WHAT_KEEPS_THEM,
        _HOW_THEY_LEFT,
        _LAST_CONTACT,
        _ABOUT_LAST_CONTACT,
        _BEFORE,
        _WHY_NOW,
    ),
)
