"""How far those reach whose rows hang on no record: members, invitations, emergency access."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.kept_from import KeptFrom
from agencies.policy import Role


def of_own_agency(rows: QuerySet, actor, act: str) -> QuerySet:
    """Rows with an `agency`: of the partnership for desk and administrator, else of one's own."""
    if actor.roles & {Role.COORDINATOR, Role.ADMINISTRATOR}:
        return rows.filter(agency__partnership_id=actor.partnership_id)
    return rows.filter(agency=actor.agency)


def of_own_or_to_join(rows: QuerySet, actor, act: str) -> QuerySet:
    """As `of_own_agency`; but joining is for the person invited, and for nobody else."""
    if act == "join":
        return rows.filter(agency=actor.agency, email=actor.user.email)
    return of_own_agency(rows, actor, act)


def of_emergencies(rows: QuerySet, actor, act: str) -> QuerySet:
    """Uses in which something was looked for: all of the partnership for those who review, for a
    lead those that came upon a record of their agency. Nobody reviews their own agency's use, and
    nobody learns here of a record that is kept from them.
    """
    rows = rows.filter(agency__partnership_id=actor.partnership_id, searches__gt=0)
    rows = rows.filter(~Exists(kept_from(actor)))
    if act == "review":
        rows = rows.filter(reviewed_at__isnull=True).exclude(user=actor.user)
        return rows.exclude(agency=actor.agency)
    if actor.roles & {Role.RECORDS_OFFICER, Role.COORDINATOR}:
        return rows
    found = rows.model._meta.get_field("found").related_model.objects.filter(use=OuterRef("pk"))
    return rows.filter(Exists(found.filter(~Exists(kept_from(actor)), owner=actor.agency)))


def kept_from(actor) -> QuerySet:
    """What is kept from the actor of the outer row's `record_type` and `record_id`."""
    rows = KeptFrom.objects.in_force().filter(Q(user=actor.user) | Q(agency=actor.agency))
    return rows.filter(record_type=OuterRef("record_type"), record_id=OuterRef("record_id"))
