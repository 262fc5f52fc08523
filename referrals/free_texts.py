"""The texts of a notice, and what in them could say who the person is. Pure.

A passage is a word or number found in one text, with every place where it stands there. It is
explained once for all of them, and the explanation holds for exactly this text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from referrals import engine
from referrals.near import Finder
from referrals.near.folding import folded
from referrals.questions.shape import Field, QuestionSet, Step

FREE = frozenset({"text", "textarea"})
AROUND = 160
"""Characters of the sentence shown on either side of what was found."""
_SENTENCE_ENDS = re.compile(r"[.!?。](?:\s|$)|\n")


@dataclass(frozen=True)
class FreeText:
    step: Step
    field: Field
    text: str

    @property
    def digest(self) -> str:
        """Of exactly this text as the answer to this question, under the application's key."""
        return _digest(self.field.key, self.text)


@dataclass(frozen=True)
class Place:
    """Where a passage stands: what comes before it in its sentence, itself, what comes after."""

    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Passage:
    """digest names it without its words. whats: what it may be, in words."""

    of: FreeText
    digest: str
    whats: tuple[str, ...]
    places: tuple[Place, ...]


def texts_sent(question_set: QuestionSet, answers: Mapping[str, object]) -> list[FreeText]:
    """What somebody wrote in their own words and a notice sends, in the order of the pages.

    Fields that say who the person is are not among them: they are sent only when the person agreed
    to be named.
    """
    written = engine.live(question_set, answers)
    return [
        FreeText(row.step, row.field, text)
        for section in engine.summary(question_set, answers)
        for row in section.rows
        if row.is_sent and row.field.kind in FREE and not row.field.identifies_person
        and isinstance(text := written.get(row.field.key), str) and text.strip()
    ]  # fmt: skip


def digest_of_all(texts: Iterable[FreeText]) -> str:
    """Changes when any text does, or when there are others."""
    return _digest(*sorted(text.digest for text in texts))


def passages(texts: Iterable[FreeText], finder: Finder) -> list[Passage]:
    """What was found, text by text; the same word of one text once, with all its places."""
    found = []
    for text in texts:
        grouped: dict[str, list] = {}
        for hit in finder.hits(text.text):
            letters = folded(text.text[hit.start : hit.end]).letters or text.text[hit.start]
            grouped.setdefault(letters, []).append(hit)
        for letters, hits in grouped.items():
            whats = tuple(sorted({what for hit in hits for what in hit.whats}))
            places = tuple(place_of(text.text, hit.start, hit.end) for hit in hits)
            digest = _digest(text.digest, letters, *whats)
            found.append(Passage(text, digest, whats, places))
    return found


def place_of(text: str, start: int, end: int) -> Place:
    """The sentence around, shortened where it is long. Looks no further than it shows: a word may
    stand in a long text many hundred times."""
    begin = max(0, start - AROUND - 2)
    ends = [begin + found.end() for found in _SENTENCE_ENDS.finditer(text[begin:start])]
    sentence_start = ends[-1] if ends else begin
    following = _SENTENCE_ENDS.search(text[end : end + AROUND + 2])
    sentence_end = end + following.end() if following else len(text)
    first, last = max(sentence_start, start - AROUND), min(sentence_end, end + AROUND)
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    return Place(
        f"…{before}" if first > sentence_start else before,
        text[start:end],
        f"{after}…" if last < sentence_end else after,
    )


def _digest(*parts: str) -> str:
    return salted_hmac("texts of a notice", "\x1f".join(parts), algorithm="sha256").hexdigest()
