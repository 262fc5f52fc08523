"""When two written names, or two written places, may be the same. Pure functions.

Case, accents, spaces, hyphens and the order of names make no difference. Rather one alert too many
than one too few: a person decides about each.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

NAME, PLACE = "name", "place"
MOST_WORDS = 60
LONGEST_RUN = 12
# Letters that are letters of their own, and so lose no accent by being taken apart.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
SHORT_FOR = {
    "st": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive",
    "cl": "close", "ct": "court", "pl": "place", "sq": "square", "gdns": "gardens",
}  # fmt: skip
SAYS_NOTHING = frozenset({"ltd", "limited", "plc", "llp", "the", "and"})


@dataclass(frozen=True)
class Phrase:
    """words: each must be found. runs: what can be found in it, neighbours glued together."""

    kind: str
    words: frozenset[str]
    runs: frozenset[str]


def plain_words(text: str) -> list[str]:
    """The letters and digits of `text` as words in one case, without accents."""
    taken_apart = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    bare = "".join(c for c in taken_apart if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", bare)[:MOST_WORDS]


def runs_of(words: list[str]) -> frozenset[str]:
    """Each word, and each row of neighbours glued together: "al hassan" holds "alhassan"."""
    return frozenset(
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + LONGEST_RUN) + 1)
    )


def name(text: str) -> Phrase | None:
    """Somebody's name: each of its words counts, in any order."""
    words = plain_words(text)
    return Phrase(NAME, frozenset(words), runs_of(words)) if words else None


def place(text: str, *, whole: bool = True) -> Phrase | None:
    """An address or a business: it is found as a whole, inside a longer one too.

    whole: False where the text alone would say too little to be looked for in others, so that
    others are only looked for in it.
    """
    words = [SHORT_FOR.get(word, word) for word in plain_words(text)]
    words = [word for word in words if word not in SAYS_NOTHING]
    if not words:
        return None
    glued = frozenset({"".join(words[:LONGEST_RUN])}) if whole else frozenset()
    return Phrase(PLACE, glued, runs_of(words))


def recorded_place(text: str) -> Phrase | None:
    """A place of a record: looked for in what is declared when it has a number and a word."""
    words = plain_words(text)
    has_number = any(word[0].isdigit() for word in words)
    return place(text, whole=has_number and len(words) > 1)


def recorded_names(given: str, family: str, aliases: str) -> list[Phrase]:
    """The names of a record. A given name alone is too common to be looked for."""
    texts = [f"{given} {family}" if family.strip() else given]
    texts += re.split(r"[,;/\n]", aliases)
    found = [name(text) for text in texts]
    return [p for p in found if p and (len(p.words) > 1 or family.strip())]


def meet(one: Phrase, other: Phrase) -> bool:
    """Whether all words of one are found in the other."""
    if one.kind != other.kind:
        return False
    return (bool(one.words) and one.words <= other.runs) or (
        bool(other.words) and other.words <= one.runs
    )


def lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
