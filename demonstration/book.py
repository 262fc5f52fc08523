"""Rows kept in memory while the records are made up, and written in one order at the end."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from agencies.access import grant_model, permission_id
from agencies.models import Agency, User
from agencies.policy import LEVELS, levels_up_to
from casework.models import Record, StatusChange
from interventions.models import Arrest, Disruption, Intervention
from members.models import Invitation
from referrals.models import Decision, FollowUp, Referral, ReferralAnswers
from shop.models import AgencyRequest, Incident, Location, Note, Visit, VisitPart
from victims.models import (
    Assignment,
    Contact,
    Identity,
    Narrative,
    Needs,
    Person,
    PersonMet,
    Screening,
    ScreeningAnswer,
)

# A row comes after those it points to.
WRITING_ORDER = (
    Location,
    Incident,
    Visit,
    VisitPart,
    Note,
    AgencyRequest,
    Person,
    Identity,
    Contact,
    Narrative,
    Needs,
    Assignment,
    PersonMet,
    Screening,
    ScreeningAnswer,
    Referral,
    ReferralAnswers,
    Decision,
    FollowUp,
    Intervention,
    Disruption,
    Arrest,
    Invitation,
    StatusChange,
)
BATCH = 1000


@dataclass
class Given:
    """What one agency holds of one record: the highest level it was given, and why."""

    record: Record
    agency: Agency
    level: str
    cause: str
    by: User
    at: datetime


class Book:
    """taken: references and addresses in use, so that no two records get the same."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._met: list[tuple[PersonMet, list[Agency]]] = []
        self._given: dict[tuple[str, int], Given] = {}

    def add(self, row: models.Model) -> models.Model:
        self._rows[type(row)].append(row)
        return row

    def free(self, make: Callable[[], str]) -> str:
        """The first of what `make` makes that nobody has yet."""
        while (name := make()) in self.taken:
            pass
        self.taken.add(name)
        return name

    def met(self, line: PersonMet, agencies: list[Agency]) -> None:
        self._met.append((self.add(line), agencies))

    def give(self, given: Given) -> None:
        """Keep the higher level where the agency was given the record before."""
        key = (given.record.reference, given.agency.pk)
        held = self._given.get(key)
        if held is None or LEVELS.index(given.level) > LEVELS.index(held.level):
            self._given[key] = given

    def write(self) -> None:
        """Write everything, and forget it."""
        made = [row for rows in self._rows.values() for row in rows if isinstance(row, Record)]
        self._rows[StatusChange] = [*_trail(made), *self._rows.pop(StatusChange, [])]
        for model in WRITING_ORDER:
            rows = self._rows.pop(model, [])
            if model is Incident:
                # One merged into another comes after it.
                self._write(model, [row for row in rows if row.merged_into is None])
                rows = [row for row in rows if row.merged_into is not None]
            self._write(model, rows)
            if model is ReferralAnswers:
                _saved_with_their_referral(rows)
        if self._rows:
            raise ValueError(f"no place in the writing order for {sorted(map(str, self._rows))}")
        through = PersonMet.met_by.through
        self._write(
            through,
            [
                through(personmet_id=line.pk, agency_id=agency.pk)
                for line, agencies in self._met
                for agency in agencies
            ],
        )
        self._met.clear()
        for carrier in (Incident, Person):
            given = [one for one in self._given.values() if isinstance(one.record, carrier)]
            self._write(grant_model(carrier), list(_grants(carrier, given)))
        self._given.clear()

    def _write(self, model: type[models.Model], rows: list[models.Model]) -> None:
        model._base_manager.bulk_create(rows, batch_size=BATCH)


def _trail(records: list[Record]) -> list[StatusChange]:
    """The first line of each record's trail: that it was recorded. Places are made, not told of."""
    return [
        StatusChange(
            record_type=record._meta.model_name,
            reference=record.reference,
            step="add",
            by=record.made_by,
            agency=record.agency,
            at=record.made_at,
        )
        for record in records
        if not isinstance(record, Location)
    ]


def _saved_with_their_referral(answers: list[ReferralAnswers]) -> None:
    """The field fills itself with now; the same date must make the same rows."""
    begun = Referral.objects.filter(pk=OuterRef("referral_id")).values("made_at")
    written = ReferralAnswers.objects.filter(pk__in=[row.pk for row in answers])
    written.update(saved_at=Subquery(begun))


def _grants(carrier: type[Record], given: list[Given]):
    """What came before the last two weeks has long been accepted."""
    model = grant_model(carrier)
    lately = max((one.at for one in given), default=timezone.now()) - timedelta(days=14)
    for one in given:
        for level in levels_up_to(one.level):
            yield model(
                group_id=one.agency.group_id,
                permission_id=permission_id(carrier, level),
                content_object=one.record,
                sort_key=getattr(one.record, carrier.sort_key),
                partnership_id=one.record.partnership_id,
                cause=one.cause,
                purpose=one.record.partnership.sharing_purpose,
                basis=one.record.partnership.sharing_basis,
                granted_by=one.by,
                starts_at=one.at,
                accepted_at=one.at if one.at < lately else None,
                accepted_by=one.by if one.at < lately else None,
            )
