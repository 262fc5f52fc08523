"""Where it happened, in the UK and abroad, and where the person is now."""

from referrals.questions import forks
from referrals.questions.conditions import When
from referrals.questions.nationalities import COUNTRIES_ABROAD
from referrals.questions.places import (
    ANOTHER_COUNTRY,
    ANOTHER_REGION,
    ANOTHER_TOWN,
    UK_REGIONS,
    UK_TOWNS,
)
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step

HAPPENED = "where-exploitation-happened"
UK_TOWN = "where-exploitation-happened-uk-city"
COUNTRY = "where-exploitation-happened-overseas-country"
TOWN_NOW = "current-pv-location-uk-city"
REGION_NOW = "current-pv-location-uk-region"
AT_MOST = 10

_COUNTRIES = (*COUNTRIES_ABROAD, Option(ANOTHER_COUNTRY, "Another country", leads_out=True))

_WHERE = Step(
    key="where-it-happened",
    title="Where did it happen?",
    home_office_page="/where-exploitation-happened",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=HAPPENED,
            label="Where was the person exploited?",
            name="Where it happened",
            kind="radios",
            options=(
                Option("uk", "In the UK"),
                Option("overseas", "Outside the UK"),
                Option("uk-and-overseas", "Both"),
            ),
            empty="Select where the person was exploited",
        ),
    ),
)

_IN_THE_UK = Step(
    key="where-in-the-uk",
    title="Where in the UK did it happen?",
    home_office_page="/where-exploitation-happened-uk",
    asked_when=When(HAPPENED, {"uk", "uk-and-overseas"}),
    fields=(
        Field(
            key=UK_TOWN,
            label="Town or city",
            name="Town or city where it happened",
            kind="select",
            options=UK_TOWNS,
            repeats=AT_MOST,
            empty="Select the town or city where it happened, or Unknown",
        ),
        Field(
            key=f"{UK_TOWN}-other",
            label="Which other town?",
            name="Other towns where it happened",
            kind="text",
            limit=SHORT_TEXT,
            hint="Names of towns only. Put a comma between two.",
            empty="Enter the name of the other town",
            asked_when=When(UK_TOWN, {ANOTHER_TOWN}),
            sent_as=UK_TOWN,
        ),
        Field(
            key="where-exploitation-happened-other-uk-other-location",
            label="More about these places (optional)",
            name="More about the places in the UK",
            kind="textarea",
            hint="For example an address, or how the person describes the place.",
            required=False,
        ),
    ),
)

_ABROAD = Step(
    key="where-outside-the-uk",
    title="In which countries did it happen?",
    home_office_page="/where-exploitation-happened-overseas",
    asked_when=When(HAPPENED, {"overseas", "uk-and-overseas"}),
    fields=(
        Field(
            key=COUNTRY,
            label="Country",
            name="Country where it happened",
            kind="select",
            options=_COUNTRIES,
            repeats=AT_MOST,
            empty="Select the country where it happened, or Unknown",
        ),
        Field(
            key=f"{COUNTRY}-other",
            label="Which other country?",
            name="Other countries where it happened",
            kind="text",
            limit=SHORT_TEXT,
            hint="Names of countries only. Put a comma between two.",
            empty="Enter the name of the other country",
            asked_when=When(COUNTRY, {ANOTHER_COUNTRY}),
            sent_as=COUNTRY,
        ),
        Field(
            key="where-exploitation-happened-other-overseas-other-location",
            label="More about these places (optional)",
            name="More about the places abroad",
            kind="textarea",
            hint="For example a town, an address, or how the person describes the place.",
            required=False,
        ),
    ),
)

_WHERE_NOW = Step(
    key="where-now",
    title="Where is the person now?",
    home_office_page="/current-pv-location",
    asked_when=forks.ROUTE_KNOWN,
    say=("Town and region only. Never the address of a safe house.",),
    fields=(
        Field(
            key=TOWN_NOW,
            label="Town or city",
            name="Town or city now",
            kind="select",
            options=UK_TOWNS,
            empty="Select the town or city where the person is now, or Unknown",
        ),
        Field(
            key=f"{TOWN_NOW}-other",
            label="Which other town?",
            name="Other town now",
            kind="text",
            limit=SHORT_TEXT,
            empty="Enter the name of the town where the person is now",
            asked_when=When(TOWN_NOW, {ANOTHER_TOWN}),
            sent_as=TOWN_NOW,
        ),
        Field(
            key=REGION_NOW,
            label="County or region",
            name="County or region now",
            kind="select",
            options=UK_REGIONS,
            empty="Select the county or region where the person is now, or Unknown",
        ),
        Field(
            key=f"{REGION_NOW}-other",
            label="Which other county or region?",
            name="Other county or region now",
            kind="text",
            limit=SHORT_TEXT,
            empty="Enter the name of the county or region where the person is now",
            asked_when=When(REGION_NOW, {ANOTHER_REGION}),
            sent_as=REGION_NOW,
        ),
    ),
)

WHERE = Section(
    key="where",
    title="Where",
    about="Where it happened, and which town the person is in now. About 5 minutes.",
    steps=(_WHERE, _IN_THE_UK, _ABROAD, _WHERE_NOW),
)
