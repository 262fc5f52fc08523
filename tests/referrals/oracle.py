"""Which questions the published form asks of whom, read from the copy of its list of fields.

Imports nothing of the product, so that the two can be compared. `nrm_fields.csv` tells for every
field of the form its page, the branches it is part of and the condition, in words of a small
grammar that is read here; a condition that the grammar does not know stops the test run.

Answers are given as the form names them: {field_key: value}, a list for ticks, True for a ticked
box that is a field of its own, and FILES for the number of files uploaded.
"""

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

Answers = Mapping[str, object]
Condition = Callable[[Answers], bool]

FILES = "files uploaded"
ADULT_NRM, NOTICE, CHILD = "adult NRM", "DtN", "child"
BRANCHES = (ADULT_NRM, NOTICE, CHILD)
LEGACY = "legacy"

# What the list of fields tells by a sentence only: how a notice orders its last pages.
LAST_IN_A_NOTICE = (
    "/refuse-nrm",
    "/pv-gender-dtn",
    "/pv-nationality-dtn",
    "/pv-name-dtn",
    "/pv-contact-details-dtn",
)


def branch_of(answers: Answers) -> str | None:
    """None for what the published form does not know: an adult who has not decided."""
    if answers.get("pv-under-age") in ("yes", "not-sure"):
        return CHILD
    if answers.get("pv-under-age") == "no":
        return {"yes": ADULT_NRM, "no": NOTICE}.get(str(answers.get("pv-want-to-submit-nrm")))
    return None


def asked(answers: Answers) -> frozenset[str]:
    """Field keys of the questions that the published form asks with these answers."""
    branch = branch_of(answers)
    return frozenset(key for key, holds in BY_BRANCH[branch] if holds(answers))


def pages(answers: Answers) -> list[str]:
    """Addresses of the pages that it shows, in its order."""
    branch, questions = branch_of(answers), asked(answers)
    shown = [
        address
        for row in ROWS
        if row["field_key"] in questions
        for address in [_page_of(row, branch)]
    ]
    if branch == NOTICE:
        last = [address for address in LAST_IN_A_NOTICE if address in shown]
        shown = [address for address in shown if address not in last] + last
    return list(dict.fromkeys(shown))


def _page_of(row: dict[str, str], branch: str | None) -> str:
    addresses = row["step"].split("; ")
    if len(addresses) == 1:
        return addresses[0]
    in_a_notice = [address for address in addresses if address.endswith("-dtn")]
    return in_a_notice[0] if branch == NOTICE else addresses[0]


def _read(row: dict[str, str], branch: str) -> Condition:
    """The condition of a field in one branch of which it is part."""
    words = re.sub(r"\s*\([^)]*\)", "", row["condition"]).strip()
    if found := re.search(r"the question itself only when ([^;]+);", words):
        words = found[1]
    parts = [part.strip() for part in words.split(";")]
    ticked = [part for part in parts if re.fullmatch(r"and \w+ ticked", part)]
    rest = [part for part in parts if part not in ticked]
    conditions = [_ticked(row, part.split()[1]) for part in ticked]
    conditions += [_clause(part, branch) for part in rest if not part.startswith("asked before")]
    return _all(conditions)


def _all(conditions: list[Condition]) -> Condition:
    if len(conditions) == 1:
        return conditions[0]
    return lambda answers: all(holds(answers) for holds in conditions)


def _clause(words: str, branch: str) -> Condition:
    if words == "always":
        return _always
    if ": " in words:
        who, what = words.split(": ", 1)
        return _clause(what, branch) if branch in _named(who) else _always
    words = words.removeprefix("only when ")
    if words == "NRM and child":
        return _always if branch != NOTICE else _never
    for who in BRANCHES:
        if words.startswith(f"{who} and "):
            return _clause(words.removeprefix(f"{who} and "), branch) if who == branch else _never
    if words == "at least one file uploaded":
        return lambda answers: bool(answers.get(FILES))
    return _all([_atom(atom) for atom in words.split(" and ")])


def _named(who: str) -> tuple[str, ...]:
    return (ADULT_NRM, CHILD) if who == "NRM and child" else (who,)


def _atom(words: str) -> Condition:
    if found := re.fullmatch(r"([a-z0-9-]+) is ticked", words):
        return lambda answers, key=found[1]: answers.get(key) is True
    found = re.fullmatch(r"([a-z0-9-]+) is ([a-z0-9-]+(?: or [a-z0-9-]+)*)", words)
    if found is None or found[1] not in KEYS:
        raise ValueError(f"The list of fields has a condition that is not understood: {words}")
    values = frozenset(found[2].split(" or "))
    return lambda answers, key=found[1]: answers.get(key) in values


def _ticked(row: dict[str, str], option: str) -> Condition:
    """The ticks are those of the question of the same page that offers this option."""
    (key,) = (
        other["field_key"]
        for other in ROWS
        if other["step"] == row["step"] and option in other["options"].split("; ")
    )
    return lambda answers: option in (answers.get(key) or ())


def _always(answers: Answers) -> bool:
    return True


def _never(answers: Answers) -> bool:
    return False


def every_row() -> tuple[dict[str, str], ...]:
    """Every field of the published form, those of old drafts too."""
    with Path(__file__).with_name("nrm_fields.csv").open(newline="") as file:
        return tuple(csv.DictReader(file))


ROWS = tuple(row for row in every_row() if row["applies_to"] != LEGACY)

KEYS = frozenset(row["field_key"] for row in ROWS)
PART_OF = {row["field_key"]: tuple(row["applies_to"].split("; ")) for row in ROWS}
BY_BRANCH = {
    branch: tuple(
        (r["field_key"], _read(r, branch)) for r in ROWS if branch in PART_OF[r["field_key"]]
    )
    for branch in BRANCHES
} | {None: ()}
