"""What people wrote for the report of one partnership and year, as `contract.build` takes it."""

from typing import Any

from casework.dates import full_date
from reporting.counting.figures import NOT_RECORDED, OUTSIDE
from reporting.counting.periods import Period
from reporting.declared import models as declared
from reporting.document.material import Accepted, CitedPriority, Written
from reporting.stories import models as story_models
from reporting.written.models import AcceptedFault, Place, Priority, WrittenSection
from shop.models import Town
from shop.terms import TownKind

CODE_OF = {TownKind.OUTSIDE: OUTSIDE, TownKind.NOT_RECORDED: NOT_RECORDED}


def for_report(partnership_id: int, period: Period, audience: str) -> dict[str, Any]:
    """The parts of a Context that people wrote, as readers of an edition may have them."""
    return {
        "declared": declared.for_readers(partnership_id, period, audience),
        "written": sections(partnership_id, period.label),
        "priorities": priorities(partnership_id, period.label),
        "stories": story_models.for_report(partnership_id, period.label),
        "accepted": accepted(partnership_id, period.label),
    }


def sections(partnership_id: int, period: str) -> list[Written]:
    rows = WrittenSection.objects.filter(
        partnership_id=partnership_id, period=period, is_left_out=False
    ).select_related("town")
    order = {place: number for number, place in enumerate(Place)}
    return [
        {
            "reference": row.reference,
            "place": row.place,
            "town": code_of(row.town),
            "title": row.title,
            "text": row.text,
        }
        for row in sorted(rows, key=lambda row: (order[Place(row.place)], row.pk))
    ]


def priorities(partnership_id: int, period: str) -> list[CitedPriority]:
    rows = Priority.objects.filter(
        partnership_id=partnership_id, period=period, is_left_out=False
    ).select_related("town")
    return [
        {
            "reference": row.reference,
            "town": code_of(row.town),
            "words": row.words,
            "measure": row.measure,
            "measure_version": row.measure_version,
            "action": row.action,
            "owner": row.owner,
            "due": full_date(row.due_on) if row.due_on else "",
        }
        for row in rows.order_by("pk")
    ]


def accepted(partnership_id: int, period: str) -> list[Accepted]:
    rows = AcceptedFault.objects.filter(partnership_id=partnership_id, period=period)
    return [
        {
            "key": row.key,
            "place": row.place,
            "said": row.said,
            "reason": row.reason,
            "by": str(row.accepted_for),
            "on": full_date(row.accepted_at.date()),
        }
        for row in rows.select_related("accepted_for")
    ]


def code_of(town: Town | None) -> str:
    """As figures call a town; the rows beside the towns have codes of their own there."""
    return CODE_OF.get(town.kind, town.code) if town else ""
