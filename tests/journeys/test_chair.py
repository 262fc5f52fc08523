"""The chair: asks for the report of a year, watches it being made, reads it, takes its files."""

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.given import HOUSING, Given
from tests.journeys.page_loads import no_more_than_before
from tests.journeys.somebody import Somebody

CHAIR = "grace@board.example"
SignedIn = Callable[..., Somebody]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_chair_makes_the_report_of_a_year_and_takes_its_files(
    signed_in: SignedIn, script: bool
) -> None:
    grace = signed_in(CHAIR, script=script)
    assert grace.open("/reports/") == 200
    grace.page.get_by_role("button", name="Make an annual report").click()
    grace.press("Continue")
    grace.is_told("Select")
    grace.page.get_by_label("2022-23", exact=True).check()
    grace.press("Continue")
    grace.sees("2022-23")
    grace.press("Make the report")

    # Watched: the page tells by itself when it is ready; without script one asks again
    ready = grace.page.get_by_role("link", name="Read it")
    if script:
        ready.click(timeout=60_000)
    else:
        for _ in range(60):
            if grace.page.get_by_role("link", name="PDF").count():
                break
            grace.page.wait_for_timeout(500)
            grace.page.reload()
    assert "2022-23" in grace.heading
    grace.sees("Internal, not for publication", "175", "434", "129")
    for town, incidents in (("Smethwick", "60"), ("Tipton", "13"), ("Town not recorded", "17")):
        row = grace.main.get_by_role("row", name=town).first
        expect(row).to_contain_text(incidents)

    # Its files, each of its own kind
    found = {}
    for kind in ("PDF", "XLSX", "CSV"):
        with grace.page.expect_download() as download:
            grace.page.get_by_role("link", name=kind).first.click()
        found[kind] = download.value.path().read_bytes()
    assert found["PDF"].startswith(b"%PDF-")
    assert found["XLSX"].startswith(b"PK")
    rows = list(csv.reader(io.StringIO(found["CSV"].decode("utf-8-sig"))))
    assert any("175" in row for row in rows)
    if script:  # without, how often one asks whether it is ready depends on the machine
        no_more_than_before(grace, "the chair makes a report")


def test_the_chair_comes_to_no_case_by_any_route(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=HOUSING)
    person = given.person(HOUSING, incident, "man with a grey cap")
    grace = signed_in(CHAIR)
    grace.open("/reports/")
    menu = grace.page.get_by_role("navigation", name="Sections").get_by_role("link")
    assert menu.all_inner_texts() == ["Dashboard", "Reports"]
    for path in (
        "/incidents/",
        f"/incidents/{incident}/",
        f"/incidents/{incident}/timeline/",
        "/incidents/open/",
        "/incidents/download/",
        "/incidents/log/",
        "/people/",
        f"/people/{person}/",
        "/visits/",
        "/screenings/",
        "/referrals/",
        "/locations/",
        "/interventions/",
        "/figures/incidents/?period=2022-23",
        "/my-work/",
    ):
        assert grace.open(path) in (403, 404), path
        grace.does_not_see(incident, person, "grey cap")
    grace.page.complaints.clear()
