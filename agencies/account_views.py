"""How one signs in: what is set up, adding to it, taking away, and the password."""

from collections.abc import Callable
from functools import wraps

import qrcode
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agencies import access, audit, factors, passkeys, sessions
from agencies.devices import device_of
from agencies.factor_views import GIVEN, fully
from agencies.factors import AppForm, factors_of
from agencies.freshness import ask_again, freshly_signed_in
from agencies.middleware import before_factor, shows_no_records
from agencies.sessions import Standing

View = Callable[..., HttpResponse]


def changes_factors(view: View) -> View:
    """A page that changes how one signs in: only just after a second factor was given.

    Who has none yet comes through with their password; nobody else does.
    """

    @before_factor
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        has = factors_of(request.user)
        first = sessions.standing(request) is Standing.NO_FACTOR and not has.are_set_up
        if not first and not freshly_signed_in(request):
            return ask_again(request) if request.method == "GET" else redirect("how_you_sign_in")
        return view(request, *args, **kwargs)

    return guarded


@shows_no_records
def how_you_sign_in(request: HttpRequest) -> HttpResponse:
    has = factors_of(request.user)
    may_remove = bool(has.app) + len(has.passkeys) > 1
    return render(
        request,
        "account/how_you_sign_in.html",
        {
            "title": "How you sign in",
            "has": has,
            "app_href": _removed_at(has.app) if has.app and may_remove else "",
            "passkeys": [_passkey(one) for one in has.passkeys],
            "may_remove": may_remove,
        },
    )


how_you_sign_in.needs_no_agency = True


def _passkey(factor) -> dict:
    return {
        "name": factor.wrap().name,
        "added": factor.created_at,
        "used": factor.last_used_at,
        "href": _removed_at(factor),
    }


def _removed_at(factor) -> str:
    return reverse("remove_factor", args=[factors.handle_of(factor)])


@changes_factors
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """The first thing after the password of who has no second factor: which one it is to be."""
    if factors_of(request.user).are_set_up:
        return redirect("how_you_sign_in")
    return render(request, "account/set_up_factor.html", {"title": "Set up your second factor"})


@changes_factors
def set_up_app(request: HttpRequest) -> HttpResponse:
    """The secret as a picture for the app's camera, and in text; then the first code."""
    form = AppForm(request.POST or None, user=request.user)
    if request.method == "POST":
        if form.is_valid():
            factors.add_app(request.user, form.secret)
            return _added(request, "app", "Your app is set up.")
        audit.happened(request.user, "factor_failed", detail={"by": "new app"})
    return render(
        request,
        "account/set_up_app.html",
        {
            "title": "Set up an app for codes",
            "form": form,
            "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
            "picture": picture(factors.address_for_app(request.user, form.secret)),
            "back_href": _back(request),
        },
    )


def picture(text: str) -> dict:
    """A QR code of `text` as the path of an SVG, one square a dark module, with its side."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return {"path": path, "side": len(rows)}


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label="What do you call this device?",
        max_length=60,
        help_text="So that you know it again in the list. For example: my work phone",
        error_messages={"required": "Enter what you call this device"},
    )


@changes_factors
def add_passkey(request: HttpRequest) -> HttpResponse:
    device = device_of(request.headers.get("User-Agent", ""))
    form = PasskeyForm(request.POST or None, initial={"name": device})
    if request.method == "POST":
        if form.is_valid():
            try:
                passkeys.add(
                    request.user, request.POST.get("credential", ""), form.cleaned_data["name"]
                )
            except ValidationError as why_not:
                form.add_error(None, why_not.message)
            else:
                return _added(request, "passkey", "The passkey is added.")
        audit.happened(request.user, "factor_failed", detail={"by": "new passkey"})
    context = {"title": "Add a passkey", "form": form, "back_href": _back(request)}
    return render(request, "account/add_passkey.html", context)


@changes_factors
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a new key."""
    return JsonResponse(passkeys.options(request.user))


def _added(request: HttpRequest, kind: str, said: str) -> HttpResponse:
    """To the recovery codes when they are new; else back to the list, with other browsers ended."""
    audit.happened(request.user, "factor_added", detail={"kind": kind})
    if factors_of(request.user).codes_seen:
        messages.success(request, said)
        return redirect("how_you_sign_in")
    request.session[GIVEN] = True
    return redirect("recovery_codes")


@before_factor
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, until their owner says that they keep them. Never shown again."""
    half = sessions.standing(request) is Standing.NO_FACTOR
    codes = factors.recovery_codes(request.user)
    if half and not request.session.get(GIVEN):
        return redirect("give_factor")
    if not half and not codes:
        return redirect("how_you_sign_in")
    if not half and not freshly_signed_in(request):
        return ask_again(request)
    if request.method == "POST":
        if codes:
            factors.codes_are_kept(request.user)
        return fully(request) if half else redirect("how_you_sign_in")
    audit.happened(request.user, "recovery_codes_shown")
    pairs = [f"{code[:4]} {code[4:]}" for code in codes]
    context = {"title": "Keep your recovery codes", "codes": pairs}
    return render(request, "account/recovery_codes.html", context)


@changes_factors
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        factors.renew_recovery_codes(request.user)
        audit.happened(request.user, "recovery_codes_renewed")
        return redirect("recovery_codes")
    return _confirm(
        request,
        title="Renew your recovery codes",
        explanation="You are shown new ones. Those you have now work no more.",
        submit_text="Renew them",
    )


@changes_factors
def remove_factor(request: HttpRequest, handle: str) -> HttpResponse:
    """The app or a passkey, as long as another one remains."""
    has = factors_of(request.user)
    mine = [one for one in (has.app, *has.passkeys) if one]
    factor = next((one for one in mine if factors.handle_of(one) == handle), None)
    if factor is None:
        raise Http404(access.NOTHING_HERE)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            factors.remove(factor)
        except ValidationError as why_not:
            form.add_error(None, why_not.message)
        else:
            audit.happened(request.user, "factor_removed", detail={"kind": str(factor.type)})
            messages.success(request, "Removed.")
            return redirect("how_you_sign_in")
    return _confirm(
        request,
        form=form,
        title="Remove your app" if factor == has.app else f"Remove {factor.wrap().name}",
        explanation="You can no longer sign in with it.",
        submit_text="Remove it",
        danger=True,
    )


class PasswordForm(PasswordChangeForm):
    """Django's, in our words. The new one is typed once: a page can show what was typed."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "Enter the password that you have now",
        "password_mismatch": "The two new passwords are not the same",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        old, new, again = (
            self.fields[name] for name in ("old_password", "new_password1", "new_password2")
        )
        old.label, old.error_messages["required"] = "Password now", "Enter your password"
        new.label, new.error_messages["required"] = "New password", "Enter a new password"
        again.label, again.error_messages["required"] = "New password again", "Enter it again"
        again.help_text = ""
        new.help_text = (
            "At least 12 characters. Three or four words that do not belong together are easy to "
            "remember and hard to guess."
        )


@changes_factors
def change_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            form.save()
            update_session_auth_hash(request, form.user)
            ended = sessions.end_sessions(request.user, except_key=request.session.session_key)
            audit.happened(request.user, "password_changed", detail={"sessions_ended": ended})
            messages.success(request, "Your password is changed. Other browsers are signed out.")
            return redirect("how_you_sign_in")
        audit.happened(request.user, "password_not_changed")
    return _confirm(request, form=form, title="Change your password", submit_text="Change it")


def _confirm(request: HttpRequest, **words) -> HttpResponse:
    back = {"cancel_href": _back(request), "back_href": _back(request)}
    return render(request, "casework/record_step.html", {**back, **words})


def _back(request: HttpRequest) -> str:
    half = sessions.standing(request) is Standing.NO_FACTOR
    return reverse("set_up_factor" if half else "how_you_sign_in")
