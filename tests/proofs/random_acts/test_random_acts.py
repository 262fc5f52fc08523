"""Random acts in any order: after each, everybody may do exactly what the model says.

`./run test-long` sets RANDOM_ACTS, the number of acts, and begins elsewhere each time.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proofs.random_acts import model
from tests.proofs.random_acts.beside import Beside
from tests.proofs.random_acts.coming import Coming
from tests.proofs.random_acts.giving import Giving
from tests.proofs.random_acts.ground import ground
from tests.proofs.random_acts.members import Members

ACTS = int(os.environ.get("RANDOM_ACTS", "20000"))
FIRST_SEED = int(os.environ.get("RANDOM_ACTS_SEED", "0"))
PIECES = 4
RUNS_A_SEED, ACTS_A_RUN = 4, 100


class RandomActs(Giving, Beside, Coming, Members):
    """All acts together."""


def walk(number: int, *, runs: int = RUNS_A_SEED, phases: tuple[Phase, ...] = tuple(Phase)) -> None:
    """Some runs of random acts, of a seed's own; a difference is told with the fewest acts."""
    run_state_machine_as_test(
        seed(number)(lambda: RandomActs()),
        settings=settings(
            max_examples=runs,
            stateful_step_count=ACTS_A_RUN,
            database=None,
            deadline=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def begun(db) -> Counter:
    """The ground of all runs, and the counts of what was done on it."""
    RandomActs.ground, RandomActs.counts = ground(), Counter()
    return RandomActs.counts


@pytest.mark.parametrize("piece", range(PIECES))
def test_after_any_acts_everybody_may_do_what_the_model_says(
    piece: int, begun: Counter, counted
) -> None:
    number = FIRST_SEED + piece * 1000
    while begun["acts"] < ACTS / PIECES:
        walk(number)
        number += 1
    tried, done = (
        {name.removeprefix(how) for name in begun if name.startswith(how)}
        for how in ("tried: ", "done: ")
    )
    assert tried - done == set(), "never succeeded"
    counted("random acts", begun["acts"])
    counted("random acts that were refused", begun["refused"])
    counted("sets compared after random acts", begun["sets"])


def test_the_model_is_short_and_knows_nothing_of_the_product() -> None:
    lines = Path(model.__file__).read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= 92
    imported = [line for line in lines if line.startswith(("import", "from"))]
    assert [line.split()[1] for line in imported] == [
        "dataclasses",
        "tests.agencies",
        "tests.agencies.oracle",
    ]
