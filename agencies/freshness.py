"""Acts that ask for the second factor again: emergency access, reading the audit, new factors."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from agencies.sessions import row_of


def freshly_signed_in(request: HttpRequest) -> bool:
    """Whether this browser's person gave a second factor within the last FACTOR_IS_FRESH_FOR."""
    row = row_of(request)
    if row is None or row.factor_at is None:
        return False
    return timezone.now() - row.factor_at <= settings.FACTOR_IS_FRESH_FOR
