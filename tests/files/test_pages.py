"""Adding, reading, correcting and taking back files, by the people who do."""

import html
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from agencies import access, restriction
from agencies.models import AuditEvent
from files import scanning, storage
from files.models import StoredFile
from files.terms import LARGEST, FileState
from shop.models import Incident, IncidentFile
from tests import make
from tests.doors.world import Visitor, give, member, whole
from tests.files import making
from tests.own_scanner import HARMFUL, OwnScanner

pytestmark = pytest.mark.django_db

AGAIN = "Select the file again"


@pytest.fixture
def bea(db) -> Visitor:
    return member("Bea", make.agency("housing"), "practitioner")


@pytest.fixture
def incident(bea: Visitor) -> Incident:
    return make.incident(granted_to=[bea.actor.agency])


def sent(*files: tuple[str, bytes | None, str]) -> dict:
    """What the page posts: name, content and words of each file, in its three places."""
    data = {}
    for number, (name, content, words) in enumerate(files):
        data[f"form-{number}-description"] = words
        if content is not None:
            data[f"form-{number}-upload"] = SimpleUploadedFile(name, content)
    return data


def add(by: Visitor, to: Incident, *files: tuple[str, bytes | None, str]) -> HttpResponse:
    return by.client.post(f"/incidents/{to.reference}/incident-files/add/", sent(*files))


def body(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


def content_of(record: IncidentFile) -> str:
    return f"/incident-files/{record.reference}/content/"


def bytes_of(by: Visitor, record: IncidentFile) -> HttpResponse:
    return whole(by.client.get(content_of(record)))


def test_a_file_is_held_then_scanned_then_opened(
    bea: Visitor, incident: Incident, scanner: OwnScanner, django_capture_on_commit_callbacks
) -> None:
    answer = add(bea, incident, ("front door.jpg", making.jpg(told=True), "The front of the shop"))
    assert answer.status_code == 302
    record = IncidentFile.objects.get()
    assert (record.name, record.description) == ("front door.jpg", "The front of the shop")
    page = body(bea.client.get(f"/incident-files/{record.reference}/"))
    assert "waits for the virus check" in page
    assert "Download this file" not in page
    refused = bytes_of(bea, record)
    assert refused.status_code == 403
    assert "waits for the virus check" in body(refused)
    scanning.look_again()
    assert "Download this file" in body(bea.client.get(f"/incident-files/{record.reference}/"))
    opened = bytes_of(bea, record)
    assert opened.status_code == 200
    assert making.WORD.encode() not in opened.content
    assert opened.content.startswith(b"\xff\xd8\xff")
    last = AuditEvent.objects.filter(user=bea.user).latest("pk")
    assert (last.act, last.reference) == ("download", record.reference)


def test_a_harmful_file_is_told_and_gone(
    bea: Visitor, incident: Incident, scanner: OwnScanner, django_capture_on_commit_callbacks
) -> None:
    add(bea, incident, ("letter.doc", making.doc(says=HARMFUL), "A letter"))
    with django_capture_on_commit_callbacks(execute=True):
        scanning.look_again()
    record = IncidentFile.objects.get()
    assert "so the file was removed" in body(bea.client.get(f"/incident-files/{record.reference}/"))
    assert bytes_of(bea, record).status_code == 403
    assert not storage.place(record.stored.stored_as).exists()
    assert "letter.doc" in body(bea.client.get(f"/incidents/{incident.reference}/files/"))


def test_bytes_are_served_so_that_no_browser_opens_them_as_a_page(
    bea: Visitor, incident: Incident
) -> None:
    record = make.incident_file(incident, name='a";b.pdf')
    told = bytes_of(bea, record).headers
    assert told["Content-Disposition"] == f'attachment; filename="{record.reference}.pdf"'
    assert told["Content-Type"] == "application/pdf"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert set(told["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
    assert told["Cache-Control"] == "no-store"
    assert "Accept-Ranges" not in told


def test_a_link_stops_when_access_ends(bea: Visitor, incident: Incident) -> None:
    desk, record = make.coordinator(), make.incident_file(incident)
    for end in ("stopped", "on its date", "kept from her"):
        give(incident, bea)
        assert bytes_of(bea, record).status_code == 200, end
        if end == "stopped":
            access.withdraw(desk, incident, bea.actor.agency)
        elif end == "on its date":
            give(incident, bea, ends_at=timezone.now() - timedelta(seconds=1))
        else:
            restriction.keep_from(desk, incident, reason="neighbour", users=[bea.user.pk])
        assert bytes_of(bea, record).status_code == 404, end


def test_to_see_an_incident_is_not_enough_for_its_files(bea: Visitor) -> None:
    incident = make.incident(granted_to=[bea.actor.agency], level="see")
    record = make.incident_file(incident, name="Zqname.pdf")
    for path in (content_of(record), f"/incident-files/{record.reference}/"):
        assert bea.client.get(path).status_code == 404
    for path in (f"/incidents/{incident.reference}/files/", "/incident-files/"):
        assert "Zqname" not in body(bea.client.get(path))
    assert add(bea, incident, ("a.pdf", making.pdf(), "x")).status_code == 403


def test_changed_bytes_are_not_served(bea: Visitor, incident: Incident) -> None:
    record = make.incident_file(incident)
    storage.place(record.stored.stored_as).write_bytes(b"<script>")
    answer = bytes_of(bea, record)
    assert answer.status_code == 403
    assert "no longer what it was" in body(answer)


def test_several_files_are_added_at_once(bea: Visitor, incident: Incident) -> None:
    files = [("a.pdf", making.pdf(), "One"), ("b.png", making.png(), "Two")]
    answer = add(bea, incident, *files, ("", None, ""))
    assert answer.status_code == 302
    found = set(IncidentFile.objects.values_list("name", "description"))
    assert found == {("a.pdf", "One"), ("b.png", "Two")}
    page = body(bea.client.get(f"/incidents/{incident.reference}/files/"))
    assert "2 files were added" in page
    assert "iles of incidents" not in page


def test_when_one_is_refused_none_is_added_and_the_words_are_kept(
    bea: Visitor, incident: Incident
) -> None:
    before = sum(1 for _ in storage.left_alone(-60))
    files = [("a.pdf", making.pdf(), "The licence"), ("b.exe", b"MZ", "The letter")]
    page = body(add(bea, incident, *files))
    assert "No file was added. Your words are kept below." in page
    assert "must be a DOC" in page
    assert page.count(AGAIN) == 2, "the one that was in order, in the summary and beside it"
    assert 'value="The licence"' in page
    assert 'value="The letter"' in page
    assert not IncidentFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert sum(1 for _ in storage.left_alone(-60)) == before


def test_a_script_that_keeps_the_files_is_told_so_and_where_they_went(
    bea: Visitor, incident: Incident
) -> None:
    """See assets/js/upload.js: it follows no redirect, so that the next page has the message."""
    path = f"/incidents/{incident.reference}/incident-files/add/"
    keeps = {"X-Keeps-Files": "1"}
    files = [("a.pdf", making.pdf(), "The licence"), ("b.exe", b"MZ", "x"), ("", None, "y")]
    page = body(bea.client.post(path, sent(*files), headers=keeps))
    assert "Your words and the files you selected are kept below." in page
    assert "elect the file again" not in page
    assert page.count("Select a file") == 2, "for the third alone, in the summary and beside it"
    answer = bea.client.post(path, sent(files[0]), headers=keeps)
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/incidents/{incident.reference}/files/"
    assert "The file was added." in body(bea.client.get(answer.headers["Location"]))


def test_where_no_scanner_is_set_up_the_page_says_so(bea: Visitor, incident: Incident) -> None:
    add(bea, incident, ("a.pdf", making.pdf(), "x"))
    record = IncidentFile.objects.get()
    page = body(bea.client.get(f"/incident-files/{record.reference}/"))
    assert "no virus scanner is set up here: it stays held" in page
    assert "no virus scanner is set up here" in body(bytes_of(bea, record))


def test_the_page_tells_the_browser_which_kinds_it_takes(bea: Visitor, incident: Incident) -> None:
    page = body(bea.client.get(f"/incidents/{incident.reference}/incident-files/add/"))
    assert page.count('accept=".pdf,.jpg,.jpeg,.png,.docx,.doc"') == 3


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("", None, ""), "Select a file"),
        (("", None, "The licence"), AGAIN),
        (("a.pdf", making.pdf(), ""), "Enter what the file shows"),
        (("a.pdf", b"", "x"), "empty"),
        (("a.pdf", b"%PDF-" + b"0" * LARGEST, "x"), "25 MB or smaller"),
    ],
)
def test_what_is_missing_is_said(file, sentence: str, bea: Visitor, incident: Incident) -> None:
    answer = add(bea, incident, file)
    assert answer.status_code == 200
    assert sentence in body(answer)
    assert body(answer).count('type="file"') == 3, "whatever was sent, all places are there"
    assert not IncidentFile.objects.exists()


def test_a_record_keeps_99_files_and_lists_them_in_as_many_queries_as_one(
    bea: Visitor, incident: Incident, django_assert_max_num_queries
) -> None:
    stored = [make.stored_file() for _ in range(98)]
    for each in stored[:96]:
        make.incident_file(incident, stored=each)
    three = [(f"{n}.pdf", making.pdf(), "x") for n in range(3)]
    make.mistaken(make.incident_file(incident, stored=stored[96]))
    page = body(add(bea, incident, *three))
    assert "there is room for 2 more here" in page
    assert add(bea, incident, *three[:2]).status_code == 302
    assert "as many as one record keeps" in body(add(bea, incident, three[0]))
    assert IncidentFile.objects.count() == 99
    path = f"/incidents/{incident.reference}/files/"
    with django_assert_max_num_queries(12):
        page = body(bea.client.get(path))
    assert page.count('href="/incident-files/FIL-') == 98, "all but the mistake"


def test_a_file_is_taken_back_with_a_reason_and_can_be_brought_back(
    bea: Visitor, incident: Incident
) -> None:
    record = make.incident_file(incident, by="housing")
    path = f"/incident-files/{record.reference}/"
    assert bea.client.post(f"{path}mistake/", {"reason": "Of another shop"}).status_code == 302
    refused = bytes_of(bea, record)
    assert refused.status_code == 403
    assert "recorded by mistake" in body(refused)
    assert record.reference not in body(bea.client.get(f"/incidents/{incident.reference}/files/"))
    bea.client.post(f"{path}mistake/", {})
    assert bytes_of(bea, record).status_code == 200


def test_only_its_words_are_corrected(bea: Visitor, incident: Incident) -> None:
    record = make.incident_file(incident, by="housing")
    path = f"/incident-files/{record.reference}/change/"
    page = body(bea.client.get(path))
    assert 'type="file"' not in page
    data = {"description": "The back", "version": 1, "name": "b.exe", "stored": "1"}
    assert bea.client.post(path, data).status_code == 302
    after = IncidentFile.objects.get()
    assert (after.description, after.name) == ("The back", record.name)
    assert after.stored_id == record.stored_id


def test_a_doc_tells_what_it_keeps(bea: Visitor, incident: Incident) -> None:
    for kind, told in (("doc", True), ("pdf", False)):
        record = make.incident_file(incident, stored=make.stored_file(kind=kind))
        page = body(bea.client.get(f"/incident-files/{record.reference}/"))
        assert ("keeps inside it who wrote it" in page) == told


def test_a_stranger_fills_no_disk(client, files_of_this_run) -> None:
    """Whoever is not signed in may post what they like: no byte of a file is kept or worked on."""
    seen = []
    upload = SimpleUploadedFile("a.pdf", making.pdf())
    upload.chunks = lambda *a: seen.append(1) or iter(())
    before = StoredFile.objects.count()
    client.post("/sign-in/", {"email": "x", "password": "y", "form-0-upload": upload})
    assert StoredFile.objects.count() == before
    assert sum(1 for _ in (files_of_this_run / "arriving").glob("*")) == 0


def test_the_api_reads_files_and_says_where_they_are_added(
    bea: Visitor, incident: Incident
) -> None:
    record = make.incident_file(incident, by="housing")
    headers = {"Authorization": f"Token {bea.token}"}
    told = bea.client.get(f"/api/v1/incident-files/{record.reference}/", headers=headers).json()
    assert (told["name"], told["stored"]) == ("licence.pdf", FileState.CLEAN)
    answer = bea.client.post(
        "/api/v1/incident-files/",
        {"incident": incident.reference, "description": "x"},
        content_type="application/json",
        headers=headers,
    )
    assert answer.status_code == 400
    assert "not by the API" in answer.json()["upload"][0]
