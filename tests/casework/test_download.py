"""A list as a file: the same records as on the page, and nothing a spreadsheet would run."""

import csv
import io

import pytest

from agencies.models import AuditEvent
from casework.download import safe_cell
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea():
    return make.actor(make.agency("housing"), "practitioner")


def rows_of(client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_other_cells_stay_as_they_are() -> None:
    assert [safe_cell(text) for text in ("", "14 Invented Row", "a=b")] == [
        "", "14 Invented Row", "a=b",
    ]  # fmt: skip


def test_the_file_has_the_rows_of_the_list_and_its_filters(bea) -> None:
    one = make.incident("tipton", granted_to=[bea.agency])
    two = make.incident("oldbury", granted_to=[bea.agency])
    make.incident("tipton")
    client = signed_in(bea)
    heading, *rows = rows_of(client, "/incidents/download/?sort=reference")
    assert heading == ["Reference", "Town", "Main type", "Lead agency", "Received", "Status"]
    assert [row[0] for row in rows] == sorted([one.reference, two.reference])
    assert [row[0] for row in rows_of(client, "/incidents/download/?town=oldbury")[1:]] == [
        two.reference
    ]


def test_what_was_typed_reaches_the_file_as_text(bea) -> None:
    incident = make.incident(granted_to=[bea.agency])
    make.note(incident, text='=HYPERLINK("http://x")\nand "more", too')
    rows = rows_of(signed_in(bea), "/notes/download/")
    assert any("'=HYPERLINK" in cell and '"more", too' in cell for cell in rows[1])


def test_a_download_is_written_down_with_how_many_rows(bea) -> None:
    make.incident(granted_to=[bea.agency])
    signed_in(bea).get("/incidents/download/?town=tipton")
    event = AuditEvent.objects.filter(act="download").get()
    assert event.detail == {"list": "incidents", "rows": 1}
    listed = AuditEvent.objects.filter(act="list").latest("pk")
    assert listed.detail == {"filters": ["town"]}
    assert len(listed.references) == 1


def test_a_file_is_kept_in_no_cache(bea) -> None:
    answer = signed_in(bea).get("/incidents/download/")
    assert "no-store" in answer.headers["Cache-Control"]
