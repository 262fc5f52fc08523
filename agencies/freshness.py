"""Acts that ask for the second factor again: emergency access, reading the audit, new factors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agencies.sessions import row_of

# Where in a session's data stands where to go on once a second factor was given.
GO_ON = "go_on"


def freshly_signed_in(request: HttpRequest) -> bool:
    """Whether this browser's person gave a second factor within the last FACTOR_IS_FRESH_FOR."""
    row = row_of(request)
    if row is None or row.factor_at is None:
        return False
    return timezone.now() - row.factor_at <= settings.FACTOR_IS_FRESH_FOR


def ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the second factor, and from there back to this address."""
    request.session[GO_ON] = request.get_full_path()
    return redirect("give_factor")
