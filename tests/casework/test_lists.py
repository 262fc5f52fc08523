"""Lists: every record once, whatever the order, the page size and the ties."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import lists
from casework.lists import FilterForm, counted, listed, page_of, sortable
from shop.models import Incident
from shop.record_types import INCIDENTS, VISITS
from tests import make
from tests.make import moment

pytestmark = pytest.mark.django_db

ORDERS = [f"{way}{name}" for name in (*sortable(INCIDENTS), "made_at") for way in ("", "-")]
# Few days and few towns, so that most records tie with others.
ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["tipton", "oldbury", "not_recorded"]),
        st.sampled_from(["ACTIVE", "ACCEPTED"]),
    ),
    max_size=12,
)


def walked(rows, order: str, size: int) -> tuple[list[str], list[str]]:
    """References as met going forwards from the first page, and backwards from the last."""
    page = page_of(rows, order, size=size)
    forwards, pages = [row.reference for row in page.rows], 1
    assert page.previous == ""
    while page.next:
        page = page_of(rows, order, after=page.next, size=size)
        forwards += [row.reference for row in page.rows]
        pages += 1
        assert page.rows
        assert pages < 50
    backwards = [row.reference for row in page.rows]
    while page.previous:
        page = page_of(rows, order, before=page.previous, size=size)
        backwards = [row.reference for row in page.rows] + backwards
        assert page.next
    return forwards, backwards


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, order=st.sampled_from(ORDERS), size=st.integers(1, 5))
def test_paging_meets_every_record_once_both_ways(rows, order: str, size: int, db) -> None:
    with transaction.atomic():
        housing = make.agency("housing")
        actor = make.actor(housing, "practitioner")
        made = [
            make.incident(
                town,
                granted_to=[housing],
                received_at=moment("2022-06-01") + timedelta(days=day),
                made_at=moment("2022-07-01") + timedelta(days=day % 2),
                status=status,
            )
            for day, town, status in rows
        ]
        make.incident()
        found = listed(INCIDENTS, actor)
        forwards, backwards = walked(found, order, size)
        assert sorted(forwards) == sorted(each.reference for each in made)
        assert backwards == forwards
        name = order.lstrip("-")
        values = [getattr(Incident.objects.get(reference=r), name) for r in forwards]
        keys = [getattr(value, "position", value) for value in values]
        if name != "town":
            assert keys == sorted(keys, reverse=order.startswith("-"))
        assert counted(found, order) == len(made)
        transaction.set_rollback(True)


def test_a_record_that_left_the_list_is_the_start() -> None:
    housing = make.agency("housing")
    actor = make.actor(housing, "practitioner")
    made = [make.incident(granted_to=[housing], at=f"2022-06-0{day}") for day in range(1, 5)]
    rows = listed(INCIDENTS, actor)
    first = page_of(rows, "-received_at", size=2)
    make.mistaken(made[2])
    again = page_of(listed(INCIDENTS, actor), "-received_at", after=first.next, size=2)
    assert [row.pk for row in again.rows] == [made[3].pk, made[1].pk]


def filtered(query: str, record_type=INCIDENTS, actor=None) -> set[str]:
    actor = actor or make.actor(make.agency("desk"), "coordinator", name=f"Amal {query}")
    form = FilterForm(record_type, actor, QueryDict(query))
    rows = form.narrow(listed(record_type, actor))
    return {row.reference for row in lists.bounded(record_type, rows, form.chosen)}


def test_filters_narrow_by_any_of_their_values_and_by_all_filters() -> None:
    one = make.incident("tipton", types=["LAB", "CRI"], status="ACTIVE", at="2022-06-01")
    two = make.incident("oldbury", types=["SEX"], status="ACCEPTED", at="2022-06-02")
    three = make.incident("oldbury", types=[], status="ACTIVE", at="2022-06-03")
    assert filtered("town=oldbury") == {two.reference, three.reference}
    assert filtered("town=oldbury&town=tipton") == {one.reference, two.reference, three.reference}
    assert filtered("town=oldbury&status=ACTIVE") == {three.reference}
    assert filtered("types=CRI&types=SEX") == {one.reference, two.reference}
    assert filtered("since=2022-06-02&until=2022-06-02") == {two.reference}
    assert filtered("since-day=2&since-month=June&since-year=2022") == {
        two.reference,
        three.reference,
    }


def test_a_filter_that_makes_no_sense_is_left_out_and_told() -> None:
    one = make.incident()
    for query in ("town=nowhere", "since-day=40", "status=%00", "since=nonsense"):
        assert filtered(query) == {one.reference}
    actor = make.actor(make.agency("desk"), "coordinator")
    assert set(FilterForm(INCIDENTS, actor, QueryDict("town=nowhere")).errors) == {"town"}


def test_days_are_days_here_not_in_greenwich() -> None:
    late = make.incident(received_at=moment("2022-06-01").replace(hour=0, minute=30))
    assert filtered("since=2022-06-01&until=2022-06-01") == {late.reference}
    assert filtered("until=2022-05-31") == set()


def test_a_list_without_a_carrier_reaches_back_twelve_months() -> None:
    incident = make.incident()
    make.visit(incident, at="2022-06-01")
    lately = make.visit(incident, at=str(moment("2022-06-01").date().today()))
    assert filtered("", VISITS) == {lately.reference}
    assert len(filtered("since=2022-01-01&until=2022-12-31", VISITS)) == 1
    actor = make.actor(make.agency("desk"), "coordinator")
    assert listed(VISITS, actor, under=incident).count() == 2


def test_mistakes_are_in_no_list() -> None:
    make.mistaken(make.incident())
    assert filtered("") == set()


def test_what_may_be_sorted_by_is_stored_and_never_empty() -> None:
    assert set(sortable(INCIDENTS)) == {"reference", "town", "main_type", "received_at", "status"}


def test_the_count_stops_early_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lists.count_sentence(1, 1, INCIDENTS) == "1 incident"
    assert lists.count_sentence(30, 25, INCIDENTS) == "Showing 25 of 30 incidents"
    assert lists.count_sentence(1001, 25, INCIDENTS) == "Showing 25 of 1,000+ incidents"
    actor = make.coordinator()
    for _ in range(5):
        make.incident()
    monkeypatch.setattr(lists, "COUNT_UP_TO", 3)
    assert counted(listed(INCIDENTS, actor), "-received_at") == 4
