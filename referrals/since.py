"""What is known since a referral was sent, read once: its decisions, its entries, its clocks."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone

from referrals import clocks, decisions, tracks
from referrals.clocks import Clock, Facts
from referrals.decisions import Decision, Kind
from referrals.follow_up import FollowUp
from referrals.models import Referral
from referrals.terms import Route, Status
from referrals.tracks import Track
from victims.terms import CHILD_BANDS

# When nothing more is waited for, whatever the clocks say.
OVER = frozenset({Status.WITHDRAWN, Status.CLOSED})
READ = {"decisions": Decision, "follow_ups": FollowUp}


@dataclass(frozen=True)
class Since:
    """Reads as the page does. Made with `of`, which asks the database twice."""

    referral: Referral
    decisions: tuple[Decision, ...]
    follow_ups: tuple[FollowUp, ...]

    @property
    def made(self) -> dict[Kind, Decision]:
        return decisions.standing(self.decisions)

    @property
    def is_nrm(self) -> bool:
        return self.referral.route == Route.NRM

    @property
    def is_child(self) -> bool:
        """Treated as a child: under 18, or perhaps, and nobody wrote down that they turned 18."""
        return self.referral.person.age_band in CHILD_BANDS and not self.turned_18

    @property
    def turned_18(self) -> bool:
        return any(row.what == "turned_18" for row in tracks.counting(self.follow_ups))

    @property
    def was_negative(self) -> Decision | None:
        """The decision that went against the person and stands; the latest where there are two."""
        against = [row for row in self.made.values() if not row.is_positive]
        return max(against, key=lambda row: row.pk, default=None)

    @property
    def state(self) -> Status:
        """Where the decisions alone leave a referral: where it goes on after a pause."""
        return state_after(self.made, timezone.localdate())

    def state_but_for(self, kind: Kind) -> Status:
        """The same, had there been no decision of this kind."""
        rest = {each: row for each, row in self.made.items() if each != kind}
        return state_after(rest, timezone.localdate())

    def last_on(self, track: Track) -> FollowUp | None:
        return tracks.last_on(track, self.follow_ups)

    def reconsidering(self, *kinds: Kind) -> bool:
        """Whether a reconsideration of such a decision was accepted and waits for its outcome."""
        last, about = self.last_on(Track.RECONSIDERATION), self.was_negative
        return bool(
            last
            and about
            and last.what == "reconsideration-accepted"
            and last.decision_id == about.pk
            and about.kind in kinds
        )

    def facts(self, born_on: date | None = None) -> Facts:
        made = self.made
        reasonable, conclusive = made.get(Kind.REASONABLE), made.get(Kind.CONCLUSIVE)
        negative, support = self.was_negative, self.last_on(Track.SUPPORT)
        asked = self.last_on(Track.RECONSIDERATION)
        return Facts(
            sent_on=self.referral.submitted_on,
            reasonable_on=reasonable.decided_on if reasonable else None,
            is_reasonable=bool(reasonable and reasonable.is_positive),
            conclusive_on=conclusive.decided_on if conclusive else None,
            is_conclusive=bool(conclusive and conclusive.is_positive),
            negative_on=negative.decided_on if negative else None,
            reconsidered=bool(negative and asked and asked.decision_id == negative.pk),
            ends_support=bool(negative and negative.kind != Kind.DISQUALIFICATION),
            support_wanted_on=(
                support.happened_on if support and support.what == "support-wanted" else None
            ),
            support_reached=bool(support and support.what in tracks.SUPPORT_REACHED),
            born_on=born_on if self.is_child else None,
        )

    def clocks(self, born_on: date | None = None) -> list[Clock]:
        """Those that run. A notice has none, and nothing runs on for one that is over."""
        if not self.is_nrm or self.referral.status in OVER:
            return []
        return clocks.running(self.facts(born_on))

    @property
    def lacks_guardian(self) -> bool:
        """A child's, with neither a guardian that accepted nor a reason why there is none."""
        last = self.last_on(Track.GUARDIAN)
        return (
            self.is_nrm and self.is_child and not (last and last.what in tracks.GUARDIAN_IS_SETTLED)
        )


def state_after(made: dict[Kind, Decision], today: date) -> Status:
    disqualified = made.get(Kind.DISQUALIFICATION)
    if disqualified and not disqualified.is_positive:
        return Status.DISQUALIFIED
    if Kind.CONCLUSIVE in made:
        return Status.CG_MADE
    reasonable = made.get(Kind.REASONABLE)
    if reasonable is None:
        return Status.AWAIT_RG
    if not reasonable.is_positive:
        return Status.RG_MADE
    ended = clocks.recovery_ends(reasonable.decided_on) < today
    return Status.AWAIT_CG if ended else Status.RECOVERY


def of(referral: Referral) -> Since:
    """Kept on the row: a page asks several times. What was prefetched is not asked for again."""
    if not hasattr(referral, "known_since"):
        models.prefetch_related_objects(
            [referral],
            *(
                models.Prefetch(name, model.objects.select_related("made_by", "agency"))
                for name, model in READ.items()
            ),
        )
        referral.known_since = Since(
            referral, *(tuple(getattr(referral, name).all()) for name in READ)
        )
    return referral.known_since


def forget(referral: Referral) -> None:
    """After something was added, so that `of` reads again."""
    for name in READ:
        getattr(referral, "_prefetched_objects_cache", {}).pop(name, None)
    if hasattr(referral, "known_since"):
        del referral.known_since
