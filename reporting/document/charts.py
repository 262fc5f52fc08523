"""Bar and line charts as small SVGs: colours in attributes, real text, a title and a description.

No class, style or script is used, so a chart looks the same under the strict content security
policy, in print, in high contrast and inside the PDF. On a web page the bars are cells of the
table that holds the numbers; in print they are a figure beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

FONT = "'Source Sans 3', Arial, sans-serif"
INK = "#0B0C0C"
DARK_BLUE = "#12436D"
TURQUOISE = "#28A197"
COLOURS = (TURQUOISE, DARK_BLUE)
BAR = 15
BETWEEN = 9
WIDTH = 640
LETTER = 7.1
WITHHELD = "[c]"
HATCHED = 36
HATCH_STEP = 6


@dataclass(frozen=True)
class Series:
    """One bar of each category. A value is None where the count is withheld or not available: a
    withheld one is a hatched box of one size, whatever the count, and the shorthand in `texts`."""

    label: str
    values: Sequence[int | None]
    texts: Sequence[str]


def bars(categories: Sequence[str], series: Sequence[Series], *, title: str, alt: str) -> str:
    """Horizontal bars, at most two for each category, each with its number at the end."""
    left = max((len(name) for name in categories), default=0) * LETTER + 14
    room = WIDTH - left - 44
    highest = max((value or 0 for one in series for value in one.values), default=0) or 1
    group = BAR * len(series) + BETWEEN
    top = 30 if len(series) > 1 else 6
    height = top + group * len(categories) - BETWEEN + 5
    parts = [_key(series, left)] if len(series) > 1 else []
    for number, name in enumerate(categories):
        y = top + group * number
        parts.append(_text(name, left - 8, y + BAR * len(series) / 2 + 5, anchor="end"))
        for place, one in enumerate(series):
            value, words = one.values[number], one.texts[number]
            hatched = words == WITHHELD
            length = HATCHED if hatched else room * (value or 0) / highest
            bar_y = y + BAR * place
            if hatched:
                parts.append(_hatched(left, bar_y, BAR - 1, _colour(place, series)))
            if value:
                parts.append(
                    f'<rect x="{left:.1f}" y="{bar_y:.1f}" width="{length:.1f}" '
                    f'height="{BAR - 1}" fill="{_colour(place, series)}"/>'
                )
            parts.append(_text(words, left + length + 5, bar_y + 12, weight="bold"))
    parts.append(f'<path d="M{left:.1f} {top - 4}L{left:.1f} {height}" stroke="{INK}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{''.join(parts)}</svg>"
    )


def cell(values: Sequence[int | None], highest: int, texts: Sequence[str] = ()) -> str:
    """The bars of one table row, sized in per cent. Hidden from screen readers: the number stands
    in the cell beside it. texts: what is printed there; a withheld number is a hatched box."""
    rectangles = "".join(
        _hatched(0, 9 * place, 8, COLOURS[place - len(values)])
        if place < len(texts) and texts[place] == WITHHELD
        else f'<rect y="{9 * place}" width="{100 * (value or 0) / (highest or 1):.1f}%" height="8" '
        f'fill="{COLOURS[place - len(values)]}"/>'
        for place, value in enumerate(values)
    )
    height = 9 * len(values)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" '
        f'aria-hidden="true" focusable="false">{rectangles}</svg>'
    )


LINE_HEIGHT = 250
LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_BOTTOM = 44, 150, 12, 34
GRID = "#B1B4B6"
DASHES = ("6 4", "")


def lines(categories: Sequence[str], series: Sequence[Series], *, title: str, alt: str) -> str:
    """At most two lines over the same categories, told apart by dash as well as by colour and named
    at their ends. Where a value is None the line is broken: its shorthand stands in the table."""
    highest = max((value or 0 for one in series for value in one.values), default=0) or 1
    step = _round_step(highest)
    top = step * -(-highest // step)
    across = (WIDTH - LINE_LEFT - LINE_RIGHT) / max(len(categories) - 1, 1)
    down = LINE_HEIGHT - LINE_TOP - LINE_BOTTOM

    def at(number: int, value: int) -> tuple[float, float]:
        return LINE_LEFT + across * number, LINE_TOP + down * (1 - value / top)

    parts = []
    for value in range(0, top + 1, step):
        _, y = at(0, value)
        parts.append(
            f'<path d="M{LINE_LEFT} {y:.1f}H{WIDTH - LINE_RIGHT}" stroke="{GRID}" fill="none"/>'
        )
        parts.append(_text(f"{value:,}", LINE_LEFT - 8, y + 5, anchor="end"))
    every = -(-len(categories) // 6)
    for number in range(0, len(categories), every):
        parts.append(_text(categories[number], at(number, 0)[0], LINE_HEIGHT - 10, anchor="middle"))
    ends: list[float] = []
    for place, one in enumerate(series):
        parts += _line(one, place, series, at, ends)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {WIDTH} {LINE_HEIGHT}" width="{WIDTH}" height="{LINE_HEIGHT}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{''.join(parts)}</svg>"
    )


def _line(
    one: Series,
    place: int,
    series: Sequence[Series],
    at: Callable[[int, int], tuple[float, float]],
    ends: list[float],
) -> list[str]:
    """The line of one series and its name. ends: how high the names already written stand."""
    colour, dash = _colour(place, series), DASHES[place - len(series)]
    points = [(at(n, value) if value is not None else None) for n, value in enumerate(one.values)]
    path, pen = "", "M"
    for point in points:
        path += f"{pen}{point[0]:.1f} {point[1]:.1f}" if point else ""
        pen = "L" if point else "M"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    parts = [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>']
    parts += [
        f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="3" fill="{colour}"/>'
        for point in points
        if point
    ]
    last = next((point for point in reversed(points) if point), None)
    if last:
        height = last[1] + 5
        if any(abs(height - other) < 16 for other in ends):
            height = max(ends) + 16
        ends.append(height)
        parts.append(_text(one.label, last[0] + 10, height, weight="bold"))
    return parts


def _round_step(highest: int) -> int:
    """1, 2 or 5 of the tens that give at most five lines."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if highest <= 5 * step:
                return step
        size *= 10


def _hatched(x: float, y: float, height: int, colour: str) -> str:
    """A box of slanting lines: told from a bar without colour, and the same for every count."""
    lines = "".join(
        f"M{x + start:.1f} {y + height:.1f}l{HATCH_STEP} {-height}"
        for start in range(0, HATCHED, HATCH_STEP)
    )
    return (
        f'<path d="{lines}M{x:.1f} {y:.1f}h{HATCHED}v{height}h{-HATCHED}z" fill="none" '
        f'stroke="{colour}" stroke-width="1"/>'
    )


def _colour(place: int, series: Sequence[Series]) -> str:
    """The last series, the year of the report, is always dark blue."""
    return COLOURS[place - len(series)]


def _key(series: Sequence[Series], left: float) -> str:
    parts, x = [], left
    for place, one in enumerate(series):
        parts.append(
            f'<rect x="{x:.1f}" y="4" width="14" height="14" fill="{_colour(place, series)}"/>'
        )
        parts.append(_text(one.label, x + 20, 16))
        x += 20 + len(one.label) * LETTER + 26
    return "".join(parts)


def _text(words: str, x: float, y: float, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="14" '
        f'font-weight="{weight}" fill="{INK}" text-anchor="{anchor}">{escape(words)}</text>'
    )
