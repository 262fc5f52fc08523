"""My work: records that reached one's agency, until somebody there has accepted them."""

from datetime import date

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from agencies.models import Grant
from casework.dates import full_date
from casework.record_types import carriers
from casework.sharing import to_accept
from casework.work import Waiting, latest, register


@register("Shared with your agency", 15)
def shared_with_us(actor: Actor, today: date) -> list[Waiting]:
    if actor.agency.is_desk:
        return []
    found = []
    for record_type in carriers():
        model = record_type.model
        rows = access.allowed(actor, record_type.accept_act, model).standing()
        rows = to_accept(actor, model).filter(content_object__in=rows.order_by().values("pk"))
        found += [
            Waiting(
                grant.purpose or grant.get_cause_display(),
                reverse(
                    f"{record_type.plural}_accept_share", args=[grant.content_object.reference]
                ),
                grant.content_object.reference,
                hint=_how(grant),
            )
            for grant in latest(
                rows.select_related("content_object", "granted_by"), "-starts_at", "-id"
            )
        ]
    return found


def _how(grant: Grant) -> str:
    """The cause as well, where the purpose stands in its place."""
    cause = f"{grant.get_cause_display()}. " if grant.purpose else ""
    return f"{cause}By {grant.granted_by}, {full_date(grant.starts_at)}"
