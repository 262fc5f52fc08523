"""Reports for partners and the public: asked for, previewed, made, and held to those before."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from casework.models import Job, JobState
from casework.workflow import CannotBeDone
from reporting import actions, preview
from reporting.counting.grouping import Grouping
from reporting.counting.periods import Period
from reporting.document import editions
from reporting.kept.given_out import given_out
from reporting.models import AnnualReport
from reporting.terms import Standing
from reporting.workflow import REPORT
from tests import make
from tests.signing_in import sign_in

YEAR = Period.parse("2022-23")
NEW = reverse("new_report")

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal():
    member = make.member(make.agency("desk"), "coordinator", name="Amal")
    return sign_in(member.user, member.pk)


def incidents(number: int, town: str = "tipton", types: tuple[str, ...] = ("LAB",)) -> None:
    for _ in range(number):
        make.incident(town, types=list(types))


def published(audience: str = "public", period: Period = YEAR) -> AnnualReport:
    report = AnnualReport.objects.get(pk=drafted(audience, period).pk)
    report.published_at = timezone.now()
    return signed(report, Standing.PUBLISHED)


def signed(report: AnnualReport, standing: Standing) -> AnnualReport:
    report.checked_by = report.asked_by
    report.approved_by, report.second_approved_by = (
        make.actor(make.agency("desk"), "coordinator", name=name).user for name in ("Ann", "Bob")
    )
    report.standing = standing
    report.save()
    return report


def drafted(audience: str = "public", period: Period = YEAR) -> AnnualReport:
    report = actions.ask_for_report(by=make.coordinator(), period=period, audience=audience)
    report.contract = contract(audience, report.partnership)
    report.save()
    Job.objects.filter(pk=report.job_id).update(state=JobState.DONE)
    return report


def contract(audience, partnership, grouping: Grouping | None = None):
    with connection.cursor() as cursor:
        edition = editions.read(
            cursor, partnership, YEAR, audience=audience, grouping=grouping or Grouping()
        )
    return editions.written(edition, given_out(partnership))


def count(document, **dimensions):
    found = [
        one
        for one in document["values"]
        if one["measure"] == "incidents" and one["dimensions"] == dimensions
    ]
    return found[0]["value"]


def test_a_published_edition_stands_until_the_correction_is_large_enough(amal):
    incidents(12)
    report = published()
    assert count(report.contract) == 12
    incidents(1)
    assert count(contract("public", report.partnership)) == 12
    incidents(4)
    assert count(contract("public", report.partnership)) == 17
    assert count(contract("internal", report.partnership)) == 17


def test_a_draft_is_not_published_beside_one_it_could_be_subtracted_from(amal):
    incidents(12)
    draft = drafted()
    Job.objects.filter(pk=draft.job_id).update(state=JobState.DONE)
    incidents(1)
    later = published()
    assert count(later.contract) == 13
    signed(draft, Standing.SIGNED)
    with pytest.raises(CannotBeDone, match="Make the report anew"):
        REPORT.take(
            "publish",
            AnnualReport.objects.get(pk=draft.pk),
            by=make.coordinator(),
            at=timezone.now(),
            note="Late records",
        )


def test_before_it_is_made_the_page_says_what_would_be_left_out(amal):
    incidents(12)
    incidents(2, "oldbury", ("SEX",))
    page = amal.get(NEW, {"period": "2022-23", "audience": "public"}).content.decode()
    assert "What would be left out" in page
    assert "of all counts would be left out" in page
    assert 'name="audience" value="public"' in page
    assert "suppress" not in page
    inside = amal.get(NEW, {"period": "2022-23", "audience": "internal"}).content.decode()
    assert "What would be left out" not in inside


def test_the_page_compares_rows_told_together(amal):
    incidents(12)
    incidents(2, "oldbury", ("SEX",))
    query = {"period": "2022-23", "audience": "public", "compare": "yes"}
    page = amal.get(NEW, query).content.decode()
    assert "Hides least:" in page
    for words in ("The smaller half of the towns together", "Two years together"):
        assert words in page


def test_a_public_report_is_asked_for_with_its_audience_and_grouping(amal):
    incidents(12)
    query = {"period": "2022-23", "audience": "public", "grouping": "types", "confirmed": "yes"}
    amal.post(NEW, query)
    report = AnnualReport.objects.get()
    assert report.audience == "public"
    together = report.job.parameters["together"]["exploitation_type"]
    assert "LAB" not in together
    assert len(together) >= 2


def test_an_incident_of_two_types_told_together_counts_once_among_them(amal):
    incidents(6, types=("LAB", "SEX"))
    incidents(7, "oldbury", ("DOM",))
    partnership = make.partnership()
    grouping = Grouping("t", {"exploitation_type": ["LAB", "SEX"], "town": ["tipton", "oldbury"]})
    document = contract("internal", partnership, grouping)
    assert count(document, exploitation_type="together") == 6
    assert count(document, exploitation_type="DOM") == 7
    assert count(document, town="together") == 13
    assert document["labels"]["town"]["together"] == "Tipton and Oldbury"
    assert all(check["ok"] for check in document["checks"])


def test_two_years_together_are_reckoned_from_the_records(amal):
    incidents(3)
    make.incident("tipton", at="2021-06-01", types=["LAB"])
    forecasts = preview.compared(make.partnership(), YEAR, "public")
    assert [one.grouping.id for one in forecasts] == ["", "towns", "types", "years"]
    assert not any(one.problem for one in forecasts)
