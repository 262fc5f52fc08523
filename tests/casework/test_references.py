"""References: random, read out over the phone, and with a letter that catches a wrong one."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.references import ALPHABET, LENGTH, check_letter, is_well_formed, new_reference
from shop.workflow import MergeForm

BODIES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(body=BODIES, place=st.integers(0, LENGTH), letter=st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_caught(body: str, place: int, letter: str) -> None:
    right = f"{body}{check_letter(body)}"
    wrong = right[:place] + letter + right[place + 1 :]
    told = is_well_formed(f"INC-{wrong[:LENGTH]}-{wrong[LENGTH]}")
    assert told == (wrong == right)


def test_most_swaps_of_neighbours_are_caught() -> None:
    random, missed, tried = Random(1), 0, 0
    for _ in range(5000):
        body = "".join(random.choice(ALPHABET) for _ in range(LENGTH))
        place = random.randrange(LENGTH - 1)
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        if swapped != body:
            tried += 1
            missed += check_letter(swapped) == check_letter(body)
    assert missed / tried < 0.06


@given(st.text())
def test_any_text_is_well_formed_or_not(text: str) -> None:
    assert is_well_formed(text) in {True, False}


def test_references_are_random_and_without_look_alikes() -> None:
    made = {new_reference("INC") for _ in range(500)}
    assert len(made) == 500
    assert all(is_well_formed(reference) for reference in made)
    assert not set("01AEIOULSY") & set(ALPHABET)


def test_invented_data_repeat_themselves() -> None:
    assert new_reference("INC", Random(3)) == new_reference("INC", Random(3))


@pytest.mark.parametrize("wrong", ["", "INC", "INC-7K3QXM", "INC-7K3QX-M", "INC--P", "7K3QXM-P"])
def test_what_is_not_a_reference_is_told(wrong: str) -> None:
    assert not is_well_formed(wrong)


def test_the_example_on_the_page_is_a_reference_in_any_case() -> None:
    example = str(MergeForm.base_fields["keep"].help_text).removeprefix("For example ")
    assert is_well_formed(example)
    assert is_well_formed(example.lower())
