"""The pack's pages: downloads, the page beside the Home Office window, the prompt sheet."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.models import AuditEvent
from files.terms import FileState
from referrals.models import PlaceBeside, Referral
from referrals.terms import Route, Status
from tests import make
from tests.referrals.answering import decided, traces_in
from tests.referrals.notices import texts_were_checked
from tests.referrals.test_pages import draft_of, text_of
from tests.victims.cast import Cast, cast, signed_in
from victims.models import Screening

HELD_BY_NOBODY = ("pack/pdf/", "pack/json/", "pack/htcds/", "beside/", "beside/pv-under-age/")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def screening(people: Cast) -> Screening:
    return make.screening(people.met(people.housing, people.police), types=["LAB"])


def ready(people: Cast, screening: Screening, age: str = "no", consent: str = "yes") -> Referral:
    referral = draft_of(people, screening, **decided(age, consent))
    if referral.route == Route.DUTY_TO_NOTIFY:
        texts_were_checked(referral, people.bea)
    Referral.objects.filter(pk=referral.pk).update(status=Status.READY)
    referral.refresh_from_db()
    return referral


def at(referral: Referral, rest: str = "") -> str:
    return f"/referrals/{referral.reference}/{rest}"


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("pk")


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("pdf", "pack.pdf", "application/pdf"),
        ("json", "pack.json", "application/json"),
        ("htcds", "htcds.json", "application/json"),
    ],
)
def test_a_file_of_the_pack_is_an_attachment_that_is_kept_nowhere_and_written_down(
    people: Cast, screening: Screening, form: str, name: str, kind: str
) -> None:
    referral = ready(people, screening)
    answer = signed_in(people.bea).get(at(referral, f"pack/{form}/"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == (f'attachment; filename="{referral.reference}-{name}"')
    assert answer["Cache-Control"] == "no-store"
    event = last_event()
    assert (event.act, event.reference) == ("download", referral.reference)
    assert event.parts == [f"pack {form}"]
    page = text_of(signed_in(people.bea).get(at(referral, "outgoing/")))
    assert event.detail["digest"] in page
    if form != "pdf":
        assert json.loads(answer.content)["digest"] == event.detail["digest"]


@pytest.mark.parametrize("rest", [*HELD_BY_NOBODY, "prompt-sheet/", "prompt-sheet/pdf/"])
def test_nobody_but_the_author_opens_any_of_it(
    people: Cast, screening: Screening, rest: str
) -> None:
    referral = ready(people, screening)
    for member in (people.amal, people.pol, people.cyd):
        answer = signed_in(member).get(at(referral, rest))
        assert answer.status_code == 404
        assert traces_in(text_of(answer)) == set()


@pytest.mark.parametrize("rest", HELD_BY_NOBODY)
def test_a_draft_has_no_pack_and_its_page_says_what_to_do(
    people: Cast, screening: Screening, rest: str
) -> None:
    referral = draft_of(people, screening, **decided("no", "yes"))
    page = signed_in(people.bea).get(at(referral, rest), follow=True)
    assert page.redirect_chain[-1][0] == at(referral)
    assert "Check them, and mark the referral as ready" in text_of(page)


def test_a_draft_that_was_given_up_has_no_pack(people: Cast, screening: Screening) -> None:
    referral = ready(people, screening)
    Referral.objects.filter(pk=referral.pk).update(status=Status.CLOSED)
    page = signed_in(people.bea).get(at(referral, "pack/json/"), follow=True)
    assert "nothing is sent, so there is no pack" in text_of(page)


def test_the_pages_of_a_ready_referral_lead_to_the_pack(people: Cast, screening: Screening) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    assert "Type it in beside the Home Office form" in text_of(bea.get(at(referral)))
    page = text_of(bea.get(at(referral, "outgoing/")))
    for rest in ("pack/pdf/", "pack/json/", "pack/htcds/", "beside/"):
        assert at(referral, rest) in page


# Beside the Home Office window


def go(bea: Client, referral: Referral, page: str, going: str, *done: str):
    return bea.post(at(referral, f"beside/{page}/"), {"go": going, "done": done})


def test_it_begins_at_their_first_page_and_shows_one_at_a_time(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    first = bea.get(at(referral, "beside/"))
    assert first.url == at(referral, "beside/reference/")
    page = text_of(bea.get(at(referral, "beside/pv-under-age/")))
    assert "Is the potential victim under 18?" in page
    assert "Select: No" in page
    assert "Page 4 of" in page
    assert traces_in(page) == set()
    event = last_event()
    assert (event.act, event.reference, event.parts) == (
        *("read", referral.reference),
        ["beside the form", "pv-under-age"],
    )


def test_next_and_back_walk_every_page_of_the_home_office(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    slug, seen = "reference", []
    while slug not in seen:
        seen.append(slug)
        assert bea.get(at(referral, f"beside/{slug}/")).status_code == 200
        slug = go(bea, referral, slug, "next").url.split("/")[-2]
    assert seen[-1] == "confirm"
    assert "pv-name-referral" in seen
    back = go(bea, referral, "confirm", "back")
    assert back.url == at(referral, f"beside/{seen[-2]}/")


def test_a_page_beside_the_form_asks_the_database_eight_times_at_most(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    make.evidence(referral)
    page = at(referral, "beside/how-they-were-treated/")
    bea.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert bea.get(page).status_code == 200
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 8, "\n".join(sql[:120] for sql in asked)


def test_files_to_upload_there_are_named_and_a_held_one_says_so(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    held = make.stored_file(state=FileState.HELD)
    make.evidence(referral, stored=held, name="letter of a GP.pdf", description="Letter, May 2026")
    page = text_of(bea.get(at(referral, "beside/upload-evidence/")))
    for words in ("letter of a GP.pdf", "Letter, May 2026", "held: the virus check"):
        assert words in page
    (file,) = next(
        found["files"]
        for found in json.loads(bea.get(at(referral, "pack/json/")).content)["contents"]["pages"]
        if found["address"] == "/upload-evidence"
    )
    assert file["held"] is True


def test_what_is_ticked_stays_ticked_and_the_place_is_kept(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    go(bea, referral, "pv-name-referral", "next", "pv-name-first-name", "no-such-field")
    assert bea.get(at(referral, "beside/")).url == at(referral, "beside/pv-dob/")
    page = text_of(signed_in(people.bea).get(at(referral, "beside/pv-name-referral/")))
    assert page.count(" checked") == 1
    place = PlaceBeside.objects.get()
    assert set(place.done) == {"pv-name-first-name"}
    assert traces_in(place.done) == set()


def test_a_script_keeps_a_tick_without_leaving_the_page(people: Cast, screening: Screening) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    answer = bea.post(at(referral, "beside/pv-dob/"), {"done": "pv-dob"}, headers={"X-Stays": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert bea.get(at(referral, "beside/")).url == at(referral, "beside/pv-dob/")


def test_an_answer_that_was_changed_is_open_again(people: Cast, screening: Screening) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    go(bea, referral, "pv-dob", "stay", "pv-dob")
    assert " checked" in text_of(bea.get(at(referral, "beside/pv-dob/")))
    referral.answers.values["pv-dob"] = "1998-03-27"
    referral.answers.save()
    assert " checked" not in text_of(bea.get(at(referral, "beside/pv-dob/")))


def test_starting_again_takes_all_ticks_away(people: Cast, screening: Screening) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    go(bea, referral, "pv-dob", "next", "pv-dob")
    page = bea.post(at(referral, "beside/"), follow=True)
    assert "All ticks were taken away" in text_of(page)
    assert page.redirect_chain[-1][0] == at(referral, "beside/reference/")
    assert not PlaceBeside.objects.exists()


def test_the_last_page_tells_what_is_not_ticked_and_leads_to_recording(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening), signed_in(people.bea)
    page = text_of(bea.get(at(referral, "beside/confirm/")))
    assert "Not ticked yet" in page
    assert at(referral, "beside/pv-dob/") in page
    assert at(referral, "steps/submit/") in page or "Record that it was sent" in page
    assert "This app sends nothing" in page


def test_a_page_that_is_not_on_the_way_is_not_there(people: Cast, screening: Screening) -> None:
    referral, bea = ready(people, screening, "yes"), signed_in(people.bea)
    for method in (bea.get, bea.post):
        assert method(at(referral, "beside/does-pv-need-support/")).status_code == 404
        assert method(at(referral, "beside/no-such-page/")).status_code == 404


def test_a_notice_beside_the_form_has_no_trace_of_the_person_and_stops_at_the_name(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening, "no", "no"), signed_in(people.bea)
    slug, seen = "reference", []
    while slug not in seen:
        seen.append(slug)
        page = text_of(bea.get(at(referral, f"beside/{slug}/")))
        assert traces_in(page) == set(), slug
        slug = go(bea, referral, slug, "next").url.split("/")[-2]
    assert seen[-1] == "pv-name-dtn"
    assert "Stop here and decide with your lead" in page
    assert at(referral, "name-asked/") in page
    assert ">Next<" not in page
    assert bea.get(at(referral, "beside/confirm/")).status_code == 404
    for rest in ("pack/json/", "pack/htcds/"):
        file = json.loads(bea.get(at(referral, rest)).content)
        assert traces_in({**file, "digest": ""}) == set()
    assert "ends at that page" in text_of(bea.get(at(referral, "outgoing/")))


def test_a_notice_whose_texts_say_something_new_has_no_pack(
    people: Cast, screening: Screening
) -> None:
    referral, bea = ready(people, screening, "no", "no"), signed_in(people.bea)
    assert bea.get(at(referral, "pack/json/")).status_code == 200
    referral.answers.values["refuse-nrm"] = "Zmarkova said she is afraid"
    referral.answers.save()
    answer = bea.get(at(referral, "pack/json/"))
    assert (answer.status_code, answer.url) == (302, at(referral))


# The prompt sheet


def test_the_sheet_has_the_questions_the_numbers_and_no_answer(
    people: Cast, screening: Screening
) -> None:
    answers = decided("no", "yes")
    del answers["pv-gender"]
    referral, bea = draft_of(people, screening, **answers), signed_in(people.bea)
    assert at(referral, "prompt-sheet/") in text_of(bea.get(at(referral)))
    page = text_of(bea.get(at(referral, "prompt-sheet/")))
    for words in (
        "What is the person's gender?",
        "999",
        "Checked 21 November 2026",
        "See the person",
    ):
        assert words in page
    assert traces_in(page) == set()
    assert last_event().parts == ["prompt sheet"]
    file = bea.get(at(referral, "prompt-sheet/pdf/"))
    assert file["Content-Disposition"] == (
        f'attachment; filename="{referral.reference}-prompt-sheet.pdf"'
    )
    assert (last_event().act, last_event().parts) == ("download", ["prompt sheet"])


def test_closed_answers_have_no_sheet(people: Cast, screening: Screening) -> None:
    referral = ready(people, screening)
    page = signed_in(people.bea).get(at(referral, "prompt-sheet/"), follow=True)
    assert "nothing is left to ask" in text_of(page)
