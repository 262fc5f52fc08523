"""Screening: four short pages that keep what is typed, four answers a sign, and no score."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.tokens import new_token
from tests import make
from tests.victims.cast import SPOKE, Cast, screen, signed_in
from victims import indicators
from victims.models import Screening, ScreeningAnswer, ScreeningDraft
from victims.rules import outcome_fits_age
from victims.terms import AgeBand


def test_a_screening_is_recorded_from_the_four_pages(people: Cast) -> None:
    man = people.met()
    address = screen(people.bea, man, types=["LAB", "CRI"], outcome="PVOT_CONSENT")
    screening = Screening.objects.get()
    assert address == f"/screenings/{screening.reference}/"
    assert screening.types == ["LAB", "CRI"]
    assert (screening.visit, screening.incident) == (people.visit, people.incident)
    assert (screening.presence, screening.interpreting) == ("NOT_RECORDED", "NOT_RECORDED")
    assert screening.agency == people.housing
    assert not ScreeningDraft.objects.exists()


def test_a_sign_that_nobody_touched_is_stored_as_not_asked(people: Cast) -> None:
    man = people.met()
    screen(people.bea, man, outcome="CONCERN")
    answers = dict(ScreeningAnswer.objects.values_list("indicator", "answer"))
    touched = {"GEN20": "SEEN", "GEN05": "NOT_SEEN", "LAB01": "REPORTED"}
    assert {code: answer for code, answer in answers.items() if answer != "NOT_ASKED"} == touched
    assert set(answers) == set(indicators.signs_offered("25_39", "LAB"))


def test_types_are_those_of_the_screening_and_not_of_the_incident(people: Cast) -> None:
    man = people.met()
    assert people.incident.types == ["LAB"]
    screen(people.bea, man, outcome="CONCERN")
    assert Screening.objects.get().types == []


def test_nothing_is_preselected(people: Cast) -> None:
    man = people.met()
    bea = signed_in(people.bea)
    for page in ("conversation", "first-signs", "more-signs", "your-view"):
        text = bea.get(f"/people/{man.reference}/screenings/add/{page}/").content.decode()
        assert " checked" not in text, page


def test_what_was_typed_is_kept_at_each_page_even_when_wrong(people: Cast) -> None:
    man = people.met()
    bea = signed_in(people.bea)
    base = f"/people/{man.reference}/screenings/add/"
    wrong = {**SPOKE, "screened_at-month": "Juney"}
    page = bea.post(f"{base}conversation/", wrong).content.decode()
    assert "must have a real month" in page
    left = bea.post(f"{base}conversation/", {**wrong, "leave": "yes"}, follow=True)
    assert "Your answers are kept" in left.content.decode()
    assert 'value="Juney"' in bea.get(f"{base}conversation/").content.decode()
    assert "Finish the screening" in bea.get("/my-work/").content.decode()


def test_the_last_page_leads_back_to_what_is_not_right_yet(people: Cast) -> None:
    man = people.met()
    bea = signed_in(people.bea)
    base = f"/people/{man.reference}/screenings/add/"
    bea.post(f"{base}conversation/", {**SPOKE, "screened_at-year": "2099"})
    page = bea.post(f"{base}your-view/", {"outcome": "CONCERN"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{base}conversation/?check=yes"
    assert "must be today or in the past" in page.content.decode()
    assert not Screening.objects.exists()


def test_a_draft_is_seen_by_its_author_alone(people: Cast) -> None:
    man = people.met(people.housing, people.police)
    base = f"/people/{man.reference}/screenings/add/"
    signed_in(people.bea).post(f"{base}first-signs/", {"GEN20": "SEEN"})
    pol = signed_in(people.pol)
    assert " checked" not in pol.get(f"{base}first-signs/").content.decode()
    assert "Finish the screening" not in pol.get("/my-work/").content.decode()


@pytest.mark.parametrize(
    ("age", "refused"),
    [("UNSURE", "PVOT_CONSENT"), ("UNDER_18", "PVOT_NOCONSENT"), ("25_39", "PVOT_CHILD")],
)
def test_the_view_must_fit_the_age(people: Cast, age: str, refused: str) -> None:
    person = people.met(age_band=age)
    bea = signed_in(people.bea)
    base = f"/people/{person.reference}/screenings/add/"
    bea.post(f"{base}conversation/", SPOKE)
    assert refused not in bea.get(f"{base}your-view/").content.decode()
    page = bea.post(f"{base}your-view/", {"outcome": refused}).content.decode()
    assert outcome_fits_age(age, refused) in unescape(page)
    assert not Screening.objects.exists()


def test_a_child_is_asked_about_signs_of_children_first(people: Cast) -> None:
    assert indicators.next_signs(AgeBand.UNSURE, "CRI")[0].startswith("CHD")
    assert indicators.next_signs(AgeBand.FROM_25, "CRI") == tuple(
        f"CRI0{number}" for number in range(1, 6)
    )
    adult = indicators.signs_offered(AgeBand.FROM_25, "CRI")
    assert not [code for code in adult if code.startswith("CHD")]


@pytest.mark.parametrize("age", AgeBand.values)
@pytest.mark.parametrize("concern", [code for code, _ in indicators.CONCERNS])
def test_every_sign_is_offered_once(age: str, concern: str) -> None:
    offered = indicators.signs_offered(age, concern)
    assert len(offered) == len(set(offered))
    assert set(offered) == set(indicators.signs_offered(age, ""))
    assert len(indicators.first_signs()) == 10


def test_the_page_tells_the_signs_by_answer_and_no_score(people: Cast) -> None:
    man = people.met()
    address = screen(people.bea, man, types=["LAB"], outcome="CONCERN")
    text = signed_in(people.bea).get(address).content.decode()
    seen = text.index("I saw this, or the person told me")
    told = text.index("Someone else told me")
    assert seen < text.index("Others speak for them") < told < text.index("Housing tied to the job")
    assert "score" not in text.lower()


def test_the_api_takes_a_screening_without_signs(people: Cast) -> None:
    man = people.met()
    token = {"HTTP_AUTHORIZATION": f"Token {new_token(people.bea)}"}
    sent = {"person": man.reference, "types": ["LAB"], "outcome": "CONCERN"}
    answer = signed_in(people.bea).post(
        "/api/v1/screenings/", sent, content_type="application/json", **token
    )
    assert answer.status_code == 201, answer.content
    assert Screening.objects.get().types == ["LAB"]
    refused = signed_in(people.bea).post(
        "/api/v1/screenings/",
        {**sent, "outcome": "PVOT_CHILD"},
        content_type="application/json",
        **token,
    )
    assert refused.json()["outcome"] == [outcome_fits_age("25_39", "PVOT_CHILD")]


def test_all_planes_of_unicode_and_huge_answers_are_refused_or_kept_not_broken(
    people: Cast,
) -> None:
    man = people.met()
    bea = signed_in(people.bea)
    base = f"/people/{man.reference}/screenings/add/"
    for odd in ("\x00", "\U0010ffff" * 40, "x" * 100_000, "‮"):
        for page, name in (
            ("conversation", "screened_at-day"),
            ("first-signs", "GEN20"),
            ("more-signs", "LAB01"),
            ("your-view", "outcome"),
        ):
            assert bea.post(f"{base}{page}/", {name: odd}).status_code in (200, 302)
            assert bea.get(f"{base}{page}/").status_code == 200
    assert not Screening.objects.exists()


def test_sending_the_last_page_twice_records_one_screening(people: Cast) -> None:
    man = people.met()
    screen(people.bea, man, outcome="CONCERN")
    again = signed_in(people.bea).post(
        f"/people/{man.reference}/screenings/add/your-view/", {"outcome": "CONCERN"}
    )
    assert again.url == f"/people/{man.reference}/screenings/add/conversation/?check=yes"
    assert Screening.objects.count() == 1


def test_recording_a_screening_asks_at_most_twelve_queries(people: Cast) -> None:
    man = people.met()
    screen(people.bea, man, outcome="CONCERN")
    bea = signed_in(people.bea)
    base = f"/people/{man.reference}/screenings/add/"
    bea.post(f"{base}conversation/", SPOKE)
    with CaptureQueriesContext(connection) as asked:
        bea.post(f"{base}your-view/", {"outcome": "CONCERN"})
    counted = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(counted) <= 12, "\n".join(sql[:100] for sql in counted)
    assert Screening.objects.count() == 2


def test_a_screening_can_be_corrected_with_its_own_form(people: Cast) -> None:
    screening = make.screening(people.met(), types=["LAB"], by="housing")
    bea = signed_in(people.bea)
    page = bea.get(f"/screenings/{screening.reference}/change/")
    assert page.status_code == 200
    answer = bea.post(
        f"/screenings/{screening.reference}/change/",
        {**SPOKE, "types": ["SEX"], "outcome": "CONCERN", "presence": "ALONE",
         "interpreting": "NOT_NEEDED", "version": "1"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content
    screening.refresh_from_db()
    assert (screening.types, screening.presence) == (["SEX"], "ALONE")
    emptied = {**dict.fromkeys(SPOKE, ""), "outcome": "CONCERN", "version": "2"}
    page = bea.post(f"/screenings/{screening.reference}/change/", emptied)
    assert "Enter when you spoke" in page.content.decode()
