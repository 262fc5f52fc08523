"""Passkeys: a key that a device keeps and opens by a finger, a face or a number.

A page asks for a passkey in two steps. Its script posts to the address of a challenge, hands the
answer to the browser, and posts what the browser gives back as `credential`
(`assets/js/passkeys.js` does both for any form with `data-passkey`).

To ask the person who is signed in, for instance to unlock a page: the address `passkey_challenge`
makes the challenge (`challenge`), and `is_given(request, request.POST["credential"])` says whether
the answer is right. Both slow down guessing and keep the challenge in the session.
"""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from agencies.models import User

NOT_GIVEN = "The passkey was not accepted. Try again, or give a code instead"
NOT_ADDED = "The passkey was not added. Try again, or use another device"
# What a script can send instead of a credential makes the library stumble in as many ways.
STUMBLES = (KeyError, TypeError, ValueError, AttributeError, IndexError)


def challenge(request: HttpRequest) -> dict:
    """What the browser of the person who is signed in needs to answer with one of their keys."""
    return dict(auth.begin_authentication(request.user))


def is_given(request: HttpRequest, credential: str) -> bool:
    """Whether `credential` answers the last challenge with a key of the person signed in."""
    return _answered(credential, request.user) is not None


def challenge_to_anybody() -> dict:
    """For signing in by passkey alone: the device knows whose keys it has."""
    return dict(auth.begin_authentication(None))


def owner(credential: str) -> User | None:
    """Whose key answered the last challenge to anybody; None when no key did."""
    found = _answered(credential, None)
    return found.user if found and found.user.is_active else None


def _answered(credential: str, user: User | None) -> Authenticator | None:
    form = AuthenticateWebAuthnForm({"credential": credential}, user=user)
    try:
        if not form.is_valid():
            return None
    except STUMBLES:
        return None
    found = form.cleaned_data["credential"]
    found.record_usage()
    return found


def options(user: User) -> dict:
    """What the browser needs to make a key for `user` that opens by finger, face or number."""
    return dict(auth.begin_registration(user, passwordless=True))


@transaction.atomic
def add(user: User, credential: str, name: str) -> None:
    """Keep the key that a browser made; recovery codes with the first factor.

    Raises ValidationError when it does not answer what was asked, or asks the person for nothing.
    """
    try:
        answer = json.loads(credential)
        auth.parse_registration_response(answer)
        made = auth.complete_registration(answer)
    except (ValidationError, *STUMBLES) as why:
        raise ValidationError(NOT_ADDED) from why
    if not made.is_user_verified():
        raise ValidationError(NOT_ADDED)
    auth.WebAuthn.add(user, name, answer)
    RecoveryCodes.activate(user)
