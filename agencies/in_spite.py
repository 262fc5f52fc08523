"""What was given to somebody although the record is kept from them, by a colleague who cannot know.

Assigning, covering, sharing, leading: each is done and looks done, and opens nothing, because the
gate asks what is kept before all else. To refuse it would tell the colleague, and through them
perhaps the person, that something is kept. So whoever answers for the record is told instead.
"""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agencies import access
from agencies.cover import Cover
from agencies.kept_from import KeptFrom


def given_in_spite(
    carrier: type[models.Model], *, since: datetime | None = None
) -> models.QuerySet[KeptFrom]:
    """What is kept now of this type, where whoever it is kept from was given something afterwards.

    To an agency: a share. To a person: an assignment, or cover for a colleague who is assigned.
    since: only what was given later than that; cover counts while it lasts.
    """
    kept = KeptFrom.objects.in_force().filter(record_type=carrier._meta.model_name)
    record, after = OuterRef("record_id"), OuterRef("placed_at")
    shares = access.grant_model(carrier).objects.filter(
        content_object=record, group__agency=OuterRef("agency"), starts_at__gt=after
    )
    given = Exists(shares.filter(starts_at__gt=since) if since else shares)
    if "assignments" in {field.name for field in carrier._meta.get_fields()}:
        beside = carrier._meta.get_field("assignments")
        rows, link = beside.related_model.objects, beside.remote_field.name
        assigned = rows.filter(
            **{link: record}, membership__user=OuterRef("user"), assigned_at__gt=after
        )
        covered = rows.filter(**{link: OuterRef(OuterRef("record_id"))}).values("membership")
        covers = Cover.objects.on(timezone.localdate()).filter(
            by__user=OuterRef("user"), colleague__in=covered
        )
        assigned = assigned.filter(assigned_at__gt=since) if since else assigned
        given = Q(given) | Q(Exists(assigned)) | Q(Exists(covers))
    return kept.filter(given)
