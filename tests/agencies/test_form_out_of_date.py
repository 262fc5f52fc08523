"""A form whose token is none of this browser's saves nothing and gives back what was typed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import AuditEvent
from shop.models import Note
from tests import make
from tests.signing_in import is_as_if, sign_in

pytestmark = pytest.mark.django_db
TYPED = "The landlord came back on Tuesday with two men"


@pytest.fixture
def posted():
    """posted(prepare): what is answered to a note that comes with an old token."""

    def post(prepare=lambda client: None):
        member = make.member(make.agency("housing"), "practitioner", name="Bea")
        incident = make.incident(granted_to=[member.agency])
        client = sign_in(member.user, member.pk, Client(enforce_csrf_checks=True))
        prepare(client)
        path = f"/incidents/{incident.reference}/notes/add/"
        return client.post(path, {"text": TYPED, "csrfmiddlewaretoken": "of another day"})

    return post


def test_what_was_typed_comes_back_and_nothing_is_saved(posted) -> None:
    answer = posted()
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This page was open for too long" in page
    assert TYPED in page
    assert not Note.objects.exists()
    assert AuditEvent.objects.filter(act="refused").count() == 1


@pytest.mark.parametrize(
    "facts", [{"locked_at": timezone.now()}, {"active_at": timezone.now() - timedelta(hours=2)}]
)
def test_behind_a_lock_it_does_not(posted, facts: dict) -> None:
    answer = posted(lambda client: is_as_if(client, **facts))
    assert answer.status_code == 403
    assert TYPED not in answer.content.decode()


def test_a_stranger_is_told_the_same_and_gets_nothing_back() -> None:
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post("/incidents/INC-234567-8/notes/add/", {"text": TYPED})
    assert answer.status_code == 403
    assert TYPED not in answer.content.decode()
