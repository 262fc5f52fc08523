"""Second factors: codes from an app, passkeys, recovery codes.

This module and `passkeys.py` alone know allauth, which keeps the factors, checks them and slows
down guessing. When a factor was last given stands on the session's row, see `sessions.py`.
"""

from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agencies.factor_adapter import WRONG
from agencies.models import User

APP = Authenticator.Type.TOTP
PASSKEY = Authenticator.Type.WEBAUTHN
CODES = Authenticator.Type.RECOVERY_CODES
# Three steps of half a minute, as MFA_TOTP_TOLERANCE says.
A_CODE_IS_TAKEN_FOR = 90
THE_LAST = "You need one way to give a second factor. Add another one first"


@dataclass(frozen=True)
class Factors:
    """What someone has. codes_seen: they have said that they keep their recovery codes."""

    app: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    codes_left: int
    codes_seen: bool

    @property
    def are_set_up(self) -> bool:
        return bool(self.app or self.passkeys)


def factors_of(user: User) -> Factors:
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = next((row.wrap() for row in rows if row.type == CODES), None)
    return Factors(
        app=next((row for row in rows if row.type == APP), None),
        passkeys=tuple(row for row in rows if row.type == PASSKEY),
        codes_left=len(codes.get_unused_codes()) if codes else 0,
        codes_seen=bool(codes and codes.did_view),
    )


def handle_of(factor: Authenticator) -> str:
    """Names a factor in addresses, where a counter would tell how many there are."""
    return salted_hmac("agencies.factors.handle", str(factor.pk)).hexdigest()[:16]


# Giving one


class CodeForm(BaseAuthenticateForm):
    """A code of the app, or a recovery code. Valid, it is used up; `authenticator` gave it."""

    code = forms.CharField(
        label="Code from your app, or a recovery code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Enter the code"},
    )

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == APP:
            use_up(self.user, code)
        self.authenticator.record_usage()
        return code

    @property
    def was_recovery_code(self) -> bool:
        return self.authenticator.type == CODES


def use_up(user: User, code: str) -> None:
    """Take a code of the app once. Raises ValidationError when it was taken already."""
    digits = "".join(filter(str.isdigit, code))
    digest = salted_hmac("agencies.factors.used", f"{user.pk}:{digits}").hexdigest()
    if not cache.add(f"code-used:{digest}", True, A_CODE_IS_TAKEN_FOR):
        raise ValidationError("That code was used already. Wait until the app shows the next one")


def code_now(secret: str, *, step: int = 0) -> str:
    """What an app with `secret` shows; step: so many half minutes later."""
    now = int(timezone.now().timestamp()) // app_settings.TOTP_PERIOD
    return totp.format_hotp_value(totp.hotp_value(secret, now + step))


# Setting one up


class AppForm(forms.Form):
    """The first code of an app that holds `secret`, which waits in the session until then."""

    code = forms.CharField(
        label="The 6 numbers that the app shows now",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Enter the 6 numbers that the app shows"},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, totp.get_totp_secret()

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        right_again = check_rate_limit(self.user)
        if not totp.validate_totp_code(self.secret, code):
            raise ValidationError(WRONG.removesuffix(", or a recovery code"))
        use_up(self.user, code)
        right_again()
        return code


def address_for_app(user: User, secret: str) -> str:
    """What the picture that the app reads says."""
    return get_adapter().build_totp_url(user, secret)


@transaction.atomic
def add_app(user: User, secret: str) -> None:
    """In place of the app that they had, if any; recovery codes with the first factor."""
    _alone(user)
    Authenticator.objects.filter(user=user, type=APP).delete()
    totp.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)


def recovery_codes(user: User) -> list[str]:
    """Those not used yet. Shown until they say that they keep them, then never again."""
    row = Authenticator.objects.filter(user=user, type=CODES).first()
    return [] if row is None or row.wrap().did_view else row.wrap().get_unused_codes()


def codes_are_kept(user: User) -> None:
    Authenticator.objects.get(user=user, type=CODES).wrap().mark_as_viewed()


@transaction.atomic
def renew_recovery_codes(user: User) -> None:
    _alone(user)
    Authenticator.objects.filter(user=user, type=CODES).delete()
    RecoveryCodes.activate(user)


# Taking away


@transaction.atomic
def remove(factor: Authenticator) -> None:
    """Raises ValidationError for the last one: nobody works here with a password alone."""
    _alone(factor.user)
    others = Authenticator.objects.filter(user=factor.user).exclude(type=CODES)
    if not others.exclude(pk=factor.pk).exists():
        raise ValidationError(THE_LAST)
    factor.delete()


def remove_all(user: User) -> int:
    """For one who lost them, once two people have seen to it. Returns how many there were."""
    _alone(user)
    return Authenticator.objects.filter(user=user).delete()[0]


def _alone(user: User) -> None:
    """One change of a person's factors at a time."""
    User.objects.select_for_update().get(pk=user.pk)
