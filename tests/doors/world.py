"""The cast, and two families of records: one shared with housing, one that housing must not see.

    Amal   the desk, coordinator
    Bea    housing, practitioner
    Cyd    a charity, practitioner and support worker, first responder
    Dee    signs in and belongs to no agency
    root   a superuser without a membership
    Eve    coordinator of another partnership

A family is one incident and one record of every type that hangs on it, each with a marker: a word
found nowhere else, in every text that a person typed into it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agencies import access
from agencies.acting import Actor, actor_by_membership
from agencies.models import Agency, User
from agencies.tokens import new_token
from casework.codes import CodeField
from casework.models import Record
from casework.record_types import RecordType, every
from referrals.models import ReferralAnswers
from shop.models import Location
from tests import make
from tests.signing_in import is_as_if, sign_in
from tests.web_role import as_web_role
from victims.actions import PARTS

# What differs between two answers that say the same.
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
CLOCKS = re.compile(rb"\d+ \w+ \d{4} at [\d:]+[ap]m|midday|midnight")


@dataclass(frozen=True)
class Knock:
    """One request: what is asked for, how, and with what."""

    path: str
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def is_api(self) -> bool:
        return "/api/" in self.path


@dataclass
class Visitor:
    """Someone at the doors, with a browser and, when they act for an agency, a token."""

    user: User
    actor: Actor | None
    client: Client
    token: str

    def knock(self, knock: Knock) -> HttpResponse:
        """The answer of the application as it runs, with the rights of the web role."""
        with as_web_role():
            return whole(self._knock(knock))

    def _knock(self, knock: Knock) -> HttpResponse:
        send: Callable = getattr(self.client, knock.method)
        if not knock.is_api:
            return send(knock.path, knock.data)
        headers = {"Authorization": f"Token {self.token}"} if self.token else {}
        if knock.method == "get":
            return send(knock.path, knock.data, headers=headers)
        return send(knock.path, knock.data, content_type="application/json", headers=headers)


def whole(answer: HttpResponse) -> HttpResponse:
    """A file's bytes come in pieces; here they are together. The last piece closes the file."""
    if not answer.streaming:
        return answer
    body = b"".join(answer.streaming_content)
    return HttpResponse(body, status=answer.status_code, headers=answer.headers)


def visitor(user: User, membership_id: int | None = None) -> Visitor:
    """They were there and gave their second factor just now, however long the knocking takes."""
    client = sign_in(user, membership_id)
    later = timezone.now() + timedelta(hours=1)
    is_as_if(client, active_at=later, factor_at=later)
    actor, token = None, ""
    if membership_id:
        actor = actor_by_membership(membership_id)
        token = new_token(user.memberships.get(pk=membership_id))
    return Visitor(user, actor, client, token)


def member(name: str, agency: Agency, *roles: str, **facts: Any) -> Visitor:
    membership = make.member(agency, *roles, name=name, **facts)
    return visitor(membership.user, membership.pk)


@dataclass
class Cast:
    amal: Visitor
    bea: Visitor
    cyd: Visitor
    dee: Visitor
    root: Visitor
    eve: Visitor


def plan_quickly() -> None:
    """In this transaction. Of some rows a table, to think how to join takes longer than joining."""
    with connection.cursor() as cursor:
        cursor.execute("set local join_collapse_limit = 1")


def cast() -> Cast:
    elsewhere = make.partnership("elsewhere", towns=("otherton",))
    root = User.objects.create_superuser("root@example.org", "password", name="Root")
    return Cast(
        amal=member("Amal", make.agency("desk"), "coordinator"),
        bea=member("Bea", make.agency("housing"), "practitioner", capabilities=["first_responder"]),
        cyd=member(
            "Cyd",
            make.agency("charity"),
            "practitioner",
            "support_worker",
            capabilities=["first_responder"],
        ),
        dee=visitor(make.user("Dee")),
        root=visitor(root),
        eve=member("Eve", make.agency("desk", elsewhere), "coordinator"),
    )


@dataclass
class Family:
    """One record of every type, all of one incident; `word` begins each of their markers."""

    word: str
    records: dict[str, Record]

    def __getitem__(self, plural: str) -> Record:
        return self.records[plural]

    def of(self, record_type: RecordType) -> Record:
        return self.records[record_type.plural]

    def references(self) -> list[str]:
        return [record.reference for record in self.records.values()]


def family(word: str, holder: Visitor) -> Family:
    """Made by the holder's agency lately, held by it and by the desk. Typed texts are markers."""
    agency, day = holder.actor.agency, str(timezone.localdate() - timedelta(days=3))
    code = agency.code
    own = {"agency": agency, "made_by": holder.user}
    incident = make.incident(
        at=day, granted_to=[agency], location=make.location(**own), lead_agency=agency, **own
    )
    visit = make.visit(incident, by=[code], at=day, **own)
    person = make.person(incident, granted_to=[agency], **own)
    make.met(person, visit, [code])
    screening = make.screening(person, at=day, by=code, made_by=holder.user, visit=visit)
    told = {"said_by": "someone", "said_how": "by phone"}
    visit.parts.update(**told)
    found = {
        "incidents": incident,
        "locations": incident.location,
        "visits": visit,
        "parts": visit.parts.get(),
        "people": person,
        "screenings": screening,
        "referrals": make.referral(
            screening,
            at=day,
            author=holder.user.memberships.get(agency=agency),
            made_by=holder.user,
        ),
        "interventions": make.intervention(incident, at=day, by=code, made_by=holder.user, **told),
        "disruptions": make.disruption(
            incident, incident.location, at=day, by=code, made_by=holder.user
        ),
        "arrests": make.arrest(incident, at=day, by=code),
        "notes": make.note(incident, by=code, made_by=holder.user),
        "requests": make.request(incident, code, by=code, made_by=holder.user),
        "person-files": make.person_file(person, by=code, made_by=holder.user),
        "incident-files": make.incident_file(incident, by=code, made_by=holder.user),
    }
    ReferralAnswers.objects.create(referral=found["referrals"])
    make.assignment(person, holder.actor.membership_id)
    for name, part in PARTS.items():
        mark(part.objects.create(person=person), f"{word}-{name}")
    return Family(word, {plural: mark(record, word) for plural, record in found.items()})


def family_has_every_type(of: Family) -> bool:
    return set(of.records) == {record_type.plural for record_type in every()}


def typed_fields(model: type[models.Model]) -> list[models.Field]:
    """Where a person typed words: no codes, choices, references or keys."""
    not_typed = {"reference", "mistake_reason", "address_key", "question_set"}
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField)
        and not isinstance(each, CodeField)
        and not each.choices
        and each.name not in not_typed
    ]


def marker(word: str, name: str) -> str:
    return f"{word}{name.replace('_', '')}"


def mark(record: models.Model, word: str) -> models.Model:
    """Put a marker into every text of `record`."""
    texts = {
        each.name: marker(word, each.name)[: each.max_length] for each in typed_fields(type(record))
    }
    type(record)._default_manager.filter(pk=record.pk).update(**texts)
    record.refresh_from_db()
    if isinstance(record, Location):
        record.save()  # what it is found by follows its address
    return record


def said(response: HttpResponse) -> bytes:
    """The body without what differs each time."""
    return CLOCKS.sub(b"clock", TOKENS.sub(b"token", response.content))


# The lock on each page knows its browser by this.
MARK = re.compile(rb'data-mark="[0-9a-f]+"')


def said_to_anyone(response: HttpResponse, user: User) -> bytes:
    """As `said`, without what differs from one colleague to the next."""
    body = MARK.sub(b"mark", said(response))
    for own in (user.email, user.name):
        body = body.replace(own.encode(), b"who")
    return body


def give(
    record: Record, to: Visitor, level: str = "work", *, ends_at: datetime | None = None
) -> None:
    """Share `record` with the visitor's agency, as the desk would."""
    access.share(
        None, record, [to.actor.agency], level=level, cause="shared", granted_by=to.user,
        ends_at=ends_at,
    )  # fmt: skip


def colleague(of: Visitor, name: str, *roles: str, **facts: Any) -> Visitor:
    """Someone else of the same agency."""
    return member(name, of.actor.agency, *roles, **facts)
