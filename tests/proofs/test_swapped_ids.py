"""Each reference in each recorded request, replaced by one out of reach: as if it never was."""

import re
from collections import Counter

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.policy import Role
from casework.references import new_reference
from referrals.models import Evidence
from tests import make
from tests.doors.world import Family, Knock, Visitor, said
from tests.proofs.recording import places_of, requests, with_another
from tests.proofs.relations import MET, NONE, OWN, SEE, Ground, Relation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taken_back")]

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)
# What every request writes: who asked for what, and that a session is alive.
ALWAYS_WRITTEN = {"agencies_auditevent", "agencies_session"}
ERRORS = b"There is a problem"


def asked(reader: Visitor, knock: Knock, reference: str) -> tuple:
    """Status, body without the reference, number of statements; and which tables were written."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as statements:
            answer = reader.knock(knock)
        body = said(answer).replace(reference.encode(), b"it")
        transaction.set_rollback(True)
    written = {
        found[1] for each in statements if (found := WRITES.match(each["sql"]))
    } - ALWAYS_WRITTEN
    place = answer.headers.get("Location", "").replace(reference, "it")
    return (answer.status_code, body, place, len(statements)), written


def out_of_reach(ground: Ground, old: str, relation: Relation) -> str:
    """A record of the same type that was not given to the reader."""
    hidden: Family = ground.families[relation]
    if old.startswith(Evidence.prefix):
        # A file of a draft is no type of record of its own.
        draft = hidden["referrals"]
        return (draft.evidence.first() or make.evidence(draft)).reference
    return next(r.reference for r in hidden.records.values() if r.reference[:3] == old[:3])


@pytest.fixture(scope="module")
def recorded(ground: Ground) -> list[Knock]:
    with transaction.atomic():
        found = list(requests(ground.families[OWN], ground.readers[Role.PRACTITIONER]))
        transaction.set_rollback(True)
    return found


def test_every_way_of_naming_a_record_is_recorded(recorded: list[Knock]) -> None:
    """The proof below would pass on nothing: so pages, forms, links and JSON are among them."""
    ways = Counter()
    for knock in recorded:
        for at, _ in places_of(knock):
            way = "path" if not at else "JSON" if knock.is_api else knock.method
            ways[way] += 1
    assert set(ways) == {"path", "get", "post", "JSON"}
    named = {at[-1] for knock in recorded for at, _ in places_of(knock) if at}
    assert named >= {"location", "screening", "person", "incident", "after", "before"}


PIECES = 8


@pytest.mark.parametrize("piece", range(PIECES))
def test_a_reference_out_of_reach_answers_as_one_that_never_was(
    piece: int, ground: Ground, recorded: list[Knock], counted
) -> None:
    reader, swaps = ground.readers[Role.PRACTITIONER], 0
    for knock in recorded[piece::PIECES]:
        for at, old in places_of(knock):
            hidden, never = out_of_reach(ground, old, NONE), new_reference(old[:3])
            told, written = asked(reader, with_another(knock, at, old, hidden), hidden)
            of_none, _ = asked(reader, with_another(knock, at, old, never), never)
            assert told == of_none, (knock, at)
            assert written == set(), (knock, at)
            status, body, *_ = told
            in_a_list = knock.method == "get" and at
            # 403 where the record in front may not be written, whatever is named after it.
            refused = status in ((400, 403, 404) if not at else (400, 404))
            assert refused or ERRORS in body or in_a_list, (knock, at, status)
            swaps += 1
    counted("swapped ids", swaps)


@pytest.mark.parametrize(("relation", "plural"), [(MET, "incidents"), (SEE, "people")])
def test_what_is_given_beside_a_record_does_not_open_it(
    relation: Relation, plural: str, ground: Ground, recorded: list[Knock]
) -> None:
    """The person of an incident one sees, and the incident of a person one met, stay closed."""
    reader = ground.readers[Role.PRACTITIONER]
    prefix = ground.families[OWN][plural].prefix
    for knock in recorded:
        if knock.method != "post":
            continue
        for at, old in places_of(knock):
            if old.startswith(prefix):
                hidden = ground.families[relation][plural].reference
                told, written = asked(reader, with_another(knock, at, old, hidden), hidden)
                assert told[0] in (400, 404) or ERRORS in told[1], (knock, at)
                assert written == set(), (knock, at)
