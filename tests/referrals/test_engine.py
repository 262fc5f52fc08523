import json
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals import engine
from referrals.questions.conditions import ALWAYS
from referrals.terms import Route
from tests.referrals.answering import (
    AGES,
    CONSENTS,
    FIELDS,
    NAMED,
    SPINE,
    decided,
    drafts,
    full,
    traces_in,
)

TODAY = date(2026, 11, 21)
CHOSE_NOT = decided("no", "no", refuse_nrm="Afraid of the authorities")


def keys(answers: dict) -> list[str]:
    return [step.key for step in engine.path(SPINE, answers)]


def ready(answers: dict, *, duty: bool = True) -> str:
    return engine.why_not_ready(SPINE, answers, agency_has_duty=duty, today=TODAY)


def test_safety_comes_first_then_age_and_nothing_more_until_age_is_known():
    assert keys({}) == ["safe-tonight", "age-now"]


@pytest.mark.parametrize("answer", ["no", "not-sure"])
def test_someone_not_safe_tonight_is_called_for_before_the_questions_go_on(answer):
    values, errors = engine.clean(SPINE.step("safe-tonight"), {"safe-tonight": answer}, today=TODAY)
    assert errors == {}
    assert engine.next_step(SPINE, values, "safe-tonight").key == "call-now"
    assert engine.next_step(SPINE, values, "call-now").key == "age-now"


def test_whether_the_person_is_safe_tonight_is_not_kept():
    assert engine.kept(SPINE, {"safe-tonight": "no", "pv-under-age": "no"}) == {
        "pv-under-age": "no"
    }
    assert engine.next_step(SPINE, {"safe-tonight": "yes"}, "safe-tonight").key == "age-now"


@pytest.mark.parametrize("consent", [*CONSENTS, ""])
@pytest.mark.parametrize("age", ["yes", "not-sure"])
def test_a_child_or_someone_who_may_be_one_always_goes_to_the_nrm_unasked(age, consent):
    answers = decided(age, consent)
    assert engine.route(answers) == Route.NRM
    assert "consent" not in keys(answers)
    assert "support" not in keys(answers)
    assert "council-told" in keys(answers)
    assert "pv-want-to-submit-nrm" not in engine.outgoing(SPINE, answers)


def test_an_adult_who_agrees_goes_to_the_nrm():
    answers = decided("no", "yes")
    assert engine.route(answers) == Route.NRM
    assert ready(answers) == ""
    assert engine.outgoing(SPINE, answers)["pv-name-last-name"] == "Zmarkova"


def test_an_adult_who_chose_not_to_be_referred_makes_a_notice_without_identity():
    sent = engine.outgoing(SPINE, CHOSE_NOT)
    assert engine.route(CHOSE_NOT) == Route.DUTY_TO_NOTIFY
    assert ready(CHOSE_NOT) == ""
    assert traces_in(sent) == set()
    assert set(sent) == {
        "pv-under-age",
        "pv-want-to-submit-nrm",
        "pv-under-age-at-time-of-exploitation",
        "where-exploitation-happened",
        "where-exploitation-happened-uk-city-1",
        *FIELDS["types-of-exploitation"].home_office_keys,
        "still-in-exploitative-situation",
        "modern-slavery-indicators",
        "current-pv-location-uk-city",
        "current-pv-location-uk-region",
        "reported-to-police",
        "reported-to-police-police-forces",
        "refuse-nrm",
        "pv-gender",
        "pv-nationality",
        "pv-nationality-second",
    }


def test_what_a_notice_leaves_out_is_listed_with_its_reason():
    assert {field.key for field, reason in engine.left_out(SPINE, CHOSE_NOT) if reason} == {
        "other-exploitation-details",
        "how-did-the-exploitation-start",
        "what-were-they-required-to-do",
        "modern-slavery-indicators-details",
        "pv-interpreter-requirements-language",
    }
    assert engine.left_out(SPINE, decided("no", "yes")) == ()


def test_a_reason_that_names_the_person_holds_a_notice_back():
    answers = CHOSE_NOT | {"refuse-nrm": "zdravkaa is afraid"}
    assert "notice names nobody" in ready(answers)
    assert "refuse-nrm" not in engine.outgoing(SPINE, answers)
    elsewhere = CHOSE_NOT | {"refuse-nrm": "Her sister Olga is afraid"}
    assert ready(elsewhere) == ""
    assert "refuse-nrm" not in engine.outgoing(SPINE, elsewhere, known_names=["Olga Demo"])


def test_an_undecided_adult_has_a_date_to_ask_again_and_never_a_ready_referral():
    answers = decided("no", "not-decided")
    assert engine.route(answers) is None
    assert keys(answers) == ["safe-tonight", "age-now", "consent", "ask-again"]
    assert "ask again" in ready(answers)
    assert engine.outgoing(SPINE, answers) == {}


def test_an_adult_who_may_lack_capacity_stops_with_whom_to_call():
    answers = decided("no", "may-lack-capacity")
    stop = engine.path(SPINE, answers)[-1]
    assert (stop.key, stop.kind, stop.contacts) == ("capacity", "stop", True)
    assert engine.route(answers) is None
    assert "capacity" in ready(answers)
    assert engine.outgoing(SPINE, answers) == {}


def test_a_charity_makes_no_notice_but_may_make_a_referral():
    assert "does not bind your organisation" in ready(CHOSE_NOT, duty=False)
    assert ready(decided("no", "yes"), duty=False) == ""


def test_support_and_a_safe_number_are_asked_of_an_adult_who_wants_them_only():
    wants = decided("no", "yes", does_pv_need_support="yes")
    declines = decided("no", "yes", does_pv_need_support="no")
    assert "safe-contact" in keys(wants)
    assert "safe-contact" not in keys(declines)
    assert "pv-phone-number-yes" in engine.outgoing(SPINE, wants)
    assert "pv-phone-number-yes" not in engine.outgoing(SPINE, declines)


def test_a_birth_date_that_contradicts_the_age_holds_a_referral_back():
    assert "Change the date of birth" in ready(decided("yes", ""))
    assert ready(decided("yes", "") | {"pv-dob": "2015-01-01"}) == ""


def test_what_is_missing_is_named():
    answers = decided("no", "yes") | {"pv-gender": "", "where-exploitation-happened": ""}
    assert [field.key for _step, field in engine.missing(SPINE, answers)] == [
        "where-exploitation-happened",
        "pv-gender",
    ]
    assert ready(answers) == "Answer what is still missing: Where it happened; Gender."


def test_answers_of_a_branch_no_longer_taken_are_kept_aside_and_come_back():
    agreed = decided("no", "yes", refuse_nrm="")
    refused = agreed | {"pv-want-to-submit-nrm": "no"}
    assert engine.aside(SPINE, refused)["pv-name-first-name"] == "Zdravkaa"
    assert traces_in(engine.outgoing(SPINE, refused)) == set()
    again = refused | {"pv-want-to-submit-nrm": "yes"}
    assert engine.outgoing(SPINE, again) == engine.outgoing(SPINE, agreed)


def test_a_page_that_left_the_path_still_leads_on():
    answers = decided("yes", "")
    assert engine.next_step(SPINE, answers, "consent").key == "where-it-happened"
    assert engine.next_step(SPINE, answers, "interpreter") is None


def test_check_your_answers_shows_words_not_codes_and_only_this_path():
    rows = {
        row.field.key: row
        for section in engine.summary(SPINE, CHOSE_NOT | {"pv-nationality": "VN"})
        for row in section.rows
    }
    assert rows["pv-nationality"].answer == "Vietnamese"
    assert rows["pv-want-to-submit-nrm"].answer == "Chose not to be referred"
    assert not rows.keys() & {"pv-name-first-name", "safe-tonight", "pv-dob"}
    born = {
        row.field.key: row.answer
        for section in engine.summary(SPINE, decided("no", "yes"))
        for row in section.rows
    }
    assert born["pv-dob"] == "27 March 1999"


def test_the_whole_set_prints_as_json():
    printed = json.loads(json.dumps(engine.as_json(SPINE)))
    assert printed["version"] == "spine-2026-11"
    assert len(printed["sections"]) == 4


FORKS = {
    "pv-under-age": (*AGES, ""),
    "pv-want-to-submit-nrm": (*CONSENTS, ""),
    "where-exploitation-happened": ("uk", "overseas", "uk-and-overseas"),
    "types-of-exploitation": (
        ["types-of-exploitation-forced-to-work"],
        ["types-of-exploitation-other"],
    ),
    "modern-slavery-indicators": ("yes", "no"),
    "reported-to-police": ("yes", "no"),
    "does-pv-need-support": ("yes", "no"),
    "pv-phone-number": ("yes", "pv-alternative-number", "no"),
    "pv-interpreter-requirements": ("yes", "no"),
}


def test_no_combination_of_answers_lets_a_notice_say_who_the_person_is():
    """Every combination of the forks, on a draft in which every text and field names someone."""
    everything = full()
    routes = {None: 0, Route.NRM: 0, Route.DUTY_TO_NOTIFY: 0}
    for combination in product(*FORKS.values()):
        answers = everything | dict(zip(FORKS, combination, strict=True))
        goes_by = engine.route(answers)
        routes[goes_by] += 1
        if goes_by == Route.DUTY_TO_NOTIFY:
            sent = engine.outgoing(SPINE, answers)
            assert traces_in(sent) == set(), combination
            assert not [key for key in sent if key in FIELDS and FIELDS[key].identifies_person]
    assert routes == {None: 2304, Route.NRM: 3168, Route.DUTY_TO_NOTIFY: 288}


def test_a_question_set_that_asks_everything_of_everybody_still_sends_no_identity():
    careless = replace(
        SPINE,
        sections=tuple(
            replace(
                section,
                steps=tuple(
                    replace(
                        step,
                        asked_when=ALWAYS,
                        fields=tuple(replace(field, asked_when=ALWAYS) for field in step.fields),
                    )
                    for step in section.steps
                ),
            )
            for section in SPINE.sections
        ),
    )
    assert "name" in [step.key for step in engine.path(careless, CHOSE_NOT)]
    assert traces_in(engine.outgoing(careless, CHOSE_NOT)) == set()


@settings(max_examples=300, deadline=None)
@given(answers=drafts())
def test_the_path_and_the_route_agree_whatever_was_answered(answers):
    goes_by = engine.route(answers)
    steps = keys(answers)
    sent = engine.outgoing(SPINE, answers, known_names=[NAMED["pv-name-last-name"]])
    assert ("gender" in steps) == (goes_by is not None)
    assert ("name" in steps) == (goes_by == Route.NRM)
    assert ("reason" in steps) == (goes_by == Route.DUTY_TO_NOTIFY)
    assert bool(sent) == (goes_by is not None)
    if goes_by == Route.DUTY_TO_NOTIFY:
        assert traces_in(sent) == set()
    if goes_by is None:
        assert ready(answers) != ""


@settings(max_examples=300, deadline=None)
@given(answers=drafts())
def test_what_is_sent_depends_on_nothing_kept_aside(answers):
    live, aside = engine.live(SPINE, answers), engine.aside(SPINE, answers)
    assert live | aside == answers
    assert not live.keys() & aside.keys()
    assert engine.path(SPINE, live) == engine.path(SPINE, answers)
    if engine.route(answers) != Route.DUTY_TO_NOTIFY:
        assert engine.outgoing(SPINE, live) == engine.outgoing(SPINE, answers)


@settings(max_examples=200, deadline=None)
@given(answers=drafts(), age=st.sampled_from(AGES), consent=st.sampled_from(CONSENTS))
def test_changing_a_fork_and_changing_it_back_loses_nothing(answers, age, consent):
    fork = {key: answers.get(key, "") for key in ("pv-under-age", "pv-want-to-submit-nrm")}
    changed = answers | {"pv-under-age": age, "pv-want-to-submit-nrm": consent}
    assert engine.outgoing(SPINE, changed | fork) == engine.outgoing(SPINE, answers)


@settings(max_examples=200, deadline=None)
@given(answers=drafts())
def test_following_the_next_page_walks_the_path_and_ends(answers):
    walked = ["safe-tonight"]
    while step := engine.next_step(SPINE, answers, walked[-1]):
        walked.append(step.key)
    assert walked == keys(answers)
