"""Names of people are looked for in one place: a function of the database, then the gate.

The table of names is guarded by row, which would switch its indexes off for everybody. The function
runs with the owner's rights and decides by the same conditions as the guard.
"""

from django.db import connection
from django.db.models import QuerySet

from agencies import access
from agencies.acting import Actor
from victims.models import Identity


def named(actor: Actor, words: str) -> QuerySet:
    """The ids of people with a name like `words`, of those whose identity `actor` may see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT victims_identity_by_name(%s)", [words.lower()])
        ids = [row[0] for row in cursor.fetchall()]
    return access.allowed(actor, "see", Identity).filter(person__in=ids).values("person")


def named_in_emergency(words: str, born: int) -> list[int]:
    """The ids of people with a name like `words`, born in that year, whoever may see them.

    The database answers only someone who has just said why, and never of whom is kept from them;
    see `access.looked_among`, which is asked on what it gives.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT victims_identity_in_emergency(%s, %s)", [words.lower(), born])
        return [row[0] for row in cursor.fetchall()]
