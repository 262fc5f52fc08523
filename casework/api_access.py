"""Who calls the API, and how refusals answer."""

from typing import Any

from django.http import Http404
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import views
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotFound, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from agencies import access, tokens


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`: a key bound to one membership. Sets the actor of the request."""

    def authenticate(self, request: Request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"token":
            return None
        key = words[1].decode("ascii", "replace") if len(words) == 2 else ""
        actor = tokens.actor_of(key)
        if actor is None:
            raise AuthenticationFailed("This token is not known, or its membership has ended.")
        request._request.actor = actor
        return actor.user, actor

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "casework.api_access.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization"}


class SignedInWithAToken(BasePermission):
    """The least that is asked; which records, the gate decides."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return getattr(request._request, "actor", None) is not None


def answer_to_exception(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Refusals with their sentence; a record out of reach answers as one that never was."""
    if isinstance(exc, access.Refused):
        exc = PermissionDenied(str(exc))
    elif isinstance(exc, Http404):
        exc = NotFound(access.NOTHING_HERE)
    return views.exception_handler(exc, context)
