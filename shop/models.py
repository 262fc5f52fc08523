"""Places, incidents, visits, notes and requests."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.history import keeps_history
from agencies.models import Grant, UserGrant
from agencies.policy import Access
from casework.codes import CodeField, CodeSetField
from casework.models import STANDS, OnBehalf, Record
from casework.told_outside import ToldOutside, with_all_parts
from shop import rules
from shop.geography import Town, Ward
from shop.incident_files import IncidentFile as IncidentFile
from shop.querysets import (
    IncidentQuerySet,
    NoteQuerySet,
    answered_by_the_asked,
    own_or_shared,
)
from shop.questions import Question as Question
from shop.terms import (
    Danger,
    IncidentOutcome,
    IncidentStatus,
    NoteScope,
    RequestStatus,
    VisitStatus,
)


@keeps_history
class Location(Record):
    """A place of concern: one row a place, however many incidents it has.

    Seen by those who may work on one of its incidents, because it tells where someone may be.
    """

    partnership = models.ForeignKey("agencies.Partnership", models.PROTECT, editable=False)
    address = models.CharField("address or place", max_length=300)
    postcode = models.CharField(max_length=10, blank=True)
    address_key = models.CharField(max_length=320, editable=False)
    kind = CodeField("kind of place", codes="shop/location_types", blank=True)
    town = models.ForeignKey(Town, models.PROTECT, related_name="locations")
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True)
    hazards = models.CharField(
        "hazards for visiting staff",
        max_length=300,
        blank=True,
        help_text="For example a dog, or a weapon seen. Shown before every visit.",
    )

    prefix = "PLA"
    personal_fields = ("address", "postcode", "address_key", "hazards")
    access = Access(
        kind="incident", carrier="incidents", many=True, levels={"see": "work", "answer": "work"}
    )

    class Meta(Record.Meta):
        verbose_name = "place"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["partnership", "address_key"], name="one_row_a_place"),
        ]
        indexes = [
            GinIndex(OpClass("address_key", name="gin_trgm_ops"), name="place_by_words"),
        ]

    def named_in_choices(self) -> str:
        """How a list to choose from tells places apart; elsewhere a place is its reference."""
        return self.address

    def save(self, *args, **kwargs) -> None:
        self.address_key = rules.address_key(self.address, self.postcode)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if why := rules.no_safe_house(self.kind, self.address):
            raise ValidationError({"address": why})
        _ward_in_town(self)


@keeps_history
class Incident(Record):
    """A report to the partnership that something may be wrong somewhere.

    Counts once the desk has accepted it. Carries the grants of everything borrowed from it.
    `types` is a set with a main one; a method such as cuckooing is a flag beside it.
    """

    partnership = models.ForeignKey("agencies.Partnership", models.PROTECT, editable=False)
    received_at = models.DateTimeField("received", default=timezone.now)
    source = CodeField("who told us", codes="shop/referral_sources")
    told_by = models.CharField(
        "name and contact of the person who told us",
        max_length=300,
        blank=True,
        help_text="Leave empty when they wish to stay anonymous",
    )
    location = models.ForeignKey(
        Location,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name="place",
    )
    town = models.ForeignKey(Town, models.PROTECT, related_name="incidents")
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True)
    types = CodeSetField(verbose_name="types of exploitation", codes="shop/exploitation_types")
    main_type = CodeField("main type", codes="shop/exploitation_types", blank=True)
    flags = CodeSetField(verbose_name="also true of it", codes="shop/exploitation_flags")
    narrative = models.TextField("what is suspected", max_length=15000)
    immediate_danger = models.CharField(
        "is someone in danger now", max_length=10, choices=Danger.choices
    )
    lead_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    risk = CodeField(codes="shop/risk_levels", blank=True)
    status = models.CharField(
        max_length=10, choices=IncidentStatus.choices, default=IncidentStatus.NEW, editable=False
    )
    passed_to = models.CharField(max_length=200, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    outcome = models.CharField(
        max_length=20, choices=IncidentOutcome.choices, blank=True, editable=False
    )

    objects = IncidentQuerySet.as_manager()

    prefix = "INC"
    sort_key = "received_at"
    led_by = "lead_agency"
    personal_fields = ("told_by", "narrative")
    access = Access(kind="incident")

    class Meta(Record.Meta):
        permissions = [
            ("see_incident", "See the incident"),
            ("work_incident", "Work on the incident"),
            ("manage_incident", "Manage the incident"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["id", "received_at", "partnership"], name="incident_and_sort_key"
            ),
            models.CheckConstraint(
                condition=Q(types=[], main_type="")
                | (Q(types__len__gt=0) & Q(types__contains=[F("main_type")])),
                name="incident_main_type_is_one_of_its_types",
            ),
            models.CheckConstraint(
                condition=~Q(types__contains=["UNK"]), name="incident_not_known_is_no_type"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=False, status=IncidentStatus.DUP)
                | Q(merged_into__isnull=True) & ~Q(status=IncidentStatus.DUP),
                name="incident_merged_exactly_when_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(status=IncidentStatus.CLOSED) & ~Q(outcome="")
                | ~Q(status=IncidentStatus.CLOSED) & Q(outcome=""),
                name="incident_outcome_exactly_when_closed",
            ),
        ]
        indexes = [
            *(
                models.Index(
                    fields=[*first, "-received_at", "-id"],
                    condition=STANDS,
                    name=f"incident_{name}",
                )
                for name, first in {
                    "newest": ["partnership"],
                    "by_status": ["partnership", "status"],
                    "by_town": ["town"],
                    "by_town_and_status": ["partnership", "town", "status"],
                }.items()
            ),
            GinIndex(fields=["types"], name="incident_types"),
        ]

    def clean(self) -> None:
        if why := rules.main_type_fits(self.types or [], self.main_type):
            raise ValidationError({"main_type": why})
        if why := rules.not_in_future(self.received_at, timezone.now(), "Date received"):
            raise ValidationError({"received_at": why})
        _ward_in_town(self)


@keeps_history
class IncidentGrant(Grant):
    """An agency's access to one incident."""

    content_object = models.ForeignKey(
        Incident, models.CASCADE, related_name="grants", db_index=False, db_constraint=False
    )

    class Meta(Grant.Meta):
        indexes = [
            *Grant.Meta.indexes,
            models.Index(
                fields=["group", "permission", "-sort_key", "-content_object"],
                include=["ends_at", "partnership"],
                name="incident_grant_list",
            ),
            models.Index(fields=["content_object"], name="incident_grant_of_record"),
        ]


class IncidentUserGrant(UserGrant):
    """Stays empty; see UserGrant."""

    content_object = models.ForeignKey(Incident, models.CASCADE, related_name="+")


class IncidentTold(ToldOutside):
    """A page that told someone outside of an incident."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="told")

    personal_fields = ("whom", "why", "purpose", "basis", "content")
    access = Access(kind="incident", carrier="incident", narrow=with_all_parts)


@keeps_history
class Visit(Record):
    """Agencies going to a place together. One visit, however many agencies took part.

    Multi-agency when at least two took part; being a safeguarding visit is a mark beside that.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="visits", editable=False)
    location = models.ForeignKey(
        Location, models.PROTECT, related_name="visits", verbose_name="place"
    )
    starts_at = models.DateTimeField("date and time of the visit")
    kind = CodeField("kind of visit", codes="shop/visit_types", default="MAV")
    is_safeguarding = models.BooleanField(
        "a safeguarding visit",
        default=False,
        help_text="Its purpose was the safety or welfare of a person",
    )
    lead_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=500, blank=True)
    found = models.TextField("what was found", max_length=15000, blank=True)
    status = models.CharField(
        max_length=10, choices=VisitStatus.choices, default=VisitStatus.PLANNED, editable=False
    )

    prefix = "VIS"
    sort_key = "starts_at"
    personal_fields = ("purpose", "found")
    access = Access(kind="incident", carrier="incident", narrow=own_or_shared)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status=VisitStatus.COMPLETED) | ~Q(kind="ABORT"),
                name="visit_without_access_is_not_completed",
            ),
        ]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="visit_newest")]

    def clean(self) -> None:
        completed = self.status == VisitStatus.COMPLETED
        if why := rules.kind_fits_completed(self.kind) if completed else "":
            raise ValidationError({"kind": why})


@keeps_history
class VisitPart(Record, OnBehalf):
    """One agency's part in a visit."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="parts", editable=False)
    what_we_did = models.TextField("what the agency did", max_length=15000, blank=True)
    took_part = models.BooleanField("took part", default=True)

    prefix = "PRT"
    personal_fields = ("what_we_did", "said_by")
    access = Access(kind="incident", carrier="visit__incident", narrow=own_or_shared)

    class Meta(Record.Meta):
        verbose_name = "part of a visit"
        verbose_name_plural = "agencies' parts of the visit"
        constraints = [
            *Record.Meta.constraints,
            *OnBehalf.Meta.constraints,
            models.UniqueConstraint(
                fields=["visit", "agency"],
                condition=Q(mistake_at__isnull=True),
                name="one_part_an_agency_a_visit",
            ),
        ]


@keeps_history
class Note(Record):
    """A note on the timeline of an incident, for the whole case or for one's own agency."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notes", editable=False)
    text = models.TextField("note", max_length=15000)
    scope = models.CharField(
        "who can read it", max_length=10, choices=NoteScope.choices, default=NoteScope.CASE
    )

    objects = NoteQuerySet.as_manager()

    prefix = "NOT"
    personal_fields = ("text",)
    access = Access(kind="incident", carrier="incident", narrow=NoteQuerySet.readable)


@keeps_history
class AgencyRequest(Record):
    """Something an agency was asked to do by a date. Answered: done or not done, in one line."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="requests", editable=False)
    asked_of = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    what = models.CharField("what are you asking for", max_length=500)
    due_on = models.DateField("by when")
    status = models.CharField(
        max_length=10, choices=RequestStatus.choices, default=RequestStatus.ASKED, editable=False
    )
    answer = models.CharField(max_length=500, blank=True, editable=False)

    prefix = "ASK"
    sort_key = "due_on"
    personal_fields = ("what", "answer")
    access = Access(kind="incident", carrier="incident", narrow=answered_by_the_asked)

    class Meta(Record.Meta):
        verbose_name = "request to an agency"
        verbose_name_plural = "requests to agencies"
        indexes = [models.Index(fields=["asked_of", "status", "due_on"], name="request_waiting")]


class ReportDraft(models.Model):
    """An incident being logged: the answers so far, seen by their author alone."""

    membership = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    personal_fields = ("answers",)

    def __str__(self) -> str:
        return self.reference


def _ward_in_town(record: Location | Incident) -> None:
    if record.ward_id and record.town_id and record.ward.town_id != record.town_id:
        raise ValidationError({"ward": f"{record.ward} is not in {record.town}"})
