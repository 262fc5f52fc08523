"""Mail that says only that something waits. No name, place or reference ever leaves by mail."""

from collections.abc import Iterable

from celery import current_app
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction

from agencies.models import Agency, Membership

SUBJECT = "Something is waiting for you"
TEXT = "Something is waiting for you. Sign in."
AT_MOST_EVERY = 60 * 60
TELL_AGENCIES = "agencies.tasks.tell_agencies"


def something_waits(agencies: Iterable[Agency]) -> None:
    """Have the people of these agencies told, once the present transaction is kept."""
    ids = sorted(agency.pk for agency in agencies)
    if ids:
        transaction.on_commit(
            lambda: current_app.send_task(TELL_AGENCIES, kwargs={"agency_ids": ids})
        )


def tell(agency_ids: Iterable[int]) -> int:
    """Send the mail to those who do casework there; each at most once an hour. Returns how many."""
    members = Membership.objects.filter(
        agency_id__in=agency_ids,
        is_active=True,
        user__is_active=True,
        roles__overlap=["coordinator", "practitioner", "support_worker", "police_lead"],
    )
    told = 0
    for user_id, email in members.values_list("user_id", "user__email").distinct():
        if cache.add(f"told:{user_id}", True, AT_MOST_EVERY):
            send_mail(SUBJECT, TEXT, None, [email])
            told += 1
    return told
