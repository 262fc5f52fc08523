from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import rules
from referrals.safety_contacts import SAFETY_CONTACTS, contacts_for
from referrals.terms import AgeNow, Consent, NameAsked

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("age", AgeNow.values)
def test_each_answer_about_age_is_enough(age):
    assert rules.age_is_answered(age) == ""


def test_without_an_answer_about_age_nothing_goes_on():
    assert "child or an adult" in rules.age_is_answered("")


@given(consent=st.sampled_from([*Consent.values, "", "anything"]))
def test_a_child_or_someone_who_may_be_one_is_never_asked_for_consent(consent):
    assert rules.consent_decides_a_route(AgeNow.CHILD, consent) == ""
    assert rules.consent_decides_a_route(AgeNow.NOT_SURE, consent) == ""


@pytest.mark.parametrize("consent", [Consent.AGREES, Consent.CHOSE_NOT])
def test_an_adult_who_decided_has_a_route(consent):
    assert rules.consent_decides_a_route(AgeNow.ADULT, consent) == ""


def test_not_having_decided_and_perhaps_lacking_capacity_are_never_refusals():
    undecided = rules.consent_decides_a_route(AgeNow.ADULT, Consent.NOT_DECIDED)
    incapable = rules.consent_decides_a_route(AgeNow.ADULT, Consent.MAY_LACK_CAPACITY)
    assert "ask again" in undecided
    assert "capacity assessment" in incapable
    assert "no notice may be sent" in undecided.lower()
    assert "no notice may be sent" in incapable.lower()


def test_an_adult_who_was_not_asked_has_no_route():
    assert rules.consent_decides_a_route(AgeNow.ADULT, "") != ""


def test_a_charity_is_told_that_the_duty_does_not_bind_it():
    assert "does not bind your organisation" in rules.duty_to_notify_binds(agency_has_duty=False)
    assert rules.duty_to_notify_binds(agency_has_duty=True) == ""


@pytest.mark.parametrize(
    ("age", "born_on", "fits"),
    [
        (AgeNow.ADULT, date(2008, 11, 21), True),
        (AgeNow.ADULT, date(2008, 11, 22), False),
        (AgeNow.CHILD, date(2008, 11, 22), True),
        (AgeNow.CHILD, date(2008, 11, 21), False),
        (AgeNow.NOT_SURE, date(1980, 1, 1), True),
        (AgeNow.NOT_SURE, date(2020, 1, 1), True),
        (AgeNow.ADULT, None, True),
    ],
)
def test_a_date_of_birth_may_not_contradict_the_answer_about_age(age, born_on, fits):
    assert (rules.birth_date_fits_age(age, born_on, TODAY) == "") is fits


@given(born_on=st.dates(date(1900, 1, 1), TODAY - timedelta(days=1)))
def test_a_date_of_birth_fits_exactly_one_of_child_and_adult(born_on):
    fits = [
        rules.birth_date_fits_age(age, born_on, TODAY) == "" for age in (AgeNow.CHILD, AgeNow.ADULT)
    ]
    assert sorted(fits) == [False, True]


def test_the_texts_of_a_notice_wait_for_comparing_then_for_each_passage_then_for_reading():
    said = rules.texts_say_nobody
    assert "assign yourself" in said(unseen=["identity"], unexplained=2, is_read=True)
    assert "2 passages" in said(unseen=[], unexplained=2, is_read=True)
    assert "1 passage that" in said(unseen=[], unexplained=1, is_read=False)
    assert "Read all texts" in said(unseen=[], unexplained=0, is_read=False)
    assert said(unseen=[], unexplained=0, is_read=True) == ""


@pytest.mark.parametrize("decided", ["", *NameAsked.values])
def test_a_name_that_may_not_be_given_is_never_passed_over(decided):
    assert rules.name_is_withheld(asked=False, decided=decided) == ""
    goes_on = rules.name_is_withheld(asked=True, decided=decided) == ""
    assert goes_on is (decided == NameAsked.WITHHOLD)


def test_a_referral_is_not_recorded_as_sent_without_its_reference():
    assert rules.reference_is_given("  ") != ""
    assert rules.reference_is_given("NRM-0001") == ""


def test_only_a_first_responder_of_a_first_responder_organisation_sends():
    sends = rules.made_by_first_responder
    assert sends(agency_is_first_responder=True, may_refer=True) == ""
    assert "your organisation" in sends(agency_is_first_responder=True, may_refer=False)
    assert "not a first responder" in sends(agency_is_first_responder=False, may_refer=True)


def test_every_number_to_call_tonight_says_when_and_where_it_was_checked():
    for contact in SAFETY_CONTACTS:
        assert contact.source
        assert contact.how_checked
        assert not contact.needs_checking(contact.checked_on)
        assert contact.needs_checking(contact.checked_on + timedelta(days=184))


def test_another_partnership_sees_the_national_numbers_only():
    assert [contact.code for contact in contacts_for("another")] == ["emergency", "salvation-army"]
    assert [contact.code for contact in contacts_for("sandwell")] == [
        "emergency",
        "salvation-army",
        "sandwell-adults",
        "sandwell-children",
    ]
    more = {each.code for each in contacts_for("another", tonight=False)}
    assert more == {"emergency", "salvation-army", "helpline", "guardians", "police"}
