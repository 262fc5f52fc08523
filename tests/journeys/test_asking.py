"""Asking the partnership: the sender learns nothing on the screen, the desk phones and closes."""

from collections.abc import Callable

import pytest

from tests.journeys.given import DESK, HOUSING
from tests.journeys.somebody import REFERENCE, Somebody

SignedIn = Callable[..., Somebody]
WHOM = "Jan Kowalczyk, born about 1990, also called Janek"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_question_goes_to_the_desk_and_is_closed(signed_in: SignedIn, script: bool) -> None:
    # Somebody at housing asks; first without saying why
    bea = signed_in(HOUSING, script=script)
    bea.menu("Ask the partnership")
    bea.choose("What is it about?", "A person")
    bea.write("Whom or what do you mean?", WHOM)
    bea.press("Send the question")
    bea.is_told("Enter why you ask")
    bea.write("Why do you ask?", "He came to our counter and asked for a bed")
    bea.write("How can the desk reach you today?", "0121 496 0000")
    bea.press("Send the question")
    bea.sees("Your question was sent.")
    bea.does_not_see(WHOM)
    reference = REFERENCE.search(bea.block("Your questions").inner_text())[0]

    # It waits at the desk, which looks, phones, and closes it
    amal = signed_in(DESK)
    amal.menu("My work")
    amal.main.get_by_role("link", name=reference).click()
    amal.sees(WHOM, "0121 496 0000", "in 7 days")
    amal.choose("How did you deal with it?", "I phoned who asked")
    amal.press("Close the question")
    amal.sees("Closed. Who asked sees that, and nothing more.")

    # Who asked sees that it is closed, and nothing of how
    bea.menu("Ask the partnership")
    row = bea.main.get_by_role("row", name=reference)
    assert "Closed" in row.inner_text()
    bea.does_not_see("phoned")
