"""What every answer tells the browser, beside the settings of `config/settings/headers.py`."""

from collections.abc import Callable

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseFileResponse

# Without "cookies": the session's is taken back by name, and others are for whoever comes next.
CLEARED = '"cache", "storage"'


class HeadersMiddleware:
    """The first in line, so that errors and redirects of all others pass through it too.

    Whatever is not a file of the application itself is kept nowhere: the pages of a case, and
    those that show none, so that nobody need know which is which.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, WhiteNoiseFileResponse):
            response.headers["Cache-Control"] = "no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = CLEARED
        return response


@receiver(user_logged_out, dispatch_uid="agencies.headers.note_signed_out")
def note_signed_out(sender, request: HttpRequest | None, **about) -> None:
    """Whichever view signs someone out, the browser forgets what it kept."""
    if request is not None:
        request.signed_out = True
