"""Sections, priorities and stories: written, previewed, accepted, approved, withdrawn, printed."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies import fence
from agencies.acting import actor_by_membership
from agencies.models import AuditEvent, Membership
from casework.models import Job, JobState
from casework.workflow import CannotBeDone
from reporting import actions
from reporting.counting.periods import Period
from reporting.document import editions
from reporting.models import AcceptedFault, AnnualReport, Priority, Story, WrittenSection
from reporting.outputs.printed import printed
from reporting.stories.models import DETAILS, agrees, as_told_now
from reporting.workflow import REPORT
from tests import make
from tests.signing_in import sign_in

YEAR = Period.parse("2022-23")
LIST = reverse("written") + "?period=2022-23"
SECTION = {
    "period": "2022-23", "place": "PREVENT", "town": "", "title": "Prevent",
    "text": "In {year}, {incidents} incidents were reported.", "is_left_out": "",
}  # fmt: skip
STORY = {
    "period": "2022-23", "title": "A car wash", "text": "He was told to sleep at work.",
    "consent_on-day": "3", "consent_on-month": "2", "consent_on-year": "2023",
    "consent_how": "A support worker read it to him.",
    **{f"treated_{name}": "LEFT_OUT" for name in DETAILS},
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal() -> Membership:
    return make.member(make.agency("desk"), "coordinator", name="Amal")


@pytest.fixture
def chair() -> Membership:
    return make.member(make.agency("board"), "board_member", name="The chair",
                       capabilities=["approver"])  # fmt: skip


@pytest.fixture
def second() -> Membership:
    return make.member(make.agency("desk"), "coordinator", name="Ugo", capabilities=["approver"])


def client_of(member: Membership) -> Client:
    return sign_in(member.user, member.pk)


def wrote(by: Membership, **changed: str) -> WrittenSection:
    answer = client_of(by).post(reverse("add_written_section"), SECTION | changed)
    assert answer.status_code == 302, answer.content.decode()
    return WrittenSection.objects.latest("pk")


def told(by: Membership, **changed: str) -> Story:
    answer = client_of(by).post(reverse("add_story"), STORY | changed)
    assert answer.status_code == 302, answer.content.decode()
    return Story.objects.latest("pk")


def approved(story: Story, *by: Membership) -> Story:
    for member in by:
        client_of(member).post(reverse("story", args=[story.reference]))
    story.refresh_from_db()
    return story


def contract(audience: str = "internal") -> dict:
    with connection.cursor() as cursor:
        edition = editions.read(cursor, make.partnership(), YEAR, audience=audience)
    return editions.written(edition)


def made(by: Membership) -> AnnualReport:
    report = actions.ask_for_report(by=actor_by_membership(by.pk), period=YEAR)
    Job.objects.filter(pk=report.job_id).update(state=JobState.DONE)
    AnnualReport.objects.filter(pk=report.pk).update(contract=contract())
    return AnnualReport.objects.get(pk=report.pk)


def check(report: AnnualReport, by: Membership) -> AnnualReport:
    actor = actor_by_membership(by.pk)
    return REPORT.take("check", report, by=actor, at=timezone.now())


def words_of(document: dict) -> str:
    return json.dumps(
        [[s.title, [[b.text, *b.items] for b in s.blocks]] for s in printed(document).sections],
        ensure_ascii=False,
    )


# Sections and numbers


def test_a_section_is_previewed_and_printed_with_the_numbers_of_the_records(amal):
    make.incident()
    section = wrote(amal)
    page = client_of(amal).get(reverse("written_section", args=[section.reference]))
    assert "In 2022-23, 1 incidents were reported." in page.content.decode()
    assert "In 2022-23, 1 incidents were reported." in words_of(contract())
    assert section.title in client_of(amal).get(LIST).content.decode()


def test_what_is_left_out_is_kept_and_not_printed(amal):
    section = wrote(amal, is_left_out="on")
    assert section.reference.casefold() not in words_of(contract())
    assert "Left out" in client_of(amal).get(LIST).content.decode()


def test_two_who_write_at_once_do_not_overwrite_each_other(amal, chair):
    section = wrote(amal)
    address = reverse("change_written_section", args=[section.reference])
    assert client_of(chair).post(address, SECTION | {"version": "1", "text": "Hers."}).status_code
    page = client_of(amal).post(address, SECTION | {"version": "1", "text": "His."})
    assert "Someone else changed this" in page.content.decode()
    assert "His.</textarea>" in page.content.decode()
    section.refresh_from_db()
    assert (section.text, section.version) == ("Hers.", 2)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": "xxxx " * 4_001}, "make two sections of it"),
        ({"text": "x" * 301}, "no word has more than 300"),
        ({"title": "…"}, "The heading must have letters in it"),
        ({"period": "2022"}, "Write the year as two years"),
        ({"place": "TOWN"}, "Select the town that the section is about"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(amal, changed, sentence):
    page = client_of(amal).post(reverse("add_written_section"), SECTION | changed)
    assert sentence in page.content.decode()
    kept = changed.get("text", SECTION["text"]).replace("\0", "")
    assert kept in page.content.decode().replace("\0", "")
    assert not WrittenSection.objects.exists()


def test_the_numbers_to_choose_are_those_of_today(amal):
    make.incident()
    page = client_of(amal).get(reverse("written_numbers") + "?period=2022-23").content.decode()
    for typed in ("{incidents}", "{incidents town=tipton}", "{people_screened sex=F}", "{year}"):
        assert typed in page
    assert "{incidents percent}" not in page, "no year before is compared"


def test_names_of_people_one_may_see_and_ways_to_reach_anybody_are_pointed_out(amal):
    section = wrote(amal, text="Write to zq@example.org, B70 9LD.")
    page = client_of(amal).get(reverse("written_section", args=[section.reference]))
    assert "an email address" in page.content.decode()
    assert "a postcode" in page.content.decode()


def test_a_priority_keeps_the_version_it_was_written_by(amal):
    answer = client_of(amal).post(reverse("add_priority"), {
        "period": "2022-23", "town": "", "words": "Fewer homes taken over", "measure": "incidents",
        "action": "Visit with housing", "owner": "Housing",
    })  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    priority = Priority.objects.get()
    assert priority.measure_version == 1
    change = reverse("change_priority", args=[priority.reference])
    assert "Fewer homes taken over" in client_of(amal).get(change).content.decode()
    assert contract()["priorities"][0]["measure_version"] == 1


def test_what_no_format_can_print_is_dropped_as_it_is_saved(amal):
    assert wrote(amal, text="One\0two\x0bthree.").text == "Onetwothree."


# Checks before the sign-off


def test_open_checks_forbid_the_sign_off_until_they_are_accepted_and_printed(amal):
    wrote(amal, text="We held 55 sessions.")
    report = made(amal)
    with pytest.raises(CannotBeDone, match=r"1 check is open. The first: Prevent: the figure 55"):
        check(report, amal)
    address = reverse("report_faults", args=[report.reference])
    page = client_of(amal).get(address).content.decode()
    assert "the figure 55 in" in page
    accept = address + page.split(address)[-1].split('"')[0]
    assert "Enter why it may stand" in client_of(amal).post(accept).content.decode()
    assert client_of(amal).post(accept, {"reason": "Counted by hand."}).status_code == 302
    assert client_of(amal).post(accept, {"reason": "Again."}).status_code == 200
    with pytest.raises(CannotBeDone, match="its annex does not say why"):
        check(report, amal)
    assert "Accepted, not printed yet" in client_of(amal).get(address).content.decode()
    again = made(amal)
    assert "Counted by hand." in json.dumps(again.contract["tables"][-1])
    check(again, amal)
    assert AuditEvent.objects.filter(act="accept_fault").count() == 1


def test_what_was_accepted_is_never_changed(amal):
    test_open_checks_forbid_the_sign_off_until_they_are_accepted_and_printed(amal)
    with pytest.raises(DatabaseError), transaction.atomic():
        AcceptedFault.objects.update(reason="Other.")


def test_only_the_desk_accepts_and_only_what_may_be_accepted(amal, chair):
    wrote(amal, text="Here {nothing} is, and 55 sessions.")
    report = made(amal)
    address = reverse("report_faults", args=[report.reference])
    assert "accept it" not in client_of(chair).get(address).content.decode()
    key = next(one for one in client_of(amal).get(address).content.decode().split(address)[1:])
    assert client_of(chair).get(address + key.split('"')[0]).status_code == 403
    assert client_of(amal).get(f"{address}0000/").status_code == 404


# Stories


def test_a_story_is_printed_once_two_who_did_not_write_it_approved(amal, chair, second):
    story = told(amal)
    page = client_of(second).get(reverse("story", args=[story.reference])).content.decode()
    assert "Approve this story" in page
    assert contract()["stories"] == []
    approved(story, chair, chair)
    assert not story.is_approved
    approved(story, second)
    assert story.is_approved
    assert "He was told to sleep at work." in words_of(contract("public"))


def test_whoever_wrote_it_does_not_approve_it_and_a_change_undoes_approval(amal, chair, second):
    story = told(second)
    assert approved(story, second).approved_by is None
    approved(story, chair)
    assert story.approved_by == chair.user
    change = reverse("change_story", args=[story.reference])
    client_of(amal).post(change, STORY | {"version": str(story.version), "text": "Changed."})
    story.refresh_from_db()
    assert (story.text, story.approved_by, story.written_by) == ("Changed.", None, amal.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.update(approved_by=amal.user)


def test_a_story_without_consent_is_not_approved_and_not_printed(amal, chair, second):
    without = {
        "consent_on-day": "",
        "consent_on-month": "",
        "consent_on-year": "",
        "consent_how": "",
    }
    story = told(amal, **without)
    assert approved(story, chair, second).approved_by is None
    page = client_of(chair).get(reverse("story", args=[story.reference])).content.decode()
    assert "No consent stands for this story" in page


def test_the_checks_quote_no_words_of_a_story(amal, chair, second):
    """What is accepted of them is kept for good, and a story's words may have to go."""
    story = approved(told(amal, text="TBC: he was told to sleep at work."), chair, second)
    address = reverse("report_faults", args=[made(amal).reference])
    page = client_of(amal).get(address).content.decode()
    assert "“TBC” stands in a sentence of it." in page
    assert f"Story {story.reference}" in page
    assert "told to sleep" not in page
    assert story.title not in page


def test_where_a_record_is_behind_it_what_they_said_there_decides(amal, chair, second):
    actor = actor_by_membership(amal.pk)
    person = make.person(make.incident(), granted_to=[amal.agency])
    with fence.acting(actor):
        make.consent(person, by=actor, kind="STORY", answer="AGREED", at="2022-05-03")
    story = approved(told(amal, person_reference=person.reference), chair, second)
    assert story.is_approved
    report = contract()
    assert len(report["stories"]) == 1
    with fence.acting(actor):
        make.consent(person, by=actor, kind="STORY", answer="WITHDREW", at="2022-06-03")
    assert not agrees(person.pk)
    assert contract()["stories"] == []
    assert "This story may be told no more." in words_of(as_told_now(report))
    story.refresh_from_db()
    assert (story.text, story.title, story.withdrawn_by) == ("", "", amal.user)


def test_a_rare_combination_is_flagged(amal, chair, second):
    incident = make.incident()
    for _ in range(9):
        make.person(incident, age_band="25_39", gender="M")
    rare = {"treated_age": "AS_IT_WAS", "told_age": "25_39", "treated_gender": "AS_IT_WAS",
            "told_gender": "M"}  # fmt: skip
    story = approved(told(amal, **rare), chair, second)
    assert story.is_rare
    with pytest.raises(CannotBeDone, match="few people in the records have all"):
        check(made(amal), amal)
    make.person(incident, age_band="25_39", gender="M")
    assert not story.is_rare


def test_what_a_story_tells_is_said_where_it_is_told_as_it_was(amal):
    page = client_of(amal).post(
        reverse("add_story"), STORY | {"treated_age": "AS_IT_WAS", "told_gender": "M"}
    )
    assert "Select what the story tells: age" in page.content.decode()
    assert "the story does not tell it as it was" in page.content.decode()


# Doors


@pytest.mark.parametrize("role", ["analyst", "practitioner", "agency_lead", "records_officer"])
def test_only_the_desk_and_the_board_write_for_reports(role, amal):
    section, story = wrote(amal), told(amal)
    reader = client_of(make.member(make.agency("housing"), role, name="Bea"))
    for address in (
        LIST, reverse("written_section", args=[section.reference]),
        reverse("change_written_section", args=[section.reference]),
        reverse("story", args=[story.reference]), reverse("change_story", args=[story.reference]),
        reverse("withdraw_story", args=[story.reference]),
    ):  # fmt: skip
        assert reader.get(address).status_code == 403, address


def test_nothing_written_by_another_partnership_is_found(amal):
    other = make.partnership("dudley")
    eve = make.member(make.agency("desk", other), "coordinator", name="Eve")
    section, story = wrote(amal), told(amal)
    for address in (
        reverse("written_section", args=[section.reference]),
        reverse("change_written_section", args=[section.reference]),
        reverse("story", args=[story.reference]), reverse("change_story", args=[story.reference]),
        reverse("withdraw_story", args=[story.reference]),
    ):  # fmt: skip
        assert client_of(eve).get(address).status_code == 404, address
    assert section.title not in client_of(eve).get(LIST).content.decode()
