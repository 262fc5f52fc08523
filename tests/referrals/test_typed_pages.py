"""What is typed is kept beside the answers, and no window writes over a text it never showed."""

import html
import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agencies.models import AuditEvent
from referrals.actions import begin
from referrals.draft_offer_actions import accept_offer
from referrals.models import Referral, ReferralAnswers, TypedPage
from referrals.terms import Status
from referrals.typed_page_actions import LONGEST, WINDOW
from tests import make
from tests.referrals.answering import decided
from tests.victims.cast import Cast, actor, cast, signed_in

# A page with one long box, on the way of an adult who agrees.
STEP, BOX = "how-it-started", "how-did-the-exploitation-start"
EIGHT_THOUSAND = "She told it slowly. " * 400
HIDDEN = re.compile(r'name="(page-[a-z]+)" value="([^"]*)"')
AREA = re.compile(r"<textarea[^>]*>\n?(.*?)</textarea>", re.DOTALL)


def a_draft(people: Cast) -> Referral:
    """Bea's, decided for an adult who agrees, with nothing on the page."""
    screening = make.screening(people.met(people.housing, people.police), types=["LAB"])
    made = begin(screening, by=actor(people.bea), at=timezone.now())
    answers = {k: v for k, v in decided("no", "yes").items() if k != BOX}
    ReferralAnswers.objects.filter(referral=made).update(values=answers)
    return made


@pytest.fixture
def draft(people: Cast) -> Referral:
    return a_draft(people)


@dataclass
class Window:
    """A browser's window with the page open. text: what stands in its box. seen: all texts that
    it showed. kept_here: what it sent by itself last."""

    client: Client
    draft: Referral
    text: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    kept_here: str = ""

    @property
    def address(self) -> str:
        return f"/referrals/{self.draft.reference}/questions/{STEP}/"

    def open(self, query: str = "") -> "Window":
        self.take(self.client.get(self.address + query))
        return self

    def take(self, answer: HttpResponse) -> None:
        """The page that came: its boxes and all that it shows."""
        assert answer.status_code == 200
        body = answer.content.decode()
        self.hidden = dict(HIDDEN.findall(body))
        areas = [html.unescape(area) for area in AREA.findall(body)]
        self.text = areas[0]
        self.seen |= set(areas)

    @property
    def sent(self) -> dict[str, str]:
        return {BOX: self.text, **self.hidden}

    def keep(self) -> HttpResponse:
        return self.client.post(f"{self.address}typed/", self.sent)

    def save(self) -> HttpResponse:
        answer = self.client.post(self.address, self.sent)
        if answer.status_code == 200:
            self.take(answer)
        return answer


def window(people: Cast, draft: Referral) -> Window:
    return Window(signed_in(people.bea), draft).open()


def saved() -> str:
    return ReferralAnswers.objects.get().values.get(BOX, "")


# What is typed


def test_what_is_typed_is_kept_beside_the_answers_and_shown_again(
    people: Cast, draft: Referral
) -> None:
    bea = window(people, draft)
    bea.text = EIGHT_THOUSAND
    answer = bea.keep()
    assert answer.status_code == 204
    assert re.fullmatch(r"\d{1,2}(:\d{2})?[ap]m|midday|midnight", answer.headers["X-Kept-At"])
    assert saved() == ""
    assert EIGHT_THOUSAND[:40] not in html.unescape(
        signed_in(people.bea).get(f"/referrals/{draft.reference}/check/").content.decode()
    )
    again = window(people, draft)
    assert again.text == EIGHT_THOUSAND
    page = again.client.get(again.address).content.decode()
    assert "You typed this on" in page
    assert "not saved as the answer" in page
    assert again.save().status_code == 302
    assert saved() == EIGHT_THOUSAND.strip()
    assert not TypedPage.objects.exists(), "what was shown and saved is not kept a second time"
    assert (
        "You typed this on" not in window(people, draft).client.get(again.address).content.decode()
    )


def test_it_is_kept_right_or_wrong_and_audited_once_a_window(people: Cast, draft: Referral) -> None:
    bea = window(people, draft)
    for text in ("x" * 16_000, "a\x00b", "\U0001f469‍\U0001f680\n\ttabs"):
        bea.text = text
        assert bea.keep().status_code == 204
        assert window(people, draft).text == text.replace("\x00", "�")
    assert AuditEvent.objects.filter(act="type").count() == 1
    assert TypedPage.objects.count() == 1
    bea.text = "x" * (LONGEST + 1)
    assert bea.keep().status_code == 413
    assert window(people, draft).text == "\U0001f469‍\U0001f680\n\ttabs"


def test_only_the_questions_of_the_page_are_kept(people: Cast, draft: Referral) -> None:
    bea = window(people, draft)
    data = {**bea.sent, "csrfmiddlewaretoken": "x", "password": "y", "pv-name-first-name": "z"}
    bea.client.post(f"{bea.address}typed/", data)
    assert TypedPage.objects.get().fields == {BOX: [""]}
    safe = f"/referrals/{draft.reference}/questions/safe-tonight/typed/"
    answer = bea.client.post(safe, {"safe-tonight": "no", WINDOW: str(uuid4())})
    assert answer.status_code == 404, "its answer is not stored"


def test_one_begins_from_the_saved_answer_instead_and_sees_both(
    people: Cast, draft: Referral
) -> None:
    first = window(people, draft)
    first.text = "saved before"
    first.save()
    second = window(people, draft)
    second.text = "typed and left"
    second.keep()
    both = window(people, draft)
    assert (both.text, "saved before" in both.seen) == ("typed and left", True)
    other = Window(signed_in(people.bea), draft).open("?from=saved")
    assert (other.text, "typed and left" in other.seen) == ("saved before", True)
    other.save()
    assert saved() == "saved before"
    assert not TypedPage.objects.exists(), "it was shown, and its reader chose"


@pytest.mark.parametrize("status", [Status.READY, Status.SUBMITTED, Status.CLOSED])
def test_nothing_is_kept_of_answers_that_are_closed(
    people: Cast, draft: Referral, status: Status
) -> None:
    bea = window(people, draft)
    sent_on = timezone.localdate() if status == Status.SUBMITTED else None
    Referral.objects.update(status=status, submitted_on=sent_on, route="NRM")
    bea.text = "too late"
    assert bea.keep().status_code == 403
    assert not TypedPage.objects.exists()


def test_it_is_kept_for_the_author_alone(people: Cast, draft: Referral) -> None:
    bea = window(people, draft)
    bea.text = "Zqtyped"
    bea.keep()
    for other in (people.pol, people.cyd, people.amal):
        answer = signed_in(other).post(f"{bea.address}typed/", bea.sent | {BOX: "theirs"})
        assert answer.status_code == 404
    assert TypedPage.objects.get().fields == {BOX: ["Zqtyped"]}


def test_whoever_takes_the_draft_over_finds_what_was_typed(people: Cast, draft: Referral) -> None:
    """And the window of who gave it away is told; what stands in it comes back."""
    make.agency("charity")
    make._share(draft.person, people.incident.partnership, [people.charity], "work")
    bea = window(people, draft)
    bea.text = "typed by Bea"
    bea.keep()
    accept_offer(make.draft_offer(draft, "charity"), by=actor(people.cyd), at=timezone.now())
    bea.text = "typed by Bea, and a little more"
    assert bea.keep().status_code == 403
    refused = bea.client.post(bea.address, bea.sent)
    assert refused.status_code == 403
    assert bea.text in refused.content.decode()
    cyd = Window(signed_in(people.cyd), draft).open()
    assert cyd.text == "typed by Bea"
    assert "before you typed this on" in cyd.client.get(cyd.address).content.decode()


# Two windows


def test_the_second_to_save_sees_both_texts(people: Cast, draft: Referral) -> None:
    one, two = window(people, draft), window(people, draft)
    one.text, two.text = "of the first", "of the second"
    assert one.save().status_code == 302
    answer = two.save()
    assert answer.status_code == 200
    page = html.unescape(answer.content.decode())
    assert "This page was saved in another window while you were writing here" in page
    assert two.text == "of the second"
    assert "of the first" in two.seen
    assert saved() == "of the first"
    two.text = "of the first, of the second"
    assert two.save().status_code == 302
    assert saved() == "of the first, of the second"


def test_a_text_typed_on_since_it_was_shown_stays(people: Cast, draft: Referral) -> None:
    one = window(people, draft)
    one.text = "begun"
    one.keep()
    two = window(people, draft)
    assert two.text == "begun"
    one.text = "begun, and typed on"
    one.keep()
    two.text = "another"
    assert two.save().status_code == 302
    assert "begun, and typed on" in window(people, draft).seen


def test_windows_on_different_pages_never_conflict(people: Cast, draft: Referral) -> None:
    bea = window(people, draft)
    bea.text = "how it started"
    other = f"/referrals/{draft.reference}/questions/gender/"
    assert bea.client.post(other, {"pv-gender": "female"}).status_code == 302
    assert bea.save().status_code == 302
    assert ReferralAnswers.objects.get().values["pv-gender"] == "female"
    assert saved() == "how it started"


def test_the_same_answer_saved_twice_is_no_conflict(people: Cast, draft: Referral) -> None:
    one, two = window(people, draft), window(people, draft)
    one.text = two.text = "the same"
    assert one.save().status_code == two.save().status_code == 302


def test_a_form_that_is_not_right_stays_the_same_window(people: Cast, draft: Referral) -> None:
    one, two = window(people, draft), window(people, draft)
    one.text = "saved meanwhile"
    one.save()
    two.text = "x" * 15_001
    assert two.save().status_code == 200, "it is too long"
    two.text = "of the second"
    assert two.save().status_code == 200, "and still began from other answers"
    assert "saved meanwhile" in two.seen


class NoTextIsLost(RuleBasedStateMachine):
    """Any interleaving of windows: a text that the server took is still shown to whoever opens the
    page, until somebody who had it before their eyes saved another in its place."""

    people: Cast
    client: Client

    def __init__(self) -> None:
        super().__init__()
        TypedPage.objects.all().delete()
        ReferralAnswers.objects.update(values=self.answers)
        self.windows: list[Window] = []
        self.alive: set[str] = set()
        self.number = 0

    def some(self, data) -> Window:
        return data.draw(st.sampled_from(self.windows), label="window")

    @rule()
    def open(self) -> None:
        if len(self.windows) < 4:
            self.windows.append(Window(self.client, self.draft).open())

    @precondition(lambda self: self.windows)
    @rule(data=st.data())
    def open_from_saved(self, data) -> None:
        self.some(data).open("?from=saved")

    @precondition(lambda self: self.windows)
    @rule(data=st.data(), keeps=st.booleans())
    def type(self, data, keeps: bool) -> None:
        one = self.some(data)
        self.number += 1
        one.text = f"text {self.number}"
        if keeps:
            assert one.keep().status_code == 204
            # What this window itself had kept was typed over by its own person.
            self.alive.discard(one.kept_here)
            one.kept_here = one.text
            self.alive.add(one.text)

    @precondition(lambda self: self.windows)
    @rule(data=st.data())
    def save(self, data) -> None:
        one = self.some(data)
        seen, text = set(one.seen), one.text
        if one.save().status_code == 302:
            self.alive -= seen | {one.kept_here}
            if text:
                self.alive.add(text)
            self.windows.remove(one)

    @precondition(lambda self: self.windows)
    @rule(data=st.data())
    def close(self, data) -> None:
        self.windows.remove(self.some(data))

    @invariant()
    def whoever_opens_the_page_sees_every_text(self) -> None:
        shown = Window(self.client, self.draft).open().seen
        assert self.alive <= shown


@pytest.mark.django_db
def test_no_interleaving_of_windows_loses_a_text() -> None:
    people = cast()
    made = a_draft(people)
    machine = type(
        "Machine",
        (NoTextIsLost,),
        {
            "client": signed_in(people.bea),
            "draft": made,
            "answers": ReferralAnswers.objects.get().values,
        },
    )
    quick = settings(
        max_examples=25,
        stateful_step_count=14,
        deadline=timedelta(seconds=20),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=quick)
