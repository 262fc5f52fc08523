"""The machine of steps: one writer of states, all or nothing, buttons that agree with it."""

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import AuditEvent
from casework.models import StatusChange
from casework.record_types import every
from casework.workflow import CannotBeDone
from shop.models import Incident
from shop.workflow import INCIDENT
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db

WITH_STEPS = [record_type for record_type in every() if record_type.workflow]


@pytest.mark.parametrize("record_type", WITH_STEPS, ids=str)
def test_steps_have_names_of_their_own_and_lead_to_known_states(record_type) -> None:
    steps = record_type.workflow.steps
    states = {code for code, _ in record_type.field(record_type.workflow.field).flatchoices}
    assert len({step.name for step in steps}) == len(steps)
    for step in steps:
        assert step.before <= states
        assert step.after in states
        assert step.after not in step.before
        assert step.label


@pytest.mark.parametrize("record_type", WITH_STEPS, ids=str)
def test_the_state_is_in_no_form(record_type) -> None:
    assert record_type.workflow.field not in record_type.entry_fields
    assert not record_type.field(record_type.workflow.field).editable


def test_the_row_is_locked_before_its_state_is_read() -> None:
    incident, amal = make.incident(), make.coordinator()
    with CaptureQueriesContext(connection) as captured:
        INCIDENT.take("monitor", incident, by=amal, at=timezone.now())
    assert any(each["sql"].endswith("FOR UPDATE") for each in captured)


def test_the_state_of_the_row_decides_not_that_of_the_page() -> None:
    incident, amal = make.incident(), make.coordinator()
    old = Incident.objects.get(pk=incident.pk)
    INCIDENT.take("monitor", incident, by=amal, at=timezone.now())
    with pytest.raises(CannotBeDone, match="Monitoring"):
        INCIDENT.take("monitor", old, by=amal, at=timezone.now())
    assert StatusChange.objects.filter(step="monitor").count() == 1


def test_who_may_not_see_the_record_is_told_it_does_not_exist() -> None:
    incident = make.incident()
    stranger = make.actor(make.agency("housing"), "practitioner")
    with pytest.raises(Http404):
        INCIDENT.take("monitor", incident, by=stranger, at=timezone.now())
    assert not AuditEvent.objects.filter(act="step:monitor").exists()


def test_a_step_nobody_knows_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        INCIDENT.step("fly")


def test_the_buttons_of_the_page_are_the_steps_that_may_be_taken() -> None:
    incident, amal = make.incident(), make.coordinator()
    page = signed_in(amal).get(f"/incidents/{incident.reference}/").content.decode()
    for step in INCIDENT.steps:
        href = f"/incidents/{incident.reference}/steps/{step.name}/"
        assert (href in page) == ("ACTIVE" in step.before), step.name


def test_a_step_taken_twice_says_what_it_is_now_and_keeps_what_was_typed() -> None:
    incident, client = make.incident(), signed_in(make.coordinator())
    path = f"/incidents/{incident.reference}/steps/close/"
    sent = {"outcome": "SAFEGUARDED", "note": "Six men are safe"}
    assert client.post(path, sent).status_code == 302
    answer = client.post(path, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This is now “Closed”" in page
    assert "Six men are safe" in page
