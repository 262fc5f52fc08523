"""How far the people who look after members reach: a lead their agency, the desk them all."""

from django.db.models import QuerySet

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
