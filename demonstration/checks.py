"""Where people work, the demonstration's accounts must not be: everybody knows their passwords."""

from collections.abc import Iterable

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from agencies.models import Partnership, User
from demonstration.accounts import PEOPLE

FOUND = Error(
    "This database holds the demonstration: its accounts and their passwords are published.",
    hint="Start with an empty database. The demonstration is for development only.",
    id="demonstration.E001",
)


@register(Tags.database)
def no_demonstration_where_people_work(
    app_configs=None, databases: Iterable[str] | None = None, **kwargs
) -> list[Error]:
    """Asked by `migrate`, by `check --database default`, and whenever a process starts."""
    if settings.DEMONSTRATION or "default" not in (databases or ()):
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []
    emails = [person.email for person in PEOPLE]
    found = (
        User.objects.filter(email__in=emails).exists()
        or Partnership.objects.filter(is_demonstration=True).exists()
    )
    return [FOUND] if found else []
