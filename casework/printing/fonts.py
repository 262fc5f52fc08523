"""Which characters the shipped fonts can print, and what to do about the others.

One character without a glyph stops the making of an accessible PDF. So every text is looked through
before: a control character is dropped, and a character no font has is printed as □, with a note in
the document that names the place. Other formats of the same document keep the text as it is.
"""

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("typefaces")
STAND_IN = "□"
UNICODE_FULL = 12
UNICODE_BASIC = 4
NO_GLYPH = 0
SPACES = "\n\t"


@dataclass(frozen=True)
class Unprintable:
    """A character that no shipped font has, and the place where it stands, in words."""

    place: str
    character: str

    @property
    def words(self) -> str:
        name = unicodedata.name(self.character, "unnamed character")
        return f"{self.place}: U+{ord(self.character):04X} {name.lower()}"


@cache
def printable() -> frozenset[int]:
    """Characters that every shipped weight has: a text may stand in any of them."""
    return frozenset.intersection(*(_characters(path) for path in sorted(FONTS.glob("*.ttf"))))


def fit(document: Any, found: list[Unprintable], place: str) -> Any:
    """A copy of `document` that can be printed; adds to `found` what could not be.

    place: where the document stands. Inside it, a title names the place of what lies below.
    """
    if isinstance(document, str):
        return _fit_text(document, found, place)
    if isinstance(document, dict):
        inner = str(document.get("title") or place)
        return {key: fit(value, found, inner) for key, value in document.items()}
    if isinstance(document, list):
        return [fit(value, found, place) for value in document]
    return document


def _fit_text(text: str, found: list[Unprintable], place: str) -> str:
    fitted = []
    for character in unicodedata.normalize("NFC", text):
        if ord(character) in printable():
            fitted.append(character)
        elif character in SPACES:
            fitted.append(" ")
        elif unicodedata.category(character)[0] != "C":
            fitted.append(STAND_IN)
            if (missing := Unprintable(place, character)) not in found:
                found.append(missing)
    return "".join(fitted)


def _characters(path: Path) -> frozenset[int]:
    """Reads the character map of a TrueType font (table `cmap`, formats 4 and 12)."""
    font = path.read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {}
    for number in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        places[tag] = start
    start = places[b"cmap"]
    (maps,) = struct.unpack_from(">H", font, start + 2)
    characters: set[int] = set()
    for number in range(maps):
        _, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == UNICODE_FULL:
            characters.update(_full_map(font, start + offset))
        elif form == UNICODE_BASIC:
            characters.update(_basic_map(font, start + offset))
    return frozenset(characters)


def _full_map(font: bytes, start: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">L", font, start + 12)
    for number in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * number)
        yield from (code for code in range(first, last + 1) if glyph + code - first != NO_GLYPH)


def _basic_map(font: bytes, start: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    shape = f">{count}H"
    ends = struct.unpack_from(shape, font, start + 14)
    firsts = struct.unpack_from(shape, font, start + 16 + doubled)
    deltas = struct.unpack_from(shape, font, start + 16 + 2 * doubled)
    range_start = start + 16 + 3 * doubled
    offsets = struct.unpack_from(shape, font, range_start)
    for number in range(count):
        for code in range(firsts[number], ends[number] + 1):
            if not offsets[number]:
                glyph = (code + deltas[number]) & 0xFFFF
            else:
                place = range_start + 2 * number + offsets[number] + 2 * (code - firsts[number])
                (glyph,) = struct.unpack_from(">H", font, place)
            if glyph != NO_GLYPH and code != 0xFFFF:
                yield code
