"""What waits for the author of a referral: drafts, days to ask again, what was not yet recorded."""

from datetime import date, timedelta

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date
from casework.models import StatusChange
from casework.work import Waiting, latest, register
from referrals.models import Referral
from referrals.terms import Status
from victims.terms import REFUSALS

# After this long a ready referral was probably sent, and its reference is missing here.
RECORD_WITHIN = timedelta(days=2)


@register("Your referrals", 15)
def referrals_to_go_on_with(actor: Actor, today: date) -> list[Waiting]:
    """One query: the author's own that are not sent, the one wanted first on top."""
    made_ready = (
        StatusChange.objects.filter(reference=OuterRef("reference"), step="ready")
        .order_by()
        .values("reference")
        .annotate(last=Max("at"))
        .values("last")
    )
    rows = (
        access.allowed(actor, "refer", Referral)
        .standing()
        .filter(author_id=actor.membership_id, status__in=[Status.DRAFT, Status.READY])
        .annotate(ready_at=Subquery(made_ready))
    )
    return [_waiting(row, today) for row in latest(rows, "review_on", "-made_at")]


def _waiting(row: Referral, today: date) -> Waiting:
    href = reverse("referrals:page", args=[row.reference])
    if row.is_contradicted:
        hint = f"Since {full_date(row.consent_said_on)}, the person says something else"
        return Waiting("Ask again whether they agree", href, row.reference, hint=hint)
    if row.status == Status.READY:
        day = timezone.localdate(row.ready_at) if row.ready_at else timezone.localdate(row.made_at)
        due = day + RECORD_WITHIN
        text = "Record that the referral was sent" if due <= today else "Send the referral"
        return Waiting(text, href, row.reference, hint=f"Ready since {full_date(day)}", due=due)
    if row.review_on:
        return Waiting("Ask again about the referral", href, row.reference, due=row.review_on)
    return Waiting(
        "Finish the referral", href, row.reference, hint=f"Begun {full_date(row.made_at)}"
    )


@register("No longer agree to be referred", 14)
def withdrawals_to_pass_on(actor: Actor, today: date) -> list[Waiting]:
    """Referrals that were sent, whose person has since taken back their agreement to somebody."""
    rows = (
        access.allowed(actor, "refer", Referral)
        .standing()
        .not_over()
        .filter(author_id=actor.membership_id, submitted_on__isnull=False)
        .filter(consent_said__in=REFUSALS)
    )
    return [
        Waiting(
            "Tell the Home Office, and record it here",
            reverse("referrals:step", args=[row.reference, "withdraw"]),
            row.reference,
            hint=f"Said on {full_date(row.consent_said_on)}",
            due=row.consent_said_on,
        )
        for row in latest(rows, "consent_said_on", "pk")
    ]
