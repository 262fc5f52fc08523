"""Before a notice is ready, all that may say who the person is was changed or explained."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import AuditEvent
from agencies.policy import Level, Role
from referrals import checking, engine
from referrals.drafts import drafted
from referrals.models import Referral, ReferralAnswers, ReferralChecks
from referrals.terms import Status
from shop.models import Location
from tests import make
from tests.referrals.notices import texts_were_checked
from tests.referrals.test_pages import complete, text_of
from tests.victims.cast import Cast, actor, cast, signed_in
from victims.actions import assign
from victims.models import Contact, Identity, Screening

pytestmark = pytest.mark.django_db
# In a full draft every answer is a sentence, of which these would make names.
PLAIN = {
    "birthplace": "Not asked", "someone_else_first_name": "Zofia", "someone_else_last_name": "Zonk",
    "authorities_cooperation": "no",
}  # fmt: skip
REASON = "She went to DRAGOMYR in May. It was Zana's house in capehill, 07700-900 111."


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def screening(people: Cast) -> Screening:
    return make.screening(people.met(people.housing, people.police), types=["LAB"])


@pytest.fixture
def notice(people: Cast, screening: Screening) -> Referral:
    """Bea's notice; her reason names the person, somebody else met, a place and a number."""
    man = screening.person
    assign(man, by=actor(people.bea), at=timezone.now(), reason="First responder")
    other = people.met(people.housing, working_label="woman by the door")
    assign(other, by=actor(people.bea), at=timezone.now(), reason="First responder")
    Identity.objects.filter(person=man).update(given_names="Dragomir", family_name="Le")
    Identity.objects.filter(person=other).update(given_names="Zana", family_name="Hoxha")
    Contact.objects.filter(person=man).update(staying_area="Cape Hill", phone="+44 7700 900111")
    return complete(people, screening, "no", "no", **PLAIN, refuse_nrm=REASON)


def page_of(referral: Referral, path: str = "texts/") -> str:
    return f"/referrals/{referral.reference}/{path}"


def check_of(referral: Referral, member) -> checking.TextCheck:
    return checking.text_check(
        drafted(ReferralAnswers.objects.get(referral=referral)), actor(member)
    )


def changed_to(referral: Referral, text: str) -> None:
    row = ReferralAnswers.objects.get(referral=referral)
    row.values["refuse-nrm"] = text
    row.save()


def reason_fields(page: str) -> list[str]:
    return re.findall(r'name="(why-[0-9a-f]{16})"', page)


def ready(client, referral: Referral) -> str:
    answer = client.post(page_of(referral, "steps/ready/"))
    referral.refresh_from_db()
    return text_of(answer) if answer.status_code == 200 else ""


def test_everything_known_of_the_person_is_found_with_its_sentence(people, notice) -> None:
    page = text_of(signed_in(people.bea).get(page_of(notice)))
    found = re.findall(r"found: </span>(.*?)<span", page)
    assert found == ["DRAGOMYR", "Zana", "capehill", "07700-900 111"]
    for what in ("a name of the person", "a name of somebody else who was met",
                 "where the person is staying", "a telephone number of the person"):  # fmt: skip
        assert f"May be {what}" in page, what
    assert "She went to <mark>" in page
    assert "It was <mark>" in page
    assert "/questions/reason/?check=yes" in page
    assert len(reason_fields(page)) == 4


def test_it_is_not_ready_until_each_passage_is_changed_or_explained_and_all_is_read(
    people,
    notice,
) -> None:
    bea = signed_in(people.bea)
    assert "4 passages that may say who the person is" in ready(bea, notice)
    fields = reason_fields(text_of(bea.get(page_of(notice))))
    some = bea.post(page_of(notice), {fields[1]: "Someone on television"})
    assert some.url == page_of(notice)
    assert "3 passages" in ready(bea, notice)
    changed_to(notice, "She went there. She is afraid.")
    assert "Read all texts of this notice" in ready(bea, notice)
    texts = bea.get(page_of(notice, "texts/read/"))
    assert "She went there. She is afraid." in text_of(texts)
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', text_of(texts))[1]
    assert bea.post(page_of(notice, "texts/read/"), {"digest": digest}).url == page_of(
        notice, "check/"
    )
    assert ready(bea, notice) == ""
    assert notice.status == Status.READY


def test_an_explanation_is_for_exactly_this_text(people, notice) -> None:
    texts_were_checked(notice, people.bea)
    assert check_of(notice, people.bea).why_not() == ""
    changed_to(notice, REASON + " Again.")
    check = check_of(notice, people.bea)
    assert len(check.unexplained) == 4
    assert not check.is_read
    changed_to(notice, REASON)
    assert check_of(notice, people.bea).why_not() == ""


def test_a_reason_may_not_repeat_what_it_is_about_and_nothing_typed_is_lost(
    people,
    notice,
) -> None:
    bea = signed_in(people.bea)
    fields = reason_fields(text_of(bea.get(page_of(notice))))
    sent = {fields[0]: "dragomir is a town", fields[1]: "Someone else"}
    page = text_of(bea.post(page_of(notice), sent))
    assert checking.REPEATS_IT in page
    assert 'value="dragomir is a town"' in page
    assert 'value="Someone else"' in page
    assert "There is a problem" in page
    assert not ReferralChecks.objects.exists()
    long = text_of(bea.post(page_of(notice), {fields[0]: "x" * 301}))
    assert "must be 300 characters or fewer" in long


def test_no_word_of_the_texts_is_kept_outside_the_answers(people, notice) -> None:
    bea = signed_in(people.bea)
    before = AuditEvent.objects.count()
    bea.get(page_of(notice))
    texts_were_checked(notice, people.bea, why="Means something else")
    row = ReferralChecks.objects.get()
    kept = f"{row.explained} {row.digest} {row.looked_at}".casefold()
    kept += " ".join(
        f"{event.detail} {event.parts}".casefold() for event in AuditEvent.objects.all()[before:]
    )
    for word in ("dragom", "zana", "hoxha", "cape", "900111", "900 111"):
        assert word not in kept
    assert set(row.explained.values()) == {"Means something else"}


@pytest.mark.parametrize("path", ["check/", "texts/", "texts/read/"])
def test_whose_names_were_compared_stands_in_the_audit(people, notice, path) -> None:
    signed_in(people.bea).get(page_of(notice, path))
    event = AuditEvent.objects.filter(act="read").latest("pk")
    met = notice.person.incident.people.all()
    assert event.detail["compared"] == sorted(person.reference for person in met)


def test_a_reading_of_other_texts_is_not_taken(people, notice) -> None:
    bea = signed_in(people.bea)
    again = bea.post(page_of(notice, "texts/read/"), {"digest": "0" * 64}, follow=True)
    assert "A text was changed meanwhile" in text_of(again)
    assert not check_of(notice, people.bea).is_read


def test_names_typed_when_the_person_first_agreed_are_found(people, screening) -> None:
    referral = complete(
        people, screening, "no", "no", **PLAIN, refuse_nrm="zmarkowa was born on 27.3.99"
    )
    whats = {what for each in check_of(referral, people.bea).passages for what in each.whats}
    assert whats == {
        "a name typed in this referral",
        "an answer in this referral: last name",
        "an answer in this referral: date of birth",
    }


def test_addresses_of_the_incident_and_its_visits_are_found(people, notice) -> None:
    place = Location.objects.get(visits=people.visit)
    type(people.incident).objects.filter(pk=people.incident.pk).update(location=place)
    Location.objects.filter(pk=place.pk).update(
        address="14b Quarry Street, Oldbury", postcode="B69 3DB"
    )
    changed_to(notice, "It was in QUARRY ST and b693db.")
    found = [each.places[0].found for each in check_of(notice, people.bea).passages]
    assert found == ["QUARRY ST", "b693db"]


# What the author may not see


def test_without_being_assigned_nothing_can_be_compared_and_the_notice_waits(
    people,
    screening,
) -> None:
    """The same words, whether or not there is anything to find: no name can be tried out."""
    Identity.objects.filter(person=screening.person).update(given_names="Dragomir")
    bea = signed_in(people.bea)
    pages = []
    for text in ("Dragomir is afraid", "Somebody is afraid"):
        referral = complete(people, screening, "no", "no", **PLAIN, refuse_nrm=text)
        check = check_of(referral, people.bea)
        assert check.comparison.unseen == ("identity", "contact")
        assert check.passages == ()
        assert "assign yourself" in ready(bea, referral)
        pages.append(text_of(bea.get(page_of(referral))))
    for page in pages:
        assert "found: " not in page
        assert "the texts were not compared with that" in page


def test_names_of_people_the_author_may_not_see_tell_nothing(people, notice) -> None:
    hidden = people.met(people.police, working_label="kept apart")
    Identity.objects.filter(person=hidden).update(given_names="Wolodymyr")
    changed_to(notice, "Wolodymyr is afraid")
    assert check_of(notice, people.bea).passages == ()


def test_a_role_that_never_sees_where_someone_is_is_told_so_and_may_go_on(
    people,
    screening,
) -> None:
    pia = make.member(people.police, Role.POLICE_LEAD, name="Pia", capabilities=["first_responder"])
    man = people.met(people.police)
    referral = complete(people, screening, "no", "no", **PLAIN, refuse_nrm="Afraid")
    Referral.objects.update(person=man, author=pia, agency=people.police)
    check = check_of(referral, pia)
    assert (check.comparison.unseen, check.comparison.never_seen) == (("identity",), ("contact",))
    signed_in(pia).post(f"/people/{man.reference}/identity/", {"reason": "REFERRAL"})
    page = text_of(signed_in(pia).get(page_of(referral)))
    assert "Your role never opens where this person is" in page


def test_nobody_but_the_author_opens_these_pages(people, notice) -> None:
    make._share(notice.person, people.incident.partnership, [people.charity], Level.WORK)
    for member in (people.pol, people.cyd, people.amal):
        for path in ("texts/", "texts/read/", "name-asked/"):
            assert signed_in(member).get(page_of(notice, path)).status_code in (403, 404)
    sent = Referral.objects.filter(pk=notice.pk)
    sent.update(status=Status.SUBMITTED, submitted_on=timezone.localdate())
    for path in ("texts/", "texts/read/", "name-asked/"):
        assert signed_in(people.bea).get(page_of(notice, path)).url == page_of(notice, "")


def test_something_known_only_later_holds_a_ready_notice_back(people, notice) -> None:
    bea = signed_in(people.bea)
    changed_to(notice, "Kestrel is afraid")
    texts_were_checked(notice, people.bea)
    assert ready(bea, notice) == ""
    assert "Kestrel is afraid" in text_of(bea.get(page_of(notice, "outgoing/")))
    Identity.objects.filter(person=notice.person).update(aliases="Kestrel")
    held = bea.get(page_of(notice, "outgoing/"), follow=True)
    assert "1 passage that may say who the person is" in unescape(held.content.decode())
    assert held.redirect_chain[-1][0] == page_of(notice)
    sent = {"home_office_reference": "HO-1", "submitted_on": "2026-01-05"}
    assert "1 passage" in text_of(bea.post(page_of(notice, "steps/submit/"), sent))


# Would help the police, not named


def cooperating(referral: Referral, **more: str) -> None:
    row = ReferralAnswers.objects.get(referral=referral)
    row.values |= {"authorities-cooperation": "yes", "refuse-nrm": "Afraid", **more}
    row.save()


def test_a_name_that_may_not_be_given_stops_for_a_decision(people, notice) -> None:
    cooperating(notice, **{"named-in-notice": "no"})
    assert check_of(notice, people.bea).name_is_asked
    bea = signed_in(people.bea)
    texts_were_checked(notice, people.bea)
    ReferralChecks.objects.update(name_asked="")
    assert "Decide what happens there" in ready(bea, notice)
    address = page_of(notice, "name-asked/")
    assert "Select what happens on the page" in text_of(bea.post(address, {}))
    bea.post(address, {"decision": "ASK_FIRST"})
    assert "You chose to ask first" in ready(bea, notice)
    bea.post(address, {"decision": "WITHHOLD"})
    assert ready(bea, notice) == ""


def test_somebody_who_agreed_to_be_named_is_not_looked_for_and_others_are(people, notice) -> None:
    cooperating(notice, **{"named-in-notice": "yes", "refuse-nrm": "Dragomir fears for Zana"})
    check = check_of(notice, people.bea)
    assert [each.places[0].found for each in check.passages] == ["Zana"]
    assert not check.name_is_asked


def test_a_text_with_something_open_is_given_out_nowhere(people, notice) -> None:
    draft = drafted(ReferralAnswers.objects.get(referral=notice))
    check = check_of(notice, people.bea)
    assert "refuse-nrm" in engine.outgoing(draft.questions, draft.answers)
    given = checking.outgoing(draft, check)
    assert "refuse-nrm" not in given
    assert "who-exploited-pv" in given
    assert checking.outgoing(draft, None) == {}


@pytest.mark.parametrize("path", ["texts/", "texts/read/"])
def test_a_page_about_the_texts_asks_few_queries(people, notice, path) -> None:
    bea = signed_in(people.bea)
    bea.get(page_of(notice, path))
    with CaptureQueriesContext(connection) as asked:
        assert bea.get(page_of(notice, path)).status_code == 200
    assert len(asked) <= 12, "\n".join(query["sql"][:120] for query in asked)


def test_a_referral_by_name_has_no_such_pages_and_needs_none(people, screening) -> None:
    referral = complete(people, screening, "no", "yes")
    bea = signed_in(people.bea)
    assert bea.get(page_of(referral)).url == page_of(referral, "")
    assert ready(bea, referral) == ""
    assert engine.route(drafted(referral.answers).answers) == "NRM"
