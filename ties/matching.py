"""Comparing what is declared with what is recorded: by the worker, never while somebody saves.

Saving either side leaves fingerprints that nobody has compared yet; `match_new` does it soon after.
So no answer, and no statement of a request, depends on whether anything is the same.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agencies import access, notices, restriction
from agencies.models import Membership
from agencies.policy import CASEWORKERS, Level
from ties import words
from ties.models import Declaration, DeclaredPrint, Fingerprint, Match, RecordedPrint

AT_ONCE = 500
LINES = {
    "people": (words.name,),
    "businesses": (words.place,),
    "addresses": (words.place,),
    "others": (words.name, words.place),
}


@dataclass(frozen=True)
class Source:
    """A model whose words are compared.

    about: the id under which its words are known. carriers: the records that those ids stand for;
    asked by the worker, for whom nobody acts, so it must not touch a fenced table.
    """

    model: type[models.Model]
    phrases: Callable[[models.Model], Iterable[words.Phrase | None]]
    partnership_id: Callable[[models.Model], int]
    carriers: Callable[[Collection[int]], models.QuerySet]
    about: Callable[[models.Model], int] = attrgetter("pk")


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    name = source.model._meta.model_name

    def saved(sender, instance: models.Model, raw: bool = False, **rest) -> None:
        print_recorded(source, instance)

    _sources[name] = source
    post_save.connect(saved, sender=source.model, weak=False, dispatch_uid=f"ties.{name}")


def print_recorded(source: Source, row: models.Model) -> None:
    """Replace the fingerprints of one row of a source."""
    about = {"about_type": source.model._meta.model_name, "about_id": source.about(row)}
    RecordedPrint.objects.filter(**about).delete()
    of = {**about, "partnership_id": source.partnership_id(row)}
    RecordedPrint.objects.bulk_create(
        RecordedPrint(**of, **_fingerprint(phrase)) for phrase in source.phrases(row) if phrase
    )


def compare_again(model: type[models.Model], pk: int | None) -> None:
    """A record came to belong to this row, whose words stayed as they were."""
    rows = RecordedPrint.objects.filter(about_type=model._meta.model_name, about_id=pk)
    rows.update(matched_at=None)


@transaction.atomic
def print_declared(declaration: Declaration, *, partnership_id: int) -> None:
    """The latest declaration of a member is the one that is compared."""
    DeclaredPrint.objects.filter(membership=declaration.membership_id).delete()
    DeclaredPrint.objects.bulk_create(
        DeclaredPrint(
            partnership_id=partnership_id,
            membership_id=declaration.membership_id,
            tie=tie,
            **_fingerprint(phrase),
        )
        for tie, ways in LINES.items()
        for line in words.lines(getattr(declaration, tie))
        for phrase in (way(line) for way in ways)
        if phrase
    )


def _fingerprint(phrase: words.Phrase) -> dict:
    def keyed(tokens: Iterable[str]) -> list[str]:
        return sorted(
            salted_hmac("ties", f"{phrase.kind} {token}", algorithm="sha256").hexdigest()[:32]
            for token in tokens
        )

    return {"kind": phrase.kind, "words": keyed(phrase.words), "runs": keyed(phrase.runs)}


def _meeting(one: Fingerprint) -> Q:
    """As `words.meet`, for the rows of the other side."""
    found = Q(words__contained_by=one.runs) & ~Q(words=[])
    if one.words:
        found |= Q(runs__contains=one.words)
    return found & Q(kind=one.kind, partnership=one.partnership_id)


@transaction.atomic
def match_new() -> int:
    """Compare what nobody has compared yet. Returns how many matches were found."""
    found = 0
    declared = DeclaredPrint.objects.filter(matched_at__isnull=True).order_by("pk")
    for one in declared.select_for_update(skip_locked=True)[:AT_ONCE]:
        for other in RecordedPrint.objects.filter(_meeting(one)):
            found += _matched(one, other)
        _done(one)
    recorded = RecordedPrint.objects.filter(matched_at__isnull=True).order_by("pk")
    for one in recorded.select_for_update(skip_locked=True)[:AT_ONCE]:
        for other in DeclaredPrint.objects.filter(_meeting(one)):
            found += _matched(other, one)
        _done(one)
    return found


def _done(one: Fingerprint) -> None:
    one.matched_at = timezone.now()
    one.save(update_fields=["matched_at"])


def _matched(declared: DeclaredPrint, recorded: RecordedPrint) -> int:
    member = Membership.objects.get(pk=declared.membership_id)
    found = 0
    for record in _sources[recorded.about_type].carriers([recorded.about_id]):
        users, agencies = restriction.kept_out(record)
        if member.user_id in users or member.agency_id in agencies:
            continue
        _, is_new = Match.objects.get_or_create(
            record_type=record._meta.model_name,
            record_id=record.pk,
            membership=member,
            defaults={"reference": record.reference, "tie": declared.tie},
        )
        if is_new:
            found += 1
            _tell_owners(record, member)
    return found


def _tell_owners(record: models.Model, member: Membership) -> None:
    """Those who manage the record, but never the member, who may be one of them."""
    owners = Membership.objects.filter(
        agency__group__in=access.holders(record, Level.MANAGE),
        roles__overlap=sorted(CASEWORKERS),
        is_active=True,
    )
    owners = owners.exclude(user=member.user_id).values_list("pk", flat=True)
    notices.something_waits_for(owners, about=record)
