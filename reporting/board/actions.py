"""Asking for a board pack, saying what the board is to decide, and stopping what was asked for."""

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from agencies.models import Partnership
from casework import jobs
from reporting.actions import NOT_YOURS_TO_STOP, may_stop
from reporting.board.jobs import KIND
from reporting.board.models import BoardPack
from reporting.board.quarters import Quarter


class StillMade(Exception):
    """The pack is in the hands of a worker, who reads the decisions that stand there now."""


@transaction.atomic
def ask_for_pack(*, by: Actor, quarter: Quarter, decisions: str = "") -> BoardPack:
    """The pack of `quarter`, which a worker makes. One that is still being made is given back
    instead. Raises Refused when the role of `by` does not ask for reports."""
    access.require_role(by, "build", "report")
    return _asked_for(by.agency.partnership, quarter, decisions, by)


@transaction.atomic
def ask_by_timetable(partnership: Partnership, quarter: Quarter) -> BoardPack:
    """Without decisions; the desk adds them. See `reporting.timetable`."""
    return _asked_for(partnership, quarter, "", None)


@transaction.atomic
def seek_decisions(pack: BoardPack, decisions: str, *, by: Actor) -> None:
    """The pack is drawn again with them; its figures stay as they were counted.

    Raises StillMade, and Refused for anybody but the desk.
    """
    access.require_role(by, "settle", "report")
    pack = BoardPack.objects.select_for_update(of=("self",)).select_related("job").get(pk=pack.pk)
    if not pack.job.is_finished:
        raise StillMade
    job, _ = jobs.enqueue(KIND, pack.reference, {"quarter": pack.quarter}, by)
    pack.decisions, pack.decisions_by, pack.job = decisions, by.user, job
    pack.save(update_fields=["decisions", "decisions_by", "job"])
    audit.record(by, "seek_decisions", pack)


@transaction.atomic
def stop_making(pack: BoardPack, *, by: Actor) -> bool:
    """As `reporting.actions.stop_making`."""
    if not may_stop(by, pack.job):
        raise access.Refused(NOT_YOURS_TO_STOP)
    stopped = jobs.cancel(pack.job_id)
    audit.record(by, "stop_making", pack, detail={"stopped": stopped})
    return stopped


def _asked_for(
    partnership: Partnership, quarter: Quarter, decisions: str, by: Actor | None
) -> BoardPack:
    key = f"{partnership.code} {quarter}"
    job, is_new = jobs.enqueue(KIND, key, {"quarter": quarter.label}, by)
    if is_new:
        pack = BoardPack.objects.create(
            partnership=partnership,
            quarter=quarter.label,
            decisions=decisions,
            decisions_by=by.user if by and decisions else None,
            asked_by=by and by.user,
            job=job,
        )
    else:
        pack = BoardPack.objects.get(job=job)
    audit.record(by, "ask_for_pack", pack, detail={"quarter": quarter.label})
    return pack
