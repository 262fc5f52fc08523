"""Somebody at a browser, signed in with their second factor: the way for tests to have a client."""

from django.conf import settings
from django.test import Client
from django.utils import timezone

from agencies.middleware import SESSION_KEY
from agencies.models import User
from agencies.session_models import Session


def sign_in(user: User, membership_id: int | None = None, client: Client | None = None) -> Client:
    """A client of `user`, with the second factor just given, acting for that membership."""
    client = client or Client()
    client.force_login(user)
    if membership_id:
        session = client.session
        session[SESSION_KEY] = membership_id
        session.save()
    now = timezone.now()
    is_as_if(client, user=user, signed_in_at=now, active_at=now, factor_at=now)
    return client


def is_as_if(client: Client, **facts) -> None:
    """Put facts into the client's session: when its person was last there, and so on."""
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert Session.objects.filter(session_key=key).update(**facts) == 1
