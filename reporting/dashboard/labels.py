"""The rows of each dimension, code to words, in the order of printing."""

from collections.abc import Mapping

from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from casework.codes import CodeList
from casework.dates import MONTHS
from reporting.counting import figures
from reporting.counting.nationality_bands import BANDS
from reporting.counting.referral_measures import AGE_GROUPS, ROUTES
from reporting.dashboard.measures import AGE_WORDS, ENTERED, LASTING, PEOPLE_AGAIN, RUNNING
from reporting.dashboard.spans import Span

Labels = Mapping[str, Mapping[str, str]]
NO_WARD = "No ward of the area"
DIMENSIONS = {
    "month": "Month",
    "exploitation_type": "Exploitation type",
    "flag": "Flag",
    "town": "Town",
    "ward": "Ward",
    "source": "Who told us",
    "place_kind": "Kind of place",
    "agency": "Agency",
    "entered": "Entered",
    "sex": "Gender",
    "age_group": "Adult or child",
    "nationality_band": "Nationality",
    "people_again": "Screened again",
    "lasting": "What was seen since",
    "objective": "Objective",
    "first_responder": "First responder",
    "route": "Route",
    "running": "Clock",
    "open_for": "Open for",
}

# How a table is named where that is not by the name of its first column.
TITLES = {
    "source": "who told us",
    "entered": "how soon they were entered",
    "people_again": "whether they were screened again",
    "lasting": "what was seen since",
    "open_for": "how long they have been open",
}


def labels_of(cursor: CursorWrapper, partnership: Partnership, span: Span) -> Labels:
    """Three statements: towns, agencies, wards."""
    cursor.execute(
        "select code, name from agencies_agency where partnership_id = %s order by name",
        [partnership.pk],
    )
    agencies = dict(cursor.fetchall())
    cursor.execute(
        "select ward.code, ward.name from shop_ward ward"
        " join shop_town town on town.id = ward.town_id where town.partnership_id = %s"
        " order by town.position, ward.name",
        [partnership.pk],
    )
    wards = dict(cursor.fetchall())
    return {
        **figures.labels_of(cursor, partnership),
        "flag": {**dict(CodeList("shop/exploitation_flags").choices()), figures.NO_FLAG: "No flag"},
        "month": {month: month_in_words(month) for month in span.months()},
        "ward": {**wards, "": NO_WARD},
        "source": dict(CodeList("shop/referral_sources").choices()),
        "place_kind": dict(CodeList("shop/location_types").choices()),
        "agency": agencies,
        "first_responder": agencies,
        "entered": ENTERED,
        "age_group": AGE_GROUPS,
        "nationality_band": BANDS,
        "people_again": PEOPLE_AGAIN,
        "lasting": LASTING,
        "objective": dict(CodeList("interventions/intervention_4p").choices()),
        "route": ROUTES,
        "running": RUNNING,
        "open_for": AGE_WORDS,
    }


def month_in_words(month: str) -> str:
    """2022-04 is April 2022."""
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"
