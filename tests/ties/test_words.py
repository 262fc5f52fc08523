"""What counts as the same name or the same place, whatever its spelling."""

import random
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ties import words

LETTERS = st.text(alphabet="abcdefghijklmnoprstuvwxyzéüçńöşà", min_size=2, max_size=9)
NAMES = st.lists(LETTERS, min_size=2, max_size=4, unique=True)


def respelled(parts: list[str], seed: int) -> str:
    """The same words in other case, accents taken off or apart, with other signs between them."""
    choose = random.Random(seed)
    ways = [
        str.upper,
        str.title,
        lambda w: unicodedata.normalize("NFD", w),
        lambda w: "".join(
            c for c in unicodedata.normalize("NFD", w) if not unicodedata.combining(c)
        ),
    ]
    return "".join(choose.choice(ways)(w) + choose.choice([" ", "-", "  ", "’"]) for w in parts)


@given(NAMES, st.integers(0, 2**16))
def test_a_name_is_the_same_in_any_spelling_and_order(parts: list[str], seed: int) -> None:
    turned = list(parts)
    random.Random(seed).shuffle(turned)
    one, other = words.name(" ".join(parts)), words.name(respelled(turned, seed))
    assert words.meet(one, other)
    assert words.meet(other, one)


@given(NAMES, st.integers(0, 2**16))
def test_words_written_as_one_are_the_same(parts: list[str], seed: int) -> None:
    apart, glued = " ".join(parts), "".join(parts[:2]) + " " + " ".join(parts[2:])
    assert words.meet(words.name(apart), words.name(glued))
    assume(not {*words.SHORT_FOR, *words.SAYS_NOTHING} & {*parts, "".join(parts[:2])})
    assert words.meet(words.place(f"{apart} 12"), words.place(respelled([glued, "12"], seed)))


@given(NAMES, LETTERS, st.integers(0, 2**16))
def test_a_place_is_found_inside_a_longer_one(parts: list[str], more: str, seed: int) -> None:
    declared = words.place(respelled(["12", *parts], seed))
    recorded = words.recorded_place(f"Flat {more}, 12 {' '.join(parts)}, {more}")
    assert words.meet(declared, recorded)
    assert words.meet(recorded, declared)


@given(NAMES, NAMES)
def test_what_meets_does_so_both_ways(one: list[str], other: list[str]) -> None:
    first, second = words.name(" ".join(one)), words.name(" ".join(other))
    assert words.meet(first, second) == words.meet(second, first)
    assert not words.meet(first, words.place(" ".join(one)))


@given(st.text(max_size=400))
def test_whatever_is_typed_gives_few_and_plain_words(text: str) -> None:
    found = words.plain_words(text)
    assert len(found) <= words.MOST_WORDS
    assert all(word.isalnum() or word for word in found)
    assert len(words.runs_of(found)) <= words.MOST_WORDS * words.LONGEST_RUN


@pytest.mark.parametrize(
    ("declared", "given", "family", "aliases", "same"),
    [
        ("Jan Kowalczyk", "Jan", "Kowalczyk", "", True),
        ("KOWALCZYK, Jan", "Jan", "Kowalczyk", "", True),
        ("Lukasz Zolw", "Łukasz", "Żółw", "", True),
        ("Kowalczyk", "Jan", "Kowalczyk", "", True),
        ("Jan Kowalczyk", "", "Kowalczyk", "", True),
        ("Omar Al-Hassan", "Omar", "Alhassan", "", True),
        ("Ion Popescu", "Maria", "Ionescu", "Ion Popescu; Ionel", True),
        ("Maria Popescu", "Maria", "", "", False),
        ("Jan Kowalczyk", "Jan", "Nowak", "", False),
        ("Anna Kowalczyk", "Jan", "Kowalczyk", "", False),
    ],
)
def test_names_as_people_write_them(declared, given, family, aliases, same) -> None:
    found = words.recorded_names(given, family, aliases)
    assert any(words.meet(words.name(declared), each) for each in found) == same


@pytest.mark.parametrize(
    ("declared", "recorded", "same"),
    [
        ("12 High Street", "12 High St., Tipton", True),
        ("Flat 2, 12 High Street, Tipton", "12 High Street", True),
        ("12 High Street", "112 High Street", False),
        ("12 High Street", "12 High Road", False),
        ("Golden Nails Ltd", "The Golden Nails, 3 Owen Street", True),
        ("Golden Nails", "Silver Nails, 3 Owen Street", False),
        ("12 High Street, Tipton", "Tipton", False),
    ],
)
def test_places_as_people_write_them(declared: str, recorded: str, same: bool) -> None:
    assert words.meet(words.place(declared), words.recorded_place(recorded)) == same
