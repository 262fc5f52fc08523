"""Whatever is sent: the field's own sentence and the typed text, never a fault of ours."""

import html
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.record_types import RecordType, every, named, under
from shop.models import VisitPart
from tests.doors.conftest import World
from tests.doors.entries import NASTY, NASTY_JSON, WORST, entries
from tests.doors.world import Knock, Visitor

pytestmark = pytest.mark.django_db

IN_API = [record_type for record_type in every() if record_type.in_api]
# A place is made with what names it; a referral and a screening are begun on pages of their own,
# and files come as files: tests/files sends those.
NOT_ADDED = {"locations"}
# What is sent with a file is tried in tests/files.
FILES = {"incident-files", "person-files"}
ON_OWN_PAGES = {"incidents", "screenings", "referrals"} | FILES
ADDED_BY_API = [t for t in IN_API if t.plural not in NOT_ADDED | FILES]
ADDED_ON_A_PAGE = [t for t in every() if t.plural not in NOT_ADDED | ON_OWN_PAGES]
CORRECTED_BY_WHO_WROTE = {"notes", "person-files"}
CORRECTED = [t for t in every() if t.plural != "referrals"]


@contextmanager
def tried() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def parent_of(record_type: RecordType, world: World):
    return getattr(world.hidden.of(record_type), record_type.under)


def add_path(record_type: RecordType, world: World) -> str:
    return reverse(f"{record_type.plural}_add", args=[parent_of(record_type, world).reference])


def sent_to_api(record_type: RecordType, world: World, entry: dict) -> HttpResponse:
    under_it = (
        {record_type.under: parent_of(record_type, world).reference} if record_type.under else {}
    )
    path = f"/api/v1/{record_type.plural}/"
    body = json.dumps({**under_it, **entry})
    return raw(world.cast.cyd, path, body)


def raw(visitor: Visitor, path: str, body: str | bytes, method: str = "post") -> HttpResponse:
    return getattr(visitor.client, method)(
        path,
        body,
        content_type="application/json",
        headers={"Authorization": f"Token {visitor.token}"},
    )


def without_part(record_type: RecordType, world: World) -> None:
    """An agency has one part in a visit: the family's own makes room for the one that is tried."""
    if record_type.plural == "parts":
        VisitPart.objects.filter(pk=world.hidden["parts"].pk).delete()


@pytest.mark.parametrize("record_type", ADDED_BY_API, ids=str)
def test_the_entry_that_will_do_is_taken_by_the_api(record_type: RecordType, world: World) -> None:
    answer = sent_to_api(record_type, world, entries(world.hidden)[record_type.plural])
    assert answer.status_code == 201, answer.content
    assert world.cast.cyd.knock(Knock(answer.json()["url"])).status_code == 200


@pytest.mark.parametrize("record_type", ADDED_ON_A_PAGE, ids=str)
def test_the_entry_that_will_do_is_taken_by_the_page(record_type: RecordType, world: World) -> None:
    without_part(record_type, world)
    entry = entries(world.hidden)[record_type.plural]
    before = record_type.model.objects.count()
    answer = world.cast.cyd.knock(Knock(add_path(record_type, world), "post", entry))
    assert answer.status_code == 302, answer.content.decode()
    assert record_type.model.objects.count() == before + 1


@pytest.mark.parametrize("record_type", ADDED_BY_API, ids=str)
def test_the_api_answers_any_value_of_any_field(record_type: RecordType, world: World) -> None:
    good = entries(world.hidden)[record_type.plural]
    for name in good:
        for value in NASTY_JSON:
            with tried():
                answer = sent_to_api(record_type, world, {**good, name: value})
                assert answer.status_code in {201, 400, 404}, (name, value)
                if answer.status_code == 400:
                    told = answer.json()
                    assert isinstance(told, dict), (name, value)
                    assert all(sentence for each in told.values() for sentence in each)


def told_on(page: HttpResponse) -> str:
    return html.unescape(page.content.decode())


@pytest.mark.parametrize("record_type", ADDED_ON_A_PAGE, ids=str)
def test_a_page_keeps_what_was_typed_and_says_what_the_api_says(
    record_type: RecordType, world: World
) -> None:
    without_part(record_type, world)
    good = entries(world.hidden)[record_type.plural]
    path = add_path(record_type, world)
    for name in good:
        for value in NASTY:
            with tried():
                answer = world.cast.cyd.knock(Knock(path, "post", {**good, name: value}))
                assert answer.status_code in {200, 302}, (name, value)
            if answer.status_code == 302:
                continue
            page = told_on(answer)
            assert "There is a problem" in page, (name, value)
            for other, text in good.items():
                if other != name and isinstance(text, str) and " " in text:
                    assert text in page, (name, value, other)
            if typed_by_hand(record_type, name) and "\x00" not in value:
                assert value.strip() in page.replace("\r", ""), (name, value)
            if record_type.in_api and name in record_type.entry_fields:
                with tried():
                    same = sent_to_api(record_type, world, {**good, name: value})
                assert same.status_code == 400, (name, value)
                assert same.json()[name][0] in page, (name, value)


def typed_by_hand(record_type: RecordType, name: str) -> bool:
    field = record_type.model._meta.get_field(name)
    return field.get_internal_type() in {"TextField", "CharField"} and not (
        field.choices or hasattr(field, "codes")
    )


@pytest.mark.parametrize("record_type", CORRECTED, ids=str)
def test_a_correction_answers_any_value_of_any_field(record_type: RecordType, world: World) -> None:
    record = world.hidden.of(record_type)
    path = f"/{record_type.plural}/{record.reference}/change/"
    asked = world.cast.amal
    if record_type.plural in CORRECTED_BY_WHO_WROTE:
        asked = world.cast.cyd
    good = entries(world.hidden).get(record_type.plural, {})
    for name in record_type.entry_fields:
        for value in WORST:
            with tried():
                answer = asked.knock(Knock(path, "post", {**good, name: value, "version": "1"}))
                assert answer.status_code in {200, 302}, (name, value)
            if record_type.in_api:
                with tried():
                    answer = raw(asked, f"/api/v1/{record_type.plural}/{record.reference}/",
                                 json.dumps({name: value}), "patch")  # fmt: skip
                    assert answer.status_code in {200, 400}, (name, value)


@pytest.mark.parametrize("record_type", ADDED_BY_API, ids=str)
def test_an_unknown_field_is_refused_by_its_name(record_type: RecordType, world: World) -> None:
    good = entries(world.hidden)[record_type.plural]
    answer = sent_to_api(record_type, world, {**good, "status": "CLOSED", "colour": "red"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"status", "colour"}
    record = world.hidden.of(record_type)
    path = f"/api/v1/{record_type.plural}/{record.reference}/"
    asked = world.cast.cyd if record_type.plural == "referrals" else world.cast.amal
    answer = raw(asked, path, json.dumps({"made_by": 1}), "patch")
    assert (answer.status_code, set(answer.json())) == (400, {"made_by"})


@pytest.mark.parametrize("record_type", ADDED_BY_API, ids=str)
def test_a_missing_field_is_asked_for_by_its_name(record_type: RecordType, world: World) -> None:
    good = entries(world.hidden)[record_type.plural]
    for name in good:
        with tried():
            rest = {key: value for key, value in good.items() if key != name}
            answer = sent_to_api(record_type, world, rest)
            assert answer.status_code in {201, 400}, name
            if answer.status_code == 400:
                assert {name, "main_type", "check_back_on"} & set(answer.json()), name


NOT_AN_OBJECT = ["", "[]", "1", "null", '"text"', "{", "{'a': 1}", "\x00", b"\xff\xfe", "NaN",
                 '{"a": 1e999}', "[" * 3000, '{"reference": NaN}']  # fmt: skip


@pytest.mark.parametrize("body", NOT_AN_OBJECT, ids=[repr(each)[:20] for each in NOT_AN_OBJECT])
def test_the_api_answers_any_body(body: str | bytes, world: World) -> None:
    for record_type in IN_API:
        base = f"/api/v1/{record_type.plural}/"
        one = f"{base}{world.hidden.of(record_type).reference}/"
        for path, method in ((base, "post"), (one, "patch"), (one, "delete")):
            with tried():
                answer = raw(world.cast.cyd, path, body, method)
                assert answer.status_code in {400, 403, 200}, (path, method)


QUERIES = [
    f"{name}={value}"
    for name in ("after", "before", "sort", "since", "until", "since-day", "status", "town", "x")
    for value in ("%00", "%ED%A0%80", "--reference", "9" * 300)
] + [
    "after=a&after=b",
    "since=2022-01-01&since-day=1",
    "since-day=1&since-month=june&since-year=2",
    "since=9999-12-31",
    "until=0001-01-01",
    "since=2100-12-31&until=1900-01-01",
    "&&==",
    "=%00",
]


@pytest.mark.parametrize("record_type", every(), ids=str)
def test_a_list_answers_any_address(record_type: RecordType, world: World) -> None:
    paths = [f"/{record_type.plural}/", f"/{record_type.plural}/download/"]
    paths += [f"/api/v1/{record_type.plural}/"] if record_type.in_api else []
    for path in paths:
        for query in QUERIES:
            answer = world.cast.cyd.knock(Knock(f"{path}?{query}"))
            assert answer.status_code in {200, 400}, query
            assert answer.status_code == 200 or path.startswith("/api/"), query


ANY_TEXT = st.text(st.characters(), max_size=400)
JSON_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("record_type", ADDED_BY_API, ids=str)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_api_answers_whatever_it_is_sent(
    record_type: RecordType, world: World, data: st.DataObject
) -> None:
    good = entries(world.hidden)[record_type.plural]
    names = st.sampled_from([*good, record_type.under or "town"]) | ANY_TEXT
    wrong = data.draw(st.dictionaries(names, JSON_VALUE, min_size=1, max_size=4))
    with tried():
        answer = sent_to_api(record_type, world, {**good, **wrong})
        assert answer.status_code in {201, 400, 404}
        json.loads(answer.content)


PAGE_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@pytest.mark.parametrize("record_type", ADDED_ON_A_PAGE, ids=str)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_page_answers_whatever_it_is_sent(
    record_type: RecordType, world: World, data: st.DataObject
) -> None:
    good = entries(world.hidden)[record_type.plural]
    values = PAGE_TEXT | st.lists(PAGE_TEXT, max_size=3)
    wrong = data.draw(
        st.dictionaries(st.sampled_from(list(good)) | PAGE_TEXT, values, min_size=1, max_size=4)
    )
    with tried():
        path = add_path(record_type, world)
        answer = world.cast.cyd.knock(Knock(path, "post", {**good, **wrong}))
        assert answer.status_code in {200, 302}


def test_every_type_that_hangs_on_another_is_tried() -> None:
    tried_types = {t.plural for t in [*ADDED_BY_API, *ADDED_ON_A_PAGE]}
    assert tried_types == {t.plural for t in every()} - NOT_ADDED - FILES
    assert named("visits") in under(named("incidents"))
