import csv
from datetime import date
from pathlib import Path

from referrals import questions
from referrals.questions.shape import KINDS
from tests.referrals.answering import FIELDS, SPINE

PUBLISHED = Path(__file__).with_name("nrm_fields.csv")


def published_keys() -> set[str]:
    with PUBLISHED.open(newline="") as rows:
        return {row["field_key"] for row in csv.DictReader(rows)}


def test_every_question_that_is_sent_bears_the_key_of_the_home_office_form():
    sent = {key for field in SPINE.fields for key in field.home_office_keys}
    assert sent <= published_keys()


def test_our_own_questions_do_not_borrow_a_key_of_the_home_office_form():
    ours = {field.key for field in SPINE.fields if not field.home_office}
    assert ours == {"safe-tonight", "consent-review-on", "safe-ways-to-use-number"}
    assert not ours & published_keys()


def test_a_key_names_one_question_and_one_page():
    assert len(FIELDS) == len(SPINE.fields)
    assert len({step.key for step in SPINE.steps}) == len(SPINE.steps)


def test_a_condition_only_looks_back():
    met: set[str] = set()
    for step in SPINE.steps:
        assert step.asked_when.reads() <= met, step.key
        for field in step.fields:
            assert field.asked_when.reads() <= met, field.key
            met.add(field.key)


def test_every_required_question_has_its_own_sentence_for_an_empty_answer():
    for field in SPINE.fields:
        assert field.kind in KINDS
        assert bool(field.empty) is field.required, field.key
        assert bool(field.options) is (field.kind in {"radios", "checkboxes", "select"}), field.key
        assert len({option.value for option in field.options}) == len(field.options), field.key


def test_a_page_with_questions_has_some_and_a_page_without_has_none():
    for step in SPINE.steps:
        assert bool(step.fields) is (step.kind == "questions"), step.key


def test_a_notice_takes_no_free_text_but_the_reason():
    free = {
        field.key
        for field in SPINE.fields
        if field.may_go_in_a_notice and field.kind in {"text", "textarea", "date"}
    }
    assert free == {
        "refuse-nrm",
        "local-authority-contacted-about-child-local-authority-phone",
        "local-authority-contacted-about-child-local-authority-email",
    }


def test_the_set_in_force_is_found_by_date_and_an_old_one_by_its_name():
    assert questions.current(date(2026, 11, 21)) is SPINE
    assert questions.current(date(2020, 1, 1)) is SPINE
    assert questions.of_version("spine-2026-11") is SPINE
