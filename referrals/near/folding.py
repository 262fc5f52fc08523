"""A text as letters and digits alone, in one case and without accents, each with where it stood."""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

# Letters that are letters of their own, and so lose no accent by being taken apart.
_OWN_LETTERS = {
    "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ø": "o", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
    "þ": "th", "ŀ": "l", "ɖ": "d", "ŋ": "n", "ƙ": "k", "ɓ": "b", "ɗ": "d",
}  # fmt: skip
# Count as letters, and say nothing: the Arabic stroke that makes a word longer, a loose apostrophe.
_SILENT = frozenset("ـʼ")
# From Hebrew on, scripts join other words to a name, or put no spaces between words.
_FIRST_JOINING_SCRIPT = 0x0590


@dataclass(frozen=True)
class Folded:
    """letters: letters and digits, with nothing between them. at: where each stood in the text.

    edges: for each letter whether a word begins with it, so that the one before has ended; one more
    for the end.
    """

    letters: str
    at: list[int] = field(repr=False)
    edges: bytearray = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the letters from `start` to before `end` stood."""
        return self.at[start], self.at[end - 1] + 1


@lru_cache(maxsize=65_536)
def fold(character: str) -> str:
    """The letters and digits of one character, or ""."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(_folded_part(part) for part in apart)


def _folded_part(part: str) -> str:
    if part.isdecimal():
        return str(unicodedata.decimal(part))
    if part in _SILENT:
        return ""
    # Vowel signs of Indian and other scripts are letters here; accents have a combining class.
    is_vowel_sign = unicodedata.category(part) == "Mc" or (
        unicodedata.category(part) == "Mn" and not unicodedata.combining(part)
    )
    is_letter = part.isalnum() or (is_vowel_sign and not "\ufe00" <= part <= "\ufe0f")
    return _OWN_LETTERS.get(part, part) if is_letter else ""


@lru_cache(maxsize=65_536)
def _stands_inside(character: str) -> bool:
    """Whether it breaks no word, though it is no letter: accents, soft hyphens, joiners."""
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"} or character in _SILENT


def folded(text: str) -> Folded:
    """`text` as its letters. A word ends at whatever is no letter, between letters and digits, and
    where a capital follows a small letter."""
    letters: list[str] = []
    at: list[int] = []
    edges = bytearray()
    inside = was_digit = was_small = False
    for position, character in enumerate(text):
        found = fold(character)
        if not found:
            inside = inside and _stands_inside(character)
            continue
        is_digit = found.isdigit()
        edges.append(not inside or is_digit != was_digit or (was_small and character.isupper()))
        edges.extend(bytes(len(found) - 1))
        letters.append(found)
        at.extend([position] * len(found))
        inside, was_digit, was_small = True, is_digit, character.islower()
    edges.append(1)
    return Folded("".join(letters), at, edges)


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    found = folded(text)
    starts = [index for index, edge in enumerate(found.edges) if edge]
    return [found.letters[a:b] for a, b in pairwise(starts)]


def joins_words(word: str) -> bool:
    """Whether a name in this script stands in a text without an edge around it."""
    return any(ord(letter) >= _FIRST_JOINING_SCRIPT for letter in word)
