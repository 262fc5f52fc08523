"""Tells the database, with each write that a history is kept of, who writes and in which request.

The telling goes in front of the statement itself, so it costs no query of its own; the triggers of
pghistory put it into the row of the past. A write from outside the application tells nothing.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from agencies import audit, fence, history

WRITING = ("INSERT", "UPDATE", "DELETE", "WITH")
# pghistory's triggers read this setting of the transaction into `pgh_context`.
_TELL = "SELECT set_config('pghistory.context_metadata', {}, true); "


@cache
def tables() -> tuple[str, ...]:
    return tuple(each.pgh_tracked_model._meta.db_table for each in history.kept())


def tell_who_writes(execute: Callable, sql: str, params: Any, many: bool, context: dict):
    """Django's wrapper around each statement: in front of a write, and with it, say who."""
    writes = not many and sql.lstrip()[:6].upper().startswith(WRITING)
    if writes and any(table in sql for table in tables()):
        sql, params = _told(sql, params)
    return execute(sql, params, many, context)


def _told(sql: str, params: Any) -> tuple[str, Any]:
    actor, request = fence.who_acts(), audit.request_id()
    facts = json.dumps(
        {
            "user": actor.user.pk if actor else None,
            "agency": actor.agency.pk if actor else None,
            "request": str(request) if request else None,
        }
    )
    if isinstance(params, dict):
        return _TELL.format("%(casework_who)s") + sql, {**params, "casework_who": facts}
    if params is None:
        # Without parameters a percent sign stood for itself.
        sql = sql.replace("%", "%%")
    return _TELL.format("%s") + sql, (facts, *(params or ()))


def watch(connection: BaseDatabaseWrapper, **_) -> None:
    """Put the wrapper on a new connection."""
    if tell_who_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_who_writes)
