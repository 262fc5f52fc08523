"""What is looked at before the web server, the worker or the clock begins."""

from django.core.checks import Tags, run_checks
from django.core.management.base import SystemCheckError
from django.db import connections


def look_first() -> None:
    """Raises SystemCheckError where the database holds what must not be served."""
    found = run_checks(tags=[Tags.database], databases=["default"])
    # What is forked from here must open connections of its own.
    connections.close_all()
    if serious := [message for message in found if message.is_serious()]:
        raise SystemCheckError("\n".join(str(message) for message in serious))
