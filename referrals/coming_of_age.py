"""A child who turns 18 while a referral is prepared, or while its decision is waited for.

Whose date of birth the author may not see is not looked at: then nothing is said.
"""

from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date
from casework.work import Waiting, latest, register
from referrals import rules
from referrals.engine import BIRTH_DATE
from referrals.models import Referral, ReferralAnswers
from referrals.questions.forks import AGE
from referrals.terms import AgeNow, Route, Status
from victims.models import Identity
from victims.terms import NOT_DECIDED

# How long before the birthday the choice begins to be told of.
TOLD_BEFORE = timedelta(days=28)


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
    """Of a row `with_birth`, when it was answered that the person is a child."""
    if row.age_answered != AgeNow.CHILD:
        return None
    born = date.fromisoformat(row.born_answered) if row.born_answered else row.born_known
    return rules.comes_of_age_on(born) if born else None


@register("Turning 18", 16)
def young_people_choose(actor: Actor, today: date) -> list[Waiting]:
    """Of children whose referral was sent: the young person says whether they stay in it, and
    whether they want the support of an adult. One query."""
    rows = access.allowed(actor, "refer", Referral).standing().not_over()
    rows = rows.filter(author_id=actor.membership_id, route=Route.NRM, submitted_on__isnull=False)
    rows = rows.exclude(status=Status.CG_MADE).select_related("person")
    found = []
    for row in latest(with_birth(rows, actor), "-submitted_on", "-pk"):
        day = eighteenth_birthday(row)
        if day is None or day - TOLD_BEFORE > today or has_chosen(row, day):
            continue
        text = "Ask whether they stay in the referral" if day <= today else "Turns 18 soon"
        href = reverse("consents_add", args=[row.person.reference])
        told = f"Turns 18 on {full_date(day)}: consent to stay, and support as an adult"
        found.append(Waiting(text, href, row.reference, hint=told, due=day))
    return sorted(found, key=lambda waiting: waiting.due)


def has_chosen(row: Referral, birthday: date) -> bool:
    said_on = row.consent_said_on
    return bool(said_on and said_on >= birthday and row.consent_said != NOT_DECIDED)
