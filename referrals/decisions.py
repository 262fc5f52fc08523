"""What the Home Office decided, as somebody here learned it.

Only ever added to, which the database sees to: a wrong entry is taken back by a later one, and the
latest that counts stands.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from agencies.policy import Access
from casework.codes import CodeField
from referrals.querysets import of_one_that_was_sent
from referrals.terms import Learned


class Kind(models.TextChoices):
    REASONABLE = "RG", "Reasonable grounds"
    CONCLUSIVE = "CG", "Conclusive grounds"
    DISQUALIFICATION = "DQ", "Disqualification"


# What each code decides, and whether in the person's favour; None takes the latest one back.
MEANS: dict[str, tuple[Kind, bool | None]] = {
    "RG_POS": (Kind.REASONABLE, True),
    "RG_NEG": (Kind.REASONABLE, False),
    "RECON_RG_POS": (Kind.REASONABLE, True),
    "RG_UNDONE": (Kind.REASONABLE, None),
    "CG_POS": (Kind.CONCLUSIVE, True),
    "CG_NEG": (Kind.CONCLUSIVE, False),
    "RECON_CG_POS": (Kind.CONCLUSIVE, True),
    "COMBINED_POS": (Kind.CONCLUSIVE, True),
    "COMBINED_NEG": (Kind.CONCLUSIVE, False),
    "CG_UNDONE": (Kind.CONCLUSIVE, None),
    "DISQUALIFIED": (Kind.DISQUALIFICATION, False),
    "REQUALIFIED": (Kind.DISQUALIFICATION, True),
    "DQ_UNDONE": (Kind.DISQUALIFICATION, None),
}


class Decision(models.Model):
    """One decision on one referral: what, on which day, by whom, and from what it is known.

    decided_on: the date on the letter, not the day it was read: clocks run from it.
    """

    referral = models.ForeignKey("referrals.Referral", models.PROTECT, related_name="decisions")
    outcome = CodeField(codes="referrals/nrm_decisions")
    decided_on = models.DateField("date of the decision")
    authority = CodeField(
        "competent authority", codes="referrals/competent_authorities", blank=True
    )
    reason = CodeField("reason given", codes="referrals/nrm_negative_reasons", blank=True)
    learned_from = models.CharField(
        "from what this is known", max_length=10, choices=Learned.choices
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    personal_fields = ()
    access = Access(kind="person", carrier="referral__person", narrow=of_one_that_was_sent)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["referral", "id"], name="decision_of_referral")]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.outcome}"

    @property
    def reference(self) -> str:
        return self.referral.reference

    @property
    def kind(self) -> Kind:
        return MEANS[self.outcome][0]

    @property
    def is_positive(self) -> bool:
        return bool(MEANS[self.outcome][1])


def standing(rows: Iterable[Decision]) -> dict[Kind, Decision]:
    """The decision of each kind that counts: the latest entered and not taken back."""
    found: dict[Kind, list[Decision]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        kind, in_favour = MEANS[row.outcome]
        of_kind = found.setdefault(kind, [])
        if in_favour is None:
            del of_kind[-1:]
        else:
            of_kind.append(row)
    return {kind: rows[-1] for kind, rows in found.items() if rows}


def earliest_allowed(kind: Kind, made: dict[Kind, Decision], sent_on: date) -> date:
    """The day before which a decision of this kind cannot have been made."""
    before = made.get(Kind.REASONABLE)
    return before.decided_on if kind != Kind.REASONABLE and before else sent_on
