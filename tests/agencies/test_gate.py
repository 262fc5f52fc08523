"""The gate against a small model of it: random shares, ends and withdrawals, zero differences."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies import access
from agencies.models import AuditEvent
from agencies.policy import LEVELS, levels_up_to
from shop.models import Incident, IncidentGrant, IncidentUserGrant, Note
from tests import make

pytestmark = pytest.mark.django_db

ORDER = ("see", "work", "manage")
AGENCIES = ("housing", "charity", "police")
RECORDS = range(3)
ENDS = st.sampled_from([None, timedelta(days=-1), timedelta(days=1), timedelta(days=9)])
SHARES = st.tuples(
    st.just("share"),
    st.sampled_from(AGENCIES),
    st.sampled_from(RECORDS),
    st.sampled_from(ORDER),
    ENDS,
)
WITHDRAWALS = st.tuples(
    st.just("withdraw"), st.sampled_from(AGENCIES), st.sampled_from(RECORDS), st.none(), st.none()
)
CHANGES = st.tuples(
    st.just("regrade"),
    st.sampled_from(AGENCIES),
    st.sampled_from(RECORDS),
    st.sampled_from(ORDER),
    ENDS,
)
Held = dict[tuple[str, int, str], datetime | None]


def model_of(events: list[tuple], now: datetime) -> Held:
    """Which levels each agency holds on each record, and until when, told in a few lines."""
    held: Held = {}
    for what, agency, record, level, ends in events:
        if what == "withdraw":
            held = {key: end for key, end in held.items() if key[:2] != (agency, record)}
            continue
        until = now + ends if ends else None
        if what == "regrade":
            if record not in in_force(held, agency, "see", now):
                continue
            held = {key: end for key, end in held.items() if key[:2] != (agency, record)}
        for step in levels_up_to(level):
            held[agency, record, step] = until
        for step in ORDER[ORDER.index(level) + 1 :]:
            if until and (agency, record, step) in held:
                known = held[agency, record, step]
                held[agency, record, step] = min(known, until) if known else until
    return held


def in_force(held: Held, agency: str, level: str, now: datetime) -> set[int]:
    return {
        record
        for (holder, record, step), until in held.items()
        if (holder, step) == (agency, level) and (until is None or until > now)
    }


@pytest.fixture
def cast() -> dict:
    incidents = [make.incident() for _ in RECORDS]
    for incident in incidents:
        make.note(incident)
    return {
        "desk": make.coordinator(),
        "incidents": incidents,
        "actors": {code: make.actor(make.agency(code), "practitioner") for code in AGENCIES},
    }


def happen(cast: dict, event: tuple, now: datetime) -> None:
    what, agency, record, level, ends = event
    incident, other = cast["incidents"][record], make.agency(agency)
    if what == "withdraw":
        access.withdraw(cast["desk"], incident, other)
    elif what == "regrade":
        until = now + ends if ends else None
        facts = {"level": level, "ends_at": until, "why": "asked"}
        if agency in {each["agency"].code for each in access.shares_of(incident)}:
            access.regrade(cast["desk"], incident, other, **facts)
        else:
            with pytest.raises(access.Refused, match="no longer has this record"):
                access.regrade(cast["desk"], incident, other, **facts)
    else:
        until = now + ends if ends else None
        access.share(cast["desk"], incident, [other], level=level, cause="shared", ends_at=until)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=st.lists(st.one_of(SHARES, SHARES, WITHDRAWALS, CHANGES), max_size=12))
def test_the_gate_agrees_with_a_model_of_it(events: list[tuple], cast: dict) -> None:
    now = timezone.now()
    with transaction.atomic():
        for event in events:
            happen(cast, event, now)
        held = model_of(events, now)
        for agency, actor in cast["actors"].items():
            opened = {}
            for level in ORDER:
                rows = set(access.allowed(actor, level, Incident))
                expected = {cast["incidents"][n] for n in in_force(held, agency, level, now)}
                assert rows == expected, (agency, level)
                opened[level] = rows
            assert opened["manage"] <= opened["work"] <= opened["see"]
            notes = set(access.allowed(actor, "see", Note).values_list("incident", flat=True))
            assert notes == {incident.pk for incident in opened["see"]}
            told = access.levels_held(actor, cast["incidents"])
            for incident in cast["incidents"]:
                levels = {level for level in ORDER if incident in opened[level]}
                assert told[incident.pk] == levels
                assert access.acts_open(actor, incident, ORDER) == levels
                assert {level for level in ORDER if access.can(actor, level, incident)} == levels
        transaction.set_rollback(True)


def rows() -> list[tuple]:
    names = ("group", "permission", "content_object", "sort_key", "cause", "ends_at", "basis")
    return sorted(IncidentGrant.objects.values_list(*names), key=str)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(share=SHARES)
def test_sharing_or_withdrawing_twice_is_as_once(share: tuple, cast: dict) -> None:
    now = timezone.now()
    with transaction.atomic():
        before = rows()
        happen(cast, share, now)
        once = rows()
        happen(cast, share, now)
        assert rows() == once
        taken = ("withdraw", *share[1:])
        happen(cast, taken, now)
        assert rows() == before
        happen(cast, taken, now)
        assert rows() == before
        transaction.set_rollback(True)


def test_levels_are_written_cumulatively() -> None:
    incident = make.incident(granted_to=[make.agency("housing")], level="work")
    held = incident.grants.filter(group=make.agency("housing").group)
    codes = {grant.permission.codename for grant in held}
    assert codes == {"see_incident", "work_incident"}
    assert [levels_up_to(level) for level in LEVELS] == [LEVELS[:1], LEVELS[:2], LEVELS[:3]]


def test_a_share_says_who_why_and_on_what_basis_and_is_written_down() -> None:
    incident, desk = make.incident(), make.coordinator()
    access.share(
        desk, incident, [make.agency("housing")], level="see", cause="shared",
        purpose="To visit", basis="Public task",
    )  # fmt: skip
    (told,) = [each for each in access.shares_of(incident) if not each["agency"].is_desk]
    grant = told["grant"]
    assert (told["level"], grant.granted_by, grant.purpose, grant.basis) == (
        "see", desk.user, "To visit", "Public task",
    )  # fmt: skip
    event = AuditEvent.objects.filter(act="share").latest("pk")
    assert event.detail == {"agencies": ["housing"], "level": "see", "cause": "shared"}


def test_only_who_manages_a_record_shares_it_or_ends_a_share() -> None:
    housing, charity = make.agency("housing"), make.agency("charity")
    incident = make.incident(granted_to=[housing, charity])
    bea = make.actor(housing, "practitioner")
    for act in (
        lambda: access.share(bea, incident, [make.agency("police")], level="see", cause="shared"),
        lambda: access.withdraw(bea, incident, charity),
    ):
        with pytest.raises(access.Refused):
            act()
    stranger = make.actor(make.agency("education"), "practitioner")
    with pytest.raises(Http404):
        access.withdraw(stranger, incident, charity)


def test_a_record_is_not_shared_outside_its_partnership() -> None:
    elsewhere = make.agency("council", make.partnership("elsewhere", towns=()))
    incident, desk = make.incident(), make.coordinator()
    with pytest.raises(ValueError, match="own partnership"):
        access.share(desk, incident, [elsewhere], level="see", cause="shared")
    assert not incident.grants.filter(group=elsewhere.group).exists()


def test_the_desk_keeps_every_record() -> None:
    incident, desk = make.incident(), make.coordinator()
    with pytest.raises(access.Refused):
        access.withdraw(desk, incident, desk.agency)


def test_a_grant_to_one_person_cannot_be_written() -> None:
    bea = make.member(make.agency("housing"), "practitioner").user
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentUserGrant.objects.create(
            user=bea,
            permission_id=access.permission_id(Incident, "see"),
            content_object=make.incident(),
        )
