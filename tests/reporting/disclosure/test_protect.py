"""The choice of cells: enough for every reader, no more than it takes, and the same each time."""

import random
from itertools import product

import pytest

from reporting.disclosure import protect
from reporting.disclosure.linked import TooManyDimensions, cell, link
from tests.reporting.disclosure import invented

THRESHOLD = 5


def table(rows: dict[str, dict[str, int]]) -> dict:
    """Town by sex with all margins."""
    counts = {(): sum(sum(row.values()) for row in rows.values())}
    for town, row in rows.items():
        counts[cell({"town": town})] = sum(row.values())
        for sex, count in row.items():
            counts[cell({"town": town, "sex": sex})] = count
            margin = cell({"sex": sex})
            counts[margin] = counts.get(margin, 0) + count
    return counts


def test_a_lone_small_count_takes_three_others_with_it():
    counts = table({"a": {"F": 3, "M": 20}, "b": {"F": 15, "M": 18}, "c": {"F": 30, "M": 25}})
    hidden = protect.withheld(link(counts), THRESHOLD)
    assert cell({"town": "a", "sex": "F"}) in hidden
    assert len(hidden) == 4
    assert () not in hidden


def test_nothing_is_withheld_where_nothing_is_small():
    counts = table({"a": {"F": 0, "M": 20}, "b": {"F": 15, "M": 18}})
    assert protect.withheld(link(counts), THRESHOLD) == frozenset()


def test_a_total_that_is_small_itself_is_withheld():
    counts = table({"a": {"F": 1, "M": 0}, "b": {"F": 0, "M": 2}})
    hidden = protect.withheld(link(counts), THRESHOLD)
    assert () in hidden
    assert protect.unsafe(counts, THRESHOLD) <= hidden


def test_the_same_counts_give_the_same_choice_in_any_order():
    counts, second = invented.counts(invented.people(random.Random(3), 60), ("town", "sex"))
    turned = dict(reversed(counts.items()))
    first = protect.withheld(link(counts, second), THRESHOLD)
    assert protect.withheld(link(turned, second), THRESHOLD) == first


def test_types_may_overlap_so_they_need_not_add_up_to_their_total():
    """An incident of two types: 6 + 3 of 8. A type is at most the whole less those of no type."""
    counts = {
        (): 8,
        cell({"exploitation_type": "LAB"}): 6,
        cell({"exploitation_type": "SEX"}): 3,
        cell({"exploitation_type": "UNK"}): 0,
    }
    hidden = protect.withheld(link(counts, {(): 1}), THRESHOLD)
    assert cell({"exploitation_type": "SEX"}) in hidden
    assert cell({"exploitation_type": "LAB"}) in hidden


def test_a_count_that_readers_have_already_cannot_be_withheld():
    counts = table({"a": {"F": 3, "M": 20}, "b": {"F": 15, "M": 18}})
    with pytest.raises(protect.NothingSafe):
        protect.withheld(link(counts), THRESHOLD, known=[cell({"town": "a", "sex": "F"})])
    everything_else = set(counts) - {cell({"town": "a", "sex": "F"})}
    with pytest.raises(protect.NothingSafe):
        protect.withheld(link(counts), THRESHOLD, known=everything_else)


def test_no_table_is_published_by_three_things_at_once():
    three = cell({"town": "a", "sex": "F", "exploitation_type": "LAB"})
    with pytest.raises(TooManyDimensions, match="Divide by at most 2"):
        link({(): 3, three: 3})


@pytest.mark.parametrize("seed", range(4))
def test_the_choice_itself_gives_no_count_away(seed):
    """A reader with the program tries every set of counts that fits what is published, and keeps
    those for which the program would have published just this. Each withheld count still has more
    than one value."""
    rng = random.Random(seed)
    counts = table({town: {sex: rng.choice((0, 2, 3, 6)) for sex in "FM"} for town in "abc"})
    hidden = protect.withheld(link(counts), THRESHOLD)
    inner = [one for one in counts if len(one) == 2]
    ranges = [range(counts[()] + 1) if one in hidden else (counts[one],) for one in inner]
    possible = []
    for values in product(*ranges):
        rows: dict[str, dict[str, int]] = {}
        for one, value in zip(inner, values, strict=True):
            rows.setdefault(dict(one)["town"], {})[dict(one)["sex"]] = value
        other = table(rows)
        agrees = all(other[one] == counts[one] for one in counts if one not in hidden)
        small = protect.unsafe(other, THRESHOLD)
        if agrees and small <= hidden and protect.withheld(link(other), THRESHOLD) == hidden:
            possible.append(other)
    assert counts in possible
    assert all(len({other[one] for other in possible}) > 1 for one in hidden)
