"""Figures of referrals, counted from records past the gate like every figure: one definition each,
the same for every reader. Callers ask for the right to see figures, and write the audit event."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from reporting.counting import figures
from reporting.counting.figures import Cell
from reporting.counting.nationality_bands import BANDS
from reporting.counting.periods import Period
from reporting.counting.referral_measures import (
    AGE_GROUPS,
    CLOCKS,
    COHORT,
    CUTS,
    REFERRALS_SENT,
    ROUTES,
    STAGES,
)
from reporting.counting.spread import Spread, spread

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ReferralFigures:
    """sent: by cell of REFERRALS_SENT. stages: by stage and age group. clocks: by measure."""

    labels: Labels
    sent: Mapping[Cell, int]
    stages: Mapping[tuple[str, str], int]
    clocks: Mapping[str, Spread]

    def sent_by(self, **dimensions: str) -> int:
        return self.sent.get(figures.cell(REFERRALS_SENT.id, dimensions), 0)


def labels_of(cursor: CursorWrapper, partnership: Partnership) -> dict[str, Mapping[str, str]]:
    """The rows of each dimension, those of referrals among them."""
    cursor.execute(
        "select code, name from agencies_agency agency where partnership_id = %s"
        " and (is_first_responder or exists (select from referrals_referral referral"
        " where referral.agency_id = agency.id and submitted_on is not null)) order by name",
        [partnership.pk],
    )
    responders = dict(cursor.fetchall())
    return {
        **figures.labels_of(cursor, partnership),
        "route": ROUTES,
        "age_group": AGE_GROUPS,
        "nationality_band": BANDS,
        "first_responder": responders,
    }


def read(cursor: CursorWrapper, partnership: Partnership, period: Period) -> ReferralFigures:
    """Two statements, and one for each clock."""
    cuts = ((), *((cut,) for cut in CUTS))
    sent = {
        key: value
        for key, value, _ in figures.cells_counted(
            cursor, REFERRALS_SENT, cuts, partnership, period
        )
    }
    return ReferralFigures(
        labels_of(cursor, partnership),
        sent,
        _stages(cursor, partnership, period),
        {clock.id: _clock(cursor, clock.rule, partnership, period) for clock in CLOCKS},
    )


def _stages(
    cursor: CursorWrapper, partnership: Partnership, period: Period
) -> dict[tuple[str, str], int]:
    """Every stage at once: the cohort is read a single time."""
    columns = ", ".join(f"count(*) filter (where {stage.condition})" for stage in STAGES)
    cursor.execute(
        f"select age_group, {columns} from ({COHORT}) cohort group by age_group",  # noqa: S608
        figures.parameters(partnership, period),
    )
    return {
        (stage.id, group): value
        for group, *values in cursor.fetchall()
        for stage, value in zip(STAGES, values, strict=True)
    }


def _clock(cursor: CursorWrapper, rule: str, partnership: Partnership, period: Period) -> Spread:
    cursor.execute(
        f"select days, is_open from ({rule}) clock",  # noqa: S608 constants
        figures.parameters(partnership, period),
    )
    return spread(cursor.fetchall())
