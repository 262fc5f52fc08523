"""Reports and the records behind figures, as their readers meet them."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.models import AuditEvent
from casework.models import Job, JobState
from reporting import actions, outputs
from reporting.counting.behind import NO_RECORDS
from reporting.counting.measures import MEASURES
from reporting.counting.periods import Period
from reporting.document import editions
from reporting.figure_views import OPENABLE_ONLY
from reporting.made_files import MEDIA_TYPES
from reporting.models import AnnualReport, ReportFile
from shop.models import Incident
from tests import make
from tests.signing_in import sign_in

YEAR = Period.parse("2022-23")
BEHIND = reverse("figure_records", args=["incidents"]) + "?period=2022-23"

pytestmark = pytest.mark.django_db


def signed_in(membership) -> Client:
    return sign_in(membership.user, membership.pk)


@pytest.fixture
def chair():
    member = make.member(make.agency("board"), "board_member", capabilities=["approver"])
    return signed_in(member)


@pytest.fixture
def amal():
    return signed_in(make.member(make.agency("desk"), "coordinator", name="Amal"))


@pytest.fixture
def bea():
    return signed_in(make.member(make.agency("housing"), "practitioner", name="Bea"))


def asked_for() -> AnnualReport:
    return actions.ask_for_report(by=make.coordinator(), period=YEAR)


@pytest.fixture
def ready() -> AnnualReport:
    """A finished report of one incident."""
    make.incident("tipton", types=["LAB"])
    report = asked_for()
    with connection.cursor() as cursor:
        edition = editions.read(cursor, report.partnership, YEAR)
    report.contract = editions.written(edition)
    report.as_at = make.moment("2026-01-02")
    report.save()
    for name in outputs.FORMATS:
        ReportFile.objects.create(
            report=report, name=name, media_type=MEDIA_TYPES[name], content=b"bytes", sha256="-"
        )
    Job.objects.filter(pk=report.job_id).update(state=JobState.DONE)
    return report


def at(name: str, report: AnnualReport, *more: str) -> str:
    return reverse(name, args=[report.reference, *more])


def text(answer) -> str:
    return answer.content.decode()


# Asking for a report


def test_the_chair_chooses_a_year_confirms_and_watches(chair):
    make.incident(at="2022-06-01")
    page = text(chair.get(reverse("reports")))
    assert "No annual report has been made yet." in page
    assert reverse("new_report") in page
    page = text(chair.get(reverse("new_report")))
    assert "1 April 2022 to 31 March 2023" in page
    chosen = chair.post(reverse("new_report"), {"period": "2022-23"})
    assert chosen.url == reverse("new_report") + "?period=2022-23&audience=internal"
    assert AnnualReport.objects.count() == 0
    assert "not for publication" in text(chair.get(chosen.url))
    made = chair.post(reverse("new_report"), {"period": "2022-23", "confirmed": "yes"})
    report = AnnualReport.objects.get()
    assert made.url == at("report", report)
    page = text(chair.get(made.url))
    assert "Waiting to start." in page
    assert f'data-live-url="{at("report_progress", report)}"' in page
    assert "Check progress" in page
    assert "Waiting to start" in text(chair.get(reverse("reports")))


@pytest.mark.parametrize("typed", ["", "2022", "1066-67", "2022-23\x00", "𝟚𝟘𝟚𝟚-𝟚𝟛"])
def test_a_year_that_is_none_is_answered_with_the_sentence(chair, typed):
    for answer in (
        chair.post(reverse("new_report"), {"period": typed, "confirmed": "yes"}),
        chair.get(reverse("new_report"), {"period": typed}),
    ):
        assert answer.status_code == 200
        assert "Select the year the report is about" in text(answer)
    assert AnnualReport.objects.count() == 0


def test_an_agency_worker_sees_no_report_and_asks_for_none(bea, ready):
    for address in (
        reverse("reports"),
        reverse("new_report"),
        at("report", ready),
        at("report_progress", ready),
        at("report_file", ready, "figures.csv"),
    ):
        assert bea.get(address).status_code == 403
    assert bea.post(reverse("new_report"), {"period": "2022-23"}).status_code == 403


def test_an_analyst_reads_reports_and_asks_for_none(ready):
    analyst = signed_in(make.member(make.agency("council"), "analyst"))
    assert reverse("new_report") not in text(analyst.get(reverse("reports")))
    assert analyst.get(at("report", ready)).status_code == 200
    answer = analyst.post(reverse("new_report"), {"period": "2022-23", "confirmed": "yes"})
    assert answer.status_code == 403
    assert "does not ask for new ones" in text(answer)


# Watching and reading


def test_progress_is_told_by_step_until_the_last_answer(chair, ready):
    job = Job.objects.filter(pk=ready.job_id)
    job.update(state=JobState.RUNNING, step="Writing the PDF", done=4, total=7)
    answer = chair.get(at("report_progress", ready))
    assert "Writing the PDF: step 5 of 7." in text(answer)
    assert "X-Live-Done" not in answer.headers
    assert "<html" not in text(answer)
    job.update(state=JobState.DONE)
    answer = chair.get(at("report_progress", ready))
    assert answer.headers["X-Live-Done"] == "1"
    assert at("report", ready) in text(answer)


def test_a_report_that_failed_says_why_and_can_be_asked_for_again(chair):
    report = asked_for()
    Job.objects.update(state=JobState.FAILED, failure="The PDF could not be drawn.")
    page = text(chair.get(at("report", report)))
    assert "The PDF could not be drawn." in page
    assert reverse("new_report") + "?period=2022-23" in page
    assert "data-live-url" not in page


def test_the_web_edition_shows_the_figures_marked_and_offers_its_files(chair, ready):
    answer = chair.get(at("report", ready))
    page = text(answer)
    assert "Internal, not for publication" in page
    assert "How each measure is counted" in page
    for name in outputs.FORMATS:
        assert at("report_file", ready, name) in page
    assert AuditEvent.objects.filter(act="read", reference=ready.reference).count() == 1


@pytest.mark.parametrize("name", outputs.FORMATS)
def test_a_file_is_handed_out_whole_and_audited(chair, ready, name):
    answer = chair.get(at("report_file", ready, name))
    assert answer.content == b"bytes"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="sandwell-2022-23-{name}"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == MEDIA_TYPES[name]
    event = AuditEvent.objects.get(act="download")
    assert (event.reference, event.parts) == (ready.reference, [name])


def test_a_file_that_is_none_of_the_report_is_not_found(chair, ready):
    for name in ("other.pdf", "..%2f..%2fmanage.py", "report.pdf\x00"):
        assert chair.get(f"/reports/{ready.reference}/files/{name}").status_code == 404


def test_a_report_of_another_partnership_is_not_found(ready):
    elsewhere = make.partnership("second")
    member = make.member(make.agency("board", elsewhere), "board_member")
    stranger = signed_in(member)
    assert ready.reference not in text(stranger.get(reverse("reports")))
    for address in (
        at("report", ready),
        at("report_progress", ready),
        at("report_file", ready, "report.pdf"),
    ):
        assert stranger.get(address).status_code == 404


# Behind a figure


def test_the_coordinator_follows_a_figure_of_the_report_to_its_records(amal, ready):
    page = text(amal.get(at("report", ready)))
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/figures/[^"]+)"', page)]
    asked = [(urlsplit(link).path, parse_qs(urlsplit(link).query)) for link in links]
    assert ("/figures/incidents/", {"period": ["2022-23"], "town": ["tipton"]}) in asked
    for link in set(links):
        assert amal.get(link).status_code == 200


def test_the_chair_finds_no_way_from_a_figure_to_a_record(chair, ready):
    page = text(chair.get(at("report", ready))).replace(reverse("dashboard"), "")
    assert "/figures/" not in page
    for measure in MEASURES:
        answer = chair.get(reverse("figure_records", args=[measure.id]) + "?period=2022-23")
        assert answer.status_code == 403
        assert NO_RECORDS in text(answer)


def test_the_list_behind_a_figure_holds_the_records_of_that_cell(amal):
    here = make.incident("tipton", types=["LAB", "CRI"])
    other_type = make.incident("tipton", types=["SEX"])
    other_town = make.incident("oldbury", types=["LAB"])
    other_year = make.incident("tipton", at="2023-06-01")
    answer = amal.get(BEHIND + "&town=tipton&exploitation_type=CRI")
    page = text(answer)
    assert here.reference in page
    assert not {r.reference for r in (other_type, other_town, other_year)} & set(page.split('"'))
    assert OPENABLE_ONLY in page
    event = AuditEvent.objects.get(act="list")
    assert event.references == [here.reference]


def test_the_list_behind_a_figure_gives_no_more_than_the_gate(amal):
    seen = make.incident()
    hidden = make.incident()
    hidden.grants.all().delete()
    page = text(amal.get(BEHIND))
    assert seen.reference in page
    assert hidden.reference not in page


def test_every_measure_opens_to_its_records_for_those_who_may(amal):
    case = make.incident("oldbury")
    visit = make.visit(case, is_safeguarding=True)
    place = make.disruption(case, visit.location).location
    case.location = place
    case.save()
    act, arrest = make.intervention(case), make.arrest(case)
    person = make.person(case)
    screened = make.screening(person, types=["LAB"])
    make.referral(screened)
    notice = make.referral(screened, route="DTN")
    behind = {
        "incidents": case,
        "multi_agency_visits": visit,
        "safeguarding_visits": visit,
        "places_disrupted": place,
        "interventions": act,
        "people_screened": person,
        "people_referred": person,
        "duty_to_notify": notice,
        "arrests": arrest,
    }
    for measure, record in behind.items():
        address = reverse("figure_records", args=[measure])
        page = text(amal.get(address, {"period": "2022-23", "town": "oldbury"}))
        assert record.reference in page, measure


def test_a_long_list_behind_a_figure_is_paged(amal):
    for number in range(30):
        make.incident(at=f"2022-06-{number % 28 + 1:02}")
    seen, address = [], BEHIND
    while address:
        page = text(amal.get(address))
        seen += re.findall(r'href="/incidents/(INC-[^/]+)/"', page)
        further = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address = further and reverse("figure_records", args=["incidents"]) + further[1].replace(
            "&amp;", "&"
        )
    assert len(seen) == len(set(seen)) == 30


@pytest.mark.parametrize(
    "address",
    [
        "/figures/nothing/?period=2022-23",
        "/figures/incidents/",
        "/figures/incidents/?period=2022-24",
        "/figures/incidents/?period=2022-23&town=atlantis",
        "/figures/incidents/?period=2022-23&town=%00",
        "/figures/people_screened/?period=2022-23&sex=%F0%9F%98%80",
    ],
)
def test_a_figure_that_there_is_not_is_not_found(amal, address):
    assert amal.get(address).status_code == 404


def test_a_place_to_go_on_from_that_is_none_starts_at_the_beginning(amal):
    made = make.incident()
    for after in ("%00", "INC-222222-J", "x" * 5000, "%F0%9F%98%80"):
        assert made.reference in text(amal.get(f"{BEHIND}&after={after}"))


@pytest.mark.parametrize("size", [1, 40])
def test_queries_do_not_grow_with_rows(amal, ready, size, django_assert_max_num_queries):
    for _ in range(size):
        make.incident()
        report = asked_for()
        Job.objects.filter(pk=report.job_id).update(state=JobState.DONE)
    amal.get(BEHIND)
    for address in (reverse("reports"), at("report", ready), BEHIND):
        with django_assert_max_num_queries(12):
            assert amal.get(address).status_code == 200


def test_a_report_is_stopped_from_its_page_by_who_asked(amal, chair):
    report = asked_for()
    stop = at("stop_report", report)
    Job.objects.filter(pk=report.job_id).update(asked_by=make.coordinator().membership_id)
    assert stop not in text(chair.get(at("report", report)))
    assert chair.post(stop).status_code == 403
    desk = sign_in(report.asked_by, make.coordinator().membership_id)
    assert stop in text(desk.get(at("report", report)))
    assert desk.get(stop).status_code == 405
    page = text(desk.post(stop, follow=True))
    assert "The making was stopped. Nothing of it was kept." in page
    assert "No earlier report was changed." in page
    assert "Ask for it again" in page
    assert "Stopped" in text(desk.get(reverse("reports")))


def test_a_draft_whose_files_were_removed_says_so(chair, ready):
    ready.files.all().delete()
    AnnualReport.objects.filter(pk=ready.pk).update(files_removed_at=make.moment("2026-05-01"))
    page = text(chair.get(at("report", ready)))
    assert "The files of this draft were removed on 1 May 2026, 90 days after it was made." in page
    assert "Download this report" not in page


# Town by town


def test_each_town_has_a_page_with_its_own_numbers_and_no_other_towns(ready, amal, bea):
    page = text(amal.get(at("report_town", ready, "tipton")))
    assert "<h1" in page
    assert "Tipton, 2022-23" in page
    assert "1 incident was reported in 2022-23" in page
    assert "Oldbury" not in page.split("</nav>")[-1], "the numbers of no other town"
    sections = ready.contract["sections"]
    towns = [one["title"] for one in sections if one["id"].startswith("town-")]
    assert len(towns) == 8
    places = [page.index(f">{town}</a>") for town in towns]
    assert places == sorted(places), "in the order of the report"
    assert 'aria-current="page">Tipton' in page
    other = text(amal.get(at("report_town", ready, "oldbury")))
    assert "No incidents were reported in 2022-23" in other
    assert at("report_town", ready, "not_recorded") in text(amal.get(at("report", ready)))
    assert amal.get(at("report_town", ready, "nowhere")).status_code == 404
    assert bea.get(at("report_town", ready, "tipton")).status_code == 403


def test_a_report_that_is_not_made_yet_has_no_page_of_a_town(amal):
    assert amal.get(at("report_town", asked_for(), "tipton")).status_code == 404


# What a board member and an analyst may see: the exact figures of all records, and no record


def words_of(page: str) -> str:
    """What a page says between its headings and its foot, without links and times of reading."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
    said = " ".join(re.sub(r"<[^>]+>", " ", main).split())
    return re.sub(r"Records were read on .*?[ap]m", "", said)


def test_internal_figures_read_the_same_to_everyone_entitled_to_them_and_lead_to_no_list(ready):
    """As the ruling on access has it: dashboard and reports, internal editions included."""
    case = Incident.objects.get()
    make.referral(make.screening(make.person(case), at="2022-06-01"), at="2022-06-02")
    readers = {
        role: signed_in(make.member(make.agency(agency), role, name=role))
        for agency, role in (
            ("desk", "coordinator"), ("council", "board_member"), ("council", "analyst"),
        )
    }  # fmt: skip
    for path in (
        f"{reverse('referral_figures')}?period=2022-23", at("report_town", ready, "tipton"),
    ):  # fmt: skip
        said = {role: words_of(text(client.get(path))) for role, client in readers.items()}
        assert len(set(said.values())) == 1, path
        assert " 1 " in said["analyst"], "exact, though it is one"
        for role in ("board_member", "analyst"):
            page = text(readers[role].get(path))
            assert not re.search(r'href="[^"]*/figures/[a-z_]+/\?', page.split("<main")[1])
            assert case.reference not in page
    for role in ("board_member", "analyst"):
        client = readers[role]
        assert client.get("/incidents/").status_code == 403
        assert client.get(BEHIND).status_code == 403
