"""Every combination of the forks, walked by the engine and by the oracle: the same questions."""

from collections.abc import Iterator
from itertools import product

import pytest

from referrals import engine
from referrals.engine.walk import walk
from referrals.questions import forks
from referrals.questions.nrm_2026_04 import NRM_2026_04 as FORM
from referrals.terms import Route
from tests.referrals import oracle
from tests.referrals.answering import full

FORKS = {
    "pv-under-age": ("yes", "no", "not-sure"),
    "pv-want-to-submit-nrm": ("yes", "no", "not-decided", "may-lack-capacity"),
    "potential-victim-exploitative-situation-multiple": ("yes", "no", "i-dont-know"),
    "still-in-exploitative-situation": ("yes", "no"),
    "is-this-the-first-chance-to-report": ("yes", "no", "not-sure"),
    "where-exploitation-happened": ("uk", "overseas", "uk-and-overseas"),
    "exploiters-location": ("yes", "no"),
    "future-exploitation-concerns": ("yes", "no"),
    "reported-to-police": ("yes", "no"),
    "authorities-cooperation": ("yes", "no"),
    forks.NAMED: ("yes", "no"),
    "does-pv-need-support": ("yes", "no"),
    "who-contact": ("potential-victim", "someone-else"),
    forks.FILES: (0, 2),
}
"""The forks that the issue of the whole form names, and whether the person agreed to be named."""

SMALLER = {
    "were-they-taken-somewhere-by-their-exploiter": ("yes", "no"),
    "modern-slavery-indicators": ("yes", "no"),
    "evidence-of-dishonesty": ("yes", "no"),
    "are-others-involved": ("yes", "no"),
    "any-other-pvs": ("yes", "no", "not-sure"),
    "types-of-exploitation": (
        ["types-of-exploitation-forced-to-work"],
        ["types-of-exploitation-other"],
    ),
    "does-pv-have-children": ("yes", "no"),
    "pv-interpreter-requirements": ("yes", "no"),
    "pv-other-help-with-communication": ("yes", "no"),
    "pv-ho-reference": ("yes", "no"),
}
"""What asks for more on its own page; with three routes."""

CONTACT = {
    "pv-phone-number": ("yes", "pv-alternative-number", "no"),
    "pv-contact-details": (["email"], ["post"], ["email", "post"]),
    "someone-else": (["email"], ["post"], ["email", "post"]),
    "who-contact": ("potential-victim", "someone-else"),
    "authorities-cooperation": ("yes", "no"),
    forks.NAMED: ("yes", "no"),
}

LEFT_OUT = frozenset(key for key, _reason in FORM.left_out)
ROUTES = (
    {"pv-under-age": "no", "pv-want-to-submit-nrm": "yes"},
    {"pv-under-age": "no", "pv-want-to-submit-nrm": "no"},
    {"pv-under-age": "yes"},
)


def combinations(choices: dict, fixed: dict | None = None) -> Iterator[dict]:
    """Whole drafts, every branch answered, with each combination of these answers in turn."""
    everything = full() | (fixed or {})
    for values in product(*choices.values()):
        yield everything | dict(zip(choices, values, strict=True))


def published(answers: dict) -> dict:
    """The same answers as the oracle takes them."""
    types = dict.fromkeys(answers["types-of-exploitation"], True)
    return {**answers, **types, oracle.FILES: answers.get(forks.FILES, 0)}


def asked_here(answers: dict) -> set[str]:
    return {
        key
        for _step, fields in walk(FORM, answers)
        for field in fields
        for key in field.home_office_keys
    }


def difference(answers: dict) -> tuple[set[str], set[str]]:
    """(missing, extra) against the published form, what is left out for a reason aside."""
    theirs = oracle.asked(published(answers)) - LEFT_OUT
    ours = asked_here(answers)
    return set(theirs - ours), set(ours - theirs)


def excepted(answers: dict) -> set[str]:
    """The one named exception: who would help the police, but did not agree to be named."""
    if (
        engine.route(answers) == Route.DUTY_TO_NOTIFY
        and answers["authorities-cooperation"] == "yes"
        and answers[forks.NAMED] != "yes"
    ):
        theirs = oracle.asked(published(answers))
        return {key for key in theirs if key.startswith(("pv-name-", "pv-contact-details"))}
    return set()


def compared(choices: dict, fixed: dict | None = None) -> dict[str, int]:
    """How many combinations of each route were walked; stops at the first that differs."""
    walked: dict[str, int] = {}
    for answers in combinations(choices, fixed):
        goes_by = engine.route(answers)
        walked[goes_by or "undecided"] = walked.get(goes_by or "undecided", 0) + 1
        if goes_by is None:
            assert asked_here(answers) == {"pv-under-age", "pv-want-to-submit-nrm"}, answers
            continue
        missing, extra = difference(answers)
        chosen = {key: answers[key] for key in choices}
        assert (missing, extra) == (excepted(answers), set()), chosen
    return walked


def test_every_combination_of_the_forks_asks_what_the_published_form_asks(capsys):
    walked = compared(FORKS)
    total = 1
    for values in FORKS.values():
        total *= len(values)
    assert sum(walked.values()) == total
    with capsys.disabled():
        print(f"\n{total:,} combinations of the forks walked, 0 missing, 0 extra: {walked}")


@pytest.mark.parametrize("route", ROUTES, ids=["adult", "notice", "child"])
def test_what_asks_for_more_on_its_own_page_does_so_as_published(route):
    assert sum(compared(SMALLER, route).values()) == 1536


@pytest.mark.parametrize("route", ROUTES, ids=["adult", "notice", "child"])
def test_how_to_reach_the_person_is_asked_as_published(route):
    assert sum(compared(CONTACT, route).values()) == 216


def test_the_exception_is_told_to_the_first_responder():
    willing = full() | ROUTES[1] | {"authorities-cooperation": "yes", forks.NAMED: "no"}
    told = {field.key for field, reason in engine.left_out(FORM, willing) if reason}
    assert told == {
        "pv-name-first-name",
        "pv-name-last-name",
        "pv-name-nickname",
        "pv-contact-details",
        "reported-to-police-crime-reference",
    }
    assert engine.left_out(FORM, willing | {forks.NAMED: "yes"}) == ()


def test_what_is_left_out_is_what_the_published_form_has_and_we_do_not_ask():
    ours = {key for field in FORM.fields for key in field.home_office_keys}
    published_keys = {row["field_key"] for row in oracle.every_row()}
    assert published_keys - ours == LEFT_OUT
    assert ours - published_keys == set()
    assert len(published_keys) == 143


def pages_here(answers: dict) -> list[str]:
    """Addresses of the Home Office's pages on our path, in its order."""
    goes_by = engine.route(answers)
    on_path = {
        step.in_a_notice if step.in_a_notice and goes_by == Route.DUTY_TO_NOTIFY
        else step.home_office_page
        for step, _fields in walk(FORM, answers)
    }  # fmt: skip
    return [address for address in FORM.home_office_order if address in on_path]


@pytest.mark.parametrize("route", ROUTES, ids=["adult", "notice", "child"])
def test_the_pages_come_in_the_order_of_the_home_office_on_every_branch(route):
    forks_of_pages = {
        key: FORKS[key]
        for key in (
            "potential-victim-exploitative-situation-multiple",
            "still-in-exploitative-situation",
            "is-this-the-first-chance-to-report",
            "where-exploitation-happened",
            "exploiters-location",
            "future-exploitation-concerns",
            "does-pv-need-support",
            "who-contact",
            forks.FILES,
        )
    }
    signed_in = {"/verify/who-do-you-work-for", "/reference"}
    fixed = {**route, "authorities-cooperation": "yes", forks.NAMED: "yes"}
    for answers in combinations(forks_of_pages, fixed):
        theirs = [page for page in oracle.pages(published(answers)) if page not in signed_in]
        assert pages_here(answers) == theirs


def test_the_oracle_knows_the_published_form_and_nothing_of_the_product():
    source = oracle.__file__
    with open(source) as lines:
        imports = [line for line in lines if line.startswith(("import ", "from "))]
    assert not [line for line in imports if "referrals" in line]
    adult = {"pv-under-age": "no", "pv-want-to-submit-nrm": "yes"}
    assert "does-pv-need-support" in oracle.asked(adult)
    assert "pv-phone-number" not in oracle.asked(adult)
    assert "does-pv-need-support" not in oracle.asked({"pv-under-age": "not-sure"})
    notice = adult | {"pv-want-to-submit-nrm": "no", "authorities-cooperation": "no"}
    assert not {"pv-name-first-name", "pv-dob", "fr-details-phone"} & oracle.asked(notice)
    assert "pv-name-first-name" in oracle.asked(notice | {"authorities-cooperation": "yes"})
