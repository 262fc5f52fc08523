"""A draft as its author works on it: the questions it was begun under and the answers so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from agencies import access
from agencies.acting import Actor
from files.terms import FileState
from referrals import engine, questions
from referrals.draft_offers import OfferState
from referrals.models import DraftOffer, Evidence, Referral, ReferralAnswers, TypedPage
from referrals.questions import forks
from referrals.questions.shape import QuestionSet, Step
from referrals.terms import Route, Status
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

    @cached_property
    def files(self) -> int:
        """How many files of evidence there are, without those that the virus check removed. Counted
        with the row where it was read by `whole`."""
        counted = getattr(self.row, "counted", None)
        return _evidence(referral=self.referral).count() if counted is None else counted

    @property
    def is_open(self) -> bool:
        """Whether its answers may still be changed."""
        return is_open(self.referral)

    @property
    def is_notice(self) -> bool:
        """Whether the answers so far lead to a notice; then its files are kept aside."""
        return engine.route(self.answers) == Route.DUTY_TO_NOTIFY

    def is_written_by(self, actor: Actor) -> bool:
        """Whether the actor may change the answers now. Who handed it over only reads them."""
        return self.is_open and self.referral.author_id == actor.membership_id

    def step(self, key: str) -> Step | None:
        return self.questions.step(key)

    def open_offer(self, day: date) -> str:
        """The reference of the offer to another agency that stands on a day, or "". Of a draft read
        by `whole`."""
        for told in self.row.offers_told:
            if told["state"] == OfferState.OPEN and day <= date.fromisoformat(told["ends_on"]):
                return told["reference"]
        return ""


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


def _evidence(**of: object) -> QuerySet[Evidence]:
    return Evidence.objects.filter(**of).exclude(stored__state=FileState.REFUSED)


def whole(rows: QuerySet[ReferralAnswers]) -> QuerySet[ReferralAnswers]:
    """`rows` with all that a draft reads beside its answers: still one query."""
    files = _evidence(referral=OuterRef("referral")).order_by().values("referral")
    return rows.select_related(
        "referral__person__incident", "referral__screening", "referral__agency", "referral__checks"
    ).annotate(
        counted=Coalesce(Subquery(files.annotate(n=Count("pk")).values("n")), 0),
        offers_told=ArraySubquery(_offers_told()),
        typed_steps=ArraySubquery(
            TypedPage.objects.filter(referral=OuterRef("referral")).values("step")
        ),
    )


def _offers_told() -> QuerySet:
    """Each offer of a draft to another agency, the latest last."""
    told = JSONObject(**{
        "reference": "reference",
        "state": "state",
        "ends_on": "ends_on",
        "giver": "offered_by__user__name",
        "from": "agency__name",
        "to": "to_agency__name",
        "member": "to_member__user__name",
    })  # fmt: skip
    offers = DraftOffer.objects.filter(referral=OuterRef("referral")).order_by("pk")
    return offers.values(told=told)


def find(actor: Actor, act: str, reference: str) -> Draft:
    """The draft: to write for its author, to read also for whoever handed it over, whole until 28
    days after it was sent. Raises as `access.find` does."""
    rows = whole(ReferralAnswers.objects.all())
    return drafted(access.find(actor, act, rows, referral__reference=reference))
