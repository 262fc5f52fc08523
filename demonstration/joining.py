"""Somebody whom an agency lead has proposed, for the desk to approve."""

from datetime import date, timedelta

from agencies.policy import Role
from demonstration.cast import at
from demonstration.scribe import Scribe
from members.models import Invitation


def write_joining(scribe: Scribe, as_at: date) -> None:
    when = at(as_at - timedelta(days=1), 11)
    hal = scribe.cast.member("hal@housing.example").user
    scribe.record(
        Invitation,
        "housing",
        when,
        made_by=hal,
        name="Una",
        email="una@housing.example",
        roles=[Role.PRACTITIONER],
    )
