"""Referrals prepared here and sent by a first responder on the Home Office service."""

from django.db import models
from django.db.models import Q

from agencies.history import keeps_history
from agencies.policy import Access
from casework.codes import CodeField
from casework.models import Record
from referrals.check_models import ReferralChecks as ReferralChecks
from referrals.colleague_models import CheckComment as CheckComment
from referrals.colleague_models import ColleagueCheck as ColleagueCheck
from referrals.decisions import Decision as Decision
from referrals.draft_offers import DraftOffer as DraftOffer
from referrals.evidence import Evidence as Evidence
from referrals.follow_up import FollowUp as FollowUp
from referrals.pack.place import PlaceBeside as PlaceBeside
from referrals.querysets import ReferralQuerySet, of_author, own_until_sent
from referrals.terms import SENT, UNSENT, Route, Status
from referrals.typed_pages import TypedPage as TypedPage
from victims.terms import AGREED, REFUSALS


@keeps_history
class Referral(Record):
    """One person's referral to the National Referral Mechanism, or notice of Duty to Notify.

    Closed without a day it was sent: a draft that was given up, for a reason, and counts nowhere.

    The route follows from the answers. This app prepares; only a first responder sends it, on the
    Home Office service, and then records here the reference that came back and the day.

    consent_said, consent_said_on: what the person last said about being referred, to whomever; see
    `asked.follow`. follows: the notice that was sent before they agreed.
    """

    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="referrals", editable=False
    )
    screening = models.ForeignKey("victims.Screening", models.PROTECT, related_name="+")
    author = models.ForeignKey(
        "agencies.Membership", models.PROTECT, related_name="+", editable=False
    )
    route = models.CharField(max_length=3, choices=Route.choices, blank=True, editable=False)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    question_set = models.CharField(max_length=30, editable=False)
    review_on = models.DateField("ask again on", null=True, blank=True, editable=False)
    submitted_on = models.DateField("sent on", null=True, blank=True, editable=False)
    home_office_reference = models.CharField(
        "Home Office reference", max_length=40, blank=True, editable=False
    )
    consent_said = CodeField(codes="victims/consent_answers", blank=True, editable=False)
    consent_said_on = models.DateField(null=True, blank=True, editable=False)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="follows the notice",
        null=True,
        blank=True,
        related_name="followed_by",
        editable=False,
    )

    objects = ReferralQuerySet.as_manager()

    prefix = "REF"
    sort_key = "made_at"
    personal_fields = ("home_office_reference",)
    access = Access(kind="person", carrier="person", narrow=own_until_sent)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    status__in=sorted({*UNSENT, Status.CLOSED}),
                    submitted_on__isnull=True,
                )
                | Q(
                    status__in=sorted(SENT),
                    submitted_on__isnull=False,
                )
                & ~Q(route=""),
                name="referral_sent_on_a_day_by_a_route",
            ),
        ]
        indexes = [models.Index(fields=["-made_at", "-id"], name="referral_newest")]

    @property
    def is_contradicted(self) -> bool:
        """Whether the person last said something else about being referred than the route rests on.
        Told from the row alone; the answers say it exactly, see `rules.still_says`."""
        agreed = self.consent_said == AGREED
        if self.route == Route.DUTY_TO_NOTIFY:
            return agreed
        return self.route == Route.NRM and self.consent_said in REFUSALS


@keeps_history
class ReferralAnswers(models.Model):
    """The answers of a referral, by field key of its question set. Seen by the author, and by
    whoever handed the draft over.

    Holds everything typed, those of branches no longer taken included; what may be sent is
    decided by `engine.outgoing`. `recorded` is what the ledger of consents has from here, by kind
    and channel.
    """

    referral = models.OneToOneField(Referral, models.CASCADE, related_name="answers")
    values = models.JSONField(default=dict)
    recorded = models.JSONField(default=dict, editable=False)
    saved_at = models.DateTimeField(auto_now=True)

    personal_fields = ("values", "recorded")
    access = Access(kind="person", carrier="referral__person", narrow=of_author)

    class Meta:
        verbose_name_plural = "referral answers"

    def __str__(self) -> str:
        return self.referral.reference

    @property
    def reference(self) -> str:
        return self.referral.reference
