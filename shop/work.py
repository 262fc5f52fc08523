"""What waits at the desk and in an agency: reports, requests, visits, parts to confirm."""

from datetime import date, timedelta

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date, short_moment
from casework.work import Waiting, latest, register, register_first_act
from shop.models import AgencyRequest, Incident, Question, ReportDraft, Visit, VisitPart
from shop.terms import IncidentStatus, RequestStatus, VisitStatus

# How long a report may wait for triage. Proposed for the partnership to confirm.
TRIAGE_WITHIN = timedelta(days=2)

register_first_act("Log an incident", "log_incident", "log", "incident")


@register("New reports", 10)
def new_reports(actor: Actor, today: date) -> list[Waiting]:
    if not access.may(actor, "triage", "incident"):
        return []
    rows = access.allowed(actor, "triage", Incident).standing().filter(status=IncidentStatus.NEW)
    return [
        Waiting(
            f"Triage the report from {row.agency}",
            reverse("incidents:page", args=[row.reference]),
            row.reference,
            hint=row.town.name,
            due=row.received_at.date() + TRIAGE_WITHIN,
        )
        for row in latest(rows.select_related("agency", "town"), "received_at")
    ]


@register("Questions to the desk", 15)
def questions_to_the_desk(actor: Actor, today: date) -> list[Waiting]:
    """Without what was asked: it may be a name."""
    if not access.may(actor, "answer", "question"):
        return []
    rows = access.allowed(actor, "answer", Question).filter(closed_at__isnull=True)
    return [
        Waiting(
            f"{row.agency} asks about {row.get_about_display().lower()}",
            reverse("question", args=[row.reference]),
            row.reference,
            hint=f"Sent {short_moment(row.made_at)}",
        )
        for row in latest(rows.select_related("agency"), "made_at")
    ]


@register("Asked of us", 20)
def asked_of_us(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "see", AgencyRequest).standing()
    rows = rows.filter(status=RequestStatus.ASKED, asked_of=actor.agency)
    return [_request(row) for row in latest(rows.select_related("agency"), "due_on")]


@register("Asked and not answered", 30)
def asked_and_not_answered(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "see", AgencyRequest).standing()
    rows = rows.filter(status=RequestStatus.ASKED, agency=actor.agency)
    rows = rows.exclude(asked_of=actor.agency).select_related("asked_of")
    return [_request(row, hint=f"Asked of {row.asked_of}") for row in latest(rows, "due_on")]


def _request(row: AgencyRequest, hint: str = "") -> Waiting:
    href = reverse("requests:page", args=[row.reference])
    return Waiting(row.what, href, row.reference, hint or f"Asked by {row.agency}", row.due_on)


@register("Visits", 40)
def visits_ahead(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "see", Visit).standing().filter(status=VisitStatus.PLANNED)
    if not actor.agency.is_desk:
        rows = rows.filter(parts__agency=actor.agency)
    return [
        Waiting(
            "Record what happened" if row.starts_at.date() < today else "Visit planned",
            reverse("visits:page", args=[row.reference]),
            row.reference,
            hint=short_moment(row.starts_at),
            due=row.starts_at.date(),
        )
        for row in latest(rows, "starts_at")
    ]


@register("To confirm", 50)
def parts_to_confirm(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "answer", VisitPart).standing()
    rows = rows.filter(agency=actor.agency, confirmed_at__isnull=True).exclude(said_by="")
    return [
        Waiting(
            "Confirm your agency's part of a visit",
            reverse("parts:page", args=[row.reference]),
            row.visit.reference,
            hint=full_date(row.visit.starts_at),
        )
        for row in latest(rows.select_related("visit"), "-visit__starts_at")
    ]


@register("Reports you sent", 80)
def reports_sent(actor: Actor, today: date) -> list[Waiting]:
    if actor.agency.is_desk:
        return []
    since = today - timedelta(days=60)
    rows = access.allowed(actor, "see", Incident).standing()
    rows = rows.filter(agency=actor.agency, made_by=actor.user, made_at__date__gte=since)
    return [
        Waiting(
            row.get_status_display(),
            reverse("incidents:page", args=[row.reference]),
            row.reference,
            hint=f"{row.town}, logged {full_date(row.made_at)}",
        )
        for row in latest(rows.select_related("town"), "-made_at")
    ]


@register("Drafts", 90)
def drafts(actor: Actor, today: date) -> list[Waiting]:
    rows = ReportDraft.objects.filter(membership_id=actor.membership_id)
    return [
        Waiting(
            "Finish logging this incident",
            reverse("log_incident_check", args=[row.reference]),
            row.reference,
            hint=f"Kept {short_moment(row.saved_at)}",
        )
        for row in latest(rows, "-saved_at")
    ]
