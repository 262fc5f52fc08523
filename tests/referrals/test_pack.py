"""The pack: contents from what is sent alone, their order, the PDF, the data files."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given

from casework.printing.pdf import body_rows, elements
from casework.workflow import CannotBeDone
from referrals import engine
from referrals.cleaning import counted_length
from referrals.pack import exported, htcds, printed, their_pages
from referrals.pack.contents import LEAVE_EMPTY, STOP, Contents, File, contents_of
from referrals.pack.prompt_sheet import pdf as sheet_pdf
from referrals.pack.still_to_ask import still_to_ask
from referrals.questions import VERSIONS, forks
from referrals.questions.shape import QuestionSet
from referrals.safety_contacts import contacts_for
from referrals.terms import Route
from tests.referrals.answering import FORM, decided, drafts, full_answer, traces_in

AT = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
HOSTILE = '=1+1 <script>alert(1)</script> #panic("run") $x$ @label *b* \\ "q" //'


def packed(answers: dict, *, files: tuple[File, ...] = (), form: QuestionSet = FORM) -> Contents:
    return contents_of(
        reference="REF-ABCDEF-G",
        question_set=form,
        answers=answers,
        sent=engine.outgoing(form, answers),
        files=files,
    )


def opened(contents: Contents) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed.pdf(contents, made_at=AT)))


# Contents


def test_every_field_of_the_home_office_form_stands_on_one_page_there_for_each_route() -> None:
    """But those that no page of a new report asks, and the address that signs in."""
    with (Path(__file__).parent / "nrm_fields.csv").open(encoding="utf-8") as lines:
        form = {row["field_key"]: row["step"] for row in csv.DictReader(lines)}
    known: dict[str, set[str]] = {}
    for page in their_pages.PAGES:
        for key in page.labels:
            known.setdefault(key, set()).add(page.address)
    gone = {
        *("user-email", "what-happened", "more-than-one-exploitation-situation"),
        *("why-are-you-making-the-referral", "why-they-stayed"),
    }
    assert set(form) - set(known) == gone
    assert set(known) - set(form) == set()
    assert {key: set(form[key].split("; ")) for key in known} == known


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.version)
def test_every_page_that_a_question_prepares_is_a_page_there(version: QuestionSet) -> None:
    there = {page.address for page in their_pages.PAGES}
    for step in version.steps:
        assert {step.home_office_page, step.in_a_notice} - {""} <= there, step.key
    order = [page.address for page in their_pages.PAGES if page.address != "/reference"]
    assert version.home_office_order in {(), tuple(order)}
    for field in version.fields:
        for key in field.home_office_keys:
            assert any(their_pages.page_of(key, route) for route in Route), key


@pytest.mark.parametrize(("age", "consent"), [("no", "yes"), ("no", "no"), ("yes", "yes")])
def test_the_pack_holds_exactly_what_is_sent(age: str, consent: str) -> None:
    answers = decided(age, consent)
    contents = packed(answers)
    in_pack = {item.key: item.answer for page in contents.pages for item in page.items}
    sent = engine.outgoing(FORM, answers)
    assert in_pack == {key: sent[key] for key in sent if key != "upload-file"}
    assert contents.sent == sent


@given(drafts())
def test_no_draft_puts_into_the_pack_what_is_not_sent(answers: dict) -> None:
    sent = engine.outgoing(FORM, answers)
    if engine.route(answers) is None:
        with pytest.raises(CannotBeDone, match="how old"):
            packed(answers)
        return
    in_pack = {item.key: item.answer for page in packed(answers).pages for item in page.items}
    assert in_pack == {key: sent[key] for key in sent if key != "upload-file"}


def test_the_pages_come_in_the_order_of_the_home_office_and_each_once() -> None:
    order = [page.address for page in their_pages.PAGES]
    for age, consent in (("no", "yes"), ("no", "no"), ("not-sure", "")):
        places = [order.index(page.address) for page in packed(decided(age, consent)).pages]
        assert places == sorted(set(places))


def test_what_stands_beside_a_button_there_is_what_the_pack_says() -> None:
    contents = packed(decided("no", "yes", pv_gender="unknown"))
    shown = {item.key: item.shown for page in contents.pages for item in page.items}
    assert shown["pv-under-age"] == "Select: No"
    assert shown["pv-gender"] == "Select: They do not identify as male or female"
    assert shown["types-of-exploitation-organs-removed"] == (
        "Select: Organs, such as kidneys, removed against their will"
    )
    assert shown["pv-dob"] == "27 3 1999"
    assert shown["current-pv-location-uk-city"] == "Oldbury"


def test_short_answers_of_one_page_are_one_block_and_long_texts_are_not_in_it() -> None:
    pages = {page.slug: page for page in packed(decided("no", "yes")).pages}
    assert pages["pv-name-referral"].together == (
        "First name: Zdravkaa\nLast name: Zmarkova\n"
        "Nickname or name used during exploitation (Optional): Zuzi"
    )
    assert pages["pv-dob"].together == ""
    assert pages["how-they-were-treated"].together == ""


def test_a_child_is_not_asked_for_consent_there_and_the_pack_says_to_go_on() -> None:
    pages = {page.slug: page for page in packed(decided("yes", "yes")).pages}
    assert pages["pv-want-to-submit-nrm"].items == ()
    assert "Nothing is asked of a child" in pages["pv-want-to-submit-nrm"].note
    assert not any("does-pv-need-support" in slug for slug in pages)


def test_an_empty_page_says_to_leave_it_empty() -> None:
    pages = {page.slug: page for page in packed(decided("no", "yes") | {"pv-dob": ""}).pages}
    assert pages["pv-dob"].note == LEAVE_EMPTY
    assert pages["upload-evidence"].note == "No file to upload. Continue there."


def test_a_text_is_counted_as_its_form_counts_and_a_longer_one_is_refused() -> None:
    key = "how-did-the-exploitation-start"
    text = "é\n😀" * 3_000
    assert counted_length(text) == 15_000
    answers = decided("no", "yes") | {key: text}
    pages = {page.slug: page for page in packed(answers).pages}
    (item,) = pages[key].items
    assert (item.used, item.limit, item.words) == (15_000, 15_000, text)
    with pytest.raises(CannotBeDone, match=r"15,001 characters, and the Home Office page takes"):
        packed(answers | {key: f"{text}x"})


def test_a_held_file_is_named_and_a_notice_has_no_file() -> None:
    held = File("scan.pdf", "Letter of a GP, May 2026", is_held=True)
    contents = packed(decided("no", "yes"), files=(held,))
    assert contents.files == (held,)
    (told,) = exported.pack(contents)["contents"]["pages"][-1]["files"]
    assert told == {"name": "scan.pdf", "description": "Letter of a GP, May 2026", "held": True}
    assert packed(decided("no", "no"), files=(held,)).files == ()


def test_the_digest_is_of_the_contents_alone_and_changes_with_each_answer() -> None:
    answers = decided("no", "yes")
    first = packed(answers)
    assert packed(dict(reversed(answers.items()))).digest == first.digest
    assert packed(answers | {"pv-gender": "male"}).digest != first.digest
    assert packed(answers | {"refuse-nrm": "changed, but not sent"}).digest == first.digest
    canonical = json.dumps(
        json.loads(exported.as_file(exported.pack(first)))["contents"],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == first.digest


# A notice


def notice(**more: str) -> Contents:
    return packed(decided("no", "no", **more))


@pytest.mark.parametrize("named", ["no", ""])
def test_a_pack_stops_where_a_name_is_asked_that_was_not_agreed_to(named: str) -> None:
    contents = notice(authorities_cooperation="yes", named_in_notice=named)
    last = contents.pages[-1]
    assert (last.address, last.stops, last.note, last.items) == ("/pv-name-dtn", True, STOP, ())
    assert contents.stops
    assert last.note.count("Stop here and decide with your lead") == 1
    assert contents.names_nobody
    assert traces_in(contents.as_json()) == set()
    assert traces_in({**htcds.document(contents), "digest": ""}) == set()


def test_a_name_that_was_agreed_to_is_in_the_pack_and_without_help_it_is_not_asked() -> None:
    agreed = notice(authorities_cooperation="yes", named_in_notice="yes")
    pages = {page.slug: page for page in agreed.pages}
    assert "Zmarkova" in [item.words for item in pages["pv-name-dtn"].items]
    assert agreed.pages[-1].address == "/pv-contact-details-dtn"
    assert not agreed.stops
    assert not agreed.names_nobody
    helps_nobody = notice(authorities_cooperation="no", named_in_notice="yes")
    assert helps_nobody.pages[-1].address == "/pv-nationality-dtn"
    assert helps_nobody.names_nobody
    assert traces_in(helps_nobody.as_json()) == set()


def test_a_notice_has_no_trace_of_the_person_in_any_form() -> None:
    contents = packed(decided("no", "no"))
    # A digest may hold any digits.
    for document in (exported.pack(contents), htcds.document(contents)):
        assert traces_in({**document, "digest": ""}) == set()
    data, _ = printed.fitted(contents, made_at=AT)
    assert traces_in({**data, "header": "", "facts": []}) == set()


# PDF


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    held = File("letter.pdf", "Letter of a GP", is_held=True)
    with opened(packed(decided("no", "yes"), files=(held,))) as file:
        yield file


def test_the_pdf_says_its_language_title_and_standards(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("en")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Pack REF-ABCDEF-G"
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_the_pdf_has_a_heading_for_each_page_there_and_headers_for_its_facts(
    pdf: pikepdf.Pdf,
) -> None:
    contents = packed(decided("no", "yes"))
    assert len(elements(pdf, pikepdf.Name.H1)) == 1
    assert len(elements(pdf, pikepdf.Name.H2)) == len(contents.pages)
    assert {str(row.K[0].S) for row in body_rows(pdf)} <= {"/TH"}


def test_the_data_of_the_pdf_has_reference_version_and_digest() -> None:
    contents = packed(decided("no", "yes"))
    data, _ = printed.fitted(contents, made_at=AT)
    assert dict(data["facts"])["Digest of the contents"] == contents.digest
    assert data["header"].startswith(f"REF-ABCDEF-G. Questions {FORM.version}. Digest ")
    assert data["footer"] == "Prepared here; send it on the Home Office service"


def test_a_name_in_another_script_does_not_stop_the_pack_and_is_told() -> None:
    contents = packed(decided("no", "yes") | {"pv-name-first-name": "阮 Đặng \u202e\x00 Ömer"})
    data, found = printed.fitted(contents, made_at=AT)
    assert {one.character for one in found} == {"阮"}
    assert found[0].words.startswith("What is the name of the Potential Victim?: U+962E")
    assert "□ Đặng" in json.dumps(data, ensure_ascii=False)
    with opened(contents) as file:
        assert len(file.pages) > 1


def test_words_that_look_like_code_are_printed_and_never_run() -> None:
    with opened(packed(decided("no", "yes") | {"pv-name-first-name": HOSTILE})) as file:
        assert len(file.pages) > 1


def test_the_lines_of_a_text_stay_lines() -> None:
    answers = decided("no", "yes") | {"how-did-the-exploitation-start": "one\ntwo\n\nthree"}
    data, _ = printed.fitted(packed(answers), made_at=AT)
    (item,) = next(
        page["items"]
        for page in data["pages"]
        if page["title"] == "How did the exploitation start?"
    )
    assert item["lines"] == ["one", "two", "", "three"]


def test_the_same_answers_give_the_same_bytes() -> None:
    contents = packed(decided("no", "no"))
    assert printed.pdf(contents, made_at=AT) == printed.pdf(contents, made_at=AT)


def full(form: QuestionSet, **decided_by: str) -> dict:
    """Every text of the form as long as its page takes."""
    long = "Während er dort war, 12 Stunden am Tag.\n" * 400
    answers = {field.key: full_answer(field) for field in form.fields if field.kept}
    for field in form.fields:
        if field.kind == "textarea":
            text = long[: field.limit]
            answers[field.key] = text[: field.limit - text.count("\n")]
    return answers | {forks.AGE: "no", forks.CONSENT: "yes"} | decided_by


def worked() -> float:
    """Seconds of work, of this process and those it started: other tests run beside this one."""
    return sum(os.times()[:4])


def test_a_pack_with_99_files_and_full_texts_is_made_in_under_5_seconds() -> None:
    files = tuple(
        File(f"file {number}.pdf", f"What it is, {number} May 2026", is_held=number % 9 == 0)
        for number in range(99)
    )
    answers = full(FORM)
    begun = worked()
    contents = packed(answers, files=files)
    body = printed.pdf(contents, made_at=AT)
    took = worked() - begun
    with pikepdf.open(io.BytesIO(body)) as file:
        print(f"{took:.2f} s, {len(file.pages)} pages, {len(body):,} bytes")
    assert took < 5
    assert len(contents.files) == 99


# HTCDS


def test_the_htcds_document_has_fields_of_the_standard_and_only_what_is_sent() -> None:
    answers = decided("no", "yes", pv_gender="male", pv_nationality="AL")
    found = htcds.document(packed(answers))
    assert (found["standard"], found["version"]) == ("HTCDS", "2.0")
    assert found["prs"]["prs_FirstName"] == "Zdravkaa"
    assert found["prs"]["prs_Gender"] == "Masculine"
    assert found["prs"]["prs_Birthdate"] == "1999-03-27"
    assert found["prs"]["prs_Citizenship"][0] == "AL"
    assert found["vic"]["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert found["vic"]["vic_TypeOfExploitation"] == [
        *("ForcedLabour", "SexualExploitation", "OrganRemoval", "Servitude", "Other"),
    ]
    assert found["con"] == {"con_Consent": True}
    assert [event["hte_Type"] for event in found["hte"]][:3] == [*htcds.HAPPENED]
    for table in ("prs", "vic", "cas", "con"):
        assert all(name.startswith(f"{table}_") for name in found[table])


def test_a_child_and_a_notice_have_no_consent_in_htcds() -> None:
    assert "con" not in htcds.document(packed(decided("yes", "yes")))
    notice_of_an_adult = htcds.document(packed(decided("no", "no")))
    assert "con" not in notice_of_an_adult
    assert set(notice_of_an_adult["prs"]) == {"prs_Gender", "prs_Citizenship"}


# Prompt sheet

BRANCHES = {
    "open": {},
    "adult": {forks.AGE: "no"},
    "adult NRM": {forks.AGE: "no", forks.CONSENT: "yes"},
    "notice": {forks.AGE: "no", forks.CONSENT: "no"},
    "child": {forks.AGE: "yes"},
    "age in doubt": {forks.AGE: "not-sure"},
}


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_prompt_sheet_of_every_branch_fits_two_pages(branch: str) -> None:
    parts = still_to_ask(FORM, BRANCHES[branch])
    assert parts
    body = sheet_pdf(
        "REF-ABCDEF-G", parts, contacts_for("sandwell"), made_at=AT, today=date(2026, 11, 28)
    )
    with pikepdf.open(io.BytesIO(body)) as file:
        assert len(file.pages) <= 2
        assert str(file.Root.Lang).startswith("en")
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Prompt sheet REF-ABCDEF-G"
            assert metadata["pdfuaid:part"] == "1"


def questions(answers: dict) -> dict:
    return {one.key: one for part in still_to_ask(FORM, answers) for one in part.questions}


def test_the_sheet_has_no_question_that_is_answered_and_no_answer() -> None:
    answers = decided("no", "yes")
    assert still_to_ask(FORM, answers) == ()
    del answers["pv-gender"]
    assert set(questions(answers)) == {"pv-gender"}
    assert traces_in(str(questions(answers))) == set()


def test_a_follow_up_of_an_open_question_says_which_answer_leads_to_it() -> None:
    found = questions(BRANCHES["adult NRM"])
    assert found["modern-slavery-indicators"].only_if == ""
    assert found["modern-slavery-indicators-details"].only_if == "If yes"
    assert found["reported-to-police-crime-reference"].only_if == "If “Police reference” is yes"
    settled = questions(BRANCHES["adult NRM"] | {"modern-slavery-indicators": "yes"})
    assert settled["modern-slavery-indicators-details"].only_if == ""
    settled = questions(BRANCHES["adult NRM"] | {"modern-slavery-indicators": "no"})
    assert "modern-slavery-indicators-details" not in settled


def test_a_sheet_has_the_questions_of_its_branch_alone() -> None:
    child, refused = questions(BRANCHES["child"]), questions(BRANCHES["notice"])
    assert "does-pv-need-support" not in child
    assert "pv-name-first-name" in child
    assert refused["pv-name-first-name"].only_if.startswith("If “Agrees to be named in the notice”")
    helps_nobody = BRANCHES["notice"] | {forks.COOPERATION: "no"}
    assert "pv-name-first-name" not in questions(helps_nobody)
    assert "refuse-nrm" in refused
    undecided = questions({})
    assert undecided[forks.CONSENT].only_if == "If 18 or over"
    assert set(undecided) - {forks.AGE, forks.CONSENT} <= set(child) & set(refused)
