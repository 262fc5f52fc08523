"""The job that makes a board pack, or draws it again with other decisions."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from agencies import access, audit
from agencies.acting import Actor, actor_by_membership
from casework import jobs
from reporting.board import contract, counting, drawing
from reporting.board.models import BoardPack, BoardPackFile
from reporting.board.quarters import Quarter
from reporting.made_files import failures_told
from reporting.models import AnnualReport
from reporting.terms import FOR_WHOM, Standing

KIND = "board_pack"
STEPS = ("Counting the records", "Drawing the page and the PDF")
NOT_ALLOWED = "Whoever asked for this board pack may no longer do so, so it was not made."


@jobs.does(KIND)
def make(running: jobs.Running) -> Callable[[], None]:
    """A pack that was counted before is drawn from what was counted then."""
    pack = BoardPack.objects.select_related("partnership").get(job_id=running.job_id)
    actor = _asked_by(running, pack)
    audit.record(actor, "build", pack, detail={"quarter": pack.quarter, "attempt": running.attempt})
    running.step(STEPS[0], done=0, total=len(STEPS))
    document = pack.contract or counted(pack)
    running.step(STEPS[1], done=1, total=len(STEPS))
    with failures_told():
        drawn = drawing.files(contract.with_decisions(document, pack.decisions))

    def keep() -> None:
        # Asked once more: the right may have ended meanwhile.
        _asked_by(running, pack)
        pack.contract = document
        pack.as_at = datetime.fromisoformat(document["edition"]["as_at"])
        pack.save(update_fields=["contract", "as_at"])
        pack.files.all().delete()
        BoardPackFile.objects.bulk_create(
            BoardPackFile(
                pack=pack,
                name=name,
                media_type=drawing.MEDIA_TYPES[name],
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
            for name, content in drawn.items()
        )

    return keep


def counted(pack: BoardPack) -> dict:
    quarter = Quarter.parse(pack.quarter)
    before = _before(pack, quarter)
    found = counting.count(pack.partnership, quarter, before and before.quarter)
    return contract.build(
        found,
        partnership=pack.partnership.name,
        demonstration=pack.partnership.is_demonstration,
        before=before,
        published=_published(pack, before),
    )


def _before(pack: BoardPack, quarter: Quarter) -> contract.Before | None:
    """The pack that was made last of the latest earlier quarter."""
    packs = BoardPack.objects.filter(partnership=pack.partnership_id, contract__isnull=False)
    earlier = [
        (Quarter.parse(one.quarter), one.asked_at, one)
        for one in packs.exclude(pk=pack.pk)
        if Quarter.parse(one.quarter) < quarter
    ]
    if not earlier:
        return None
    found, _, last = max(earlier, key=lambda one: one[:2])
    return contract.Before(found, last.contract)


def _published(pack: BoardPack, before: contract.Before | None) -> list[str]:
    if before is None:
        return []
    reports = AnnualReport.objects.filter(
        partnership=pack.partnership_id,
        standing__in=[Standing.PUBLISHED, Standing.REPLACED],
        published_at__gt=before.contract["edition"]["as_at"],
    ).order_by("-published_at")
    return [
        contract.published_words(one.period, FOR_WHOM[one.audience], one.published_at)
        for one in reports.defer("contract")
    ]


def _asked_by(running: jobs.Running, pack: BoardPack) -> Actor | None:
    """Loaded and asked again here: the right may have ended since. None for the timetable."""
    if running.asked_by_id is None:
        return None
    actor = actor_by_membership(running.asked_by_id)
    if (
        actor is None
        or not access.may(actor, "build", "report")
        or actor.partnership_id != pack.partnership_id
    ):
        raise jobs.Failed(NOT_ALLOWED)
    return actor
