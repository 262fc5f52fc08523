"""Files about a person are kept like a part: for those assigned, and for whoever added them."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from agencies import access
from agencies.acting import actor_by_membership
from tests import make
from tests.doors.world import Visitor, give, member, whole
from tests.files import making
from tests.victims.test_fence import told
from tests.web_role import as_web_role
from victims.models import Person, PersonFile

pytestmark = pytest.mark.django_db

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


def add(by: Visitor, person: Person):
    data = {
        "form-0-upload": SimpleUploadedFile("Zqname.jpg", making.jpg(told=True)),
        "form-0-description": "Zqwords",
    }
    with as_web_role():
        return by.client.post(f"/people/{person.reference}/person-files/add/", data)


def get(by: Visitor, path: str):
    with as_web_role():
        return whole(by.client.get(path))


def body(by: Visitor, path: str) -> str:
    return html.unescape(get(by, path).content.decode())


def paths_of(record: PersonFile) -> list[str]:
    own = f"/person-files/{record.reference}/"
    return [own, f"{own}content/"]


def test_it_opens_to_those_assigned_and_to_nobody_else(cyd, bea, person) -> None:
    record = make.person_file(person)
    amal = member("Amal", make.agency("desk"), "coordinator")
    fay = member("Fay", make.agency("charity"), "agency_lead")
    give(person, fay)
    assert [get(cyd, path).status_code for path in paths_of(record)] == [200, 200]
    for other in (bea, amal, fay):
        assert [get(other, path).status_code for path in paths_of(record)] == [404, 404]
    make.assignment(person, bea.actor.membership_id)
    assert [get(bea, path).status_code for path in paths_of(record)] == [200, 200]


def test_it_stops_when_the_share_or_the_assignment_ends(cyd, person) -> None:
    record = make.person_file(person)
    person.assignments.all().delete()
    assert [get(cyd, path).status_code for path in paths_of(record)] == [404, 404]
    make.assignment(person, cyd.actor.membership_id)
    assert [get(cyd, path).status_code for path in paths_of(record)] == [200, 200]
    access.withdraw(make.coordinator(), person, cyd.actor.agency)
    assert [get(cyd, path).status_code for path in paths_of(record)] == [404, 404]


def test_whoever_works_with_the_person_adds_one_and_may_open_it_again(cyd, bea, person) -> None:
    assert add(bea, person).status_code == 302
    record = PersonFile.objects.get()
    record.stored.state, record.stored.scanned_at = "clean", record.made_at
    record.stored.save()
    assert making.WORD.encode() not in get(bea, paths_of(record)[1]).content
    tab = f"/people/{person.reference}/files/"
    assert "Zqwords" in body(bea, tab)
    assert "Zqwords" in body(cyd, tab)
    # Correcting what is there stays with those assigned.
    assert get(bea, f"/person-files/{record.reference}/change/").status_code == 403
    assert get(cyd, f"/person-files/{record.reference}/change/").status_code == 200


def test_the_tab_says_whom_files_open_to(bea, person) -> None:
    make.person_file(person, name="Zqname.pdf")
    page = body(bea, f"/people/{person.reference}/files/")
    assert "Zqname" not in page
    assert "open to those who are assigned" in page
    assert "Add files" in page


def test_the_contact_warning_stands_on_every_page(cyd, person) -> None:
    record = make.person_file(person)
    for path in (
        f"/people/{person.reference}/files/",
        f"/people/{person.reference}/person-files/add/",
        f"/person-files/{record.reference}/",
    ):
        assert WARNING in body(cyd, path), path


def test_no_list_or_download_tells_what_it_is_called_or_shows(cyd, person) -> None:
    record = make.person_file(person, name="Zqname.pdf", description="Zqwords")
    for path in ("/person-files/", "/person-files/download/"):
        page = body(cyd, path)
        assert record.reference in page
        assert "Zqname" not in page
        assert "Zqwords" not in page
    assert get(cyd, "/api/v1/person-files/").status_code == 404


def test_the_database_itself_keeps_it_from_the_others(cyd, bea, person) -> None:
    mine = make.person_file(person, written_by_id=bea.actor.membership_id)
    other = make.person_file(person)
    group = cyd.actor.group_id
    for member_id, right in (
        (cyd.actor.membership_id, {mine.pk, other.pk}),
        (bea.actor.membership_id, {mine.pk}),
        ("", set()),
    ):
        with told(group, member_id), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM victims_personfile")
            assert {row[0] for row in cursor.fetchall()} == right
    actor = actor_by_membership(bea.actor.membership_id)
    assert set(access.allowed(actor, "see", PersonFile)) == {mine}
