"""A referral as a first responder walks it, from the screening to the Home Office reference."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.tokens import new_token
from referrals import engine, question_views, rules
from referrals.actions import begin
from referrals.drafts import drafted
from referrals.models import Referral, ReferralAnswers
from referrals.safety_contacts import CHECK_EVERY, SAFETY_CONTACTS
from referrals.terms import Route, Status
from referrals.work import referrals_to_go_on_with
from tests import make
from tests.referrals.answering import FIELDS, TRACES, decided, full_answer, raw_pages
from tests.referrals.notices import texts_were_checked
from tests.victims.cast import Cast, actor, cast, signed_in
from victims.actions import assign
from victims.models import Screening

FREE = ("text", "textarea")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def screening(people: Cast) -> Screening:
    return make.screening(people.met(people.housing, people.police), types=["LAB"])


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def draft_of(people: Cast, screening: Screening, **answers: object) -> Referral:
    """A draft of Bea's with these answers, and the route that follows."""
    referral = begin(screening, by=actor(people.bea), at=timezone.now())
    row = referral.answers
    row.values = {key.replace("_", "-"): value for key, value in answers.items()}
    row.save()
    referral.route = engine.route(row.values) or ""
    referral.save()
    return referral


def complete(people: Cast, screening: Screening, age: str, consent: str, **more) -> Referral:
    return draft_of(people, screening, **decided(age, consent, **more))


def answer(client: Client, referral: Referral, step: str, **sent: object):
    data = {key.replace("_", "-"): value for key, value in sent.items()}
    return client.post(f"/referrals/{referral.reference}/questions/{step}/", data)


# How it begins


def test_the_first_screen_asks_about_tonight_and_tells_whom_to_call(
    people: Cast, screening: Screening
) -> None:
    page = text_of(signed_in(people.bea).get(f"/screenings/{screening.reference}/refer/"))
    assert "Is the person safe tonight?" in page
    for contact in SAFETY_CONTACTS:
        assert (contact.number in page) == contact.tonight
        assert (contact.how_checked in page) == contact.tonight
    assert "Checked 21 November 2026" in page
    assert not Referral.objects.exists()


def test_a_number_that_was_not_checked_for_half_a_year_says_so(
    people: Cast, screening: Screening, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, warning = f"/screenings/{screening.reference}/refer/", "Check this number before"
    checked_on = timezone.localdate() - CHECK_EVERY
    for day, is_old in ((checked_on, False), (checked_on - timedelta(days=1), True)):
        known = (replace(SAFETY_CONTACTS[0], checked_on=day),)
        monkeypatch.setattr(question_views, "contacts_for", lambda code, known=known: known)
        assert (warning in text_of(signed_in(people.bea).get(address))) is is_old


def test_a_person_who_is_not_safe_leads_to_the_numbers_and_the_draft_stays(
    people: Cast, screening: Screening
) -> None:
    bea = signed_in(people.bea)
    address = f"/screenings/{screening.reference}/refer/"
    assert "Select whether the person is safe tonight" in text_of(bea.post(address, {}))
    page = bea.post(address, {"safe-tonight": "no"}, follow=True)
    assert "Call now, before you go on" in text_of(page)
    referral = Referral.objects.get()
    assert (referral.status, referral.author) == (Status.DRAFT, people.bea)
    assert "safe-tonight" not in referral.answers.values
    bea.post(address, {"safe-tonight": "yes"})
    assert Referral.objects.count() == 1


def test_only_a_first_responder_may_begin(people: Cast, screening: Screening) -> None:
    pol = signed_in(people.pol)
    refused = pol.get(f"/screenings/{screening.reference}/refer/")
    assert refused.status_code == 403
    assert "Only a first responder" in text_of(refused)
    assert "Start a referral" not in text_of(pol.get(f"/screenings/{screening.reference}/"))
    assert signed_in(people.cyd).get(f"/screenings/{screening.reference}/refer/").status_code == 404


def test_it_starts_from_a_persons_page_too(people: Cast, screening: Screening) -> None:
    bea = signed_in(people.bea)
    man = screening.person
    assert "Start a referral" in text_of(bea.get(f"/people/{man.reference}/"))
    only = bea.get(f"/people/{man.reference}/referrals/add/")
    assert only.url == f"/screenings/{screening.reference}/refer/"
    make.screening(man, at="2022-07-01")
    assert "Choose the one it rests on" in text_of(
        bea.get(f"/people/{man.reference}/referrals/add/")
    )
    unscreened = people.met(working_label="boy")
    page = text_of(bea.get(f"/people/{unscreened.reference}/referrals/add/"))
    assert "has not been screened yet" in page


# The forks


def test_the_age_of_the_record_is_a_suggestion_that_is_not_stored(
    people: Cast, screening: Screening
) -> None:
    referral = draft_of(people, screening)
    bea = signed_in(people.bea)
    page = text_of(bea.get(f"/referrals/{referral.reference}/questions/age-now/"))
    assert "Filled in from the person's record, and not yet part of your referral" in page
    assert page.count(" checked") == 1
    assert ReferralAnswers.objects.get().values == {}


@pytest.mark.parametrize(
    ("age", "consent", "route", "next_page"),
    [
        ("yes", None, Route.NRM, "council-told"),
        ("not-sure", None, Route.NRM, "council-told"),
        ("no", "yes", Route.NRM, "how-asked"),
        ("no", "no", Route.DUTY_TO_NOTIFY, "how-asked"),
        ("no", "not-decided", "", "ask-again"),
        ("no", "may-lack-capacity", "", "how-asked"),
    ],
)
def test_age_and_consent_decide_the_route_and_the_next_page(
    people: Cast, screening: Screening, age, consent, route, next_page
) -> None:
    referral = draft_of(people, screening)
    bea = signed_in(people.bea)
    gone = answer(bea, referral, "age-now", pv_under_age=age)
    if consent:
        assert gone.url.endswith("/consent/")
        gone = answer(bea, referral, "consent", pv_want_to_submit_nrm=consent)
    assert gone.url == f"/referrals/{referral.reference}/questions/{next_page}/"
    referral.refresh_from_db()
    assert referral.route == route
    assert bea.get(gone.url).status_code == 200


def test_someone_who_may_lack_capacity_stops_the_referral(
    people: Cast, screening: Screening
) -> None:
    referral = complete(people, screening, "no", "may-lack-capacity")
    bea = signed_in(people.bea)
    page = text_of(bea.get(f"/referrals/{referral.reference}/questions/capacity/"))
    assert "Stop here and call someone about capacity" in page
    assert "0121 569 2355" in page
    tasks = text_of(bea.get(f"/referrals/{referral.reference}/"))
    assert "Stop here" in tasks
    assert "Answer age and consent first" not in tasks
    assert "may lack capacity" in text_of(bea.get(f"/referrals/{referral.reference}/check/"))
    refused = bea.post(f"/referrals/{referral.reference}/steps/ready/")
    assert "may lack capacity" in text_of(refused)


def test_a_day_to_ask_again_is_asked_and_waits_in_my_work(
    people: Cast, screening: Screening
) -> None:
    referral = complete(people, screening, "no", "not-decided", consent_review_on="")
    bea = signed_in(people.bea)
    past = {"consent-review-on": "2026-01-01"}
    page = bea.post(f"/referrals/{referral.reference}/questions/ask-again/", past)
    assert "Date to ask again must be in the future" in text_of(page)
    day = timezone.localdate() + timedelta(days=3)
    bea.post(
        f"/referrals/{referral.reference}/questions/ask-again/",
        {
            "consent-review-on-day": day.day,
            "consent-review-on-month": day.month,
            "consent-review-on-year": day.year,
        },
    )
    referral.refresh_from_db()
    assert referral.review_on == day
    assert referral.route == ""
    assert "Ask again about the referral" in text_of(bea.get("/my-work/"))
    answer(bea, referral, "consent", pv_want_to_submit_nrm="yes")
    referral.refresh_from_db()
    assert referral.review_on is None


# Question pages


def test_every_page_of_every_branch_opens_and_keeps_what_was_saved(
    people: Cast, screening: Screening
) -> None:
    bea = signed_in(people.bea)
    for age, consent in (("yes", "yes"), ("no", "yes"), ("no", "no"), ("no", "not-decided")):
        referral = complete(people, screening, age, consent)
        draft = drafted(referral.answers)
        for step in engine.path(draft.questions, draft.answers):
            address = f"/referrals/{referral.reference}/questions/{step.key}/"
            page = bea.get(address, follow=True)  # files have a page of their own
            assert page.status_code == 200, step.key
            assert step.title in text_of(page)
            shown = text_of(page)
            for field in engine.asked(draft.questions, draft.answers, step):
                assert field.kind == "files" or field.label in shown, field.key
        referral.status = Status.CLOSED
        referral.save()


def test_what_one_answer_asks_stands_under_it_and_what_two_ask_is_asked_next(
    people: Cast, screening: Screening
) -> None:
    referral = draft_of(
        people, screening, **{"pv-under-age": "no", "pv-want-to-submit-nrm": "yes",
                              "does-pv-need-support": "yes"},
    )  # fmt: skip
    bea = signed_in(people.bea)
    address = f"/referrals/{referral.reference}/questions/safe-contact/"
    page = text_of(bea.get(address))
    assert 'name="pv-phone-number-yes"' in page
    assert 'name="safe-ways-to-use-number"' not in page
    page = text_of(bea.post(address, {"pv-phone-number": "yes", "pv-phone-number-yes": "12"}))
    assert "Enter a telephone number, like" in page
    assert 'value="12"' in page
    own = {"pv-phone-number": "yes", "pv-phone-number-yes": "07700 900982"}
    again = bea.post(address, own | {"pv-phone-number-alternative": "0121 496 0000"})
    assert again.url == address
    assert 'name="safe-ways-to-use-number"' in text_of(bea.get(address))
    assert bea.post(address, own | {"safe-ways-to-use-number": ["call"]}).url != address
    values = ReferralAnswers.objects.get().values
    assert values["safe-ways-to-use-number"] == ["call"]
    assert values["pv-phone-number-alternative"] == "0121 496 0000"


def test_places_are_given_one_box_at_a_time(people: Cast, screening: Screening) -> None:
    referral = complete(people, screening, "no", "yes", where_exploitation_happened_uk_city=[])
    bea = signed_in(people.bea)
    key = "where-exploitation-happened-uk-city"
    address = f"/referrals/{referral.reference}/questions/where-in-the-uk/"
    page = text_of(bea.get(address))
    assert page.count(f'name="{key}-') == 1
    again = bea.post(address, {f"{key}-1": "Smethwick", "more": "yes"})
    assert again.url == address
    assert text_of(bea.get(address)).count(f'name="{key}-') == 2
    bea.post(address, {f"{key}-1": "Smethwick", f"{key}-2": "Dover"})
    assert ReferralAnswers.objects.get().values[key] == ["Smethwick", "Dover"]


def test_leaving_is_never_refused_for_what_is_not_answered_yet(
    people: Cast, screening: Screening
) -> None:
    referral = complete(people, screening, "no", "yes")
    ReferralAnswers.objects.update(values={"pv-under-age": "no", "pv-want-to-submit-nrm": "yes"})
    bea = signed_in(people.bea)
    left = answer(bea, referral, "name", pv_name_first_name="Zuzi", leave="yes")
    assert left.url == f"/referrals/{referral.reference}/"
    assert ReferralAnswers.objects.get().values["pv-name-first-name"] == "Zuzi"
    stays = answer(bea, referral, "name", pv_name_first_name="x" * 300, leave="yes")
    assert "must be 250 characters or fewer" in text_of(stays)
    assert "x" * 300 in text_of(stays)


def test_a_change_from_the_check_page_leads_back_to_it(people: Cast, screening: Screening) -> None:
    referral = complete(people, screening, "no", "yes")
    bea = signed_in(people.bea)
    assert "gender/?check=yes" in text_of(bea.get(f"/referrals/{referral.reference}/check/"))
    address = f"/referrals/{referral.reference}/questions/gender/?check=yes"
    gone = bea.post(address, {"pv-gender": "female"})
    assert gone.url == f"/referrals/{referral.reference}/check/"


def test_the_task_list_tells_how_far_each_page_is(people: Cast, screening: Screening) -> None:
    referral = draft_of(people, screening)
    bea = signed_in(people.bea)
    page = text_of(bea.get(f"/referrals/{referral.reference}/"))
    assert "You have completed 0 of" in page
    assert "Cannot start yet" in page
    answer(bea, referral, "age-now", pv_under_age="no")
    answer(bea, referral, "consent", pv_want_to_submit_nrm="yes")
    page = text_of(bea.get(f"/referrals/{referral.reference}/"))
    assert "Cannot start yet" not in page
    assert "Completed" in page
    assert "Not yet started" in page
    assert "Optional" in page
    assert "Finish the referral" in text_of(bea.get("/my-work/"))


# Checking, ready, sent


def test_it_is_ready_only_when_nothing_is_missing(people: Cast, screening: Screening) -> None:
    referral = complete(people, screening, "no", "yes", pv_name_first_name="")
    bea = signed_in(people.bea)
    page = text_of(bea.get(f"/referrals/{referral.reference}/check/"))
    assert "Answer what is still missing: First name." in page
    assert "Not answered yet" in page
    assert "First name" in text_of(bea.post(f"/referrals/{referral.reference}/steps/ready/"))
    answer(bea, referral, "name", pv_name_first_name="Zuzi", pv_name_last_name="Zmarkova")
    bea.post(f"/referrals/{referral.reference}/steps/ready/")
    referral.refresh_from_db()
    assert (referral.status, referral.route) == (Status.READY, Route.NRM)


def test_it_is_recorded_as_sent_with_reference_and_date(people: Cast, screening: Screening) -> None:
    referral = complete(people, screening, "no", "yes")
    bea = signed_in(people.bea)
    base = f"/referrals/{referral.reference}/"
    bea.post(f"{base}steps/ready/")
    assert "This app sends nothing" in text_of(bea.get(f"{base}outgoing/"))
    assert "This app sends nothing" in text_of(bea.get(f"{base}steps/submit/"))
    empty = text_of(bea.post(f"{base}steps/submit/", {}))
    assert "Enter the reference the Home Office gave" in empty
    assert "Enter the date it was sent" in empty
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {"home_office_reference": "HO-123", "submitted_on": tomorrow.isoformat()}
    assert "must be today or in the past" in text_of(bea.post(f"{base}steps/submit/", sent))
    today = timezone.localdate()
    sent["submitted_on"] = today.isoformat()
    assert bea.post(f"{base}steps/submit/", sent).status_code == 302
    referral.refresh_from_db()
    assert referral.status == Status.SUBMITTED
    assert (referral.submitted_on, referral.home_office_reference) == (today, "HO-123")
    assert "HO-123" in text_of(signed_in(people.amal).get(base))
    assert bea.get(f"{base}questions/gender/").url == base


def test_a_ready_one_not_recorded_as_sent_is_overdue_after_two_days(
    people: Cast, screening: Screening
) -> None:
    referral = complete(people, screening, "no", "yes")
    bea = signed_in(people.bea)
    bea.post(f"/referrals/{referral.reference}/steps/ready/")
    assert "Send the referral" in text_of(bea.get("/my-work/"))
    later = timezone.localdate() + timedelta(days=2)
    (waiting,) = referrals_to_go_on_with(actor(people.bea), later)
    assert (waiting.text, waiting.due) == ("Record that the referral was sent", later)


def test_the_page_to_send_shows_exactly_what_goes_out(people: Cast, screening: Screening) -> None:
    referral = complete(people, screening, "no", "no", refuse_nrm="Afraid of the police")
    texts_were_checked(referral, people.bea)
    bea = signed_in(people.bea)
    bea.post(f"/referrals/{referral.reference}/steps/ready/")
    page = text_of(bea.get(f"/referrals/{referral.reference}/outgoing/"))
    sent = engine.outgoing(drafted(referral.answers).questions, drafted(referral.answers).answers)
    for field in FIELDS.values():
        told = f">{field.name}<" in page.replace("\n", "").replace("  ", "")
        in_table = any(key in sent for key in field.home_office_keys)
        assert in_table <= told, field.key
    assert "Afraid of the police" in page
    assert not [trace for trace in TRACES if trace in page]


def test_an_agency_without_the_duty_prepares_no_notice(people: Cast) -> None:
    man = people.met(people.housing)
    make._share(man, man.partnership, [people.charity], "work")
    screening = make.screening(man, by="charity")
    referral = begin(screening, by=actor(people.cyd), at=timezone.now())
    ReferralAnswers.objects.update(values=decided("no", "no", refuse_nrm="Afraid"))
    cyd = signed_in(people.cyd)
    page = text_of(cyd.get(f"/referrals/{referral.reference}/check/"))
    assert rules.duty_to_notify_binds(agency_has_duty=False) in page
    refused = text_of(cyd.post(f"/referrals/{referral.reference}/steps/ready/"))
    assert "does not bind your organisation" in refused
    closed = cyd.post(
        f"/referrals/{referral.reference}/steps/close_draft/", {"note": "Chose not to be referred"}
    )
    assert closed.status_code == 302
    referral.refresh_from_db()
    assert (referral.status, referral.submitted_on) == (Status.CLOSED, None)


def test_an_undecided_draft_can_be_closed_with_a_reason_and_is_never_sent(
    people: Cast, screening: Screening
) -> None:
    referral = complete(people, screening, "no", "not-decided")
    bea = signed_in(people.bea)
    base = f"/referrals/{referral.reference}/"
    assert "Enter a reason" in text_of(bea.post(f"{base}steps/close_draft/", {"note": ""}))
    bea.post(f"{base}steps/close_draft/", {"note": "Moved away"})
    referral.refresh_from_db()
    assert (referral.status, referral.submitted_on, referral.review_on) == ("CLOSED", None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(status=Status.SUBMITTED)


def test_the_person_may_withdraw_and_it_may_be_closed(people: Cast, screening: Screening) -> None:
    referral = complete(people, screening, "no", "yes")
    Referral.objects.update(status=Status.SUBMITTED, submitted_on="2026-01-05")
    bea = signed_in(people.bea)
    base = f"/referrals/{referral.reference}/"
    told = {"told_how": "here", "said_on": "2026-02-03", "language": "Polish", "capacity": "NONE",
            "interpreting": "NOT_NEEDED", "presence": "ALONE", "note": "I told them"}  # fmt: skip
    bea.post(f"{base}steps/withdraw/", told)
    assert Referral.objects.get().status == Status.WITHDRAWN
    bea.post(f"{base}steps/close/", {"note": "No longer wanted"})
    referral.refresh_from_db()
    assert (referral.status, referral.submitted_on) == (Status.CLOSED, date(2026, 1, 5))


# Who sees it


def test_until_it_is_sent_only_the_author_sees_it(people: Cast, screening: Screening) -> None:
    make._share(screening.person, people.incident.partnership, [people.charity], "work")
    referral = complete(people, screening, "no", "yes")
    base = f"/referrals/{referral.reference}/"
    pages = [base, f"{base}check/", f"{base}outgoing/", f"{base}questions/name/"]
    pages += [f"{base}timeline/", f"{base}change/", f"{base}steps/submit/"]
    for member in (people.pol, people.cyd, people.amal):
        client = signed_in(member)
        for page in pages:
            assert client.get(page).status_code == 404, (member, page)
        tab = f"/people/{screening.person.reference}/referrals/"
        for page in ("/referrals/", tab, f"/incidents/{people.incident.reference}/timeline/"):
            assert referral.reference not in text_of(client.get(page)), (member, page)
    today = timezone.localdate()
    Referral.objects.update(status=Status.SUBMITTED, submitted_on=today - timedelta(days=28))
    for member in (people.pol, people.cyd, people.amal):
        client = signed_in(member)
        assert client.get(base).status_code == 200
        for page in pages[1:4]:
            assert client.get(page).status_code == 404, (member, page)
    bea = signed_in(people.bea)
    assert bea.get(f"{base}check/").status_code == 200
    assert "See the answers" in text_of(bea.get(base))
    Referral.objects.update(submitted_on=today - timedelta(days=29))
    for page in pages[1:4]:
        assert bea.get(page).status_code == 404, page
    assert "See the answers" not in text_of(bea.get(base))


def test_a_referral_begun_through_the_api_is_a_draft_of_a_screening(
    people: Cast, screening: Screening
) -> None:
    token = {"HTTP_AUTHORIZATION": f"Token {new_token(people.bea)}"}
    sent = {"person": screening.person.reference, "screening": screening.reference}
    client = Client()

    def post(data: dict):
        return client.post("/api/v1/referrals/", data, content_type="application/json", **token)

    other = make.screening(people.met(working_label="someone else"))
    refused = post({**sent, "screening": other.reference})
    assert refused.json() == {"screening": ["Select a screening of this person"]}
    begun = post(sent)
    assert begun.status_code == 201, begun.content
    assert begun.json()["status"] == "DRAFT"
    assert "values" not in begun.content.decode()
    referral = Referral.objects.get()
    assert (referral.screening, referral.author) == (screening, people.bea)
    step = client.post(
        f"/api/v1/referrals/{referral.reference}/steps/submit/",
        {"home_office_reference": "HO-1", "submitted_on": "2026-01-05"},
        content_type="application/json",
        **token,
    )
    assert step.json() == {"status": [rules.age_is_answered("")]}


@pytest.mark.parametrize(
    "page", ["", "check/", "outgoing/", "questions/nationality/", "questions/name/"]
)
def test_a_page_of_a_draft_costs_at_most_eight_queries(
    people: Cast, screening: Screening, page: str
) -> None:
    referral = complete(people, screening, "no", "yes")
    assign(screening.person, by=actor(people.bea), at=timezone.now(), reason="First responder")
    bea = signed_in(people.bea)
    if page != "outgoing/":
        for key in ("pv-name-first-name", "pv-nationality"):
            del referral.answers.values[key]
        referral.answers.save()
    if page == "outgoing/":
        bea.post(f"/referrals/{referral.reference}/steps/ready/")
    address = f"/referrals/{referral.reference}/{page}"
    bea.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert bea.get(address).status_code == 200
    assert len(asked) <= 8, "\n".join(query["sql"][:120] for query in asked)


def test_odd_input_on_every_page_gets_a_page_and_never_a_fault(
    people: Cast, screening: Screening
) -> None:
    referral = complete(people, screening, "no", "yes")
    bea = signed_in(people.bea)
    draft = drafted(referral.answers)
    for step in engine.path(draft.questions, draft.answers):
        for odd in ("\x00", "\U0010ffff", "x" * 20_000, ["yes", "no"]):
            sent = {field.key: odd for field in step.fields}
            gone = bea.post(f"/referrals/{referral.reference}/questions/{step.key}/", sent)
            assert gone.status_code in (200, 302), (step.key, odd)
    row = ReferralAnswers.objects.get()
    assert set(row.values) <= set(FIELDS)
    assert full_answer(FIELDS["pv-dob"]) == row.values["pv-dob"]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=raw_pages(), route=st.sampled_from(["adult", "notice", "child"]), data=st.data())
def test_whatever_is_sent_to_any_page_is_stored_whole_or_said_to_be_wrong(
    people: Cast, screening: Screening, raw: dict, route: str, data: st.DataObject
) -> None:
    age, consent = {"adult": ("no", "yes"), "notice": ("no", "no"), "child": ("yes", "")}[route]
    referral = complete(people, screening, age, consent)
    draft = drafted(referral.answers)
    steps = engine.path(draft.questions, draft.answers)
    step = data.draw(st.sampled_from([step for step in steps if step.kind == "questions"]))
    typed = {field.key: f"<typed> & {field.key}" for field in step.fields if field.kind in FREE}
    sent = typed | {key: str(value) for key, value in raw.items()}
    gone = signed_in(people.bea).post(
        f"/referrals/{referral.reference}/questions/{step.key}/", sent
    )
    assert gone.status_code in (200, 302)
    stored = ReferralAnswers.objects.get(referral=referral).values
    assert set(stored) <= set(FIELDS)
    for key, text in typed.items():
        if sent[key] != text or FIELDS[key].check:
            continue
        if gone.status_code == 200:
            assert text in text_of(gone), (step.key, key)
        elif FIELDS[key].sent_as == "":
            assert stored[key] == text, (step.key, key)
