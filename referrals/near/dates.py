"""Days written in a text, in any of the ways an English writer has, and in ISO."""

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NAMED = (
    r"(?P<named>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![^\W\d])\.?"
)
_DAY = r"(?P<d>\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_GAP = r"[\s.,/–-]{1,3}"
_MARK = r"\s?[-/.\s–]\s?"
_YEAR_TOO = rf"(?:{_GAP}(?P<y>(?:19|20)\d\d|[’'`]?\d\d)(?!\d))?"
_WRITTEN = {
    "27 March 1999, 27th of March, 27-Mar-99": (
        rf"(?<!\d){_DAY}(?:\s+day)?(?:\s+of)?(?:{_GAP})?{_NAMED}{_YEAR_TOO}"
    ),
    "March 27, 1999; March the 27th": (rf"\b{_NAMED}(?:\s+the)?(?:{_GAP})?{_DAY}(?!\d){_YEAR_TOO}"),
    "1999-03-27": (
        rf"(?<!\d)(?P<y>(?:19|20)\d\d){_MARK}(?P<m>\d{{1,2}}){_MARK}(?P<d>\d{{1,2}})(?!\d)"
    ),
    "27/3/1999, 27.03.99, 27 3 1999, and the American way round": (
        rf"(?<!\d)(?P<d>\d{{1,2}}){_MARK}(?P<m>\d{{1,2}}){_MARK}"
        rf"(?P<y>(?:19|20)\d\d|\d\d)(?!\d)"
    ),
    "27/III/1999": (
        rf"(?<!\d)(?P<d>\d{{1,2}}){_MARK}(?P<roman>[ivx]{{1,4}}){_MARK}"
        rf"(?P<y>(?:19|20)?\d\d)(?!\d)"
    ),
    "19990327": r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
    "27031999": r"(?<!\d)(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)(?!\d)",
}
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WRITTEN.values())


def dates_in(text: str) -> Iterator[tuple[int, int, set[tuple[int, int, int | None]]]]:
    """Where a day stands, and the days (day, month, year or None) it may be read as."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if read := _readings(found.groupdict()):
                yield found.start(), found.end(), read


def _readings(parts: dict[str, str | None]) -> set[tuple[int, int, int | None]]:
    day, year = int(parts["d"] or 0), (parts.get("y") or "").strip("’'`")
    if parts.get("named"):
        orders = {(day, _MONTHS.index(parts["named"][:3].lower()) + 1)}
    elif parts.get("roman"):
        roman = parts["roman"].lower()
        orders = {(day, _ROMAN.index(roman) + 1)} if roman in _ROMAN else set()
    else:
        month = int(parts["m"] or 0)
        orders = {(day, month), (month, day)}
    years: set[int | None] = {None}
    if year:
        years = {int(year)} if len(year) == 4 else {1900 + int(year), 2000 + int(year)}
    return {(d, m, y) for d, m in orders for y in years if _is_real(d, m, y)}


def _is_real(day: int, month: int, year: int | None) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def is_of(day: date, readings: set[tuple[int, int, int | None]]) -> bool:
    """Whether one reading is `day`, or its day and month where no year stands."""
    return any((d, m) == (day.day, day.month) and y in {None, day.year} for d, m, y in readings)
