"""Somebody proposes, somebody else approves, the person joins by a link that works once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agencies.models import AuditEvent, Capability, Membership, User
from agencies.policy import Role
from members import letters
from members.models import Invitation
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "three violet kettles sing"


@pytest.fixture
def lead():
    return make.actor(make.agency("charity"), "agency_lead", name="Lea")


@pytest.fixture
def desk():
    return make.coordinator()


def proposal(**changes) -> dict:
    return {
        "name": "Nia Newcome",
        "email": "Nia@Example.org",
        "roles": ["practitioner", "support_worker"],
        "capable_until": "",
        **changes,
    }


def proposed(by, **changes) -> Invitation:
    answer = signed_in(by).post("/members/invite/", proposal(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return Invitation.objects.get(reference=answer.headers["Location"].split("/")[2])


def step(by, invitation: Invitation, name: str, **data):
    return signed_in(by).post(f"/invitations/{invitation.reference}/{name}/", data)


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/join/\S+/)", message.body).group(1)


def invited(by, desk, django_capture_on_commit_callbacks, **changes) -> tuple[Invitation, str]:
    invitation = proposed(by, **changes)
    assert step(desk, invitation, "approve").status_code == 302
    letters.write_to(invitation.pk)
    return invitation, link_in(mail.outbox[-1])


def opened(link: str) -> Client:
    client = Client()
    assert client.get(link).headers["Location"] == "/join/"
    return client


def test_a_lead_proposes_the_desk_approves_and_the_person_joins(
    lead, desk, django_capture_on_commit_callbacks
) -> None:
    invitation, link = invited(lead, desk, django_capture_on_commit_callbacks)
    client = opened(link)
    assert "Join Charity" in client.get("/join/").content.decode()
    answer = client.post("/join/", {"password": PASSWORD})
    assert answer.status_code == 302
    place = Membership.objects.get(user__email="nia@example.org")
    assert (place.agency, place.roles) == (lead.agency, ["practitioner", "support_worker"])
    assert place.user.check_password(PASSWORD)
    invitation.refresh_from_db()
    assert (invitation.status, invitation.digest) == ("joined", "")
    told = AuditEvent.objects.filter(reference=invitation.reference).values_list("act", flat=True)
    assert set(told) >= {"propose_member", "step:approve", "step:join"}


def test_the_letter_names_nobody_and_nothing(
    lead, desk, django_capture_on_commit_callbacks
) -> None:
    invited(lead, desk, django_capture_on_commit_callbacks)
    letter = mail.outbox[-1]
    assert letter.to == ["nia@example.org"]
    said = f"{letter.subject} {letter.body}"
    assert [word for word in ("Nia", "Newcome", "Charity", "Lea", "support") if word in said] == []


def test_a_task_and_the_database_hold_no_link_that_works(
    lead, desk, django_capture_on_commit_callbacks
) -> None:
    invitation = proposed(lead)
    with django_capture_on_commit_callbacks() as left_to_do:
        step(desk, invitation, "approve")
    assert len(left_to_do) == 1
    letters.write_to(invitation.pk)
    secret = link_in(mail.outbox[-1]).split("/")[2]
    invitation.refresh_from_db()
    kept = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert secret not in str(kept)
    assert invitation.digest == letters.digest_of(secret)


def test_nobody_approves_whom_they_proposed_nor_themselves(desk) -> None:
    make.agency("charity")
    invitation = proposed(desk, agency="charity")
    answer = step(desk, invitation, "approve")
    assert "You proposed this yourself" in answer.content.decode()
    other = make.actor(make.agency("desk"), "coordinator", name="Nia Newcome")
    Invitation.objects.filter(pk=invitation.pk).update(email=other.user.email)
    answer = step(other, invitation, "approve")
    assert "You cannot do this for yourself" in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.status == "proposed"
    third = make.actor(make.agency("charity"), "administrator", name="Olu")
    assert step(third, invitation, "approve").status_code == 302


def test_a_lead_decides_nothing(lead) -> None:
    other = make.actor(lead.agency, "agency_lead", name="Ola")
    invitation = proposed(lead)
    assert step(other, invitation, "approve").status_code == 403
    assert step(other, invitation, "take-back", note="Not now").status_code == 302


def test_another_agency_s_members_and_invitations_do_not_exist(lead) -> None:
    stranger = make.actor(make.agency("housing"), "agency_lead", name="Stan")
    invitation = proposed(lead)
    member = Membership.objects.get(pk=lead.membership_id)
    client = signed_in(stranger)
    assert client.get(f"/invitations/{invitation.reference}/").status_code == 404
    assert client.get(f"/members/{member.handle}/").status_code == 404
    assert client.post(f"/members/{member.handle}/left/", {"reason": "x"}).status_code == 404
    page = client.get("/members/").content.decode()
    assert "Lea" not in page
    assert invitation.reference not in page


@pytest.mark.parametrize("role", [r for r in Role.values if r not in
                                  ("agency_lead", "coordinator", "administrator")])  # fmt: skip
def test_others_look_after_nobody(role: str) -> None:
    client = signed_in(make.actor(make.agency("charity"), role, name="Other"))
    assert client.get("/members/").status_code == 403
    assert client.get("/members/invite/").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": "nobody"}, "Enter an email address"),
        ({"email": "lea@example.org"}, "You cannot do this for yourself"),
        ({"roles": []}, "Select at least one role"),
        ({"roles": ["administrator"]}, "Select"),
        ({"roles": ["coordinator"]}, "Select"),
        ({"capabilities": ["first_responder"]}, "is not a first responder organisation"),
        ({"capable_until": "2020-01-01"}, "Date must be in the future"),
    ],
    ids=str,
)
def test_what_will_not_do_is_said_and_typed_words_stay(lead, wrong, sentence) -> None:
    answer = signed_in(lead).post("/members/invite/", proposal(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Newcome" in page or "name" in wrong
    assert not Invitation.objects.exists()


def test_one_person_is_invited_once_to_one_agency(lead, desk) -> None:
    proposed(lead)
    page = signed_in(lead).post("/members/invite/", proposal()).content.decode()
    assert "They are invited already" in page
    make.member(lead.agency, "practitioner", name="Mo")
    page = signed_in(lead).post("/members/invite/", proposal(email="mo@example.org"))
    assert "They work here already" in page.content.decode()


def test_a_link_works_once_for_seven_days_and_until_a_new_one(
    lead, desk, django_capture_on_commit_callbacks
) -> None:
    invitation, first = invited(lead, desk, django_capture_on_commit_callbacks)
    assert step(desk, invitation, "send-again").status_code == 302
    letters.write_to(invitation.pk)
    second = link_in(mail.outbox[-1])
    assert opened(first).get("/join/").status_code == 410
    late = timezone.now() - timedelta(seconds=1)
    ends_at = Invitation.objects.get(pk=invitation.pk).link_ends_at
    Invitation.objects.filter(pk=invitation.pk).update(link_ends_at=late)
    assert opened(second).post("/join/", {"password": PASSWORD}).status_code == 410
    Invitation.objects.filter(pk=invitation.pk).update(link_ends_at=ends_at)
    assert opened(second).post("/join/", {"password": PASSWORD}).status_code == 302
    assert opened(second).post("/join/", {"password": PASSWORD}).status_code == 410
    assert opened("/join/nothing-like-it/").get("/join/").status_code == 410
    assert Client().get("/join/").status_code == 410


def test_a_link_alone_does_not_act_for_who_signs_in_already(
    lead, desk, django_capture_on_commit_callbacks
) -> None:
    nia = make.actor(make.agency("housing"), "practitioner", name="Nia")
    before = User.objects.get(pk=nia.user.pk).password
    _, link = invited(lead, desk, django_capture_on_commit_callbacks, email="nia@example.org")
    client = opened(link)
    assert "You have an account already" in client.get("/join/").content.decode()
    client.post("/join/", {"password": PASSWORD})
    nia.user.refresh_from_db()
    assert nia.user.password == before
    assert nia.user.memberships.count() == 1
    own = signed_in(nia)
    own.get(link)
    assert own.post("/join/").status_code == 302
    assert {place.agency.code for place in nia.user.memberships.all()} == {"housing", "charity"}


def test_a_weak_password_is_refused_and_the_link_still_works(
    lead, desk, django_capture_on_commit_callbacks
) -> None:
    _, link = invited(lead, desk, django_capture_on_commit_callbacks)
    client = opened(link)
    answer = client.post("/join/", {"password": "password"})
    assert answer.status_code == 200
    assert not User.objects.filter(email="nia@example.org").exists()
    assert client.post("/join/", {"password": PASSWORD}).status_code == 302


def test_what_a_member_does_is_changed_by_two(lead, desk) -> None:
    charity = lead.agency
    charity.is_first_responder = True
    charity.save()
    mo = make.member(charity, "practitioner", name="Mo", capabilities=["duty_officer"])
    client = signed_in(lead)
    until = timezone.localdate() + timedelta(days=300)
    answer = client.post(
        f"/members/{mo.handle}/change/",
        {
            "roles": ["practitioner", "agency_lead"],
            "capabilities": ["first_responder"],
            "capable_until": until.isoformat(),
        },
    )
    assert answer.status_code == 302
    mo.refresh_from_db()
    assert mo.roles == ["practitioner"]
    invitation = Invitation.objects.get(member=mo)
    page = signed_in(desk).get(f"/invitations/{invitation.reference}/").content.decode()
    assert "Approve the change" in page
    assert "Approve and invite" not in page
    assert "nothing to send" in step(desk, invitation, "approve").content.decode()
    assert step(desk, invitation, "change").status_code == 302
    mo.refresh_from_db()
    assert mo.roles == ["practitioner", "agency_lead"]
    today = timezone.localdate()
    assert {(one.kind, one.valid_from == today, one.valid_to) for one in mo.capabilities.all()} == {
        ("duty_officer", False, today - timedelta(days=1)),
        ("first_responder", True, until),
    }
    assert Capability.objects.count() == 2


def test_nobody_changes_what_they_do_themselves(lead) -> None:
    own = Membership.objects.get(pk=lead.membership_id)
    answer = signed_in(lead).get(f"/members/{own.handle}/change/")
    assert answer.status_code == 403


def test_those_who_may_approve_find_it_in_their_work(lead, desk) -> None:
    invitation = proposed(lead)
    page = signed_in(desk).get("/my-work/").content.decode()
    assert invitation.reference in page
    assert "People to let in" in page
    assert invitation.reference not in signed_in(lead).get("/my-work/").content.decode()
