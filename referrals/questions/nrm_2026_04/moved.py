"""From the first, thin form to the whole one."""

from referrals.questions.moves import Move
from referrals.questions.nrm_2026_04.where import COUNTRY, REGION_NOW, TOWN_NOW, UK_TOWN
from referrals.questions.places import UK_REGIONS, UK_TOWNS

_TOWNS = frozenset(option.value for option in UK_TOWNS)

FROM_SPINE = Move(
    origin="spine-2026-11",
    to="nrm-2026-04",
    renamed={},
    listed={f"{UK_TOWN}-1": UK_TOWN, f"{COUNTRY}-1": COUNTRY},
    offered={
        UK_TOWN: _TOWNS,
        TOWN_NOW: _TOWNS,
        REGION_NOW: frozenset(option.value for option in UK_REGIONS),
    },
    changes=(
        (
            "The questions are now those of the whole Home Office form. What you had answered is "
            "kept; pages that are new are marked as not yet started."
        ),
        "Several towns and several countries can now be given.",
        "A town or region that is no longer on the list is asked again.",
        "The texts of a notice are now written here and go with it: write no name in them.",
    ),
)
