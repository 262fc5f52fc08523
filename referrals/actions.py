"""Writes about a referral that touch more than one row."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor
from casework import actions
from casework.forms import record_form
from casework.workflow import CannotBeDone
from referrals import asked, drafts, engine
from referrals.drafts import Draft
from referrals.models import Referral, ReferralAnswers
from referrals.questions.shape import Step
from referrals.record_types import REFERRALS
from referrals.terms import Status
from referrals.typed_page_actions import CLOSED, Window, forget_typed, must_be_as_seen
from victims.models import Screening

REVIEW_DATE = "consent-review-on"


@transaction.atomic
def begin(screening: Screening, *, by: Actor, at: datetime) -> Referral:
    """A draft that starts from a screening; the one the author already has, when it is open."""
    own = access.allowed(by, "refer", Referral).standing()
    open_one = own.filter(
        screening=screening, status=Status.DRAFT, author_id=by.membership_id
    ).first()
    if open_one:
        return open_one
    form = record_form(REFERRALS)(
        {"screening": screening.reference}, actor=by, parent=screening.person
    )
    if not form.is_valid():
        raise CannotBeDone(next(str(errors[0]) for errors in form.errors.values()))
    return actions.add(REFERRALS, form, by=by, at=at)


@transaction.atomic
def save_answers(
    draft: Draft,
    step: Step,
    values: Mapping[str, object],
    *,
    by: Actor,
    window: Window | None = None,
) -> Draft:
    """Store one page; the draft as it is then. The route and the day to ask again follow, and what
    the person agreed to goes into their ledger.

    window: that of the page which sent them; what it kept and showed beside the answers ends.
    Raises CannotBeDone when the answers were closed meanwhile, and ChangedMeanwhile when they are
    not those that the window began from.
    """
    access.require(by, "refer", draft.row)
    rows = ReferralAnswers.objects.select_related("referral__agency")
    row = rows.select_for_update(of=("self", "referral")).get(pk=draft.row.pk)
    stored = drafts.drafted(row)
    if not stored.is_open:
        raise CannotBeDone(CLOSED)
    if not stored.is_written_by(by):
        raise access.Refused(access.refusal(row, "refer"))
    if window:
        must_be_as_seen(stored, step, values, window)
        forget_typed(row, step, window)
    given = engine.kept(stored.questions, values)
    row.values = {**stored.values, **given}
    asked.ask_how_again(row, stored, given)
    row.save()
    draft.row.values = row.values
    referral = row.referral
    referral.question_set = stored.questions.version
    saved = drafts.drafted(row)
    referral.route = engine.route(saved.answers) or ""
    referral.review_on = engine.live(saved.questions, saved.answers).get(REVIEW_DATE) or None
    referral.save(update_fields=["route", "review_on", "question_set"])
    audit.record(by, "change", row, parts=[step.key])
    now = timezone.now()
    asked.tell(saved, by=by, at=now, today=timezone.localdate(now))
    return saved
