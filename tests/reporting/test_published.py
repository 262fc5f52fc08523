"""Published figures are read and added up; the report of 2022-23 is the first that was checked."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from reporting.published.adding_up import Finding, check
from reporting.published.figures import NotATable, read

REPORT = Path(__file__).parent / "published_2022_23.csv"
HEADINGS = "measure,row,value"
names = st.text(st.characters(categories=["L"]), min_size=1, max_size=12).filter(
    lambda name: name.casefold() not in {"total", "change"}
)
counts = st.lists(st.integers(5, 10_000), min_size=1, max_size=8)


def found_in(*lines: str) -> list[Finding]:
    return check(read("\n".join((HEADINGS, *lines))))


def wrong_in(*lines: str) -> list[str]:
    return [finding.rule for finding in found_in(*lines) if finding.is_wrong]


def test_the_report_of_2022_23_has_these_faults() -> None:
    wrong = [finding for finding in check(read(REPORT.read_text())) if finding.is_wrong]
    said = [finding.said for finding in wrong]
    assert said[:6] == [
        "Incidents: 6 rows add up to 151, the total says 175.",
        "Multi-agency visits: 6 rows add up to 171, the total says 175.",
        "Places disrupted: 6 rows add up to 125, the total says 129.",
        "Interventions: 6 rows add up to 411, the total says 434.",
        "People screened: 6 rows add up to 201, the total says 203.",
        "Women screened: 6 rows add up to 86, the total says 89.",
    ]
    assert "People screened in Oldbury by sex: 2 rows add up to 25, the total says 26." in said
    assert "Incidents in Wednesbury by type: 3 rows add up to 12, the total says 9." in said
    assert "People screened by type: 3 rows add up to 260, the total says 203." in said
    assert [finding.rule for finding in wrong].count("placeholder") == 3
    assert [finding.rule for finding in wrong].count("twice") == 1
    assert len(wrong) == 16


def test_what_agrees_there_is_not_complained_of() -> None:
    said = " ".join(finding.said for finding in check(read(REPORT.read_text())))
    assert "Men screened" not in said
    assert "Incidents by type:" not in said
    assert "Labour exploitation cases" not in said, "8.4% is right"


@given(counts)
def test_rows_that_make_their_total_are_right_and_one_more_is_not(rows: list[int]) -> None:
    lines = [f"Visits,Town {place},{count}" for place, count in enumerate(rows)]
    assert wrong_in(*lines, f"Visits,total,{sum(rows)}") == []
    assert wrong_in(*lines, f"Visits,total,{sum(rows) + 1}") == ["margin"]
    assert wrong_in(*lines, f"Visits,total,{sum(rows) - 1}") == ["margin"]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for whole in (text, f"{HEADINGS}\n{text}", f"{HEADINGS}\nA,b,{text}"):
        sentence = ""
        try:
            check(read(whole))
        except NotATable as refused:
            sentence = str(refused)
        assert not sentence or sentence.endswith(".")


@given(names, st.integers(0, 10**9))
def test_a_figure_is_read_however_its_thousands_are_set_apart(name: str, number: int) -> None:
    for typed in (f"{number}", f'"{number:,}"', f"{number:,}".replace(",", " ")):
        [figure] = read(f"{HEADINGS}\n{name},here,{typed}")
        assert figure.value == number


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_cells_of_a_spreadsheet_can_be_pasted(between: str) -> None:
    rows = [("Measure", "ROW", " Value "), ("Visits", "Tipton", "3"), ("Visits", "total", "4")]
    figures = read("\r\n".join(between.join(row) for row in rows))
    assert [(figure.line, figure.row, figure.value) for figure in figures] == [
        (2, "Tipton", 3), (3, "total", 4),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["X", "XX", "x", "TBC", "tba", "insert number", "??", ""])
def test_a_placeholder_is_found(typed: str) -> None:
    assert wrong_in(f"Arrests,all,{typed}") == ["placeholder"]


@pytest.mark.parametrize("typed", ["[c]", "*", "withheld"])
def test_a_withheld_figure_is_no_fault_and_hides_what_is_missing(typed: str) -> None:
    assert wrong_in(f"Arrests,Tipton,{typed}", "Arrests,Oldbury,9", "Arrests,total,12") == []
    assert wrong_in(f"Arrests,Tipton,{typed}", "Arrests,Oldbury,9", "Arrests,total,8") == ["margin"]


def test_one_fact_printed_with_two_values_names_both_places() -> None:
    [found] = check(read(f"{HEADINGS},source\nDwellings,all,122,page 3\nDwellings,all,106,page 9"))
    assert found.said == "Dwellings, all is printed as 122 and as 106 (page 3; page 9)."


@pytest.mark.parametrize(
    ("before", "now", "printed", "rules"),
    [
        (83, 90, "8.4%", []),
        (11, 2, "-81.8%", []),
        (11, 2, "-82%", []),
        (210, 138, "-34.3%", []),
        (83, 90, "9.4%", ["change"]),
        (11, 2, "81.8%", ["change"]),
        (0, 7, "700%", ["change"]),
    ],
)
def test_a_printed_change_is_compared_with_its_years(
    before: int, now: int, printed: str, rules: list[str]
) -> None:
    lines = (f"Arrests,2021-22,{before}", f"Arrests,2022-23,{now}", f"Arrests,change,{printed}")
    assert wrong_in(*lines) == rules


def test_shares_of_one_whole_make_a_hundred_but_for_rounding() -> None:
    thirds = ["Sex,men,33%", "Sex,women,33%", "Sex,not known,33%", "Sex,total,100%"]
    assert wrong_in(*thirds) == []
    assert wrong_in(*thirds[:2], *thirds[3:]) == ["shares"]


def test_two_kinds_of_year_are_told() -> None:
    assert wrong_in("Visits 2022,all,9", "Arrests 2022-23,all,9") == ["mixed-years"]
    assert wrong_in("Visits,2021-22,9", "Visits,2022/23,9") == []


def test_nothing_is_counted_fewer_than_no_times() -> None:
    assert wrong_in("Visits,Tipton,-3") == ["negative"]


def test_equal_totals_and_small_figures_are_only_worth_a_look() -> None:
    found = found_in("Incidents,total,175", "Visits,total,175", "Arrests,all,2")
    assert [(finding.rule, finding.is_wrong) for finding in found] == [
        ("alike", False), ("small", False),
    ]  # fmt: skip
    assert found_in("Incidents,total,175", "Incidents by type,total,175") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing to check"),
        ("one,two\n1,2", "The first line must name the columns"),
        (f"{HEADINGS}\nIncidents,175", "Line 2 must hold a measure, a row and a value"),
        (f"{HEADINGS}\n" + "A,b,1\n" * 5_001, "too long"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(text: str, sentence: str) -> None:
    with pytest.raises(NotATable, match=sentence):
        read(text)


def run(file: Path) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_totals", str(file), stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


def test_the_command_prints_what_does_not_add_up_and_ends_with_1() -> None:
    printed, code = run(REPORT)
    assert code == 1
    assert "Line 8: Incidents: 6 rows add up to 151, the total says 175." in printed
    assert printed.endswith("16 things do not add up.")


def test_the_command_ends_with_0_when_all_adds_up_and_2_when_nothing_can_be_read(
    tmp_path: Path,
) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f"\ufeff{HEADINGS}\nVisits,Tipton,9\nVisits,total,9\n", encoding="utf-8")
    assert run(file) == ("Everything adds up.\n", 0)
    file.write_bytes("measure,row,value\nÉ,b,9".encode("cp1252"))
    assert run(file)[1] == 2
    assert run(tmp_path / "missing.csv")[1] == 2
    file.write_text("nothing of use")
    assert run(file)[1] == 2
