"""Giving the second factor: after the password, before some acts, or a passkey instead of both."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from agencies import audit, passkeys, sessions
from agencies.factors import CodeForm, Factors, factors_of
from agencies.freshness import GO_ON
from agencies.middleware import before_factor, open_to_all
from agencies.sessions import Standing
from agencies.signing_in import sign_in
from agencies.throttling import remember_browser

# Set in the session's data when a factor was given, until its person has seen their new codes.
GIVEN = "factor_given"
FEW = 3


@before_factor
def give_factor(request: HttpRequest) -> HttpResponse:
    """A code, a passkey or a recovery code; for who has none yet, the way to set one up."""
    has = factors_of(request.user)
    if not has.are_set_up:
        return redirect("set_up_factor")
    form = CodeForm(request.POST or None, user=request.user)
    if request.method == "POST":
        if form.is_valid():
            return given(request, has, by="code" if not form.was_recovery_code else "recovery_code")
        audit.happened(request.user, "factor_failed", detail={"by": "code"})
    return _page(request, has, form)


@before_factor
@require_POST
def give_passkey(request: HttpRequest) -> HttpResponse:
    has = factors_of(request.user)
    try:
        right = passkeys.is_given(request, request.POST.get("credential", ""))
        why_not = passkeys.NOT_GIVEN
    except ValidationError as too_often:
        right, why_not = False, too_often.message
    if right:
        return given(request, has, by="passkey")
    audit.happened(request.user, "factor_failed", detail={"by": "passkey"})
    form = CodeForm({}, user=request.user)
    form.errors.clear()
    form.add_error(None, why_not)
    return _page(request, has, form)


def _page(request: HttpRequest, has: Factors, form: CodeForm) -> HttpResponse:
    again = sessions.standing(request) is not Standing.NO_FACTOR
    return render(
        request,
        "account/give_factor.html",
        {
            "title": "Enter your code again" if again else "Enter your code",
            "again": again,
            "form": form,
            "has_passkey": bool(has.passkeys),
        },
    )


@before_factor
@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """For whoever is signed in; see passkeys.py."""
    return JsonResponse(passkeys.challenge(request))


def given(request: HttpRequest, has: Factors, *, by: str) -> HttpResponse:
    """A factor was given: on to the page that was asked for, past the recovery codes if new."""
    audit.happened(request.user, "factor_given", detail={"by": by})
    if by == "recovery_code":
        left = has.codes_left - 1
        told = f"You used a recovery code. {left} left."
        if left <= FEW:
            told += " Renew them, and set your app or passkey up again if you lost the device."
        messages.warning(request, told)
    if sessions.standing(request) is not Standing.NO_FACTOR:
        sessions.factor_given(request)
        return redirect(_go_on(request))
    if not has.codes_seen:
        request.session[GIVEN] = True
        return redirect("recovery_codes")
    return fully(request)


def fully(request: HttpRequest) -> HttpResponse:
    """Signed in with both: a new key for the session, and the browser is known from now on."""
    request.session.pop(GIVEN, None)
    sessions.renew(request)
    response = redirect(_go_on(request))
    if not sessions.row_of(request).is_shared:
        remember_browser(request, response, request.user)
    return response


def _go_on(request: HttpRequest) -> str:
    to = request.session.pop(GO_ON, "")
    here = url_has_allowed_host_and_scheme(
        to, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return to if here else reverse("home")


# A passkey instead of password and code


@open_to_all
@require_POST
def passkey_sign_in_challenge(request: HttpRequest) -> HttpResponse:
    return JsonResponse(passkeys.challenge_to_anybody())


@open_to_all
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """The device asked for a finger, a face or a number, so this is two factors by itself."""
    user = passkeys.owner(request.POST.get("credential", ""))
    if user is None:
        audit.happened(None, "sign_in_failed", detail={"by": "passkey"})
        messages.error(request, f"{passkeys.NOT_GIVEN.removesuffix(', or give a code instead')}.")
        return redirect("sign_in")
    sign_in(request, user, factor=False, shared=request.POST.get("shared") == "on")
    request.session[GO_ON] = request.POST.get("next", "")
    return given(request, factors_of(user), by="passkey")
