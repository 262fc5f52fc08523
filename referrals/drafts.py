"""A draft as its author works on it: the questions it was begun under and the answers so far."""

from dataclasses import dataclass
from datetime import date

from agencies import access
from agencies.acting import Actor
from referrals import engine, questions
from referrals.models import Referral, ReferralAnswers
from referrals.questions.shape import QuestionSet, Step
from referrals.terms import Status
from victims.models import Identity, Person


@dataclass(frozen=True)
class Draft:
    """What the pages of a referral read. Made through the gate; one query, see `find`."""

    row: ReferralAnswers
    questions: QuestionSet

    @property
    def referral(self) -> Referral:
        return self.row.referral

    @property
    def person(self) -> Person:
        return self.row.referral.person

    @property
    def answers(self) -> dict[str, object]:
        return self.row.values

    @property
    def is_open(self) -> bool:
        """Whether its answers may still be changed."""
        return self.referral.status == Status.DRAFT and not self.referral.is_mistake

    def step(self, key: str) -> Step | None:
        return self.questions.step(key)


def drafted(row: ReferralAnswers) -> Draft:
    return Draft(row, questions.of_version(row.referral.question_set))


def find(actor: Actor, act: str, reference: str) -> Draft:
    """The draft, for its author alone. Raises as `access.find` does."""
    rows = ReferralAnswers.objects.select_related(
        "referral__person__incident", "referral__screening", "referral__agency"
    )
    return drafted(access.find(actor, act, rows, referral__reference=reference))


def known_names(actor: Actor, person: Person) -> list[str]:
    """Names held on the person's record, where the author may see them: none may go in a notice."""
    row = access.allowed(actor, "see", Identity).filter(person=person).first()
    return [row.given_names, row.family_name, row.aliases] if row else []


def why_not_ready(draft: Draft, actor: Actor, today: date) -> str:
    """The first reason why this may not be sent yet, or ""."""
    return engine.why_not_ready(
        draft.questions,
        draft.answers,
        agency_has_duty=draft.referral.agency.has_duty_to_notify,
        known_names=known_names(actor, draft.person),
        today=today,
    )
