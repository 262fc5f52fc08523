"""The running application that journeys walk through is whole: pages, worker, clock."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.stack import Stack


def test_the_first_page_comes_without_a_complaint_of_the_browser(stack: Stack, page: Page) -> None:
    answer = page.goto(stack.url)
    assert answer.status == 200
    assert page.get_by_role("heading", level=1).count() == 1


def test_a_killed_worker_takes_work_again_once_it_is_started(stack: Stack) -> None:
    wait_until(stack.worker_answers)
    stack.kill_worker()
    assert not stack.worker_answers()
    stack.start_worker()
    wait_until(stack.worker_answers)


def wait_until(claim: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, "it did not happen in time"
