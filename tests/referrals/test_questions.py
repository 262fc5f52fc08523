import csv
from datetime import date
from pathlib import Path

from referrals import questions
from referrals.questions import forks, how_asked
from referrals.questions.conditions import When
from referrals.questions.shape import CHOICES, KINDS, LONG_TEXT
from tests.referrals.answering import FIELDS, FORM

PUBLISHED = Path(__file__).with_name("nrm_fields.csv")


def published_keys() -> set[str]:
    with PUBLISHED.open(newline="") as rows:
        return {row["field_key"] for row in csv.DictReader(rows)}


def test_every_question_that_is_sent_bears_the_key_of_the_home_office_form():
    sent = {key for field in FORM.fields for key in field.home_office_keys}
    assert sent <= published_keys()


def test_our_own_questions_do_not_borrow_a_key_of_the_home_office_form():
    ours = {field.key for field in FORM.fields if not field.home_office}
    assert ours == {
        "safe-tonight",
        "consent-review-on",
        "safe-ways-to-use-number",
        "named-in-notice",
        *(field.key for field in how_asked.HOW_ASKED.fields),
    }
    assert not ours & published_keys()


def test_a_key_names_one_question_and_one_page():
    assert len(FIELDS) == len(FORM.fields)
    assert len({step.key for step in FORM.steps}) == len(FORM.steps)


def test_a_condition_only_looks_back():
    met: set[str] = set(forks.FACTS)
    for step in FORM.steps:
        assert step.asked_when.reads() <= met, step.key
        for field in step.fields:
            assert field.asked_when.reads() <= met, field.key
            met.add(field.key)


def test_every_required_question_has_its_own_sentence_for_an_empty_answer():
    for field in FORM.fields:
        assert field.kind in KINDS
        assert bool(field.empty) is field.required, field.key
        assert bool(field.options) is (field.kind in CHOICES | {"tick"}), field.key
        assert len({option.value for option in field.options}) == len(field.options), field.key


def test_a_page_with_questions_has_some_and_a_page_without_has_none():
    for step in FORM.steps:
        assert bool(step.fields) is (step.kind in {"questions", "files"}), step.key


def test_long_texts_take_as_much_as_the_form_and_short_ones_say_how_much():
    for field in FORM.fields:
        if field.kind == "textarea" and field.home_office:
            assert field.limit == LONG_TEXT, field.key


def test_words_for_what_a_list_lacks_hang_on_the_way_out_of_that_list():
    by_key = {field.key: field for field in FORM.fields}
    named = [field for field in FORM.fields if field.sent_as]
    assert len(named) == 6
    for field in named:
        assert isinstance(field.asked_when, When)
        assert field.asked_when.field == field.sent_as
        ways_out = {option.value for option in by_key[field.sent_as].options if option.leads_out}
        assert field.asked_when.values == ways_out


def test_each_consent_of_the_ledger_is_an_answer_of_the_form():
    kinds = {field.consent for field in FORM.fields if field.consent}
    assert kinds == {"NRM", "SUPPORT", "POLICE", "CONTACT", "RECIPIENT", "NAMED"}


def test_every_page_of_the_home_office_has_its_place_in_the_order():
    addresses = {page for step in FORM.steps for page in (step.home_office_page, step.in_a_notice)}
    assert addresses - {""} == set(FORM.home_office_order)
    assert len(set(FORM.home_office_order)) == len(FORM.home_office_order)


def test_the_set_in_force_is_found_by_date_and_an_old_one_by_its_name():
    assert questions.current(date(2026, 11, 28)) is FORM
    assert questions.current(date(2020, 1, 1)) is FORM
    assert questions.of_version("nrm-2026-04") is FORM
