"""Signed-in browsers: when one begins, whether its person is still there, and how it ends.

What is written here goes to columns of the row, not into the session's data, so that two requests
at once do not undo each other.
"""

import enum
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from agencies.devices import device_of
from agencies.models import User
from agencies.session_models import Session

# After so many wrong tries in a row the lock asks for the second factor too; after so many more the
# browser is signed out. A try is counted before it is looked at.
TRIES_BY_PASSWORD_ALONE = 5
TRIES_IN_ALL = 10


class Standing(enum.Enum):
    """What a signed-in browser may be shown."""

    OPEN = "everything its person may see"
    NO_FACTOR = "only the page that asks for the second factor or sets it up"
    LOCKED = "only the lock; password or passkey alone opens it"
    SIGN_IN_AGAIN = "only the lock; it asks for a full sign-in"


BEHIND_THE_LOCK = (Standing.LOCKED, Standing.SIGN_IN_AGAIN)


def begin(request: HttpRequest, *, factor: bool, shared: bool = False) -> None:
    """Note a full sign-in of `request.user` with this browser. factor: a second one was given."""
    now = timezone.now()
    if request.session.session_key is None:
        request.session.create()
    _write(
        request,
        user=request.user,
        device=device_of(request.headers.get("User-Agent", "")),
        is_shared=shared,
        signed_in_at=now,
        active_at=now,
        factor_at=now if factor else None,
        locked_at=None,
        wrong_tries=0,
    )


def row_of(request: HttpRequest) -> Session | None:
    request.session.get(USER_KEY)  # reads the row, when nothing was read yet
    return request.session.row


def standing(request: HttpRequest, now: datetime | None = None) -> Standing:
    row, now = row_of(request), now or timezone.now()
    if row is None or row.signed_in_at is None or row.factor_at is None:
        return Standing.NO_FACTOR
    idle = now - row.active_at
    if (
        row.wrong_tries >= TRIES_BY_PASSWORD_ALONE
        or now - row.signed_in_at > settings.SIGN_IN_LASTS
        or idle > settings.SIGN_IN_LASTS_IDLE
        or (row.is_shared and idle > settings.LOCK_AFTER)
    ):
        return Standing.SIGN_IN_AGAIN
    # The page says at most once every ACTIVITY_EVERY that someone is typing.
    if row.locked_at or idle > settings.LOCK_AFTER + settings.ACTIVITY_EVERY:
        return Standing.LOCKED
    return Standing.OPEN


def still_waits_for_factor(request: HttpRequest) -> bool:
    """Whether the password was given so lately that the second factor may follow it."""
    row = row_of(request)
    if row is None or row.signed_in_at is None:
        return False
    return timezone.now() - row.signed_in_at <= settings.FACTOR_MAY_FOLLOW_FOR


def active(request: HttpRequest) -> None:
    """Someone is there. Written at most once every ACTIVITY_EVERY."""
    row, now = row_of(request), timezone.now()
    if row and row.active_at and now - row.active_at >= settings.ACTIVITY_EVERY:
        _write(request, active_at=now)


def factor_given(request: HttpRequest) -> None:
    _write(request, factor_at=timezone.now(), wrong_tries=0)


def lock(request: HttpRequest) -> None:
    _write(request, locked_at=timezone.now())


def unlock(request: HttpRequest) -> None:
    _write(request, locked_at=None, active_at=timezone.now(), wrong_tries=0)


def idle_for(request: HttpRequest) -> timedelta:
    """For how long nobody was there, as far as is known: at most ACTIVITY_EVERY too much."""
    return timezone.now() - row_of(request).active_at


def renew(request: HttpRequest) -> None:
    """Both factors were given where a session had begun: everything anew, the key as well."""
    shared = row_of(request).is_shared
    request.session.cycle_key()
    begin(request, factor=True, shared=shared)


def count_try(request: HttpRequest) -> int:
    """One more try at the lock, however it ends; `unlock` forgets them. Returns how many.

    Counted by the database, so that many guesses sent at once are as many tries.
    """
    _write(request, wrong_tries=F("wrong_tries") + 1)
    return row_of(request).wrong_tries


def sessions_of(user: User) -> QuerySet[Session]:
    """Where `user` is signed in, the latest first."""
    return Session.objects.filter(
        user=user, signed_in_at__isnull=False, expire_date__gt=timezone.now()
    ).order_by("-active_at")


def end_sessions(user: User, except_key: str | None = None) -> int:
    """Sign `user` out everywhere, at once, but for the session of that key. Returns how many."""
    ended = Session.objects.filter(user=user)
    if except_key:
        ended = ended.exclude(session_key=except_key)
    return ended.delete()[0]


def end(ended: Iterable[Session]) -> int:
    """Sign those browsers out, at once. Returns how many were still signed in."""
    return Session.objects.filter(pk__in=[each.pk for each in ended]).delete()[0]


def _write(request: HttpRequest, **facts) -> None:
    key = request.session.session_key
    Session.objects.filter(session_key=key).update(**facts)
    request.session.row = Session.objects.filter(session_key=key).first()
