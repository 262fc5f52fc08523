"""What a page with script asks of the lock: am I locked, someone is here, lock, open."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from agencies import audit, lock, sessions
from agencies.lock import LockForm
from agencies.middleware import at_the_lock

# By this header a script says for whom its page was made; see lock.mark.
PAGE_OF = "X-Page-Of"


@at_the_lock
def standing(request: HttpRequest) -> HttpResponse:
    """GET asks. POST says that someone is there who types, which keeps an open page open."""
    if request.method == "POST" and lock.state(request) == "open":
        sessions.active(request)
    return _told(request)


@at_the_lock
@require_POST
def lock_now(request: HttpRequest) -> HttpResponse:
    """Lock this browser. `idle`: only if it was quiet for long enough in its other tabs, too."""
    if lock.state(request) == "open" and (
        "idle" not in request.POST or sessions.idle_for(request) >= settings.LOCK_AFTER
    ):
        sessions.lock(request)
        audit.happened(request.user, "lock")
    if PAGE_OF in request.headers:
        return _told(request)
    came_from = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(came_from if here else "home")


@at_the_lock
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    form = LockForm(request.POST)
    if lock.state(request) in ("locked", "sign_in_again"):
        lock.opens(request, form)
    return _told(request, form)


def _told(request: HttpRequest, form: LockForm | None = None) -> JsonResponse:
    """Whether the page may show itself; if not, what it shows instead."""
    state = lock.state(request, request.headers.get(PAGE_OF, ""))
    told: dict[str, object] = {"state": state, "csrf": get_token(request)}
    if state == "open":
        told["idle"] = sessions.idle_for(request).total_seconds()
    else:
        told["panel"] = render_to_string(
            "components/lock.html",
            {
                "state": state,
                "form": form or LockForm(),
                "name": getattr(request.user, "name", ""),
                "covers": True,
            },
            request,
        )
    return JsonResponse(told)
