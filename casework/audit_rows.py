"""Events and unusual access as rows of tables."""

from django.urls import reverse

from agencies.acting import Actor
from agencies.models import Agency, AuditEvent, Membership, User
from agencies.unusual import Hours, Refusals, Volume, Who
from casework import audit_lists
from casework.audit_lists import Looker
from casework.dates import clock, full_date, short_moment


def columns(*texts: str) -> list[dict]:
    return [{"text": text} for text in texts]


EVENT_COLUMNS = columns("When", "Who", "What they did", "Record", "More")
LOOKER_COLUMNS = columns("Who", "Times", "First", "Last", "What they saw")
VOLUME_COLUMNS = columns("Who", "Day", "Records opened", "Their usual day", "Others in this role")
HOURS_COLUMNS = columns("Who", "Day", "Records opened", "Between")
REFUSAL_COLUMNS = columns("Who", "Refusals in a row", "First", "Last")
SHOWN_OF_A_LIST = 10


def event_row(event: AuditEvent, hidden: set[str], href: str, reader: Actor) -> list[dict]:
    """hidden: references that must not stand in it. href: of the record's name, "" for none.

    An event of the reader's own refusal keeps what they typed: see `audit_lists`.
    """
    record = {"text": event.reference}
    if event.reference and href:
        record["href"] = href
    return [
        {"text": short_moment(event.at)},
        _who(event.user, event.agency),
        {"text": audit_lists.word(event.act), "hint": _step(event)},
        record,
        {"text": _more(event, hidden, own=event.user_id == reader.user.pk)},
    ]


def looker_row(one: Looker) -> list[dict]:
    return [
        _who(one.user, one.agency),
        {"text": str(one.times)},
        {"text": short_moment(one.first)},
        {"text": short_moment(one.last)},
        {"text": ", ".join(sorted(one.saw))},
    ]


def _who(user: User | None, agency: Agency | None) -> dict:
    return {"text": user.name if user else "The system", "hint": agency.name if agency else ""}


def _step(event: AuditEvent) -> str:
    """Of what it was a list, which step, how far it was shared: a code, put plainly."""
    of_what = event.record_type if event.act == "list" or "code" in event.detail else ""
    step = of_what or event.detail.get("step") or event.detail.get("level") or ""
    return str(step).replace("_", " ")


def _more(event: AuditEvent, hidden: set[str], *, own: bool) -> str:
    if event.parts:
        return ", ".join(event.parts)
    if "code" in event.detail:
        return str(event.detail["code"])
    shown = [each for each in event.references if each not in hidden]
    asked = event.detail.get("asked_for")
    if not shown and isinstance(asked, dict):
        shown = [each for each in asked.values() if own or each not in hidden]
    rest = len(shown) - SHOWN_OF_A_LIST
    told = ", ".join(shown[:SHOWN_OF_A_LIST])
    return f"{told} and {rest} more" if rest > 0 else told


class Staff:
    """Rows about members, whose names are read at once. A name leads to what they did that day."""

    def __init__(self, who: list[Who]) -> None:
        rows = Membership.objects.filter(user__in={user for user, _ in who})
        self._members = {
            (one.user_id, one.agency_id): one for one in rows.select_related("user", "agency")
        }

    def volume(self, each: Volume) -> list[dict]:
        return [
            self._cell(each.who, each.day),
            {"text": full_date(each.day)},
            {"text": str(each.opened)},
            {"text": _usual(each.usual)},
            {"text": _usual(each.role_usual)},
        ]

    def hours(self, each: Hours) -> list[dict]:
        return [
            self._cell(each.who, each.day),
            {"text": full_date(each.day)},
            {"text": str(each.opened)},
            {"text": f"{clock(each.first)} and {clock(each.last)}"},
        ]

    def refusals(self, each: Refusals) -> list[dict]:
        return [
            self._cell(each.who, None),
            {"text": str(each.refused)},
            {"text": short_moment(each.first)},
            {"text": short_moment(each.last)},
        ]

    def _cell(self, who: Who, day) -> dict:
        one = self._members.get(who)
        if one is None:
            return {"text": "Somebody who is no member any more"}
        on = f"&day={day.isoformat()}" if day else "&act=refused"
        href = f"{reverse('audit')}?member={one.handle}{on}"
        return {"text": one.user.name, "hint": one.agency.name, "href": href}


def _usual(records: float | None) -> str:
    return "Not known" if records is None else f"{records:g}"
