"""The ward map: counts by ward, shaded in at most five classes, white for none.

Drawn by default as one equal hexagon a ward, in a layout of our own that keeps each town in one
piece and each ward near its neighbours. Equal hexagons also keep large, thinly settled wards from
drawing the eye. Real outlines can be loaded from a GeoJSON file instead.

The layout holds the 24 wards of Sandwell that served from 2004 to May 2026. Every ward changed
then, so a report of a later year needs another layout; wards it does not know are not drawn.
"""

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

LAYOUT = Path(__file__).parents[1] / "data" / "ward_hexagons.csv"
FONT = "'Source Sans 3', Arial, sans-serif"
NONE_FILL = "#FFFFFF"
FILLS = ("#DCE9F5", "#A9CBE8", "#6BA3D6", "#2F73B4", "#12436D")
TEXT_ON = {NONE_FILL: "#0B0C0C", **dict.fromkeys(FILLS[:3], "#0B0C0C")}
MOST_CLASSES = len(FILLS)
LONGEST_LINE = 13
CORNERS = 6
RADIUS = 63.0
WIDTH = 716
KEY_LEFT = 578
KEY_HEIGHT = 230

Point = tuple[float, float]
# The first and last count of a class; None is without an end.
Range = tuple[int, int | None]
HATCH_ID = "withheld"
HATCH = (
    f'<defs><pattern id="{HATCH_ID}" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#FFFFFF"/>'
    '<path d="M0 8L8 0" stroke="#505A5F" stroke-width="1"/></pattern></defs>'
)


@dataclass(frozen=True)
class Hexagon:
    ward_code: str
    ward_name: str
    town: str
    col: int
    row: int


@dataclass(frozen=True)
class Outlines:
    """Ward outlines from a file, in degrees, and the line that must stand under the map."""

    rings: Mapping[str, Sequence[Sequence[Point]]]
    attribution: str


@cache
def layout() -> tuple[Hexagon, ...]:
    with LAYOUT.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Hexagon(
                row["ward_code"], row["ward_name"], row["town"], int(row["col"]), int(row["row"])
            )
            for row in csv.DictReader(lines)
        )


def load_outlines(path: Path) -> Outlines:
    """Reads a GeoJSON feature collection whose features carry `ward_code`.

    A top-level member `attribution` is printed under the map.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    rings = {}
    for feature in document["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings[feature["properties"]["ward_code"]] = [
            [(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon
        ]
    attribution = document.get("attribution", "Boundaries loaded from a file.")
    return Outlines(rings=rings, attribution=attribution)


def classes(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges of equal width, lowest first, that cover every count above nought."""
    highest = max(counts, default=0)
    width = max(1, math.ceil(highest / MOST_CLASSES))
    return [(low, low + width - 1) for low in range(1, highest + 1, width)]


def fill_for(count: int | None, ranges: Sequence[Range]) -> str:
    """The shade of a count; the darkest class is always the last, however few there are."""
    if not count:
        return NONE_FILL
    place = next(
        place
        for place, (low, high) in enumerate(ranges)
        if low <= count and (high is None or count <= high)
    )
    return FILLS[place + MOST_CLASSES - len(ranges)]


def key_labels(ranges: Sequence[Range]) -> list[tuple[str, str]]:
    """Fill and words of each class of the key, "none" first."""
    shades = FILLS[MOST_CLASSES - len(ranges) :]
    return [(NONE_FILL, "None"), *zip(shades, map(_named, ranges), strict=True)]


def _named(one: Range) -> str:
    low, high = one
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _is_withheld(area: Mapping[str, Any]) -> bool:
    return area["value"] is None and not area.get("band")


def _fill(area: Mapping[str, Any], ranges: Sequence[Range]) -> str:
    if _is_withheld(area):
        return f"url(#{HATCH_ID})"
    if area.get("band"):
        return FILLS[ranges.index(tuple(area["band"])) + MOST_CLASSES - len(ranges)]
    return fill_for(area["value"], ranges)


def _ink(area: Mapping[str, Any], ranges: Sequence[Range]) -> str:
    """The colour of words on an area."""
    return "#0B0C0C" if _is_withheld(area) else TEXT_ON.get(_fill(area, ranges), "#FFFFFF")


def draw(
    areas: Sequence[Mapping[str, Any]], *, title: str, alt: str, outlines: Outlines | None = None
) -> str:
    """An SVG of `areas`: {ward_code, ward_name, town, value, text, band}. The value is None where
    it is withheld, or told by its band alone; then every area is shaded by its band."""
    bands = {tuple(area["band"]) for area in areas if area.get("band")}
    ranges = sorted(bands) if bands else classes([area["value"] or 0 for area in areas])
    by_code = {area["ward_code"]: area for area in areas}
    shapes, edges, height = (
        _outlined(by_code, outlines, ranges) if outlines else _hexagons(by_code, ranges)
    )
    # The hexagons leave room below on the right, real outlines beside them at the top.
    withheld = any(_is_withheld(area) for area in areas)
    key = _key(ranges, withheld, x=KEY_LEFT, y=0 if outlines else height - KEY_HEIGHT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
        f"{HATCH if withheld else ''}{''.join(shapes)}{edges}{key}</svg>"
    )


def can_draw(ward_codes: Sequence[str]) -> bool:
    """Whether the layout knows every ward of the report and the report every ward of the layout."""
    return {hexagon.ward_code for hexagon in layout()} == set(ward_codes)


def _hexagons(
    by_code: Mapping[str, Mapping[str, Any]], ranges: Sequence[Range]
) -> tuple[list[str], str, float]:
    across = RADIUS * math.sqrt(3)
    shapes, sides = [], {}
    for hexagon in layout():
        x = 2 + across * (hexagon.col + (1.0 if hexagon.row % 2 else 0.5)) - across * 0.5
        y = 2 + RADIUS * (1 + 1.5 * hexagon.row)
        corners = [_corner(x, y, number) for number in range(CORNERS)]
        area = by_code[hexagon.ward_code]
        shapes.append(_area(area, [corners], ranges, _hexagon_words(area, x, y, ranges)))
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            side = tuple(sorted((start, end)))
            sides.setdefault(side, []).append(hexagon.town)
    height = 4 + RADIUS * (2 + 1.5 * max(hexagon.row for hexagon in layout()))
    return shapes, _town_borders(sides), height


def _corner(x: float, y: float, number: int) -> Point:
    angle = math.radians(60 * number - 90)
    # Rounded so that two neighbours give the very same corner, and a shared side is found.
    return round(x + RADIUS * math.cos(angle), 1), round(y + RADIUS * math.sin(angle), 1)


def _hexagon_words(area: Mapping[str, Any], x: float, y: float, ranges: Sequence[Range]) -> str:
    colour = _ink(area, ranges)
    lines = _wrapped(area["ward_name"])
    top = y - 4 - 6.5 * len(lines)
    words = [
        _text(line, x, top + 13 * number, 12, colour, "normal") for number, line in enumerate(lines)
    ]
    words.append(_text(area["text"], x, top + 13 * len(lines) + 13, 21, colour, "bold"))
    return "".join(words)


def _wrapped(name: str) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < LONGEST_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _outlined(
    by_code: Mapping[str, Mapping[str, Any]],
    outlines: Outlines,
    ranges: Sequence[Range],
) -> tuple[list[str], str, float]:
    known = {code: rings for code, rings in outlines.rings.items() if code in by_code}
    points = [point for rings in known.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    # A degree of longitude shrinks with the cosine of the latitude; over one borough the middle
    # latitude serves for all, with an error far below the width of a line.
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(540 / ((east - west) * narrow), 620 / (north - south))
    shapes, sides = [], {}
    for code, rings in known.items():
        placed = [
            [
                (round(4 + (x - west) * narrow * scale, 1), round(4 + (north - y) * scale, 1))
                for x, y in ring
            ]
            for ring in rings
        ]
        area = by_code[code]
        largest = max(placed, key=len)
        middle_x = sum(x for x, _ in largest) / len(largest)
        middle_y = sum(y for _, y in largest) / len(largest)
        colour = _ink(area, ranges)
        words = _text(area["text"], middle_x, middle_y + 5, 15, colour, "bold")
        shapes.append(_area(area, placed, ranges, words))
        for ring in placed:
            for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                sides.setdefault(tuple(sorted((start, end))), []).append(area["town"])
    return shapes, _town_borders(sides), 8 + (north - south) * scale


def _area(
    area: Mapping[str, Any],
    rings: Sequence[Sequence[Point]],
    ranges: Sequence[Range],
    words: str,
) -> str:
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)
    return (
        f"<g><title>{escape(area['ward_name'])}: {escape(area['text'])}</title>"
        f'<path d="{path}" fill="{_fill(area, ranges)}" fill-rule="evenodd" '
        f'stroke="#505A5F" stroke-width="1"/>{words}</g>'
    )


def _town_borders(sides: Mapping[Any, Sequence[str]]) -> str:
    """A side of one ward only, or between wards of two towns, is a town border."""
    border = "".join(
        f"M{start[0]:g} {start[1]:g}L{end[0]:g} {end[1]:g}"
        for (start, end), towns in sides.items()
        if len(towns) == 1 or len(set(towns)) > 1
    )
    return (
        f'<path d="{border}" fill="none" stroke="#0B0C0C" stroke-width="3.5" '
        f'stroke-linecap="round"/>'
    )


def _key(ranges: Sequence[Range], withheld: bool, *, x: float, y: float) -> str:
    parts = [_text("Incidents", x, y + 16, 14, "#0B0C0C", "bold", anchor="start")]
    rows = key_labels(ranges)
    if withheld:
        rows.append((f"url(#{HATCH_ID})", "[c]"))
    for number, (fill, words) in enumerate(rows):
        top = y + 28 + 26 * number
        parts.append(
            f'<rect x="{x:.1f}" y="{top:.1f}" width="22" height="17" fill="{fill}" '
            f'stroke="#0B0C0C"/>'
        )
        parts.append(_text(words, x + 30, top + 14, 14, "#0B0C0C", "normal", anchor="start"))
    line = y + 38 + 26 * len(rows)
    parts.append(
        f'<path d="M{x:.1f} {line:.1f}L{x + 22:.1f} {line:.1f}" stroke="#0B0C0C" '
        f'stroke-width="3.5"/>'
    )
    parts.append(_text("Town border", x + 30, line + 5, 14, "#0B0C0C", "normal", anchor="start"))
    return "".join(parts)


def _text(
    words: str, x: float, y: float, size: int, colour: str, weight: str, anchor: str = "middle"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
    )
