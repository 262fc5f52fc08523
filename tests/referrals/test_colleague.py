"""A colleague reads a draft and comments while they are asked, and at no other time."""

from html import unescape

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Agency, AuditEvent, Membership
from agencies.policy import Role
from files.terms import FileState
from referrals import colleagues
from referrals.colleague_work import drafts_to_check, said_of_ones_own
from referrals.drafts import drafted
from referrals.models import CheckComment, ColleagueCheck, Referral, ReferralAnswers
from referrals.terms import Status
from tests import make
from tests.referrals.notices import texts_were_checked
from tests.referrals.test_pages import complete, text_of
from tests.victims.cast import Cast, actor, cast, signed_in
from victims.models import Screening

pytestmark = pytest.mark.django_db
SECRET = "Washed cars from early to late"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def screening(people: Cast) -> Screening:
    return make.screening(people.met(people.housing, people.police), types=["LAB"])


@pytest.fixture
def eve(people: Cast) -> Membership:
    """A first responder of Bea's agency."""
    return make.member(
        people.housing, Role.PRACTITIONER, name="Eve", capabilities=["first_responder"]
    )


@pytest.fixture
def draft(people: Cast, screening: Screening) -> Referral:
    return complete(people, screening, "no", "yes")


def page_of(referral: Referral, path: str = "") -> str:
    return f"/referrals/{referral.reference}/{path}"


def asked(people: Cast, draft: Referral, colleague: Membership) -> None:
    sent = {"colleague": colleague.pk}
    assert signed_in(people.bea).post(page_of(draft, "colleague/"), sent).status_code == 302


def test_first_responders_and_leads_who_work_with_people_can_be_asked(people, eve) -> None:
    lead = make.member(people.housing, Role.AGENCY_LEAD, Role.PRACTITIONER, name="Lea")
    make.member(people.housing, Role.AGENCY_LEAD, name="Lead without people")
    make.member(people.housing, Role.PRACTITIONER, name="No first responder")
    make.member(people.charity, Role.PRACTITIONER, name="X", capabilities=["first_responder"])
    gone = make.member(people.housing, Role.PRACTITIONER, capabilities=["first_responder"])
    Membership.objects.filter(pk=gone.pk).update(is_active=False, ended_at=timezone.now())
    assert list(colleagues.who_can_be_asked(actor(people.bea))) == [eve, lead]


def test_the_colleague_reads_all_of_it_and_changes_nothing(people, draft, eve) -> None:
    client = signed_in(eve)
    assert client.get(page_of(draft, "reading/")).status_code == 404
    asked(people, draft, eve)
    page = text_of(client.get(page_of(draft, "reading/")))
    assert "Bea asked you to check this draft" in page
    assert SECRET in page
    assert "Zmarkova" in page
    assert "Read the draft of Bea" in text_of(client.get("/my-work/"))
    for path in ("", "check/", "questions/name/", "outgoing/", "colleague/", "quality/", "texts/"):
        answer = client.get(page_of(draft, path))
        assert answer.status_code == 404, path
        assert SECRET not in unescape(answer.content.decode())
    for path in ("questions/name/", "steps/ready/", "colleague/", "quality/"):
        assert client.post(page_of(draft, path), {"pv-name-first-name": "X"}).status_code == 404
    assert ReferralAnswers.objects.get().values["pv-name-first-name"] == "Zdravkaa"
    listed = text_of(client.get("/referrals/")) + text_of(
        client.get(f"/people/{draft.person.reference}/referrals/")
    )
    assert draft.reference not in listed


def test_the_colleague_reads_what_each_file_is_and_opens_none(people, draft, eve) -> None:
    file = make.evidence(
        draft, name="gp.pdf", description="Letter of a GP", dated_on="2026-05-04",
        stored=make.stored_file(state=FileState.CLEAN),
    )  # fmt: skip
    gone = make.stored_file(state=FileState.REFUSED)
    make.evidence(draft, name="eicar.pdf", description="Removed", stored=gone)
    client = signed_in(eve)
    content = f"evidence/{file.reference}/content/"
    assert b"".join(signed_in(people.bea).get(page_of(draft, content)))
    asked(people, draft, eve)
    page = text_of(client.get(page_of(draft, "reading/")))
    assert "1. gp.pdf" in page
    assert "Letter of a GP" in page
    assert "Date of the document: 4 May 2026" in page
    assert "eicar.pdf" not in page
    for path in ("evidence/", f"evidence/{file.reference}/", content, "evidence/add/"):
        assert client.get(page_of(draft, path)).status_code == 404, path
    assert client.post(page_of(draft, f"evidence/{file.reference}/remove/")).status_code == 404
    signed_in(people.bea).post(page_of(draft, "colleague/take-back/"))
    assert client.get(page_of(draft, "reading/")).status_code == 404


def test_what_the_colleague_says_reaches_the_author_page_by_page(people, draft, eve) -> None:
    asked(people, draft, eve)
    client, bea = signed_in(eve), signed_in(people.bea)
    address = page_of(draft, "reading/living-conditions/")
    assert client.get(address).status_code == 404
    address = page_of(draft, "reading/treatment/")
    assert "Enter your comment" in text_of(client.post(address, {"text": " "}))
    long = text_of(client.post(address, {"text": "x" * 2_001}))
    assert "must be 2,000 characters or fewer" in long
    assert "x" * 2_001 in long
    assert client.post(address, {"text": "Which year was that?"}).status_code == 302
    assert "Which year was that?" in text_of(client.get(page_of(draft, "reading/")))
    assert "Read what Eve said of your draft" in text_of(bea.get("/my-work/"))
    page = text_of(bea.get(page_of(draft, "colleague/")))
    assert "Which year was that?" in page
    assert "/questions/treatment/?check=yes" in page
    comment = CheckComment.objects.get()
    assert bea.post(page_of(draft, f"colleague/done/{comment.pk}/")).status_code == 302
    assert said_of_ones_own(actor(people.bea), timezone.localdate()) == []
    client.post(page_of(draft, "reading/"))
    (waiting,) = said_of_ones_own(actor(people.bea), timezone.localdate())
    assert waiting.text == "Eve has read your draft"
    assert drafts_to_check(actor(eve), timezone.localdate()) == []


@pytest.mark.parametrize("end", ["take back", "ready", "close", "another author", "mistake"])
def test_it_ends_with_the_draft_or_when_it_is_taken_back(people, draft, eve, end) -> None:
    asked(people, draft, eve)
    client, bea = signed_in(eve), signed_in(people.bea)
    assert client.get(page_of(draft, "reading/")).status_code == 200
    if end == "take back":
        bea.post(page_of(draft, "colleague/take-back/"))
    elif end == "ready":
        bea.post(page_of(draft, "steps/ready/"))
        draft.refresh_from_db()
        assert draft.status == Status.READY
    elif end == "close":
        bea.post(page_of(draft, "steps/close_draft/"), {"note": "Moved away"})
    elif end == "another author":
        Referral.objects.update(author=people.cyd)
    else:
        Referral.objects.update(
            mistake_at=timezone.now(), mistake_by=people.bea.user, mistake_reason="Twice"
        )
    for path in ("reading/", "reading/treatment/"):
        assert client.get(page_of(draft, path)).status_code == 404
        assert client.post(page_of(draft, path), {"text": "late"}).status_code == 404
    assert drafts_to_check(actor(eve), timezone.localdate()) == []
    if end == "ready":
        bea.post(page_of(draft, "steps/reopen/"))
        assert client.get(page_of(draft, "reading/")).status_code == 404


def test_one_colleague_at_a_time_and_nobody_their_own(people, draft, eve) -> None:
    asked(people, draft, eve)
    second = make.member(people.housing, Role.PRACTITIONER, capabilities=["first_responder"])
    again = signed_in(people.bea).post(
        page_of(draft, "colleague/"), {"colleague": second.pk}, follow=True
    )
    assert colleagues.ASKED_ALREADY in text_of(again)
    signed_in(people.bea).post(page_of(draft, "colleague/take-back/"))
    asked(people, draft, second)
    for wrong in (people.bea, people.cyd):
        page = signed_in(people.bea).post(page_of(draft, "colleague/"), {"colleague": wrong.pk})
        assert "Select who checks it from the list" in text_of(page)
    with pytest.raises(IntegrityError), transaction.atomic():
        ColleagueCheck.objects.create(referral=draft, colleague=people.bea, asked_by=people.bea)


def test_messages_and_the_audit_hold_no_word_of_the_draft(people, draft, eve) -> None:
    before = AuditEvent.objects.count()
    asked(people, draft, eve)
    signed_in(eve).post(page_of(draft, "reading/treatment/"), {"text": f"{SECRET}? Ask Zmarkova"})
    written = " ".join(
        f"{event.detail} {event.parts} {event.references}"
        for event in AuditEvent.objects.all()[before:]
    )
    sent = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    for word in ("Zmark", "Washed", "Zdravkaa"):
        assert word not in written
        assert word not in sent


def test_another_agency_never_reads_it(people, draft, eve) -> None:
    make._share(draft.person, people.incident.partnership, [people.charity], "work")
    cyd = signed_in(people.cyd)
    asked(people, draft, eve)
    for path in ("reading/", "colleague/"):
        assert cyd.get(page_of(draft, path)).status_code == 404
    ColleagueCheck.objects.update(colleague=people.cyd)
    assert cyd.get(page_of(draft, "reading/")).status_code == 404


def test_what_an_agency_expects_is_a_prompt_that_can_be_put_aside(people, draft, eve) -> None:
    bea = signed_in(people.bea)
    expects = "Your agency expects that a colleague reads"
    assert expects not in text_of(bea.get(page_of(draft, "quality/")))
    Agency.objects.filter(pk=people.housing.pk).update(expects_a_check=True)
    assert expects in text_of(bea.get(page_of(draft, "quality/")))
    assert bea.post(page_of(draft, "steps/ready/")).status_code == 302
    bea.post(page_of(draft, "steps/reopen/"))
    asked(people, draft, eve)
    signed_in(eve).post(page_of(draft, "reading/"))
    assert expects not in text_of(bea.get(page_of(draft, "quality/")))


# The page of prompts


def test_a_prompt_is_put_aside_and_taken_up_with_one_click(people, draft) -> None:
    bea = signed_in(people.bea)
    check = text_of(bea.get(page_of(draft, "check/")))
    assert "Look at what readers of a referral look for" in check
    assert "to look at" in check
    page = text_of(bea.get(page_of(draft, "quality/")))
    assert "First Responder Toolkit (Home Office, April 2026)" in page
    assert page.count(">Looked at</button>") > 2
    assert "/questions/insight/?check=yes" in page
    bea.post(page_of(draft, "quality/"), {"looked-at": "view-short"})
    again = text_of(bea.get(page_of(draft, "quality/")))
    assert again.count(">Looked at</button>") == page.count(">Looked at</button>") - 1
    assert "Your professional view is short" in again
    bea.post(page_of(draft, "quality/"), {"again": "view-short"})
    assert text_of(bea.get(page_of(draft, "quality/"))).count(">Looked at</button>") == page.count(
        ">Looked at</button>"
    )
    assert bea.post(page_of(draft, "quality/"), {"looked-at": "nothing"}).status_code == 404


def test_no_prompt_holds_a_referral_back(people, draft) -> None:
    bea = signed_in(people.bea)
    assert bea.post(page_of(draft, "steps/ready/")).status_code == 302
    draft.refresh_from_db()
    assert draft.status == Status.READY
    assert bea.get(page_of(draft, "quality/")).url == page_of(draft)


@pytest.mark.parametrize("path", ["quality/", "colleague/", "check/"])
def test_these_pages_ask_few_queries(people, draft, eve, path) -> None:
    texts_were_checked(draft, people.bea)
    asked(people, draft, eve)
    bea = signed_in(people.bea)
    bea.get(page_of(draft, path))
    with CaptureQueriesContext(connection) as queries:
        assert bea.get(page_of(draft, path)).status_code == 200
    assert len(queries) <= 12, "\n".join(query["sql"][:120] for query in queries)


def test_a_notice_is_checked_by_a_colleague_in_the_same_way(people, screening, eve) -> None:
    notice = complete(people, screening, "no", "no")
    asked(people, notice, eve)
    page = text_of(signed_in(eve).get(page_of(notice, "reading/")))
    assert "Why did the person choose not to be referred?" in page
    assert drafted(notice.answers).is_open
