"""Show as: real pages, read only, never more than the coordinator may see themselves."""

import pytest
from django.apps import apps
from django.test import Client

from agencies import restriction
from agencies.models import AuditEvent
from casework.record_types import every
from tests import make
from tests.doors.conftest import World
from tests.doors.routes import routes
from tests.doors.world import Knock, Visitor, give
from victims.actions import PARTS

pytestmark = pytest.mark.django_db

TITLE = "You see these pages as <strong>Housing, agency worker</strong> sees them."
# The audit, and the browser's own row, are written by looking.
WRITTEN_BY_LOOKING = {"AuditEvent", "Session"}


def show(visitor: Visitor, agency: str = "housing", role: str = "practitioner", to: str = ""):
    told = {"agency": agency, "role": role, "next": to}
    return visitor.knock(Knock("/show-as/", "post", told))


def opens(visitor: Visitor, path: str) -> bool:
    return visitor.knock(Knock(path)).status_code == 200


def every_page(world: World) -> list[str]:
    families = (world.hidden, world.shared)
    return [
        f"/{record_type.plural}/{family.of(record_type).reference}/"
        for record_type in every()
        for family in families
    ]


def test_the_coordinator_sees_the_records_that_the_agency_was_given(world: World) -> None:
    amal, bea = world.cast.amal, world.cast.bea
    pages = [page for page in every_page(world) if not page.startswith("/referrals/")]
    by_bea = {page for page in pages if opens(bea, page)}
    by_both = {page for page in by_bea if opens(amal, page)}
    assert show(amal).status_code == 302
    assert {page for page in pages if opens(amal, page)} == by_both
    assert set() < by_both < by_bea < set(pages)
    listed = amal.knock(Knock("/incidents/")).content.decode()
    assert world.shared["incidents"].reference in listed
    assert world.hidden["incidents"].reference not in listed
    assert TITLE in listed


def test_every_page_says_so_and_one_press_ends_it(world: World) -> None:
    amal, hidden = world.cast.amal, f"/incidents/{world.hidden['incidents'].reference}/"
    assert show(amal, to="/incidents/").headers["Location"] == "/incidents/"
    for path in ("/my-work/", "/incidents/", "/help/", hidden, "/sharing-agreement/"):
        assert TITLE in amal.knock(Knock(path)).content.decode(), path
    answer = amal.knock(Knock("/show-as/stop/", "post", {"next": hidden}))
    assert answer.headers["Location"] == hidden
    page = amal.knock(Knock(hidden))
    assert page.status_code == 200
    assert "You see these pages as" not in page.content.decode()


def test_nothing_is_written_by_any_route(world: World) -> None:
    amal = world.cast.amal
    show(amal)
    before = rows_of_everything()
    apart = ("needs_no_agency", "at_the_lock")
    for route in routes():
        if route.is_api or any(getattr(route.view, mark, False) for mark in apart):
            continue
        for family in (world.shared, world.hidden):
            path = address(route, family)
            amal.knock(Knock(path))
            if "post" not in route.methods or getattr(route.view, "open_to_all", False):
                continue
            answer = amal.knock(Knock(path, "post", {"note": "x"}))
            assert answer.status_code == 403, route
            assert "nothing can be written" in answer.content.decode(), route
    assert rows_of_everything() == before


def address(route, family) -> str:
    fill = {
        "page": "what", "name": "report.pdf", "measure": "incidents", "agency": "charity",
        **route.fills()[0],
    } if route.subject else {
        "page": "where", "name": "report.pdf", "measure": "incidents", "step": "accept",
        "handle": "00000000-0000-4000-8000-000000000000", "secret": "x", "circle": "x",
    }  # fmt: skip
    if "reference" in route.places:
        of = route.subject
        fill["reference"] = family.of(of).reference if of else family["incidents"].reference
    return route.at(**{place: fill.get(place, "1") for place in route.places})


def rows_of_everything() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__name__ not in WRITTEN_BY_LOOKING
    }


@pytest.mark.parametrize("role", ["practitioner", "support_worker", "police_lead"])
def test_no_part_of_a_person_opens_by_it(role: str, world: World) -> None:
    """Not even who they are, for which the coordinator has given a reason today."""
    amal, person = world.cast.amal, world.hidden["people"]
    give(person, world.cast.bea)
    make.assignment(person, world.cast.bea.actor.membership_id)
    own = f"/people/{person.reference}/"
    amal.knock(Knock(f"{own}identity/reason/", "post", {"reason": "court"}))
    assert opens(amal, f"{own}identity/")
    assert opens(world.cast.bea, f"{own}narrative/")
    show(amal, role=role)
    assert opens(amal, own)
    for part in PARTS:
        assert not opens(amal, f"{own}{part}/"), part


def test_what_is_kept_from_either_stays_closed(world: World) -> None:
    amal, bea = world.cast.amal, world.cast.bea
    path = f"/incidents/{world.shared['incidents'].reference}/"
    ana = make.actor(make.agency("desk"), "coordinator", name="Ana")
    show(amal)
    assert opens(amal, path)
    restriction.keep_from(ana, world.shared["incidents"], users=[amal.user.pk], reason="relative")
    assert not opens(amal, path)
    amal.knock(Knock("/show-as/stop/", "post"))
    assert not opens(amal, path)
    assert opens(bea, path)


def test_what_an_agency_keeps_to_itself_is_not_shown(world: World) -> None:
    """Its notes for itself, and why its workers are assigned."""
    amal, bea, person = world.cast.amal, world.cast.bea, world.shared["people"]
    note = make.note(world.shared["incidents"], by="housing", scope="AGENCY")
    own = f"/notes/{note.reference}/"
    looks = [f"/people/{person.reference}/{tab}/" for tab in ("assigned", "sharing")]
    assert opens(bea, own)
    for path in looks:
        assert "Invented." in bea.knock(Knock(path)).content.decode(), path
    show(amal)
    assert not opens(amal, own)
    for path in looks:
        answer = amal.knock(Knock(path))
        assert answer.status_code == 200
        assert "Invented." not in answer.content.decode(), path


def test_it_is_written_down_as_the_coordinators_own_look(world: World) -> None:
    amal, incident = world.cast.amal, world.shared["incidents"]
    show(amal)
    amal.knock(Knock(f"/incidents/{incident.reference}/"))
    amal.knock(Knock(f"/incidents/{world.hidden['incidents'].reference}/"))
    amal.knock(Knock("/show-as/stop/", "post"))
    own = list(AuditEvent.objects.filter(user=amal.user).order_by("pk"))[-4:]
    assert [event.act for event in own] == ["show_as", "read", "refused", "stop_showing"]
    assert {event.agency for event in own} == {amal.actor.agency}
    shown_as = {"agency": "housing", "roles": ["practitioner"]}
    as_whom = [event.detail.get("shown_as") for event in own]
    assert as_whom == [None, shown_as, shown_as, None]


def test_nobody_else_is_shown_anothers_pages(world: World) -> None:
    other = make.agency("police")
    for who in (world.cast.bea, world.cast.cyd):
        assert show(who, "police").status_code == 403
        assert who.knock(Knock("/show-as/")).status_code == 403
    for wrong in (
        {"agency": "desk"}, {"agency": "nobody"}, {"role": "coordinator"}, {"role": "board_member"},
    ):  # fmt: skip
        answer = show(world.cast.amal, **({"agency": other.code, "role": "practitioner"} | wrong))
        assert answer.status_code == 200, wrong
        assert "There is a problem" in answer.content.decode()
    assert show(world.cast.eve).status_code == 200
    assert not AuditEvent.objects.filter(act="show_as").exists()


def test_the_api_and_another_browser_know_nothing_of_it(world: World) -> None:
    amal, hidden = world.cast.amal, world.hidden["incidents"].reference
    show(amal)
    assert not opens(amal, f"/incidents/{hidden}/")
    assert opens(amal, f"/api/v1/incidents/{hidden}/")
    assert isinstance(amal.client, Client)


def test_an_address_elsewhere_is_not_gone_to(world: World) -> None:
    for address in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert show(world.cast.amal, to=address).headers["Location"] == "/"
        answer = world.cast.amal.knock(Knock("/show-as/stop/", "post", {"next": address}))
        assert answer.headers["Location"] == "/"
