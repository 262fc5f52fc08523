"""Lines of the log. What PostgreSQL refused is a row of somebody's life, and stays out of them."""

import logging
from collections.abc import Iterator

from django.db import DatabaseError


class WithoutRows(logging.Formatter):
    """Keeps of a database's refusal its first line; the lines below it quote the row."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        for refused in chain(error):
            if is_of_database(refused):
                text = text.replace(str(refused), first_line(refused))
                text = text.replace(
                    repr(refused), f"{type(refused).__name__}: {first_line(refused)}"
                )
        return text


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and all it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def is_of_database(error: BaseException) -> bool:
    return isinstance(error, DatabaseError) or type(error).__module__.startswith("psycopg2")


def first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
