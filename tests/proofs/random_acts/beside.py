"""Acts that put someone beside a person, and what they write there."""

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agencies.covering import set_cover
from agencies.models import Cover
from tests.proofs.random_acts.ground import NAMES
from tests.proofs.random_acts.run import DAY, Run, one_of, some
from victims import actions
from victims.actions import PARTS
from victims.forms import part_form
from victims.models import Assignment

CARERS = {"practitioner", "support_worker"}


class Beside(Run):
    def colleague(self, who: str, other: int) -> str:
        """Mostly one of the same agency."""
        same = [each for each in NAMES if self.member(each).agency == self.member(who).agency]
        return one_of(same if other % 4 else NAMES, other // 4)

    @rule(doer=some, at=some)
    def assign_oneself(self, doer: int, at: int) -> None:
        person = self.record("person", at)
        who = self.doer(doer, "assign", person)
        if self.on(
            who,
            "assign",
            person,
            lambda: actions.assign(
                self.row(person), by=self.actor(who), at=timezone.now(), reason="Invented."
            ),
        ):
            self.model.assigned.add((person, who))

    @rule(doer=some, at=some, other=some)
    def assign_colleague(self, doer: int, at: int, other: int) -> None:
        person = self.record("person", at)
        who = self.doer(doer, "oversee", person)
        colleague = self.colleague(who, other)
        if self.on(
            who,
            "oversee",
            person,
            lambda: actions.assign_colleague(
                self.row(person), self.world.places[colleague], by=self.actor(who),
                at=timezone.now(), reason="Invented.",
            ),
        ):  # fmt: skip
            assert self.member(colleague).agency == self.member(who).agency
            assert self.member(colleague).roles & CARERS
            self.model.assigned.add((person, colleague))

    @precondition(lambda self: self.model.assigned)
    @rule(doer=some, at=some)
    def take_off(self, doer: int, at: int) -> None:
        person, other = one_of(sorted(self.model.assigned), at)
        row = Assignment.objects.get(person=self.row(person), membership=self.world.places[other])
        agency = self.member(other).agency

        def may(who: str) -> bool:
            return self.model.may(who, "oversee", *person) and self.member(who).agency == agency

        who = self.whoever_may(doer, may)
        if self.done(
            who,
            may(who),
            lambda: actions.take_off(row, by=self.actor(who)),
            sees=self.model.may(who, "see", *person),
        ):
            self.model.assigned.discard((person, other))

    @rule(doer=some, away=some, by=some, days=st.integers(0, 2))
    def cover(self, doer: int, away: int, by: int, days: int) -> None:
        def may(who: str) -> bool:
            return self.member(who).works_there and "agency_lead" in self.member(who).roles

        who = self.whoever_may(doer, may)
        absent, holder = self.colleague(who, away), self.colleague(who, by)
        same = {self.member(each).agency for each in (absent, holder)} == {self.member(who).agency}
        standing = (each for each in self.model.covers if each[2] >= self.model.today)
        if absent == holder or not same or (holder, absent) in {each[:2] for each in standing}:
            return
        places, today = self.world.places, timezone.localdate()

        def do() -> Cover:
            return set_cover(
                places[absent], places[holder], starts_on=today, ends_on=today + days * DAY,
                by=self.actor(who), at=timezone.now(),
            )  # fmt: skip

        if self.done(who, may(who), do):
            self.model.covers.append((holder, absent, self.model.today + days))
            self.world.changed(holder)

    @rule(doer=some, at=some)
    def state_reason(self, doer: int, at: int) -> None:
        person = self.record("person", at)

        def may(who: str) -> bool:
            asked = self.member(who).roles & {"coordinator", "police_lead"}
            return bool(asked) and self.model.may(who, "see", *person)

        who = self.whoever_may(doer, may)
        if self.done(
            who,
            may(who),
            lambda: actions.state_reason(self.row(person), "danger", by=self.actor(who)),
            sees=self.model.may(who, "see", *person),
        ):
            self.model.reasons.add((person, who, self.model.today))

    @rule(doer=some, at=some, part=st.sampled_from(sorted(PARTS)))
    def write(self, doer: int, at: int, part: str) -> None:
        """Mostly of a person whom somebody is assigned to."""
        assigned, model = sorted(person for person, _ in self.model.assigned), PARTS[part]
        person = one_of(assigned, at) if assigned and at % 4 else self.record("person", at)
        who, row = (
            self.doer(doer, "change", person, part),
            model.objects.get(person=self.row(person)),
        )
        form = part_form(model)({"version": row.version}, actor=self.actor(who), instance=row)
        assert form.is_valid()
        if self.on(
            who,
            "change",
            person,
            lambda: actions.save_part(part, form, by=self.actor(who)),
            of=part,
        ):
            self.model.wrote[person, part] = who
