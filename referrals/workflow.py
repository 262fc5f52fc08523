"""What may happen next to a referral."""

from datetime import datetime

from django.utils import timezone

from agencies.acting import Actor
from casework.workflow import CannotBeDone, Step, Workflow
from referrals import (
    after_sending,
    asked,
    colleagues,
    drafts,
    engine,
    following_up,
    readiness,
    rules,
)
from referrals.forms import SentForm
from referrals.models import Referral
from referrals.terms import STILL_OPEN, UNSENT, Status
from referrals.withdrawing import WithdrawForm, record_withdrawal

# A decision that is waited for is recorded, or the person withdraws, before anything is closed.
MAY_CLOSE = frozenset(
    {Status.SUBMITTED, Status.ACKNOWLEDGED, Status.RG_MADE, Status.CG_MADE, Status.DISQUALIFIED,
     Status.WITHDRAWN}
)  # fmt: skip


def make_ready(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    """The route follows from the answers and is kept on the row from here on; what the person
    agreed to is in their ledger."""
    draft = drafts.drafted(referral.answers)
    if why := readiness.why_not_ready(draft, by, timezone.localdate(at)):
        raise CannotBeDone(why)
    drafts.keep_moved(draft)
    asked.tell(draft, by=by, at=at, today=timezone.localdate(at))
    colleagues.end_of(referral, at)
    referral.route = engine.route(draft.answers)
    referral.question_set = draft.questions.version


def record_sent(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    make_ready(referral, facts, by=by, at=at, note=note)
    # The gate has seen the capability; this is about the organisation.
    if why := rules.made_by_first_responder(
        agency_is_first_responder=by.agency.is_first_responder, may_refer=True
    ):
        raise CannotBeDone(why)
    referral.home_office_reference = facts["home_office_reference"]
    referral.submitted_on = facts["submitted_on"]
    referral.review_on = None
    draft = drafts.drafted(referral.answers)
    wants = engine.live(draft.questions, draft.answers).get(following_up.WANTS_SUPPORT)
    following_up.begin_support(referral, wants, referral.submitted_on, by=by, at=at)


def reference_given(referral: Referral, facts: dict) -> str:
    return rules.reference_is_given(facts.get("home_office_reference") or "")


def nothing_to_review(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str):
    referral.review_on = None
    colleagues.end_of(referral, at)


REFERRAL = Workflow(
    (
        Step("ready", "Mark as ready to send", frozenset({Status.DRAFT}), Status.READY,
             needs="refer", apply=make_ready, note="", style="",
             explanation="The answers are closed. You can open them again.",
             reads_well="Marked as ready to send"),
        Step("reopen", "Change the answers", frozenset({Status.READY}), Status.DRAFT,
             needs="refer", note="", explanation="The draft opens again.",
             reads_well="Opened again to change the answers"),
        Step("submit", "Record that it was sent", UNSENT, Status.SUBMITTED, needs="refer",
             form=SentForm, guards=(reference_given,), apply=record_sent, note="", style="",
             explanation="This app sends nothing. Record here what you sent on the Home Office "
             "service, once it has given you a reference.",
             reads_well="Sent to the Home Office"),
        *after_sending.STEPS,
        Step("withdraw", "The person withdrew", STILL_OPEN, Status.WITHDRAWN,
             needs="refer", fits=after_sending.is_nrm, form=WithdrawForm, apply=record_withdrawal,
             note_label="Who told the Home Office, and when?",
             explanation="An adult may leave at any time, and need give no reason. The Home Office "
             "then closes the case and paid support ends. This app tells nobody.",
             reads_well="Withdrawn by the person"),
        Step("close", "Close this referral", MAY_CLOSE, Status.CLOSED, needs="refer",
             note_label="How did it end?", reads_well="Referral closed"),
        Step("close_draft", "Close this draft", UNSENT, Status.CLOSED, needs="refer",
             apply=nothing_to_review, note_label="Why is nothing sent?",
             explanation="Nothing was sent, so it counts nowhere. The answers stay with you. Do "
             "not write a name here.",
             reads_well="Draft closed, nothing sent"),
    )
)  # fmt: skip
