""" "What can I see, and why": the page of one's own account. Nobody reads anybody else's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies import audit
from agencies.acting import Actor
from agencies.models import Capability
from agencies.policy import ROLE_SENTENCES, Role
from casework import own_access
from casework.dates import full_date, short_date
from casework.page_parts import columns, page_url
from casework.record_types import RecordType, carriers
from casework.sharing import last_moment

TITLE = "What can I see, and why"


def my_access(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    shown: list[str] = []
    panels = [ties(actor, each) for each in own_access.ties()]
    for record_type in carriers():
        panels += given(actor, record_type, shown)
    audit.listed(actor, "my_access", shown)
    return render(
        request,
        "casework/own_access.html",
        {
            "title": TITLE,
            "rows": who(actor),
            "panels": [panel for panel in panels if panel["rows"]],
            "columns": columns("You may", "When"),
            "acts": [
                [{"text": f"{says[:1].upper()}{says[1:]}"}, {"text": when}]
                for says, when in own_access.acts_of(actor)
            ],
        },
    )


def who(actor: Actor) -> list[dict]:
    found = [{"key": "You act for", "value": actor.agency.name}]
    found += [
        {"key": Role(role).label, "value": ROLE_SENTENCES[role]} for role in sorted(actor.roles)
    ]
    held = Capability.objects.filter(membership=actor.membership_id, kind__in=actor.capabilities)
    for capability in held.order_by("kind", "valid_from"):
        until = f" until {full_date(capability.valid_to)}" if capability.valid_to else ""
        since = f"Since {full_date(capability.valid_from)}{until}"
        found.append({"key": capability.get_kind_display(), "value": since})
    return found


def ties(actor: Actor, each: own_access.Ties) -> dict:
    return table(each.heading, columns(*each.columns), each.find(actor), each.empty)


def given(actor: Actor, record_type: RecordType, shown: list[str]) -> list[dict]:
    """How many records of a type the agency was given, for which cause; and the newest of them.

    Adds the references that stand there to `shown`.
    """
    grants = own_access.grants_of(actor, record_type)
    counts, are_more = own_access.by_cause(grants)
    plural = str(record_type.model._meta.verbose_name_plural)
    rows = [[{"text": cause}, {"text": f"{number:,}"}] for cause, number in counts]
    of_them = f"Of the newest {own_access.COUNT_UP_TO:,} {plural}" if are_more else "How many"
    newest = list(grants.select_related("content_object")[: own_access.LISTED])
    shown += [grant.content_object.reference for grant in newest]
    name = f"{plural[:1].upper()}{plural[1:]}"
    return [
        table(f"{name}: why your agency has them", columns("Why", of_them), rows),
        table(
            f"{name}: the newest",
            columns("Reference", "Why", "Purpose and legal basis", "Since", "Until"),
            [line(record_type, grant) for grant in newest],
        ),
    ]


def line(record_type: RecordType, grant) -> list[dict]:
    record, ends_at = grant.content_object, grant.ends_at
    return [
        {"text": record.reference, "href": page_url(record, record_type.plural)},
        {"text": grant.get_cause_display()},
        {"text": ". ".join(words for words in (grant.purpose, grant.basis) if words)},
        {"text": short_date(grant.starts_at)},
        {"text": short_date(last_moment(ends_at)) if ends_at else "No end date"},
    ]


def table(heading: str, titles: list[dict], rows: list[list[dict]], empty: str = "") -> dict:
    return {"heading": heading, "columns": titles, "rows": rows, "empty": empty, "add": None}
