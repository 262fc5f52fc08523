"""Writes that touch more than one row."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from agencies import access, audit, notices
from agencies.acting import Actor
from agencies.models import Agency
from casework.models import note_change
from interventions.models import Intervention
from shop.actions import bring_to_visit, place_for
from shop.models import Incident, Visit, VisitPart
from shop.terms import VisitStatus
from victims.actions import add_person_met


@transaction.atomic
def record_visit(
    incident: Incident,
    *,
    by: Actor,
    at: datetime,
    visit: dict,
    people: Iterable[dict],
    acts: Iterable[dict],
) -> Visit:
    """A visit that took place without a plan: its agencies, the people met, what each did.

    One visit, however many agencies came, with one list of people met. The parts and acts of
    other agencies wait for them to confirm.
    """
    access.require(by, "work", incident)
    came: list[Agency] = sorted(visit["took_part"], key=str)
    place = visit["location"] or place_for(
        by, address=visit["address"], postcode="", kind="", town=incident.town, ward=incident.ward
    )
    made = Visit.objects.create(
        incident=incident,
        location=place,
        starts_at=visit["starts_at"],
        is_safeguarding=visit["is_safeguarding"],
        found=visit["found"],
        lead_agency=by.agency if by.agency in came else came[0],
        status=VisitStatus.COMPLETED,
        agency=by.agency,
        made_by=by.user,
        made_at=at,
    )
    bring_to_visit(incident, came, by=by)
    note_change(made, by, "add", "", VisitStatus.COMPLETED, "", at)
    audit.record(by, "add", made)
    told = {"said_by": visit["said_by"], "said_how": visit["said_how"]}

    def behalf(agency: Agency) -> dict:
        return {"agency": agency} | ({} if agency == by.agency else told)

    for agency in came:
        part = VisitPart.objects.create(visit=made, made_by=by.user, made_at=at, **behalf(agency))
        note_change(part, by, "add", "", "", "", at)
    for person in people:
        add_person_met(made, by=by, at=at, met_by=came, **person)
    for act in acts:
        facts = {name: act[name] for name in ("kind", "objective", "target")}
        done = Intervention.objects.create(
            incident=incident,
            visit=made,
            acted_on=visit["starts_at"].date(),
            made_by=by.user,
            made_at=at,
            **behalf(act["agency"]),
            **facts,
        )
        note_change(done, by, "add", "", "", "", at)
        audit.record(by, "add", done)
    notices.something_waits((agency for agency in came if agency != by.agency), about=incident)
    return made
