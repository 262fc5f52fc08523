"""Acts by which members leave, come, and change what they do."""

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from agencies.models import User
from members.models import Invitation
from members.places import left, set_place
from tests.proofs.random_acts.ground import NAMES, ROLES
from tests.proofs.random_acts.model import NEVER
from tests.proofs.random_acts.run import DAY, Run, one_of, some

LOOK_AFTER_MEMBERS = {"coordinator", "agency_lead"}


class Members(Run):
    @rule(doer=some, leaver=some, to=some, hands_over=st.booleans())
    def leave(self, doer: int, leaver: int, to: int, hands_over: bool) -> None:
        goes, takes = one_of(NAMES, leaver), one_of(NAMES, to)
        leaves, agency = self.member(goes), self.member(goes).agency
        fits = self.member(takes).agency == agency and self.member(takes).works_there
        if hands_over and (takes == goes or not fits):
            return

        def may(who: str) -> bool:
            does = self.member(who)
            reach = does.agency == agency or "coordinator" in does.roles
            return does.works_there and bool(does.roles & LOOK_AFTER_MEMBERS) and reach

        who, places = self.whoever_may(doer, may), self.world.places
        if self.done(
            who,
            may(who),
            lambda: left(
                places[goes], by=self.actor(who), at=timezone.now(), reason="Moved on.",
                to=places[takes] if hands_over else None,
            ),
            sees=may(who),
        ):  # fmt: skip
            leaves.works_there = False
            if hands_over:
                theirs = {pair for pair in self.model.assigned if pair[1] == goes}
                self.model.assigned -= theirs
                self.model.assigned |= {(person, takes) for person, _ in theirs}
            self.world.changed(goes)

    @rule(
        of=some, roles=st.sampled_from(ROLES), refers_for=st.sampled_from([-1, 0, 1, NEVER]),
        duty=st.booleans(),
    )  # fmt: skip
    def come_or_change(self, of: int, roles: set[str], refers_for: float, duty: bool) -> None:
        """What two had approved: a place again, or other roles in it, or another capability."""
        who = one_of(NAMES, of)
        member, place = self.member(who), self.world.places[who]
        if member.agency == "desk":
            roles = {"coordinator"}
        until = None if refers_for in (-1, NEVER) else timezone.localdate() + refers_for * DAY
        duty = duty and until is None
        held = [("first_responder", refers_for >= 0), ("duty_officer", duty)]
        approved = Invitation(
            agency=place.agency, roles=sorted(roles), capable_until=until,
            capabilities=[kind for kind, has in held if has],
        )  # fmt: skip
        self.counts["acts"] += 1
        User.objects.filter(pk=place.user_id).update(is_active=True)
        set_place(approved, place.user, timezone.now())
        member.roles, member.works_there, member.duty = roles, True, duty
        member.may_refer = self.model.today + refers_for if refers_for >= 0 else -1
        self.world.changed(who)
