"""Mail that says only that something waits. No name, place or reference ever leaves by mail."""

from collections.abc import Iterable

from celery import current_app
from django.apps import apps
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from agencies.kept_from import KeptFrom
from agencies.models import Agency, Grant, Membership

SUBJECT = "Something is waiting for you"
TEXT = "Something is waiting for you. Sign in."
AT_MOST_EVERY = 60 * 60
TELL_AGENCIES = "agencies.tasks.tell_agencies"
TELL_MEMBERS = "agencies.tasks.tell_members"


def something_waits(agencies: Iterable[Agency], *, about: models.Model) -> None:
    """Have the people of these agencies told, once the present transaction is kept.

    about: the record that carries the grants; nobody it is kept from is told that anything waits.
    """
    ids = sorted(agency.pk for agency in agencies)
    of = {"record_type": about._meta.model_name, "record_id": about.pk}
    if ids:
        transaction.on_commit(
            lambda: current_app.send_task(TELL_AGENCIES, kwargs={"agency_ids": ids, **of})
        )


def something_waits_for(
    membership_ids: Iterable[int], *, about: models.Model, at_once: bool = False
) -> None:
    """Have these members told, once the present transaction is kept; `about` as above.

    at_once: also those who were told of something else within the hour.
    """
    of = {"record_type": about._meta.model_name, "record_id": about.pk}
    of |= {"at_once": True} if at_once else {}
    if ids := sorted(membership_ids):
        transaction.on_commit(
            lambda: current_app.send_task(TELL_MEMBERS, kwargs={"membership_ids": ids, **of})
        )


def kept_was_given(
    managing: models.QuerySet,
    record: models.Model,
    *,
    users: Iterable[int] = (),
    agencies: Iterable[Agency] = (),
) -> None:
    """Have those who manage `record` told, when it was just given to someone it is kept from.

    managing: the groups of their agencies. See `in_spite.py`.
    """
    kept = KeptFrom.objects.in_force().on(record)
    if kept.filter(Q(user__in=list(users)) | Q(agency__in=list(agencies))).exists():
        something_waits(Agency.objects.filter(group__in=managing), about=record)


def tell(agency_ids: Iterable[int], record_type: str, record_id: int) -> int:
    """Send the mail to those who do casework there; each at most once an hour. Returns how many.

    Asked again now: an agency with which the sharing has ended since is not told.
    """
    members = Membership.objects.filter(
        agency_id__in=agency_ids,
        roles__overlap=["coordinator", "practitioner", "support_worker", "police_lead"],
    )
    grants = _grants_on(record_type, record_id)
    if grants is not None:
        members = members.filter(agency__group__in=grants.values("group"))
    return _send(members, record_type, record_id)


def _grants_on(record_type: str, record_id: int) -> models.QuerySet | None:
    """The grants in force on a record; None for one of a type that carries none."""
    for grant in apps.get_models():
        if issubclass(grant, Grant):
            carrier = grant._meta.get_field("content_object").related_model
            if carrier._meta.model_name == record_type:
                rows = grant.objects.filter(content_object=record_id)
                return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))
    return None


def tell_members(
    membership_ids: Iterable[int], record_type: str, record_id: int, *, at_once: bool = False
) -> int:
    """Send the mail to these members, where they still work there. Returns how many."""
    members = Membership.objects.filter(pk__in=membership_ids)
    return _send(members, record_type, record_id, at_once=at_once)


def _send(
    members: models.QuerySet, record_type: str, record_id: int, *, at_once: bool = False
) -> int:
    """To those who still work there, and from whom the record is not kept."""
    kept = KeptFrom.objects.in_force().filter(record_type=record_type, record_id=record_id)
    members = members.filter(is_active=True, user__is_active=True).exclude(
        Q(user__in=kept.filter(user__isnull=False).values("user"))
        | Q(agency__in=kept.filter(agency__isnull=False).values("agency"))
    )
    told = 0
    for user_id, email in members.values_list("user_id", "user__email").distinct():
        if cache.add(f"told:{user_id}", True, AT_MOST_EVERY) or at_once:
            send_mail(SUBJECT, TEXT, None, [email])
            told += 1
    return told
