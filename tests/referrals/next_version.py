"""An invented next version of the form: what the Home Office may do to its questions in a year.

One question has a new key, one takes several answers, one offers less, one page is new.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from referrals.questions import forks
from referrals.questions.moves import Move
from referrals.questions.nrm_2026_04 import NRM_2026_04
from referrals.questions.shape import Field, QuestionSet, Step

WORK, WORK_SINCE = "employment-history", "work-before"
TOWN, TOWNS = "current-pv-location-uk-city", "current-pv-location-uk-towns"
REGION, GONE = "current-pv-location-uk-region", "Scotland"
HEALTH = Step(
    key="their-health",
    title="How is their health?",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="their-health-now",
            label="How is their health?",
            name="Health",
            kind="textarea",
            empty="Enter how their health is",
        ),
    ),
)


def _changed(field: Field) -> Field:
    if field.key == WORK:
        return replace(field, key=WORK_SINCE)
    if field.key == TOWN:
        return replace(field, key=TOWNS, repeats=3)
    if field.key == REGION:
        return replace(field, options=tuple(o for o in field.options if o.value != GONE))
    return field


def _rewritten(change: Callable[[Field], Field]) -> QuestionSet:
    sections = [
        replace(
            section,
            steps=tuple(
                replace(step, fields=tuple(change(field) for field in step.fields))
                for step in section.steps
            ),
        )
        for section in NRM_2026_04.sections
    ]
    last = sections[-1]
    sections[-1] = replace(last, steps=(*last.steps, HEALTH))
    return replace(
        NRM_2026_04, version="nrm-2027-invented", valid_from=date(2026, 1, 1),
        sections=tuple(sections), home_office_order=(),
    )  # fmt: skip


NEXT = _rewritten(_changed)
MOVE = Move(
    origin=NRM_2026_04.version,
    to=NEXT.version,
    renamed={WORK: WORK_SINCE},
    listed={TOWN: TOWNS},
    offered={REGION: frozenset(option.value for option in NEXT.field_of[REGION].options)},
    changes=("Several towns can now be given.", "A page about their health is new."),
)
