"""What is wrong with a report before it is signed off: R1 to R15 of the report that this replaces.

Each fault that the printed report of 2022-23 has is put into a sound report, by itself, and must be
found, with the place and what to do.
"""

from collections.abc import Callable
from typing import Any

import pytest

from reporting import faults
from reporting.document import contract
from reporting.faults.words import typed_numbers
from reporting.outputs.printed import printed
from tests.reporting import sample

SOUND = (
    "In {year}, {incidents} incidents were reported, {incidents change} than in {year before} "
    "({incidents percent}). Call the Modern Slavery Helpline on 08000 121 700, at any time of day, "
    "24/7; in an emergency call 999. The duty is in section 52 of the Modern Slavery Act 2015. "
    "The board met on 12 May 2022 and 3/11/2022 at 10:30am.\n\n"
    "- Tipton had {incidents town=Tipton}.\n"
    "- {Professionals trained} professionals were trained under the 4 Ps."
)
TRAINED = {
    "reference": "FIG-1", "name": "Professionals trained", "supplied_by": "Sandwell Council",
    "how_counted": "People who came to a session, each once.", "value": 464, "state": "shown",
    "value_before": None, "state_before": "not_available",
}  # fmt: skip


def wrote(text: str = SOUND, *, place: str = "PARTNERS", title: str = "What partners did", **rest):
    return {
        "reference": f"WRT-{title}", "place": place, "town": "", "title": title, "text": text,
        **rest,
    }  # fmt: skip


def report(*written: dict, figures: Callable[[], dict] = sample.figures, **context: Any) -> dict:
    told = {"written": list(written) or [wrote()], "declared": [TRAINED]} | context
    return contract.build(figures(), sample.figures(before=True), sample.context(**told))


def found(document: dict[str, Any]) -> list[str]:
    return [f"[{fault.rule}] {fault}" for fault in faults.still_open(document)]


def said(document: dict[str, Any], section: str) -> list[str]:
    one = next(one for one in printed(document).sections if one.id == section)
    return [words for block in one.blocks for words in (block.text, *block.items) if words]


def test_a_sound_report_has_no_fault_and_its_tokens_are_the_numbers_of_the_tables():
    document = report()
    assert found(document) == []
    first, *points = said(document, "wrt-what partners did")
    assert first.startswith(
        "In 2022-23, 175 incidents were reported, 1 more than in 2021-22 (up 1%)"
    )
    assert points == [
        "Tipton had 13.",
        "464 professionals were trained under the 4 Ps.",
    ]


def altered(measure: str, by: int, **dimensions: str) -> Callable[[], dict[str, Any]]:
    def figures() -> dict[str, Any]:
        made = sample.figures()
        for value in made["values"]:
            if value["measure"] == measure and value["dimensions"] == dimensions:
                value["value"] += by
        return made

    return figures


def without_a_type(code: str) -> Callable[[], dict[str, Any]]:
    """The report of 2022-23 told no domestic servitude in its towns."""

    def figures() -> dict[str, Any]:
        made = sample.figures()
        for value in made["values"]:
            if value["dimensions"] == {"exploitation_type": code}:
                value["value"] = 0
        return made

    return figures


def elsewhere(name: str, value: int, how: str, by: str = "The police") -> dict[str, Any]:
    number = f"FIG-{name}-{value}"
    return {
        **TRAINED, "reference": number, "name": name, "value": value, "how_counted": how,
        "supplied_by": by,
    }  # fmt: skip


DWELLINGS = "private dwellings were notified"
# What the report of 2022-23 printed, put into a sound one: the report, and what must be said of it.
PRINTED: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "R1 incidents of the towns": (
        lambda: report(figures=altered("incidents", -7, town="outside_area")),
        "Incidents, 2022-23: the rows by town add up to 168, the total says 175 (in no row: 7)",
    ),
    "R2 visits of the towns": (
        lambda: report(figures=altered("multi_agency_visits", -4, town="outside_area")),
        "Multi-agency visits, 2022-23: the rows by town add up to 171, the total says 175",
    ),
    "R3 places of the towns": (
        lambda: report(figures=altered("places_disrupted", -4, town="outside_area")),
        "Places disrupted, 2022-23: the rows by town add up to 125, the total says 129",
    ),
    "R4 interventions of the towns": (
        lambda: report(figures=altered("interventions", -23, town="smethwick")),
        "Interventions, 2022-23: the rows by town add up to 411, the total says 434",
    ),
    "R5 Oldbury 26 is 17 and 8": (
        lambda: report(figures=altered("people_screened", -1, town="oldbury", sex="F")),
        "People screened, 2022-23, Oldbury: the rows by sex add up to 25, the total says 26",
    ),
    "R6 types that reconcile, when one is lost": (
        lambda: report(figures=without_a_type("DOM")),
        "Domestic servitude: the rows by town add up to 19, the total says 0 (in the rows alone",
    ),
    "R7 a profile that leaves a type out of a town": (
        lambda: report(
            figures=altered("incidents", -17, town="not_recorded", exploitation_type="DOM")
        ),
        "Incidents, 2022-23, Town not recorded: the rows by type of exploitation add up to 0",
    ),
    "R8 one fact, 122 and 106": (
        lambda: report(wrote(f"122 {DWELLINGS}."), wrote(f"106 {DWELLINGS}.", title="Criminal")),
        "What partners did and Criminal: “private dwellings” is told with 122 and with 106.",
    ),
    "R8 one fact, supplied twice": (
        lambda: report(declared=[
            elsewhere("Private dwellings notified", 122, "Letters sent."),
            elsewhere("Private dwellings notified", 106, "Letters sent.", "The council"),
        ]),
        "“Private dwellings notified” is told as 122 (The police) and as 106 (The council).",
    ),
    "R9 a caption over another number": (
        lambda: report(wrote("{people_screened} people at risk of sexual exploitation.")),
        "speaks of Sexual exploitation; its number is of every type.",
    ),
    "R9 the labour count called sexual": (
        lambda: report(wrote("{incidents type=LAB} incidents of sexual exploitation.")),
        "speaks of Sexual exploitation; its number is of Labour exploitation.",
    ),
    "R9 incidents called individuals": (
        lambda: report(wrote("There were {incidents type=LAB} individuals.")),
        "calls Incidents by the word for another thing (people).",
    ),
    "R10 X locations": (
        lambda: report(wrote("We disrupted X locations and made XX arrests.")),
        "“X” stands in “We disrupted X locations and made XX arrests.”.",
    ),
    "R10 TBC": (lambda: report(wrote("Partners: TBC.")), "“TBC” stands in"),
    "R10 insert": (lambda: report(wrote("[insert photo]")), "“[insert photo]” stands in"),
    "R11 Prepare is printed for Pursue": (
        lambda: report(wrote(place="PURSUE", title="Prepare – prosecuting and disrupting")),
        "this is the section of the objective Pursue, and its heading says Prepare.",
    ),
    "R11 an objective twice": (
        lambda: report(
            wrote(place="PREPARE", title="Prepare"), wrote(place="PREPARE", title="Prepare more")
        ),
        "Prepare: 2 sections are about this objective.",
    ),
    "R12 464 trained and 1,350 attendees, by one rule": (
        lambda: report(declared=[
            TRAINED, elsewhere("People trained in sessions", 1350, TRAINED["how_counted"])
        ]),
        "“Professionals trained” and “People trained in sessions” are counted by the same rule",
    ),
    "R12 typed by hand": (
        lambda: report(wrote("We held 55 sessions.")),
        "the figure 55 in “We held 55 sessions.” was typed by hand.",
    ),
    "R13 the force's figure beside the area's": (
        lambda: report(declared=[elsewhere("People referred", 97, "As first responder.")]),
        "“People referred”, 97 (The police), reads as “People referred”, which the records count",
    ),
    "R14 the calendar year": (
        lambda: report(wrote("Based on 2022 data, visits rose.")),
        "“2022” stands in “Based on 2022 data, visits rose.”. This report is about 2022-23.",
    ),
    "R14 this year": (lambda: report(wrote("Visits rose this year.")), "“this year” stands in"),
    "R15 a percentage typed by hand": (
        lambda: report(wrote("Arrests fell by 81.8%, labour by -89%.")),
        "the figure 81.8% in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", PRINTED)
def test_each_fault_of_the_printed_report_is_caught_with_its_message(fault, record_property):
    make, message = PRINTED[fault]
    messages = found(make())
    record_property(fault, "\n".join(messages))
    assert any(message in one for one in messages), messages
    print(f"{fault}: {messages}")


def test_a_change_in_percent_is_not_told_of_a_small_base():
    """R15: Tipton's +100% to 4 says 2 before, so a token asks for it in vain."""
    text = "Arrests went {arrests percent}. Wednesbury: {incidents town=Wednesbury percent}."
    assert said(report(wrote(text)), "wrt-what partners did") == [
        "Arrests went down 85%. Wednesbury: [no percentage]."
    ]


def test_a_percentage_that_tells_a_small_count_is_caught_wherever_it_came_from():
    document = report()
    shown = next(one for one in document["derived"] if one["state"] == "not_applicable")
    shown.update(state="shown", value=100)
    [fault] = faults.still_open(document)
    assert fault.rule == "percentage"
    assert not fault.can_accept


def test_a_sentence_sees_what_readers_of_the_edition_may_have():
    def figures() -> dict[str, Any]:
        made = sample.figures()
        for value in made["values"]:
            if value["measure"] == "arrests":
                value.update(value=None, state="withheld")
        return made

    text = "There were {arrests} arrests, {arrests change}, {arrests percent}."
    document = report(wrote(text), figures=figures)
    assert said(document, "wrt-what partners did") == [
        "There were [withheld] arrests, [withheld], [withheld]."
    ]


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("{incidents town=Tiptn}", "There is no town “Tiptn”."),
        ("{incidents ward=Tipton}", "“ward” is none of town, type and sex."),
        ("{arrests town=Tipton sex=M}", "This report counts no such figure."),
        ("{arests}", "Nothing is counted under the name “arests”."),
        ("{}", "Nothing is counted under the name “”."),
        ("{Professionals trained town=Tipton}", "was counted elsewhere and has no rows."),
    ],
)
def test_a_token_that_stands_for_nothing_stays_as_typed_and_blocks(token, why):
    document = report(wrote(f"Here {token} is."))
    assert said(document, "wrt-what partners did") == [f"Here {token} is."]
    [fault] = faults.still_open(document)
    assert (fault.rule, fault.can_accept) == ("token", False)
    assert token in fault.said
    assert why in fault.said


@pytest.mark.parametrize(
    "token",
    [
        "{incidents town=west_bromwich type=LAB}",
        "{Incidents type=Labour exploitation, town=West Bromwich}",
        "{ incidents,town = West Bromwich , type=lab }",
    ],
)
def test_a_token_is_typed_as_its_writer_likes(token):
    assert said(report(wrote(token)), "wrt-what partners did") == ["16"]


HONEST = (
    "12 May 2022", "1 to 7 March 2023", "May 2022", "on 3/11/2022", "at 10:30", "at 9am", "24/7",
    "08000 121 700", "0121 569 1200", "call 999 or 101", "the Modern Slavery Act 2015",
    "section 45", "sections 1, 2 and 4", "Part 3", "Schedule 4", "regulation 7(2)(b)",
    "the 4 Ps", "4P", "COVID-19", "the 24-hour line", "Operation Aidant 16", "the 3rd meeting",
    "https://example.org/2", "2022-23", "one woman", "a room", "Level 2",
)  # fmt: skip
BY_HAND = (
    "175", "1,350 people", "8.4%", "£250", "12 visits", "34 per cent", "sixteen visits",
    "a dozen", "twenty-three people", "half of them", "hundreds of people", "doubled",
    "175 incidents on 12 May 2022", "5 dwellings under section 45",
)  # fmt: skip


@pytest.mark.parametrize("text", HONEST)
def test_dates_telephones_and_laws_are_no_figures(text):
    assert typed_numbers(f"They met {text}.") == []


@pytest.mark.parametrize("text", BY_HAND)
def test_a_figure_typed_by_hand_is_found(text):
    assert len(typed_numbers(f"There were {text}.")) == 1


def test_very_few_people_are_not_told_in_words_to_the_public():
    text = "Officers met one woman and nine men."
    thresholds = {"thresholds": {"people_screened": 50}, "as_published": []}
    assert not any("[small]" in one for one in found(report(wrote(text))))
    document = report(wrote(text), disclosure=thresholds)
    words = [fault for fault in faults.still_open(document) if "one woman" in fault.said]
    assert words
    assert not words[0].can_accept
    counts = [fault for fault in faults.still_open(document) if "too small" in fault.said]
    assert counts
    assert not counts[0].can_accept


def test_a_heading_without_words_is_found():
    empty = found(report(wrote("", title="Prevent")))
    assert [one.split(". ")[0] for one in empty] == [
        "[empty] Prevent: nothing stands under this heading"
    ]
    town = report(wrote("", place="TOWN", title="Tipton's own", town="tipton"))
    assert any("Tipton's own: nothing stands" in one for one in found(town))


def test_a_fault_is_accepted_with_a_reason_in_the_annex_and_no_longer_once_it_moved():
    text = "We held 55 sessions."
    [fault] = faults.still_open(report(wrote(text)))
    accepted = [{
        "key": fault.key, "place": fault.place, "said": fault.said, "reason": "Counted by hand.",
        "by": "SHOP desk", "on": "3 November 2026",
    }]  # fmt: skip
    document = report(wrote(text), accepted=accepted)
    assert found(document) == []
    table = printed(document).tables[-1]
    assert [cell.text for cell in table.rows[0].cells][1] == "Counted by hand."
    assert table.title == "Differences that were accepted"
    moved = report(wrote("We held 56 sessions."), accepted=accepted)
    assert len(found(moved)) == 1
    assert moved["accepted"] == []


def test_what_cannot_be_accepted_is_not_though_somebody_wrote_it_down():
    [fault] = faults.still_open(report(wrote("{nothing}")))
    accepted = [{"key": fault.key, "place": "", "said": "", "reason": "", "by": "", "on": ""}]
    assert faults.still_open(report(wrote("{nothing}"), accepted=accepted)) == [fault]


def test_a_priority_stands_in_its_town_with_its_figure_and_cites_the_version_of_its_rule():
    priority = {
        "reference": "PRI-1", "town": "tipton", "words": "Fewer cuckooed homes",
        "measure": "incidents", "measure_version": 1, "action": "Visit with housing.",
        "owner": "Housing", "due": "",
    }  # fmt: skip
    document = report(priorities=[priority])
    assert found(document) == []
    section = next(one for one in printed(document).sections if one.id == "town-tipton")
    [row] = next(
        block.table for block in section.blocks if block.table and "Prior" in block.table.title
    ).rows
    assert [row.heading, *(cell.text for cell in row.cells)] == [
        "Fewer cuckooed homes", "Incidents, version 1", "13", "Visit with housing.", "Housing",
        "Not set",
    ]  # fmt: skip
    [fault] = faults.still_open(report(priorities=[{**priority, "measure_version": 2}]))
    assert (fault.rule, fault.place) == ("version", "Tipton")


def test_the_eight_rows_each_have_a_page_and_make_the_total():
    document = report()
    ids = [section["id"] for section in document["sections"]]
    assert [one.removeprefix("town-") for one in ids if one.startswith("town-")] == list(
        sample.TOWNS
    )
