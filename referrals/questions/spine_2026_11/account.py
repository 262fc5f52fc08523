"""What happened: where, what kind, how it began.

The texts are asked for an NRM referral only. Nobody can promise that a text names no one, so
in this version a notice carries none of them; the first responder writes that part on the Home
Office page itself, with the notice in front of them.
"""

from referrals.questions import forks
from referrals.questions.conditions import All, When
from referrals.questions.nationalities import COUNTRIES_ABROAD
from referrals.questions.shape import TEXT_MAY_NAME_SOMEONE, Field, Option, Section, Step
from referrals.questions.spine_2026_11.lists import UK_TOWNS, YES_NO_NOT_SURE

_OTHER_TYPE = When("types-of-exploitation", {"types-of-exploitation-other"})

ACCOUNT = Section(
    key="what-happened",
    title="What happened",
    about=(
        "Where it happened and what the person was made to do. Write what is known; "
        "there is no need to ask for more. About ten minutes."
    ),
    steps=(
        Step(
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
        ),
        Step(
            key="where-it-happened",
            title="Where did it happen?",
            home_office_page="/where-exploitation-happened",
            asked_when=forks.ROUTE_KNOWN,
            fields=(
                Field(
                    key="where-exploitation-happened",
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
        ),
        Step(
            key="where-in-the-uk",
            title="Where in the UK did it happen?",
            home_office_page="/where-exploitation-happened-uk",
            asked_when=When("where-exploitation-happened", {"uk", "uk-and-overseas"}),
            fields=(
                Field(
                    key="where-exploitation-happened-uk-city-1",
                    label="Town or city",
                    name="Town or city where it happened",
                    kind="select",
                    hint="The last place, if there were several.",
                    options=UK_TOWNS,
                    empty="Select the town or city where it happened, or Unknown",
                ),
            ),
        ),
        Step(
            key="where-outside-the-uk",
            title="In which country did it happen?",
            home_office_page="/where-exploitation-happened-overseas",
            asked_when=When("where-exploitation-happened", {"overseas", "uk-and-overseas"}),
            fields=(
                Field(
                    key="where-exploitation-happened-overseas-country-1",
                    label="Country",
                    name="Country where it happened",
                    kind="select",
                    hint="The last country, if there were several.",
                    options=COUNTRIES_ABROAD,
                    empty="Select the country where it happened, or Unknown",
                ),
            ),
        ),
        Step(
            key="types-of-exploitation",
            title="What kind of exploitation was it?",
            home_office_page="/types-of-exploitation",
            asked_when=forks.ROUTE_KNOWN,
            fields=(
                Field(
                    key="types-of-exploitation",
                    label="What were they made to do, or what was done to them?",
                    name="Types of exploitation",
                    kind="checkboxes",
                    hint="Select all that apply.",
                    options=(
                        Option("types-of-exploitation-forced-to-work", "Work for little or no pay"),
                        Option("types-of-exploitation-wages-taken", "Have their wages taken"),
                        Option("types-of-exploitation-forced-to-commit-fraud", "Commit fraud"),
                        Option("types-of-exploitation-prostitution", "Forced prostitution"),
                        Option(
                            "types-of-exploitation-child-exploitation", "Child sexual exploitation"
                        ),
                        Option(
                            "types-of-exploitation-taken-somewhere",
                            "Held somewhere and sexually assaulted",
                        ),
                        Option(
                            "types-of-exploitation-forced-to-commit-crime",
                            "Commit crime, for example growing cannabis, county lines or begging",
                        ),
                        Option("types-of-exploitation-organs-removed", "Have organs removed"),
                        Option(
                            "types-of-exploitation-unpaid-household-work",
                            "Household work for little or no pay",
                        ),
                        Option("types-of-exploitation-other", "Something else"),
                    ),
                    empty="Select at least one type of exploitation",
                    options_are_fields=True,
                ),
            ),
        ),
        Step(
            key="other-type",
            title="What was the other kind of exploitation?",
            home_office_page="/types-of-exploitation",
            asked_when=All((forks.NRM, _OTHER_TYPE)),
            fields=(
                Field(
                    key="other-exploitation-details",
                    label="What was the other kind of exploitation?",
                    name="The other kind of exploitation",
                    kind="textarea",
                    empty="Enter what the other kind of exploitation was",
                    withheld_from_notice=TEXT_MAY_NAME_SOMEONE,
                ),
            ),
        ),
        Step(
            key="how-it-started",
            title="How did it start?",
            home_office_page="/how-did-the-exploitation-start",
            asked_when=forks.NRM,
            fields=(
                Field(
                    key="how-did-the-exploitation-start",
                    label="How did it start?",
                    name="How it started",
                    kind="textarea",
                    hint=(
                        "For example what was promised, what the person expected, what pay was "
                        "offered. Dates may be rough."
                    ),
                    empty="Enter how it started, or say that it is not known",
                    withheld_from_notice=TEXT_MAY_NAME_SOMEONE,
                ),
            ),
        ),
        Step(
            key="what-they-were-made-to-do",
            title="What were they made to do?",
            home_office_page="/how-they-were-treated",
            asked_when=forks.NRM,
            fields=(
                Field(
                    key="what-were-they-required-to-do",
                    label="What were they made to do?",
                    name="Things they were made to do",
                    kind="textarea",
                    hint="Include hours, days and breaks if they are known.",
                    empty="Enter what they were made to do, or say that it is not known",
                    withheld_from_notice=TEXT_MAY_NAME_SOMEONE,
                ),
            ),
        ),
    ),
)
