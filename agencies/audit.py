"""What was looked at, written, shared and refused: one append-only table.

Events are written in the transaction of the act they tell of: if an event cannot be written,
nothing is shown. They hold references and codes, never names, addresses or narratives.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from uuid import UUID, uuid4

from django.db import DatabaseError, models
from django.utils.crypto import salted_hmac

from agencies.models import AuditEvent

# How many events the current request has written; the middleware refuses an answer without one.
_written: ContextVar[int] = ContextVar("audit_events_written", default=0)
_request: ContextVar[UUID | None] = ContextVar("request_of_audit_events", default=None)


class CannotBeWritten(RuntimeError):
    """An event was refused by the database, so what it tells of must not be shown either."""


def record(
    actor,
    act: str,
    subject: models.Model | None = None,
    *,
    parts: Iterable[str] = (),
    detail: dict | None = None,
    user: models.Model | None = None,
) -> None:
    """Write that `actor` did `act` on `subject`. parts: the sections of the record shown."""
    _write(
        actor,
        act,
        user=user,
        record_type=subject._meta.model_name if subject is not None else "",
        reference=str(getattr(subject, "reference", "") or "") if subject is not None else "",
        parts=list(parts),
        detail=detail or {},
    )


def listed(actor, record_type: str, shown: Iterable[str], *, filters: Iterable[str] = ()) -> None:
    """Write that a list was shown: the references on it, and which filters were set.

    filters: names of filters, not what was typed into them; typed words may be names.
    """
    _write(
        actor,
        "list",
        record_type=record_type,
        references=list(shown),
        detail={"filters": sorted(filters)},
    )


def searched(actor, words: Iterable[str], shown: Iterable[str], *, use=None) -> None:
    """Write that something was looked for: a keyed hash of the words, and what was shown.

    use: of emergency access, in which it was looked for.
    """
    hashed = salted_hmac("search words", " ".join(sorted(words)), algorithm="sha256").hexdigest()
    _write(
        actor,
        "emergency_search" if use else "search",
        record_type=use._meta.model_name if use else "",
        reference=use.reference if use else "",
        references=list(shown),
        detail={"words": hashed},
    )


def audit_read(actor, page: str, *, reference: str = "", filters: dict | None = None) -> None:
    """Write that the audit itself was read: which page, narrowed by what. No typed words.

    filters: names of filters, and values that are codes or handles.
    """
    _write(
        actor,
        "read_audit",
        record_type="audit",
        reference=reference,
        detail={"page": page, "filters": filters or {}},
    )


def happened(user: models.Model | None, act: str, *, agency=None, detail: dict | None = None):
    """Write an event that is about no record: a sign-in, a refusal at a door."""
    _write(None, act, user=user, agency=agency, detail=detail or {})


def begin() -> None:
    """A request, or the run of a task, begins: its events are counted and have one name."""
    _written.set(0)
    _request.set(uuid4())


def request_id() -> UUID | None:
    return _request.get()


def written() -> int:
    """Events written since `begin` in this request."""
    return _written.get()


def _write(actor, act: str, *, user=None, agency=None, detail: dict, **facts) -> None:
    if actor and actor.emergency:
        detail = detail | {"emergency": actor.emergency.reference}
    if actor and actor.shown_by:
        shown_as = {"agency": actor.agency.code, "roles": sorted(actor.roles)}
        actor, detail = actor.shown_by, detail | {"shown_as": shown_as}
    try:
        AuditEvent.objects.create(
            user=user or (actor.user if actor else None),
            agency=agency or (actor.agency if actor else None),
            act=act,
            detail=detail,
            request=_request.get(),
            **facts,
        )
    except DatabaseError as refused:
        raise CannotBeWritten(act) from refused
    _written.set(_written.get() + 1)
