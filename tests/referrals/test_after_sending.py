"""What may happen to a referral once it was sent, and who may write it down."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import AuditEvent
from casework.models import StatusChange
from casework.workflow import CannotBeDone
from referrals import following_up, since, tracks
from referrals.decisions import Decision, Kind, standing
from referrals.follow_up import FollowUp
from referrals.models import Referral, ReferralAnswers
from referrals.terms import SENT, Route, Status
from referrals.workflow import REFERRAL
from tests import make
from tests.victims.cast import Cast, actor, cast, signed_in
from victims.actions import assign
from victims.models import Contact

pytestmark = pytest.mark.django_db

SENT_ON = date(2026, 3, 2)
POSITIVE = {"authority": "SCA", "learned_from": "LETTER"}
WITHDRAWN = {
    "told_how": "form", "language": "Polish", "interpreting": "NOT_NEEDED", "presence": "ALONE",
    "present": "", "capacity": "NONE", "capacity_done": "",
}  # fmt: skip
NEGATIVE = POSITIVE | {"reason": "INSUFF"}


@pytest.fixture
def people() -> Cast:
    return cast()


def sent(
    people: Cast, *, route: str = Route.NRM, age: str = "25_39", at: date = SENT_ON, **facts
) -> Referral:
    """One of Bea's, sent on 2 March 2026."""
    person = people.met(people.housing, people.police, age_band=age)
    screening = make.screening(person, types=["LAB"])
    made = make.referral(screening, at=at, route=route, author=people.bea, **facts)
    ReferralAnswers.objects.create(referral=made)
    return made


def take(people: Cast, referral: Referral, *names: str, **facts) -> Referral:
    """Each step on the day `on`, with the facts of a letter."""
    on = facts.pop("on", SENT_ON + timedelta(days=7))
    facts = {"decided_on": on, "happened_on": on, "said_on": on} | NEGATIVE | WITHDRAWN | facts
    for name in names:
        referral = REFERRAL.take(
            name, referral, by=actor(people.bea), at=timezone.now(), note="x", facts=facts
        )
    return referral


def offered(people: Cast, referral: Referral, member=None) -> set[str]:
    row = Referral.objects.select_related("person").get(pk=referral.pk)
    return {step.name for step in REFERRAL.open_to(actor(member or people.bea), row)}


def entry(people: Cast, referral: Referral, key: str, by=None, **facts) -> FollowUp:
    facts = {"happened_on": SENT_ON + timedelta(days=8), "learned_from": "CALL"} | facts
    row = Referral.objects.select_related("person").get(pk=referral.pk)
    return following_up.record_entry(
        row, tracks.BY_KEY[key], facts, by=actor(by or people.bea), at=timezone.now()
    )


def text_of(answer) -> str:
    return unescape(answer.content.decode())


# The way of a referral


def test_from_sent_to_closed_with_both_decisions(people: Cast) -> None:
    referral = sent(people)
    walked = []
    for step, day in (
        ("received", 1), ("rg_positive", 7), ("recovery_over", 40), ("cg_positive", 90),
        ("close", 100),
    ):  # fmt: skip
        referral = take(people, referral, step, on=SENT_ON + timedelta(days=day))
        walked.append(referral.status)
    assert walked == ["AWAIT_RG", "RECOVERY", "AWAIT_CG", "CG_MADE", "CLOSED"]
    rows = Decision.objects.values_list("outcome", "decided_on", "learned_from", "made_by")
    bea = people.bea.user.pk
    assert list(rows) == [
        ("RG_POS", SENT_ON + timedelta(days=7), "LETTER", bea),
        ("CG_POS", SENT_ON + timedelta(days=90), "LETTER", bea),
    ]


def test_a_notice_is_received_and_closed_and_nothing_else_follows(people: Cast) -> None:
    notice = sent(people, route=Route.DUTY_TO_NOTIFY)
    assert offered(people, notice) == {"acknowledge", "close"}
    notice = take(people, notice, "acknowledge")
    assert notice.status == Status.ACKNOWLEDGED
    assert offered(people, notice) == {"close"}
    for name in ("rg_positive", "received", "withdraw", "suspend"):
        with pytest.raises(CannotBeDone):
            take(people, notice, name)
    for key in tracks.BY_KEY:
        with pytest.raises(CannotBeDone, match="Nothing follows from a notice"):
            entry(people, notice, key)
    assert take(people, notice, "close").status == Status.CLOSED
    assert not Decision.objects.exists()
    assert since.of(notice).clocks() == []


@pytest.mark.parametrize(
    ("before", "offers"),
    [
        ([], {"received", "returned", "rg_positive", "rg_negative", "suspend", "withdraw",
              "close"}),
        (["received"], {"returned", "rg_positive", "rg_negative", "suspend", "withdraw"}),
        (["returned"], {"answered", "rg_positive", "rg_negative", "suspend", "withdraw"}),
        (["rg_positive"], {"recovery_over", "cg_positive", "cg_negative", "disqualify", "suspend",
                           "take_back_rg", "withdraw"}),
        (["rg_negative"], {"take_back_rg", "withdraw", "close"}),
        (["rg_positive", "cg_negative"], {"take_back_cg_await_cg", "disqualify", "withdraw",
                                          "close"}),
        (["suspend"], {"resume_await_rg", "rg_positive", "rg_negative", "withdraw"}),
        (["rg_positive", "disqualify"], {"take_back_dq_await_cg", "withdraw", "close"}),
        (["rg_positive", "suspend"], {"resume_await_cg", "cg_positive", "cg_negative",
                                      "withdraw"}),
        (["withdraw"], {"close"}),
        (["rg_negative", "close"], set()),
    ],
)  # fmt: skip
def test_only_what_follows_is_offered(people: Cast, before: list[str], offers: set[str]) -> None:
    referral = take(people, sent(people), *before)
    assert offered(people, referral) == offers
    page = text_of(signed_in(people.bea).get(f"/referrals/{referral.reference}/"))
    for step in REFERRAL.steps:
        href = f"/referrals/{referral.reference}/steps/{step.name}/"
        assert (href in page) == (step.name in offers), step.name


def test_every_state_a_referral_can_be_in_after_sending_has_a_way_on(people: Cast) -> None:
    """Or is the end."""
    ways = {state for step in REFERRAL.steps for state in step.before}
    assert SENT - ways == {Status.CLOSED}
    reached = {step.after for step in REFERRAL.steps}
    assert reached >= SENT


def test_a_local_panel_decides_a_childs_referral_at_once(people: Cast) -> None:
    child = take(people, sent(people, age="UNDER_18"), "combined_positive")
    assert (child.status, Decision.objects.get().outcome) == (Status.CG_MADE, "COMBINED_POS")
    assert "take_back_cg_await_rg" in offered(people, child)


def test_what_the_home_office_said_has_a_day_and_a_source_too(people: Cast) -> None:
    referral = sent(people)
    path = f"/referrals/{referral.reference}/steps/suspend/"
    bea = signed_in(people.bea)
    typed = {"happened_on": "2026-03-01", "learned_from": "EMAIL", "note": "Until April"}
    assert "Date must be 2 March 2026, when it was sent" in text_of(bea.post(path, typed))
    page = text_of(bea.post(path, typed | {"happened_on": "2026-03-04"}, follow=True))
    row = page[page.index("4 Mar 2026") :].split("</tr>")[0]
    for words in ("Suspended", "Until April", "Email", "Bea, Housing"):
        assert words in row
    assert page.count("Until April") == 1


def test_the_recovery_period_is_over_only_after_its_last_day(people: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    referral = take(people, sent(people), "rg_positive", on=yesterday)
    with pytest.raises(CannotBeDone, match="The recovery period lasts at least until"):
        take(people, referral, "recovery_over")


# Decisions


def test_a_wrong_entry_is_taken_back_by_a_later_one_and_both_stay(people: Cast) -> None:
    referral = take(people, sent(people), "rg_negative", "take_back_rg", "rg_positive")
    assert referral.status == Status.RECOVERY
    assert list(Decision.objects.values_list("outcome", flat=True)) == [
        "RG_NEG", "RG_UNDONE", "RG_POS",
    ]  # fmt: skip
    assert standing(Decision.objects.all())[Kind.REASONABLE].outcome == "RG_POS"
    with pytest.raises(CannotBeDone):
        take(people, referral, "take_back_cg_await_cg")


@pytest.mark.parametrize(
    ("before", "step", "on", "sentence"),
    [
        ([], "rg_positive", date(2026, 3, 1), "2 March 2026, when the referral was sent"),
        (["rg_positive"], "cg_positive", SENT_ON, "9 March 2026, when the reasonable grounds"),
    ],
)  # fmt: skip
def test_nothing_is_decided_before_what_it_rests_on(
    people: Cast, before: list[str], step: str, on: date, sentence: str
) -> None:
    referral = take(people, sent(people), *before)
    with pytest.raises(CannotBeDone, match=sentence):
        take(people, referral, step, on=on)


def test_what_is_typed_is_kept_when_the_day_is_wrong(people: Cast) -> None:
    referral = sent(people)
    bea = signed_in(people.bea)
    path = f"/referrals/{referral.reference}/steps/rg_negative/"
    page = text_of(bea.get(path))
    assert page.count("<legend") <= 4
    typed = {"decided_on": "2026-03-01", **NEGATIVE}
    page = text_of(bea.post(path, typed))
    assert "Date of the decision must be 2 March 2026" in page
    assert page.count(" checked") == 3
    page = text_of(bea.post(path, {}))
    for sentence in (
        "Enter the date of the decision", "Select who decided", "Select from what you know this",
        "Select the reason given",
    ):  # fmt: skip
        assert sentence in page
    assert bea.post(path, typed | {"decided_on": "2026-03-09"}).status_code == 302
    referral.refresh_from_db()
    assert referral.status == Status.RG_MADE


def test_a_reconsideration_has_days_of_its_own_and_may_turn_the_decision(people: Cast) -> None:
    referral = sent(people)
    with pytest.raises(CannotBeDone, match="No negative decision stands here"):
        entry(people, referral, "reconsideration-asked")
    referral = take(people, referral, "rg_negative")
    assert "reconsidered_rg" not in offered(people, referral)
    with pytest.raises(CannotBeDone, match="9 March 2026, when the decision was made"):
        entry(people, referral, "reconsideration-asked", happened_on=SENT_ON)
    entry(people, referral, "reconsideration-asked", happened_on=date(2026, 3, 20))
    entry(people, referral, "reconsideration-accepted", happened_on=date(2026, 3, 27))
    referral.refresh_from_db()
    assert referral.status == Status.RG_MADE
    referral = take(people, referral, "reconsidered_rg", on=date(2026, 4, 20))
    assert referral.status == Status.RECOVERY
    rows = FollowUp.objects.values_list("what", "decision__outcome")
    assert list(rows) == [
        ("reconsideration-asked", "RG_NEG"),
        ("reconsideration-accepted", "RG_NEG"),
        ("decision-changed", "RG_NEG"),
    ]
    facts = since.of(Referral.objects.select_related("person").get()).facts()
    assert (facts.reasonable_on, facts.is_reasonable) == (date(2026, 4, 20), True)
    assert facts.negative_on is None


def test_a_turned_conclusive_decision_leaves_the_status_and_is_asked_on_its_own_page(
    people: Cast,
) -> None:
    referral = take(people, sent(people), "rg_positive", "cg_negative", on=date(2026, 5, 1))
    path = f"/referrals/{referral.reference}/decision-turned/"
    bea = signed_in(people.bea)
    typed = {"decided_on": "2026-06-01", **POSITIVE}
    assert "Record first that a reconsideration was asked" in text_of(bea.post(path, typed))
    entry(people, referral, "reconsideration-asked", happened_on=date(2026, 5, 2))
    entry(people, referral, "reconsideration-accepted", happened_on=date(2026, 5, 9))
    assert path in text_of(bea.get(f"/referrals/{referral.reference}/"))
    assert bea.post(path, typed).status_code == 302
    referral.refresh_from_db()
    assert referral.status == Status.CG_MADE
    assert since.of(referral).made[Kind.CONCLUSIVE].outcome == "RECON_CG_POS"


def test_a_disqualification_is_lifted_to_where_the_decisions_leave_it(people: Cast) -> None:
    referral = take(people, sent(people), "rg_positive", "disqualify")
    assert referral.status == Status.DISQUALIFIED
    entry(people, referral, "reconsideration-asked", happened_on=date(2026, 3, 10))
    entry(people, referral, "reconsideration-accepted", happened_on=date(2026, 3, 11))
    assert "requalify_await_cg" in offered(people, referral)
    assert "requalify_cg_made" not in offered(people, referral)
    referral = take(people, referral, "requalify_await_cg", on=date(2026, 3, 20))
    assert referral.status == Status.AWAIT_CG


# Side tracks


def test_each_entry_says_who_when_and_from_what_and_leaves_a_trail(people: Cast) -> None:
    referral = sent(people)
    entry(people, referral, "police-told", note="West Midlands")
    row = FollowUp.objects.get()
    assert (row.made_by, row.agency, row.learned_from) == (
        people.bea.user, people.housing, "CALL",
    )  # fmt: skip
    assert StatusChange.objects.filter(step="police-told", reference=referral.reference).exists()
    assert AuditEvent.objects.filter(act="step:police-told").count() == 1
    page = text_of(signed_in(people.bea).get(f"/referrals/{referral.reference}/"))
    assert "The police were told" in page
    assert "West Midlands" in page
    timeline = f"/incidents/{people.incident.reference}/timeline/"
    assert "The police were told" in text_of(signed_in(people.bea).get(timeline))


def test_a_track_is_walked_in_its_order_and_says_where_it_stands(people: Cast) -> None:
    referral = sent(people)
    with pytest.raises(CannotBeDone, match="Support stands at: nothing recorded yet"):
        entry(people, referral, "support-ended")
    for key in ("support-wanted", "support-in-touch", "support-begun"):
        entry(people, referral, key)
    entry(people, referral, "support-moving-on", accommodation="REFUGE")
    entry(people, referral, "support-ended", destination="SOC_TEN")
    with pytest.raises(CannotBeDone, match="Support stands at: support has ended"):
        entry(people, referral, "support-in-touch")
    assert FollowUp.objects.last().destination == "SOC_TEN"


def test_guardian_entries_are_for_children_and_support_is_for_adults(people: Cast) -> None:
    adult, child = sent(people), sent(people, age="UNSURE")
    with pytest.raises(CannotBeDone, match="for children only"):
        entry(people, adult, "guardian-asked")
    with pytest.raises(CannotBeDone, match="for adults only"):
        entry(people, child, "support-wanted")
    assert since.of(Referral.objects.get(pk=child.pk)).lacks_guardian
    entry(people, child, "guardian-asked")
    assert since.of(Referral.objects.get(pk=child.pk)).lacks_guardian
    entry(people, child, "guardian-accepted")
    assert not since.of(Referral.objects.get(pk=child.pk)).lacks_guardian


def test_why_no_guardian_is_asked_for_must_be_said(people: Cast) -> None:
    child = sent(people, age="UNDER_18")
    path = f"/referrals/{child.reference}/record/guardian-not-asked/"
    bea = signed_in(people.bea)
    typed = {"happened_on": "2026-03-03", "learned_from": "OWN"}
    assert "Enter an answer: Why is no referral made?" in text_of(bea.post(path, typed))
    assert bea.post(path, typed | {"note": "No service here yet"}).status_code == 302
    assert not since.of(Referral.objects.get(pk=child.pk)).lacks_guardian


def test_an_entry_is_taken_back_by_a_later_one_and_only_the_last(people: Cast) -> None:
    referral = sent(people)
    first = entry(people, referral, "support-wanted")
    last = entry(people, referral, "support-in-touch")
    bea = signed_in(people.bea)
    base = f"/referrals/{referral.reference}/"
    answer = bea.post(f"{base}take-back/{first.pk}/", {"why": "Wrong day"})
    assert "Only the last entry of its kind" in text_of(answer)
    assert "Enter what was wrong" in text_of(bea.post(f"{base}take-back/{last.pk}/", {"why": ""}))
    bea.post(f"{base}take-back/{last.pk}/", {"why": "It was someone else"})
    assert FollowUp.objects.count() == 3
    page = text_of(bea.get(base))
    assert "Taken back: the support provider was in touch" in page
    assert "Support is wanted, 10 March 2026" in page
    answer = bea.post(f"{base}take-back/{last.pk}/", {"why": "Again"})
    assert "Only the last entry" in text_of(answer)


def test_support_begins_with_what_the_adult_answered(people: Cast) -> None:
    referral = sent(people)
    following_up.begin_support(referral, "yes", SENT_ON, by=actor(people.bea), at=timezone.now())
    following_up.begin_support(referral, None, SENT_ON, by=actor(people.bea), at=timezone.now())
    assert FollowUp.objects.get().what == "support-wanted"
    page = text_of(signed_in(people.bea).get(f"/referrals/{referral.reference}/"))
    assert "Support provider's first contact" in page
    assert "4 March 2026" in page


# Who


def test_whoever_has_the_person_reads_and_the_authors_agency_writes(people: Cast) -> None:
    referral = take(people, sent(people), "rg_positive")
    entry(people, referral, "information-sent", note="A letter of a doctor")
    base = f"/referrals/{referral.reference}/"
    colleague = make.member(
        people.housing, "practitioner", name="Bel", capabilities=["first_responder"]
    )
    assert "cg_positive" in offered(people, referral, colleague)
    entry(people, referral, "council-told", by=colleague)
    written = text_of(signed_in(colleague).get(base))
    assert "A letter of a doctor" in written
    for member in (people.pol, people.amal):
        page = text_of(signed_in(member).get(base))
        assert "Reasonable grounds: positive" in page
        assert "Further information sent" in page
        assert "A letter of a doctor" not in page
        assert "/record/" not in page
        assert "/steps/" not in page
        refused = signed_in(member).get(f"{base}record/council-told/")
        assert (refused.status_code, "first responder" in text_of(refused)) == (403, True)
    stranger = signed_in(people.cyd)
    for path in (base, f"{base}record/council-told/", f"{base}decision-turned/",
                 f"{base}take-back/{FollowUp.objects.first().pk}/"):  # fmt: skip
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {}).status_code in {404, 405}


def test_nothing_is_recorded_beside_a_draft(people: Cast) -> None:
    person = people.met(people.housing)
    draft = make.referral(make.screening(person), at=None, author=people.bea)
    bea = signed_in(people.bea)
    base = f"/referrals/{draft.reference}/"
    for path in (f"{base}record/police-told/", f"{base}decision-turned/", f"{base}take-back/1/"):
        assert bea.get(path).status_code == 404
    with pytest.raises(CannotBeDone, match="This was not sent"):
        entry(people, draft, "police-told")


def test_an_entry_nobody_knows_and_one_of_another_referral_are_not_there(people: Cast) -> None:
    one, other = sent(people), sent(people)
    row = entry(people, one, "police-told")
    bea = signed_in(people.bea)
    assert bea.get(f"/referrals/{one.reference}/record/decision-changed/").status_code == 404
    assert bea.get(f"/referrals/{one.reference}/record/fly/").status_code == 404
    assert bea.get(f"/referrals/{other.reference}/take-back/{row.pk}/").status_code == 404
    assert bea.get(f"/referrals/{one.reference}/take-back/{row.pk}/").status_code == 200
    answer = bea.get(f"/referrals/{one.reference}/record/support-ended/", follow=True)
    assert "Support stands at: nothing recorded yet" in text_of(answer)


# Letters


def answered(referral: Referral, **answers) -> None:
    values = {key.replace("_", "-"): value for key, value in answers.items()}
    ReferralAnswers.objects.filter(referral=referral).update(
        values={"pv-under-age": "no", "pv-want-to-submit-nrm": "yes"} | values
    )


def assigned(referral: Referral, member) -> None:
    assign(referral.person, by=actor(member), at=timezone.now(), reason="Works with them")


def test_a_letter_goes_only_by_a_way_the_person_called_safe(people: Cast) -> None:
    referral = sent(people, at=timezone.localdate())
    referral.person.contact_warning = "Do not write before you speak to Lou"
    referral.person.save()
    assigned(referral, people.bea)
    answered(
        referral, does_pv_need_support="yes", pv_phone_number="yes",
        pv_phone_number_yes="07700 900982", safe_ways_to_use_number=["text"],
    )  # fmt: skip
    bea = signed_in(people.bea)
    path = f"/referrals/{referral.reference}/record/letter-passed-on/"
    page = text_of(bea.get(path))
    assert page.index("Do not write before you speak to Lou") < page.index("How was it passed on?")
    assert "Safe for this person: Given in person; Text message" in page
    typed = {"happened_on": "2026-03-10", "note": "Reasonable grounds"}
    for unsafe in ("POST", "EMAIL", "CALL"):
        page = text_of(bea.post(path, typed | {"channel": unsafe}))
        assert "The person did not say that this is safe" in page
        assert "Choose one of: Given in person; Text message" in page
        assert "Reasonable grounds" in page
    assert not FollowUp.objects.exists()
    assert bea.post(path, typed | {"channel": "TEXT"}).status_code == 302
    assert FollowUp.objects.get().channel == "TEXT"


def test_what_the_person_said_last_decides_which_way_is_safe(people: Cast) -> None:
    referral = sent(people, at=timezone.localdate())
    assigned(referral, people.bea)
    answered(
        referral, does_pv_need_support="yes", pv_phone_number="yes",
        pv_phone_number_yes="07700 900982", safe_ways_to_use_number=["call", "text"],
    )  # fmt: skip
    by = actor(people.bea)
    make.consent(referral.person, by=by, kind="CONTACT", channel="TEXT", answer="WITHDREW")
    make.consent(referral.person, by=by, kind="CONTACT", channel="EMAIL", answer="AGREED")
    make.consent(referral.person, by=by, kind="CONTACT", channel="POST", answer="NOT_DECIDED")
    path = f"/referrals/{referral.reference}/record/letter-passed-on/"
    page = text_of(signed_in(people.bea).get(path))
    assert "Safe for this person: Given in person; Email; Read out on the telephone" in page


def test_who_is_not_assigned_records_no_letter(people: Cast) -> None:
    """Not even the author: they would not see that the person took a way back."""
    referral = sent(people)
    colleague = make.member(
        people.housing, "practitioner", name="Bel", capabilities=["first_responder"]
    )
    path = f"/referrals/{referral.reference}/record/letter-passed-on/"
    typed = {"happened_on": "2026-03-10", "channel": "HAND"}
    bel, bea = signed_in(colleague), signed_in(people.bea)
    for answer in (bel.get(path), bel.post(path, typed), bea.get(path), bea.post(path, typed)):
        assert answer.status_code == 403
        assert "Only those assigned to this person pass letters on" in text_of(answer)
    assigned(referral, colleague)
    Contact.objects.filter(person=referral.person).update(safe_to_contact="Text first, ring once")
    page = text_of(bel.get(path))
    assert "Text first, ring once" in page
    assert "Safe for this person: Given in person" in page
    base = f"/referrals/{referral.reference}/"
    assert "Text first, ring once" not in text_of(bel.get(base))
    assert bel.post(path, typed).status_code == 302


def test_a_row_of_what_followed_is_never_changed_or_deleted(people: Cast) -> None:
    referral = sent(people)
    make.decision(referral)
    make.follow_up(referral)
    for rows in (Decision.objects.all(), FollowUp.objects.all()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(learned_from="CALL")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.delete()
