"""People met or named as potential victims, their parts, and screenings.

A person carries grants of their own: being given an incident gives nothing about its people.
"""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from agencies.history import keeps_history
from agencies.models import Grant, UserGrant
from agencies.policy import Access
from casework.codes import CodeField, CodeSetField
from casework.models import STANDS, Record
from casework.told_outside import ToldOutside, with_all_parts
from shop import rules as shop_rules
from shop.querysets import own_or_shared
from victims.consents import Consent as Consent
from victims.person_files import PersonFile as PersonFile
from victims.querysets import by_their_author, of_ones_agency
from victims.reasons import StatedReason as StatedReason
from victims.terms import AgeBand, Interpreting, Presence


@keeps_history
class Person(Record):
    """The outline of someone met or named as a potential victim. No name is needed or kept here."""

    partnership = models.ForeignKey("agencies.Partnership", models.PROTECT, editable=False)
    incident = models.ForeignKey(
        "shop.Incident", models.PROTECT, related_name="people", editable=False
    )
    working_label = models.CharField(
        max_length=60,
        help_text="How you tell people on this visit apart, for example “man in blue "
        "jacket”. Not a name.",
    )
    age_band = models.CharField("age", max_length=10, choices=AgeBand.choices)
    gender = CodeField(codes="victims/gender")
    nationality = CodeField(codes="victims/nationalities", blank=True)
    met_at = models.DateTimeField("first met", default=timezone.now)
    contact_warning = models.CharField(
        max_length=300,
        blank=True,
        help_text="Shown first to everyone who opens this person. For example “Do not call or "
        "visit before you speak to the support worker.”",
    )

    prefix = "PER"
    sort_key = "met_at"
    personal_fields = ("working_label", "contact_warning")
    access = Access(kind="person")

    class Meta(Record.Meta):
        verbose_name_plural = "people"
        permissions = [
            ("see_person", "See the outline of the person"),
            ("work_person", "Work with the person"),
            ("manage_person", "Manage the person's record"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["id", "met_at", "partnership"], name="person_and_sort_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "-met_at", "-id"], condition=STANDS, name="person_newest"
            ),
            GinIndex(OpClass(Upper("working_label"), name="gin_trgm_ops"), name="person_by_label"),
        ]

    def clean(self) -> None:
        if why := shop_rules.not_in_future(self.met_at, timezone.now(), "Date first met"):
            raise ValidationError({"met_at": why})


@keeps_history
class PersonGrant(Grant):
    """An agency's access to one person."""

    content_object = models.ForeignKey(
        Person, models.CASCADE, related_name="grants", db_index=False, db_constraint=False
    )

    class Meta(Grant.Meta):
        indexes = [
            *Grant.Meta.indexes,
            models.Index(
                fields=["group", "permission", "-sort_key", "-content_object"],
                include=["ends_at", "partnership"],
                name="person_grant_list",
            ),
            models.Index(fields=["content_object"], name="person_grant_of_record"),
        ]


class PersonUserGrant(UserGrant):
    """Stays empty; see UserGrant."""

    content_object = models.ForeignKey(Person, models.CASCADE, related_name="+")


class Part(models.Model):
    """A part of a person kept in a table of its own, so that it can be shown or kept apart.

    written_by: whoever wrote what stands there; they may read it again, assigned or not.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="%(class)s")
    version = models.PositiveIntegerField(default=1, editable=False)
    written_by = models.ForeignKey(
        "agencies.Membership", models.PROTECT, null=True, related_name="+", editable=False
    )

    fenced = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.person.reference

    @property
    def reference(self) -> str:
        return self.person.reference


@keeps_history
class Identity(Part):
    """Who the person is."""

    given_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    aliases = models.CharField("other names used", max_length=300, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    document_numbers = models.CharField(max_length=300, blank=True)

    personal_fields = ("given_names", "family_name", "aliases", "born_on", "document_numbers")
    access = Access(kind="identity", carrier="person")

    def clean(self) -> None:
        if why := shop_rules.not_in_future(self.born_on, timezone.localdate(), "Date of birth"):
            raise ValidationError({"born_on": why})


@keeps_history
class Contact(Part):
    """Where the person is now and how they may safely be reached. Never a safe-house address."""

    staying_area = models.CharField(
        "town or area where they are staying", max_length=120, blank=True
    )
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    safe_to_contact = models.CharField("how it is safe to reach them", max_length=500, blank=True)

    personal_fields = ("staying_area", "phone", "email", "safe_to_contact")
    access = Access(kind="contact", carrier="person")


@keeps_history
class Narrative(Part):
    """What the person told, in their own words, and what they were made to do."""

    account = models.TextField("their account", max_length=15000, blank=True)

    personal_fields = ("account",)
    access = Access(kind="narrative", carrier="person")


@keeps_history
class Needs(Part):
    """What the person needs: health, immigration, money, support."""

    health = models.TextField(max_length=15000, blank=True)
    immigration = models.TextField(max_length=15000, blank=True)
    money = models.TextField(max_length=15000, blank=True)
    support = models.TextField(max_length=15000, blank=True)

    personal_fields = ("health", "immigration", "money", "support")
    access = Access(kind="needs", carrier="person")

    class Meta:
        verbose_name_plural = "needs"


class PersonTold(ToldOutside):
    """A page that told someone outside of a person. It may hold names, so it is fenced as parts."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="told")

    fenced = True
    personal_fields = ("whom", "why", "purpose", "basis", "content")
    access = Access(kind="person", carrier="person", narrow=with_all_parts)


@keeps_history
class Assignment(models.Model):
    """A named member put on a person by their agency: what opens the parts to them."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    membership = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    reason = models.CharField("why do you need to work with this person", max_length=300)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    personal_fields = ("reason",)
    access = Access(kind="person", carrier="person", narrow=of_ones_agency)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "membership"], name="assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} on {self.person}"


@keeps_history
class PersonMet(models.Model):
    """A line of a visit's one list of people met: which agencies met this person there."""

    visit = models.ForeignKey("shop.Visit", models.PROTECT, related_name="people_met")
    person = models.ForeignKey(Person, models.PROTECT, related_name="meetings")
    met_by = models.ManyToManyField("agencies.Agency", related_name="+")

    personal_fields = ()
    access = Access(kind="person", carrier="person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="met_once_a_visit")]

    def __str__(self) -> str:
        return f"{self.person} at {self.visit}"


@keeps_history
class Screening(Record):
    """The conversation and the signs looked for. A name is not needed; no score is made.

    Its types are what this person seems to have been through, not copied from the incident.
    Its town is that of its visit, or of its incident when there was no visit.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="screenings", editable=False)
    incident = models.ForeignKey("shop.Incident", models.PROTECT, related_name="+", editable=False)
    visit = models.ForeignKey(
        "shop.Visit", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    screened_at = models.DateTimeField("when you spoke", default=timezone.now)
    types = CodeSetField(
        verbose_name="what this person may have been through", codes="shop/exploitation_types"
    )
    presence = models.CharField(
        "who was there", max_length=15, choices=Presence.choices, default=Presence.NOT_RECORDED
    )
    interpreting = models.CharField(
        "interpreter",
        max_length=15,
        choices=Interpreting.choices,
        default=Interpreting.NOT_RECORDED,
    )
    outcome = CodeField("your view", codes="victims/screening_outcomes")

    prefix = "SCR"
    sort_key = "screened_at"
    personal_fields = ()
    access = Access(kind="person", carrier="person", narrow=own_or_shared)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(types__contains=["UNK"]), name="screening_not_known_is_no_type"
            ),
        ]
        indexes = [models.Index(fields=["-screened_at", "-id"], name="screening_newest")]

    def clean(self) -> None:
        if why := shop_rules.not_in_future(self.screened_at, timezone.now(), "When you spoke"):
            raise ValidationError({"screened_at": why})


@keeps_history
class ScreeningAnswer(models.Model):
    """One sign: seen or told, told by someone else, looked for and not seen, or not asked."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="answers")
    indicator = CodeField(codes="victims/screening_indicators")
    answer = CodeField(codes="victims/indicator_answers")

    personal_fields = ("indicator", "answer")
    access = Access(kind="person", carrier="screening__person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screening", "indicator"], name="one_answer_a_sign")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.answer}"


class ScreeningDraft(models.Model):
    """A screening not yet finished: what was typed on each page, as it was typed.

    Seen by its author alone, and only while their agency has the person. It ends when the
    screening is recorded, or when its author throws it away.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    membership = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    pages = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    personal_fields = ("pages",)
    access = Access(kind="person", carrier="person", narrow=by_their_author)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "membership"], name="one_screening_draft_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.person.reference
