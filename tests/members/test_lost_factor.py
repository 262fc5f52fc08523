"""A lost second factor: seen by one, released by another, never by email."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from agencies import factors
from agencies.acting import actor_by_membership
from agencies.factors import factors_of
from agencies.models import AuditEvent, Membership
from agencies.session_models import Session
from casework.workflow import CannotBeDone
from members.lost_factor import LOST_FACTOR
from members.models import LostFactor
from tests import make
from tests.casework.visitors import signed_in
from tests.signing_in import is_as_if

pytestmark = pytest.mark.django_db

SEEN = {"seen_how": "video", "note": "She held her badge up"}


@pytest.fixture
def lead():
    return make.actor(make.agency("charity"), "agency_lead", name="Lea")


@pytest.fixture
def desk():
    return make.coordinator()


@pytest.fixture
def nia() -> Membership:
    """Works for the charity, and has an app and recovery codes."""
    member = make.member(make.agency("charity"), "practitioner", name="Nia")
    factors.add_app(member.user, "JBSWY3DPEHPK3PXP")
    factors.codes_are_kept(member.user)
    return member


def seen(by, member: Membership, **changes):
    return signed_in(by).post(f"/members/{member.handle}/lost-factor/", SEEN | changes)


def step(by, lost: LostFactor, name: str, **data):
    return signed_in(by).post(f"/lost-factors/{lost.reference}/{name}/", data)


def test_the_lead_sees_them_the_desk_releases_and_every_session_ends(lead, desk, nia) -> None:
    browser, elsewhere = (
        signed_in(actor_by_membership(nia.pk)),
        signed_in(actor_by_membership(nia.pk)),
    )
    assert "They lost their second factor" in (
        signed_in(lead).get(f"/members/{nia.handle}/").content.decode()
    )
    answer = seen(lead, nia)
    lost = LostFactor.objects.get()
    assert answer.headers["Location"] == f"/lost-factors/{lost.reference}/"
    assert factors_of(nia.user).are_set_up
    assert browser.get("/my-work/").status_code == 200
    assert lost.reference in signed_in(desk).get("/my-work/").content.decode()
    page = signed_in(desk).get(f"/lost-factors/{lost.reference}/").content.decode()
    assert "By video" in page
    assert "She held her badge up" in page
    assert step(desk, lost, "release").status_code == 302
    assert not factors_of(nia.user).are_set_up
    assert factors_of(nia.user).codes_left == 0
    assert not Session.objects.filter(user=nia.user).exists()
    for client in (browser, elsewhere):
        assert client.get("/my-work/").headers["Location"].startswith("/sign-in/")
    lost.refresh_from_db()
    assert lost.status == "released"
    told = AuditEvent.objects.filter(reference=lost.reference).values_list("act", flat=True)
    assert set(told) >= {"lost_factor", "step:release", "factors_removed"}
    assert mail.outbox == []


def test_who_saw_them_does_not_release_it_and_nobody_does_for_themselves(desk) -> None:
    other = make.actor(make.agency("desk"), "coordinator", name="Dov")
    amal = Membership.objects.get(pk=desk.membership_id)
    assert "You cannot do this for yourself" in seen(desk, amal).content.decode()
    assert seen(other, amal).status_code == 302
    lost = LostFactor.objects.get()
    assert "You saw this member yourself" in step(other, lost, "release").content.decode()
    assert "You cannot do this for yourself" in step(desk, lost, "release").content.decode()
    lost.refresh_from_db()
    assert lost.status == "checked"
    third = make.actor(make.agency("charity"), "administrator", name="Olu")
    assert lost.reference in signed_in(third).get("/members/").content.decode()
    assert step(third, lost, "release").status_code == 302


def test_the_desk_sees_only_whom_no_lead_knows(lead, desk, nia) -> None:
    assert "The lead of their agency sees them" in seen(desk, nia).content.decode()
    assert "They lost their second factor" not in (
        signed_in(desk).get(f"/members/{nia.handle}/").content.decode()
    )
    own = Membership.objects.get(pk=lead.membership_id)
    assert seen(desk, own).status_code == 302
    assert LostFactor.objects.get().member == own


def test_a_lead_releases_nothing_and_sees_nobody_of_another_agency(lead, nia) -> None:
    assert seen(lead, nia).status_code == 302
    lost = LostFactor.objects.get()
    second = make.actor(lead.agency, "agency_lead", name="Ola")
    assert step(second, lost, "release").status_code == 403
    stranger = make.actor(make.agency("housing"), "agency_lead", name="Stan")
    assert seen(stranger, nia).status_code == 404
    client = signed_in(stranger)
    for path in (f"/lost-factors/{lost.reference}/", f"/lost-factors/{lost.reference}/release/"):
        assert client.get(path).status_code == 404
    assert factors_of(nia.user).are_set_up
    assert step(second, lost, "take-back", note="She found it").status_code == 302


@pytest.mark.parametrize("role", ["practitioner", "support_worker", "analyst", "records_officer"])
def test_others_record_nothing(role: str, nia) -> None:
    other = make.actor(make.agency("charity"), role, name="Other")
    assert seen(other, nia).status_code in (403, 404)
    assert not LostFactor.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"seen_how": ""}, "Select how you saw them"), ({"seen_how": "phone"}, "Select"),
     ({"note": " "}, "Enter how you know")],
)  # fmt: skip
def test_it_says_what_is_missing(lead, nia, wrong, sentence) -> None:
    assert sentence in seen(lead, nia, **wrong).content.decode()
    assert not LostFactor.objects.exists()


def test_it_is_asked_once_and_with_a_fresh_factor(lead, desk, nia) -> None:
    assert seen(lead, nia).status_code == 302
    assert "waits for release already" in seen(lead, nia).content.decode()
    lost = LostFactor.objects.get()
    stale = signed_in(desk)
    is_as_if(stale, factor_at=timezone.now() - timedelta(minutes=11))
    for method in (stale.get, stale.post):
        answer = method(f"/lost-factors/{lost.reference}/release/")
        assert answer.headers["Location"] == "/sign-in/code/"
    assert factors_of(nia.user).are_set_up
    LOST_FACTOR.take("release", lost, by=desk, at=timezone.now())
    with pytest.raises(CannotBeDone):
        LOST_FACTOR.take("release", lost, by=desk, at=timezone.now())
