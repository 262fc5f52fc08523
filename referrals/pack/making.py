"""The pack of one draft, as whoever may read the draft gets it."""

from agencies.acting import Actor
from casework.dates import full_date
from casework.workflow import CannotBeDone
from files.terms import FileState
from referrals import checking
from referrals.checking import TextCheck
from referrals.drafts import Draft
from referrals.evidence_actions import outgoing_evidence
from referrals.models import Evidence
from referrals.pack.contents import Contents, File, contents_of
from referrals.terms import Status

FIRST_READY = (
    "There is a pack once the answers are complete. Check them, and mark the referral as ready."
)
NOTHING_GOES = "This draft was closed and nothing is sent, so there is no pack."


def pack_of(draft: Draft, actor: Actor, texts: TextCheck | None = None) -> Contents:
    """Raises CannotBeDone, with the sentence that says what to do, where there is none.

    texts: the check of the texts of a notice, where it was made already.
    """
    referral = draft.referral
    if referral.status == Status.DRAFT:
        raise CannotBeDone(FIRST_READY)
    if referral.is_mistake or (referral.status == Status.CLOSED and not referral.submitted_on):
        raise CannotBeDone(NOTHING_GOES)
    texts = texts or (checking.text_check(draft, actor) if draft.is_notice else None)
    if referral.status == Status.READY and texts and (why_not := texts.why_not()):
        raise CannotBeDone(why_not)
    return contents_of(
        reference=referral.reference,
        question_set=draft.questions,
        answers=draft.answers,
        sent=checking.outgoing(draft, texts),
        files=[file(each) for each in outgoing_evidence(draft, actor)],
    )


def file(record: Evidence) -> File:
    dated = f", {full_date(record.dated_on)}" if record.dated_on else ""
    return File(
        record.name, f"{record.description}{dated}", is_held=record.stored.state == FileState.HELD
    )
