"""A leaver is out in one act: signed in or not, by page or by token; their work goes on."""

import pytest

from agencies import access
from agencies.acting import actor_by_membership
from agencies.models import AuditEvent, Membership
from agencies.tokens import new_token
from shop.models import ReportDraft
from tests import make
from tests.casework.visitors import signed_in
from victims.models import Assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make.actor(make.agency("charity"), "agency_lead", name="Lea")


@pytest.fixture
def mo(lead) -> Membership:
    return make.member(lead.agency, "practitioner", name="Mo", capabilities=["first_responder"])


@pytest.fixture
def ola(lead) -> Membership:
    return make.member(lead.agency, "practitioner", name="Ola")


def leaves(by, member: Membership, **data):
    return signed_in(by).post(
        f"/members/{member.handle}/left/", {"reason": "Moved to another job", **data}
    )


def test_their_open_page_and_their_token_end_at_once(lead, mo) -> None:
    client = signed_in(actor_by_membership(mo.pk))
    token = {"Authorization": f"Token {new_token(mo)}"}
    assert client.get("/my-work/").status_code == 200
    assert client.get("/api/v1/incidents/", headers=token).status_code == 200
    assert leaves(lead, mo).status_code == 302
    assert client.get("/my-work/").status_code == 302
    assert client.get("/api/v1/incidents/", headers=token).status_code == 401
    mo.refresh_from_db()
    assert (mo.is_active, mo.ended_reason) == (False, "Moved to another job")
    assert not mo.user.is_active
    assert AuditEvent.objects.filter(act="left", reference=str(mo.handle)).count() == 1


def test_what_they_had_open_goes_to_a_colleague(lead, mo, ola) -> None:
    incident = make.incident(granted_to=[lead.agency])
    person = make.person(incident, granted_to=[lead.agency])
    other = make.person(incident, granted_to=[lead.agency])
    make.assignment(person, mo.pk)
    make.assignment(other, mo.pk)
    make.assignment(other, ola.pk)
    draft = make.referral(make.screening(person, by="charity"), at=None, author=mo)
    sent = make.referral(make.screening(other, by="charity"), author=mo)
    ReportDraft.objects.create(membership=mo, reference="DRF-AAAAAA-A")
    page = signed_in(lead).get(f"/members/{mo.handle}/left/").content.decode()
    for words in ("2 people they are assigned to", "1 referral not yet sent", "1 incident begun"):
        assert words in page
    assert "Ola, Agency worker (not a first responder)" in page
    assert "Select who takes over" in leaves(lead, mo).content.decode()
    assert Membership.objects.get(pk=mo.pk).is_active
    assert leaves(lead, mo, to=str(ola.handle)).status_code == 302
    assert set(Assignment.objects.values_list("person", "membership")) == {
        (person.pk, ola.pk),
        (other.pk, ola.pk),
    }
    draft.refresh_from_db()
    sent.refresh_from_db()
    assert (draft.author_id, sent.author_id) == (ola.pk, mo.pk)
    assert ReportDraft.objects.get().membership_id == ola.pk


def test_a_place_elsewhere_stays(lead, mo) -> None:
    elsewhere = make.member(make.agency("housing"), "practitioner", name="Mo")
    leaves(lead, mo)
    mo.user.refresh_from_db()
    assert mo.user.is_active
    actor = actor_by_membership(elsewhere.pk)
    assert access.may(actor, "see", "incident")
    assert actor_by_membership(mo.pk) is None


def test_nobody_records_of_themselves_that_they_left(lead) -> None:
    own = Membership.objects.get(pk=lead.membership_id)
    assert "You cannot do this for yourself" in leaves(lead, own).content.decode()
    assert Membership.objects.get(pk=own.pk).is_active


def test_who_left_is_not_asked_to_leave_again(lead, mo) -> None:
    leaves(lead, mo)
    assert "left already" in leaves(lead, mo).content.decode()
    page = signed_in(lead).get(f"/members/{mo.handle}/").content.decode()
    assert "Moved to another job" in page
    assert "They left" not in page


def test_an_agency_worker_ends_no_place(lead, mo, ola) -> None:
    assert leaves(actor_by_membership(ola.pk), mo).status_code == 404
