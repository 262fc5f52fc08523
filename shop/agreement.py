"""Writes to what the sharing agreement says."""

from collections.abc import Iterable

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from agencies.models import Agency, Circle
from shop.rules import code_of


@transaction.atomic
def keep_agreement(*, by: Actor, purpose: str, basis: str) -> None:
    access.require_role(by, "circles", "agency")
    partnership = by.agency.partnership
    partnership.sharing_purpose, partnership.sharing_basis = purpose, basis
    partnership.save(update_fields=["sharing_purpose", "sharing_basis"])
    audit.record(by, "change_agreement")


@transaction.atomic
def keep_circle(circle: Circle, *, by: Actor, name: str, agencies: Iterable[Agency]) -> None:
    """A new circle, or one that is called otherwise or holds other agencies from now on."""
    access.require_role(by, "circles", "agency")
    circle.name, circle.code = name, code_of(name)
    circle.save()
    circle.agencies.set(agencies)
    codes = sorted(agency.code for agency in agencies)
    audit.record(by, "change_circle", detail={"circle": circle.code, "agencies": codes})


@transaction.atomic
def take_away(circle: Circle, *, by: Actor) -> None:
    access.require_role(by, "circles", "agency")
    code = circle.code
    circle.delete()
    audit.record(by, "end_circle", detail={"circle": code})
