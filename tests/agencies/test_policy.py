"""The policy that the gate reads, the page that a board reads, and what the gate then does."""

import pytest

from agencies import access
from agencies.acting import Actor
from agencies.policy import POLICY, CapabilityKind, Role, roles_go_together, rule_for
from shop.models import Incident
from tests import make
from tests.agencies.document import Row, roles_said_to_open_nothing, table
from tests.make import moment
from victims.actions import PARTS
from victims.models import Person

GIVEN = ("", "see", "work", "manage")
PERSONAL = ("person", *PARTS)


def test_the_page_and_the_policy_say_the_same() -> None:
    said = {
        (rule.kind, rule.act): Row(
            roles=frozenset(rule.roles),
            level=str(rule.level),
            assigned=rule.assigned,
            first_responder=rule.capability == CapabilityKind.FIRST_RESPONDER,
        )
        for rule in POLICY
    }
    assert table() == said
    assert len(said) == len(POLICY)


def test_the_page_names_the_roles_that_open_nothing() -> None:
    opening = frozenset().union(*(row.roles for row in table().values()))
    names = {Role(role).label.lower() for role in set(Role.values) - opening}
    assert roles_said_to_open_nothing() == names


def test_an_act_that_is_not_in_the_table_is_refused() -> None:
    assert rule_for("incident", "") is None
    assert rule_for("incident", "delete") is None
    assert not access.may(None, "see", "incident")


@pytest.fixture
def given(db) -> dict[str, dict[str, object]]:
    """Incidents and people by how far housing was given them; one that ended, one elsewhere."""
    housing = make.agency("housing")
    elsewhere = make.partnership("elsewhere", towns=("tipton",))
    found: dict[str, dict[str, object]] = {"incident": {}, "person": {}}
    for level in (*GIVEN, "ended", "elsewhere"):
        of = elsewhere if level == "elsewhere" else None
        incident = make.incident(of=of)
        person = make.person(incident)
        for kind, record in (("incident", incident), ("person", person)):
            found[kind][level] = record
            share = {"cause": "shared", "granted_by": make.user("Amal")}
            if level in GIVEN[1:]:
                access.share(None, record, [housing], level=level, **share)
            if level == "ended":
                ended = moment("2022-06-02")
                access.share(None, record, [housing], level="manage", ends_at=ended, **share)
    for person in found["person"].values():
        for part in PARTS.values():
            part.objects.create(person=person)
    return found


def actors(role: str) -> list[tuple[Actor, bool]]:
    """A member with this role, without and with the capability; the desk's when coordinator."""
    agency = make.agency("housing")
    return [
        (make.actor(agency, role, name=f"{role} {kinds}", capabilities=kinds), bool(kinds))
        for kinds in ((), (CapabilityKind.FIRST_RESPONDER,))
    ]


@pytest.mark.parametrize("assigned", [False, True], ids=["not assigned", "assigned"])
@pytest.mark.parametrize("role", Role.values)
def test_the_gate_does_what_the_page_says_in_every_cell(role, assigned, given) -> None:
    """Role by act by what was given by assignment by capability, with real records."""
    for actor, first_responder in actors(role):
        if assigned:
            for person in given["person"].values():
                make.assignment(person, actor.membership_id)
        for (kind, act), row in table().items():
            if not row.level:
                may = row.lets(role, "", assigned=assigned, first_responder=first_responder)
                assert access.may(actor, act, kind) == may, (kind, act)
                continue
            model = {"incident": Incident, "person": Person, **PARTS}[kind]
            rows = access.allowed(actor, act, model)
            rows = rows.values_list("person__reference" if kind in PARTS else "reference", flat=1)
            expected = {
                record.reference
                for level, record in given["person" if kind in PERSONAL else "incident"].items()
                if row.lets(role, level, assigned=assigned, first_responder=first_responder)
            }
            assert set(rows) == expected, (kind, act)


@pytest.mark.parametrize(
    ("roles", "together"),
    [
        (["practitioner", "agency_lead", "support_worker"], True),
        (["coordinator"], True),
        (["coordinator", "practitioner"], False),
        (["board_member", "practitioner"], False),
        (["administrator", "analyst"], False),
        (["records_officer"], True),
        ([], False),
        (["king"], False),
    ],
)
def test_overseeing_and_doing_are_not_held_in_one_membership(roles, together) -> None:
    assert (roles_go_together(roles) == "") == together
