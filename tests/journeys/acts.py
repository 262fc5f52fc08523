"""What people of several journeys do on pages, in one place because a page has one shape."""

from datetime import timedelta

from django.utils import timezone

from tests.journeys.somebody import Somebody

MAN = "man in a blue jacket"


def share(desk: Somebody, incident: str, *agencies: str) -> None:
    """With several agencies in one act."""
    desk.open(f"/incidents/{incident}/sharing/")
    desk.choose("Share with", *agencies)
    desk.press("Share")
    desk.sees("Shared. It is in their work from now on.")


def ask(desk: Somebody, incident: str, agency: str, what: str) -> None:
    """An agency for something, by the day after tomorrow."""
    desk.open(f"/incidents/{incident}/requests/")
    desk.follow("Ask an agency")
    desk.pick("Asked of", agency)
    desk.write("What are you asking for", what)
    desk.date("By when", timezone.localdate() + timedelta(days=2))
    desk.press("Ask an agency")
    desk.sees(what)


def record_evening_visit(desk: Somebody, incident: str) -> str:
    """The desk, Council housing and the fire service came; one man met. Returns its reference."""
    desk.open(f"/incidents/{incident}/")
    desk.page.get_by_role("button", name="Record a visit").click()
    desk.write("Address of another place", f"Yard behind the shop of {incident}")
    desk.choose("Was it a safeguarding visit?", "Yes")
    for agency in ("SHOP desk", "Council housing", "Fire and rescue service"):
        desk.choose("Which agencies took part?", agency)
    desk.write("Who told you what the other agencies did?", "The crew's officer")
    desk.pick("How did they tell you?", "By phone")
    desk.write("What was found", "Four mattresses behind a partition, one exit blocked.")
    person, act = desk.question("Person 1"), desk.question("Act 1")
    desk.write("Working label", MAN, person)
    desk.pick("Age", "25 to 39", person)
    desk.pick("Gender", "Male", person)
    desk.pick("Agency", "Council housing", act)
    desk.pick("What was done", "Safety plan agreed", act)
    desk.pick("Objective", "Protect", act)
    desk.pick("Towards", "A person who may be exploited", act)
    desk.press("Record this visit")
    desk.sees("Visit recorded.")
    return desk.reference
