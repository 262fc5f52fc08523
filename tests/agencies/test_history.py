"""What was there before is kept by triggers, whichever way it was written over."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from agencies import audit, fence, history
from agencies.models import AuditEvent, Capability, Membership
from shop.models import Incident, IncidentGrant
from tests import make
from tests.doors.world import Knock, visitor
from tests.web_role import as_web_role
from victims.models import Assignment, Identity, Person, PersonGrant

pytestmark = pytest.mark.django_db

KEPT = {
    *("Membership", "Capability", "KeptFrom", "Cover", "EmergencyAccess"),
    *("Incident", "IncidentGrant", "Location", "Visit", "VisitPart", "AgencyRequest", "Note"),
    *("Person", "PersonGrant", "Identity", "Contact", "Narrative", "Needs", "Assignment"),
    *("PersonMet", "Screening", "ScreeningAnswer", "StatedReason"),
    *("Referral", "ReferralAnswers", "Intervention", "Disruption", "Arrest"),
    *("IncidentFile", "PersonFile", "Evidence", "DraftOffer", "ReferralChecks"),
    *("ColleagueCheck", "CheckComment", "WrittenSection", "Priority", "Story"),
}


def told(model, **row) -> list[str]:
    """What happened to the rows of `model` that `row` describes, the latest last."""
    rows = history.past_of(model).objects.filter(**row).order_by("pgh_id")
    return list(rows.values_list("pgh_label", flat=True))


def test_a_history_is_kept_of_cases_and_of_who_may_see_them() -> None:
    assert {each.pgh_tracked_model.__name__ for each in history.kept()} == KEPT


def test_a_bulk_update_is_kept() -> None:
    incidents = [make.incident() for _ in range(3)]
    Incident.objects.filter(pk__in=[each.pk for each in incidents]).update(narrative="Other.")
    for incident in incidents:
        assert told(Incident, id=incident.pk) == ["added", "changed"]
        before, after = history.past_of(Incident).objects.filter(id=incident.pk).order_by("pgh_id")
        assert (before.narrative, after.narrative) == ("Invented.", "Other.")


def test_rows_added_together_and_written_over_by_the_same_statement_are_kept() -> None:
    person = make.person(make.incident())
    rows = [Identity(person=person, family_name="Invented")]
    Identity.objects.bulk_create(rows)
    assert told(Identity, person_id=person.pk) == ["added"]
    grant = person.grants.first()
    PersonGrant.objects.bulk_create(
        [PersonGrant(content_object=person, group=grant.group, permission=grant.permission,
                     sort_key=person.met_at, cause="desk", granted_by=grant.granted_by,
                     purpose="Invented")],
        update_conflicts=True,
        unique_fields=["group", "permission", "content_object"],
        update_fields=["purpose"],
    )  # fmt: skip
    assert told(PersonGrant, id=grant.pk) == ["added", "changed"]


def test_a_statement_written_by_hand_is_kept() -> None:
    incident = make.incident()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shop_incident SET narrative = 'By hand, 100%'")
        cursor.execute(
            "DELETE FROM shop_incidentgrant WHERE content_object_id = %(one)s", {"one": incident.pk}
        )
        assert cursor.rowcount > 0
    assert told(Incident, id=incident.pk) == ["added", "changed"]
    last = history.past_of(Incident).objects.latest("pgh_id")
    assert last.narrative == "By hand, 100%"
    assert set(told(IncidentGrant, content_object_id=incident.pk)) == {"added", "deleted"}


def test_what_was_deleted_is_kept_as_it_was() -> None:
    person = make.person(make.incident())
    bea = make.member(make.agency("housing"), "practitioner", name="Bea")
    assignment = make.assignment(person, bea.pk)
    number = assignment.pk
    Assignment.objects.all().delete()
    assert told(Assignment, id=number) == ["added", "deleted"]
    Capability.objects.create(membership=bea, kind="approver", valid_from=timezone.localdate())
    Membership.objects.update(roles=["agency_lead"])
    assert told(Membership, id=bea.pk) == ["added", "changed"]
    Capability.objects.all().delete()
    assert told(Capability, membership_id=bea.pk) == ["added", "deleted"]


def test_a_write_that_changes_nothing_is_no_change() -> None:
    incident = make.incident()
    Incident.objects.filter(pk=incident.pk).update(narrative=incident.narrative)
    assert told(Incident, id=incident.pk) == ["added"]


# Who


@pytest.mark.parametrize("door", ["page", "api"])
def test_who_wrote_and_in_which_request_stands_beside(door: str) -> None:
    member = make.member(make.agency("desk"), "coordinator", name="Amal")
    amal, incident = visitor(member.user, member.pk), make.incident()
    step = f"incidents/{incident.reference}/steps/monitor/"
    path, status = {"page": (f"/{step}", 302), "api": (f"/api/v1/{step}", 200)}[door]
    assert amal.knock(Knock(path, "post", {"note": "Invented."})).status_code == status
    row = history.past_of(Incident).objects.latest("pgh_id")
    event = AuditEvent.objects.latest("pk")
    assert row.pgh_context == {
        "user": member.user.pk,
        "agency": member.agency.pk,
        "request": str(event.request),
    }


def test_a_task_says_for_whom_it_acts() -> None:
    bea = make.actor(make.agency("housing"), "practitioner", name="Bea")
    person = make.person(make.incident())
    audit.begin()
    with fence.acting(bea):
        Person.objects.filter(pk=person.pk).update(working_label="Other")
    row = history.past_of(Person).objects.latest("pgh_id")
    run = str(audit.request_id())
    assert row.pgh_context == {"user": bea.user.pk, "agency": bea.agency.pk, "request": run}


def test_telling_who_writes_is_no_query_of_its_own(django_assert_num_queries) -> None:
    incident = make.incident()
    with django_assert_num_queries(1):
        Incident.objects.filter(pk=incident.pk).update(narrative="Other.")


# Nobody reads or changes it


def test_the_web_server_adds_to_the_past_and_can_neither_read_nor_change_it() -> None:
    person = make.person(make.incident(), granted_to=[make.agency("housing")])
    bea = make.actor(make.agency("housing"), "practitioner", name="Bea")
    make.assignment(person, bea.membership_id)
    with as_web_role(), fence.acting(bea):
        Identity.objects.create(person=person, family_name="Invented")
        Identity.objects.filter(person=person).update(family_name="Other")
    assert told(Identity, person_id=person.pk) == ["added", "changed"]
    for model in history.kept():
        table = model._meta.db_table
        for act in ("SELECT 1 FROM", "TRUNCATE", "DELETE FROM"):
            with as_web_role(), pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(f"{act} {table}")
        with as_web_role(), pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.update(pgh_label="x")


def test_not_even_the_owner_changes_the_past_by_mistake() -> None:
    make.incident()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        history.past_of(Incident).objects.update(narrative="x")


def test_the_command_tells_which_fields_were_changed_and_values_only_when_asked() -> None:
    person = make.person(make.incident())
    Identity.objects.create(person=person, family_name="Zqname")
    Identity.objects.update(family_name="Zqother")
    told = StringIO()
    call_command("change_history", person.reference, stdout=told)
    assert "Identity" in told.getvalue()
    assert "changed by user None of agency None in request" in told.getvalue()
    assert "Zq" not in told.getvalue()
    call_command("change_history", person.reference, "--values", stdout=told)
    assert "family_name='Zqother'" in told.getvalue()
    events = AuditEvent.objects.filter(act="read_history", reference=person.reference)
    events = events.order_by("pk")
    assert [event.detail for event in events] == [{"values": False}, {"values": True}]


def test_the_command_is_refused_to_the_application() -> None:
    person = make.person(make.incident())
    with as_web_role(), pytest.raises(CommandError, match="Only the owner"):
        call_command("change_history", person.reference)
