"""Which tests stay on one worker when they run side by side.

pytest-xdist has groups for this, but its marks do not reach pytest 9.2: 3.8.0 writes a name that
pytest no longer reads. Its own scheduler, told by folder, does.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

# Journeys share one running application, the launcher's tests one checkout.
TOGETHER = ("tests/journeys/", "tests/launcher/")


class ByFolder(LoadScopeScheduling):
    """The folders of TOGETHER each on one worker; every other test wherever there is room."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFolder:
    # In the order pytest-django gives: tests with the database, then the folders above. A browser
    # that is open keeps an event loop running, in which Django refuses to reach the database.
    config.option.loadscopereorder = False
    return ByFolder(config, log)
