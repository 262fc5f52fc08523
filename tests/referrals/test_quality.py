"""Prompts: each appears where something is wanting, goes when it is written, and never scores."""

import inspect
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import engine
from referrals.quality import LOOKS, Written, prompts
from tests.referrals.answering import FIELDS, FORM, decided, drafts

LONG = (
    "She came in March 2019 with a promise of hotel work. Three weeks later her papers were taken, "
    "and until the winter of 2020 she cleaned for fourteen hours a day, seven days a week."
)
VIEW = (
    "In nine years of outreach I have met the same pattern in this trade: papers kept, debts that "
    "grow, a phone that others answer. What she told fits what two other services saw at the same "
    "address, and she had nothing to gain by telling us."
)
GOOD = {
    "when-did-the-exploitation-take-place": LONG,
    "when-did-the-exploitation-take-place-multiple": LONG + " Then again in 2021.",
    "modern-slavery-indicators": "yes",
    "modern-slavery-indicators-details": "At the first visit I saw bruises on both wrists, and the "
    "housing officer saw mattresses in the cellar on the same day. She told me of the debt herself "
    "in the second conversation, and showed the book in which it was written.",
    "potential-victim-exploitative-situation-multiple": "no",
    "is-this-the-first-chance-to-report": "no",
    "why-report-now": "She was told that the police would send her back, and had nobody whose "
    "language she spoke until the outreach team came with an interpreter.",
    "where-how-interview-carried-out": "In a room of the clinic, alone with me. The interpreter "
    "was a woman, as she preferred, was never alone with her and left before her. We took breaks.",
    "professional-insight": VIEW,
    "evidence-of-dishonesty": "no",
    "still-in-exploitative-situation": "no",
    "fr-alternative-contact": "team@council.example",
    "what-evidence-you-will-submit": "Photographs of the cellar, taken on 3 May 2021",
    "files": 2,
}  # fmt: skip


def keys(answers: dict, **facts: str) -> set[str]:
    return {prompt.key for prompt in prompts(Written(FORM, answers, **facts))}


def good(**changes: object) -> dict[str, object]:
    """A referral in which every other text is long, and each its own."""
    answers = decided("no", "yes")
    for key, field in FIELDS.items():
        if field.kind == "textarea":
            answers[key] = f"{LONG} About {field.name.lower()}: {key}."
    return answers | GOOD | {key.replace("_", "-"): value for key, value in changes.items()}


def test_a_careful_referral_gets_no_prompt():
    assert keys(good()) == set()


@pytest.mark.parametrize(
    ("changes", "facts", "key", "step"),
    [
        ({key: "It went on and on" for key in FIELDS if FIELDS[key].kind == "textarea"}, {},
         "chronology", "when"),
        ({"modern_slavery_indicators": "no"}, {}, "signs-none", "indicators"),
        ({"modern_slavery_indicators_details": "Bruises, fear"}, {}, "signs-context", "indicators"),
        ({"living_conditions": "Not known"}, {}, "gaps", "treatment"),
        ({"why_report_now": "She was afraid"}, {}, "delay", "why-now"),
        ({"evidence_of_dishonesty": "yes", "evidence_of_dishonesty_details": "Two dates differ"},
         {}, "doubts", "credibility"),
        ({"still_in_exploitative_situation": "yes", "when_last_contact": "over-a-year-ago"}, {},
         "still-and-long-ago", "last-contact"),
        ({}, {"own_email": "Team@council.example"}, "second-contact", "colleague"),
        ({"files": 0}, {}, "evidence-none", "evidence"),
        ({"what_evidence_you_will_submit": "Photographs"}, {}, "evidence-dates", "about-evidence"),
        ({}, {"presence": "OTHERS"}, "others-present", "conversation"),
        ({"where_how_interview_carried_out": "In a room of the clinic"}, {}, "seen-alone",
         "conversation"),
        ({"where_how_interview_carried_out": "Alone. Her cousin had to translate for us"}, {},
         "companion", "conversation"),
        ({}, {"interpreting": "NONE_FOUND"}, "no-interpreter", "conversation"),
        ({"where_how_interview_carried_out": "Alone, with an interpreter"}, {},
         "interpreter-choice", "conversation"),
        ({"where_how_interview_carried_out": "Alone, with an interpreter"}, {},
         "interpreter-apart", "conversation"),
        ({"professional_insight": "It fits what I know"}, {}, "view-short", "insight"),
        ({"living_conditions": LONG, "how_they_were_treated": LONG.upper()}, {}, "same-treatment",
         "treatment"),
    ],
)  # fmt: skip
def test_each_prompt_appears_where_something_is_wanting(changes, facts, key, step):
    found = {p.key: p for p in prompts(Written(FORM, good(**changes), **facts))}
    assert key in found
    assert found[key].step == step


def test_every_prompt_is_proven_above_to_appear_and_to_go():
    """The table above is complete: each prompt that the code names is in it."""
    named = set()
    for look in LOOKS:
        module = inspect.getmodule(look)
        named |= set(re.findall(r'prompt\(\s*f?"([a-z{}\[\]._-]+)"', inspect.getsource(module)))
    parameters = next(
        mark.args[1]
        for mark in test_each_prompt_appears_where_something_is_wanting.pytestmark
        if mark.name == "parametrize"
    )
    proven = {key for _changes, _facts, key, _step in parameters}
    assert {name for name in named if "{" not in name} == {
        k for k in proven if k != "same-treatment"
    }


def test_what_is_not_asked_of_this_person_gets_no_prompt():
    child = good() | {"pv-under-age": "yes"}
    assert keys(child) == set()
    notice = good(pv_want_to_submit_nrm="no", files=0)
    assert keys(notice, own_email="team@council.example") == set()
    assert keys({}) == set()


@given(answers=drafts())
def test_any_draft_gets_sentences_about_pages_on_its_path_and_no_number(answers):
    found = prompts(Written(FORM, answers, presence="OTHERS", interpreting="NONE_FOUND"))
    path = [step.key for step in engine.path(FORM, answers)]
    assert [path.index(prompt.step) for prompt in found] == sorted(
        path.index(prompt.step) for prompt in found
    )
    assert len({prompt.key for prompt in found}) == len(found)
    for prompt in found:
        assert prompt.sentence.endswith(".")
        assert not re.search(r"%|score|\d/\d|points", prompt.sentence)
        assert len(prompt.key) <= 40


@given(text=st.text(max_size=300))
def test_no_text_is_too_odd_to_be_read(text):
    prompts(Written(FORM, good(**{key: text for key in FIELDS if FIELDS[key].kind == "textarea"})))
