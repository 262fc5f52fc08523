"""Writes about people met that touch more than one row."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agencies import access, audit, notices
from agencies.acting import Actor
from agencies.leads import leads_of
from agencies.models import Agency, Cause, Membership
from agencies.policy import Level, Rule
from casework import actions
from casework.forms import RecordForm
from casework.models import note_change
from casework.workflow import CannotBeDone
from shop.models import Visit
from victims import rules
from victims.models import (
    Assignment,
    Contact,
    Identity,
    Narrative,
    Needs,
    Part,
    Person,
    PersonMet,
    Screening,
    ScreeningAnswer,
    ScreeningDraft,
    StatedReason,
)
from victims.record_types import SCREENINGS, give_person
from victims.terms import NOT_ASKED

PARTS: dict[str, type[Part]] = {
    "identity": Identity,
    "contact": Contact,
    "narrative": Narrative,
    "needs": Needs,
}


def took_part(visit: Visit) -> list[Agency]:
    """The agencies that were there, by name."""
    parts = visit.parts.standing().filter(took_part=True)
    return list(Agency.objects.filter(pk__in=parts.values("agency")).order_by("name"))


@transaction.atomic
def add_person_met(
    visit: Visit,
    *,
    by: Actor,
    at: datetime,
    working_label: str,
    age_band: str,
    gender: str,
    met_by: Iterable[Agency] = (),
) -> Person:
    """Put someone on a visit's one list of people met.

    met_by: the agencies that met them, of those that took part; the acting agency when empty.
    They may work with the person. The others that took part are given the outline, so that each
    can say "we met this person too" instead of adding them a second time.
    Raises CannotBeDone when an agency that was not there is said to have met them.
    """
    access.require(by, "work", visit)
    there = took_part(visit)
    met = list(met_by) or ([] if by.agency.is_desk else [by.agency])
    if absent := [agency.name for agency in met if agency not in there]:
        raise CannotBeDone(f"{', '.join(absent)} did not take part in this visit.")
    person = Person.objects.create(
        partnership_id=visit.incident.partnership_id,
        incident=visit.incident,
        working_label=working_label,
        age_band=age_band,
        gender=gender,
        met_at=min(visit.starts_at, at),
        agency=by.agency,
        made_by=by.user,
        made_at=at,
    )
    line = PersonMet.objects.create(visit=visit, person=person)
    line.met_by.add(*met)
    give_person(person, met, by, Cause.VISIT)
    give_outline(person, [agency for agency in there if agency not in met], granted_by=by.user)
    note_change(person, by, "add", "", "", "", at)
    audit.record(by, "add", person)
    return person


@transaction.atomic
def met_too(line: PersonMet, *, by: Actor, at: datetime) -> None:
    """The acting agency met this person as well, and may now work with them.

    Raises CannotBeDone when it did not take part in the visit.
    """
    access.require(by, "see", line)
    if by.agency not in took_part(line.visit):
        raise CannotBeDone("Your agency did not take part in this visit.")
    line.met_by.add(by.agency)
    access.share(
        None, line.person, [by.agency], level=Level.WORK, cause=Cause.VISIT, granted_by=by.user
    )
    audit.record(by, "met_too", line.person)


def give_outline(person: Person, agencies: Iterable[Agency], *, granted_by) -> None:
    """Agencies that were there may see the outline of each person met, and no more."""
    if agencies := [agency for agency in agencies if not agency.is_desk]:
        access.share(
            None, person, agencies, level=Level.SEE, cause=Cause.VISIT, granted_by=granted_by
        )


@transaction.atomic
def assign(person: Person, *, by: Actor, at: datetime, reason: str) -> Assignment:
    """Put the acting member on this person, which opens the parts that their role may see.

    The parts are made here, empty: nobody can reach one before being assigned, so every later look
    or change asks the gate about a row that exists.
    """
    access.require(by, "see", person)
    access.require(by, "assign", person)
    assignment, new = Assignment.objects.get_or_create(
        person=person,
        membership_id=by.membership_id,
        defaults={"reason": reason, "assigned_by": by.user, "assigned_at": at},
    )
    make_parts(person)
    if new:
        audit.record(by, "assign", person)
        tell_leads(by, person)
    return assignment


def make_parts(person: Person) -> None:
    """The parts, empty, where there are none yet."""
    for part in PARTS.values():
        part.objects.bulk_create([part(person=person)], ignore_conflicts=True)


def tell_leads(by: Actor, person: Person) -> None:
    """Somebody of this agency put themselves on a person: its other leads are told it waits."""
    leads = leads_of(by.agency).exclude(pk=by.membership_id)
    notices.something_waits_for(leads.values_list("pk", flat=True), about=person)


@transaction.atomic
def assign_colleague(
    person: Person, colleague: Membership, *, by: Actor, at: datetime, reason: str
) -> Assignment:
    """An agency's lead puts someone of their agency on a person.

    Raises CannotBeDone when that colleague's role has no place beside a person.
    """
    access.require(by, "oversee", person)
    if why := rules.why_not_assigned(colleague.roles, colleague.agency_id == by.agency.pk):
        raise CannotBeDone(why)
    assignment, new = Assignment.objects.get_or_create(
        person=person,
        membership=colleague,
        defaults={"reason": reason, "assigned_by": by.user, "assigned_at": at},
    )
    make_parts(person)
    if new:
        audit.record(by, "assign", person, detail={"membership": colleague.pk})
        notices.something_waits_for([colleague.pk], about=person)
        managing = access.holders(person, Level.MANAGE)
        notices.kept_was_given(managing, person, users=[colleague.user_id])
    return assignment


@transaction.atomic
def take_off(assignment: Assignment, *, by: Actor) -> None:
    """End an assignment at once. The change history keeps that it was."""
    access.require(by, "oversee", assignment)
    person, membership = assignment.person, assignment.membership_id
    assignment.delete()
    audit.record(by, "take_off", person, detail={"membership": membership})


@transaction.atomic
def state_reason(person: Person, reason: str, *, by: Actor) -> None:
    """Why someone who is not assigned looks at who the person is: it opens that for today."""
    access.require(by, "see", person)
    if not access.may_after_reason(by, "see", "identity"):
        raise access.Refused(Rule.refusal)
    StatedReason.objects.get_or_create(
        person=person,
        membership_id=by.membership_id,
        on=timezone.localdate(),
        defaults={"reason": reason},
    )
    make_parts(person)
    audit.record(by, "state_reason", person, parts=["identity"], detail={"reason": reason})


@transaction.atomic
def save_part(name: str, form: RecordForm, *, by: Actor) -> bool:
    """Save one part of a person; False when someone else saved first (the form then says so)."""
    part = form.instance
    access.require(by, "change", part)
    current = type(part).objects.select_for_update().values_list("version", flat=True)
    current = current.get(pk=part.pk)
    if form.refuse_stale(current):
        return False
    part.version = current + 1
    part.written_by_id = by.membership_id
    part.save()
    changed = [field for field in form.changed_data if field != "version"]
    audit.record(by, "change", part, parts=[name], detail={"fields": changed})
    return True


@transaction.atomic
def keep_draft(draft: ScreeningDraft, page: str, *, by: Actor, at: datetime) -> None:
    """Keep what was typed on one page of a screening, right or wrong."""
    access.require(by, "work", draft.person)
    draft.saved_at = at
    draft.save()
    audit.record(by, "keep_draft", draft, detail={"page": page})


@transaction.atomic
def record_screening(
    form: RecordForm, answers: Mapping[str, str], *, by: Actor, at: datetime
) -> Screening:
    """A screening and the answer to every sign that was on its pages; its draft ends.

    answers: by code of the sign. One that nobody touched is "" and is kept as not asked, which is
    never the same as looked for and not seen.
    """
    screening = actions.add(SCREENINGS, form, by=by, at=at)
    ScreeningAnswer.objects.bulk_create(
        ScreeningAnswer(screening=screening, indicator=code, answer=answer or NOT_ASKED)
        for code, answer in answers.items()
    )
    ScreeningDraft.objects.filter(person=screening.person, membership_id=by.membership_id).delete()
    return screening
