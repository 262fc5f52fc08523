"""What a locked browser is answered: the lock, and nothing of anybody's work.

The lock stands at the address that was asked for. With it stands what was typed, when a form was
sent to a lock (see kept_text.py): the form is taken in as soon as its person opens the lock.
A page with script covers itself instead and asks lock_views.py; see assets/js/lock.js.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac

from agencies import audit, kept_text, passkeys, sessions
from agencies.factors import factors_of
from agencies.lock_forms import FullForm, PasswordForm
from agencies.sessions import Standing

# The WebDAV status says exactly this, and unlike 401 and 403 it is nobody's refusal.
LOCKED_STATUS = 423
# The hidden input of the lock's form, by which it is known at whatever address it arrives.
AT_THE_LOCK = "at_the_lock"
NO_PASSKEY = "The passkey was not accepted. Try again, or enter your password."
LOST = "What you typed could not be brought back. Nothing was changed."


def stands_before(request: HttpRequest) -> HttpResponse | None:
    """The lock, or None where the view may go on: nothing is locked, or it was just opened."""
    standing = sessions.standing(request)
    if standing == Standing.NO_FACTOR:
        return None
    tried = request.method == "POST" and AT_THE_LOCK in request.POST
    if standing == Standing.OPEN:
        if "X-Live" not in request.headers:  # a page that asks by itself is nobody's activity
            sessions.active(request)
        return _go_on(request) if tried else None
    form = form_for(request, request.POST if tried else None)
    if tried:
        if opens(request, form):
            return _go_on(request)
        if not request.user.is_authenticated:
            return redirect("sign_in")
    return _page(request, form, tried)


def form_for(request: HttpRequest, data: QueryDict | None = None) -> forms.Form:
    """What the lock asks now: the password, or the password and a second factor."""
    asks_for_all = sessions.standing(request) == Standing.SIGN_IN_AGAIN
    return (FullForm if asks_for_all else PasswordForm)(data, user=request.user)


@transaction.atomic
def opens(request: HttpRequest, form: forms.Form) -> bool:
    """Whether what was given at the lock opens it. If not, `form` says what to do.

    Too many wrong tries sign the browser out.
    """
    if not (request.POST.get("password") or request.POST.get("credential")):
        form.is_valid()
        return False
    tries = sessions.count_try(request)
    asks_for_all = isinstance(form, FullForm)
    most = sessions.TRIES_IN_ALL if asks_for_all else sessions.TRIES_BY_PASSWORD_ALONE
    if tries <= most and _is_right(request, form):
        if asks_for_all:
            sessions.renew(request)
        else:
            sessions.unlock(request)
        audit.happened(request.user, "sign_in" if asks_for_all else "unlock")
        return True
    audit.happened(request.user, "unlock_failed")
    if tries >= sessions.TRIES_IN_ALL:
        logout(request)
    return False


def _is_right(request: HttpRequest, form: forms.Form) -> bool:
    """A passkey is enough by itself: its device asks for a finger, a face or a number, too."""
    credential = request.POST.get("credential", "")
    if not credential:
        return form.is_valid()
    why_not = ValidationError(NO_PASSKEY)
    try:
        if passkeys.is_given(request, credential):
            return True
    except ValidationError as too_often:
        why_not = too_often
    form.errors.clear()  # what was left empty beside the passkey
    form.add_error("password", why_not)
    return False


def _go_on(request: HttpRequest) -> HttpResponse | None:
    """To the view with what was typed, or to the page that was asked for."""
    kept = request.POST.get("kept", "")
    if kept:
        fields = kept_text.given_back(request, kept)
        if fields is not None:
            request.POST = fields
            return None
        messages.error(request, LOST)
    return redirect(request.get_full_path())


def _page(request: HttpRequest, form: forms.Form, tried: bool) -> HttpResponse:
    kept = ""
    if request.method == "POST":
        kept = request.POST.get("kept", "") if tried else kept_text.keep(request)
    context = {
        "state": state(request),
        "form": form,
        "action": request.get_full_path(),
        "kept": kept,
        "files": bool(request.FILES),
        "has_passkey": bool(factors_of(request.user).passkeys),
    }
    return render(request, "agencies/locked.html", context, status=LOCKED_STATUS)


def state(request: HttpRequest, page_of: str = "") -> str:
    """ "open", "locked", "sign_in_again", "ended"; "other" for a page that is someone else's."""
    if not request.user.is_authenticated:
        return "ended"
    standing = sessions.standing(request)
    if standing == Standing.NO_FACTOR:
        return "ended"
    if page_of and not constant_time_compare(page_of, mark(request)):
        return "other"
    return standing.name.lower()


def mark(request: HttpRequest) -> str:
    """Who a page was made for: the person and for which agency they act, readable by nobody."""
    from agencies.middleware import SESSION_KEY  # it asks this module at every request

    whose = f"{request.user.pk} {request.session.get(SESSION_KEY)}"
    return salted_hmac("agencies.lock", whose).hexdigest()
