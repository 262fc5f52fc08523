"""The pages of the Home Office service as a first responder meets them: order, titles, labels.

Kept apart from the questions, which are asked here in other words and another order: this is what
stands in the other window. Read from their_pages.csv, which has a row a field in the order of
the service. Source: the public form "Report modern slavery" (MIT licence), as of 21 April 2026.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from referrals.terms import Route

OWN_PAGE = "/reference"
CONSENT_PAGE = "/pv-want-to-submit-nrm"
NAME_PAGE = "/pv-name-dtn"
FILES_PAGE = "/upload-evidence"
CHECK_PAGE = "/confirm"


@dataclass(frozen=True)
class TheirPage:
    """One page there. route: "" where both routes have it.

    labels: by field key; "" where the label is hidden, or is the title of its page.
    """

    address: str
    title: str
    route: str
    labels: Mapping[str, str]

    def label_of(self, key: str) -> str:
        return self.labels[key] or self.title


def _read() -> Iterator[TheirPage]:
    with (Path(__file__).with_name("their_pages.csv")).open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        for (address, title, route), of_page in groupby(
            rows, key=lambda row: (row["page"], row["title"], row["route"])
        ):
            labels = {row["field"]: row["label"] for row in of_page}
            yield TheirPage(address, title, route, labels)


PAGES = tuple(_read())

OPTION_WORDS = {
    "fr-location": {
        "england": "England",
        "wales": "Wales",
        "scotland": "Scotland",
        "northern-ireland": "Northern Ireland",
    },
    "pv-under-age": {"yes": "Yes", "no": "No", "not-sure": "Not Sure"},
    "where-exploitation-happened": {
        "uk": "UK",
        "overseas": "Overseas",
        "uk-and-overseas": "UK and Overseas",
    },
    "pv-want-to-submit-nrm": {
        "yes": "Yes - I have explained this to the potential victim …",
        "no": "No – I have explained this to the potential victim …",
    },
    "pv-phone-number": {
        "yes": "Potential victim's telephone number",
        "pv-alternative-number": "Alternative telephone number",
        "no": "Cannot provide contact details",
    },
    "pv-gender": {
        "female": "Female",
        "male": "Male",
        "unknown": "They do not identify as male or female",
    },
    "when-last-contact": {
        "within-the-last-week": "Within the last week",
        "within-the-last-month": "Within the last month",
        "within-the-last-3-month": "Within the last 3 months",
        "within-the-last-6-month": "Within the last 6 months",
        "within-the-last-6-12-month": "Within the last 6-12 months",
        "over-a-year-ago": "Over a year ago",
        "not-sure": "Not sure",
    },
    "who-contact": {"potential-victim": "Potential victim", "someone-else": "Someone else"},
}
"""Where an option reads differently there. Others read "Yes", "No", "Not sure", "I don't know"."""

PLAIN_WORDS = {
    "yes": "Yes",
    "no": "No",
    "not-sure": "Not sure",
    "i-dont-know": "I don't know",
    "email": "Email",
    "post": "Post",
    "unknown": "Unknown",
}


def words_of(key: str, value: str, otherwise: str) -> str:
    """What stands there beside the button or in the list; `otherwise` for what lists hold."""
    return OPTION_WORDS.get(key, PLAIN_WORDS).get(value, otherwise)


def page_of(key: str, route: Route) -> TheirPage | None:
    """The page that asks for a field on this route; None for a field that no page asks."""
    return next((page for page in PAGES if key in page.labels and page.route in {"", route}), None)
