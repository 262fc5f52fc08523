"""What may be published to whom: the smallest count of each measure that an edition shows.

Counts of people, of incidents, and any count that tells of one person are shown from the threshold
on. Counts of visits, places and acts of agencies tell of the partnership's work and are exact in
every edition. A measure that is named nowhere here is protected.
"""

from collections.abc import Iterable, Mapping

INTERNAL, PARTNER, PUBLIC = "internal", "partner", "public"
AUDIENCES = (INTERNAL, PARTNER, PUBLIC)
# Whose editions a reader of each edition may have had before. What is internal stays with those who
# read the records' own figures, to whom nothing here is news.
ALSO_READ = {INTERNAL: (), PARTNER: (PARTNER, PUBLIC), PUBLIC: (PUBLIC,)}
# Whose readers know more, and read this edition too.
KNOW_MORE = {INTERNAL: (), PARTNER: (), PUBLIC: (PARTNER,)}

DEFAULT_THRESHOLD = 5
# 0: every count is exact.
EXACT = 0
WORK_OF_AGENCIES = frozenset(
    {"multi_agency_visits", "safeguarding_visits", "places_disrupted", "interventions"}
)
# By audience and measure, where the default does not hold.
THRESHOLDS: Mapping[tuple[str, str], int] = {}

# Counts by ward are told in bands, each from its first to its last; None is without an end.
BANDS: tuple[tuple[int, int | None], ...] = ((0, 9), (10, 19), (20, 39), (40, None))


def threshold(audience: str, measure: str) -> int:
    """The smallest count beside nought that is shown; EXACT where all are."""
    if audience == INTERNAL or measure in WORK_OF_AGENCIES:
        return EXACT
    return THRESHOLDS.get((audience, measure), DEFAULT_THRESHOLD)


def thresholds(audience: str, measures: Iterable[str]) -> dict[str, int]:
    """Of those measures that are not exact in this edition."""
    found = {measure: threshold(audience, measure) for measure in measures}
    return {measure: least for measure, least in found.items() if least != EXACT}


def is_protected(audience: str) -> bool:
    return audience != INTERNAL
