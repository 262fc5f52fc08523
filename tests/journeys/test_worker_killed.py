"""A worker that dies in the middle of a report: the report is finished, once, by the next one."""

import time
from urllib.parse import urlsplit

import psycopg2
import pytest

from reporting import outputs
from tests.journeys.stack import Stack

SECONDS = 90


@pytest.fixture
def rows(stack: Stack):
    """rows(sql): what the application's own database answers."""
    connection = psycopg2.connect(stack.env["DATABASE_OWNER_URL"])
    connection.autocommit = True

    def asked(sql: str, *values: object) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    yield asked
    connection.close()


def until(answer, why: str):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if found := answer():
            return found
        time.sleep(0.1)
    raise AssertionError(why)


def test_a_report_whose_worker_was_killed_is_finished_once_by_the_next(stack, signed_in, rows):
    chair = next(
        account
        for account in stack.accounts()
        if account["role"] == "board_member" and "approver" in account["capabilities"]
    )
    reader = signed_in(chair["email"])
    reader.open("/reports/new/")
    page = reader.page
    page.get_by_label("2022-23", exact=True).check()
    page.get_by_role("button", name="Continue").click()

    # The records are held, so that the worker is certainly in the middle when it is killed.
    holder = psycopg2.connect(stack.env["DATABASE_OWNER_URL"])
    with holder, holder.cursor() as cursor:
        cursor.execute("lock table interventions_arrest in access exclusive mode")
        page.get_by_role("button", name="Make the report").click()
        reference = urlsplit(page.url).path.split("/")[2]
        state = (
            "select job.state, job.attempt, job.step from casework_job job"
            " join reporting_annualreport report on report.job_id = job.id"
            " where report.reference = %s"
        )
        until(
            lambda: rows(state, reference) == [("running", 1, "Counting the records")],
            "the worker never began",
        )
        stack.kill_worker()
    holder.close()
    assert rows(state, reference) == [("running", 1, "Counting the records")]

    stack.start_worker()
    page.get_by_role("link", name="Read it").click(timeout=SECONDS * 1000)
    assert "2022-23" in page.get_by_role("heading", level=1).inner_text()
    assert rows(state, reference) == [("done", 2, "")]
    files = rows(
        "select file.name from reporting_reportfile file"
        " join reporting_annualreport report on report.id = file.report_id"
        " where report.reference = %s order by 1",
        reference,
    )
    assert [name for (name,) in files] == sorted(outputs.FORMATS)
