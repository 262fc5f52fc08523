"""What happened to a record and to all that hangs on it, as far as the reader may see."""

from agencies import access
from agencies.acting import Actor
from casework import record_types, shown
from casework.forms import words
from casework.models import Record, StatusChange

LENGTH = 200

TRAIL_WORDS = {
    "add": "{title} recorded",
    "change": "{title} corrected",
    "mistake": "{title} marked as recorded by mistake",
    "undo_mistake": "{title} brought back",
    "confirm": "{title} confirmed",
    "tell_outside": "Told someone outside",
    "share": "Shared",
    "change_share": "Sharing changed",
    "stop_sharing": "Sharing stopped",
    "hand_over": "Handed over to another agency",
}


def tells(words: dict[str, str]) -> None:
    """Name what an app writes on the trail beside its steps: key to sentence."""
    TRAIL_WORDS.update(words)


def entries(actor: Actor, record: Record) -> list[dict]:
    """Entries for the timeline component, newest first. One query, whatever hangs on
    the record, and one for each type that tells its own words.

    A type joins in by naming the way from itself to the record (`timeline`). Each passes the gate,
    so what the reader may not see leaves no line and no gap.
    """
    types = {type(record)._meta.model_name: record_types.type_of(record)}
    references = access.allowed(actor, "see", type(record)).filter(pk=record.pk)
    visible = references.order_by().values("reference")
    unions = []
    for record_type in record_types.every():
        if record_type.timeline and _leads_to(record_type, type(record)):
            types[record_type.model._meta.model_name] = record_type
            rows = access.allowed(actor, "see", record_type.model)
            hanging = rows.filter(**{record_type.timeline: record}).order_by()
            unions.append(hanging.values("reference"))
    trail = (
        StatusChange.objects.filter(reference__in=visible.union(*unions, all=True))
        .select_related("by", "agency")
        .order_by("-at", "-id")[:LENGTH]
    )
    trail = list(trail)
    told = _told(actor, types, trail)
    return [_entry(change, types[change.record_type], record, told) for change in trail]


def _told(actor: Actor, types: dict, trail: list[StatusChange]) -> dict[str, tuple[str, str]]:
    """The words of records that are themselves words, such as a note, and for whom they are when
    not for everybody; by reference."""
    told: dict[str, tuple[str, str]] = {}
    for name, record_type in types.items():
        wanted = [c.reference for c in trail if c.record_type == name and c.step == "add"]
        if record_type.tells and wanted:
            rows = access.allowed(actor, "see", record_type.model).filter(reference__in=wanted)
            for row in rows:
                told[row.reference] = (getattr(row, record_type.tells), _only_for(row, record_type))
    return told


def _only_for(row: Record, record_type: record_types.RecordType) -> str:
    name = record_type.audience
    if not name or getattr(row, name) == record_type.field(name).default:
        return ""
    return f"{words(record_type.field(name))}: {shown.in_words(row, name)}"


def _leads_to(record_type: record_types.RecordType, model: type) -> bool:
    found = record_type.model
    for name in record_type.timeline.split("__"):
        found = found._meta.get_field(name).related_model
    return found is model


def _entry(
    change: StatusChange, record_type: record_types.RecordType, record: Record, told: dict
) -> dict:
    known = (
        {step.name: step.done for step in record_type.workflow.steps}
        if (record_type.workflow)
        else {}
    )
    sentence = TRAIL_WORDS.get(change.step) or known.get(change.step, change.step)
    text, only_for = change.note, ""
    if change.step == "add":
        text, only_for = told.get(change.reference, ("", ""))
    if change.step == "change" and text:
        text = f"Changed: {text}"
    own = change.reference == record.reference
    return {
        "title": sentence.format(title=record_type.title),
        "by": f"{change.by}, {change.agency}",
        "at": change.at,
        "text": text,
        "only_for": only_for,
        "href": "" if own else f"/{record_type.plural}/{change.reference}/",
        "link_text": f"Open {change.reference}",
    }
