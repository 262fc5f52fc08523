"""What was typed into a form that arrived at the lock: carried by the page, readable by nobody.

It is neither stored nor logged. The page holds it encrypted, because whoever walks up to a locked
screen may look at the source of the page; it opens for the same person at the same address.
"""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

# Of the form that arrives, not of the form to come.
NOT_KEPT = ("csrfmiddlewaretoken",)


def keep(request: HttpRequest) -> str:
    """The posted fields as one word for a hidden input. Files are not among them."""
    fields = request.POST.copy()
    for name in NOT_KEPT:
        fields.pop(name, None)
    told = {**_whose(request), "fields": fields.urlencode()}
    return _box().encrypt(json.dumps(told).encode()).decode()


def given_back(request: HttpRequest, kept: str) -> QueryDict | None:
    """The fields again, or None when they were not typed by this person at this address lately."""
    sent = kept.encode(errors="replace")
    try:
        told = json.loads(_box().decrypt(sent, ttl=int(settings.SIGN_IN_LASTS.total_seconds())))
    except InvalidToken:
        return None
    fields = told.pop("fields")
    return QueryDict(fields) if told == _whose(request) else None


def _whose(request: HttpRequest) -> dict:
    return {"user": request.user.pk, "address": request.get_full_path()}


def _box() -> Fernet:
    key = salted_hmac("agencies.kept_text", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
