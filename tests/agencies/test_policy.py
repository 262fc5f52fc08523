"""The policy three times: printed, told by an oracle that knows no code, and done by the gate."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from agencies import access
from agencies.policy import ENFORCEMENT, CapabilityKind, Role, roles_go_together, rule_for
from casework.codes import CodeList
from tests.agencies import oracle
from tests.agencies.standing import Standings, actor_of, stood

HERE = Path(__file__).parent
COLUMNS = ["role", "record_type", "act", "relation", "part", "answer", "reason"]


def printed(wanted: str) -> str:
    out = io.StringIO()
    call_command("policy", "--format", wanted, stdout=out)
    return out.getvalue()


def test_every_printed_cell_is_what_the_oracle_says(capsys: pytest.CaptureFixture) -> None:
    rows = list(csv.DictReader(io.StringIO(printed("csv"))))
    assert list(rows[0]) == COLUMNS
    told = {tuple(row[name] for name in COLUMNS[:5]): row["answer"] for row in rows}
    assert len(told) == len(rows), "a cell is printed twice"
    assert told == oracle.answers()
    assert all(row["reason"] for row in rows)
    with capsys.disabled():
        print(f" {len(told)} printed cells compared with the oracle ", end="")


@pytest.fixture
def standings(db) -> Standings:
    return stood()


def test_the_gate_answers_every_cell_as_the_oracle_says(
    standings: Standings, capsys: pytest.CaptureFixture
) -> None:
    """With real rows for each role, record type, act, relation and part."""
    expected = oracle.answers()
    found = {}
    for role in oracle.ROLES:
        for cell in (cell for cell in expected if cell[0] == role):
            found[cell] = standings.answer(cell)
    assert found == expected
    with capsys.disabled():
        print(f" {len(found)} cells asked of the gate ", end="")


def test_the_oracle_is_short_and_knows_nothing_of_the_product() -> None:
    lines = (HERE / "oracle.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 100
    assert [line for line in lines if line.startswith(("import", "from"))] == []


def test_the_page_for_the_board_is_what_the_policy_prints() -> None:
    page = Path(settings.BASE_DIR) / "docs" / "access.md"
    assert page.read_text(encoding="utf-8") == printed("md"), (
        "run: ./run manage policy --format md > docs/access.md"
    )


def test_the_agencies_that_enforce_the_law_are_kinds_of_agency() -> None:
    kinds = CodeList("agencies/agency_kinds")
    assert {kind for kind in ENFORCEMENT if kind not in kinds} == set()


def test_an_act_that_is_not_in_the_table_is_refused(db) -> None:
    assert rule_for("incident", "") is None
    assert rule_for("incident", "delete") is None
    assert not access.may(None, "see", "incident")
    assert not access.may(actor_of("coordinator"), "delete", "incident")


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


def test_every_role_is_in_the_oracle() -> None:
    assert set(oracle.ROLES) == set(Role.values)
    assert CapabilityKind.FIRST_RESPONDER in CapabilityKind.values
