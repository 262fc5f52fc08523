"""Which tests stay on one worker when they run side by side, and which worker begins with them.

pytest-xdist has groups for this, but its marks do not reach pytest 9.2: 3.8.0 writes a name that
pytest no longer reads. Its own scheduler, told by folder, does.
"""

import re

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# The launcher's tests share one checkout, journeys one running application. Both mostly wait: for a
# start, a browser, a worker, the next code. In this order: some of the launcher's reach a database.
TOGETHER = ("tests/launcher/", "tests/journeys/")
# Each file of these makes one world for all its tests, so that two workers would make it twice.
BY_FILE = re.compile(
    r"tests/(?:demonstration|doors|proofs)/test_(?!walk|twins|tampering|starting)\w+\.py"
)
# What one role is told of records that never were is asked once for all its cases.
BY_ROLE = re.compile(r"(tests/proofs/test_walk\.py)::\w+\[(\w+)(?:-\w+)?\]")


class ByFolder(LoadScopeScheduling):
    """The folders of TOGETHER each on one worker, and so each world; every other test wherever
    there is room.

    Of three workers or more the last does what waits, from the beginning, while the others compute.
    It does nothing else: a browser that is open keeps an event loop running, in which Django
    refuses to reach the database. Fewer workers come to those folders in the end.
    """

    waiting: WorkerController | None = None

    def schedule(self) -> None:
        if self.collection is None and len(self.nodes) > 2:
            tests = self.registered_collections[self.nodes[-1]]
            if any(nodeid.startswith(TOGETHER) for nodeid in tests):
                self.waiting = self.nodes[-1]
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        if by_role := BY_ROLE.match(nodeid):
            return "::".join(by_role.groups())
        if by_file := BY_FILE.match(nodeid):
            return by_file.group()
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if (scope := self._next_for(node)) is None:
            node.shutdown()
            return
        self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _next_for(self, node: WorkerController) -> str | None:
        """What `node` does next; None when nothing that is left is for it."""
        waits = [folder for folder in TOGETHER if folder in self.workqueue]
        if self.waiting is None:
            return next(iter(self.workqueue))
        if node is self.waiting:
            return next(iter(waits), None)
        return next((scope for scope in self.workqueue if scope not in waits), None) or waits[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFolder:
    # In the order pytest-django gives: tests with the database, then the folders above.
    config.option.loadscopereorder = False
    return ByFolder(config, log)
