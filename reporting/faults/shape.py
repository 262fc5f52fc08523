"""Faults of a report's parts: headings without words, tokens that stand for nothing, an objective
told twice, priorities that cite what is counted otherwise now, stories without consent."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from reporting.faults.fault import Fault
from reporting.stories.untold import place_of

OBJECTIVES = {"PURSUE": "Pursue", "PREVENT": "Prevent", "PROTECT": "Protect", "PREPARE": "Prepare"}


def faults_of_shape(contract: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _empty(contract)
    yield from _unresolved(contract)
    yield from _objectives(contract)
    yield from _priorities(contract)
    yield from _stories(contract)


def _empty(contract: Mapping[str, Any]) -> Iterator[Fault]:
    stories = {one["reference"] for one in contract.get("stories", ())}
    for section in contract["sections"]:
        blocks = section["blocks"]
        if not blocks:
            yield _nothing_under(section["title"])
        for place, block in enumerate(blocks):
            if block["kind"] == "heading":
                own = [one for one in blocks[place + 1 :] if one.get("written") == block["written"]]
                if not own:
                    is_story = block["written"] in stories
                    title = place_of(block["written"]) if is_story else block["text"]
                    yield _nothing_under(title)


def _nothing_under(title: str) -> Fault:
    return Fault(
        "empty", title or "A section without a heading", "nothing stands under this heading.",
        "Write the section, or leave it out of the report.", can_accept=False,
    )  # fmt: skip


def _unresolved(contract: Mapping[str, Any]) -> Iterator[Fault]:
    for one in contract.get("unresolved", ()):
        yield Fault(
            "token", one["place"], f"{one['token']} stands for no number. {one['why']}",
            "Choose one from “Numbers you can use”, or take it out.", can_accept=False,
        )  # fmt: skip


def _objectives(contract: Mapping[str, Any]) -> Iterator[Fault]:
    """Each of the four objectives has one section, under its own name and no other's."""
    written = [one for one in contract.get("written", ()) if one["place"] in OBJECTIVES]
    for place, count in Counter(one["place"] for one in written).items():
        if count > 1:
            yield Fault(
                "objective", OBJECTIVES[place], f"{count} sections are about this objective.",
                "Make one of them, or give the second its own objective.",
            )  # fmt: skip
    for one in written:
        own = OBJECTIVES[one["place"]]
        named = {name for name in OBJECTIVES.values() if name.casefold() in one["title"].casefold()}
        if others := sorted(named - {own}):
            yield Fault(
                "objective", one["title"],
                f"this is the section of the objective {own}, and its heading says "
                f"{' and '.join(others)}.",
                f"Head it with {own}, or move it to the other objective.",
            )  # fmt: skip


def _priorities(contract: Mapping[str, Any]) -> Iterator[Fault]:
    versions = {one["id"]: one["version"] for one in contract["measures"]}
    names = {one["id"]: one["name"] for one in contract["measures"]}
    for one in contract.get("priorities", ()):
        now = versions.get(one["measure"])
        if now != one["measure_version"]:
            counts = f"it is version {now} now" if now else "it is counted no more"
            yield Fault(
                "version", one["section"],
                f"the priority “{one['words']}” cites {names.get(one['measure'], one['measure'])}, "
                f"version {one['measure_version']}; {counts}.",
                "Read how it is counted now, and confirm or change the priority.",
            )  # fmt: skip


def _stories(contract: Mapping[str, Any]) -> Iterator[Fault]:
    for one in contract.get("stories", ()):
        if not one["has_consent"]:
            yield Fault(
                "consent", place_of(one["reference"]), "no consent stands for this story.",
                "Leave it out, or ask and record the consent, then make the report again.",
                can_accept=False,
            )  # fmt: skip
        if one["is_rare"]:
            yield Fault(
                "rare", place_of(one["reference"]),
                "few people in the records have all that this story tells of the person.",
                "Leave out or change one of the details, so that nobody is recognised.",
            )  # fmt: skip
