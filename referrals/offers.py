"""What this app offers on the pages of a person and of a screening."""

from django.urls import reverse

from agencies.acting import Actor
from victims.models import Person, Screening
from victims.next_steps import register

# Views after which there is nothing to refer.
NO_REFERRAL = ("NO_CONCERN", "OTHER_HARM")


@register("refer")
def start_a_referral(actor: Actor, person: Person, screening: Screening | None) -> dict | None:
    if screening is None:
        href = reverse("referrals_add", args=[person.reference])
        return {"text": "Start a referral", "href": href, "style": "secondary"}
    if screening.outcome in NO_REFERRAL:
        return None
    href = reverse("referral_start", args=[screening.reference])
    return {"text": "Start a referral", "href": href, "style": ""}
