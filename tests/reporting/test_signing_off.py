"""A report is read, approved by two people, and published; a later one takes its place."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.access import Refused
from agencies.acting import Actor, actor_by_membership
from casework.models import Job, JobState, StatusChange
from casework.workflow import CannotBeDone
from reporting import actions
from reporting.counting.periods import Period
from reporting.document import contract
from reporting.models import AnnualReport, FrozenEdition
from reporting.terms import Standing
from reporting.workflow import REPORT
from tests import make
from tests.reporting import sample
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
SOUND = contract.build(sample.figures(), sample.figures(before=True), sample.context())


def actor(agency: str, role: str, name: str, *capabilities: str) -> Actor:
    member = make.member(make.agency(agency), role, name=name, capabilities=list(capabilities))
    return actor_by_membership(member.pk)


@pytest.fixture
def amal() -> Actor:
    return actor("desk", "coordinator", "Amal")


@pytest.fixture
def chair() -> Actor:
    return actor("board", "board_member", "The chair", "approver")


@pytest.fixture
def second() -> Actor:
    return actor("desk", "coordinator", "Ugo", "approver")


def made(amal: Actor, period: str = "2022-23") -> AnnualReport:
    report = actions.ask_for_report(by=amal, period=Period.parse(period))
    Job.objects.filter(pk=report.job_id).update(state=JobState.DONE)
    AnnualReport.objects.filter(pk=report.pk).update(contract=SOUND)
    FrozenEdition.objects.create(report=report, document="{}")
    return AnnualReport.objects.get(pk=report.pk)


def take(step: str, report: AnnualReport, by: Actor, note: str = "") -> AnnualReport:
    return REPORT.take(step, report, by=by, at=timezone.now(), note=note)


def signed(amal: Actor, chair: Actor, second: Actor) -> AnnualReport:
    report = made(amal)
    take("check", report, amal)
    take("approve", report, chair)
    return take("approve_second", report, second)


def test_two_people_who_did_not_check_it_approve_and_then_it_is_published(amal, chair, second):
    report = take("publish", signed(amal, chair, second), amal)
    assert report.standing == Standing.PUBLISHED
    assert (report.checked_by, report.approved_by, report.second_approved_by) == (
        amal.user, chair.user, second.user,
    )  # fmt: skip
    steps = StatusChange.objects.filter(reference=report.reference).order_by("id")
    assert [change.step for change in steps] == ["check", "approve", "approve_second", "publish"]


def test_a_report_that_is_not_made_yet_is_not_checked(amal):
    report = actions.ask_for_report(by=amal, period=Period.parse("2022-23"))
    with pytest.raises(CannotBeDone, match="not made yet"):
        take("check", report, amal)


def test_nobody_approves_twice_or_what_they_checked(amal, chair, second):
    report = made(amal)
    take("check", report, second)
    take("approve", report, chair)
    for once in (second, actor_by_membership(chair.membership_id)):
        with pytest.raises(CannotBeDone, match="somebody else approves it second"):
            take("approve_second", report, once)


def test_only_the_chair_approves_first_and_only_approvers_second(amal, chair, second):
    member = actor("board", "board_member", "Another member")
    report = made(amal)
    take("check", report, amal)
    for who in (amal, second, member):
        with pytest.raises(Refused, match="Only the chair"):
            take("approve", report, who)
    take("approve", report, chair)
    for who in (amal, member):
        with pytest.raises(Refused, match="Only an approver"):
            take("approve_second", report, who)


def test_nothing_is_published_before_two_have_approved(amal, chair):
    report = made(amal)
    for step in (None, ("check", amal), ("approve", chair)):
        if step:
            report = take(step[0], report, step[1])
        with pytest.raises(CannotBeDone, match="this cannot be done"):
            take("publish", report, amal)


@pytest.mark.parametrize("step", ["send_back", "refuse"])
def test_what_is_sent_back_must_be_approved_anew(step, amal, chair, second):
    report = made(amal)
    take("check", report, amal)
    take("approve", report, chair)
    with pytest.raises(CannotBeDone, match="Enter a reason"):
        take(step, report, amal if step == "send_back" else second)
    report = take(step, report, amal if step == "send_back" else second, note="Page 3 is empty.")
    assert report.standing == Standing.DRAFT
    assert report.checked_by is report.approved_by is None


def test_a_later_report_takes_the_place_of_the_earlier_and_says_what_changed(amal, chair, second):
    first = take("publish", signed(amal, chair, second), amal)
    later = signed(amal, chair, second)
    with pytest.raises(CannotBeDone, match="Say what changed since then"):
        take("publish", later, amal)
    later = take("publish", later, amal, note="One incident was entered late.")
    first.refresh_from_db()
    assert (first.standing, later.standing) == (Standing.REPLACED, Standing.PUBLISHED)
    assert later.replaces == first


def test_the_database_itself_refuses_one_who_approves_twice(amal, chair, second):
    report = signed(amal, chair, second)
    rows = AnnualReport.objects.filter(pk=report.pk)
    for change in (
        {"second_approved_by": chair.user}, {"approved_by": amal.user}, {"approved_by": None},
        {"standing": Standing.PUBLISHED},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def page_of(who: Actor) -> Client:
    return sign_in(who.user, who.membership_id)


def test_the_steps_are_walked_on_pages(amal, chair, second):
    report = made(amal)
    for step, who in (("check", amal), ("approve", chair), ("approve_second", second)):
        href = reverse("report_step", args=[report.reference, step])
        client = page_of(who)
        assert client.get(href).status_code == 200
        answer = client.post(href)
        assert answer.status_code == 302, answer.content.decode()
    report.refresh_from_db()
    assert report.standing == Standing.SIGNED


def test_a_refused_step_says_why_and_keeps_what_was_typed(amal, chair, second):
    take("publish", signed(amal, chair, second), amal)
    report = made(amal)
    take("check", report, amal)
    href = reverse("report_step", args=[report.reference, "publish"])
    page = page_of(amal).post(href, {"note": "One was entered late."}).content.decode()
    assert "so this cannot be done: publish" in page
    assert "One was entered late.</textarea>" in page


def test_replacing_is_no_button_and_no_address(amal, chair, second):
    report = take("publish", signed(amal, chair, second), amal)
    href = reverse("report_step", args=[report.reference, "replace"])
    assert page_of(amal).get(href).status_code == 404
