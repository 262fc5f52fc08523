"""One run: how an act is done, whether it was refused rightly, and what must be so after it.

The clock cannot be turned, so when a day passes all dates kept so far move back by one.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agencies import access
from agencies.acting import Actor
from agencies.emergency import EmergencyAccess
from agencies.models import Capability, Cover
from agencies.restriction import CannotBeKept
from casework.workflow import CannotBeDone
from shop.models import IncidentGrant
from tests.proofs.random_acts.ground import CELLS, NAMES, OTHERS, Ground
from tests.proofs.random_acts.model import Member, Record, carrier
from victims.actions import PARTS
from victims.models import PersonGrant, StatedReason

T = TypeVar("T")
DAY = timedelta(days=1)
MOST_RECORDS = 6
FENCE_EVERY = 7

# Numbers that a run makes into whom and what: one of those there are by then.
some = st.integers(0, 59)
kind = st.sampled_from(["incident", "person"])
other_agency = st.sampled_from(OTHERS)
agencies = st.sets(other_agency, min_size=1)


def one_of(options: Sequence[T], some: int) -> T:
    return options[some % len(options)]


class Run(RuleBasedStateMachine):
    """ground: where every run begins. counts: of all runs together; acts by their rule's name."""

    ground: ClassVar[Ground]
    counts: ClassVar[Counter]

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.world = self.ground.begun()
        self.model = self.world.model
        self.turn = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    # Whom and what

    def record(self, of: str, some: int) -> Record:
        return of, some % self.world.many(of)

    def row(self, record: Record) -> Any:
        return self.world.records[record]

    def actor(self, who: str) -> Actor | None:
        """As for whatever is posted: nothing is written by emergency access."""
        actor = self.world.actors[who]
        return replace(actor, emergency=None) if actor else None

    def member(self, who: str) -> Member:
        return self.model.members[who]

    def whoever_may(self, some: int, able: Callable[[str], bool]) -> str:
        """Mostly one of those who may, so that much is done; else anybody, to be refused."""
        may = [who for who in NAMES if able(who)]
        return one_of(may if may and some % 4 else NAMES, some // 4)

    def doer(self, some: int, act: str, record: Record, of: str = "") -> str:
        of = of or record[0]
        return self.whoever_may(some, lambda who: self.model.may(who, act, of, record[1]))

    # How an act is done

    def on(self, who: str, act: str, record: Record, do: Callable[[], Any], of: str = "") -> Any:
        """Do what needs `act` on the record, or on one part of it; see `done`."""
        of, at = of or record[0], record[1]
        return self.done(
            who, self.model.may(who, act, of, at), do, sees=self.model.may(who, "see", of, at)
        )

    def done(self, who: str, may: bool, do: Callable[[], Any], *, sees: bool = True) -> Any:
        """What the act returned, or True; None when the product said no.

        may: whether the model lets it be done. sees: what it says of seeing the record, on which
        depends how a refusal is told. That a rule of the work says "not now" is no difference.
        Who works there no more acts no more: the middleware sends them away.
        """
        if self.actor(who) is None:
            assert not may
            return None
        name = do.__qualname__.split(".")[1]
        self.counts["acts"] += 1
        self.counts[f"tried: {name}"] += 1
        try:
            result = do()
        except Http404:
            assert not may, "told that it does not exist"
            assert not sees, "told that it does not exist"
        except access.Refused:
            assert not may, "refused"
            assert sees, "told that it exists"
        except (CannotBeDone, CannotBeKept):
            assert may, "told why not now"
            return None
        else:
            assert may, "done"
            self.counts[f"done: {name}"] += 1
            return result or True
        self.counts["refused"] += 1
        return None

    # Time

    @rule()
    def a_day_passes(self) -> None:
        self.counts["acts"] += 1
        self.model.today += 1
        self.model.opened.clear()
        for grants in (IncidentGrant, PersonGrant):
            grants.objects.filter(ends_at__isnull=False).update(ends_at=F("ends_at") - DAY)
        Cover.objects.update(starts_on=F("starts_on") - DAY, ends_on=F("ends_on") - DAY)
        EmergencyAccess.objects.update(
            **{name: F(name) - DAY for name in ("asked_at", "opened_at", "ends_at")}
        )
        Capability.objects.update(valid_from=F("valid_from") - DAY, valid_to=F("valid_to") - DAY)
        # Those of yesterday stay, to be seen opening nothing; older ones would meet them.
        StatedReason.objects.filter(on__lt=timezone.localdate()).delete()
        StatedReason.objects.update(on=F("on") - DAY)
        self.world.changed(*NAMES)

    # What must be so after every act

    @invariant()
    def somebody_may_do_what_the_model_says(self) -> None:
        """Every act on every record, as whole sets; after each act of the next member."""
        self.turn += 1
        who = one_of(NAMES, self.turn)
        actor = self.world.actors[who]
        if actor is None:
            assert not self.member(who).works_there
            return
        found = self.world.asked_of_the_gate(actor)
        for of, act in CELLS:
            may = partial(self.model.may, reads=True)
            assert found[of, act] == self.right(of, may, who, act), (who, act, of)
        self.counts["sets"] += len(CELLS)
        if self.turn % FENCE_EVERY == 0:
            found = self.world.asked_of_the_fence(actor)
            for part in PARTS:
                assert found[part] == self.right(part, self.model.reaches, who), (who, part)
            self.counts["sets"] += len(PARTS)

    def right(self, of: str, answer: Callable[..., bool], who: str, *act: str) -> set[int]:
        return {
            row.pk
            for (kind, at), row in self.world.records.items()
            if kind == carrier(of, at)[0] and answer(who, *act, of, at)
        }
