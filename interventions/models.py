"""What agencies did: interventions, places disrupted, arrests."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.history import keeps_history
from agencies.policy import Access
from casework.codes import CodeField
from casework.models import OnBehalf, Record
from interventions.terms import Target
from shop import rules as shop_rules
from shop.querysets import own_or_shared


def today():
    return timezone.localdate()


@keeps_history
class Intervention(Record, OnBehalf):
    """One act by one agency, towards one objective and one target."""

    incident = models.ForeignKey(
        "shop.Incident", models.PROTECT, related_name="interventions", editable=False
    )
    visit = models.ForeignKey(
        "shop.Visit", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    kind = CodeField("what was done", codes="interventions/intervention_kinds")
    objective = CodeField(codes="interventions/intervention_4p")
    acted_on = models.DateField("when", default=today)
    target = models.CharField("towards", max_length=10, choices=Target.choices)

    prefix = "ACT"
    sort_key = "acted_on"
    personal_fields = ("said_by",)
    access = Access(kind="incident", carrier="incident", narrow=own_or_shared)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, *OnBehalf.Meta.constraints]
        indexes = [models.Index(fields=["-acted_on", "-id"], name="intervention_newest")]

    def clean(self) -> None:
        if why := shop_rules.not_in_future(self.acted_on, today(), "Date it was done"):
            raise ValidationError({"acted_on": why})


@keeps_history
class Disruption(Record):
    """Exploitation at a place stopped or made harder. Not also an intervention.

    Either a day to check back is set, or the reason why there is none.
    """

    incident = models.ForeignKey(
        "shop.Incident", models.PROTECT, related_name="disruptions", editable=False
    )
    location = models.ForeignKey(
        "shop.Location", models.PROTECT, related_name="disruptions", verbose_name="place"
    )
    disrupted_on = models.DateField("when", default=today)
    outcome = CodeField(codes="interventions/disruption_outcomes")
    check_back_on = models.DateField("when will you check back", null=True, blank=True)
    no_check_reason = models.CharField("why no check back", max_length=300, blank=True)

    prefix = "DIS"
    sort_key = "disrupted_on"
    personal_fields = ("no_check_reason",)
    access = Access(
        kind="incident", carrier="incident", levels={"see": "work"}, narrow=own_or_shared
    )

    class Meta(Record.Meta):
        verbose_name = "disruption of a place"
        verbose_name_plural = "disruptions of places"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(check_back_on__isnull=False, no_check_reason="")
                | Q(check_back_on__isnull=True) & ~Q(no_check_reason=""),
                name="disruption_is_checked_or_says_why_not",
            ),
        ]
        indexes = [models.Index(fields=["-disrupted_on", "-id"], name="disruption_newest")]

    def clean(self) -> None:
        if why := shop_rules.not_in_future(self.disrupted_on, today(), "Date it was done"):
            raise ValidationError({"disrupted_on": why})
        if self.check_back_on is None and not self.no_check_reason:
            raise ValidationError(
                {"check_back_on": "Enter when you will check back, or say why there will be none"}
            )
        if self.check_back_on and self.no_check_reason:
            raise ValidationError(
                {"no_check_reason": "Leave this empty when there is a day to check back"}
            )


@keeps_history
class Arrest(Record):
    """How many people were arrested on one occasion. Who they are stays with the police."""

    incident = models.ForeignKey(
        "shop.Incident", models.PROTECT, related_name="arrests", editable=False
    )
    arrested_on = models.DateField("when", default=today)
    number = models.PositiveSmallIntegerField("how many people were arrested")

    prefix = "ARR"
    sort_key = "arrested_on"
    personal_fields = ()
    access = Access(kind="incident", carrier="incident", narrow=own_or_shared)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=500), name="arrest_of_at_least_one"
            ),
        ]

    def clean(self) -> None:
        if why := shop_rules.not_in_future(self.arrested_on, today(), "Date of the arrest"):
            raise ValidationError({"arrested_on": why})
        if self.number is not None and not 1 <= self.number <= 500:
            raise ValidationError({"number": "Enter a number from 1 to 500"})
