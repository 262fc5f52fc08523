"""A share that ends between asking and answering: nothing is given, nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies import access
from casework.references import new_reference
from tests.doors.conftest import World
from tests.doors.entries import entries
from tests.doors.world import Knock, give, said

pytestmark = pytest.mark.django_db

WORDS = "The caretaker lets us in at the back <b>door</b>"


def end(record, world: World, how: str) -> None:
    bea = world.cast.bea
    if how == "stopped":
        access.withdraw(world.cast.amal.actor, record, bea.actor.agency)
    else:
        give(record, bea, ends_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("how", ["stopped", "over"])
def test_an_open_form_saves_nothing_and_gives_back_what_was_typed(how: str, world: World) -> None:
    bea, incident = world.cast.bea, world.hidden["incidents"]
    give(incident, bea)
    path = f"/incidents/{incident.reference}/notes/add/"
    assert bea.knock(Knock(path)).status_code == 200
    notes = incident.notes.count()
    end(incident, world, how)
    answer = bea.knock(Knock(path, "post", {"text": WORDS, "scope": "CASE"}))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert incident.notes.count() == notes
    assert "It was not saved. You can copy it from here." in page
    assert "The caretaker lets us in at the back &lt;b&gt;door&lt;/b&gt;" in page
    # The same bytes as for an incident that never was.
    never = path.replace(incident.reference, new_reference("INC"))
    other = bea.knock(Knock(never, "post", {"text": WORDS, "scope": "CASE"}))
    assert said(other) == said(answer)


def test_a_level_that_was_lowered_says_so_and_gives_back_what_was_typed(world: World) -> None:
    bea, incident = world.cast.bea, world.hidden["incidents"]
    give(incident, bea, "work")
    path = f"/incidents/{incident.reference}/interventions/add/"
    assert bea.knock(Knock(path)).status_code == 200
    access.regrade(
        world.cast.amal.actor,
        incident,
        bea.actor.agency,
        level="see",
        ends_at=None,
        why="not_needed",
    )
    entry = entries(world.hidden)["interventions"] | {"detail": WORDS}
    answer = bea.knock(Knock(path, "post", entry))
    assert answer.status_code == 403
    for words in ("Ask the coordinator to share it with you for work", "You can copy it from here"):
        assert words in answer.content.decode(), words


@pytest.mark.parametrize("how", ["stopped", "over"])
@pytest.mark.parametrize("plural", ["incidents", "people"])
def test_links_files_and_lists_give_nothing_from_then_on(
    plural: str, how: str, world: World
) -> None:
    bea, record = world.cast.bea, world.hidden[plural]
    give(record, bea)
    own = f"/{plural}/{record.reference}/"
    pages = (own, f"{own}timeline/", f"{own}sharing/", f"/api/v1{own}")
    lists = (f"/{plural}/", f"/{plural}/download/", f"/api/v1/{plural}/", "/what-can-i-see/")
    lists += ("/my-work/", "/incidents/open/download/") if plural == "incidents" else ()

    def found() -> tuple[set[str], set[str]]:
        answers = {path: bea.knock(Knock(path)) for path in (*pages, *lists)}
        opened = {path for path in pages if answers[path].status_code == 200}
        named = {path for path in lists if record.reference in answers[path].content.decode()}
        return opened, named

    assert found() == (set(pages), set(lists))
    end(record, world, how)
    assert found() == (set(), set())


def test_a_password_is_never_given_back(world: World) -> None:
    typed = {"password": "correct horse battery staple", "text": WORDS}
    path = f"/incidents/{new_reference('INC')}/notes/add/"
    page = world.cast.bea.knock(Knock(path, "post", typed)).content.decode()
    assert "The caretaker" in page
    assert "correct horse" not in page
