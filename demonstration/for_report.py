"""What people wrote, supplied and published for the report of the closed year 2022-23.

All of it is invented but one number: 341,900 is the population of Sandwell in the Census of 2021.
"""

from datetime import date, datetime

from casework.references import new_reference
from demonstration.cast import Cast, at
from demonstration.scribe import Scribe
from reporting.declared.models import DeclaredFigure, WhatIsCounted
from reporting.models import Priority, Story, WrittenSection
from reporting.national.loading import load
from reporting.stories.models import DETAILS, Treated
from reporting.written.models import Place

PERIOD, BEFORE = "2022-23", "2021-22"
WRITTEN_ON = date(2023, 5, 9)
CENSUS = "Office for National Statistics, Census 2021"
USUAL_RESIDENTS = "Usual residents on the census day, 21 March 2021."
INVENTED = "Demonstration value"
INVENTED_TOWN = "Invented, so that the towns together make the area."
AREA = 341_900
RESIDENTS = {
    "tipton": 48_000,
    "oldbury": 54_000,
    "rowley_regis": 52_000,
    "wednesbury": 40_900,
    "west_bromwich": 79_000,
    "smethwick": 68_000,
}
DECLARED = (
    (BEFORE, "Professionals trained", WhatIsCounted.PEOPLE, 398),
    (PERIOD, "Professionals trained", WhatIsCounted.PEOPLE, 464),
    (BEFORE, "Businesses that signed the pledge", WhatIsCounted.OTHER, 31),
    (PERIOD, "Businesses that signed the pledge", WhatIsCounted.OTHER, 52),
)
HOW_COUNTED = {
    "Professionals trained": "People who came to at least one session; each once in the year.",
    "Businesses that signed the pledge": "Signatures in the year, without renewals.",
}
FOREWORD = (
    "This report tells what the agencies of the partnership did together in {year}. "
    "{incidents} incidents were reported to us and accepted, against {incidents before} in "
    "{year before}.\n\n"
    "A report is somebody who looked twice and told us. Behind each stands a neighbour, a "
    "nurse, a housing officer or a police officer who did. More reports can mean more "
    "exploitation, or more people who look: the section that compares the towns helps to "
    "tell which."
)
PREVENT = (
    "{Professionals trained} professionals were trained in {year}, against {Professionals "
    "trained before} in {year before}. {Businesses that signed the pledge} businesses "
    "signed the pledge.\n\n"
    "- Sessions went to where people work, and were repeated for night shifts.\n"
    "- Landlords were shown how a home looks when it has been taken over.\n"
    "- Schools and youth workers asked for a session of their own, which begins next."
)
SMETHWICK = (
    "Most incidents of labour exploitation came to us from here: {incidents town=Smethwick "
    "type=Labour exploitation} of {incidents town=Smethwick}. Visits with regulatory "
    "services opened doors that a police visit alone would not have."
)
SECTIONS = (
    (Place.FOREWORD, "", "Foreword", FOREWORD),
    (Place.PREVENT, "", "Prevent: more people who know the signs", PREVENT),
    (Place.TOWN, "smethwick", "What we saw in Smethwick", SMETHWICK),
)
STORY = (
    "He came because a friend promised a job. The job was a car wash, the bed was in the back of "
    "it, and the pay was kept for a debt that never grew smaller.\n\nA customer asked him whether "
    "he was all right, and rang. Housing and a charity went with the police. He was told what he "
    "could ask for, had time to think, and agreed to be referred. Today he has a room with a key "
    "and a job that pays him."
)
NATIONAL = """\
measure,local_measure,period_start,period_end,area_kind,area,row,value
Potential victims referred,people_referred,2022-04-01,2023-03-31,uk,United Kingdom,All,17000
Potential victims referred,people_referred,2022-04-01,2023-03-31,region,West Midlands,All,1400
Duty to Notify reports,duty_to_notify,2022-04-01,2023-03-31,uk,United Kingdom,All,4600
Duty to Notify reports,duty_to_notify,2022-04-01,2023-03-31,region,West Midlands,All,310
"""


def write_for_report(scribe: Scribe) -> None:
    _figures(scribe)
    _words(scribe)
    _story(scribe)
    _national()


def _reference(scribe: Scribe, prefix: str) -> str:
    return scribe.book.free(lambda: new_reference(prefix, scribe.random))


def _figures(scribe: Scribe) -> None:
    for period, name, counts, value in DECLARED:
        _declare(
            scribe, period=period, name=name, counts=counts, value=value,
            supplied_by="Sandwell Council, training (invented)", how_counted=HOW_COUNTED[name],
        )  # fmt: skip
    residents = {"period": BEFORE, "counts": WhatIsCounted.RESIDENTS}
    _declare(
        scribe, name="Residents of Sandwell", value=AREA, supplied_by=CENSUS,
        how_counted=USUAL_RESIDENTS, **residents,
    )  # fmt: skip
    for code, value in RESIDENTS.items():
        town = scribe.cast.towns[code]
        _declare(
            scribe, name=f"Residents of {town.name}", value=value, town=town,
            supplied_by=INVENTED, how_counted=INVENTED_TOWN, **residents,
        )  # fmt: skip


def _declare(scribe: Scribe, **facts) -> None:
    DeclaredFigure.objects.create(
        reference=_reference(scribe, "FIG"),
        partnership=scribe.cast.partnership,
        entered_by=scribe.worker("desk"),
        entered_at=_on(9),
        approved_by=_chair(scribe.cast),
        approved_at=_on(15),
        **facts,
    )


def _words(scribe: Scribe) -> None:
    for place, town, title, text in SECTIONS:
        WrittenSection.objects.create(
            place=place, town=scribe.cast.towns.get(town), title=title, text=text,
            **_written(scribe, "WRT"),
        )  # fmt: skip
    Priority.objects.create(
        town=scribe.cast.towns["smethwick"],
        words="Fewer homes and workplaces where labour is exploited",
        measure="incidents",
        measure_version=1,
        action="Joint visits with regulatory services and housing every month",
        owner="Council regulatory services",
        due_on=date(2024, 3, 31),
        **_written(scribe, "PRI"),
    )


def _story(scribe: Scribe) -> None:
    cast = scribe.cast
    Story.objects.create(
        title="The car wash",
        text=STORY,
        consent_on=date(2023, 4, 20),
        consent_how="Invented: his support worker read it to him twice, and he agreed.",
        treated=dict.fromkeys(DETAILS, Treated.LEFT_OUT) | {"work": Treated.CHANGED},
        approved_by=_chair(cast),
        second_approved_by=cast.member("dov@desk.example").user,
        version=3,
        **_written(scribe, "STO"),
    )


def _written(scribe: Scribe, prefix: str) -> dict:
    return {
        "reference": _reference(scribe, prefix),
        "partnership": scribe.cast.partnership,
        "period": PERIOD,
        "written_by": scribe.worker("desk"),
        "written_at": _on(11),
    }


def _chair(cast: Cast):
    return cast.member("grace@board.example").user


def _on(hour: int) -> datetime:
    return at(WRITTEN_ON, hour)


def _national() -> None:
    table, _ = load(
        NATIONAL.encode(),
        title="Referrals by area (invented for the demonstration)",
        source="Invented demonstration data",
        url="https://www.example.org/invented-for-the-demonstration",
        published_on=date(2023, 5, 4),
        licence="invented, of no use elsewhere",
    )
    table.loaded_at = _on(16)
    table.save(update_fields=["loaded_at"])
