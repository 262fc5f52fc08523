"""How tests are shared out among workers that run side by side."""

from types import SimpleNamespace

import pytest

from config.settings.base import BASE_DIR
from tests.together import BY_FILE, TOGETHER, ByFolder

COMPUTES = [f"tests/shop/test_workflow.py::test_a_step[{number}]" for number in range(9)]
WALKS = [
    f"tests/proofs/test_walk.py::test_a_route[{role}-{relation}]"
    for relation in ("own", "none")
    for role in ("analyst", "police_lead")
] + ["tests/proofs/test_walk.py::test_a_list[analyst]"]
WORLD = [f"tests/doors/test_hidden.py::test_{name}[{n}]" for name in ("one", "two") for n in "ab"]
JOURNEYS = [f"tests/journeys/test_asking.py::test_{number}" for number in range(4)]
LAUNCHER = [f"tests/launcher/test_run.py::test_{number}" for number in range(4)]
ALL = [*COMPUTES, *WORLD, *WALKS, *JOURNEYS, *LAUNCHER]


class Worker:
    """Does at once what it is sent, one test at a time, and remembers it."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.shutting_down = False
        self.sent: list[int] = []
        self.done: list[str] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.sent += indices

    def shutdown(self) -> None:
        self.shutting_down = True


def shared_out(tests: list[str], workers: int) -> list[list[str]]:
    """What each worker did, in order, when all are equally quick."""
    config = SimpleNamespace(
        getvalue=lambda name: ["popen"] * workers,
        option=SimpleNamespace(loadscopereorder=False),
        hook=SimpleNamespace(pytest_collectreport=None),
    )
    scheduler = ByFolder(config)
    nodes = [Worker(f"gw{number}") for number in range(workers)]
    for node in nodes:
        scheduler.add_node(node)
        scheduler.add_node_collection(node, tests)
    scheduler.schedule()
    while any(node.sent for node in nodes):
        for node in nodes:
            if node.sent:
                at = node.sent.pop(0)
                node.done.append(tests[at])
                scheduler.mark_test_complete(node, at)
    assert not scheduler.has_pending
    return [node.done for node in nodes]


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
@pytest.mark.parametrize("tests", [ALL, COMPUTES, [*JOURNEYS, *LAUNCHER], [*COMPUTES, *LAUNCHER]])
def test_each_test_is_done_once(tests: list[str], workers: int) -> None:
    done = [test for each in shared_out(tests, workers) for test in each]
    assert sorted(done) == sorted(tests)


@pytest.mark.parametrize("workers", [2, 3, 4])
@pytest.mark.parametrize("group", [JOURNEYS, LAUNCHER, WORLD])
def test_what_belongs_together_is_on_one_worker(group: list[str], workers: int) -> None:
    assert len([each for each in shared_out(ALL, workers) if set(group) & set(each)]) == 1


@pytest.mark.parametrize("workers", [2, 3, 4])
def test_all_cases_of_one_role_are_on_one_worker(workers: int) -> None:
    for role in ("analyst", "police_lead"):
        walks = {test for test in WALKS if f"[{role}" in test}
        assert len([each for each in shared_out(ALL, workers) if walks & set(each)]) == 1


def test_of_three_the_last_begins_with_what_waits_and_does_nothing_else() -> None:
    *_, waiting = shared_out(ALL, 3)
    assert waiting[: len(LAUNCHER)] == LAUNCHER
    assert set(waiting) <= {*JOURNEYS, *LAUNCHER}


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
def test_no_worker_reaches_a_database_after_it_opened_a_browser(workers: int) -> None:
    """In the order of pytest-django, some of the launcher's tests stand among the others."""
    for done in shared_out([*COMPUTES, *LAUNCHER, *WORLD, *WALKS, *JOURNEYS], workers):
        opens = [test.startswith("tests/journeys/") for test in done]
        assert opens == sorted(opens)


def test_every_file_that_is_shared_out_as_one_is_there() -> None:
    """So that a folder which was renamed does not silently come apart."""
    files = [str(path.relative_to(BASE_DIR)) for path in (BASE_DIR / "tests").rglob("test_*.py")]
    for folder in ("tests/demonstration/", "tests/doors/", "tests/proofs/test_"):
        assert [file for file in files if file.startswith(folder) and BY_FILE.match(file)], folder
    for folder in TOGETHER:
        assert [file for file in files if file.startswith(folder)], folder


def test_without_anything_that_waits_all_workers_compute() -> None:
    assert all(shared_out(COMPUTES, 3))
