"""A child who turns 18 while a referral is prepared, or while its decision is waited for.

That the day has come is a step of the sent referral; what the young person then says is in the
ledger of what they agreed to, and the referral goes on by it (`staying`).

Whose date of birth the author may not see is not looked at: then nothing is said.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date
from casework.work import Waiting, latest, register
from referrals import rules
from referrals.engine import BIRTH_DATE
from referrals.follow_up import FollowUp
from referrals.models import Referral, ReferralAnswers
from referrals.questions.forks import AGE
from referrals.terms import WAITING, AgeNow, Route, Status
from victims.models import Identity
from victims.terms import CHILD_BANDS, NOT_DECIDED, REFUSALS

# How long before the birthday the choice begins to be told of.
TOLD_BEFORE = timedelta(days=90)
GOES_ON = WAITING | {Status.SUSPENDED, Status.TRANSITION}
ASK = "Ask whether they stay in the referral"
CHOICE = "consent to stay, and support as an adult"


def with_birth(referrals: QuerySet, actor: Actor) -> QuerySet:
    """With the age answered and the dates of birth that the actor may see: in the answers, on the
    person."""
    answers = access.allowed(actor, "see", ReferralAnswers).filter(referral=OuterRef("pk"))
    identities = access.allowed(actor, "see", Identity).filter(person=OuterRef("person"))
    return referrals.annotate(
        age_answered=Subquery(answers.values(age=KeyTextTransform(AGE, "values"))[:1]),
        born_answered=Subquery(answers.values(born=KeyTextTransform(BIRTH_DATE, "values"))[:1]),
        born_known=Subquery(identities.values("born_on")[:1]),
    )


def eighteenth_birthday(row: Referral) -> date | None:
    """Of a row `with_birth`, for someone answered or recorded to be a child."""
    if row.age_answered != AgeNow.CHILD and row.person.age_band not in CHILD_BANDS:
        return None
    born = date.fromisoformat(row.born_answered) if row.born_answered else row.born_known
    return rules.comes_of_age_on(born) if born else None


def birthday_of(referral: Referral, actor: Actor) -> date | None:
    """The day one person comes of age; None for an adult, and for who may not see it."""
    rows = Referral.objects.filter(pk=referral.pk).select_related("person")
    return eighteenth_birthday(with_birth(rows, actor).get())


@register("Turning 18", 16)
def young_people_choose(actor: Actor, today: date) -> list[Waiting]:
    """Of children whose referral the agency sent: the young person says whether they stay in it,
    and whether they want the support of an adult. One query."""
    entries = FollowUp.objects.filter(referral=OuterRef("pk"), what="turned_18")
    told = entries.filter(takes_back__isnull=True, taken_back_by__isnull=True)
    rows = access.allowed(actor, "refer", Referral).standing().not_over()
    rows = rows.filter(
        agency=actor.agency, route=Route.NRM, submitted_on__isnull=False, status__in=GOES_ON
    ).annotate(turned_18_is_told=Exists(told))
    rows = with_birth(rows.select_related("person"), actor)
    found = [_waiting(row, today) for row in latest(rows, "-submitted_on", "-pk")]
    return sorted(filter(None, found), key=lambda waiting: waiting.due or today)


def _waiting(row: Referral, today: date) -> Waiting | None:
    page = reverse("referrals:page", args=[row.reference])
    day = eighteenth_birthday(row)
    if row.consent_said in REFUSALS:
        # Told where withdrawals are passed on.
        return None
    if row.status == Status.TRANSITION:
        # The step is on the page: with what they say, or because they said it to somebody.
        agreed = has_chosen(row, day or row.submitted_on)
        text = "Record that the referral goes on" if agreed else ASK
        return Waiting(text, page, row.reference, hint=CHOICE, due=day)
    if day is None or day - TOLD_BEFORE > today or row.turned_18_is_told:
        return None
    hint = f"Turns 18 on {full_date(day)}: {CHOICE}"
    if day > today:
        return Waiting("Turns 18 soon", page, row.reference, hint=hint, due=day)
    if row.status in WAITING and row.person.age_band in CHILD_BANDS:
        href = reverse("referrals:step", args=[row.reference, "turned_18"])
        text = "Record that they turned 18" if has_chosen(row, day) else ASK
        return Waiting(text, href, row.reference, hint=hint, due=day)
    if has_chosen(row, day):
        return None
    href = reverse("consents_add", args=[row.person.reference])
    return Waiting(ASK, href, row.reference, hint=hint, due=day)


def has_chosen(row: Referral, birthday: date) -> bool:
    said_on = row.consent_said_on
    return bool(said_on and said_on >= birthday and row.consent_said != NOT_DECIDED)
