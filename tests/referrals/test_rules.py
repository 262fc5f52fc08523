from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import rules
from referrals.safety_contacts import SAFETY_CONTACTS, contacts_for
from referrals.terms import AgeNow, Consent

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


@pytest.mark.parametrize(
    "reason",
    [
        "Ana did not want it",
        "she said ÁNA was afraid",
        "call 07700 900 982",
        "call 07700-900982",
        "born 27/03/1999",
        "write to someone@example.com",
        "her reference 4455",
    ],
)
def test_a_reason_that_could_say_who_the_person_is_is_refused(reason):
    assert rules.reason_names_nobody(reason, ["Ana Demo"], ["4455"]) != ""


@pytest.mark.parametrize(
    "reason",
    ["", "Afraid of the authorities", "Wants to go home", "Does not see a crime in it", "Banana"],
)
def test_a_reason_that_names_nobody_may_be_sent(reason):
    assert rules.reason_names_nobody(reason, ["Ana Demo", ""], [""]) == ""


@given(
    name=st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=12),
    before=st.text(st.characters(categories=["L", "Zs"]), max_size=20),
)
def test_a_name_in_any_case_is_found_in_a_reason(name, before):
    assert rules.reason_names_nobody(f"{before} {name.upper()}.", [name]) != ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Đặng Thị Hoa", "Dang is afraid"),
        ("Yıldız", "YILDIZ wants to go home"),
        ("Łucja", "lucja said so"),
        ("सुनीता", "सुनीता डरती है"),
        ("王伟", "我叫王伟很怕"),
    ],
)
def test_a_name_is_found_however_it_is_spelt_or_spaced(name, reason):
    assert rules.reason_names_nobody(reason, [name]) != ""


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
