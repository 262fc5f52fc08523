"""The second fence: row security on the tables of people's parts, decided by PostgreSQL itself.

The gate decides what is shown. Should a page ever forget to ask it, the database still gives the
role of web server and worker no row of a part outside the acting agency's and member's reach.
Policies read two settings that last as long as the transaction; who acts is told here alone, and
only before a statement that names such a table. Whoever connects without telling has no rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from agencies.acting import Actor

_TELL = "SELECT set_config('casework.agency', %s, true), set_config('casework.member', %s, true)"

_who: ContextVar[Callable[[], Actor | None]] = ContextVar("who_acts", default=lambda: None)


class NoTransaction(RuntimeError):
    """A part was read outside a transaction, where the database would forget at once who acts."""


@contextmanager
def decided_by(who: Callable[[], Actor | None]) -> Iterator[None]:
    """Within the block, parts are reached as whoever `who()` is when one is read."""
    before = _who.set(who)
    try:
        yield
    finally:
        _who.reset(before)


def who_acts() -> Actor | None:
    return _who.get()()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """For tasks and commands: one transaction in which parts are reached as `actor`."""
    with decided_by(lambda: actor), transaction.atomic():
        yield


@cache
def fenced_tables() -> frozenset[str]:
    """Tables that the database guards by row: those of models that say `fenced`."""
    return frozenset(
        model._meta.db_table for model in apps.get_models() if getattr(model, "fenced", False)
    )


class Told:
    """Stands among the transaction's commit hooks while the database knows who acts.

    Hooks are dropped with their transaction or savepoint, exactly when the settings are.
    """

    def __init__(self, settings: tuple[str, str]) -> None:
        self.settings = settings

    def __call__(self) -> None:
        """Nothing is to be done at commit."""


def tell_who_acts(execute: Callable, sql: str, params, many: bool, context: dict):
    """Django's wrapper around each statement: before one that names a part, say who acts."""
    if any(table in sql for table in fenced_tables()):
        _tell(context["connection"])
    return execute(sql, params, many, context)


def _tell(connection: BaseDatabaseWrapper) -> None:
    actor = _who.get()()
    wanted = (str(actor.group_id), str(actor.membership_id)) if actor else ("", "")
    hooks = (hook for _, hook, _ in reversed(connection.run_on_commit) if isinstance(hook, Told))
    told = next(hooks, None)
    if wanted == (told.settings if told else ("", "")):
        return
    if not connection.in_atomic_block:
        raise NoTransaction("Parts of a person are reached inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(_TELL, wanted)
    connection.on_commit(Told(wanted))


def watch(connection: BaseDatabaseWrapper, **_) -> None:
    """Put the wrapper on a new connection."""
    if tell_who_acts not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_who_acts)
