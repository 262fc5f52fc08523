"""pytest plugin: each test named by a planted fault runs once more with the fault, and must fail.

`tests/faults.py` is the list. A second copy of the named test stands beside it, marked `planted`;
it passes when the test fails for a reason of its own. `./run mutants` runs these alone.
"""

from collections.abc import Iterator

import pytest

MARK = "planted"
PROPERTY = "planted fault"
# A fault that does not fit the code any more breaks the test in one of these ways: nothing caught.
MISFITS = (AttributeError, ImportError, LookupError, NameError, TypeError)


class Survived(Exception):
    """A rule is broken and the test that should notice passes."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from tests.faults import FAULTS  # the product is imported there, after Django was set up

    by_test: dict[str, list] = {}
    for fault in FAULTS:
        by_test.setdefault(fault.caught_by, []).append(fault)
    found = []
    for item in items:
        found.append(item)
        # Of a test with several cases the first will do.
        for fault in by_test.pop(item.nodeid, by_test.pop(item.nodeid.partition("[")[0], ())):
            found.append(copy_of(item, fault))
    items[:] = found


def copy_of(item: pytest.Function, fault) -> pytest.Function:
    made = pytest.Function.from_parent(
        item.parent,
        name=f"{item.originalname}[planted: {fault.rule}]",
        callspec=getattr(item, "callspec", None),
        callobj=item.obj,
        fixtureinfo=item._fixtureinfo,
    )
    made.add_marker(MARK)
    made.fault = fault
    return made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    fault = getattr(item, "fault", None)
    if fault is None:
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        fault.plant(patch)
        try:
            yield
        except MISFITS:
            raise
        except (Exception, pytest.fail.Exception):
            item.user_properties.append((PROPERTY, f"{fault.rule}\t{fault.caught_by}"))
            return None
    raise Survived(f"{fault.rule}: {fault.caught_by} did not notice")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """How many were caught; and which test caught each, when they are run by themselves."""
    caught = sorted(
        told
        for report in terminalreporter.stats.get("passed", ())
        for name, told in getattr(report, "user_properties", ())
        if name == PROPERTY and report.when == "call"
    )
    if caught:
        terminalreporter.write_line(f"proofs: planted faults caught {len(caught)}")
    if config.option.markexpr == MARK:
        width = max((len(told.partition("\t")[0]) for told in caught), default=0)
        for told in caught:
            rule, _, test = told.partition("\t")
            terminalreporter.write_line(f"{rule:<{width}}  {test}")
