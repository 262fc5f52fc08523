"""A person signed in with this browser: the one place that does it, whichever page asked."""

from django.contrib.auth import login
from django.http import HttpRequest

from agencies import audit, sessions
from agencies.acting import open_memberships
from agencies.middleware import SESSION_KEY, SEVERAL
from agencies.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(
    request: HttpRequest,
    user: User,
    *,
    factor: bool = False,
    shared: bool = False,
    act_for: int | None = None,
) -> None:
    """Begin a session of `user`. factor: two factors were given, not the password alone.

    act_for: the membership to begin with; else the only one, or none until they choose.
    """
    login(request, user, backend=BACKEND)
    sessions.begin(request, factor=factor, shared=shared)
    memberships = [one.pk for one in open_memberships().filter(user=user)[:2]]
    request.session[SEVERAL] = len(memberships) > 1
    if act_for or len(memberships) == 1:
        request.session[SESSION_KEY] = act_for or memberships[0]
    audit.happened(user, "sign_in")
