"""Acts that give access, end it, keep a record from someone, and lift that by two."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agencies import access, restriction
from agencies.kept_from import KeptFrom
from casework.sharing import change_share, share_record, stop_sharing
from tests import make
from tests.proofs.random_acts.ground import NAMES
from tests.proofs.random_acts.model import NEVER, Record
from tests.proofs.random_acts.run import DAY, Run, agencies, kind, one_of, other_agency, some

LEVELS = ("see", "work", "manage")
# So that what ended did so well before now, whenever now is.
MARGIN = timedelta(hours=12)


class Giving(Run):
    def __init__(self) -> None:
        super().__init__()
        self.asked_to_lift: dict[tuple[Record, str], str] = {}

    @rule(
        doer=some, of=kind, at=some, to=agencies, level=st.integers(1, 3),
        days=st.sampled_from([NEVER, 1, 2, 3]),
    )  # fmt: skip
    def share(self, doer: int, of: str, at: int, to: set[str], level: int, days: float) -> None:
        record = self.record(of, at)
        who, row, now = self.doer(doer, "manage", record), self.row(record), timezone.now()
        rows = [self.world.agencies[each] for each in sorted(to)]
        facts = {"level": LEVELS[level - 1], "purpose": "Safety", "basis": "Public task"}
        ends_at = None if days == NEVER else now + days * DAY - MARGIN
        if self.on(
            who,
            "manage",
            record,
            lambda: share_record(row, rows, by=self.actor(who), at=now, ends_at=ends_at, **facts),
        ):
            for each in to:
                self.model.give(record, each, level, self.model.today + days)

    @rule(
        doer=some, of=kind, at=some, to=other_agency, level=st.integers(1, 3),
        days=st.sampled_from([NEVER, 1, 2]),
    )  # fmt: skip
    def lower_or_lengthen(
        self, doer: int, of: str, at: int, to: str, level: int, days: float
    ) -> None:
        """Another level and another end, for an agency that has it now."""
        record, now = self.record(of, at), timezone.now()
        who, held = self.doer(doer, "manage", record), self.model.ends.get((record, to), ())
        may = self.model.may(who, "manage", *record)
        ends_at = None if days == NEVER else now + days * DAY - MARGIN
        if self.done(
            who,
            may and any(end > self.model.today for end in held),
            self.by_its_manager(
                change_share, who, record, to, level=LEVELS[level - 1], ends_at=ends_at
            ),
            sees=self.model.may(who, "see", *record),
        ):
            end = self.model.today + days
            self.model.ends[record, to] = [end] * level + [-1] * (len(LEVELS) - level)

    @rule(doer=some, of=kind, at=some, to=other_agency)
    def stop(self, doer: int, of: str, at: int, to: str) -> None:
        record = self.record(of, at)
        who = self.doer(doer, "manage", record)
        if self.on(who, "manage", record, self.by_its_manager(stop_sharing, who, record, to)):
            self.model.ends.pop((record, to), None)

    def by_its_manager(
        self, act: Callable[..., None], who: str, record: Record, to: str, **facts
    ) -> Callable[[], None]:
        """An act of the page of shares, which opens for those who manage the record."""

        def do() -> None:
            by, row = self.actor(who), self.row(record)
            access.require(by, "manage", row)
            act(row, self.world.agencies[to], by=by, at=timezone.now(), why="safety", **facts)

        do.__qualname__ = f"Giving.{act.__name__}"
        return do

    @rule(doer=some, of=kind, at=some)
    @precondition(lambda self: not self.model.opened)
    def open_in_emergency(self, doer: int, of: str, at: int) -> None:
        """What comes of it is compared; who may ask for it is proven in tests/agencies."""
        record = self.record(of, at)
        who = self.whoever_may(doer, lambda who: self.member(who).duty)
        if actor := self.actor(who):
            self.counts["acts"] += 1
            make.emergency(actor, self.row(record))
            self.model.opened[who] = record
            self.world.changed(who)

    @rule(doer=some, of=kind, at=some, whom=some, all_of_them=st.booleans())
    def keep_from(self, doer: int, of: str, at: int, whom: int, all_of_them: bool) -> None:
        record, kept = self.record(of, at), self.member(one_of(NAMES, whom))
        who, named = self.doer(doer, "manage", record), kept.agency if all_of_them else kept.user
        if named in ("desk", self.member(who).agency):
            return
        rows = self.world.agencies if all_of_them else self.world.users
        facts = {"agencies" if all_of_them else "users": [rows[named].pk]}
        if self.on(
            who,
            "manage",
            record,
            lambda: restriction.keep_from(
                self.actor(who), self.row(record), reason="relative", **facts
            ),
        ):
            self.model.kept.setdefault(record, set()).add(named)

    @rule(doer=some, of=kind, at=some)
    def step_back(self, doer: int, of: str, at: int) -> None:
        record = self.record(of, at)
        who = self.doer(doer, "see", record)
        if self.on(
            who, "see", record, lambda: restriction.step_back(self.actor(who), self.row(record))
        ):
            self.model.kept.setdefault(record, set()).add(self.member(who).user)

    @precondition(lambda self: any(self.model.kept.values()))
    @rule(doer=some, at=some, answer=st.sampled_from(["ask", "ask", "lift", "lift", "keep"]))
    def lift(self, doer: int, at: int, answer: str) -> None:
        """Two lift: the first asks; the second, somebody else, lifts it or says no."""
        every = sorted((record, each) for record, kept in self.model.kept.items() for each in kept)
        record, named = one_of(every, at)
        rows = KeptFrom.objects.in_force().on(self.row(record))
        whom = self.world.agencies.get(named)
        kept = rows.get(agency=whom) if whom else rows.get(user=self.world.users[named])
        acts = {
            "ask": restriction.ask_to_lift, "lift": restriction.lift, "keep": restriction.keep_on
        }  # fmt: skip
        who = self.doer(doer, "manage", record)
        first, second = self.asked_to_lift.get((record, named)), self.member(who).user
        if not self.on(
            who, "manage", record, lambda: acts[answer](self.actor(who), kept, self.row(record))
        ):
            return
        if answer == "ask":
            assert first is None
            self.asked_to_lift[record, named] = second
            return
        assert first is not None
        del self.asked_to_lift[record, named]
        if answer == "lift":
            assert first != second, "one person lifted it alone"
            self.model.kept[record].discard(named)
