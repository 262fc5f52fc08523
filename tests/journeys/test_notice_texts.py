"""Before a notice goes out: its texts are checked and read, prompts seen, a colleague asked."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.given import Given
from tests.journeys.somebody import Somebody
from tests.journeys.stack import Stack
from tests.referrals.answering import decided

SignedIn = Callable[..., Somebody]
POLICE = "pat@police.example"
NEVER_PLAIN = {
    "birthplace": "A village near Vlora, Albania", "authorities-cooperation": "no",
    "someone-else-first-name": "Zofia", "someone-else-last-name": "Zonk",
    "who-exploited-pv": "Two brothers. One of them called Dragomyr by his first name, and it was "
    "Dragomir who saw him in May.\nThey drove a white van.",
    "refuse-nrm": "He fears for his family in vlora. Ring 07700 900 982 for more.",
}  # fmt: skip
DRAFT = """
import json
from datetime import date
from django.utils import timezone
from agencies.acting import actor_by_membership
from agencies.fence import acting
from agencies.models import Capability, Membership, User
from referrals.actions import begin
from referrals.models import Referral, ReferralAnswers
from victims.actions import assign
from victims.models import Identity, Screening
pat = Membership.objects.get(user__email={email!r})
screening = Screening.objects.get(reference={screening!r})
now = timezone.now()
with acting(actor_by_membership(pat.pk)):
    assign(screening.person, by=actor_by_membership(pat.pk), at=now, reason="First responder")
    Identity.objects.filter(person=screening.person).update(given_names="Dragomir")
user, _ = User.objects.get_or_create(email="sam@police.example", name="Sam Okoro")
sam, _ = Membership.objects.get_or_create(user=user, agency=pat.agency, roles=["practitioner"])
Capability.objects.get_or_create(
    membership=sam, kind="first_responder", valid_from=date(2026, 1, 1)
)
author = dict(pat=pat, sam=sam)[{author!r}]
referral = begin(screening, by=actor_by_membership(author.pk), at=now)
referral.answers.values = json.loads({answers!r})
referral.answers.save()
Referral.objects.filter(pk=referral.pk).update(route="DTN")
if author == sam:
    from referrals.models import ColleagueCheck
    ColleagueCheck.objects.create(referral=referral, colleague=pat, asked_by=sam)
print(referral.reference)
"""


@pytest.fixture
def drafted(given: Given, stack: Stack) -> Callable[..., str]:
    """The reference of a careless notice: Pat's own, or one that Sam asks Pat to check."""

    def make(author: str = "pat") -> str:
        person = given.person(POLICE, given.incident(by=POLICE), "man with a green bag")
        screening = given.screening(POLICE, person, "PVOT_NOCONSENT")
        answers = json.dumps(decided("no", "no") | NEVER_PLAIN)
        code = DRAFT.format(email=POLICE, screening=screening, author=author, answers=answers)
        return stack.manage("shell", "-v", "0", "-c", code).splitlines()[-1]

    return make


def looked_at(page: Page, folder: Path, name: str) -> None:
    """No fault of axe, nothing wider than the window, at both widths; a picture of each."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
        root = "document.documentElement"
        assert not page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("script", [True, False], ids=["script", "without script"])
def test_each_passage_is_changed_or_explained_and_all_is_read(
    signed_in: SignedIn, drafted: Callable[..., str], tmp_path: Path, script: bool
) -> None:
    referral = drafted()
    pat = signed_in(POLICE, script=script)
    pat.open(f"/referrals/{referral}/check/")
    pat.sees("passages that may say who the person is")
    pat.follow("Check the texts for what could say who the person is")
    pat.sees("May be a name of the person", "Dragomyr", "07700 900 982", "Vlora")
    if script:
        looked_at(pat.page, tmp_path, "texts")
    pat.page.get_by_role("link", name=re.compile("Change the text.*Reason for choosing")).click()
    pat.page.get_by_role("textbox").first.fill("He fears for his family.")
    pat.press("Save and continue")
    pat.open(f"/referrals/{referral}/texts/")
    pat.does_not_see("07700")
    for box in pat.main.get_by_role("textbox").all():
        box.focus()
        pat.page.keyboard.type("Dragomir is a common word")
    pat.press("Save and continue")
    pat.is_told("Say why without repeating the name")
    for box in pat.main.get_by_role("textbox").all():
        box.fill("Another man of that name")
    pat.press("Save and continue")
    assert pat.heading == "Read the texts of this notice"
    if script:
        looked_at(pat.page, tmp_path, "read")
    pat.press("I have read it, and nothing says who the person is")
    pat.sees("Ready to send")
    if script:
        looked_at(pat.page, tmp_path, "check")


def test_prompts_are_put_aside_and_a_colleague_comments(
    signed_in: SignedIn, drafted: Callable[..., str], tmp_path: Path
) -> None:
    own, of_sam = drafted(), drafted("sam")
    pat = signed_in(POLICE)
    pat.open(f"/referrals/{own}/quality/")
    pat.sees("First Responder Toolkit")
    looked_at(pat.page, tmp_path, "quality")
    before = pat.main.get_by_role("button", name="Looked at").count()
    pat.main.get_by_role("button", name="Looked at").first.press("Enter")
    expect(pat.main.get_by_role("button", name="Looked at")).to_have_count(before - 1)
    pat.open(f"/referrals/{own}/colleague/")
    looked_at(pat.page, tmp_path, "ask")
    pat.pick("Who checks it", "Sam Okoro")
    pat.press("Ask them")
    pat.sees("Sam Okoro was asked")
    looked_at(pat.page, tmp_path, "asked")
    pat.press("Take it back")

    pat.menu("My work")
    pat.main.get_by_role("row", name=of_sam).get_by_role("link").click()
    pat.sees("Sam Okoro asked you to check this draft")
    looked_at(pat.page, tmp_path, "reading")
    pat.page.get_by_role("link", name=re.compile("Comment on this page.*Who exploited")).click()
    pat.write("Your comment", "Which of the two brothers saw him?")
    looked_at(pat.page, tmp_path, "comment")
    pat.press("Save the comment")
    pat.sees("Which of the two brothers saw him?")
    pat.press("I have read it")
    pat.does_not_see(of_sam)
