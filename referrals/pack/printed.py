"""The pack on paper: one accessible PDF in the order of the Home Office pages."""

from datetime import datetime
from pathlib import Path
from typing import Any

from casework.dates import full_moment
from casework.printing.fonts import Unprintable, fit
from casework.printing.pdf import set_as_pdf
from referrals.pack.contents import Contents, Item, Page

TEMPLATE = Path(__file__).parent / "typst" / "pack.typ"
# A pack is asked for in a browser that waits.
SECONDS = 20

SEND_IT_THERE = "Prepared here; send it on the Home Office service"
KEEP_SAFE = "Keep safe and destroy after use. Never send this file by e-mail."
NAMES_NOBODY = (
    "A notice names nobody. Add no name, date of birth, address or number on the Home Office page."
)


def pdf(contents: Contents, *, made_at: datetime) -> bytes:
    """Raises casework.printing.pdf.PdfNotMade when it cannot be set within its time."""
    data, found = fitted(contents, made_at=made_at)
    data["unprintable"] = [fit(one.words, [], one.place) for one in found]
    return set_as_pdf(TEMPLATE, data, made_at=made_at, seconds=SECONDS)


def fitted(contents: Contents, *, made_at: datetime) -> tuple[dict[str, Any], list[Unprintable]]:
    """The data of the template in characters the fonts have, and those that they have not."""
    found: list[Unprintable] = []
    title = f"Pack {contents.reference}"
    data = {
        "title": title,
        "route": contents.route.label,
        "facts": [
            ["Referral", contents.reference],
            ["Questions", contents.question_set],
            ["Made", full_moment(made_at)],
            ["Digest of the contents", contents.digest],
        ],
        "header": f"{contents.reference}. Questions {contents.question_set}. "
        f"Digest {contents.digest[:16]}",
        "footer": SEND_IT_THERE,
        "notes": [
            f"{SEND_IT_THERE}: “Report modern slavery” at www.modernslavery.gov.uk.",
            *([NAMES_NOBODY] if contents.names_nobody else []),
            KEEP_SAFE,
        ],
        "pages": [
            _page(page, number, len(contents.pages))
            for number, page in enumerate(contents.pages, start=1)
        ],
        "left_heading": "Asked there, and left to you",
        "files_heading": "Files to upload there",
        "missing_heading": "Characters not printed",
        "missing_note": "These characters are not in the fonts of this file, and □ stands for "
        "them. Copy them from the page beside the Home Office form.",
        "unprintable": [],
    }
    return fit(data, found, title), found


def _page(page: Page, number: int, count: int) -> dict[str, Any]:
    return {
        "title": page.title,
        "place": f"Page {number} of {count}",
        "note": page.note,
        "stops": page.stops,
        "items": [_item(item, page) for item in page.items],
        "left": [f"{question}. {why}" for question, why in page.left],
        "files": [
            f"{file.name}: {file.description}"
            + (" (held: the virus check has not passed it yet)" if file.is_held else "")
            for file in page.files
        ],
    }


def _item(item: Item, page: Page) -> dict[str, Any]:
    return {
        "label": "" if item.label == page.title else item.label,
        # A line each: the fonts know no line break.
        "lines": item.shown.split("\n"),
        "count": f"{item.used:,} of {item.limit:,} characters" if item.is_long else "",
    }
