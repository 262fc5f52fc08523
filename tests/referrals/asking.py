"""How an author answers the pages of a draft, and what the ledger has of it."""

from datetime import timedelta
from html import unescape

from django.test import Client
from django.utils import timezone

from referrals.models import Referral
from tests.victims.cast import Cast, actor
from victims.consent_actions import Conversation, Said, record
from victims.models import Consent


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def answer(client: Client, referral: Referral, step: str, **sent: object):
    data = {key.replace("_", "-"): value for key, value in sent.items()}
    return client.post(f"/referrals/{referral.reference}/questions/{step}/", data)


def says(client: Client, referral: Referral, consent: str):
    answer(client, referral, "age-now", pv_under_age="no")
    return answer(client, referral, "consent", pv_want_to_submit_nrm=consent)


def how(client: Client, referral: Referral, days_ago: int = 0, **more: object):
    day = timezone.localdate() - timedelta(days=days_ago)
    sent = {
        "asked_on_day": day.day,
        "asked_on_month": day.month,
        "asked_on_year": day.year,
        "asked_language": "Bulgarian",
        "asked_interpreting": "PROFESSIONAL",
        "asked_presence": "ALONE",
        "asked_capacity": "NONE",
    }
    return answer(client, referral, "how-asked", **(sent | more))


def told() -> list[tuple[str, str]]:
    return [
        ("-".join([row.kind, row.channel]).strip("-"), row.answer)
        for row in Consent.objects.order_by("pk")
    ]


def elsewhere(people: Cast, referral: Referral, code: str, days_ago: int = 0) -> Consent:
    day = timezone.localdate() - timedelta(days=days_ago)
    said = Said("NRM", code, "Invented.", "invented")
    (event,) = record(
        referral.person, [said], Conversation(day), by=actor(people.pol), at=timezone.now()
    )
    return event
