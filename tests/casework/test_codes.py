"""Code lists: words with a source and dates; old records keep old codes."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from casework.codes import Code, CodeField, CodeList, CodeSetField
from casework.forms import record_form
from casework.record_types import every
from shop.models import Incident
from shop.record_types import INCIDENTS
from tests import make


def every_list() -> list[CodeList]:
    fields = [field for model in apps.get_models() for field in model._meta.fields]
    names = {f.codes.name for f in fields if isinstance(f, CodeField | CodeSetField)}
    return [CodeList(name) for name in sorted(names)]


@pytest.mark.parametrize("codes", every_list(), ids=lambda codes: codes.name)
def test_a_list_has_words_and_a_source_for_every_code(codes: CodeList) -> None:
    assert len(codes.rows) > 1
    for row in codes:
        assert row.label, row
        assert row.source, row
        assert row.valid_to is None or row.valid_from is None or row.valid_from <= row.valid_to


@pytest.mark.parametrize(
    ("day", "in_use"),
    [(date(2020, 1, 1), True), (date(2022, 3, 31), True), (date(2022, 4, 1), False),
     (date(2019, 12, 31), False), (None, True)],
)  # fmt: skip
def test_a_code_is_in_use_between_its_days(day: date | None, in_use: bool) -> None:
    code = Code("A", "A", "", "", date(2020, 1, 1), date(2022, 3, 31))
    assert code.in_use(day) == in_use


def test_an_unknown_code_is_told_as_it_stands() -> None:
    codes = CodeList("shop/risk_levels")
    assert codes.label("GONE") == "GONE"
    assert "GONE" not in codes


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"source": "NOBODY"}, "source"),
        ({"types": ["LAB", "XXX"]}, "types"),
        ({"types": ["LAB", "LAB"]}, "types"),
    ],
)
@pytest.mark.django_db
def test_a_code_outside_its_list_is_refused_by_the_model(facts: dict, field: str) -> None:
    incident = make.incident()
    for name, value in facts.items():
        setattr(incident, name, value)
    with pytest.raises(ValidationError) as refused:
        incident.full_clean()
    assert field in refused.value.message_dict


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> str:
    """A source that was in use until 2022."""
    codes = Incident._meta.get_field("source").codes
    row = Code("OLD", "An old source", "", "Invented", None, date(2022, 12, 31))
    monkeypatch.setitem(codes.rows, "OLD", row)
    return "OLD"


@pytest.mark.django_db
def test_an_ended_code_is_offered_on_the_record_that_has_it_alone(ended: str) -> None:
    amal = make.coordinator()
    old, new = make.incident(source=ended), make.incident()
    offered = [
        {
            code
            for code, _ in record_form(INCIDENTS)(instance=each, actor=amal)["source"].field.choices
        }
        for each in (old, new)
    ]
    assert ended in offered[0]
    assert ended not in offered[1]


def test_not_known_is_never_offered_as_a_type() -> None:
    sets = [
        (record_type, name)
        for record_type in every()
        for name in record_type.fields
        if isinstance(record_type.field(name), CodeSetField)
    ]
    assert sets
    for record_type, name in sets:
        field = record_form(record_type).base_fields.get(name)
        assert field is None or "UNK" not in dict(field.choices), record_type
