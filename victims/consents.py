"""What a person agreed to: a ledger of what they said, to whom, when and how they were asked.

Only ever added to. What somebody agrees to now is the last thing they said about it; an entry that
was wrong is taken back by a later one and stays. Kept like a part of the person: it says which
language they speak, who was beside them, and whether anyone doubted their capacity.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.policy import Access
from casework.codes import CodeField, CodeList
from shop import rules as shop_rules
from victims.terms import CONTACT, MISTAKE, CapacityDoubt, Interpreting, Presence

KINDS = CodeList("victims/consent_kinds")
CHANNELS = CodeList("victims/contact_channels")


class Consent(models.Model):
    """One thing that one person said about one choice, in one conversation.

    kind, channel: what they were asked; a way of reaching them for CONTACT alone.
    answer: what that comes to. said: the words of the option chosen, where it has words of its own.
    said_on: the day of the conversation, which may be before the day it was written down.
    wording, wording_version: what was put to them, as it stood, and of which set of questions.
    corrects: the entry that this one takes back; then it says nothing else.
    note: how it reached us, or why an entry was wrong.
    """

    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="consents")
    kind = CodeField("what they were asked", codes="victims/consent_kinds")
    channel = CodeField("way of reaching them", codes="victims/contact_channels", blank=True)
    answer = CodeField("what they said", codes="victims/consent_answers")
    said = models.CharField("in the words shown", max_length=300, blank=True)
    said_on = models.DateField("day you spoke")
    language = models.CharField("language you spoke in", max_length=60, blank=True)
    interpreting = models.CharField(
        "interpreter", max_length=15, choices=Interpreting.choices,
        default=Interpreting.NOT_RECORDED,
    )  # fmt: skip
    presence = models.CharField(
        "who was there", max_length=15, choices=Presence.choices, default=Presence.NOT_RECORDED
    )
    present = models.CharField("who else was there", max_length=300, blank=True)
    capacity = models.CharField(
        "doubt about their capacity to decide", max_length=15, choices=CapacityDoubt.choices,
        default=CapacityDoubt.NOT_RECORDED,
    )  # fmt: skip
    capacity_done = models.CharField(
        "what the doubt was, and what was done", max_length=1000, blank=True
    )
    wording = models.TextField("what was put to them")
    wording_version = models.CharField(max_length=40)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    note = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("written down", default=timezone.now)

    fenced = True
    personal_fields = (
        "kind", "channel", "answer", "said", "said_on", "language", "present", "capacity_done",
        "wording", "note",
    )  # fmt: skip
    access = Access(kind="consents", carrier="person")

    class Meta:
        verbose_name = "what the person said"
        verbose_name_plural = "what the person said"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CONTACT) & ~Q(channel="") | ~Q(kind=CONTACT) & Q(channel=""),
                name="consent_names_a_way_of_reaching_them",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=False, answer=MISTAKE) & ~Q(note="")
                | Q(corrects__isnull=True) & ~Q(answer=MISTAKE),
                name="consent_taken_back_says_which_and_why",
            ),
        ]
        indexes = [models.Index(fields=["person", "-said_on"], name="consent_of_person")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.person.reference

    def clean(self) -> None:
        if why := shop_rules.not_in_future(self.said_on, timezone.localdate(), "Day you spoke"):
            raise ValidationError({"said_on": why})

    @property
    def about(self) -> str:
        """What it was about, in words: "To be contacted by email"."""
        return about(self.kind, self.channel)


def about(kind: str, channel: str = "") -> str:
    label = KINDS.label(kind)
    way = CHANNELS.label(channel) if channel else ""
    return f"{label} {way[:1].lower()}{way[1:]}".strip()


def standing(events: Iterable[Consent]) -> list[Consent]:
    """Those that nobody took back, the latest said first; of one day, the last written down."""
    events = list(events)
    taken_back = {event.corrects_id for event in events if event.corrects_id}
    found = [e for e in events if e.answer != MISTAKE and e.pk not in taken_back]
    return sorted(found, key=lambda e: (e.said_on, e.recorded_at, e.pk), reverse=True)


def current(events: Iterable[Consent]) -> dict[tuple[str, str], Consent]:
    """By kind and channel, the last thing the person said; in the order of the code lists."""
    last: dict[tuple[str, str], Consent] = {}
    for event in standing(events):
        last.setdefault((event.kind, event.channel), event)
    return {place: last[place] for place in every_choice() if place in last}


def every_choice() -> list[tuple[str, str]]:
    """Each kind, and for contact each channel, in the order of the code lists."""
    return [
        (kind.code, channel)
        for kind in KINDS
        for channel in ([way.code for way in CHANNELS] if kind.code == CONTACT else [""])
    ]
