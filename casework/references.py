"""References people read out and type: random, never a counter, with a check letter.

`INC-7K3QXM-P`: a prefix for the kind, six characters without look-alikes, and a letter that
catches any single wrong character and most swaps.
"""

import secrets
from random import Random

ALPHABET = "23456789BCDFGHJKMNPQRTVWXZ"
WEIGHTS = (3, 5, 7, 9, 11, 15)
LENGTH = len(WEIGHTS)


def check_letter(body: str) -> str:
    """The check letter of `body`, or digit: a weighted sum over the alphabet.

    No weight shares a factor with the 26 of the alphabet, so that no change of one character
    leaves the sum as it was.
    """
    total = sum(
        weight * ALPHABET.index(letter) for weight, letter in zip(WEIGHTS, body, strict=True)
    )
    return ALPHABET[total % len(ALPHABET)]


def new_reference(prefix: str, random: Random | None = None) -> str:
    """A new reference. `random` is given only by demonstration data, which must repeat itself."""
    choose = random.choice if random else secrets.choice
    body = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return f"{prefix}-{body}-{check_letter(body)}"


def is_well_formed(reference: str) -> bool:
    """Whether this could be a reference: tells a typing mistake from a record not found."""
    parts = reference.upper().split("-")
    return (
        len(parts) == 3
        and len(parts[1]) == LENGTH
        and all(letter in ALPHABET for letter in parts[1])
        and parts[2] == check_letter(parts[1])
    )
