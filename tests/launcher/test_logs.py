"""No row of a case reaches a log."""

import logging
import sys

import pytest
from django.db import DatabaseError, connection

from config.logs import WithoutRows

WORDS = "Hidden\n\nWords"


def line_of(message: str, *arguments: object) -> str:
    """What the formatter makes of an error that is being handled."""
    record = logging.LogRecord("tests", logging.ERROR, "", 0, message, arguments, sys.exc_info())
    return WithoutRows("{levelname} {message}", style="{").format(record)


@pytest.mark.django_db
def test_a_refused_row_is_not_quoted() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_now (word text CONSTRAINT never CHECK (word = 'other'))")
        try:
            cursor.execute("INSERT INTO made_now VALUES (%s)", [WORDS])
        except DatabaseError as refused:
            refusal = str(refused)
            line = line_of("Task failed: %r", refused)
    assert WORDS in refusal
    assert "Hidden" not in line
    assert "Words" not in line
    assert 'violates check constraint "never"' in line
    assert "Traceback" in line


def test_other_errors_are_kept_whole() -> None:
    try:
        raise ValueError("one\ntwo")
    except ValueError:
        assert "one\ntwo" in line_of("failed")
