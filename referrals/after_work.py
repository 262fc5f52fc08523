"""What waits about sent referrals: for the first responders of the agency that sent them."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date
from casework.work import LONGEST, Waiting, register
from referrals import clocks, since
from referrals.clocks import Clock, Key
from referrals.models import Referral
from referrals.since import Since
from referrals.terms import STILL_OPEN, Route

# How far ahead of its day a clock is told.
AHEAD = {
    Key.RECONSIDERATION: timedelta(days=14),
    Key.RECOVERY: timedelta(days=7),
    Key.MOVE_ON: timedelta(days=14),
}
# Of aims: told once the day has passed.
LATE = {
    Key.REASONABLE_GROUNDS: "Late decision: ask the Home Office how far it is",
    Key.FIRST_CONTACT: "The support provider was not in touch: call them",
}
NEAR = {
    Key.RECONSIDERATION: "Ask for a reconsideration, or record why not",
    Key.RECOVERY: "The recovery period may end soon",
    Key.MOVE_ON: "Move-on support may end soon",
}
# Of the latest sent; a partnership has far fewer that wait.
LOOKED_AT = 300


@register("Sent referrals", 16)
def sent_referrals(actor: Actor, today: date) -> list[Waiting]:
    """Three queries, however many there are. What has a last day stands first."""
    if not access.may(actor, "refer", "person"):
        return []
    rows = waiting_for_answers(access.allowed(actor, "refer", Referral), actor)
    found = [waiting for referral in rows for waiting in _of(since.of(referral), today)]
    return sorted(found, key=lambda each: (each.due is None, each.due or today))[:LONGEST]


def waiting_for_answers(rows: QuerySet[Referral], actor: Actor) -> list[Referral]:
    """Those still open that the actor's agency sent, with all that is known since."""
    rows = rows.standing().filter(
        route=Route.NRM, agency=actor.agency, submitted_on__isnull=False, status__in=STILL_OPEN
    )
    rows = rows.select_related("person").prefetch_related("decisions", "follow_ups")
    return list(rows.order_by("-submitted_on", "-id")[:LOOKED_AT])


def _of(known: Since, today: date) -> Iterator[Waiting]:
    referral = known.referral
    href = reverse("referrals:page", args=[referral.reference])
    for clock in known.clocks():
        if clock.key in LATE and clock.has_passed(today):
            yield Waiting(LATE[clock.key], href, referral.reference, hint=late_words(clock, today))
        if clock.key in NEAR and today <= clock.due_on <= today + AHEAD[clock.key]:
            yield Waiting(NEAR[clock.key], href, referral.reference, due=clock.due_on)
    if known.lacks_guardian:
        yield Waiting(
            "No guardian has accepted: refer the child, chase, or record why not",
            href,
            referral.reference,
            hint=f"Sent on {full_date(referral.submitted_on)}",
        )


def late_words(clock: Clock, today: date) -> str:
    """An aim that passed is no overdue duty, so it has no day by when."""
    if clock.key == Key.REASONABLE_GROUNDS:
        number = clocks.working_days_past(clock, today)
        past = "1 working day" if number == 1 else f"{number} working days"
        return f"The aim was {full_date(clock.due_on)}, {past} ago"
    return f"Expected by {full_date(clock.due_on)}"
