"""What happened: who the person was before, when and how it began, how they were treated."""

from referrals.questions import forks
from referrals.questions.choices import YES_NO, YES_NO_NOT_SURE
from referrals.questions.conditions import When
from referrals.questions.shape import (
    NOT_ANSWERED,
    NOT_ASKED,
    NOT_KNOWN,
    Field,
    Option,
    Section,
    Step,
)

SEVERAL = "potential-victim-exploitative-situation-multiple"

_SEVERAL_SITUATIONS = When(SEVERAL, {"yes"})
_ONE_SITUATION = When(SEVERAL, {"no", "i-dont-know"})

_AGE_THEN = Step(
    key="age-then",
    title="How old was the person when it happened?",
    home_office_page="/pv-under-age-at-time-of-exploitation",
    asked_when=forks.ADULT_ROUTE_KNOWN,
    fields=(
        Field(
            key="pv-under-age-at-time-of-exploitation",
            label="Was the person under 18 at any time while they were exploited?",
            name="Under 18 when exploited",
            kind="radios",
            options=YES_NO_NOT_SURE,
            empty="Select whether the person was under 18 while they were exploited",
        ),
    ),
)


def _background(key: str, label: str, name: str, hint: str, kind: str = "textarea") -> Field:
    """The Home Office page requires all four and says not to probe, so there are words for that."""
    return Field(
        key=key,
        label=label,
        name=name,
        kind=kind,
        hint=hint,
        empty=f"Enter {name[:1].lower()}{name[1:]}, or select why there is no answer",
        instead=(NOT_KNOWN, NOT_ASKED, NOT_ANSWERED),
    )


_BACKGROUND = Step(
    key="background",
    title="What is known of their life before?",
    home_office_page="/what-is-their-background",
    asked_when=forks.ROUTE_KNOWN,
    say=(
        "Only what they have told somebody. Do not ask for more.",
        "Not known, not asked and did not want to answer are good answers. They are sent as such.",
    ),
    fields=(
        _background("birthplace", "Where were they born?", "Place of birth",
                    "Country, and town or village.", kind="text"),
        _background("family", "Who is their family?", "Family",
                    "For example who brought them up, and whether they are in touch."),
        _background("education", "What schooling did they have?", "Education",
                    "For example where and until what age."),
        _background("employment-history", "What work did they do before?", "Work before",
                    "Before they were exploited."),
    ),
)  # fmt: skip

_SITUATIONS = Step(
    key="situations",
    title="Was there more than one situation?",
    home_office_page="/potential-victim-exploitative-situation-multiple",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=SEVERAL,
            label="Was the person exploited in more than one situation?",
            name="More than one situation",
            kind="radios",
            hint=(
                "For example by different people, or in different places. If yes, write about each "
                "in turn on the pages that follow."
            ),
            options=(*YES_NO, Option("i-dont-know", "Not known")),
            empty="Select whether there was more than one situation",
        ),
    ),
)

_WHEN = Step(
    key="when",
    title="When did it happen?",
    home_office_page="/when-did-the-exploitation-take-place",
    asked_when=_ONE_SITUATION,
    fields=(
        Field(
            key="when-did-the-exploitation-take-place",
            label="When did it happen?",
            name="When it happened",
            kind="textarea",
            hint="When it began and ended. Rough is good enough: a season, a year, an age.",
            empty="Enter when it happened, or say that it is not known",
        ),
    ),
)

_WHEN_EACH = Step(
    key="when-each",
    title="When did each situation happen?",
    home_office_page="/when-did-the-exploitation-take-place-multiple",
    asked_when=_SEVERAL_SITUATIONS,
    fields=(
        Field(
            key="when-did-the-exploitation-take-place-multiple",
            label="When did each situation happen?",
            name="When each situation happened",
            kind="textarea",
            hint=(
                "One situation after the other: when it began, when it ended, what kind of "
                "exploitation it was."
            ),
            empty="Enter when each situation happened, or say that it is not known",
        ),
    ),
)

_HOW_IT_STARTED = Step(
    key="how-it-started",
    title="How did it start?",
    home_office_page="/how-did-the-exploitation-start",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="how-did-the-exploitation-start",
            label="How did it start?",
            name="How it started",
            kind="textarea",
            hint=(
                "For example what was promised, what the person expected, what pay was offered. "
                "Dates may be rough."
            ),
            empty="Enter how it started, or say that it is not known",
        ),
    ),
)

_MOVED = Step(
    key="moved",
    title="Were they taken somewhere?",
    home_office_page="/were-they-taken-somewhere-by-their-exploiter",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="were-they-taken-somewhere-by-their-exploiter",
            label="Did the people who exploited them take them anywhere?",
            name="Taken somewhere",
            kind="radios",
            options=YES_NO,
            empty="Select whether they were taken anywhere",
        ),
        Field(
            key="were-they-taken-somewhere-by-their-exploiter-journey-details",
            label="What is known about the journey?",
            name="The journey",
            kind="textarea",
            hint="For example the way, the vehicle, what they saw, how long it took.",
            empty="Enter what is known about the journey",
            asked_when=When("were-they-taken-somewhere-by-their-exploiter", {"yes"}),
        ),
    ),
)

_TREATMENT = Step(
    key="treatment",
    title="What were they made to do, and how were they treated?",
    home_office_page="/how-they-were-treated",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="what-were-they-required-to-do",
            label="What were they made to do?",
            name="Things they were made to do",
            kind="textarea",
            hint="Include hours, days and breaks if they are known.",
            empty="Enter what they were made to do, or say that it is not known",
        ),
        Field(
            key="living-conditions",
            label="How did they live?",
            name="Living conditions",
            kind="textarea",
            hint="For example where they slept and washed, and what they ate.",
            empty="Enter how they lived, or say that it is not known",
        ),
        Field(
            key="how-they-were-treated",
            label="How were they treated?",
            name="How they were treated",
            kind="textarea",
            hint="For example force, threats, debts, papers taken, being locked in or watched.",
            empty="Enter how they were treated, or say that it is not known",
        ),
    ),
)

ACCOUNT = Section(
    key="what-happened",
    title="What happened",
    about=(
        "When and how it began, and how the person was treated. Write what is known; there is no "
        "need to ask for more. About 20 minutes."
    ),
    steps=(
        _AGE_THEN,
        _BACKGROUND,
        _SITUATIONS,
        _WHEN,
        _WHEN_EACH,
        _HOW_IT_STARTED,
        _MOVED,
        _TREATMENT,
    ),
)
