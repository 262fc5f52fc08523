"""Every agency has at least two leads, or one and a named cover: nobody is the only one who knows.

A named cover is a member whom others ask when the only lead is away. It opens nothing.
"""

from django.db import models
from django.db.models import Count, F, Q

from agencies.models import Agency, Membership, Partnership
from agencies.policy import Role

ENOUGH = 2
TOO_FEW = (
    "{agency} has {leads}. Every agency needs two leads, or one lead and a named cover, so that "
    "somebody can assign, accept and set cover when one is away."
)
NAME_A_COVER = (
    "{agency} would have fewer than two leads. Make someone else a lead first, or name who covers."
)


def leads_of(agency: Agency) -> models.QuerySet[Membership]:
    """The members who lead an agency now."""
    return Membership.objects.filter(
        agency=agency, is_active=True, user__is_active=True, roles__contains=[Role.AGENCY_LEAD]
    )


def too_few(partnership: Partnership) -> models.QuerySet[Agency]:
    """Agencies that sign in, the desk aside, with fewer than two leads and no named cover."""
    is_lead = Q(
        memberships__is_active=True,
        memberships__user__is_active=True,
        memberships__roles__contains=[Role.AGENCY_LEAD],
    )
    has_members = Q(memberships__is_active=True, memberships__user__is_active=True)
    return (
        Agency.objects.filter(partnership=partnership, signs_in=True, is_desk=False)
        .annotate(
            leads=Count("memberships", filter=is_lead),
            members=Count("memberships", filter=has_members),
        )
        .filter(members__gt=0, leads__lt=ENOUGH)
        .exclude(leads__gte=1, lead_cover__is_active=True, lead_cover__user__is_active=True)
        .order_by(F("name"))
    )


def warning_for(agency: Agency) -> str:
    """The sentence for an agency that has too few leads, or ""."""
    found = too_few(agency.partnership).filter(pk=agency.pk).first()
    return sentence(found) if found else ""


def sentence(agency: Agency) -> str:
    """For one of `too_few`."""
    told = "one lead and no named cover" if agency.leads else "no lead"
    return TOO_FEW.format(agency=agency, leads=told)


def why_not_without(lead: Membership) -> str:
    """Why this member may not stop leading now, or "": asked before the role or the person goes."""
    if Role.AGENCY_LEAD not in lead.roles:
        return ""
    agency, others = lead.agency, leads_of(lead.agency).exclude(pk=lead.pk).count()
    cover = agency.lead_cover
    covered = bool(cover and cover != lead and cover.is_active and cover.user.is_active)
    if others >= ENOUGH or (others and covered):
        return ""
    return NAME_A_COVER.format(agency=agency)
