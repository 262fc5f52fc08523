"""Writes on the side tracks of a sent referral. Each asks the gate and tells the trail."""

from datetime import date, datetime

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from casework.dates import full_date
from casework.models import note_change
from casework.workflow import CannotBeDone
from referrals import letters, since, tracks
from referrals.decisions import Decision, Kind
from referrals.follow_up import FollowUp
from referrals.models import Referral
from referrals.terms import Learned, Route
from referrals.tracks import Entry, Track

NOTHING_FOLLOWS = "Nothing follows from a notice, so nothing is recorded beside it."
NOTHING_NEGATIVE = (
    "No negative decision stands here, so there is none to reconsider. Record the decision first."
)
WANTS_SUPPORT = "does-pv-need-support"


def why_not(referral: Referral, entry: Entry) -> str:
    """Why this cannot be recorded now, whoever asks; or ""."""
    if referral.route != Route.NRM:
        return NOTHING_FOLLOWS
    known = since.of(referral)
    if entry.track == Track.RECONSIDERATION and known.was_negative is None:
        return NOTHING_NEGATIVE
    return tracks.why_not_now(entry, known.follow_ups, is_child=known.is_child)


def open_now(referral: Referral) -> list[Entry]:
    return [entry for entry in tracks.ENTRIES if not why_not(referral, entry)]


@transaction.atomic
def record_entry(
    referral: Referral, entry: Entry, facts: dict, *, by: Actor, at: datetime
) -> FollowUp:
    """One entry on its track. Raises CannotBeDone with the sentence that says what to do."""
    referral = _locked(referral, by)
    if why := why_not(referral, entry):
        raise CannotBeDone(why)
    about = since.of(referral).was_negative if entry.track == Track.RECONSIDERATION else None
    if about and facts["happened_on"] < about.decided_on:
        raise CannotBeDone(
            f"Date must be {full_date(about.decided_on)}, when the decision was made, or later."
        )
    if entry.asks == "channel":
        ways = letters.ways_to_reach(by, referral)
        if why := letters.why_not_by(facts["channel"], ways):
            raise CannotBeDone(why)
    made = FollowUp.objects.create(
        referral=referral, track=entry.track, what=entry.key, decision=about,
        made_by=by.user, agency=by.agency, made_at=at, **facts,
    )  # fmt: skip
    _told(referral, entry.key, by, at)
    return made


@transaction.atomic
def record_changed_decision(
    referral: Referral, outcome: str, facts: dict, *, by: Actor, at: datetime
) -> Decision:
    """A conclusive decision that a reconsideration turned: where it stands does not change."""
    referral = _locked(referral, by)
    if not since.of(referral).reconsidering(Kind.CONCLUSIVE):
        raise CannotBeDone("Record first that a reconsideration was asked for, and accepted.")
    about = since.of(referral).was_negative
    who = {"made_by": by.user, "agency": by.agency, "made_at": at}
    if facts["decided_on"] < about.decided_on:
        raise CannotBeDone(
            f"Date of the decision must be {full_date(about.decided_on)}, when the first one was "
            "made, or later."
        )
    made = Decision.objects.create(referral=referral, outcome=outcome, **facts, **who)
    FollowUp.objects.create(
        referral=referral, track=Track.RECONSIDERATION, what="decision-changed", decision=about,
        happened_on=facts["decided_on"], learned_from=facts["learned_from"], **who,
    )  # fmt: skip
    _told(referral, "decision-changed", by, at)
    return made


@transaction.atomic
def take_back(
    referral: Referral, wrong: FollowUp, why: str, *, by: Actor, at: datetime
) -> FollowUp:
    """Say by a later entry that an earlier one was wrong. Only the last of its track, so that no
    later entry hangs in the air."""
    referral = _locked(referral, by)
    if tracks.last_on(wrong.track, since.of(referral).follow_ups) != wrong:
        raise CannotBeDone(
            "Only the last entry of its kind can be taken back, and only once. Take back what was "
            "recorded after it first."
        )
    if wrong.what == "decision-changed":
        raise CannotBeDone("Take the decision back instead: it stands under what can be done.")
    made = FollowUp.objects.create(
        referral=referral, track=wrong.track, what=wrong.what, takes_back=wrong,
        happened_on=at.date(), learned_from=Learned.OWN, note=why,
        made_by=by.user, agency=by.agency, made_at=at,
    )  # fmt: skip
    _told(referral, "taken-back", by, at)
    return made


def begin_support(
    referral: Referral, wants: object, sent_on: date, *, by: Actor, at: datetime
) -> None:
    """What the adult answered about support when the referral was sent begins that track."""
    entry = {"yes": "support-wanted", "no": "support-declined"}.get(str(wants))
    if entry:
        FollowUp.objects.create(
            referral=referral, track=Track.SUPPORT, what=entry, happened_on=sent_on,
            learned_from=Learned.OWN, made_by=by.user, agency=by.agency, made_at=at,
        )  # fmt: skip


def _locked(referral: Referral, by: Actor) -> Referral:
    """Asked of the gate, and held until the entry is written: two entries at once take turns."""
    access.require(by, "refer", referral)
    rows = Referral.objects.select_related("person").select_for_update(of=("self",))
    found = rows.get(pk=referral.pk)
    if found.is_mistake or found.submitted_on is None:
        raise CannotBeDone("This was not sent, so nothing is recorded beside it.")
    return found


def _told(referral: Referral, step: str, by: Actor, at: datetime) -> None:
    note_change(referral, by, step, "", "", "", at)
    audit.record(by, f"step:{step}"[:30], referral, detail={"step": step})
