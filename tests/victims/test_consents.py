"""What a person agreed to: anyone who works with them adds to it, those assigned read it."""

import html
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies import access
from agencies.models import AuditEvent
from casework.workflow import CannotBeDone
from tests import make
from tests.doors.world import Visitor, give, member, whole
from tests.victims.test_fence import told
from tests.web_role import as_web_role
from victims import consents
from victims.consent_actions import Conversation, Said, record, take_back
from victims.consent_forms import SaidForm
from victims.consents import Consent
from victims.models import Person
from victims.terms import AGREED, CHOSE_NOT, MISTAKE, WITHDREW

WARNING = "Do not call before you speak to Cyd"


@pytest.fixture
def cyd(db) -> Visitor:
    return member("Cyd", make.agency("charity"), "practitioner", "support_worker")


@pytest.fixture
def bea(db) -> Visitor:
    return member("Bea", make.agency("charity"), "practitioner")


@pytest.fixture
def person(cyd: Visitor) -> Person:
    person = make.person(make.incident(), granted_to=[cyd.actor.agency], contact_warning=WARNING)
    make.assignment(person, cyd.actor.membership_id)
    return person


def base(person: Person) -> str:
    return f"/people/{person.reference}/consents/"


def get(by: Visitor, path: str):
    with as_web_role():
        return whole(by.client.get(path))


def post(by: Visitor, path: str, data: dict):
    with as_web_role():
        return whole(by.client.post(path, data))


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def spoke(**more: object) -> dict:
    day = timezone.localdate() - timedelta(days=1)
    return {
        "said_on-day": day.day,
        "said_on-month": day.month,
        "said_on-year": day.year,
        "language": "Zqpolish",
        "interpreting": "PROFESSIONAL",
        "presence": "ALONE",
        "capacity": "NONE",
        **more,
    }


def said(kind: str = "NRM", answer: str = AGREED, channel: str = "") -> Said:
    return Said(kind, answer, "Invented.", "invented", channel)


def how(day: str = "2022-06-02") -> Conversation:
    return Conversation(make.moment(day).date())


# Writing down


def test_one_conversation_says_several_things_and_its_facts_are_typed_once(cyd, person) -> None:
    both = {
        "talked_of": ["nrm", "support", "contact-email"],
        "nrm": AGREED,
        "support": CHOSE_NOT,
        "contact-email": AGREED,
        "post": AGREED,
    }
    assert post(cyd, f"{base(person)}add/", spoke(**both)).status_code == 302
    rows = Consent.objects.order_by("pk")
    assert [(row.kind, row.channel, row.answer) for row in rows] == [
        ("NRM", "", AGREED),
        ("SUPPORT", "", CHOSE_NOT),
        ("CONTACT", "EMAIL", AGREED),
    ]
    assert {(row.language, row.interpreting, row.presence, row.capacity) for row in rows} == {
        ("Zqpolish", "PROFESSIONAL", "ALONE", "NONE")
    }
    assert "two decisions are made" in rows[0].wording
    assert {row.wording_version for row in rows} == {"person-2026-11"}
    page = text(get(cyd, base(person)))
    assert page.index("Now") < page.index("History")
    assert "To be contacted by email" in page
    event = AuditEvent.objects.get(act="record_consent")
    assert event.detail == {"kinds": ["CONTACT", "NRM", "SUPPORT"]}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Select what you talked about"),
        ({"talked_of": ["nrm"]}, "Select what they said: to be referred"),
        ({"talked_of": ["nrm"], "nrm": "x"}, "Select one of the answers listed"),
        ({"talked_of": ["x"]}, "Select from the list what you talked about"),
        ({"said_on-year": "2099"}, "The day you spoke must be today or in the past"),
        ({"language": ""}, "Enter the language you spoke in"),
        ({"presence": "OTHERS"}, "Enter who else was there"),
        ({"capacity": "DOUBT"}, "Enter what the doubt was, and what was done"),
        ({"interpreting": "NOT_RECORDED"}, "Select"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(cyd, person, sent, sentence) -> None:
    page = text(post(cyd, f"{base(person)}add/", spoke(**sent)))
    assert sentence in page
    assert "language" in sent or "Zqpolish" in page
    assert not Consent.objects.exists()


def test_who_works_with_the_person_but_is_not_assigned_may_write_and_reads_only_that(
    cyd, bea, person
) -> None:
    make.consent(person, by=cyd.actor, language="Zqcyd")
    agreed = {"talked_of": ["police"], "police": AGREED}
    assert post(bea, f"{base(person)}add/", spoke(**agreed)).status_code == 302
    own, other = Consent.objects.get(kind="POLICE"), Consent.objects.get(kind="NRM")
    page = text(get(bea, base(person)))
    assert "To work with the police" in page
    assert "National Referral Mechanism" not in page
    assert get(bea, f"{base(person)}{own.pk}/").status_code == 200
    assert get(bea, f"{base(person)}{other.pk}/").status_code == 404
    assert "Zqcyd" in text(get(cyd, f"{base(person)}{other.pk}/"))


def test_it_opens_to_no_desk_no_police_lead_and_no_agency_lead(cyd, person) -> None:
    event = make.consent(person, by=cyd.actor, language="Zqcyd")
    others = [
        member("Amal", make.agency("desk"), "coordinator"),
        member("Pam", make.agency("police"), "police_lead"),
        member("Fay", make.agency("charity"), "agency_lead"),
    ]
    for other in others:
        give(person, other)
        assert get(other, f"{base(person)}{event.pk}/").status_code == 404
        assert "National Referral Mechanism" not in text(get(other, base(person)))
    page = text(get(others[0], base(person)))
    assert "opens to those who are assigned" in page
    assert "Record what the person said" in page


def test_the_contact_warning_stands_on_every_page(cyd, person) -> None:
    event = make.consent(person, by=cyd.actor)
    for rest in ("", "add/", "changed-mind/", f"{event.pk}/", f"{event.pk}/mistake/"):
        assert WARNING in text(get(cyd, f"{base(person)}{rest}")), rest


def test_a_child_is_not_asked_about_a_referral_until_they_turn_18(cyd, person) -> None:
    assert "A child is not asked" not in text(get(cyd, f"{base(person)}add/"))
    Person.objects.update(age_band="UNSURE")
    assert "A child is not asked" in text(get(cyd, f"{base(person)}add/"))


# Changing one's mind


def test_withdrawal_offers_what_stands_and_becomes_what_stands(cyd, person) -> None:
    make.consent(person, by=cyd.actor)
    make.consent(person, by=cyd.actor, kind="SUPPORT", answer=CHOSE_NOT)
    page = text(get(cyd, f"{base(person)}changed-mind/"))
    assert 'value="nrm"' in page
    assert 'value="support"' not in page
    assert "need give no reason" in page
    gone = post(cyd, f"{base(person)}changed-mind/", spoke(withdrawn=["nrm"], note="By letter"))
    assert gone.status_code == 302
    now = consents.current(Consent.objects.all())
    assert now["NRM", ""].answer == WITHDREW
    assert now["NRM", ""].note == "By letter"
    page = text(get(cyd, base(person)))
    assert "No longer agrees" in page
    assert "a first responder must tell the Home Office" in page


def test_who_may_not_see_what_stands_is_offered_everything_to_take_back(cyd, bea, person) -> None:
    make.consent(person, by=cyd.actor)
    page = text(get(bea, f"{base(person)}changed-mind/"))
    assert all(f'value="{name}"' in page for name in ("nrm", "support", "named", "contact-post"))
    post(bea, f"{base(person)}changed-mind/", spoke(withdrawn=["nrm"]))
    assert consents.current(Consent.objects.all())["NRM", ""].answer == WITHDREW


# Only added to


def test_a_mistake_is_taken_back_by_a_later_entry_and_stays(cyd, person) -> None:
    right = make.consent(person, by=cyd.actor, answer=CHOSE_NOT)
    wrong = make.consent(person, by=cyd.actor, at="2022-06-03")
    path = f"{base(person)}{wrong.pk}/mistake/"
    assert "Enter why it was a mistake" in text(post(cyd, path, {}))
    assert post(cyd, path, {"why": "Zqwrong person"}).status_code == 302
    assert consents.current(Consent.objects.all())["NRM", ""] == right
    assert Consent.objects.count() == 3
    assert "Zqwrong person" in text(get(cyd, f"{base(person)}{wrong.corrected_by.pk}/"))
    assert "already recorded as a mistake" in text(post(cyd, path, {"why": "again"}))
    with pytest.raises(CannotBeDone):
        take_back(wrong.corrected_by, "x", by=cyd.actor, at=timezone.now())


def test_only_those_assigned_take_an_entry_back(bea, person) -> None:
    own = make.consent(person, by=bea.actor)
    assert get(bea, f"{base(person)}{own.pk}/mistake/").status_code == 403


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE victims_consent SET answer = 'AGREED'",
        "DELETE FROM victims_consent",
        "TRUNCATE victims_consent",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(cyd, person, sql: str) -> None:
    make.consent(person, by=cyd.actor)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    as_cyd = told(cyd.actor.group_id, cyd.actor.membership_id)
    with as_cyd, pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(sql)
    assert Consent.objects.count() == 1


def test_the_database_itself_keeps_it_from_those_not_assigned(cyd, bea, person) -> None:
    mine = make.consent(person, by=bea.actor)
    other = make.consent(person, by=cyd.actor)
    group = cyd.actor.group_id
    for member_id, right in (
        (cyd.actor.membership_id, {mine.pk, other.pk}),
        (bea.actor.membership_id, {mine.pk}),
        ("", set()),
    ):
        with told(group, member_id), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM victims_consent")
            assert {row[0] for row in cursor.fetchall()} == right
    assert set(access.allowed(bea.actor, "see", Consent)) == {mine}


@pytest.mark.parametrize("wrong", [{"channel": "EMAIL"}, {"kind": "CONTACT"}, {"answer": MISTAKE}])
def test_the_database_refuses_an_entry_that_contradicts_itself(cyd, person, wrong) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make.consent(person, by=cyd.actor, **wrong)


def test_the_same_act_writes_nothing_for_a_person_one_may_only_see(person) -> None:
    other = member("Oz", make.agency("health"), "practitioner")
    give(person, other, "see")
    with pytest.raises(access.Refused):
        record(person, [said()], how(), by=other.actor, at=timezone.now())
    assert get(other, f"{base(person)}add/").status_code == 403
    assert not Consent.objects.exists()


def test_an_entry_of_tomorrow_is_refused(cyd, person) -> None:
    tomorrow = Conversation(timezone.localdate() + timedelta(days=1))
    with pytest.raises(Exception, match="Day you spoke"):
        record(person, [said()], tomorrow, by=cyd.actor, at=timezone.now())


# What stands

DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2022, 1, 9))
EVENTS = st.lists(
    st.tuples(st.sampled_from(consents.every_choice()), DAYS, st.sampled_from([AGREED, WITHDREW])),
    max_size=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS, st.data())
def test_what_stands_is_the_last_said_of_what_nobody_took_back(events, data) -> None:
    rows = [
        Consent(pk=n, kind=kind, channel=channel, said_on=day, answer=answer,
                recorded_at=make.moment("2022-02-01") + timedelta(minutes=n))
        for n, ((kind, channel), day, answer) in enumerate(events, start=1)
    ]  # fmt: skip
    wrong = set(data.draw(st.lists(st.sampled_from([r.pk for r in rows]), unique=True))
                if rows else [])  # fmt: skip
    taken = [Consent(pk=100 + pk, corrects_id=pk, answer=MISTAKE) for pk in wrong]
    for event in taken:
        of = rows[event.corrects_id - 1]
        event.kind, event.channel, event.said_on = of.kind, of.channel, of.said_on
        event.recorded_at = make.moment("2022-03-01")
    found = consents.current(data.draw(st.permutations([*rows, *taken])))
    expected = {}
    for row in sorted(rows, key=lambda r: (r.said_on, r.pk)):
        if row.pk not in wrong:
            expected[row.kind, row.channel] = row.pk
    assert {place: event.pk for place, event in found.items()} == expected
    assert list(found) == [place for place in consents.every_choice() if place in expected]


def test_every_choice_of_the_lists_can_be_written_down(cyd, person) -> None:
    form = SaidForm(person=person)
    assert list(form.places.values()) == consents.every_choice()
    assert len(form.places) == 11
