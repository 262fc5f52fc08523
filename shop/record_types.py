"""The record types of the desk, each described once."""

from agencies import access, notices
from agencies.models import Agency, Cause
from agencies.policy import Level
from casework.record_types import RecordType, Section, add_tab, register
from files.actions import save_file
from files.forms import FileForm
from shop.actions import bring_to_visit, place_for
from shop.forms import IncidentForm, LocationForm, PartForm, RequestForm, VisitForm
from shop.models import AgencyRequest, Incident, IncidentFile, Location, Note, Visit, VisitPart
from shop.terms import IncidentStatus
from shop.workflow import INCIDENT, REQUEST, VISIT


def save_incident(incident: Incident, by, facts: dict) -> None:
    """A new report: the desk holds it, its sender may work on it. What the desk itself logs with
    a lead agency needs no triage: it is accepted at once."""
    if by.agency.is_desk:
        incident.status = IncidentStatus.ACCEPTED
    if incident.location is None and facts.get("address"):
        incident.location = place_for(
            by, address=facts["address"], postcode=facts.get("postcode", ""), kind="",
            town=incident.town, ward=incident.ward,
        )  # fmt: skip
    incident.save()
    desk = Agency.objects.get(partnership_id=incident.partnership_id, is_desk=True)
    give = {"granted_by": by.user}
    access.share(None, incident, [desk], level=Level.MANAGE, cause=Cause.DESK, **give)
    if not by.agency.is_desk:
        access.share(None, incident, [by.agency], level=Level.WORK, cause=Cause.REPORTED, **give)
    if incident.lead_agency and not incident.lead_agency.is_desk:
        access.share(
            None, incident, [incident.lead_agency], level=Level.MANAGE, cause=Cause.LEAD, **give
        )


def give_to_new_lead(incident: Incident, by, changed: list[str]) -> None:
    """The agency that now leads can manage the incident. The one before keeps it until stopped."""
    if "lead_agency" in changed and incident.lead_agency:
        access.share(by, incident, [incident.lead_agency], level=Level.MANAGE, cause=Cause.LEAD)
        notices.something_waits([incident.lead_agency], about=incident)


def save_visit(visit: Visit, by, facts: dict) -> None:
    """A planned visit: each agency that is to come gets the incident and a part to fill in."""
    visit.save()
    coming = {visit.lead_agency, *facts.get("agencies", ())}
    for agency in sorted(coming, key=str):
        VisitPart.objects.create(
            visit=visit, agency=agency, took_part=False, made_by=by.user, made_at=visit.made_at
        )
    notices.something_waits(coming - {by.agency}, about=visit.incident)
    bring_to_visit(visit.incident, sorted(coming, key=str), by=by)


def save_request(request: AgencyRequest, by, facts: dict) -> None:
    request.save()
    notices.something_waits([request.asked_of], about=request.incident)


INCIDENTS = register(
    RecordType(
        model=Incident,
        plural="incidents",
        singular="incident",
        sections=(
            Section("Where and when", ("received_at", "location", "town", "ward")),
            Section(
                "What is suspected",
                ("types", "main_type", "flags", "narrative", "immediate_danger"),
            ),
            Section("Who told us", ("source", "told_by")),
            Section("Who leads", ("lead_agency", "risk", "outcome", "passed_to")),
        ),
        columns=("reference", "town", "main_type", "lead_agency", "received_at", "status"),
        filters=("status", "town", "ward", "types", "lead_agency"),
        workflow=INCIDENT,
        add_act="log",
        change_act="manage",
        accept_act="answer",
        save=save_incident,
        changed=give_to_new_lead,
        form=IncidentForm,
        work_fields=frozenset({"location", "narrative", "told_by"}),
    )
)

LOCATIONS = register(
    RecordType(
        model=Location,
        plural="locations",
        singular="place",
        sections=(
            Section("The place", ("address", "postcode", "kind", "town", "ward")),
            Section("Before you go", ("hazards",)),
        ),
        columns=("reference", "address", "kind", "town"),
        filters=("town", "kind"),
        # A place is made with the incident or the visit that names it, never by itself.
        add_act="",
        # Being refused another place's address tells that it is known, so only the desk, which
        # sees every place, corrects one.
        change_act="triage",
        form=LocationForm,
    )
)

VISITS = register(
    RecordType(
        model=Visit,
        plural="visits",
        singular="visit",
        add_words="Plan a visit",
        under="incident",
        tab="Visits",
        timeline="incident",
        sections=(
            Section("The visit", ("starts_at", "location", "kind", "lead_agency", "purpose")),
            Section("What was found", ("is_safeguarding", "found")),
        ),
        entry=(
            "location",
            "starts_at",
            "kind",
            "is_safeguarding",
            "lead_agency",
            "purpose",
            "found",
        ),
        columns=("reference", "starts_at", "kind", "lead_agency", "status"),
        filters=("status", "kind", "lead_agency"),
        workflow=VISIT,
        save=save_visit,
        form=VisitForm,
        work_fields=frozenset({"location", "purpose", "found"}),
    )
)

PARTS = register(
    RecordType(
        model=VisitPart,
        plural="parts",
        singular="part of a visit",
        under="visit",
        timeline="visit__incident",
        sections=(Section("", ("agency", "took_part", "what_we_did", "said_by", "said_how")),),
        entry=("what_we_did", "said_by", "said_how"),
        columns=("agency", "took_part", "what_we_did"),
        form=PartForm,
        in_api=False,
    )
)

NOTES = register(
    RecordType(
        model=Note,
        plural="notes",
        singular="note",
        add_words="Add a note",
        under="incident",
        timeline="incident",
        tab="Timeline",
        tells="text",
        audience="scope",
        sections=(Section("", ("text", "scope")),),
        columns=("made_at", "text", "scope", "agency"),
        add_act="answer",
        in_api=False,
    )
)

REQUESTS = register(
    RecordType(
        model=AgencyRequest,
        plural="requests",
        singular="request to an agency",
        add_words="Ask an agency",
        under="incident",
        timeline="incident",
        tab="Requests",
        sections=(Section("", ("asked_of", "what", "due_on", "answer")),),
        columns=("what", "asked_of", "due_on", "status", "answer"),
        workflow=REQUEST,
        form=RequestForm,
        save=save_request,
        tells="what",
        in_api=False,
    )
)

INCIDENT_FILES = register(
    RecordType(
        model=IncidentFile,
        plural="incident-files",
        singular="file",
        add_words="Add files",
        several="files",
        under="incident",
        timeline="incident",
        tab="Files",
        sections=(Section("", ("name", "description", "stored", "agency", "made_at")),),
        entry=("description",),
        columns=("name", "description", "stored", "agency", "made_at"),
        form=FileForm,
        save=save_file,
    )
)

add_tab(INCIDENTS, "Sharing", "sharing")
