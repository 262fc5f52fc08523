"""The whole demonstration partnership, in one transaction."""

from datetime import date

from django.db import transaction

from agencies import audit
from agencies.models import Partnership
from demonstration.book import Book
from demonstration.cast import make_cast
from demonstration.closed import disrupted_places, write_cases
from demonstration.for_report import write_for_report
from demonstration.live import write_live_year
from demonstration.screened import write_people
from demonstration.scribe import Scribe
from demonstration.uncounted import write_uncounted
from demonstration.years import YEAR_2021_22, YEAR_2022_23

# The live year reaches back some months and must not touch a closed one.
EARLIEST = date(2023, 10, 1)


class TooEarly(Exception):
    """The live year would reach into a closed one."""


@transaction.atomic
def seed(as_at: date) -> bool:
    """Write everything as it would stand on the morning of `as_at`.

    False, and nothing written, when there is any partnership already: invented records never join
    real ones, whichever database the address names.
    Raises TooEarly for a day before EARLIEST.
    """
    if as_at < EARLIEST:
        raise TooEarly(
            "Choose a day from 1 October 2023: the live year must not touch the closed years."
        )
    if Partnership.objects.exists():
        return False
    cast = make_cast()
    book = Book()
    earlier = []
    for year in (YEAR_2021_22, YEAR_2022_23):
        scribe = Scribe(book, cast, year.name)
        done = write_cases(scribe, year, earlier)
        screenings = write_people(scribe, year, done)
        earlier = disrupted_places(done)
    write_uncounted(scribe, done, screenings)
    write_for_report(Scribe(book, cast, "for the report"))
    # Written before the live year, so that nothing of it depends on the date, its keys included.
    book.write()
    write_live_year(Scribe(book, cast, f"live {as_at.isoformat()}"), as_at)
    book.write()
    audit.happened(None, "seed_demo", agency=cast.agencies["desk"])
    return True
