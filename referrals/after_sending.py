"""What may happen to a referral once it was sent, as steps, with the facts each asks for.

Everything here was learned from a letter, an email or a call and typed in by somebody: the Home
Office tells this app nothing. A notice is received and closed; all else is for a referral to the
National Referral Mechanism.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from agencies.acting import Actor
from casework.dates import full_date
from casework.workflow import CannotBeDone, Step
from referrals import clocks, decisions, since, staying, tracks
from referrals.after_forms import DecisionForm, HeardForm, NegativeForm
from referrals.decisions import Decision, Kind
from referrals.follow_up import FollowUp
from referrals.models import Referral
from referrals.terms import BEFORE_CONCLUSIVE, BEFORE_REASONABLE, WAITING, Learned, Route, Status
from referrals.tracks import Track


def is_nrm(referral: Referral) -> bool:
    return referral.route == Route.NRM


def is_notice(referral: Referral) -> bool:
    return referral.route == Route.DUTY_TO_NOTIFY


def is_childs(referral: Referral) -> bool:
    return is_nrm(referral) and since.of(referral).is_child


def is_undecided(referral: Referral) -> bool:
    return is_nrm(referral) and since.of(referral).state == Status.AWAIT_RG


def childs_is_undecided(referral: Referral) -> bool:
    return is_undecided(referral) and since.of(referral).is_child


def may_be_concluded(referral: Referral) -> bool:
    """Reasonable grounds were found, and nothing is concluded yet."""
    return is_nrm(referral) and since.of(referral).state in BEFORE_CONCLUSIVE


def goes_on_as(state: Status) -> Callable[[Referral], bool]:
    """That the decisions recorded so far leave the referral in this state."""

    def fits(referral: Referral) -> bool:
        return is_nrm(referral) and since.of(referral).state == state

    return fits


def reconsidered(kind: Kind) -> Callable[[Referral], bool]:
    def fits(referral: Referral) -> bool:
        return since.of(referral).reconsidering(kind)

    return fits


def disqualification_lifted(state: Status) -> Callable[[Referral], bool]:
    """That it was reconsidered, and that without it the referral stands so."""

    def fits(referral: Referral) -> bool:
        known = since.of(referral)
        return known.reconsidering(Kind.DISQUALIFICATION) and (
            known.state_but_for(Kind.DISQUALIFICATION) == state
        )

    return fits


def taking_back_leaves(kind: Kind, state: Status) -> Callable[[Referral], bool]:
    """That such a decision is recorded, and that without it the referral stands so."""

    def fits(referral: Referral) -> bool:
        known = since.of(referral)
        return kind in known.made and known.state_but_for(kind) == state

    return fits


def has(kind: Kind) -> Callable[[Referral], bool]:
    def fits(referral: Referral) -> bool:
        return kind in since.of(referral).made

    return fits


def day_fits(kind: Kind) -> Callable[[Referral, dict], str]:
    """A guard: nothing is decided before the referral was sent, nor the second decision before the
    first."""

    def guard(referral: Referral, facts: dict) -> str:
        made = since.of(referral).made
        earliest = decisions.earliest_allowed(kind, made, referral.submitted_on)
        return why_too_early(facts["decided_on"], earliest, first=Kind.REASONABLE not in made)

    return guard


def why_too_early(decided_on: date, earliest: date, *, first: bool) -> str:
    if decided_on >= earliest:
        return ""
    what = "the referral was sent" if first else "the reasonable grounds decision was made"
    return f"Date of the decision must be {full_date(earliest)}, when {what}, or later."


def decided(outcome: str, *, closes_track: bool = False) -> Callable[..., None]:
    """What a step writes beside the status: the decision, and that a reconsideration changed it."""

    def apply(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
        about = since.of(referral).was_negative
        Decision.objects.create(
            referral=referral,
            outcome=outcome,
            decided_on=facts["decided_on"],
            authority=facts["authority"],
            reason=facts.get("reason", ""),
            learned_from=facts["learned_from"],
            made_by=by.user,
            agency=by.agency,
            made_at=at,
        )
        if closes_track:
            FollowUp.objects.create(
                referral=referral,
                track=Track.RECONSIDERATION,
                what="decision-changed",
                happened_on=facts["decided_on"],
                learned_from=facts["learned_from"],
                decision=about,
                made_by=by.user,
                agency=by.agency,
                made_at=at,
            )
        since.forget(referral)

    return apply


def heard(what: str) -> Callable[..., None]:
    """What a step writes beside the status: on which day it was, and from what it is known."""

    def apply(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
        FollowUp.objects.create(
            referral=referral,
            track=Track.HOME_OFFICE,
            what=what,
            happened_on=facts["happened_on"],
            learned_from=facts["learned_from"],
            made_by=by.user,
            agency=by.agency,
            made_at=at,
        )
        since.forget(referral)

    return apply


def heard_after_sending(referral: Referral, facts: dict) -> str:
    if facts["happened_on"] >= referral.submitted_on:
        return ""
    return f"Date must be {full_date(referral.submitted_on)}, when it was sent, or later."


def comes_of_age(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    """From here on they are an adult, on the side tracks too."""
    heard("turned_18")(
        referral, {"happened_on": timezone.localdate(at), "learned_from": Learned.OWN},
        by=by, at=at, note=note,
    )  # fmt: skip


def not_of_age(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    """The entry was wrong. What the young person said meanwhile stays in their ledger."""
    known = tracks.counting(since.of(referral).follow_ups)
    wrong = next((row for row in reversed(known) if row.what == "turned_18"), None)
    if wrong is None:
        raise CannotBeDone("Nobody wrote down that they turned 18, so there is nothing to undo.")
    FollowUp.objects.create(
        referral=referral, track=wrong.track, what=wrong.what, takes_back=wrong,
        happened_on=timezone.localdate(at), learned_from=Learned.OWN, note="Not 18 yet",
        made_by=by.user, agency=by.agency, made_at=at,
    )  # fmt: skip
    since.forget(referral)


def both(*fits: Callable[[Referral], bool]) -> Callable[[Referral], bool]:
    return lambda referral: all(each(referral) for each in fits)


def recovery_has_run(referral: Referral, facts: dict) -> str:
    reasonable = since.of(referral).made[Kind.REASONABLE]
    last = clocks.recovery_ends(reasonable.decided_on)
    if last < timezone.localdate():
        return ""
    return f"The recovery period lasts at least until {full_date(last)}. Record its end after that."


def taken_back(kind: Kind, outcome: str) -> Callable[..., None]:
    def apply(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
        wrong = since.of(referral).made.get(kind)
        if wrong is None:
            raise CannotBeDone("No such decision is recorded, so there is none to take back.")
        Decision.objects.create(
            referral=referral,
            outcome=outcome,
            decided_on=wrong.decided_on,
            authority=wrong.authority,
            learned_from=Learned.OWN,
            made_by=by.user,
            agency=by.agency,
            made_at=at,
        )
        since.forget(referral)

    return apply


def _decision(
    name: str, label: str, before: frozenset[str], after: str, kind: Kind, outcome: str,
    fits: Callable[[Referral], bool] = is_undecided, *, closes_track: bool = False,
) -> Step:  # fmt: skip
    positive = decisions.MEANS[outcome][1]
    return Step(
        name, label, before, after, needs="refer", note="", fits=fits,
        form=DecisionForm if positive or kind == Kind.DISQUALIFICATION else NegativeForm,
        guards=(day_fits(kind),), apply=decided(outcome, closes_track=closes_track),
        explanation="Record what the Home Office decided. This app tells nobody.",
    )  # fmt: skip


def _heard(
    name: str, label: str, before: frozenset[str], after: str, what: str = "", **more: Any
) -> Step:
    return Step(
        name, label, before, after, needs="refer", form=HeardForm, apply=heard(what or name),
        guards=(heard_after_sending,), **more,
    )  # fmt: skip


_ON_HOLD = frozenset({Status.SUSPENDED})
_AT_18 = frozenset({Status.TRANSITION})
_WAITS = (Status.AWAIT_RG, Status.RECOVERY, Status.AWAIT_CG)
_REASONABLE = BEFORE_REASONABLE | _ON_HOLD | _AT_18
_CONCLUSIVE = BEFORE_CONCLUSIVE | _ON_HOLD | _AT_18
_STAYS = "The wrong entry stays among the events. Record the right decision after this."

STEPS = (
    _heard("received", "The Home Office has it", frozenset({Status.SUBMITTED}), Status.AWAIT_RG,
         fits=is_nrm, note="", style="",
         explanation="Record that the Home Office confirmed the referral. The decision on "
         "reasonable grounds is waited for from the day it was sent.",
         reads_well="Received by the Home Office"),
    _heard("acknowledge", "The Home Office has it", frozenset({Status.SUBMITTED}),
         Status.ACKNOWLEDGED, fits=is_notice, note="", style="",
         explanation="No decision follows from a notice, and no support. Close it when the Home "
         "Office has confirmed it.",
         reads_well="Received by the Home Office"),
    _heard("returned", "The Home Office asks questions",
         frozenset({Status.SUBMITTED, Status.AWAIT_RG}), Status.RETURNED,
         fits=is_nrm, note_label="What is asked, and by when?",
         reads_well="Returned with questions"),
    Step("answered", "The questions were answered", frozenset({Status.RETURNED}), Status.AWAIT_RG,
         needs="refer", fits=is_nrm, note_label="What was sent?", style="",
         reads_well="Questions answered"),
    _decision("rg_positive", "Reasonable grounds: positive", _REASONABLE, Status.RECOVERY,
              Kind.REASONABLE, "RG_POS"),
    _decision("rg_negative", "Reasonable grounds: negative", _REASONABLE, Status.RG_MADE,
              Kind.REASONABLE, "RG_NEG"),
    Step("recovery_over", "The recovery period is over", frozenset({Status.RECOVERY}),
         Status.AWAIT_CG, needs="refer", fits=is_nrm, guards=(recovery_has_run,), note="optional",
         note_label="What should be known?",
         explanation="The period lasts until the conclusive grounds decision where that comes "
         "later, and so does support.",
         reads_well="Waiting for the conclusive grounds decision"),
    _decision("cg_positive", "Conclusive grounds: positive", _CONCLUSIVE, Status.CG_MADE,
              Kind.CONCLUSIVE, "CG_POS", may_be_concluded),
    _decision("cg_negative", "Conclusive grounds: negative", _CONCLUSIVE, Status.CG_MADE,
              Kind.CONCLUSIVE, "CG_NEG", may_be_concluded),
    _decision("combined_positive", "Local panel: both decisions positive", _REASONABLE,
              Status.CG_MADE, Kind.CONCLUSIVE, "COMBINED_POS", childs_is_undecided),
    _decision("combined_negative", "Local panel: both decisions negative", _REASONABLE,
              Status.CG_MADE, Kind.CONCLUSIVE, "COMBINED_NEG", childs_is_undecided),
    _decision("reconsidered_rg", "Reconsidered: reasonable grounds positive",
              frozenset({Status.RG_MADE}), Status.RECOVERY, Kind.REASONABLE, "RECON_RG_POS",
              reconsidered(Kind.REASONABLE), closes_track=True),
    _decision("disqualify", "Disqualified", BEFORE_CONCLUSIVE | {Status.CG_MADE},
              Status.DISQUALIFIED, Kind.DISQUALIFICATION, "DISQUALIFIED", has(Kind.REASONABLE)),
    *(_decision(f"requalify_{state.value.lower()}", "Reconsidered: disqualification lifted",
                frozenset({Status.DISQUALIFIED}), state, Kind.DISQUALIFICATION, "REQUALIFIED",
                disqualification_lifted(state), closes_track=True)
      for state in (Status.RECOVERY, Status.AWAIT_CG, Status.CG_MADE)),
    _heard("suspend", "The Home Office suspended it", WAITING, Status.SUSPENDED,
         fits=is_nrm, note_label="Why, and until when?", reads_well="Suspended"),
    *(_heard(f"resume_{state.value.lower()}", "It goes on", _ON_HOLD, state, "resume",
             fits=goes_on_as(state), note="optional", note_label="What did the Home Office say?")
      for state in _WAITS),
    Step("turned_18", "The person turned 18", WAITING, Status.TRANSITION, needs="refer",
         fits=is_childs, apply=comes_of_age, note_label="Who explains the choice, and when?",
         explanation="From now on the person decides. Explain the choice to stay in the National "
         "Referral Mechanism, and record what they say in the next step.",
         reads_well="Turned 18, consent needed to stay"),
    *(Step(f"stays_{state.value.lower()}", "The person stays in", _AT_18, state, needs="refer",
           fits=both(goes_on_as(state), staying.not_said_yet), form=staying.StayForm,
           apply=staying.record_staying, note="", style="",
           explanation="What they say here stands among what the person agreed to.",
           reads_well="The person stays in, as an adult")
      for state in _WAITS),
    *(Step(f"stayed_{state.value.lower()}", "It goes on, because they agreed", _AT_18, state,
           needs="refer", fits=both(goes_on_as(state), staying.said_already),
           apply=staying.go_on, note="", style="",
           explanation="The person already said that they agree to be referred. It stands among "
           "what the person agreed to.",
           reads_well="The person stays in, as an adult")
      for state in _WAITS),
    *(Step(f"not_18_{state.value.lower()}", "Not 18 yet: take the entry back", _AT_18, state,
           needs="refer", fits=goes_on_as(state), apply=not_of_age, note_label="What was wrong?",
           explanation=_STAYS, reads_well="Not 18 yet: entry taken back")
      for state in _WAITS),
    Step("take_back_rg", "Take the reasonable grounds entry back",
         BEFORE_CONCLUSIVE | {Status.RG_MADE}, Status.AWAIT_RG, needs="refer",
         fits=has(Kind.REASONABLE), note_label="What was wrong?",
         apply=taken_back(Kind.REASONABLE, "RG_UNDONE"), explanation=_STAYS,
         reads_well="Reasonable grounds entry taken back"),
    *(Step(f"take_back_cg_{state.value.lower()}", "Take the conclusive grounds entry back",
           frozenset({Status.CG_MADE}), state, needs="refer",
           fits=taking_back_leaves(Kind.CONCLUSIVE, state), note_label="What was wrong?",
           apply=taken_back(Kind.CONCLUSIVE, "CG_UNDONE"), explanation=_STAYS,
           reads_well="Conclusive grounds entry taken back")
      for state in _WAITS),
    *(Step(f"take_back_dq_{state.value.lower()}", "Take the disqualification back",
           frozenset({Status.DISQUALIFIED}), state, needs="refer",
           fits=taking_back_leaves(Kind.DISQUALIFICATION, state), note_label="What was wrong?",
           apply=taken_back(Kind.DISQUALIFICATION, "DQ_UNDONE"), explanation=_STAYS,
           reads_well="Disqualification entry taken back")
      for state in (Status.RECOVERY, Status.AWAIT_CG, Status.CG_MADE)),
)  # fmt: skip
# Shown quietly at the foot of the page: what seldom happens, and what puts an entry right.
SELDOM = frozenset(
    step.name
    for step in STEPS
    if step.name in {"returned", "suspend", "turned_18", "disqualify"}
    or step.name.startswith(("combined_", "take_back_", "not_18_"))
)
