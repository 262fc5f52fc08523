"""Writing for the annual report: a section with numbers that nobody types."""

from collections.abc import Callable

from tests.journeys.given import DESK
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]


def test_a_section_is_written_with_numbers_from_the_records(signed_in: SignedIn) -> None:
    amal = signed_in(DESK)
    amal.open("/reports/written/?period=2022-23")
    amal.follow("Write a section")
    amal.pick("Where it stands", "Objective: Prevent")
    amal.write("Heading", "Prevent")
    amal.write("Text", "In {year}, {incidents} incidents were reported.\n\n- We held 55 sessions.")
    amal.press("Save")
    amal.sees("In 2022-23, 175 incidents were reported.", "the figure 55 in", "typed by hand")
    amal.press("Change this section")
    amal.write("Text", "In {year}, {incidents} incidents were reported.")
    amal.press("Save")
    amal.does_not_see("To put right before the report is signed off")
    amal.open("/reports/written/?period=2022-23")
    amal.follow("numbers you can use")
    amal.sees("{incidents town=tipton}", "{people_screened sex=F}")
