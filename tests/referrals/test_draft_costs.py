"""What a full draft costs: 99 files, every answer given, each box as full as it goes."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.policy import Role
from files.terms import FileState
from referrals import drafts, engine
from referrals.actions import begin
from referrals.drafts import drafted
from referrals.evidence_actions import as_list, outgoing_evidence
from referrals.models import Referral, ReferralAnswers
from referrals.pack import their_pages
from referrals.terms import Route, Status
from tests import make
from tests.doors.test_query_ceilings import CEILING, NOT_QUERIES
from tests.referrals.answering import decided
from tests.referrals.notices import texts_were_checked
from tests.victims.cast import Cast, actor, signed_in
from victims.actions import assign

# Of one page: session, who acts, gate, what the fence is told and audit included.
QUERIES, SECONDS = 8, 5
OF_A_DRAFT = (
    *("", "check/", "quality/", "colleague/", "hand-over/", "steps/ready/", "steps/close_draft/"),
    *("evidence/", "evidence/add/", "evidence/{file}/", "evidence/{file}/content/"),
    *("evidence/{file}/remove/", "prompt-sheet/", "prompt-sheet/pdf/", "questions/{step}/"),
)
OF_A_NOTICE = (
    "",
    "check/",
    "texts/",
    "texts/read/",
    "name-asked/",
    "quality/",
    "questions/{step}/",
)
OF_ONE_THAT_IS_READY = (
    *("", "check/", "outgoing/", "beside/", "beside/{there}/", "pack/json/", "pack/htcds/"),
    *("pack/pdf/", "evidence/", "steps/submit/", "steps/reopen/"),
)
FOR_A_COLLEAGUE = ("reading/", "reading/{step}/")


def filled(people: Cast, consent: str = "yes", **changes: str) -> Referral:
    """Bea's, who is assigned to the person and sees all that is known of them."""
    person = people.met(people.housing, people.police)
    made = begin(make.screening(person, types=["LAB"]), by=actor(people.bea), at=timezone.now())
    assign(person, by=actor(people.bea), at=timezone.now(), reason="First responder")
    draft = drafted(made.answers)
    answers = decided("no", consent, **changes)
    for field in draft.questions.fields:
        if field.kind == "textarea" and field.key in answers:
            answers[field.key] = ("She told it slowly. " * 800)[: field.limit]
    ReferralAnswers.objects.filter(referral=made).update(values=answers)
    stored = [make.stored_file(state=FileState.CLEAN) for _ in range(99)]
    for number, each in enumerate(stored):
        make.evidence(made, stored=each, name=f"{number}.pdf", description="What it is. " * 20)
    return Referral.objects.get(pk=made.pk)


def addresses(referral: Referral, paths: Iterable[str]) -> list[str]:
    draft = drafted(ReferralAnswers.objects.select_related("referral__agency").get())
    on_path = engine.path(draft.questions, draft.answers)
    given = {
        "step": [step.key for step in on_path if step.kind != "files" and step.fields],
        "file": [referral.evidence.earliest("pk").reference],
        "there": [page.address.strip("/") for page in their_pages.PAGES],
    }
    found = []
    for path in paths:
        wanted = path.partition("{")[2].partition("}")[0]
        values = given[wanted] if wanted else [""]
        found += [path.replace(f"{{{wanted}}}", value) for value in values]
    return [f"/referrals/{referral.reference}/{path}" for path in found]


@dataclass(frozen=True)
class Cost:
    """queries: without those that begin or end a transaction, as the tests of all doors count.
    seconds: of work; other tests run beside this one."""

    queries: int
    seconds: float


def costs(client: Client, referral: Referral, paths: Iterable[str]) -> dict[str, Cost]:
    found = {}
    for address in addresses(referral, paths):
        with CaptureQueriesContext(connection) as captured:
            begun = time.process_time()
            answer = client.get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            seconds = time.process_time() - begun
        if answer.status_code in (302, 404):
            # A page of the Home Office that is not asked here, or asks nothing of us.
            assert "/beside/" in address or "/reading/" in address
            continue
        assert content
        asked = [each["sql"] for each in captured if not each["sql"].startswith(NOT_QUERIES)]
        found[address.split("/", 3)[3]] = Cost(len(asked), seconds)
    return found


def judge(found: dict[str, Cost], most: int, counted: Callable[[str, int], None]) -> None:
    counted("pages of full drafts whose queries were counted", len(found))
    assert {page: cost.queries for page, cost in found.items() if cost.queries > most} == {}
    assert {page: cost.seconds for page, cost in found.items() if cost.seconds >= SECONDS} == {}


def test_each_page_of_a_full_draft_costs_at_most_8_queries_and_5_seconds(
    people: Cast, counted
) -> None:
    full, bea = filled(people), signed_in(people.bea)
    judge(costs(bea, full, OF_A_DRAFT), QUERIES, counted)
    eve = make.member(
        people.housing, Role.PRACTITIONER, name="Eve", capabilities=["first_responder"]
    )
    bea.post(f"/referrals/{full.reference}/colleague/", {"colleague": eve.pk})
    judge(costs(signed_in(eve), full, FOR_A_COLLEAGUE), QUERIES, counted)
    bea.post(f"/referrals/{full.reference}/colleague/take-back/")
    Referral.objects.update(status=Status.READY, route=Route.NRM)
    judge(costs(bea, full, OF_ONE_THAT_IS_READY), CEILING, counted)
    by = actor(people.bea)
    draft = drafts.find(by, "see", full.reference)
    with CaptureQueriesContext(connection) as asked:
        assert as_list(outgoing_evidence(draft, by)).count("\n") == 98
    assert len(asked) == 1


def test_each_page_of_a_full_notice_costs_as_little(people: Cast, counted) -> None:
    full = filled(people, "no", authorities_cooperation="yes", named_in_notice="no")
    bea = signed_in(people.bea)
    judge(costs(bea, full, OF_A_NOTICE), QUERIES, counted)
    texts_were_checked(full, people.bea)
    Referral.objects.update(status=Status.READY, route=Route.DUTY_TO_NOTIFY)
    judge(costs(bea, full, OF_ONE_THAT_IS_READY), CEILING, counted)
