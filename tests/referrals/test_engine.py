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
    FORM,
    decided,
    drafts,
    full,
    traces_in,
)

TODAY = date(2026, 11, 21)
CHOSE_NOT = decided(
    "no", "no", refuse_nrm="Afraid of the authorities", authorities_cooperation="no"
)


def keys(answers: dict) -> list[str]:
    return [step.key for step in engine.path(FORM, answers)]


def ready(answers: dict, *, duty: bool = True) -> str:
    return engine.why_not_ready(FORM, answers, agency_has_duty=duty, today=TODAY)


def test_safety_comes_first_then_age_and_nothing_more_until_age_is_known():
    assert keys({}) == ["safe-tonight", "age-now"]


@pytest.mark.parametrize("answer", ["no", "not-sure"])
def test_someone_not_safe_tonight_is_called_for_before_the_questions_go_on(answer):
    values, errors = engine.clean(FORM.step("safe-tonight"), {"safe-tonight": answer}, today=TODAY)
    assert errors == {}
    assert engine.next_step(FORM, values, "safe-tonight").key == "call-now"
    assert engine.next_step(FORM, values, "call-now").key == "age-now"


def test_whether_the_person_is_safe_tonight_is_not_kept():
    assert engine.kept(FORM, {"safe-tonight": "no", "pv-under-age": "no"}) == {"pv-under-age": "no"}
    assert engine.next_step(FORM, {"safe-tonight": "yes"}, "safe-tonight").key == "age-now"


@pytest.mark.parametrize("consent", [*CONSENTS, ""])
@pytest.mark.parametrize("age", ["yes", "not-sure"])
def test_a_child_or_someone_who_may_be_one_always_goes_to_the_nrm_unasked(age, consent):
    answers = decided(age, consent)
    assert engine.route(answers) == Route.NRM
    assert "consent" not in keys(answers)
    assert "support" not in keys(answers)
    assert "council-told" in keys(answers)
    assert "pv-want-to-submit-nrm" not in engine.outgoing(FORM, answers)


def test_an_adult_who_agrees_goes_to_the_nrm():
    answers = decided("no", "yes")
    assert engine.route(answers) == Route.NRM
    assert ready(answers) == ""
    assert engine.outgoing(FORM, answers)["pv-name-last-name"] == "Zmarkova"


def test_an_adult_who_chose_not_to_be_referred_makes_a_notice_without_identity():
    sent = engine.outgoing(FORM, CHOSE_NOT)
    assert engine.route(CHOSE_NOT) == Route.DUTY_TO_NOTIFY
    assert ready(CHOSE_NOT) == ""
    assert traces_in(sent) == set()
    assert sent.keys() >= {
        "pv-want-to-submit-nrm",
        "how-did-the-exploitation-start",
        "who-exploited-pv",
        "where-exploitation-happened-uk-city-1",
        "refuse-nrm",
        "pv-gender",
        "pv-nationality",
        "user-organisation",
        "fr-location",
        "reported-to-police-police-forces",
    }
    not_asked = {
        "does-pv-need-support",
        "pv-dob",
        "does-pv-have-children",
        "who-contact",
        "upload-file",
        "what-evidence-you-will-submit",
    }
    assert not [key for key in sent if key in not_asked or key.startswith("fr-details")]


def test_to_be_named_in_a_notice_is_a_choice_of_its_own():
    helps = CHOSE_NOT | {"authorities-cooperation": "yes", "named-in-notice": ""}
    assert "named" in keys(helps)
    assert "named" not in keys(helps | {"authorities-cooperation": "no"})
    assert "named" not in keys(decided("no", "yes"))
    for unnamed in (helps, helps | {"named-in-notice": "no"}):
        assert not {"name", "person-contact"} & set(keys(unnamed))
        assert traces_in(engine.outgoing(FORM, unnamed)) == set()
    named = helps | {"named-in-notice": "yes"}
    assert {"name", "person-contact"} <= set(keys(named))
    assert "date-of-birth" not in keys(named)
    sent = engine.outgoing(FORM, named)
    assert sent["pv-name-last-name"] == "Zmarkova"
    assert "named-in-notice" not in sent
    no_longer_helps = engine.outgoing(FORM, named | {"authorities-cooperation": "no"})
    assert traces_in(no_longer_helps) == set()


def test_an_undecided_adult_has_a_date_to_ask_again_and_never_a_ready_referral():
    answers = decided("no", "not-decided")
    assert engine.route(answers) is None
    assert keys(answers) == ["safe-tonight", "age-now", "consent", "ask-again"]
    assert "ask again" in ready(answers)
    assert engine.outgoing(FORM, answers) == {}


def test_an_adult_who_may_lack_capacity_stops_with_whom_to_call():
    answers = decided("no", "may-lack-capacity")
    stop = engine.path(FORM, answers)[-1]
    assert (stop.key, stop.kind, stop.contacts) == ("capacity", "stop", True)
    assert engine.route(answers) is None
    assert "capacity" in ready(answers)
    assert engine.outgoing(FORM, answers) == {}


def test_a_charity_makes_no_notice_but_may_make_a_referral():
    assert "does not bind your organisation" in ready(CHOSE_NOT, duty=False)
    assert ready(decided("no", "yes"), duty=False) == ""


def test_a_charity_is_told_at_once_that_no_notice_is_made():
    charity = CHOSE_NOT | {"agency-has-duty": "no"}
    assert keys(charity) == ["safe-tonight", "age-now", "consent", "how-asked", "no-notice"]
    assert engine.path(FORM, charity)[-1].kind == "stop"
    assert engine.route(charity) is None
    assert engine.outgoing(FORM, charity) == {}
    assert engine.route(decided("no", "yes") | {"agency-has-duty": "no"}) == Route.NRM


def test_support_and_a_safe_number_are_asked_of_an_adult_who_wants_them_only():
    wants = decided("no", "yes", does_pv_need_support="yes")
    declines = decided("no", "yes", does_pv_need_support="no")
    assert "safe-contact" in keys(wants)
    assert "safe-contact" not in keys(declines)
    assert "pv-phone-number-yes" in engine.outgoing(FORM, wants)
    assert "pv-phone-number-yes" not in engine.outgoing(FORM, declines)


def test_a_birth_date_that_contradicts_the_age_holds_a_referral_back():
    assert "Change the date of birth" in ready(decided("yes", ""))
    assert ready(decided("yes", "") | {"pv-dob": "2015-01-01"}) == ""


def test_what_is_missing_is_named():
    answers = decided("no", "yes") | {"pv-gender": "", "where-exploitation-happened": ""}
    assert [field.key for _step, field in engine.missing(FORM, answers)] == [
        "where-exploitation-happened",
        "pv-gender",
    ]
    assert ready(answers) == "Answer what is still missing: Where it happened; Gender."


def test_answers_of_a_branch_no_longer_taken_are_kept_aside_and_come_back():
    agreed = decided("no", "yes", refuse_nrm="")
    refused = agreed | {"pv-want-to-submit-nrm": "no", "authorities-cooperation": "no"}
    assert engine.aside(FORM, refused)["pv-name-first-name"] == "Zdravkaa"
    assert traces_in(engine.outgoing(FORM, refused)) == set()
    again = refused | {"pv-want-to-submit-nrm": "yes", "authorities-cooperation": "yes"}
    assert engine.outgoing(FORM, again) == engine.outgoing(FORM, agreed)


def test_a_page_that_left_the_path_still_leads_on():
    answers = decided("yes", "")
    assert engine.next_step(FORM, answers, "consent").key == "background"
    assert engine.next_step(FORM, answers, "evidence") is None


def test_check_your_answers_shows_words_not_codes_and_only_this_path():
    rows = {
        row.field.key: row
        for section in engine.summary(FORM, CHOSE_NOT | {"pv-nationality": "VN"})
        for row in section.rows
    }
    assert rows["pv-nationality"].answer == "Vietnamese"
    assert rows["pv-want-to-submit-nrm"].answer == "Chose not to be referred"
    assert not rows.keys() & {"pv-name-first-name", "safe-tonight", "pv-dob"}
    born = {
        row.field.key: row.answer
        for section in engine.summary(FORM, decided("no", "yes"))
        for row in section.rows
    }
    assert born["pv-dob"] == "27 March 1999"


def test_the_whole_set_prints_as_json():
    printed = json.loads(json.dumps(engine.as_json(FORM)))
    assert printed["version"] == "nrm-2026-04"
    assert len(printed["sections"]) == len(FORM.sections)


FORKS = {
    "pv-under-age": (*AGES, ""),
    "pv-want-to-submit-nrm": (*CONSENTS, ""),
    "where-exploitation-happened": ("uk", "uk-and-overseas"),
    "types-of-exploitation": (
        ["types-of-exploitation-forced-to-work"],
        ["types-of-exploitation-other"],
    ),
    "authorities-cooperation": ("yes", "no"),
    "named-in-notice": ("no", ""),
    "reported-to-police": ("yes", "no"),
    "does-pv-need-support": ("yes", "no"),
    "pv-phone-number": ("yes", "pv-alternative-number", "no"),
    "pv-contact-details": (["email"], ["email", "post"]),
    "files": (0, 99),
}


def test_no_combination_of_answers_lets_a_notice_say_who_the_person_is():
    """Every combination of the forks, on a draft whose every field that may name someone does."""
    everything = full()
    routes = {None: 0, Route.NRM: 0, Route.DUTY_TO_NOTIFY: 0}
    for combination in product(*FORKS.values()):
        answers = everything | dict(zip(FORKS, combination, strict=True))
        goes_by = engine.route(answers)
        routes[goes_by] += 1
        if goes_by == Route.DUTY_TO_NOTIFY:
            sent = engine.outgoing(FORM, answers)
            assert traces_in(sent) == set(), combination
            assert not [key for key in sent if key in FIELDS and FIELDS[key].identifies_person]
    assert routes == {None: 6144, Route.NRM: 8448, Route.DUTY_TO_NOTIFY: 768}


def test_a_question_set_that_asks_everything_of_everybody_still_sends_no_identity():
    careless = replace(
        FORM,
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
            for section in FORM.sections
        ),
    )
    assert "name" in [step.key for step in engine.path(careless, CHOSE_NOT)]
    assert traces_in(engine.outgoing(careless, CHOSE_NOT | {"named-in-notice": "no"})) == set()


@settings(max_examples=300, deadline=None)
@given(answers=drafts())
def test_the_path_and_the_route_agree_whatever_was_answered(answers):
    goes_by = engine.route(answers)
    steps = keys(answers)
    sent = engine.outgoing(FORM, answers)
    assert ("gender" in steps) == (goes_by is not None)
    named = engine.names_the_person(FORM, answers)
    assert ("name" in steps) == (goes_by == Route.NRM or named)
    assert ("reason" in steps) == (goes_by == Route.DUTY_TO_NOTIFY)
    assert bool(sent) == (goes_by is not None)
    if goes_by == Route.DUTY_TO_NOTIFY and not named:
        assert traces_in(sent) == set()
    if goes_by is None:
        assert ready(answers) != ""


@settings(max_examples=300, deadline=None)
@given(answers=drafts())
def test_what_is_sent_depends_on_nothing_kept_aside(answers):
    live, aside = engine.live(FORM, answers), engine.aside(FORM, answers)
    assert live | aside == answers
    assert not live.keys() & aside.keys()
    assert engine.path(FORM, live) == engine.path(FORM, answers)
    assert engine.outgoing(FORM, live) == engine.outgoing(FORM, answers)


@settings(max_examples=200, deadline=None)
@given(answers=drafts(), age=st.sampled_from(AGES), consent=st.sampled_from(CONSENTS))
def test_changing_a_fork_and_changing_it_back_loses_nothing(answers, age, consent):
    fork = {key: answers.get(key, "") for key in ("pv-under-age", "pv-want-to-submit-nrm")}
    changed = answers | {"pv-under-age": age, "pv-want-to-submit-nrm": consent}
    assert engine.outgoing(FORM, changed | fork) == engine.outgoing(FORM, answers)


@settings(max_examples=200, deadline=None)
@given(answers=drafts())
def test_following_the_next_page_walks_the_path_and_ends(answers):
    walked = ["safe-tonight"]
    while step := engine.next_step(FORM, answers, walked[-1]):
        walked.append(step.key)
    assert walked == keys(answers)
