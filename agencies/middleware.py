"""Every request: who is acting, and no answer with case data that the audit does not know."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch

from agencies import audit, fence, lock, sessions, showing
from agencies.acting import Actor, actor_by_membership
from agencies.sessions import Standing

logger = logging.getLogger(__name__)

SESSION_KEY = "membership"
SEVERAL = "several memberships"
NOTHING_SHOWN = (
    "The service cannot note what it shows at the moment, so it shows nothing. "
    "Try again in a few minutes."
)
LIKE_A_REFERENCE = re.compile(r"[A-Z]{3}-[A-Z0-9]{6}-[A-Z0-9]")


def open_to_all(view: Callable) -> Callable:
    """Mark a view that shows nothing of anybody's work and needs no signing in."""
    view.open_to_all = True
    return view


def shows_no_records(view: Callable) -> Callable:
    """Mark a signed-in view that shows no record, so that it leaves no audit event."""
    view.shows_no_records = True
    return view


def only_reads(view: Callable) -> Callable:
    """Mark a view that changes no record when posted to, such as search: it may read by emergency
    access as pages do."""
    view.only_reads = True
    return view


def at_the_lock(view: Callable) -> Callable:
    """Mark a view that works the lock itself: it is asked for by locked and by ended browsers."""
    view.at_the_lock = True
    return shows_no_records(view)


def before_factor(view: Callable) -> Callable:
    """Mark a view for those who gave their password and no second factor yet."""
    view.before_factor = view.needs_no_agency = view.shows_no_records = True
    return view


class ActingMiddleware:
    """Puts `request.actor` on each request and sends those not signed in to the sign-in page.

    Login is required everywhere; a view that is open says so with `open_to_all`. Without a second
    factor there are only views marked `before_factor`. The API finds its actor from a token instead
    and is marked `finds_own_actor`. A locked browser is answered with the lock; on a page that is
    open to all its person is nobody.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        with fence.decided_by(lambda: request.actor):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs):
        if getattr(view, "finds_own_actor", False) or getattr(view, "at_the_lock", False):
            return None
        if getattr(view, "open_to_all", False):
            if not request.user.is_authenticated or not _has_factor(request):
                return None
            if sessions.standing(request) in sessions.BEHIND_THE_LOCK:
                request.user = AnonymousUser()
                return None
            # Their own menu stands around a page for everybody, too.
            sessions.active(request)
            request.actor = _acting(request, view)
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not _has_factor(request):
            return _before_factor(request, view)
        try:
            locked = lock.stands_before(request)
        except audit.CannotBeWritten as event:
            return nothing_shown(request, event)
        if locked is not None:
            return locked
        request.actor = _acting(request, view)
        if getattr(view, "needs_no_agency", False):
            return None
        if request.actor is None:
            return redirect("choose_agency")
        if request.actor.shown_by and request.method not in ("GET", "HEAD"):
            raise showing.nothing_is_written(request.actor)
        return None


def _before_factor(request: HttpRequest, view: Callable) -> HttpResponse | None:
    """Half signed in: only for a while, and only to what leads to the second factor."""
    if not sessions.still_waits_for_factor(request):
        logout(request)
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    return None if getattr(view, "before_factor", False) else redirect("give_factor")


def _has_factor(request: HttpRequest) -> bool:
    return sessions.standing(request) is not Standing.NO_FACTOR


def _acting(request: HttpRequest, view: Callable) -> Actor | None:
    chosen = request.session.get(SESSION_KEY)
    if chosen is None:
        return None
    reads = request.method in ("GET", "HEAD") or getattr(view, "only_reads", False)
    actor = actor_by_membership(chosen, of=request.user, only_reads=reads)
    return showing.as_shown(actor, request.session) if actor else None


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form whose token is none of this browser's: mostly a page that was left
    open while someone signed in anew. Who is still there gets back what they typed, to copy.
    """
    if sessions.standing(request) is Standing.OPEN:
        request.actor = _acting(request, form_out_of_date)
    return render(request, "403_csrf.html", status=403)


def _asked_for(match: ResolverMatch | None) -> dict[str, str]:
    """The references in the address asked for. Whatever else was typed there may be a name."""
    kwargs = match.kwargs if match else {}
    return {name: value for name, value in kwargs.items() if LIKE_A_REFERENCE.fullmatch(str(value))}


def nothing_shown(request: HttpRequest, event: audit.CannotBeWritten) -> HttpResponse:
    """The answer when the audit cannot be written: a page, or JSON, with nothing of any case."""
    logger.error("The audit cannot be written (%s): %s", event, type(event.__cause__).__name__)
    match = request.resolver_match
    if match and getattr(match.func, "finds_own_actor", False):
        response = JsonResponse({"detail": NOTHING_SHOWN}, status=503)
    else:
        response = render(request, "503.html", {"title": "Nothing can be shown now"}, status=503)
    response.headers["Retry-After"] = "60"
    return response


class AuditedMiddleware:
    """Refuses to send a page of a signed-in person's work that left no audit event.

    Refusals (403 and 404) are written here, after the view's own transaction was rolled back.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        audit.begin()
        response = self.get_response(request)
        actor = getattr(request, "actor", None)
        if response.status_code in (403, 404) and (actor or request.user.is_authenticated):
            try:
                # A transaction of its own: the view's was rolled back.
                with transaction.atomic():
                    self._write_refusal(request, response.status_code, actor)
            except audit.CannotBeWritten as event:
                return nothing_shown(request, event)
        elif response.status_code == 200 and self._must_be_audited(request) and not audit.written():
            raise RuntimeError(
                f"{request.resolver_match.view_name} answered without an audit event"
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The view's transaction was rolled back; what it had read is not shown."""
        if isinstance(exception, audit.CannotBeWritten):
            return nothing_shown(request, exception)
        return None

    @staticmethod
    def _write_refusal(request: HttpRequest, status: int, actor: Actor | None) -> None:
        match = request.resolver_match
        detail = {
            "status": status,
            "route": match.view_name if match else "",
            "asked_for": _asked_for(match),
        }
        if actor:
            audit.record(actor, "refused", detail=detail)
        else:
            audit.happened(request.user, "refused", detail=detail)

    @staticmethod
    def _must_be_audited(request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and not (
            getattr(match.func, "open_to_all", False)
            or getattr(match.func, "shows_no_records", False)
        )
