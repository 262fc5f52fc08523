"""For one reader every door shows one set: gate, count, list, file, API, any id anywhere."""

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies import access
from agencies.policy import Role
from casework.record_types import RecordType, every
from casework.references import new_reference
from tests.doors.routes import routes
from tests.doors.test_routes import WITH_INCIDENTS, WITH_PEOPLE, who_lists
from tests.doors.world import Knock, Visitor, said
from tests.proofs.recording import Page
from tests.proofs.relations import NONE, REFERENCE, Ground
from victims.models import Identity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taken_back")]

# The sentence above a list: "Showing 7 of 7 visits", "1 visit".
COUNT = re.compile(r"Showing \d+ of (\d+) ")
UUID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")
# Who did what is read by reference, of records that the reader does not open, without their words.
WHO_DID_WHAT = {Role.RECORDS_OFFICER: "/audit/", Role.AGENCY_LEAD: "/what-we-did/"}
WITH_CASEWORK = sorted(WITH_INCIDENTS)
# Not of a record: a reader's own drafts, made by walking past them, and examples in hints.
OWN_DRAFTS, EXAMPLES = "DRF", {"INC-7K3QXM-P", "PER-ABC234-K"}


def expected(ground: Ground, role: str, record_type: RecordType) -> set[str]:
    prefix = record_type.model.prefix
    return {each for each in ground.visible(role) if each.startswith(prefix)}


def from_the_gate(reader: Visitor, record_type: RecordType) -> set[str]:
    rows = access.allowed(reader.actor, "see", record_type.model)
    return set(rows.values_list("reference", flat=True))


def on_the_list(reader: Visitor, record_type: RecordType) -> tuple[set[str], int]:
    """What stands on the pages of a list, and how many it says there are."""
    path, query, found, count = f"/{record_type.plural}/", {}, set(), None
    while True:
        body = reader.knock(Knock(path, data=query)).content.decode()
        rows = set(re.findall(rf'href="/{record_type.plural}/({REFERENCE.pattern})/"', body))
        found |= rows
        count = count if count is not None else counted_on(body)
        onward = [link for link in Page(body).links if "after=" in link]
        if not onward:
            return found, count
        query = {"after": sorted(rows)[-1]} | dict(
            pair.split("=", 1) for pair in urlsplit(onward[0]).query.split("&")
        )


def counted_on(body: str) -> int:
    told = COUNT.search(body)
    return int(told[1]) if told else 1


def in_the_file(reader: Visitor, record_type: RecordType) -> tuple[set[str], int]:
    answer = reader.knock(Knock(f"/{record_type.plural}/download/"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
    return {each for row in rows for each in REFERENCE.findall(row[0])}, len(rows)


def from_the_api(reader: Visitor, record_type: RecordType) -> set[str]:
    path, found = f"/api/v1/{record_type.plural}/", set()
    while path:
        told = reader.knock(Knock(path)).json()
        found |= {row["reference"] for row in told["results"]}
        path = told["next"]
    return found


@pytest.mark.parametrize("record_type", every(), ids=str)
@pytest.mark.parametrize("role", WITH_CASEWORK)
def test_gate_count_list_file_and_api_are_one_set(
    role: str, record_type: RecordType, ground: Ground, counted
) -> None:
    reader, right = ground.readers[role], expected(ground, role, record_type)
    assert from_the_gate(reader, record_type) == right
    if role not in who_lists(record_type.plural):
        assert right == set()
        return
    listed, count = on_the_list(reader, record_type)
    filed, rows = in_the_file(reader, record_type)
    assert (count, rows) == (len(right), len(right))
    assert listed == right
    if "reference" in record_type.columns:
        assert filed == right
    if record_type.in_api:
        assert from_the_api(reader, record_type) == right
    counted("sets compared", 5)


def test_the_sets_are_neither_empty_nor_everything(ground: Ground) -> None:
    every_one = {record.reference for *_, record in ground.records()}
    parts = {r.reference for _, plural, r in ground.records() if plural == "person-files"}
    assert set() < ground.visible(Role.PRACTITIONER) < every_one
    assert ground.visible(Role.COORDINATOR) == every_one - parts
    assert ground.visible(Role.ADMINISTRATOR) == set()


def looked_for(reader: Visitor, words: str) -> set[str]:
    """The references that searching for `words` answers with."""
    answer = reader.knock(Knock("/search/", "post", {"words": words}))
    rows = Page(answer.content.decode()).links
    return {each for link in rows for each in REFERENCE.findall(link)}


@pytest.mark.parametrize("role", WITH_CASEWORK)
def test_what_is_found_by_its_reference_is_what_the_gate_gives(
    role: str, ground: Ground, counted
) -> None:
    reader, every_one = ground.readers[role], {r.reference for *_, r in ground.records()}
    found = {each for each in every_one if looked_for(reader, each.lower()) == {each}}
    assert found == ground.visible(role)
    assert {each for each in every_one - found if looked_for(reader, each)} == set()
    counted("references looked for", len(every_one))


@pytest.mark.parametrize("role", WITH_CASEWORK)
def test_words_find_what_the_list_of_each_type_shows_of_them(
    role: str, ground: Ground, counted
) -> None:
    """The address of each place, and what each person is told apart by; both are one's own."""
    reader = ground.readers[role]
    for relation, family in ground.families.items():
        place, person = family["locations"], family["people"]
        right = {place.reference} if relation.opens(role, "locations") else set()
        if right and role in WITH_PEOPLE:
            right |= {family["incidents"].reference}
        assert looked_for(reader, place.address) == right, relation
        right = {person.reference} if relation.opens(role, "people") else set()
        assert looked_for(reader, person.working_label) == right, relation
        counted("words looked for", 2)


# Unlike each other: a name is found by one that is spelled nearly like it.
NAMES = ("Adaora", "Bogdan", "Cristina", "Dzung", "Ekrem", "Femi", "Gjergj", "Huong", "Iwona")


@pytest.mark.parametrize("role", WITH_CASEWORK)
def test_names_are_found_by_those_who_may_read_them_alone(role: str, ground: Ground) -> None:
    reader, seen = ground.readers[role], set()
    for name, family in zip(NAMES, ground.families.values(), strict=True):
        Identity.objects.filter(person=family["people"]).update(given_names=name)
    for name, (relation, family) in zip(NAMES, ground.families.items(), strict=True):
        person = family["people"]
        may = access.allowed(reader.actor, "see", Identity).filter(person=person).exists()
        assert looked_for(reader, name) == ({person.reference} if may else set()), relation
        seen |= {relation.name} if may else set()
    of_role = {"practitioner": {"own", "assigned"}, "support_worker": {"assigned"}}
    assert seen == of_role.get(role, set())


def test_hidden_and_absent_are_answered_with_the_same_bytes(ground: Ground) -> None:
    """Words of a family that health was not given, and words that nobody ever wrote."""
    reader, family = ground.readers[Role.PRACTITIONER], ground.families[NONE]
    Identity.objects.filter(person=family["people"]).update(given_names="Ngozi")
    for hidden, absent in (
        (family["locations"].address, "Zqnadaaddress"),
        (family["people"].working_label, "Zqnadaworkinglabel"),
        (family["incidents"].reference, new_reference("INC")),
        ("Ngozi", "Yusuf"),
    ):
        told = []
        for words in (hidden, absent):
            with CaptureQueriesContext(connection) as statements:
                answer = reader.knock(Knock("/search/", "post", {"words": words}))
            body = said(answer).replace(words.encode(), b"it")
            headers = {k: v for k, v in answer.headers.items() if k != "Content-Length"}
            told.append((answer.status_code, body, headers, len(statements)))
        assert told[0] == told[1], hidden
        assert b"Nothing that you can open was found" in told[0][1]


def crawl(reader: Visitor) -> Iterator[tuple[str, str]]:
    """Every page that can be reached by links from where a reader begins, and each list."""
    waiting = ["/", "/my-work/", *(route.at() for route in routes() if not route.places)]
    seen = {"/sign-out/"}
    while waiting:
        path = waiting.pop()
        if path in seen or "/static/" in path:
            continue
        seen.add(path)
        with transaction.atomic():
            answer = reader.knock(Knock(path))
            body = answer.content.decode("utf-8", "replace")
            transaction.set_rollback(True)
        yield path, f"{body} {answer.headers}"
        if "html" in answer.headers.get("Content-Type", ""):
            waiting += [urlsplit(link).path for link in Page(body).links]
        waiting += [urlsplit(link).path for link in [answer.headers.get("Location", "")] if link]


@pytest.mark.parametrize("role", Role.values)
def test_every_id_emitted_anywhere_belongs_to_what_the_reader_may_see(
    role: str, ground: Ground, counted
) -> None:
    reader, pages, emitted, members = ground.readers[role], 0, set(), set()
    for path, body in crawl(reader):
        if role in WHO_DID_WHAT and path.startswith(WHO_DID_WHAT[role]):
            assert ground.leaked(role, body, *REFERENCE.findall(body)) == set(), path
            continue
        named = {each for each in REFERENCE.findall(body) if each[:3] != OWN_DRAFTS}
        named_here = named - EXAMPLES
        assert named_here - ground.named_to(role) == set(), path
        members |= set(UUID.findall(body))
        assert ground.leaked(role, body) == set(), path
        emitted |= named_here
        pages += 1
    assert emitted == ground.named_to(role)
    assert members == ground.members_seen(role)
    counted("pages crawled for ids", pages)


def test_no_word_looked_for_finds_what_is_hidden(ground: Ground, counted) -> None:
    """Each page that names no record is asked for words of hidden records under each usual name."""
    reader, asked = ground.readers[Role.PRACTITIONER], 0
    unseen = [f for r, f in ground.families.items() if not r.incident and not r.person]
    for route in routes():
        if route.places or "get" not in route.methods:
            continue
        for family in unseen[:1]:
            for name in ("q", "search", "reference", "term"):
                told = []
                for word in (family["people"].working_label, "Zqnobody-workinglabel"):
                    answer = reader.knock(Knock(route.at(), data={name: word}))
                    assert (
                        ground.leaked(Role.PRACTITIONER, answer.content.decode()) - {family.word}
                        == set()
                    ), route
                    told.append((answer.status_code, len(REFERENCE.findall(str(answer.content)))))
                    asked += 1
                assert told[0] == told[1], route
    counted("words looked for", asked)
