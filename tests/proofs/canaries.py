"""A word found nowhere else in every personal field of every model, and who may read which.

Models and fields are read from `personal_fields`, so that one which is added is planted from then
on; a model without a row here fails the test that plants them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.db import models
from django.utils import timezone

from agencies.acting import Actor
from agencies.history import kept
from agencies.models import User
from agencies.policy import Role
from casework.codes import CodeField
from casework.models import Job, JobState, note_change
from casework.references import new_reference
from casework.told_outside import ToldOutside, digest_of
from members.models import Invitation
from referrals.models import (
    CheckComment,
    ColleagueCheck,
    ReferralAnswers,
    ReferralChecks,
    TypedPage,
)  # fmt: skip
from reporting.counting.periods import Period
from reporting.models import AnnualReport, FrozenEdition, FrozenStory, Story
from shop.models import IncidentTold, ReportDraft
from shop.questions import Question
from tests import make
from tests.doors.world import Cast, Family, Visitor, cast, family, give, member
from ties.models import Declaration
from victims.models import PersonTold, ScreeningDraft

# What a person is called by colleagues is read wherever they did something.
COLLEAGUES = {"agencies.User"}
# A browser's own: looked into, and never planted.
NOT_PLANTED = {"agencies.Session"}
PARTS = {"victims.Identity", "victims.Contact", "victims.Narrative", "victims.Needs"}
UNFINISHED = {
    *("shop.ReportDraft", "victims.ScreeningDraft", "referrals.ReferralAnswers"),
    *("referrals.ReferralChecks", "referrals.Evidence", "referrals.DraftOffer"),
    "referrals.TypedPage", "referrals.CheckComment",
}  # fmt: skip
# What a member declared is theirs alone.
OWN_ALONE = {"ties.Declaration"}
ABOUT_MEMBERS = {"agencies.Membership", "members.Invitation"}
ABOUT_PEOPLE = {
    *PARTS, "victims.Person", "victims.PersonFile", "victims.Assignment", "victims.ScreeningDraft",
    "victims.PersonTold", "victims.Consent", "referrals.Referral", "referrals.ReferralAnswers",
    "referrals.ReferralChecks", "referrals.Evidence", "referrals.DraftOffer",
    "referrals.TypedPage", "referrals.CheckComment", "referrals.FollowUp",
}  # fmt: skip
# Of an incident, only for those who work on it.
FROM_WORK_ON = {
    "shop.Incident.told_by", "shop.Incident.narrative", "shop.Location.address",
    "shop.Location.postcode", "shop.Location.address_key", "shop.Visit.purpose",
    "shop.Visit.found", "shop.IncidentFile.name", "shop.IncidentFile.description",
    *(f"shop.IncidentTold.{name}" for name in IncidentTold.personal_fields),
}  # fmt: skip


@dataclass(frozen=True)
class Canary:
    """field: `app.Model.field`. word: what was planted there, in small letters."""

    field: str
    word: str

    @property
    def model(self) -> str:
        return self.field.rpartition(".")[0]


@dataclass
class Aviary:
    """One case of the charity, canaries in all of it, and those who look at it."""

    people: Cast
    case: Family
    readers: dict[str, Visitor]
    canaries: list[Canary]
    # What each reader was shown, by key: nothing changes meanwhile, so they look once.
    shown: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def within(self, text: str) -> set[str]:
        """The fields whose canary is in `text`, however it is written."""
        text = text.lower()
        return {canary.field for canary in self.canaries if canary.word in text}


def personal() -> Iterator[type[models.Model]]:
    """Models with personal fields; a table of the past is filled by its triggers."""
    past = set(kept())
    for model in apps.get_models():
        if getattr(model, "personal_fields", ()) and model not in past:
            yield model


def aviary() -> Aviary:
    people = cast()
    case = family("Zqcase", people.cyd)
    health = make.agency("health")
    readers = {
        role: people.amal if role == Role.COORDINATOR else member(f"Reader {role}", health, role)
        for role in Role.values
    }
    for level in ("see", "work"):
        readers[f"given to {level}"] = member(
            f"Given {level}", make.agency(f"given-{level}"), "practitioner"
        )
        give(case["incidents"], readers[f"given to {level}"], level)
    readers["given the outline"] = member("Outline", make.agency("outline"), "practitioner")
    give(case["people"], readers["given the outline"], "see")
    more_of(case, people)
    return Aviary(people, case, readers, plant(case, people.cyd))


def more_of(case: Family, people: Cast) -> None:
    """A row of each model that a family has none of."""
    by, now = people.cyd.actor, timezone.now()
    ReportDraft.objects.create(membership_id=by.membership_id, reference="DRF-222222-2")
    ScreeningDraft.objects.create(person=case["people"], membership_id=by.membership_id)
    ReferralAnswers.objects.get_or_create(referral=case["referrals"])
    ReferralChecks.objects.create(referral=case["referrals"])
    make.evidence(case["referrals"])
    make.draft_offer(case["referrals"], "housing")
    TypedPage.objects.create(
        referral=case["referrals"], step="consent", window=uuid4(), typed_by_id=by.membership_id
    )
    asked = ColleagueCheck.objects.create(
        referral=case["referrals"],
        colleague=make.member(by.agency, "practitioner", name="Reader"),
        asked_by=case["referrals"].author,
    )
    CheckComment.objects.create(check_of=asked, step="name", text="x", written_by=by.user)
    made = {"agency": by.agency, "made_by": by.user, "made_at": now}
    Question.objects.create(about="person", **made)
    Invitation.objects.create(
        name="x", email="x@example.org", roles=["practitioner"], **made,
        status="sent", digest="x", link_ends_at=now + timedelta(days=1),
    )  # fmt: skip
    Declaration.objects.create(membership_id=by.membership_id)
    Story.objects.create(
        partnership=by.agency.partnership, period=Period.of_moment(now).label,
        written_by=by.user, text="x", withdrawn_because="x",
    )  # fmt: skip
    make.emergency(member("Lou", by.agency, "practitioner").actor, case["incidents"])
    left = make.member(by.agency, "practitioner", name="Left")
    type(left).objects.filter(pk=left.pk).update(is_active=False, ended_at=now)


def plant(case: Family, holder: Visitor) -> list[Canary]:
    """In all rows, but for users in that of the holder. Codes and dates hold no words."""
    found, missing = [], []
    for model in personal():
        label = model._meta.label
        if label in NOT_PLANTED:
            continue
        values = {}
        for name in model.personal_fields:
            canary = Canary(f"{label}.{name}", f"cq{len(found):03d}zx")
            value = as_value(model._meta.get_field(name), canary.word)
            if value is not None:
                values[name] = value
                found.append(canary)
        rows = model._base_manager
        if model is User:
            rows = rows.filter(pk=holder.user.pk)
        if label in ONLY_ADDED_TO:
            ONLY_ADDED_TO[label](case, holder.actor, values)
        elif values and not rows.update(**values):
            missing.append(label)
    assert missing == [], "make a row of it in tests/proofs/canaries.py"
    return found


def _told(model: type[ToldOutside], parts: list[str]) -> Callable[[Family, Actor, dict], object]:
    """A page on which stands what is not for all who may see the record."""

    def make_one(case: Family, by: Actor, values: dict) -> ToldOutside:
        rows = [["Told", values["content"]["a"]]]
        of = {"incident": "incidents", "person": "people"}[model.access.carrier]
        content = {"warnings": [], "sections": [{"heading": "Told", "rows": rows}]}
        facts = {**values, "content": content, "digest": digest_of(content), "parts": parts}
        return model.objects.create(
            reference=new_reference("OUT"), how="PHONE", made_by=by.user, agency=by.agency,
            **{model.access.carrier: case[of]}, **facts,
        )  # fmt: skip

    return make_one


# Rows of these cannot be changed, so the canaries come with a row.
def _frozen_story(case: Family, by: Actor, values: dict) -> FrozenStory:
    job = Job.objects.create(kind="annual_report", dedupe_key="canary", state=JobState.FAILED)
    report = AnnualReport.objects.create(
        partnership=by.agency.partnership, period="2020-21", job=job, as_at=timezone.now()
    )
    edition = FrozenEdition.objects.create(report=report, document="{}")
    return FrozenStory.objects.create(edition=edition, reference="x", is_rare=False, **values)


ONLY_ADDED_TO: dict[str, Callable[[Family, Actor, dict], object]] = {
    "casework.StatusChange": lambda case, by, values: note_change(
        case["incidents"], by, "change", "", "", values["note"], timezone.now()
    ),
    "shop.IncidentTold": _told(IncidentTold, ["outline", "narrative"]),
    "victims.PersonTold": _told(PersonTold, ["outline", "identity"]),
    "referrals.FollowUp": lambda case, by, values: make.follow_up(case["referrals"], **values),
    "reporting.FrozenStory": _frozen_story,
    "victims.Consent": lambda case, by, values: make.consent(case["people"], by=by, **values),
}


def as_value(field: models.Field, word: str) -> object:
    if isinstance(field, models.EmailField):
        return f"{word}@example.org"
    if isinstance(field, models.JSONField):
        return {"a": word, "surname": word}
    if isinstance(field, CodeField | models.DateField):
        return None
    # Long enough where the database wants a reason of some length.
    return (
        word if field.max_length and field.max_length < 500 else f"{word} " + "in so many words" * 3
    )
