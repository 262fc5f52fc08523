"""The audit: it accepts any edition that is safe and names what is wrong with one that is not."""

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from reporting.disclosure import audit
from reporting.disclosure.publish import Counted
from tests.reporting.disclosure import invented

Document = dict[str, Any]


@pytest.fixture(scope="module")
def counted() -> Counted:
    rng = random.Random(2)
    this, last = (invented.year(rng, fewest=8, most=25) for _ in range(2))
    return invented.edition(this, last)


@pytest.fixture(scope="module")
def published(counted) -> Document:
    return invented.published(counted)


@pytest.fixture
def document(published) -> Document:
    return deepcopy(published)


@pytest.fixture
def whole(counted) -> Document:
    """The same edition with every count."""
    return invented.contract_of(counted)


def entries(document: Document) -> list[dict[str, Any]]:
    return [*document["values"], *document["previous_values"], *document["further_values"]]


def withheld(document: Document) -> dict[str, Any]:
    return next(one for one in document["values"] if one["state"] == "withheld")


def found(document: Document, *earlier: Document) -> set[str]:
    return {one.words for one in audit.findings(document, earlier)}


def test_a_published_edition_passes(document):
    assert audit.findings(document) == []


def test_withholding_small_counts_alone_is_not_enough(whole):
    whole["edition"]["disclosure"]["thresholds"] = {"incidents": 5, "people_screened": 5}
    for entry in entries(whole):
        if 0 < entry["value"] < 5:
            entry.update(value=None, state="withheld")
    whole["derived"] = []
    assert "can be worked out exactly" in found(whole)


def test_one_count_too_many_is_noticed(document, whole):
    """Each withheld count is shown in turn, as if the choice had left it out."""
    counts = {entry["id"]: entry["value"] for entry in entries(whole)}
    noticed = 0
    hidden = [entry for entry in entries(document) if entry["state"] == "withheld"][:12]
    for entry in hidden:
        entry.update(value=counts[entry["id"]], state="shown")
        noticed += bool(0 < entry["value"] < 5 or audit.findings(document))
        entry.update(value=None, state="withheld")
    assert noticed >= len(hidden) - 2


def test_a_change_gives_a_count_away_when_the_other_year_is_shown(document, whole):
    counts = {entry["id"]: entry["value"] for entry in entries(whole)}
    before = {one["id"] for one in document["previous_values"] if one["state"] == "shown"}
    now, then = next(
        (entry["id"], other)
        for entry in document["values"]
        if entry["state"] == "withheld"
        and (other := entry["id"].replace("2022-23", "2021-22")) in before
    )
    moved = counts[now] - counts[then]
    change = {"id": "made", "kind": "difference", "of": [now, then], "value": moved}
    document["derived"].append({**change, "state": "shown"})
    assert "can be worked out exactly" in found(document)


def a_value_behind_its_state(document: Document) -> None:
    withheld(document)["value"] = 3


def a_check_with_numbers(document: Document) -> None:
    document["checks"] = [{"id": "c", "rule": "r", "ok": True, "left": 3, "right": 3}]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (a_value_behind_its_state, "has a value although its state is withheld"),
        (a_check_with_numbers, "is a check that prints the numbers it compared"),
    ],
)
def test_each_way_a_number_slips_through_is_named(
    document, fault: Callable[[Document], None], words
):
    fault(document)
    assert words in found(document)


def share_of(part: str, whole: str, value: int | None, state: str) -> dict[str, Any]:
    return {"id": "s", "kind": "share", "of": [part, whole], "value": value, "state": state}


def small_edition(men: int | None, derived: list[dict[str, Any]]) -> Document:
    """Two sexes of 13 people, both withheld: the report of 2022-23 printed 44% of such a total."""

    def entry(value: int | None, **dimensions: str) -> dict[str, Any]:
        key = "/".join(["2022-23/people_screened", *dimensions.values()])
        state = "withheld" if value is None else "shown"
        return {
            "id": key,
            "measure": "people_screened",
            "period": "2022-23",
            "dimensions": dimensions,
            "value": value,
            "state": state,
        }

    return {
        "edition": {"disclosure": {"thresholds": {"people_screened": 5}}},
        "values": [entry(25), entry(men, sex="M"), entry(None, sex="F")],
        "previous_values": [],
        "further_values": [],
        "derived": derived,
        "checks": [],
    }


def test_a_percentage_gives_its_count_away():
    assert found(small_edition(None, [])) == set()
    percentage = share_of("2022-23/people_screened/M", "2022-23/people_screened", 88, "shown")
    assert found(small_edition(None, [percentage])) == {"can be worked out exactly"}


def test_a_rest_gives_its_count_away():
    assert found(small_edition(22, [])) == {"can be worked out exactly"}


def test_that_a_base_is_too_small_for_a_percentage_is_news_about_it():
    document = small_edition(None, [])
    men = document["values"][1]["id"]
    document["derived"] = [share_of("2022-23/people_screened", men, None, "not_applicable")]
    bounds = audit.bounds(document)
    name = ("people_screened", "2022-23", (("sex", "M"),))
    assert bounds[name] == (0, 19)


def test_last_years_edition_is_read_too(document):
    """What this edition withholds of last year, last year's edition showed."""
    entry = next(one for one in document["previous_values"] if one["state"] == "withheld")
    name = (entry["measure"], entry["period"], tuple(sorted(entry["dimensions"].items())))
    assert audit.bounds(document)[name][0] == 0
    low, _ = audit.bounds(document)[name]
    earlier = {
        **document,
        "values": [{**entry, "value": low + 1, "state": "shown"}],
        "previous_values": [],
        "further_values": [],
        "derived": [],
    }
    assert audit.bounds(document, [earlier])[name] == (low + 1, low + 1)
    assert "can be worked out exactly" in found(document, earlier)


def test_two_editions_that_differ_by_one_person_are_refused(document):
    entry = next(one for one in document["values"] if one["state"] == "shown" and one["value"] > 10)
    earlier = {
        **document,
        "values": [{**entry, "value": entry["value"] - 1}],
        "previous_values": [],
        "further_values": [],
        "derived": [],
    }
    words = "differs from an earlier edition by too little to publish safely"
    assert words in found(document, earlier)
