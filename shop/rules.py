"""Rules of the desk: pure functions that return "" or the sentence that says why not."""

import re
from collections.abc import Collection
from datetime import date, datetime

from django.utils.text import slugify

MAIN_NEEDS_TYPES = "Select the main type only when a type of exploitation is selected"
MAIN_MISSING = "Select which type of exploitation is the main one"
SAFE_HOUSE = "REFUGE"
MAIN_NOT_AMONG = "The main type must be one of the types you selected"

LONGEST_KEY = 320
NO_ACCESS = "ABORT"


def main_type_fits(types: Collection[str], main_type: str) -> str:
    """The main type is empty exactly when no type is selected, and is one of those selected."""
    if not types:
        return MAIN_NEEDS_TYPES if main_type else ""
    if not main_type:
        return MAIN_MISSING
    return "" if main_type in types else MAIN_NOT_AMONG


def not_in_future(day: date | datetime | None, now: date | datetime, what: str) -> str:
    """Something that happened cannot lie ahead. `what` begins the sentence: "Date received"."""
    return f"{what} must be today or in the past" if day and day > now else ""


def ends_after_it_starts(first: date | None, last: date | None, what: str) -> str:
    return (
        f"{what} must be the same as or after the first" if first and last and last < first else ""
    )


def no_safe_house(kind: str, address: str) -> str:
    """Where survivors sleep is never written down here, not even by those who may know it."""
    if kind == SAFE_HOUSE and address.strip():
        return "Never enter the address of a refuge or safe house. Leave it empty; give the town."
    return ""


def kind_fits_completed(kind: str) -> str:
    """A visit that took place is not one at which nobody let the agencies in."""
    if kind == NO_ACCESS:
        return "This visit is of the kind without access. Correct its kind first."
    return ""


def address_can_be_found(address: str) -> str:
    """A place is known by the letters and numbers of its address; signs alone name none."""
    if address.strip() and not address_key(address, ""):
        return "Enter the address in letters and numbers, or leave it empty"
    return ""


def code_of(name: str) -> str:
    """The code of what has a name: that in small letters, cut where the column ends."""
    return slugify(name).replace("_", "-")[:40].strip("-")


def address_key(address: str, postcode: str) -> str:
    """What makes two typed addresses the same place: letters and digits only, in one case.

    Cut where the column ends: one letter can fold into three.
    """
    return re.sub(r"[^\w]", "", f"{address}{postcode}".casefold())[:LONGEST_KEY]
