"""What a page with script asks of the lock: am I locked, someone is here, lock, open."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from agencies import audit, lock, passkeys, sessions
from agencies.factors import factors_of
from agencies.lock_forms import FullForm
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
    if lock.state(request) not in ("locked", "sign_in_again"):
        return _told(request)
    form = lock.form_for(request, request.POST)
    lock.opens(request, form)
    return _told(request, form)


@at_the_lock
@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """What the device of the person behind the lock has to answer; see passkeys.py."""
    if lock.state(request) not in ("locked", "sign_in_again"):
        return JsonResponse({}, status=409)
    return JsonResponse(passkeys.challenge(request))


def _told(request: HttpRequest, form: forms.Form | None = None) -> JsonResponse:
    """Whether the page may show itself; if not, what it shows instead."""
    state = lock.state(request, request.headers.get(PAGE_OF, ""))
    told: dict[str, object] = {"state": state, "csrf": get_token(request)}
    if state == "open":
        told["idle"] = sessions.idle_for(request).total_seconds()
        return JsonResponse(told)
    shown = {"state": state, "covers": True, "action": reverse("unlock")}
    if state in ("locked", "sign_in_again"):
        if form is None or (state == "sign_in_again" and not isinstance(form, FullForm)):
            form = lock.form_for(request)
        told["passkey"] = bool(factors_of(request.user).passkeys)
        shown |= {"form": form, "name": request.user.name, "has_passkey": told["passkey"]}
    told["panel"] = render_to_string("components/lock.html", shown, request)
    return JsonResponse(told)
