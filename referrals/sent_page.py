"""What the page of a sent referral shows beside the record: where it stands, clocks, decisions,
side tracks, and the events in order. Each row passed the gate with the referral."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from casework.codes import CodeList
from casework.dates import full_date, short_date, short_moment
from casework.models import StatusChange
from casework.page_parts import columns
from referrals import clocks, following_up, since, tracks
from referrals.after_forms import (
    ACCOMMODATION,
    AUTHORITIES,
    DESTINATIONS,
    REASONS,
    DecisionForm,
)
from referrals.after_sending import STEPS
from referrals.clocks import Clock
from referrals.decisions import Decision, Kind
from referrals.follow_up import FollowUp
from referrals.models import Referral
from referrals.since import Since
from referrals.terms import Channel, Learned
from referrals.tracks import Track
from referrals.workflow import REFERRAL
from victims.models import Identity
from victims.terms import CHILD_BANDS

DECISIONS = CodeList("referrals/nrm_decisions")
NOT_CONFIRMED = "Not confirmed. "
# Told by their own rows, with more than the step says.
TOLD_ELSEWHERE = frozenset(
    step.name for step in STEPS if step.form and issubclass(step.form, DecisionForm)
) | frozenset(tracks.TELLS) - frozenset(tracks.HEARD)
STEP_WORDS = {step.name: step.done for step in REFERRAL.steps} | {
    "taken-back": "Entry taken back",
    "mistake": "Marked as recorded by mistake",
    "undo_mistake": "Brought back",
}


def born_on(actor: Actor, referral: Referral) -> date | None:
    """Asked for someone treated as a child alone, and told to who may see it."""
    if referral.person.age_band not in CHILD_BANDS:
        return None
    row = access.allowed(actor, "see", Identity).filter(person=referral.person_id).first()
    return row.born_on if row else None


def context(actor: Actor, referral: Referral, *, may_write: bool) -> dict[str, Any]:
    """may_write: whether the reader may record here; only they read what was written beside."""
    known, today = since.of(referral), timezone.localdate()
    running = known.clocks(born_on(actor, referral))
    return {
        "standing": _standing(known, running, today),
        "is_nrm": known.is_nrm,
        "clock_columns": columns("Clock", "What it is", "From", "Where it stands", "Source"),
        "clock_rows": [_clock(clock, today) for clock in running],
        "decision_columns": columns("Decision", "Date", "Who decided", "Known from", "Entered"),
        "decision_rows": [_decision(row) for row in known.decisions],
        "tracks": _tracks(known, may_write=may_write) if known.is_nrm else [],
        "event_columns": columns("Day", "What", "Known from", "Entered"),
        "event_rows": _events(known, may_write=may_write),
    }


def _standing(known: Since, running: list[Clock], today: date) -> list[dict[str, str]]:
    referral = known.referral
    next_clock = clocks.next_of(running, today)
    rows = [
        ("How it goes to the Home Office", referral.get_route_display()),
        ("Where it stands", referral.get_status_display()),
        ("Sent on", full_date(referral.submitted_on)),
        ("Home Office reference", referral.home_office_reference),
    ]
    if next_clock:
        rows.append(("Next", f"{next_clock.name}: {next_clock.told(today)}"))
    if known.lacks_guardian:
        rows.append(("Guardian", "No guardian has accepted, and no reason is recorded"))
    return [{"key": key, "value": value} for key, value in rows]


def _clock(clock: Clock, today: date) -> list[dict[str, str]]:
    checked = f"Checked {short_date(clock.rule.checked_on)}"
    unsure = "" if clock.rule.is_confirmed else NOT_CONFIRMED
    # The day somebody was born is told on their own page alone.
    start = "Date of birth" if clock.key == clocks.Key.EIGHTEEN else short_date(clock.starts_on)
    return [
        {"text": clock.name},
        {"text": str(clock.nature)},
        {"text": start},
        {"text": clock.told(today)},
        {"text": f"{unsure}{clock.rule.source}", "hint": checked},
    ]


def _entered(row: Decision | FollowUp | StatusChange, at: str) -> dict[str, str]:
    return {"text": f"{_user(row)}, {row.agency}", "hint": at}


def _user(row: Any) -> str:
    return str(getattr(row, "made_by", None) or row.by)


def _decision(row: Decision) -> list[dict[str, str]]:
    said = DECISIONS.label(row.outcome)
    return [
        {"text": said, "hint": f"Reason: {REASONS.label(row.reason)}" if row.reason else ""},
        {"text": short_date(row.decided_on)},
        {"text": AUTHORITIES.label(row.authority) or "Not recorded"},
        {"text": row.get_learned_from_display()},
        _entered(row, short_moment(row.made_at)),
    ]


def _tracks(known: Since, *, may_write: bool) -> list[dict[str, Any]]:
    referral = known.referral
    open_now = following_up.open_now(referral) if may_write else []
    found = []
    for track in Track:
        if track == Track.HOME_OFFICE:
            continue
        last = known.last_on(track)
        links = [
            {
                "text": entry.offers,
                "href": reverse("referral_follow_up", args=[referral.reference, entry.key]),
            }
            for entry in open_now
            if entry.track == track
        ]
        if track == Track.RECONSIDERATION and may_write and known.reconsidering(Kind.CONCLUSIVE):
            href = reverse("referral_decision_turned", args=[referral.reference])
            links.append({"text": "The decision changed: now positive", "href": href})
        if last or links:
            stands = f"{last.tells}, {full_date(last.happened_on)}" if last else "Nothing recorded"
            found.append({"heading": track.label, "stands": stands, "links": links})
    return found


def _events(known: Since, *, may_write: bool) -> list[list[dict[str, str]]]:
    """Everything in the order of its day, then of its entry. Corrections stand among the rest."""
    referral = known.referral
    rows = [(row.decided_on, row.made_at, _of_decision(row)) for row in known.decisions]
    taken_back = {row.takes_back_id for row in known.follow_ups if row.takes_back_id}
    heard = {row.made_at: row for row in known.follow_ups if row.track == Track.HOME_OFFICE}
    for row in known.follow_ups:
        if row.track == Track.HOME_OFFICE:
            continue
        event = _of_entry(referral, row, row.pk in taken_back, may_write=may_write)
        rows.append((row.happened_on, row.made_at, event))
    trail = StatusChange.objects.filter(reference=referral.reference).exclude(before="", after="")
    for change in trail.exclude(step__in=TOLD_ELSEWHERE).select_related("by", "agency"):
        if change.step not in STEP_WORDS:
            continue
        said = heard.get(change.at)
        day = said.happened_on if said else timezone.localdate(change.at)
        rows.append((day, change.at, _of_step(change, day, said)))
    return [event for _, _, event in sorted(rows, key=lambda row: row[:2])]


def _of_decision(row: Decision) -> list[dict[str, str]]:
    return [
        {"text": short_date(row.decided_on)},
        {"text": DECISIONS.label(row.outcome)},
        {"text": row.get_learned_from_display()},
        _entered(row, short_moment(row.made_at)),
    ]


def _of_entry(
    referral: Referral, row: FollowUp, is_taken_back: bool, *, may_write: bool
) -> list[dict[str, str]]:
    what: dict[str, str] = {"text": row.tells}
    hints = list(_beside(row)) if may_write else []
    if is_taken_back:
        hints.append("Taken back by a later entry")
    elif may_write and row.takes_back_id is None and row.what in tracks.BY_KEY:
        what["href"] = reverse("referral_take_entry_back", args=[referral.reference, row.pk])
        hints.append("Open it to take it back")
    what["hint"] = ". ".join(hints)
    return [
        {"text": short_date(row.happened_on)},
        what,
        {"text": row.get_learned_from_display()},
        _entered(row, short_moment(row.made_at)),
    ]


def _beside(row: FollowUp) -> Iterable[str]:
    if row.channel:
        yield Channel(row.channel).label
    if row.accommodation:
        yield f"Stays now: {ACCOMMODATION.label(row.accommodation)}"
    if row.destination:
        yield f"Went to: {DESTINATIONS.label(row.destination)}"
    if row.note:
        yield row.note


def _of_step(change: StatusChange, day: date, said: FollowUp | None) -> list[dict[str, str]]:
    known_from = said.get_learned_from_display() if said else Learned.OWN.label
    return [
        {"text": short_date(day)},
        {"text": STEP_WORDS[change.step], "hint": change.note},
        {"text": known_from},
        _entered(change, short_moment(change.at)),
    ]
