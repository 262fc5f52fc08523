"""A colleague who was asked to read a draft, and what they said about its pages."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from agencies.history import keeps_history
from agencies.policy import Access
from referrals.terms import Status


def asked_of(actor) -> Q:
    """Checks that a colleague was asked for and may still make.

    Not once the author took it back, somebody else became the author, or the draft was closed.
    """
    return Q(
        colleague_id=actor.membership_id,
        ended_at__isnull=True,
        asked_by_id=F("referral__author_id"),
        asked_by__agency_id=actor.agency.pk,
        referral__status=Status.DRAFT,
        referral__mistake_at__isnull=True,
    )


def of_author_or_colleague(checks: QuerySet, actor, act: str) -> QuerySet:
    if act == "check":
        return checks.filter(asked_of(actor))
    return checks.filter(referral__author_id=actor.membership_id)


def said_to_author_or_by_colleague(comments: QuerySet, actor, act: str) -> QuerySet:
    if act == "check":
        return comments.filter(check_of__in=ColleagueCheck.objects.filter(asked_of(actor)))
    return comments.filter(check_of__referral__author_id=actor.membership_id)


@keeps_history
class ColleagueCheck(models.Model):
    """Somebody of the author's agency reads a draft, comments on its pages, and changes nothing.

    finished_at: when they said that they have read it. ended_at: when it was taken back, or the
    draft was ready or closed.
    """

    referral = models.ForeignKey(
        "referrals.Referral", models.CASCADE, related_name="colleague_checks"
    )
    colleague = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    personal_fields = ()
    access = Access(kind="person", carrier="referral__person", narrow=of_author_or_colleague)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at__isnull=True), name="one_check_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(colleague=F("asked_by")), name="nobody_checks_their_own"
            ),
        ]
        indexes = [
            models.Index(
                fields=["colleague"], condition=Q(ended_at__isnull=True), name="check_asked_of"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.referral.reference


@keeps_history
class CheckComment(models.Model):
    """What a colleague said about one page. is_done: the author has dealt with it."""

    check_of = models.ForeignKey(ColleagueCheck, models.CASCADE, related_name="comments")
    step = models.CharField(max_length=60)
    text = models.TextField("your comment", max_length=2_000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    is_done = models.BooleanField(default=False)

    personal_fields = ("text",)
    access = Access(
        kind="person",
        carrier="check_of__referral__person",
        narrow=said_to_author_or_by_colleague,
    )

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.check_of.referral.reference
