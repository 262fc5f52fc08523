"""By which ways a letter may go, from what the person was asked. Pure."""

import pytest

from referrals.letters import CANNOT_BE_TOLD, Ways, safe_ways, why_not_by
from referrals.terms import Channel

HAND, POST, EMAIL, CALL, TEXT = (
    Channel.HAND, Channel.POST, Channel.EMAIL, Channel.CALL, Channel.TEXT,
)  # fmt: skip
TO_PERSON = {"who-contact": "potential-victim"}
TO_OTHER = {"who-contact": "someone-else"}


@pytest.mark.parametrize(
    ("answers", "safe"),
    [
        ({}, set()),
        ({"safe-ways-to-use-number": ["call", "message"]}, {CALL}),
        ({"safe-ways-to-use-number": ["call", "text"]}, {CALL, TEXT}),
        (TO_PERSON | {"pv-contact-details": ["email", "post"]}, set()),
        (TO_PERSON | {"pv-contact-details": ["email"], "pv-contact-details-email-check": "yes"},
         {EMAIL}),
        # Ticked as safe, but no way that was chosen.
        (TO_PERSON | {"pv-contact-details": ["email"], "pv-contact-details-post-check": "yes"},
         set()),
        (TO_PERSON | {"pv-contact-details": ["post"], "pv-contact-details-post-check": ["yes"]},
         {POST}),
        (TO_OTHER | {"someone-else": ["post"]}, set()),
        (TO_OTHER | {"someone-else": ["post"], "someone-else-permission-check": "yes"}, {POST}),
        # Asked for the person, then someone else was named: those ticks count no more.
        (TO_OTHER | {"pv-contact-details": ["post"], "pv-contact-details-post-check": "yes"},
         set()),
    ],
)  # fmt: skip
def test_only_what_was_ticked_as_safe_is(answers: dict, safe: set[Channel]) -> None:
    assert safe_ways(answers) == {HAND} | safe


def test_a_refusal_names_the_ways_that_are_safe() -> None:
    assert why_not_by("POST", None) == CANNOT_BE_TOLD
    ways = Ways(frozenset({HAND, EMAIL}))
    assert why_not_by("EMAIL", ways) == ""
    refused = why_not_by("POST", ways)
    assert refused.startswith("The person did not say that this is safe: post.")
    assert "Choose one of: Given in person; Email." in refused
