"""Tables that others publish: loaded whole or not at all, and shown as theirs."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from reporting.counting.periods import Period
from reporting.national import reading
from reporting.national.models import NationalFigure, NationalTable
from reporting.national.reading import COLUMNS, NotATable
from tests import make
from tests.signing_in import sign_in

# Invented, for tests alone.
LINE = "Referrals received,incidents,2022-04-01,2023-03-31,local_authority,Anywhere,All,1234"
TABLE = "\n".join([
    ",".join(COLUMNS),
    LINE,
    "Referrals received,incidents,2022-04-01,2023-03-31,local_authority,Anywhere,Children,[c]",
    "Referrals received,incidents,2022-04-01,2023-03-31,uk,Whole country,All,[x]",
    "Something else,,2022-04-01,2023-03-31,uk,Whole country,All,7",
])  # fmt: skip


def with_line(line: str) -> str:
    return f"{','.join(COLUMNS)}\n{line}"


def test_every_line_is_read_in_its_own_words():
    lines = reading.read(TABLE)
    assert [(one.number, one.row, one.value, one.state) for one in lines] == [
        (2, "All", 1234, "shown"),
        (3, "Children", None, "withheld"),
        (4, "All", None, "not_available"),
        (5, "All", 7, "shown"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "missing: measure"),
        (TABLE.replace("area_kind,", "geography,", 1), "missing: area_kind; not known: geography"),
        (TABLE.replace("area_kind,", "", 1), "missing: area_kind"),
        (TABLE.replace("measure,local", "measure,measure,local", 1), "one stands there twice"),
        (",".join(COLUMNS), "holds no figure"),
        (with_line(LINE.replace("1234", '"1,234"')), "without commas"),
        (with_line(LINE.replace("1234", "")), "whole number"),
        (with_line(LINE.replace("1234", "-3")), "whole number"),
        (with_line(LINE.replace("1234", "١٢")), "whole number"),
        (with_line(LINE.replace("2022-04-01", "01/04/2022")), "a date such as 2025-04-01"),
        (with_line(LINE.replace("2023-03-31", "2022-03-31")), "before period_start"),
        (with_line(LINE.replace("incidents", "raids")), "none of ours"),
        (with_line(LINE.replace("local_authority", "street")), "area_kind must be one of"),
        (with_line(LINE.replace("Anywhere", "")), "area must be"),
        (with_line(LINE + ",more"), "has 9 cells"),
        (with_line(f"{LINE}\n{LINE}"), "Lines 2 and 3 give the same figure twice"),
        (with_line('"' + LINE), "Line 2"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, says):
    with pytest.raises(NotATable, match=says.replace("[", r"\[")):
        reading.read(text)


def loaded(path, **said: str) -> str:
    out = io.StringIO()
    about = {
        "title": "A table", "source": "An office", "url": "https://example.org/table",
        "published": "2023-05-01", "licence": "Open Government Licence v3.0", **said,
    }  # fmt: skip
    call_command("load_national", str(path), stdout=out, **about)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_a_wrong_file_loads_nothing(file):
    assert loaded(file) == "Loaded: A table, 4 figures.\n"
    assert loaded(file, title="Another") == (
        "Loaded before, nothing was changed: A table, 4 figures.\n"
    )
    file.write_text(TABLE.replace("1234", "many"))
    with pytest.raises(CommandError, match="Line 2: value must be a whole number"):
        loaded(file)
    file.write_text(TABLE.replace("1234", "4321"))
    for said, words in (
        ({"published": "May"}, "--published must be a day"),
        ({"url": "somewhere"}, "--url"),
    ):
        with pytest.raises(CommandError, match=words):
            loaded(file, **said)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        loaded(file)
    with pytest.raises(CommandError, match="cannot be read"):
        loaded(file.with_name("none.csv"))
    assert (NationalTable.objects.count(), NationalFigure.objects.count()) == (1, 4)


def page_for(actor) -> str:
    client = sign_in(actor.user, actor.membership_id)
    return client.get(reverse("national_tables")).content.decode()


def rows_on(page: str) -> list[str]:
    rows = [part.split("</tr>")[0] for part in page.split("<tr")[1:]]
    return [" | ".join(_words(row)) for row in rows]


def _words(row: str) -> list[str]:
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in cells]


@pytest.mark.django_db
def test_a_page_without_tables_says_what_to_load():
    page = page_for(make.coordinator())
    assert "No table was loaded yet." in page
    assert "load_national" in page


@pytest.mark.django_db
def test_towns_stand_beside_the_whole_of_a_year_with_records():
    last = Period.holding(timezone.localdate()).previous()
    for _ in range(19):
        make.incident("tipton", at=last.next().first_day.isoformat())
    assert "Tipton | 19 | [z] | 0 | [z]" in rows_on(page_for(make.coordinator()))
    make.incident("oldbury", at=last.next().first_day.isoformat())
    page = page_for(make.coordinator())
    assert "Tipton | 19 | 95% | 0 | [z]" in rows_on(page)
    assert last.next().words in page
    make.incident("oldbury", at=last.first_day.isoformat())
    assert "Tipton | 0 | [z] | 0 | [z]" in rows_on(page_for(make.coordinator()))


@pytest.mark.django_db
def test_each_row_says_whose_figure_it_is(file):
    for at in ("2022-04-01", "2023-03-31", "2022-03-31", "2023-04-01"):
        make.incident(at=at)
    loaded(file)
    page = page_for(make.actor(make.agency("board"), "board_member"))
    rows = rows_on(page)
    assert any(row.endswith("| Incidents | 2") and "Counted here" in row for row in rows)
    assert "An office: Anywhere | All | 1,234" in rows
    assert "An office: Anywhere | Children | [c]" in rows
    assert "An office: Whole country | All | [x]" in rows
    assert "Nothing that is counted here may stand beside this." in page
    assert "published on 1 May 2023, Open Government Licence v3.0" in page
    file.write_text(TABLE.replace("1234", "1235"))
    loaded(file, published="2024-05-01")
    again = rows_on(page_for(make.actor(make.agency("board"), "board_member")))
    assert "An office: Anywhere | All | 1,235" in again
    assert "An office: Anywhere | All | 1,234" not in again
