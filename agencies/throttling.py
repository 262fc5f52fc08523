"""How guessing of passwords is slowed down, without letting a stranger keep others out.

Wrong passwords are counted by django-axes for an account and an address together. A browser in
which someone signed in before counts by itself, so that even a stranger at the same address holds
up only new browsers there. Where an account is tried from many addresses, or many accounts from
one, each new browser has fewer tries; nobody is ever made to wait longer than AXES_COOLOFF_TIME.
"""

import ipaddress
import secrets

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.db.models import Q, Sum
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from agencies.models import User

TRIES = 5
TRIES_UNDER_ATTACK = 2
# So many wrong passwords in a cool-off time, for one account or from one address, are an attack.
ATTACK = 20
COOKIE = "known_browser"
SALT = "agencies.throttling"
REMEMBERED_FOR = 90 * 24 * 60 * 60
AT_ONE_BROWSER = 5


class Handler(AxesDatabaseHandler):
    """Keeps of a wrong password when, from which address and a digest of for whom. No more."""

    def user_login_failed(self, sender, credentials: dict, request=None, **kwargs) -> None:
        if request is not None:
            request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        super().user_login_failed(sender, credentials, request, **kwargs)


@receiver(pre_save, sender=AccessAttempt, dispatch_uid="agencies.throttling.forget")
def forget_what_was_typed(sender, instance: AccessAttempt, **kwargs) -> None:
    instance.get_data = instance.post_data = ""


def counted_for(request: HttpRequest, credentials: dict | None) -> str:
    """Under what a try is counted: a digest of the account, and the browser where it is known."""
    account = _account(credentials["username"] if credentials else request.POST.get("username"))
    browser = _browser(request)
    return f"{account}:{browser['id']}" if account in browser["for"] else account


def limit(request: HttpRequest, credentials: dict | None) -> int:
    """How many tries there are within a cool-off time."""
    counted = counted_for(request, credentials)
    if ":" in counted:
        return TRIES
    recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
    here = Q(ip_address=request.axes_ip_address)
    for wrong in (Q(username=counted) & ~here, here & ~Q(username=counted)):
        sum_of = recent.filter(wrong).aggregate(all=Sum("failures_since_start"))
        if (sum_of["all"] or 0) >= ATTACK:
            return TRIES_UNDER_ATTACK
    return TRIES


def address_of(request: HttpRequest) -> str | None:
    """From where it was asked; of a longer address the network, which is one connection's."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.CLIENT_ADDRESS_HEADER:
        told = request.headers.get(settings.CLIENT_ADDRESS_HEADER, told).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def nobody(username: str, ip_address: str, user_agent: str, path_info: str, request) -> str:
    """What axes writes into the log about who it was."""
    return "somebody"


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Note, for the next time, that `user` signed in with this browser, second factor and all."""
    browser, account = _browser(request), _account(user.email)
    known = [account, *(one for one in browser["for"] if one != account)][:AT_ONE_BROWSER]
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": browser["id"] or secrets.token_hex(8), "for": known}, salt=SALT),
        max_age=REMEMBERED_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _browser(request: HttpRequest) -> dict:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=REMEMBERED_FOR)
    except signing.BadSignature:
        return {"id": "", "for": []}


def _account(typed: str | None) -> str:
    """A digest of an address, which without the secret key cannot be found out by trying."""
    return salted_hmac(SALT, (typed or "").strip().lower(), algorithm="sha256").hexdigest()[:32]
