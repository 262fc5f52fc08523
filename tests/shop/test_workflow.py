"""What may happen next to an incident, a visit and a request: every step from every state."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies import access
from agencies.models import AuditEvent
from agencies.policy import levels_up_to
from casework.models import StatusChange
from casework.workflow import CannotBeDone
from shop import rules
from shop.models import Incident, VisitPart
from shop.terms import IncidentStatus, RequestStatus, VisitStatus
from shop.workflow import INCIDENT, REQUEST, VISIT
from tests import make

pytestmark = pytest.mark.django_db

# Written from the partnership's own account of its work: from which state a step leads where.
STEPS = {
    ("incident", "accept"): ({"NEW"}, "ACCEPTED"),
    ("incident", "pass_on"): ({"NEW", "ACCEPTED"}, "NOT_MS"),
    ("incident", "merge"): ({"NEW", "ACCEPTED", "ACTIVE", "MONITOR"}, "DUP"),
    ("incident", "start"): ({"ACCEPTED", "REOPENED"}, "ACTIVE"),
    ("incident", "monitor"): ({"ACTIVE"}, "MONITOR"),
    ("incident", "close"): ({"ACCEPTED", "ACTIVE", "MONITOR", "REOPENED"}, "CLOSED"),
    ("incident", "reopen"): ({"CLOSED", "NOT_MS", "DUP"}, "REOPENED"),
    ("visit", "complete"): ({"PLANNED", "ABORTIVE"}, "COMPLETED"),
    ("visit", "no_access"): ({"PLANNED"}, "ABORTIVE"),
    ("visit", "cancel"): ({"PLANNED"}, "CANCELLED"),
    ("request", "done"): ({"ASKED"}, "DONE"),
    ("request", "not_done"): ({"ASKED"}, "NOT_DONE"),
}
WORKFLOWS = {"incident": INCIDENT, "visit": VISIT, "request": REQUEST}
STATES = {"incident": IncidentStatus, "visit": VisitStatus, "request": RequestStatus}
CELLS = [(kind, name, state) for kind, name in STEPS for state in STATES[kind].values]


def in_state(kind: str, state: str):
    """A record in that state, with what the state demands."""
    facts: dict = {"status": state}
    if kind == "incident":
        if state == "CLOSED":
            facts["outcome"] = "NOT_FOUND"
        if state == "DUP":
            facts["merged_into"] = make.incident()
        return make.incident(granted_to=[make.agency("housing")], level="manage", **facts)
    incident = make.incident(granted_to=[make.agency("housing")])
    if kind == "visit":
        return make.visit(incident, **facts)
    return make.request(incident, "housing", **facts)


def facts_for(name: str, record) -> dict:
    housing = make.agency("housing")
    return {
        "accept": {"lead_agency": housing, "risk": "HIGH"},
        "pass_on": {"passed_to": "Another council"},
        "close": {"outcome": "SAFEGUARDED"},
        "complete": {"took_part": ["housing"], "is_safeguarding": True, "found": "Nobody"},
        "merge": {"keep": make.incident().reference if name == "merge" else ""},
    }.get(name, {})


def take(name: str, kind: str, record, by, **more):
    given = {"note": "Because.", "facts": facts_for(name, record), "at": timezone.now(), **more}
    return WORKFLOWS[kind].take(name, record, by=by, **given)


def test_the_tables_have_these_steps_and_no_others() -> None:
    found = {(kind, step.name) for kind, table in WORKFLOWS.items() for step in table.steps}
    assert found == set(STEPS)


@pytest.mark.parametrize(("kind", "name", "state"), CELLS, ids=str)
def test_a_step_is_taken_from_its_states_and_from_no_other(kind, name, state) -> None:
    before, after = STEPS[kind, name]
    record, amal = in_state(kind, state), make.coordinator()
    offered = {step.name for step in WORKFLOWS[kind].open_to(amal, record)}
    assert (name in offered) == (state in before)
    if state not in before:
        with pytest.raises(CannotBeDone) as refused:
            take(name, kind, record, amal)
        assert STATES[kind](state).label in str(refused.value)
        assert not StatusChange.objects.filter(reference=record.reference).exists()
        return
    saved = take(name, kind, record, amal)
    assert (saved.status, saved.version) == (after, record.version + 1)
    change = StatusChange.objects.get(reference=record.reference)
    assert (change.step, change.before, change.after) == (name, state, after)
    assert (change.by, change.agency, change.note) == (amal.user, amal.agency, "Because.")
    event = AuditEvent.objects.get(act=f"step:{name}", reference=record.reference)
    assert event.detail == {"before": state, "after": after}


WHO = [(kind, name, level) for kind, name in STEPS for level in ("see", "work", "manage")]


@pytest.mark.parametrize(("kind", "name", "level"), WHO, ids=str)
def test_who_may_take_a_step(kind, name, level) -> None:
    """The lead agency runs its incident; the desk triages; who is asked answers."""
    state = sorted(STEPS[kind, name][0])[0]
    record = in_state(kind, state)
    incident = record if kind == "incident" else record.incident
    charity = make.agency("charity")
    access.share(
        None, incident, [charity], level=level, cause="shared", granted_by=make.user("Amal")
    )
    cyd = make.actor(charity, "practitioner")
    needed = {"incident": "manage", "visit": "work", "request": "see"}[kind]
    may = needed in levels_up_to(level) and name not in {"accept", "pass_on", "merge"}
    may = may and kind != "request"  # asked of housing, not of the charity
    assert (name in {step.name for step in WORKFLOWS[kind].open_to(cyd, record)}) == may
    if may:
        take(name, kind, record, cyd)
    else:
        with pytest.raises(access.Refused):
            take(name, kind, record, cyd)


def test_the_agency_asked_answers_and_the_answer_stands_on_the_request() -> None:
    request = in_state("request", "ASKED")
    bea = make.actor(make.agency("housing"), "practitioner")
    saved = take("done", "request", request, bea, note="Licence looked at")
    assert (saved.status, saved.answer) == ("DONE", "Licence looked at")


def test_accepting_gives_the_lead_agency_the_incident_to_manage() -> None:
    incident, amal = make.incident(status="NEW"), make.coordinator()
    saved = take("accept", "incident", incident, amal)
    bea = make.actor(make.agency("housing"), "practitioner")
    assert (saved.lead_agency, saved.risk) == (bea.agency, "HIGH")
    assert access.can(bea, "manage", incident)
    assert not access.can(bea, "triage", incident)


def test_an_incident_with_an_unanswered_request_stays_open() -> None:
    incident, amal = make.incident(granted_to=[make.agency("housing")]), make.coordinator()
    request = make.request(incident, "housing")
    with pytest.raises(CannotBeDone, match="Still waiting for an answer from Housing"):
        take("close", "incident", incident, amal)
    make.mistaken(request)
    assert take("close", "incident", incident, amal).outcome == "SAFEGUARDED"


def test_reopening_takes_back_how_it_ended() -> None:
    amal = make.coordinator()
    for state in ("CLOSED", "DUP", "NOT_MS"):
        saved = take("reopen", "incident", in_state("incident", state), amal)
        assert (saved.outcome, saved.merged_into, saved.passed_to) == ("", None, "")


@pytest.mark.parametrize("keep", ["itself", "merged", "hidden", "nonsense"])
def test_an_incident_is_merged_only_with_one_that_stands_on_its_own(keep: str) -> None:
    incident, amal = make.incident(), make.coordinator()
    hidden = make.incident(of=make.partnership("elsewhere", towns=("tipton",)))
    reference = {
        "itself": incident.reference,
        "merged": in_state("incident", "DUP").reference,
        "hidden": hidden.reference,
        "nonsense": "INC-1",
    }[keep]
    with pytest.raises(CannotBeDone) as refused:
        take("merge", "incident", incident, amal, facts={"keep": reference})
    assert str(refused.value) == ("Enter the reference of another incident that stands on its own.")
    incident.refresh_from_db()
    assert incident.status == "ACTIVE"


@pytest.mark.parametrize("name", ["complete", "no_access"])
def test_a_visit_that_lies_ahead_has_not_happened(name: str) -> None:
    visit = make.visit(make.incident(), status="PLANNED")
    visit.starts_at = timezone.now() + timedelta(days=1)
    visit.save()
    with pytest.raises(CannotBeDone, match="planned for later"):
        take(name, "visit", visit, make.coordinator())
    assert take("cancel", "visit", visit, make.coordinator()).status == "CANCELLED"


def test_completing_a_visit_says_who_came_invited_or_not() -> None:
    visit = make.visit(make.incident(), by=["housing", "police"], status="PLANNED")
    VisitPart.objects.filter(visit=visit).update(took_part=False)
    make.agency("charity")
    facts = {"took_part": ["housing", "charity"], "is_safeguarding": True, "found": "Two men"}
    saved = take("complete", "visit", visit, make.coordinator(), facts=facts)
    came = dict(saved.parts.values_list("agency__code", "took_part"))
    assert came == {"housing": True, "police": False, "charity": True}
    assert (saved.is_safeguarding, saved.found) == (True, "Two men")


def test_a_visit_without_access_is_completed_only_as_another_kind() -> None:
    """The database refuses a completed visit of the kind "no access"; the page must say so."""
    visit = make.visit(make.incident(), status="PLANNED", kind="ABORT")
    with pytest.raises(CannotBeDone):
        take("complete", "visit", visit, make.coordinator())


@pytest.mark.parametrize("name", ["pass_on", "merge", "close", "reopen"])
def test_a_step_that_needs_a_reason_is_not_taken_without(name: str) -> None:
    state = sorted(STEPS["incident", name][0])[0]
    record = in_state("incident", state)
    for note in ("", "   "):
        with pytest.raises(CannotBeDone):
            take(name, "incident", record, make.coordinator(), note=note)
    record.refresh_from_db()
    assert record.status == state


def test_nothing_is_done_to_what_was_recorded_by_mistake() -> None:
    incident, amal = make.mistaken(make.incident()), make.coordinator()
    assert INCIDENT.open_to(amal, incident) == []
    with pytest.raises(CannotBeDone, match="recorded by mistake"):
        take("monitor", "incident", incident, amal)


def test_a_step_refused_half_way_leaves_nothing_behind() -> None:
    incident, amal = make.incident(status="NEW"), make.coordinator()
    before = (AuditEvent.objects.count(), StatusChange.objects.count())
    with pytest.raises(KeyError):
        take("accept", "incident", incident, amal, facts={})
    assert (AuditEvent.objects.count(), StatusChange.objects.count()) == before
    assert Incident.objects.get(pk=incident.pk).status == "NEW"


def test_a_completed_visit_is_not_corrected_to_one_without_access() -> None:
    visit = make.visit(make.incident())
    visit.kind = "ABORT"
    with pytest.raises(ValidationError) as refused:
        visit.full_clean()
    assert refused.value.message_dict["kind"] == [rules.kind_fits_completed("ABORT")]
