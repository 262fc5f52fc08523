"""That there are faults for the rules, and that each names a test there is.

The faults themselves run beside the tests that notice them; see tests/planting.py.
"""

from pathlib import Path

import pytest
from django.conf import settings

from tests.faults import FAULTS


def test_every_fault_names_a_test_there_is() -> None:
    for fault in FAULTS:
        file, _, name = fault.caught_by.partition("[")[0].partition("::")
        text = (Path(settings.BASE_DIR) / file).read_text(encoding="utf-8")
        assert f"def {name}(" in text, fault


def test_every_fault_is_tried_wherever_its_test_is(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    files = {item.nodeid.partition("::")[0] for item in items}
    tried = {item.fault.rule for item in items if hasattr(item, "fault")}
    assert {each.rule for each in FAULTS if each.caught_by.partition("::")[0] in files} == tried


def test_at_least_thirty_rules_are_broken_once_each() -> None:
    rules = [fault.rule for fault in FAULTS]
    assert len(set(rules)) == len(rules) >= 30
