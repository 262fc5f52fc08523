"""Stories of people, told in a report so that nobody is recognised, and only while they agree."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from agencies.history import keeps_history
from casework.codes import CodeField
from reporting.document.material import Told
from reporting.stories.untold import NO_MORE, without
from reporting.written.blocks import MOST_CHARACTERS
from reporting.written.models import ForAReport
from shop import rules as shop_rules
from victims.models import Person
from victims.terms import AgeBand

# Fewer people than these with all that a story tells, and somebody may know who it is.
ENOUGH_PEOPLE = 10


class Treated(models.TextChoices):
    """What was done with a detail by which somebody could be recognised. The true detail of what
    was changed is written nowhere."""

    LEFT_OUT = "LEFT_OUT", "Left out"
    CHANGED = "CHANGED", "Changed"
    AS_IT_WAS = "AS_IT_WAS", "Told as it was"


DETAILS = {
    "age": "Age",
    "gender": "Sex",
    "nationality": "Nationality, language",
    "town": "Town, place, kind of home",
    "health": "Health, disability, pregnancy",
    "family": "Family and relations",
    "work": "Work, and how they were exploited",
    "dates": "Dates and how long it lasted",
    "agencies": "Which agencies helped",
}


@keeps_history
class Story(ForAReport):
    """One story. Whoever approves it did not write it; a change to its words undoes both approvals.
    Withdrawn, it holds no words any more; see `withdrawing`.

    person: whose story it is, where a record is behind it; then their own record of what they said
    decides. consent_on, consent_how: the consent of anybody else. treated: each of DETAILS to one
    of Treated. told_*: what the story says of the person that is as it was, "" for anything else.
    """

    title = models.CharField("heading", max_length=120)
    text = models.TextField("the story")
    person = models.ForeignKey(
        "victims.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    consent_on = models.DateField("day they agreed", null=True, blank=True)
    consent_how = models.CharField(
        "how they were asked, and what they agreed to", max_length=500, blank=True
    )
    treated = models.JSONField(default=dict)
    told_age = models.CharField("age told", max_length=10, blank=True, choices=AgeBand.choices)
    told_gender = CodeField("sex told", codes="victims/gender", blank=True)
    told_nationality = CodeField("nationality told", codes="victims/nationalities", blank=True)
    told_town = models.ForeignKey(
        "shop.Town", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="town told",
    )  # fmt: skip
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    second_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawn_because = models.CharField(max_length=300, blank=True, editable=False)

    prefix = "STO"
    personal_fields = ("title", "text", "consent_on", "consent_how", "withdrawn_because")

    class Meta:
        ordering = ["-period", "pk"]
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                condition=Q(text__length__lte=MOST_CHARACTERS), name="story_is_short_enough"
            ),
            models.CheckConstraint(
                condition=(Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")))
                & (
                    Q(second_approved_by__isnull=True)
                    | Q(approved_by__isnull=False)
                    & ~Q(second_approved_by=F("written_by"))
                    & ~Q(second_approved_by=F("approved_by"))
                ),
                name="story_is_approved_by_two_who_did_not_write_it",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_because=""),
                name="story_is_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(title="", text="", told_age="", told_gender="", told_nationality="")
                & Q(told_town__isnull=True),
                name="story_withdrawn_tells_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"Story {self.reference}"

    def clean(self) -> None:
        super().clean()
        if self.consent_on and (
            why := shop_rules.not_in_future(self.consent_on, timezone.localdate(), "The day")
        ):
            raise ValidationError({"consent_on": why})
        if self.consent_on and not self.consent_how.strip():
            raise ValidationError({"consent_how": "Enter how they were asked"})

    @property
    def has_consent(self) -> bool:
        """Whether they agree now: by their own record where there is one."""
        if self.withdrawn_at:
            return False
        if self.person_id:
            return agrees(self.person_id)
        return self.consent_on is not None

    @property
    def is_approved(self) -> bool:
        return self.second_approved_by_id is not None

    @property
    def is_rare(self) -> bool:
        """Whether few people in the partnership's records have all that the story tells."""
        told = {
            "age_band": self.told_age,
            "gender": self.told_gender,
            "nationality": self.told_nationality,
            "incident__town": self.told_town_id,
        }
        asked = {name: value for name, value in told.items() if value}
        if not asked:
            return False
        rows = Person.objects.filter(
            partnership_id=self.partnership_id, mistake_at__isnull=True, **asked
        )
        return rows[:ENOUGH_PEOPLE].count() < ENOUGH_PEOPLE


def agrees(person_id: int) -> bool:
    """Whether the last thing that somebody said about their story is that it may be told.

    The database answers this alone: what people said is guarded by row, and a report is made in the
    name of somebody who may read none of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_story_may_be_told(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def for_report(partnership_id: int, period: str) -> list[Told]:
    """Stories of a year that two approved and whose people agree; all others are left out."""
    rows = Story.objects.filter(
        partnership_id=partnership_id, period=period, is_left_out=False,
        second_approved_by__isnull=False, withdrawn_at__isnull=True,
    )  # fmt: skip
    return [
        {
            "reference": row.reference,
            "title": row.title,
            "text": row.text,
            "has_consent": True,
            "is_rare": row.is_rare,
        }
        for row in rows.order_by("pk")
        if row.has_consent
    ]


def taken_back(contract: dict[str, Any] | None) -> set[str]:
    """The stories of a report, by reference, that it tells and that may be told no more."""
    told = {one["reference"] for one in (contract or {}).get("stories", ()) if one["has_consent"]}
    if not told:
        return set()
    rows = Story.objects.filter(reference__in=told)
    return told - {row.reference for row in rows if row.has_consent and row.is_approved}


def any_withdrawn(contract: dict[str, Any]) -> bool:
    """Whether a story of a report that is about to be kept was withdrawn since it was counted.
    Until the end of the transaction none of them can be."""
    told = [one["reference"] for one in contract["stories"]]
    rows = list(Story.objects.select_for_update().filter(reference__in=told).order_by("pk"))
    return any(row.withdrawn_at for row in rows)


def as_told_now(contract: dict[str, Any]) -> dict[str, Any]:
    """The same report without the stories that may be told no more; the kept one is unchanged."""
    gone = taken_back(contract)
    return without(contract, dict.fromkeys(gone, NO_MORE)) if gone else contract
