"""Unusual access: what is told, what is not, and that the numbers stand in one place."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from agencies import unusual
from agencies.models import AuditEvent, Membership
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.fixture
def bea() -> Membership:
    return make.member(make.agency("housing"), "practitioner", name="Bea")


@pytest.fixture
def cyd() -> Membership:
    return make.member(make.agency("charity"), "practitioner", name="Cyd")


def happened(member: Membership, act: str, days_ago: int, *, hour: int = 11, many: int = 1) -> None:
    day = TODAY - timedelta(days=days_ago)
    begin = timezone.make_aware(datetime.combine(day, time(hour)))
    AuditEvent.objects.bulk_create(
        AuditEvent(
            user=member.user, agency=member.agency, act=act, at=begin + timedelta(seconds=number),
            record_type="incident", reference=f"INC-{number:06}-A",
        )
        for number in range(many)
    )  # fmt: skip


def who(member: Membership) -> unusual.Who:
    return member.user_id, member.agency_id


def volumes() -> list[unusual.Volume]:
    roles = unusual.roles_by_member(make.partnership().pk)
    return unusual.volumes(AuditEvent.objects.all(), roles, TODAY)


def test_far_more_than_usual_is_told_beside_what_is_usual(bea, cyd) -> None:
    for days_ago in (2, 3, 4):
        happened(bea, "read", days_ago, many=10)
        happened(cyd, "read", days_ago, many=14)
    happened(bea, "read", 1, many=40)
    (found,) = volumes()
    day = TODAY - timedelta(days=1)
    assert found == unusual.Volume(who(bea), day, opened=40, usual=10, role_usual=14)


def test_who_always_opens_many_is_told_only_beside_others(bea, cyd) -> None:
    for days_ago in range(1, 6):
        happened(bea, "read", days_ago, many=40)
    assert {each.day for each in volumes()} == {TODAY - timedelta(days=5)}, "nothing to compare"
    happened(cyd, "read", 3, many=5)
    assert {each.day for each in volumes()} == {TODAY - timedelta(days=n) for n in (1, 2, 3, 5)}


def test_few_records_are_never_told_and_one_record_often_counts_once(bea) -> None:
    happened(bea, "read", 1, many=unusual.OPENED_AT_LEAST - 1)
    for _ in range(40):
        happened(bea, "read", 1, many=1)
    assert volumes() == []
    happened(bea, "read", 1, many=unusual.OPENED_AT_LEAST)
    assert len(volumes()) == 1


def test_nights_and_weekends_are_told_and_working_hours_are_not(bea, cyd) -> None:
    happened(bea, "read", 1, hour=23, many=5)
    happened(bea, "read", 4, hour=11, many=6)  # a Saturday
    happened(cyd, "read", 1, hour=11, many=50)
    happened(cyd, "read", 2, hour=23, many=4)
    found = unusual.outside_hours(AuditEvent.objects.all(), TODAY)
    assert [(each.who, (TODAY - each.day).days, each.opened) for each in found] == [
        (who(bea), 1, 5),
        (who(bea), 4, 6),
    ]
    assert timezone.localtime(found[0].first).hour == 23


def test_refusals_are_told_only_in_a_row(bea, cyd) -> None:
    happened(bea, "refused", 1, many=unusual.REFUSED_AT_LEAST)
    for _ in range(unusual.REFUSED_AT_LEAST):
        happened(cyd, "refused", 1)
        happened(cyd, "read", 1)
    (found,) = unusual.refusals_in_a_row(AuditEvent.objects.all(), TODAY)
    assert (found.who, found.refused) == (who(bea), unusual.REFUSED_AT_LEAST)


def test_what_is_long_ago_is_not_told(bea) -> None:
    happened(bea, "read", unusual.DAYS, hour=23, many=100)
    happened(bea, "refused", unusual.DAYS, many=10)
    assert volumes() == []
    assert unusual.outside_hours(AuditEvent.objects.all(), TODAY) == []
    assert unusual.refusals_in_a_row(AuditEvent.objects.all(), TODAY) == []
