"""A draft as its author works on it: the questions it was begun under and the answers so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from agencies import access
from agencies.acting import Actor
from referrals import questions
from referrals.models import Referral, ReferralAnswers
from referrals.questions import forks
from referrals.questions.shape import QuestionSet, Step
from referrals.terms import Status
from victims.models import Person


@dataclass(frozen=True)
class Draft:
    """What the pages of a referral read. Made through the gate; one query, see `find`.

    values: the answers under `questions`; those stored, but in an open draft begun under an older
        version, which is read in the form of the current one and stored so when it is next saved.
    changes: what that did, in sentences for the author.
    """

    row: ReferralAnswers
    questions: QuestionSet
    values: Mapping[str, object]
    changes: tuple[str, ...] = ()

    @property
    def referral(self) -> Referral:
        return self.row.referral

    @property
    def person(self) -> Person:
        return self.row.referral.person

    @property
    def answers(self) -> dict[str, object]:
        """The answers, and beside them the facts that questions hang on (`forks.FACTS`)."""
        duty = "yes" if self.referral.agency.has_duty_to_notify else "no"
        return {**self.values, forks.HAS_DUTY: duty, forks.FILES: self.files}

    @property
    def files(self) -> int:
        """How many files of evidence go with it."""
        return 0

    @property
    def is_open(self) -> bool:
        """Whether its answers may still be changed."""
        return is_open(self.referral)

    def step(self, key: str) -> Step | None:
        return self.questions.step(key)


def is_open(referral: Referral) -> bool:
    return referral.status == Status.DRAFT and not referral.is_mistake


def drafted(row: ReferralAnswers) -> Draft:
    """The draft as it is worked on. What is closed is read with the questions it was asked."""
    begun_under = questions.of_version(row.referral.question_set)
    if not is_open(row.referral):
        return Draft(row, begun_under, row.values)
    moved = questions.moved_on(begun_under, row.values)
    return Draft(row, moved.questions, moved.answers, moved.changes)


def keep_moved(draft: Draft) -> None:
    """Store the answers in the form of the questions they are read with from now on."""
    if draft.values != draft.row.values:
        draft.row.values = dict(draft.values)
        draft.row.save()


def find(actor: Actor, act: str, reference: str) -> Draft:
    """The draft, for its author alone. Raises as `access.find` does."""
    rows = ReferralAnswers.objects.select_related(
        "referral__person__incident", "referral__screening", "referral__agency"
    )
    return drafted(access.find(actor, act, rows, referral__reference=reference))
