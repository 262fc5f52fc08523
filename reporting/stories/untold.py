"""A report without the stories that may be told no more. Pure.

What stands in a story's place says that it was withdrawn, and when. Nothing of its words is left:
no heading, and no sentence that a check quoted, because checks name a story by its reference.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.dates import full_date
from reporting.document.material import Told

HEADING = "A story that was withdrawn"
NO_MORE = "This story may be told no more."


def place_of(reference: str) -> str:
    """How checks and failures name a story, whose heading may have to be forgotten."""
    return f"Story {reference}"


def said_instead(withdrawn_on: date | None) -> str:
    return f"This story was withdrawn on {full_date(withdrawn_on)}." if withdrawn_on else NO_MORE


def untold(reference: str, words: str = NO_MORE) -> Told:
    """As `contract.build` takes a story of which nothing is told."""
    return {
        "reference": reference, "title": HEADING, "text": words, "has_consent": False,
        "is_rare": False,
    }  # fmt: skip


def without(contract: Mapping[str, Any], gone: Mapping[str, str]) -> dict[str, Any]:
    """gone: each story's reference to what is said instead. The fingerprint is the caller's."""
    places = {place_of(reference) for reference in gone}
    return {
        **contract,
        "sections": [
            {**section, "blocks": _blocks(section["blocks"], gone)}
            for section in contract["sections"]
        ],
        "stories": [
            {**one, "title": HEADING, "has_consent": False, "is_rare": False}
            if one["reference"] in gone
            else one
            for one in contract.get("stories", ())
        ],
        "unresolved": [
            one for one in contract.get("unresolved", ()) if one["place"] not in places
        ],
    }  # fmt: skip


def _blocks(blocks: list[dict[str, Any]], gone: Mapping[str, str]) -> list[dict[str, Any]]:
    """A story's heading becomes the sentence, the rest of its blocks go."""
    kept = []
    for block in blocks:
        reference = block.get("written", "")
        if reference not in gone:
            kept.append(block)
        elif block["kind"] == "heading":
            kept.append({**block, "text": HEADING})
            kept.append({"kind": "paragraph", "runs": [gone[reference]], "written": reference})
    return kept
