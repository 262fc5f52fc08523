"""Finds known things in texts, each text in one pass a form looked for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from referrals.near.dates import dates_in, is_of
from referrals.near.folding import Folded, fold, folded
from referrals.near.known import Form, Known, born, digits_of, forms, references_of, without_country

# Whoever they belong to: these say who or where somebody is.
EMAIL, USER_NAME = "an email address", "a user name"
NUMBER, POSTCODE = "a telephone number or reference", "a postcode"
_WRITTEN = (
    (EMAIL, re.compile(r"(?<![^\s<>()])[^\s@<>()]+@[^\s@<>(),;]+")),
    (USER_NAME, re.compile(r"(?<![\w@])@[^\W\d]\w{2,}")),
    (POSTCODE, re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[A-Z]{2}(?!\w)", re.IGNORECASE)),
)
_DIGIT_RUN = re.compile(r"\d(?:[\s().+/–-]{0,3}\d)+")
_YEARS = re.compile(r"(?:(?:19|20)\d\d)(?:\D+(?:19|20)?\d\d)*")
LEAST_DIGITS = 6


@dataclass(frozen=True, order=True)
class Hit:
    """Where in the text something stands that may say who somebody is. whats: what it may be."""

    start: int
    end: int
    whats: tuple[str, ...]


class Found(NamedTuple):
    start: int
    end: int
    what: str


class Finder:
    """What is known, made ready to be looked for in many texts."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.forms: dict[Form, set[str]] = {}
        self.digits: dict[str, set[str]] = {}
        self.days: list[tuple] = []
        for each in known:
            for form in forms(each):
                self.forms.setdefault(form, set()).add(each.what)
            for letters in references_of(each):
                self.forms.setdefault(Form(letters), set()).add(each.what)
            for digits in digits_of(each):
                self.digits.setdefault(digits, set()).add(each.what)
            if day := born(each):
                self.days.append((day, each.what))

    def hits(self, text: str) -> list[Hit]:
        """What was found, in order of the text; what overlaps is one."""
        found = [*self._in_letters(folded(text)), *self._in_digits(text)]
        for what, pattern in _WRITTEN:
            found += [Found(*each.span(), what) for each in pattern.finditer(text)]
        return _joined(found)

    def _in_letters(self, text: Folded) -> Iterator[Found]:
        for form, whats in self.forms.items():
            for start, end in places(form, text):
                yield from (Found(*text.span(start, end), what) for what in whats)

    def _in_digits(self, text: str) -> Iterator[Found]:
        plain = "".join(fold(c) if c.isdecimal() else c for c in text)
        days = list(dates_in(plain))
        for start, end, readings in days:
            yield from (Found(start, end, what) for day, what in self.days if is_of(day, readings))
        for run in _DIGIT_RUN.finditer(plain):
            digits = re.sub(r"\D", "", run.group())
            seen = {digits, without_country(digits)}
            whats = {
                what
                for known, found in self.digits.items()
                if any(known in each for each in seen)
                for what in found
            }
            if not whats and len(digits) >= LEAST_DIGITS and not _tells_time(run, days):
                whats = {NUMBER}
            yield from (Found(*run.span(), what) for what in whats)


def _tells_time(run: re.Match, days: list[tuple]) -> bool:
    """Whether the digits are days or years, as a chronology is full of."""
    if _YEARS.fullmatch(run.group()):
        return True
    rest = run.group()
    for start, end, _readings in days:
        if start < run.end() and end > run.start():
            a, b = max(start - run.start(), 0), max(end - run.start(), 0)
            rest = rest[:a] + " " * (min(b, len(rest)) - a) + rest[b:]
    return len(re.sub(r"\D", "", rest)) < LEAST_DIGITS


def places(form: Form, text: Folded) -> Iterator[tuple[int, int]]:
    """Where the letters of `form` stand in the folded text, exactly or with one letter wrong."""
    for start in occurrences(form.letters, text.letters):
        end = start + len(form.letters)
        if form.anywhere or (text.edges[start] and text.edges[end]):
            yield start, end
    if form.near:
        yield from _with_one_wrong(form, text)


def _with_one_wrong(form: Form, text: Folded) -> Iterator[tuple[int, int]]:
    """One wrong letter leaves the first half right or the second, unless two letters are swapped
    just where the halves meet."""
    letters, length = form.letters, len(form.letters)
    half = length // 2
    lengths = (length - 1, length, length + 1)
    for start in occurrences(letters[:half], text.letters):
        if form.anywhere or text.edges[start]:
            yield from _first_right(form, text, ((start, start + size) for size in lengths))
    for at in occurrences(letters[half:], text.letters):
        end = at + length - half
        if form.anywhere or text.edges[end]:
            yield from _first_right(form, text, ((end - size, end) for size in lengths))
    swapped = letters[: half - 1] + letters[half] + letters[half - 1] + letters[half + 1 :]
    yield from places(Form(swapped, anywhere=form.anywhere), text)


def _first_right(
    form: Form, text: Folded, spans: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        if start < 0 or end > len(text.letters):
            continue
        on_edges = form.anywhere or (text.edges[start] and text.edges[end])
        if on_edges and at_most_one_wrong(form.letters, text.letters[start:end]):
            yield start, end
            return


def occurrences(part: str, whole: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)


def at_most_one_wrong(one: str, other: str) -> bool:
    """Whether they differ by one letter added, left out, changed or swapped with its neighbour."""
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    changed = one[at + 1 :] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return changed or swapped


def _joined(found: list[Found]) -> list[Hit]:
    hits: list[Hit] = []
    for start, end, what in sorted(set(found)):
        last = hits[-1] if hits else None
        if last and start < last.end:
            whats = tuple(sorted({*last.whats, what}))
            hits[-1] = Hit(last.start, max(last.end, end), whats)
        else:
            hits.append(Hit(start, end, (what,)))
    return hits
