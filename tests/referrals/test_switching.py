"""Answer one way, fill everything, change the answer: the record has nothing of the old branch."""

import json

import pytest

from referrals import engine
from referrals.engine.walk import walk
from referrals.questions import forks
from tests.referrals.answering import FORM, decided, full_answer

AGREES, CHOSE_NOT = decided("no", "yes", files=3), decided("no", "no", files=3)
CHILD = decided("yes", "", files=3)

SWITCHES = {
    "an adult agreed, and then chose not to": (AGREES, {forks.CONSENT: "no"}),
    "an adult agreed, and then had not decided": (AGREES, {forks.CONSENT: "not-decided"}),
    "an adult agreed, and then capacity was doubted": (
        AGREES, {forks.CONSENT: "may-lack-capacity"}
    ),
    "an adult chose not to, and then agreed": (CHOSE_NOT, {forks.CONSENT: "yes"}),
    "a child turned out an adult who chose not to": (
        CHILD, {forks.AGE: "no", forks.CONSENT: "no"}
    ),
    "a child turned out an adult who agrees": (CHILD, {forks.AGE: "no", forks.CONSENT: "yes"}),
    "an adult turned out a child": (AGREES, {forks.AGE: "yes"}),
    "age came into doubt": (AGREES, {forks.AGE: "not-sure"}),
    "the agency lost the duty": (CHOSE_NOT, {forks.HAS_DUTY: "no"}),
    "would help the police, and then not": (
        CHOSE_NOT | {forks.COOPERATION: "yes", forks.NAMED: "yes"}, {forks.COOPERATION: "no"}
    ),
    "agreed to be named, and then not": (
        CHOSE_NOT | {forks.COOPERATION: "yes", forks.NAMED: "yes"}, {forks.NAMED: "no"}
    ),
    "wanted support, and then not": (AGREES, {"does-pv-need-support": "no"}),
    "own number, then someone else's": (AGREES, {"pv-phone-number": "pv-alternative-number"}),
    "own number, then none": (AGREES, {"pv-phone-number": "no"}),
    "the decision to the person, then to someone else": (AGREES, {"who-contact": "someone-else"}),
    "by email and post, then by post": (AGREES, {"pv-contact-details": ["post"]}),
    "several situations, then one": (
        AGREES, {"potential-victim-exploitative-situation-multiple": "no"}
    ),
    "still exploited, then not": (AGREES, {"still-in-exploitative-situation": "no"}),
    "reported before, then not": (AGREES, {"is-this-the-first-chance-to-report": "no"}),
    "in the UK, then abroad": (AGREES, {"where-exploitation-happened": "overseas"}),
    "where they are was known, then not": (AGREES, {"exploiters-location": "no"}),
    "worried, then not": (AGREES, {"future-exploitation-concerns": "no"}),
    "a crime reference, then none": (AGREES, {"reported-to-police": "no"}),
    "another kind of exploitation, then not": (
        AGREES, {"types-of-exploitation": ["types-of-exploitation-prostitution"]}
    ),
    "files, then none": (AGREES, {forks.FILES: 0}),
}  # fmt: skip
NEVER_IN_A_NOTICE = ("fr-details", "fr-alternative", "pv-dob", "pv-phone", "who-contact", "upload")


def asked(answers: dict) -> set[str]:
    return {field.key for _step, fields in walk(FORM, answers) for field in fields}


def keys_of(key: str) -> set[str]:
    return {*FORM.field_of[key].home_office_keys, key}


@pytest.mark.parametrize("name", SWITCHES)
def test_a_changed_answer_takes_its_branch_out_of_the_record_and_changed_back_puts_it_back(name):
    before, change = SWITCHES[name]
    sent_before = engine.outgoing(FORM, before)
    after = before | change
    sent = engine.outgoing(FORM, after)

    left = asked(before) - asked(after)
    assert left, "the switch takes nothing off the path, so it tests nothing"
    assert not {each for key in left for each in keys_of(key)} & sent.keys()
    printed = json.dumps(sent, ensure_ascii=False)
    for key in left:
        field = FORM.field_of[key]
        # Texts say their own key in these answers, so that each can be looked for by itself.
        if field.kind in {"text", "textarea"} and f"({key})" in str(full_answer(field)):
            assert f"({key})" not in printed, key
    if engine.route(after) == "DTN":
        assert not [key for key in sent if key.startswith(NEVER_IN_A_NOTICE)]
    assert (
        engine.outgoing(FORM, after | {key: before.get(key, "") for key in change}) == sent_before
    )
    assert after.keys() >= before.keys()


def test_every_fork_of_the_form_is_switched_both_ways():
    """Every question that a whole page hangs on is changed in one of the switches."""
    hung_on = {
        key for step in FORM.steps for key in step.asked_when.reads() if key not in {"safe-tonight"}
    }
    assert hung_on <= {key for _before, change in SWITCHES.values() for key in change}
