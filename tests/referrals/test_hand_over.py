"""A draft goes over to a first responder of another agency, and nothing of it before."""

from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agencies import access, restriction
from agencies.models import Agency, AuditEvent, Membership
from agencies.notices import TEXT
from agencies.policy import Level
from casework.work import waiting_for
from referrals.actions import begin
from referrals.draft_offer_actions import accept_offer
from referrals.draft_offers import OfferState
from referrals.models import DraftOffer, Evidence, Referral, ReferralAnswers
from referrals.terms import Status
from tests import make
from tests.doors.world import whole
from tests.victims.cast import Cast, actor, signed_in
from victims.models import Person

# What the author wrote, and why they offer it: neither is read where it should not be.
WRITTEN, WHY, FILE = "Zqwritten by Cyd", "Zqwhy: no duty binds us", "Zqfile.pdf"


def responder(agency: Agency, name: str) -> Membership:
    return make.member(agency, "practitioner", name=name, capabilities=["first_responder"])


@pytest.fixture
def council(people: Cast) -> Agency:
    """A first responder that has nothing of the person yet."""
    return make.agency("council", is_first_responder=True, has_duty_to_notify=True)


@pytest.fixture
def dan(council: Agency):
    return responder(council, "Dan")


@pytest.fixture
def draft(people: Cast) -> Referral:
    """Cyd's, of the charity, with an answer and a file."""
    person = people.met(people.housing, people.police)
    access.share(None, person, [people.charity], level="work", cause="made",
                 granted_by=people.cyd.user)  # fmt: skip
    made = begin(
        make.screening(person, by="charity", types=["LAB"]),
        by=actor(people.cyd),
        at=timezone.now(),
    )
    answers = {"pv-under-age": "no", "pv-want-to-submit-nrm": "no", "refuse-nrm": WRITTEN}
    ReferralAnswers.objects.update(values=answers)
    make.evidence(made, name=FILE)
    return made


def page(client: Client, address: str) -> str:
    answer = whole(client.get(address))
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def offer(by: Client, draft: Referral, whom: str, why: str = WHY):
    return by.post(f"/referrals/{draft.reference}/hand-over/", {"whom": whom, "reason": why})


def of(made: DraftOffer, rest: str = "") -> str:
    return f"/draft-offers/{made.reference}/{rest}"


def work_of(membership) -> list[tuple[str, str]]:
    """What waits for a member: heading and text."""
    found = waiting_for(actor(membership), timezone.localdate())
    return [(heading, each.text) for heading, waiting in found for each in waiting]


OFFERED = ("Drafts that change hands", "Accept or decline a draft referral")


def holds(text: str) -> bool:
    """Whether a page shows what was written, why it is offered, or the name of the file."""
    return any(words in unescape(text) for words in (WRITTEN, WHY, FILE))


def statuses(membership, draft: Referral) -> dict[str, int]:
    """How the pages of a draft answer a member."""
    client, base = signed_in(membership), f"/referrals/{draft.reference}/"
    file = Evidence.objects.get().reference
    return {
        rest: whole(client.get(base + rest)).status_code
        for rest in ("", "check/", "evidence/", f"evidence/{file}/content/", "questions/age-now/")
    }


def test_it_is_offered_accepted_and_written_by_the_other_agency(
    people: Cast, draft: Referral
) -> None:
    """Housing works with the person already, so nobody has to share anything."""
    cyd, bea = signed_in(people.cyd), signed_in(people.bea)
    assert offer(cyd, draft, "housing").status_code == 302
    made = DraftOffer.objects.get()
    assert work_of(people.bea)[0] == OFFERED
    told = page(bea, of(made))
    for fact in (draft.reference, WHY, "Not decided yet", draft.person.reference, "25 to 39"):
        assert fact in told
    assert WRITTEN not in told
    assert set(statuses(people.bea, draft).values()) == {404}, "nothing of the draft before"
    assert bea.post(of(made, "accept/")).url == f"/referrals/{draft.reference}/"
    draft.refresh_from_db()
    assert (draft.author, draft.agency, draft.status) == (people.bea, people.housing, "DRAFT")
    assert set(statuses(people.bea, draft).values()) == {200}
    event = AuditEvent.objects.filter(act="take_over").get()
    assert (event.reference, event.detail) == (
        draft.reference,
        {"from": "charity", "offer": made.reference},
    )
    assert work_of(people.bea)[0] != OFFERED


def test_who_handed_it_over_reads_on_and_writes_no_more(people: Cast, draft: Referral) -> None:
    made = make.draft_offer(draft, "housing")
    accept_offer(made, by=actor(people.bea), at=timezone.now())
    found = statuses(people.cyd, draft)
    assert found.pop("questions/age-now/") == 403
    assert set(found.values()) == {200}
    cyd, base = signed_in(people.cyd), f"/referrals/{draft.reference}/"
    assert WRITTEN in page(cyd, f"{base}check/")
    for address in ("", "check/", "evidence/"):
        told = page(cyd, base + address)
        for words in ("/questions/", "Mark as ready", "Close this draft", "evidence/add/"):
            assert words not in told, (address, words)
    typed = "The answer that she had typed before Bea accepted"
    refused = cyd.post(f"{base}questions/age-now/", {"pv-under-age": typed})
    assert refused.status_code == 403
    assert typed in refused.content.decode()
    assert cyd.post(f"{base}hand-over/", {"whom": "police", "reason": "x"}).status_code == 403


def test_an_agency_that_has_nothing_of_the_person_waits_for_the_desk(
    people: Cast, draft: Referral, dan, django_capture_on_commit_callbacks
) -> None:
    cyd, dans = signed_in(people.cyd), signed_in(dan)
    with django_capture_on_commit_callbacks(execute=True):
        offer(cyd, draft, dan.reference)
    made = DraftOffer.objects.get()
    assert made.to_member == dan
    assert not access.can(actor(dan), "see", draft.person)
    assert dans.get(of(made)).status_code == 404
    assert OFFERED not in work_of(dan)
    waits = ("Drafts that change hands",
             "Share with Council to work on: a draft referral is offered to them")  # fmt: skip
    assert waits in work_of(people.amal)
    give = {"agencies": ["council"], "purpose": "x", "basis": "x"}
    amal, sharing = signed_in(people.amal), f"/people/{draft.person.reference}/sharing/"
    amal.post(sharing, {**give, "level": "see"})
    assert "Ask the desk to share" in page(dans, of(made))
    refused = dans.post(of(made, "accept/"))
    assert refused.status_code == 200
    assert "Ask the desk to share" in refused.content.decode()
    assert waits in work_of(people.amal)
    access.regrade(
        actor(people.amal), draft.person, dan.agency, level="work", ends_at=None, why="x"
    )
    assert waits not in work_of(people.amal)
    assert dans.post(of(made, "accept/")).status_code == 302
    assert set(statuses(dan, draft).values()) == {200}
    assert {message.body for message in mail.outbox} <= {TEXT}


def managing(people: Cast, draft: Referral) -> None:
    """The charity was given the record to manage, so it may share it."""
    access.share(None, draft.person, [people.charity], level="manage", cause="shared",
                 granted_by=people.amal.user)  # fmt: skip


def level_of(agency: Agency, person: Person) -> str:
    found = {each["agency"]: each for each in access.shares_of(person)}
    return found[agency]["level"] if agency in found else ""


def test_who_may_share_gives_the_outline_with_the_offer_and_work_with_the_acceptance(
    people: Cast, draft: Referral, dan
) -> None:
    managing(people, draft)
    offer(signed_in(people.cyd), draft, "council")
    share = next(s for s in access.shares_of(draft.person) if s["agency"] == dan.agency)
    assert (share["level"], share["grant"].basis) == (
        Level.SEE,
        people.charity.partnership.sharing_basis,
    )
    assert share["grant"].ends_at.date() == timezone.localdate() + timedelta(days=8)
    assert not access.can(actor(dan), "work", draft.person)
    dans = signed_in(dan)
    assert dans.post(of(DraftOffer.objects.get(), "accept/")).status_code == 302
    assert access.can(actor(dan), "refer", draft.person)
    assert (
        next(s for s in access.shares_of(draft.person) if s["agency"] == dan.agency)[
            "grant"
        ].ends_at
        is None
    )


@pytest.mark.parametrize("how", ["decline", "take-back"])
def test_what_an_offer_gave_ends_with_it(how: str, people: Cast, draft: Referral, dan) -> None:
    managing(people, draft)
    cyd = signed_in(people.cyd)
    offer(cyd, draft, "council")
    made = DraftOffer.objects.get()
    assert level_of(dan.agency, draft.person) == "see"
    if how == "decline":
        assert signed_in(dan).post(of(made, "decline/"), {"reason": ""}).status_code == 200
        signed_in(dan).post(of(made, "decline/"), {"reason": "We are two people only"})
        assert "We are two people only" in page(cyd, of(made))
        assert ("Drafts that change hands", "Your draft was not taken over") in work_of(people.cyd)
    else:
        assert "Take this offer back?" in page(cyd, of(made, "take-back/"))
        cyd.post(of(made, "take-back/"))
    assert level_of(dan.agency, draft.person) == ""
    assert signed_in(dan).get(of(made)).status_code == 404
    draft.refresh_from_db()
    assert draft.author == people.cyd
    assert offer(cyd, draft, "housing").status_code == 302, "it can be offered again"
    assert ("Drafts that change hands", "Your draft was not taken over") not in work_of(people.cyd)


def test_what_the_agency_had_before_stays_when_an_offer_ends(people: Cast, draft: Referral) -> None:
    managing(people, draft)
    cyd = signed_in(people.cyd)
    offer(cyd, draft, "housing")
    cyd.post(of(DraftOffer.objects.get(), "take-back/"))
    assert level_of(people.housing, draft.person) == "work"


def test_an_offer_stands_for_a_week(people: Cast, draft: Referral) -> None:
    cyd, bea = signed_in(people.cyd), signed_in(people.bea)
    offer(cyd, draft, "housing")
    made = DraftOffer.objects.get()
    assert made.ends_on == timezone.localdate() + timedelta(days=7)
    DraftOffer.objects.update(ends_on=timezone.localdate())
    assert OFFERED in work_of(people.bea)
    DraftOffer.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert OFFERED not in work_of(people.bea)
    assert "Accept this draft" not in page(bea, of(made))
    late = bea.post(of(made, "accept/"))
    assert "does not stand any more" in late.content.decode()
    assert offer(cyd, draft, "housing").status_code == 302
    assert Referral.objects.get().author == people.cyd
    assert list(DraftOffer.objects.order_by("pk").values_list("state", flat=True)) == [
        OfferState.TAKEN_BACK,
        OfferState.OPEN,
    ]


def test_there_is_one_offer_at_a_time_and_one_acceptance(people: Cast, draft: Referral) -> None:
    cyd = signed_in(people.cyd)
    offer(cyd, draft, "housing")
    made = DraftOffer.objects.get()
    assert "Take that offer back first" in offer(cyd, draft, "housing").content.decode()
    again = cyd.get(f"/referrals/{draft.reference}/hand-over/")
    assert again.url == of(made)
    gail = make.member(
        people.housing, "practitioner", name="Gail", capabilities=["first_responder"]
    )
    assert signed_in(people.bea).post(of(made, "accept/")).status_code == 302
    assert "does not stand any more" in signed_in(gail).post(of(made, "accept/")).content.decode()
    assert Referral.objects.get().author == people.bea
    assert "does not stand any more" in cyd.post(of(made, "take-back/")).content.decode()


def test_only_those_it_is_offered_to_answer_it(people: Cast, draft: Referral, dan) -> None:
    """Neither a colleague who is no first responder, nor a named person's colleague, nor others."""
    offer(signed_in(people.cyd), draft, people.bea.reference)
    made = DraftOffer.objects.get()
    gail = make.member(
        people.housing, "practitioner", name="Gail", capabilities=["first_responder"]
    )
    others = (gail, make.member(people.housing, "support_worker", name="Hal"), people.pol, dan)
    for other in (*others, people.amal):
        client = signed_in(other)
        for rest in ("", "accept/", "decline/", "take-back/"):
            for answer in (client.get(of(made, rest)), client.post(of(made, rest))):
                assert answer.status_code in {404, 405}, (other, rest)
                assert not holds(answer.content.decode())
        assert OFFERED not in work_of(other)
    assert Referral.objects.get().author == people.cyd
    assert signed_in(people.bea).post(of(made, "take-back/")).status_code == 404
    assert signed_in(people.bea).post(of(made, "accept/")).status_code == 302


def test_a_person_kept_from_someone_is_not_offered_to_them(people: Cast, draft: Referral) -> None:
    offer(signed_in(people.cyd), draft, "housing")
    made = DraftOffer.objects.get()
    restriction.keep_from(
        actor(people.amal), draft.person, reason="neighbour", users=[people.bea.user_id]
    )
    bea = signed_in(people.bea)
    assert OFFERED not in work_of(people.bea)
    assert bea.get(of(made)).status_code == 404
    assert bea.post(of(made, "accept/")).status_code == 404


def test_a_draft_that_was_sent_or_closed_meanwhile_is_not_taken_over(
    people: Cast, draft: Referral
) -> None:
    made = make.draft_offer(draft, "housing")
    Referral.objects.update(status=Status.CLOSED)
    assert OFFERED not in work_of(people.bea)
    answer = signed_in(people.bea).post(of(made, "accept/"))
    assert "cannot be handed over" in answer.content.decode()
    assert Referral.objects.get().author == people.cyd


def test_what_is_wrong_is_said_and_the_reason_is_kept(people: Cast, draft: Referral, dan) -> None:
    cyd = signed_in(people.cyd)
    for whom in ("", "charity", "desk", people.amal.reference, people.cyd.reference, "x" * 500):
        told = unescape(offer(cyd, draft, whom).content.decode())
        assert "Select who should take the draft over" in told
        assert WHY in told
    assert "Enter why they should take it over" in offer(cyd, draft, "housing", "").content.decode()
    assert not DraftOffer.objects.exists()
    form = page(cyd, f"/referrals/{draft.reference}/hand-over/")
    assert "Housing: any first responder" in form
    assert "Council: Dan" in form
    assert "Police: Pol" not in form, "who is no first responder"


# How long a draft is read whole


@pytest.mark.parametrize(("days", "status"), [(0, 200), (28, 200), (29, 404), (400, 404)])
def test_author_and_giver_read_the_whole_draft_until_28_days_after_it_was_sent(
    people: Cast, draft: Referral, days: int, status: int
) -> None:
    accept_offer(make.draft_offer(draft, "housing"), by=actor(people.bea), at=timezone.now())
    sent_on = timezone.localdate() - timedelta(days=days)
    Referral.objects.update(status=Status.SUBMITTED, route="NRM", submitted_on=sent_on)
    for who in (people.bea, people.cyd):
        found = statuses(who, draft)
        assert found.pop("") == 200, "that it was sent is seen by whoever has the person"
        found.pop("questions/age-now/")
        assert set(found.values()) == {status}, who
        told = page(signed_in(who), f"/referrals/{draft.reference}/")
        assert ("See the answers" in told) == (status == 200)
        assert not holds(told)
