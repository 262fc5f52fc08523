"""What a full draft costs: 99 files, every answer given, each box as full as it goes."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from referrals import engine
from referrals.actions import begin
from referrals.drafts import drafted
from referrals.evidence_actions import as_list, outgoing_evidence
from referrals.models import Evidence, Referral, ReferralAnswers
from tests import make
from tests.referrals.answering import decided
from tests.victims.cast import Cast, actor, signed_in

# Everything that one page asks of the database: session, actor, gate, audit and savepoints too.
QUERIES, SECONDS = 8, 5


@pytest.fixture
def full(people: Cast) -> Referral:
    person = people.met(people.housing, people.police)
    made = begin(make.screening(person, types=["LAB"]), by=actor(people.bea), at=timezone.now())
    draft = drafted(made.answers)
    answers = decided("no", "yes")
    for field in draft.questions.fields:
        if field.kind == "textarea" and field.key in answers:
            answers[field.key] = ("She told it slowly. " * 800)[: field.limit]
    ReferralAnswers.objects.filter(referral=made).update(values=answers)
    stored = [make.stored_file() for _ in range(99)]
    for number, each in enumerate(stored):
        make.evidence(made, stored=each, name=f"{number}.pdf", description="What it is. " * 20)
    return made


def test_a_full_draft_opens_within_5_seconds_and_each_page_in_8_queries(
    people: Cast, full: Referral, capsys: pytest.CaptureFixture
) -> None:
    bea = signed_in(people.bea)
    row = ReferralAnswers.objects.select_related("referral__agency").get()
    draft = drafted(row)
    steps = [
        step.key for step in engine.path(draft.questions, draft.answers) if step.kind == "questions"
    ]
    base = f"/referrals/{full.reference}/"
    pages = ["", "check/", "evidence/", *(f"questions/{step}/" for step in steps)]
    spent, most = {}, {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            answer = bea.get(base + page)
            spent[page] = time.perf_counter() - begun
        assert answer.status_code == 200, page
        most[page] = len(queries)
    slowest, costliest = max(spent, key=spent.get), max(most, key=most.get)
    assert spent[slowest] < SECONDS, slowest
    questions = {page: count for page, count in most.items() if page.startswith("questions/")}
    assert max(questions.values()) <= QUERIES, questions
    assert most[""] <= QUERIES, most[""]
    with capsys.disabled():
        print(
            f" {len(pages)} pages of a draft with 99 files: slowest {slowest or 'task list'} in "
            f"{spent[slowest]:.2f} s, most queries {most[costliest]} ({costliest or 'task list'}), "
            f"of a question page {max(questions.values())} ",
            end="",
        )


def test_the_list_of_99_files_is_one_query(
    people: Cast, full: Referral, django_assert_num_queries
) -> None:
    by = actor(people.bea)
    draft = drafted(ReferralAnswers.objects.select_related("referral__agency").get())
    assert draft.answers
    with django_assert_num_queries(1):
        files = outgoing_evidence(draft, by)
        assert as_list(files).count("\n") == 98
    assert len(files) == Evidence.objects.count() == 99
