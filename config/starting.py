"""What is looked at before the web server, the worker or the clock begins."""

from django.core.checks import Tags, run_checks
from django.core.management.base import SystemCheckError
from django.db import connections


def look_first() -> None:
    """Raises SystemCheckError where the database holds what must not be served."""
    here = connections["default"]
    was_open = here.connection is not None
    found = run_checks(tags=[Tags.database], databases=["default"])
    if not was_open and here.connection is not None:
        # What is forked from here must open a connection of its own.
        here.close()
    if serious := [message for message in found if message.is_serious()]:
        raise SystemCheckError("\n".join(str(message) for message in serious))
