"""What is known now: whether it goes on, the signs seen, where the person is, the police."""

from referrals.questions import forks
from referrals.questions.conditions import All, When
from referrals.questions.shape import SHORT_TEXT, TEXT_MAY_NAME_SOMEONE, Field, Section, Step
from referrals.questions.spine_2026_11.lists import POLICE_FORCES, UK_REGIONS, UK_TOWNS, YES_NO

_SIGNS_IN_A_REFERRAL = All((forks.NRM, When("modern-slavery-indicators", {"yes"})))

NOW = Section(
    key="what-is-known-now",
    title="What is known now",
    about=(
        "Whether it is still happening, the signs you saw, which town the person is in, and any "
        "police reference. About five minutes."
    ),
    steps=(
        Step(
            key="still-exploited",
            title="Is it still happening?",
            home_office_page="/is-the-potential-victim-still-in-an-exploitative-situation",
            asked_when=forks.ROUTE_KNOWN,
            fields=(
                Field(
                    key="still-in-exploitative-situation",
                    label="Is the person still being exploited?",
                    name="Still being exploited",
                    kind="radios",
                    options=YES_NO,
                    empty="Select whether the person is still being exploited",
                ),
            ),
        ),
        Step(
            key="indicators",
            title="Did you see signs of modern slavery?",
            home_office_page="/modern-slavery-indicators",
            asked_when=forks.ROUTE_KNOWN,
            fields=(
                Field(
                    key="modern-slavery-indicators",
                    label="Did you see signs of modern slavery?",
                    name="Signs seen",
                    kind="radios",
                    hint="Signs recorded at the screening count.",
                    options=YES_NO,
                    empty="Select whether you saw signs of modern slavery",
                ),
                Field(
                    key="modern-slavery-indicators-details",
                    label="Which signs, and where did you see them?",
                    name="The signs seen",
                    kind="textarea",
                    empty="Enter which signs you saw and where",
                    asked_when=_SIGNS_IN_A_REFERRAL,
                    withheld_from_notice=TEXT_MAY_NAME_SOMEONE,
                ),
            ),
        ),
        Step(
            key="where-now",
            title="Where is the person now?",
            home_office_page="/current-pv-location",
            asked_when=forks.ROUTE_KNOWN,
            say=("Town and region only. Never the address of a safe house.",),
            fields=(
                Field(
                    key="current-pv-location-uk-city",
                    label="Town or city",
                    name="Town or city now",
                    kind="select",
                    options=UK_TOWNS,
                    empty="Select the town or city where the person is now, or Unknown",
                ),
                Field(
                    key="current-pv-location-uk-region",
                    label="County or region",
                    name="County or region now",
                    kind="select",
                    options=UK_REGIONS,
                    empty="Select the county or region where the person is now, or Unknown",
                ),
            ),
        ),
        Step(
            key="police",
            title="Is there a crime reference?",
            home_office_page="/reported-to-police",
            asked_when=forks.ROUTE_KNOWN,
            fields=(
                Field(
                    key="reported-to-police",
                    label=(
                        "Is there a police reference for a modern slavery crime against this "
                        "person?"
                    ),
                    name="Police reference",
                    kind="radios",
                    options=YES_NO,
                    empty="Select whether there is a police reference",
                ),
            ),
        ),
        Step(
            key="police-reference",
            title="What is the police reference?",
            home_office_page="/reported-to-police",
            asked_when=When("reported-to-police", {"yes"}),
            fields=(
                Field(
                    key="reported-to-police-police-forces",
                    label="Police force",
                    name="Police force",
                    kind="select",
                    options=POLICE_FORCES,
                    empty="Select the police force",
                ),
                Field(
                    key="reported-to-police-crime-reference",
                    label="Crime or incident reference",
                    name="Crime or incident reference",
                    kind="text",
                    empty="Enter the crime or incident reference",
                    limit=SHORT_TEXT,
                    asked_when=forks.NRM,
                    identifies_person=True,
                ),
            ),
        ),
    ),
)
