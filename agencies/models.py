"""Partnerships, agencies, people who sign in, and the audit of what they did."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, Permission, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from agencies.circles import Circle as Circle
from agencies.cover import Cover as Cover
from agencies.emergency import EmergencyAccess as EmergencyAccess
from agencies.emergency import FoundInEmergency as FoundInEmergency
from agencies.history import keeps_history
from agencies.kept_from import KeptFrom as KeptFrom
from agencies.policy import Access, CapabilityKind, Role, roles_go_together
from agencies.reach import of_own_agency
from agencies.session_models import Session as Session


class Partnership(models.Model):
    """The agencies of one area that work together. Nothing is shared between partnerships."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    is_demonstration = models.BooleanField(default=False)
    sharing_purpose = models.CharField(
        max_length=300,
        default="Protecting people from slavery and disrupting those who exploit them",
    )
    sharing_basis = models.CharField(
        max_length=300, default="Public task, under the partnership's sharing agreement"
    )
    duty_phone = models.CharField("phone number out of hours", max_length=40, blank=True)

    personal_fields = ()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())

    def create_user(self, email: str, password: str | None = None, **facts) -> "User":
        user = self.model(email=email.lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts) -> "User":
        return self.create_user(email, password, is_superuser=True, **facts)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. What they may do comes from their memberships, never from here."""

    email = models.EmailField("work email", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()
    personal_fields = ("email", "name")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_email_in_small_letters"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """One organisation, or one unit with work of its own, in a partnership.

    Its guardian group holds the records it was given. The desk is an agency too: its members are
    the coordinators. `signs_in` is false for an agency whose part is recorded on its behalf.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agencies")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, blank=True)
    group = models.OneToOneField(Group, models.PROTECT, related_name="agency", editable=False)
    is_desk = models.BooleanField(default=False)
    signs_in = models.BooleanField(default=True)
    is_first_responder = models.BooleanField(default=False)
    has_duty_to_notify = models.BooleanField(default=False)
    expects_a_check = models.BooleanField(default=False)
    lead_cover = models.ForeignKey(
        "agencies.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    personal_fields = ()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code"], name="agency_code_once"),
            # For the grants: an agency acts in one partnership.
            models.UniqueConstraint(fields=["group", "partnership"], name="agency_and_partnership"),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(is_desk=True), name="one_desk_a_partnership"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        if self.group_id is None:
            self.group = Group.objects.create(name=f"{self.partnership.code}:{self.code}")
        super().save(*args, **kwargs)


@keeps_history
class Membership(models.Model):
    """A person's place in one agency, with the roles they hold there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices))
    is_active = models.BooleanField(default=True)
    # Names the place in addresses; a counter would tell how many there are.
    handle = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())

    ended_at = models.DateTimeField(null=True, editable=False)
    ended_reason = models.CharField(max_length=300, blank=True, editable=False)

    personal_fields = ("ended_reason",)
    access = Access(kind="member", narrow=of_own_agency)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "agency"], name="one_membership_an_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.agency}"

    @property
    def reference(self) -> str:
        return str(self.handle)

    def clean(self) -> None:
        if why := roles_go_together(self.roles):
            raise ValidationError({"roles": why})
        if (Role.COORDINATOR in self.roles) != self.agency.is_desk:
            raise ValidationError(
                {"roles": "Coordinators, and only they, are members of the partnership's desk."}
            )


@keeps_history
class Capability(models.Model):
    """A dated permission of one person, beside their role."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="capabilities")
    kind = models.CharField(max_length=20, choices=CapabilityKind.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    personal_fields = ()

    class Meta:
        verbose_name_plural = "capabilities"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="capability_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ApiToken(models.Model):
    """A key for the API, bound to one membership. Only its digest is kept."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    personal_fields = ()

    def __str__(self) -> str:
        return f"API token of {self.membership}"


class Cause(models.TextChoices):
    """Why an agency has a record."""

    REPORTED = "reported", "Reported it"
    DESK = "desk", "The desk holds every record"
    LEAD = "lead", "Leads it"
    SHARED = "shared", "Was given it by sharing"
    VISIT = "visit", "Took part in a visit, or is to"
    MADE = "made", "Recorded it"


# What reaches an agency from elsewhere, and waits until somebody there has taken note of it.
ARRIVING = (Cause.SHARED.value, Cause.VISIT.value, Cause.LEAD.value)


class Grant(GroupObjectPermissionBase):
    """An agency's access to one record, at one level. Rows are cumulative: work means see too.

    accepted_at: when somebody of the agency took note of it; it is theirs before that, too.
    `sort_key` and `partnership` copy the record's; a composite foreign key keeps them true, so that
    lists read two ordered indexes side by side and stop after one page. Another holds the agency to
    the same partnership, so that no record is ever given outside it.
    Subclasses add `content_object`. Written only in `access.py`.
    """

    # The indexes of lists and of `content_object` serve these too.
    group = models.ForeignKey(Group, models.CASCADE, db_index=False)
    permission = models.ForeignKey(Permission, models.CASCADE, db_index=False)
    sort_key = models.DateTimeField(null=True, editable=False)
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    cause = models.CharField(max_length=20, choices=Cause.choices)
    purpose = models.CharField(max_length=300, blank=True)
    basis = models.CharField("legal basis", max_length=300, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    accepted_at = models.DateTimeField(null=True)

    personal_fields = ()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="%(class)s_accepted_when_and_by_whom",
            ),
        ]
        indexes = [
            # What waits to be accepted: few rows, however much an agency holds.
            models.Index(
                fields=["group", "-starts_at"],
                condition=Q(accepted_at__isnull=True, cause__in=ARRIVING),
                name="%(class)s_to_accept",
            ),
        ]


class UserGrant(UserObjectPermissionBase):
    """Grants to single users: never used, and no row can be written.

    The table exists only because guardian otherwise asks its generic user table as well.
    """

    personal_fields = ()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(id__lt=0), name="%(class)s_stays_empty"),
        ]


class AuditEvent(models.Model):
    """One look, write, share or refusal. Rows are only ever added; the database sees to it.

    Holds references and codes, never names, addresses, narratives or search words.
    """

    at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_index=False)
    act = models.CharField(max_length=30)
    record_type = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    references = ArrayField(models.CharField(max_length=40), default=list)
    parts = ArrayField(models.CharField(max_length=40), default=list)
    detail = models.JSONField(default=dict)
    # The request, or the run of a task, in which it happened: the change history names it too.
    request = models.UUIDField(null=True)

    personal_fields = ()

    class Meta:
        indexes = [
            models.Index(fields=["reference", "-id"], name="audit_by_record"),
            models.Index(fields=["user", "-id"], name="audit_by_person"),
            # Small ones for the pages of the audit: the lists that showed a record, and days.
            GinIndex(fields=["references"], name="audit_by_shown"),
            BrinIndex(fields=["at"], name="audit_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.record_type} {self.reference}".strip()


class AuditSeal(models.Model):
    """A batch of audit events, chained by hash to the batch before it.

    Written by the sealer's own role, which the web server does not have.
    """

    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField(unique=True)
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    personal_fields = ()

    def __str__(self) -> str:
        return f"events {self.first_event} to {self.last_event}"
