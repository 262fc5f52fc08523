import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals import engine
from referrals.cleaning import clean, counted_length
from referrals.questions import forks
from referrals.questions.conditions import ALWAYS
from referrals.questions.shape import Step
from tests.referrals.answering import FIELDS, FORM, decided, raw_pages

TODAY = date(2026, 11, 21)


def page(step: str, raw: dict, answers: dict | None = None) -> tuple[dict, dict]:
    return clean(FORM.step(step), raw, today=TODAY, answers=answers or {})


def test_an_empty_page_says_what_each_question_wants():
    assert page("council-told", {}) == (
        {
            "local-authority-contacted-about-child-local-authority-first-name": "",
            "local-authority-contacted-about-child-local-authority-last-name": "",
        },
        {
            "local-authority-contacted-about-child-local-authority-name": (
                "Select the council that has been told about the child"
            ),
            "local-authority-contacted-about-child-local-authority-phone": (
                "Enter the telephone number of the council's team"
            ),
            "local-authority-contacted-about-child-local-authority-email": (
                "Enter the email address of the council's team"
            ),
        },
    )


def test_a_choice_that_was_not_offered_is_refused():
    assert page("age-now", {"pv-under-age": "maybe"})[1] == {
        "pv-under-age": FIELDS["pv-under-age"].empty
    }


def test_ticks_keep_the_order_of_the_page_and_count_once():
    ticked = ["types-of-exploitation-prostitution", "types-of-exploitation-wages-taken"] * 2
    values, errors = page("types-of-exploitation", {"types-of-exploitation": ticked})
    assert errors == {}
    assert values["types-of-exploitation"] == [
        "types-of-exploitation-wages-taken",
        "types-of-exploitation-prostitution",
    ]


def test_an_emptied_answer_is_stored_as_empty():
    assert page("reason", {"refuse-nrm": "  "}) == ({"refuse-nrm": ""}, {})


def test_a_question_that_is_not_asked_is_neither_stored_nor_an_error():
    values, errors = page("interpreter", {"pv-interpreter-requirements": "no"})
    assert (values, errors) == ({"pv-interpreter-requirements": "no"}, {})
    assert page("interpreter", {"pv-interpreter-requirements": "yes"})[1] == {
        "pv-interpreter-requirements-language": "Enter the language"
    }


def test_a_question_may_depend_on_an_earlier_page():
    step = Step("page", "Page", (replace(FIELDS["pv-dob"], asked_when=forks.CHILD_ROUTE),))
    raw = {"pv-dob": "1999-02-31"}
    assert clean(step, raw, today=TODAY, answers={"pv-under-age": "yes"})[1] != {}
    assert clean(step, raw, today=TODAY, answers={"pv-under-age": "no"})[1] == {}


def test_what_was_typed_under_an_answer_that_was_changed_again_stays_aside():
    raw = {"pv-interpreter-requirements": "no", "pv-interpreter-requirements-language": "Romani"}
    assert page("interpreter", raw) == (raw, {})


def test_several_answers_of_one_list_come_in_boxes_and_are_stored_as_a_list():
    key = "where-exploitation-happened-uk-city"
    raw = {f"{key}-1": "Smethwick", f"{key}-2": "", f"{key}-3": "Dover", f"{key}-4": "Dover"}
    assert page("where-in-the-uk", raw)[0][key] == ["Smethwick", "Dover"]
    assert page("where-in-the-uk", {key: ["Dover"]})[0][key] == ["Dover"]
    sentence = {key: "Select the town or city where it happened, or Unknown"}
    assert page("where-in-the-uk", {})[1] == sentence
    assert page("where-in-the-uk", {f"{key}-2": "Atlantis"})[1] == sentence


def test_a_town_that_the_list_lacks_is_named_and_sent_in_its_place():
    key = "where-exploitation-happened-uk-city"
    raw = {f"{key}-1": "another-uk-town", f"{key}-2": "Dover"}
    assert page("where-in-the-uk", raw)[1] == {f"{key}-other": "Enter the name of the other town"}
    values, errors = page("where-in-the-uk", raw | {f"{key}-other": "Upper Dean, Riseley"})
    assert errors == {}
    answers = decided("no", "yes", **values)
    sent = engine.outgoing(FORM, answers)
    assert [sent[f"{key}-{number}"] for number in (1, 2, 3)] == ["Dover", "Upper Dean", "Riseley"]
    too_many = ", ".join("abcdefghij")
    errors = page("where-in-the-uk", raw | {f"{key}-other": too_many})[1]
    assert errors == {f"{key}-other": "Give at most 10 in all: Other towns where it happened"}


def test_not_known_and_not_asked_are_answers_of_the_background():
    raw = dict.fromkeys(("birthplace", "education", "employment-history"), "x")
    values, errors = page("background", raw | {"family-instead": "Not asked"})
    assert errors == {}
    assert values["family"] == "Not asked"
    assert page("background", raw)[1] == {
        "family": "Enter family, or select why there is no answer"
    }
    both = raw | {"family": "Two brothers", "family-instead": "Not known"}
    assert page("background", both)[1] == {
        "family": "Family: either write an answer, or select one reason for none"
    }


def test_a_safe_way_to_write_is_ticked_by_what_the_person_said():
    raw = {"pv-contact-details": ["email"], "pv-contact-details-email-input": "a@example.org"}
    assert page("person-contact", raw)[1] == {
        "pv-contact-details-email-check": (
            "Ask the person whether this email address is safe, then tick the box"
        )
    }
    assert page("person-contact", raw | {"pv-contact-details-email-check": "yes"})[1] == {}


@pytest.mark.parametrize("text", ["See www.example.org.Then she left", "a@example.org", "a.b"])
def test_a_text_may_look_like_an_address_of_the_web(text):
    raw = {"details-last-contact": text}
    assert page("about-last-contact", raw) == (raw, {})


@pytest.mark.parametrize(
    ("number", "ok"), [("2", True), ("two", False), ("-1", False), ("٣", False)]
)
def test_a_number_of_children_is_digits(number, ok):
    raw = {"does-pv-have-children": "yes", "does-pv-have-children-yes-amount": number}
    assert (page("children", raw)[1] == {}) is ok


@pytest.mark.parametrize(
    ("raw", "answer", "sentence"),
    [
        ({}, "", None),
        ({"pv-dob": "1999-03-27"}, "1999-03-27", None),
        ({"pv-dob-day": "27", "pv-dob-month": "3", "pv-dob-year": "1999"}, "1999-03-27", None),
        ({"pv-dob-day": "27", "pv-dob-year": "1999"}, None, "Date of birth must include a month"),
        ({"pv-dob-day": "27"}, None, "Date of birth must include a month and year"),
        (
            {"pv-dob-day": "31", "pv-dob-month": "2", "pv-dob-year": "1999"},
            None,
            "Date of birth must be a real date",
        ),
        (
            {"pv-dob-day": "1", "pv-dob-month": "2", "pv-dob-year": "99"},
            None,
            "The year of date of birth must include 4 numbers",
        ),
        ({"pv-dob": "tomorrow"}, None, "Date of birth must be a real date"),
        ({"pv-dob": "1899-12-31"}, None, "Date of birth must be after 1900"),
        ({"pv-dob": "2026-11-21"}, None, "Date of birth must be in the past"),
    ],
)
def test_a_date_of_birth_is_read_from_boxes_or_iso_and_refused_in_a_sentence(raw, answer, sentence):
    values, errors = page("date-of-birth", raw)
    assert values.get("pv-dob") == answer
    assert errors.get("pv-dob") == sentence


def test_the_date_to_ask_again_lies_ahead():
    assert page("ask-again", {"consent-review-on": "2026-11-21"})[1] == {
        "consent-review-on": "Date to ask again must be in the future"
    }
    assert page("ask-again", {"consent-review-on": "2026-11-22"})[1] == {}


def test_a_text_over_the_limit_is_refused_with_the_limit():
    step, key = "how-it-started", "how-did-the-exploitation-start"
    assert page(step, {key: "a" * 15_000})[1] == {}
    assert page(step, {key: "a" * 15_001})[1] == {
        key: "How it started must be 15,000 characters or fewer"
    }


def test_length_counts_as_the_home_office_page_counts():
    assert counted_length("a\nb") == 4
    assert counted_length("😀") == 2


def test_line_breaks_stay_in_a_long_text_and_not_in_a_short_one():
    long = page("how-it-started", {"how-did-the-exploitation-start": "one\r\n\r\ntwo"})[0]
    assert long["how-did-the-exploitation-start"] == "one\n\ntwo"
    short = page("name", {"pv-name-first-name": "Ana\n Maria", "pv-name-last-name": "Demo"})[0]
    assert short["pv-name-first-name"] == "Ana Maria"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\ud800"])
def test_a_character_that_cannot_be_stored_is_refused(character):
    errors = page("how-it-started", {"how-did-the-exploitation-start": f"a{character}b"})[1]
    assert "cannot be stored" in errors["how-did-the-exploitation-start"]


@pytest.mark.parametrize("number", ["0121 496 0000", "+44 7700 900982", "(0121) 496-0000"])
def test_a_telephone_number_may_be_written_as_people_write_it(number):
    raw = {"pv-phone-number": "yes", "pv-phone-number-yes": number}
    assert "pv-phone-number-yes" not in page("safe-contact", raw)[1]


@pytest.mark.parametrize(
    "number", ["12", "1234567", "99999999999", "call me", "07123 45678", "+44 121 496 00000"]
)
def test_a_number_that_cannot_be_in_use_is_refused(number):
    raw = {"pv-phone-number": "yes", "pv-phone-number-yes": number}
    assert "Enter a telephone number, like" in page("safe-contact", raw)[1]["pv-phone-number-yes"]


@pytest.mark.parametrize(
    ("number", "ok"), [("0121 569 3100 ext 2", True), ("101", True), ("-", False)]
)
def test_the_line_of_an_office_may_be_short_or_have_an_extension(number, ok):
    key = "local-authority-contacted-about-child-local-authority-phone"
    assert (key not in page("council-told", {key: number})[1]) is ok


def required_fields():
    return [field for field in FORM.fields if field.required and field.kind != "files"]


def test_each_question_says_its_own_sentence_when_it_is_not_answered():
    """No two questions that can stand on one page share a sentence, and each is a whole one."""
    for step in FORM.steps:
        sentences = [field.empty for field in step.fields if field.required]
        assert len(set(sentences)) == len(sentences), step.key
    for field in required_fields():
        assert field.empty.split()[0] in {"Select", "Enter", "Ask"}, field.key


@pytest.mark.parametrize("field", [f for f in FORM.fields if f.kind in {"text", "textarea"}],
                         ids=lambda field: field.key)  # fmt: skip
def test_each_text_says_its_name_and_limit_when_it_is_too_long(field):
    step = next(step for step in FORM.steps if field in step.fields)
    alone = replace(step, fields=(replace(field, asked_when=ALWAYS, sent_as=""),))
    raw = {field.key: "1" * (field.limit + 1)}
    sentence = clean(alone, raw, today=TODAY)[1][field.key]
    assert sentence == f"{field.name} must be {field.limit:,} characters or fewer"


@settings(max_examples=400, deadline=None)
@given(raw=raw_pages(), step=st.sampled_from(FORM.steps))
def test_whatever_is_sent_becomes_values_that_can_be_stored_or_sentences(raw, step):
    values, errors = clean(step, raw, today=TODAY)
    json.dumps(values, ensure_ascii=False).encode()
    assert "\x00" not in json.dumps(values, ensure_ascii=False)
    assert values.keys().isdisjoint(errors)
    assert values.keys() | errors.keys() <= {field.key for field in step.fields}
    assert all(isinstance(sentence, str) and sentence for sentence in errors.values())
