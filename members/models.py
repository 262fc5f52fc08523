"""How somebody is let in, how what they do changes, and how they come back without a factor."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Membership
from agencies.policy import Access, CapabilityKind, Role
from agencies.reach import of_own_agency, of_own_or_to_join
from casework.models import Record
from members.terms import InvitationStatus, LostFactorStatus, SeenHow


class Invitation(Record):
    """That a person be let in for one agency, with these roles; or that a member's roles change.

    `agency` is the one they work for, `made_by` who proposed it. `member` is set when they work
    there already: then approving it changes what they do, and no link is sent. Of a link only the
    digest is kept; it works once and until `link_ends_at`.
    """

    member = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", editable=False
    )
    name = models.CharField(max_length=120)
    email = models.EmailField("work email")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices))
    capabilities = ArrayField(
        models.CharField(max_length=20, choices=CapabilityKind.choices), default=list, blank=True
    )
    capable_until = models.DateField("permissions end on", null=True, blank=True)
    status = models.CharField(
        max_length=10,
        choices=InvitationStatus.choices,
        default=InvitationStatus.PROPOSED,
        editable=False,
    )
    digest = models.CharField(max_length=64, blank=True, editable=False)
    link_ends_at = models.DateTimeField(null=True, editable=False)

    prefix = "INV"
    personal_fields = ("name", "email")
    access = Access(kind="member", narrow=of_own_or_to_join)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "email"],
                condition=Q(status__in=["proposed", "sent"]),
                name="one_open_invitation_a_person",
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="invitation_link_once"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-made_at"], name="invitation_of_agency")]


class LostFactor(Record):
    """That a member lost their second factor, and that `made_by` has seen that it is they who ask.

    Somebody else releases it; then the member's factors are removed and their sessions end, and
    they set up anew when they next sign in with their password. Nothing of this goes by email.
    """

    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    seen_how = models.CharField("how they were seen", max_length=10, choices=SeenHow.choices)
    status = models.CharField(
        max_length=10,
        choices=LostFactorStatus.choices,
        default=LostFactorStatus.CHECKED,
        editable=False,
    )

    prefix = "FAC"
    personal_fields = ()
    access = Access(kind="member", narrow=of_own_agency)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(status="checked"),
                name="one_open_lost_factor_a_member",
            ),
        ]
