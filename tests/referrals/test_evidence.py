"""Evidence of a referral: added, described, removed, listed; read as the answers are."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agencies import history
from agencies.models import AuditEvent
from files import scanning, storage
from files.models import StoredFile
from files.scanner import Verdict
from files.terms import FileState
from referrals import drafts, engine
from referrals.actions import begin
from referrals.drafts import drafted
from referrals.evidence_actions import as_list, outgoing_evidence
from referrals.models import Evidence, Referral, ReferralAnswers
from referrals.terms import Status
from tests import make
from tests.doors.world import whole
from tests.files import making
from tests.own_scanner import OwnScanner
from tests.victims.cast import Cast, actor, signed_in
from victims.actions import assign

NRM = {"pv-under-age": "no", "pv-want-to-submit-nrm": "yes"}
NOTICE = {"pv-under-age": "no", "pv-want-to-submit-nrm": "no"}
ABOUT = "what-evidence-you-will-submit"


@pytest.fixture
def referral(people: Cast) -> Referral:
    """A draft of Bea's."""
    screening = make.screening(people.met(people.housing, people.police), types=["LAB"])
    return begin(screening, by=actor(people.bea), at=timezone.now())


def of(referral: Referral, page: str = "") -> str:
    return f"/referrals/{referral.reference}/evidence/{page}"


def sent(*files: tuple[str, bytes, str], **more: str) -> dict:
    data: dict = dict(more)
    for number, (name, content, words) in enumerate(files):
        data[f"form-{number}-upload"] = SimpleUploadedFile(name, content)
        data[f"form-{number}-description"] = words
    return data


def text_of(answer) -> str:
    return unescape(whole(answer).content.decode())


def get(client: Client, address: str) -> str:
    answer = whole(client.get(address))
    assert answer.status_code == 200, address
    return text_of(answer)


def test_it_is_added_held_scanned_and_opened(
    people: Cast, referral: Referral, scanner: OwnScanner
) -> None:
    bea = signed_in(people.bea)
    dated = {
        "form-0-dated_on-day": "4",
        "form-0-dated_on-month": "5",
        "form-0-dated_on-year": "2026",
    }
    answer = bea.post(
        of(referral, "add/"),
        sent(
            ("gp.jpg", making.jpg(told=True), "Letter from the GP"),
            ("b.pdf", making.pdf(), "Payslip"),
            **dated,
        ),
    )
    assert answer.url == of(referral)
    first, second = Evidence.objects.order_by("pk")
    assert (first.description, str(first.dated_on), second.dated_on) == (
        "Letter from the GP",
        "2026-05-04",
        None,
    )
    page = get(bea, of(referral))
    assert "2 files were added" in page
    assert page.count("Not checked yet") == 2
    assert "1. gp.jpg: Letter from the GP, 4 May 2026\n2. b.pdf: Payslip" in page
    content = of(referral, f"{first.reference}/content/")
    assert "waits for the virus check" in text_of(bea.get(content))
    scanning.look_again()
    opened = whole(bea.get(content))
    assert opened.status_code == 200
    assert opened.headers["Content-Disposition"] == f'attachment; filename="{first.reference}.jpg"'
    assert making.WORD.encode() not in opened.content
    last = AuditEvent.objects.filter(user=people.bea.user).latest("pk")
    assert (last.act, last.reference) == ("download", first.reference)


def test_what_is_wrong_is_said_and_the_words_are_kept(people: Cast, referral: Referral) -> None:
    bea = signed_in(people.bea)
    data = sent(("a.exe", b"MZ", "The letter"), **{"form-0-dated_on-day": "41"})
    page = text_of(bea.post(of(referral, "add/"), data))
    assert "must be a DOC" in page
    assert "must include a month and a year" in page
    assert 'value="The letter"' in page
    data = sent(("a.pdf", making.pdf(), ""))
    assert "Enter what the file is" in text_of(bea.post(of(referral, "add/"), data))
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_what_it_is_and_its_date_are_changed(people: Cast, referral: Referral) -> None:
    record = make.evidence(referral)
    bea, address = signed_in(people.bea), of(referral, f"{record.reference}/")
    page = get(bea, address)
    assert 'type="file"' not in page
    data = {"description": "Her payslip", "version": 1, "name": "x.exe",
            "dated_on-day": "4", "dated_on-month": "May", "dated_on-year": "2026"}  # fmt: skip
    assert bea.post(address, data).url == of(referral)
    record.refresh_from_db()
    assert (record.description, str(record.dated_on)) == ("Her payslip", "2026-05-04")
    assert record.name == "letter.pdf"
    again = text_of(bea.post(address, data | {"description": "Mine"}))
    assert "Someone else changed this while you were writing" in again
    assert "Mine" in again


def test_it_is_removed_after_a_question_with_its_bytes(
    people: Cast, referral: Referral, django_capture_on_commit_callbacks
) -> None:
    record = make.evidence(referral)
    bea, address = signed_in(people.bea), of(referral, f"{record.reference}/remove/")
    assert "Remove this file?" in get(bea, address)
    assert Evidence.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert bea.post(address).url == of(referral)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    assert not storage.place(record.stored.stored_as).exists()
    past = history.past_of(Evidence).objects.filter(id=record.pk)
    assert list(past.values_list("pgh_label", flat=True).order_by("pgh_id")) == ["added", "deleted"]
    assert bea.post(address).status_code == 404


def test_a_file_removed_while_it_is_scanned_leaves_nothing(
    people: Cast, referral: Referral
) -> None:
    stored = make.stored_file(state=FileState.HELD)
    StoredFile.objects.all().delete()
    scanning.settle(stored, Verdict.CLEAN, at=timezone.now())
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("status", [Status.READY, Status.SUBMITTED])
def test_nothing_is_changed_once_it_is_ready_or_sent(
    people: Cast, referral: Referral, status: Status
) -> None:
    record = make.evidence(referral)
    sent_on = timezone.localdate() if status == Status.SUBMITTED else None
    Referral.objects.update(status=status, route="NRM", submitted_on=sent_on)
    bea = signed_in(people.bea)
    page = get(bea, of(referral))
    assert "letter.pdf" in page
    assert "Add evidence" not in page
    assert "Remove file" not in page
    for address, data in (
        ("add/", sent(("a.pdf", making.pdf(), "A letter of the bank"))),
        (f"{record.reference}/", {"description": "Other words than before", "version": 1}),
        (f"{record.reference}/remove/", {}),
    ):
        refused = bea.post(of(referral, address), data)
        assert refused.status_code == 403, address
        assert "closed for changes" in text_of(refused)
    assert list(Evidence.objects.values_list("description", "version")) == [("Invented.", 1)]


def test_it_is_read_by_the_author_alone(people: Cast, referral: Referral) -> None:
    """Being assigned opens files about the person, and no draft."""
    record = make.evidence(referral, name="Zqname.pdf")
    gail = make.member(
        people.housing, "practitioner", name="Gail", capabilities=["first_responder"]
    )
    assign(referral.person, by=actor(gail), at=timezone.now(), reason="Works with them")
    for other in (gail, people.pol, people.cyd, people.amal):
        client = signed_in(other)
        for page in (
            "",
            "add/",
            *(f"{record.reference}/{each}" for each in ("", "content/", "remove/")),
        ):
            answer = whole(client.get(of(referral, page)))
            assert answer.status_code == 404, (other, page)
            assert b"Zqname" not in answer.content
        assert client.post(of(referral, f"{record.reference}/remove/")).status_code == 404
    assert Evidence.objects.exists()
    mine = begin(
        make.screening(people.met(people.housing)), by=actor(people.bea), at=timezone.now()
    )
    bea = signed_in(people.bea)
    for draft, status in ((mine, 404), (referral, 200)):
        opened = whole(bea.get(of(draft, f"{record.reference}/content/")))
        assert opened.status_code == status


def test_files_of_a_branch_no_longer_taken_are_kept_aside_and_come_back(
    people: Cast, referral: Referral
) -> None:
    record = make.evidence(referral)
    bea, by = signed_in(people.bea), actor(people.bea)
    for answers, going in ((NRM, [record]), (NOTICE, []), (NRM, [record])):
        referral.answers.values = answers
        referral.answers.save()
        draft = drafted(referral.answers)
        assert outgoing_evidence(draft, by) == going
        page = get(bea, of(referral))
        assert ("A notice to the Home Office has no evidence" in page) == (not going)
        assert ("The list to copy" in page) == bool(going)
        assert "letter.pdf" in page, "it is there either way"
        tasks = get(bea, f"/referrals/{referral.reference}/")
        assert ("kept aside: a notice has none" in tasks) == (not going)
        asked = [field.key for step in engine.path(draft.questions, draft.answers)
                 for field in step.fields]  # fmt: skip
        assert (ABOUT in asked) == bool(going)


def test_it_is_a_task_and_what_each_is_is_asked_once_there_is_one(
    people: Cast, referral: Referral, django_assert_max_num_queries
) -> None:
    ReferralAnswers.objects.update(values=NRM)
    bea, base = signed_in(people.bea), f"/referrals/{referral.reference}/"
    assert bea.get(f"{base}questions/evidence/").url == of(referral)
    for files in (0, 1):
        tasks = get(bea, base)
        assert f'href="{of(referral)}"' in tasks
        assert ("What is each file?" in tasks) == bool(files)
        page = get(bea, of(referral))
        following = "questions/about-evidence/" if files else "check/"
        assert f'href="{base}{following}"' in page
        make.evidence(referral)
    make.evidence(referral, stored=make.stored_file(state=FileState.REFUSED))
    row = drafts.whole(ReferralAnswers.objects.all()).get()
    with django_assert_max_num_queries(0):
        assert drafted(row).files == 2, "what was removed does not count"
    assert drafted(referral.answers).files == 2


def test_what_the_virus_check_removed_is_not_sent_and_held_files_are_named(
    people: Cast, referral: Referral
) -> None:
    for name, state in (("a.pdf", FileState.HELD), ("b.pdf", FileState.REFUSED)):
        make.evidence(referral, name=name, stored=make.stored_file(state=state))
    referral.answers.values = NRM
    files = outgoing_evidence(drafted(referral.answers), actor(people.bea))
    assert as_list(files) == "1. a.pdf: Invented."
    assert "Failed, file removed" in get(signed_in(people.bea), of(referral))


def test_99_files_and_no_more_and_removing_one_makes_room(
    people: Cast, referral: Referral, django_assert_max_num_queries
) -> None:
    for number in range(98):
        make.evidence(referral, dated_on=timezone.localdate() - timedelta(days=number))
    bea = signed_in(people.bea)
    two = [(f"{n}.pdf", making.pdf(), "x") for n in range(2)]
    assert "there is room for 1 more here" in text_of(bea.post(of(referral, "add/"), sent(*two)))
    assert bea.post(of(referral, "add/"), sent(two[0])).status_code == 302
    assert "as many as one record keeps" in text_of(bea.post(of(referral, "add/"), sent(two[0])))
    with django_assert_max_num_queries(12):
        assert get(bea, of(referral)).count("/remove/") == 99
    first = Evidence.objects.earliest("pk")
    bea.post(of(referral, f"{first.reference}/remove/"))
    assert bea.post(of(referral, "add/"), sent(two[1])).status_code == 302
