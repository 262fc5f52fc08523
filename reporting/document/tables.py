"""The tables of the report. Each says what, where and when in its title, and each cell points to a
number in the ledger or holds a word; nothing is worked out here."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.dates import full_date
from reporting.counting.versions import Version, told
from reporting.document.material import Material, WardCount
from reporting.document.table import (
    Cell,
    Table,
    column,
    row,
    silence,
    table,
    text,
    two_years,
    value,
    year_bars,
    year_columns,
)

TYPES_NOTE = (
    "An incident counts under each type it carries, so the types can add up to more than the "
    "incidents. An incident with no type counts once, as not known."
)
PEOPLE_TYPES_NOTE = (
    "A person counts under each type found at their screening, so the types can add up to more "
    "than the people."
)
BANDS_NOTE = "Counts by ward are given in bands, so that no small count can be worked out."
TOWN_NOTE = (
    "Every row is counted by itself. The towns, outside the area and town not recorded together "
    "make the total."
)


def headline(material: Material) -> Table:
    """Every measure, the year before, and how many agencies sent nothing."""
    rows = []
    for measure in material.measures:
        silent = material.silent(measure["id"])
        rows.append(
            row(
                measure["name"],
                *two_years(material, measure["id"], percent=True),
                {"number": len(silent)} if silent is not None else {"missing": "not_available"},
            )
        )
    columns = [column("Measure", "text"), *year_columns(material, percent=True)]
    return table(
        material,
        "headline",
        "Headline measures",
        [*columns, column("Agencies that sent nothing")],
        rows,
        years=True,
        notes=[
            "The last column counts agencies; the table of agencies that sent nothing names them."
        ],
    )


def silent_agencies(material: Material) -> Table:
    rows = []
    for measure in material.measures:
        names = material.silent(measure["id"])
        words = {"missing": "not_available"} if names is None else text("; ".join(names) or "None")
        rows.append(row(measure["name"], words))
    columns = [column("Measure", "text"), column("Agencies that sent nothing in the year", "text")]
    return table(material, "silent-agencies", "Agencies that sent nothing", columns, rows)


def towns_compared(material: Material) -> Table:
    def cells(**dimensions: str) -> list[Cell]:
        return [value(material.now(measure, **dimensions)) for measure in material.measure_ids]

    rows = [row(name, *cells(town=town)) for town, name in material.rows_by_town.items()]
    rows.append(row("Total", *cells(), total=True))
    columns = [
        column("Town", "text"),
        *(column(material.short_name(one)) for one in material.measure_ids),
    ]
    notes = [TOWN_NOTE, *silence(material, material.measure_ids)]
    return table(material, "towns", "Every measure by town", columns, rows, notes=notes)


def incidents_by_town(material: Material) -> Table:
    rows = [
        row(name, *two_years(material, "incidents", town=town))
        for town, name in material.rows_by_town.items()
    ]
    rows.append(row("Total", *two_years(material, "incidents"), total=True))
    return table(
        material,
        "incidents-by-town",
        "Incidents by town",
        [column("Town", "text"), *year_columns(material)],
        rows,
        years=True,
        notes=[TOWN_NOTE, *silence(material, ["incidents"])],
        bars=year_bars(material),
    )


def incidents_by_type(material: Material, town: str = "") -> Table:
    """For the whole area, or for one town when its code is given."""
    where = {"town": town} if town else {}
    rows = [
        row(name, *two_years(material, "incidents", exploitation_type=code, **where))
        for code, name in material.labels["exploitation_type"].items()
    ]
    rows.append(row("All incidents", *two_years(material, "incidents", **where), total=True))
    return table(
        material,
        f"incidents-by-type-{town}" if town else "incidents-by-type",
        "Incidents by exploitation type",
        [column("Exploitation type", "text"), *year_columns(material)],
        rows,
        years=True,
        town=town,
        notes=[TYPES_NOTE] if town else [TYPES_NOTE, *silence(material, ["incidents"])],
        bars=year_bars(material),
    )


def incidents_by_town_and_type(material: Material) -> Table:
    types = material.labels["exploitation_type"]

    def cells(**where: str) -> list[Cell]:
        by_type = [
            value(material.now("incidents", exploitation_type=code, **where)) for code in types
        ]
        return [*by_type, value(material.now("incidents", **where))]

    rows = [row(name, *cells(town=town)) for town, name in material.rows_by_town.items()]
    rows.append(row("Total", *cells(), total=True))
    columns = [
        column("Town", "text"),
        *(column(name) for name in types.values()),
        column("All incidents"),
    ]
    return table(
        material,
        "incidents-by-town-and-type",
        "Incidents by town and exploitation type",
        columns,
        rows,
        notes=[TYPES_NOTE, TOWN_NOTE, *silence(material, ["incidents"])],
    )


def screened_by_town_and_sex(material: Material) -> Table:
    rows = [
        row(name, *_by_sex(material, town=town)) for town, name in material.rows_by_town.items()
    ]
    rows.append(row("Total", *_by_sex(material), total=True))
    return table(
        material,
        "screened-by-town-and-sex",
        "People screened by town and sex",
        [column("Town", "text"), *_sex_columns(material)],
        rows,
        notes=[TOWN_NOTE, *silence(material, ["people_screened"])],
    )


def screened_by_type_and_sex(material: Material) -> Table:
    rows = [
        row(name, *_by_sex(material, exploitation_type=code))
        for code, name in material.labels["exploitation_type"].items()
    ]
    rows.append(row("All people", *_by_sex(material), total=True))
    return table(
        material,
        "screened-by-type-and-sex",
        "People screened by exploitation type and sex",
        [column("Exploitation type", "text"), *_sex_columns(material)],
        rows,
        notes=[PEOPLE_TYPES_NOTE, *silence(material, ["people_screened"])],
        bars=[len(material.labels["sex"]) + 1],
    )


def town_measures(material: Material, town: str) -> Table:
    rows = [
        row(measure["name"], *two_years(material, measure["id"], town=town))
        for measure in material.measures
    ]
    columns = [column("Measure", "text"), *year_columns(material)]
    return table(
        material, f"measures-{town}", "Every measure", columns, rows, years=True, town=town
    )


def wards(material: Material, counts: Mapping[int, str]) -> Table:
    """counts: the place of a ward in the context to the id of its count."""
    order = {town: place for place, town in enumerate(material.rows_by_town)}
    listed = sorted(
        enumerate(material.context["wards"]),
        key=lambda one: (
            order.get(one[1]["town"], len(order)),
            not one[1]["ward_code"],
            one[1]["ward_name"],
        ),
    )
    rows = [
        row(
            _ward_name(material, ward),
            text(material.rows_by_town.get(ward["town"], ward["town"])),
            text(ward["ward_code"]) if ward["ward_code"] else {"missing": "not_applicable"},
            value(counts[place]),
        )
        for place, ward in listed
    ]
    everywhere = {"missing": "not_applicable"}
    rows.append(row("Total", everywhere, everywhere, value(material.now("incidents")), total=True))
    columns = [
        column("Ward", "text"),
        column("Town", "text"),
        column("Ward code", "text"),
        column("Incidents"),
    ]
    boundary_set = material.context.get("boundary_set")
    notes = [f"Wards: {boundary_set}."] if boundary_set else []
    if any(ward.get("state") == "banded" for ward in material.context["wards"]):
        notes.append(BANDS_NOTE)
    return table(
        material,
        "wards",
        "Incidents by ward",
        columns,
        rows,
        notes=[*notes, *silence(material, ["incidents"])],
        bars=[] if material.is_protected else [3],
    )


def _ward_name(material: Material, ward: WardCount) -> str:
    """A row without a ward in a town holds the incidents of that town whose ward is not known."""
    in_a_town = ward["town"] in material.towns
    return "Ward not recorded" if in_a_town and not ward["ward_code"] else ward["ward_name"]


def declared(material: Material, keys: Sequence[tuple[str, str]]) -> Table:
    """keys: of each figure in the context, the ids of the year before, "" for none, and of now."""
    figures = material.context["declared"]
    rows = [
        row(
            figure["name"],
            *([value(before)] if before else []),
            value(now),
            text(figure["supplied_by"]),
            text(figure["how_counted"]),
        )
        for figure, (before, now) in zip(figures, keys, strict=True)
    ]
    years = [material.previous, material.period] if material.previous else [material.period]
    columns = [
        column("Figure", "text"),
        *(column(year) for year in years),
        column("Supplied by", "text"),
        column("How it was counted", "text"),
    ]
    return table(
        material, "declared", "Figures counted elsewhere", columns, rows,
        years=bool(material.previous),
    )  # fmt: skip


def definitions(material: Material) -> Table:
    rows = [
        row(
            measure["name"],
            text(measure["unit"]),
            text(measure["definition"]),
            text(_versions(measure)),
        )
        for measure in material.measures
    ]
    columns = [column(label, "text") for label in ("Measure", "Unit", "What is counted", "Version")]
    return table(material, "definitions", "How each measure is counted", columns, rows)


def _versions(measure: Mapping[str, Any]) -> str:
    """Without the words of the first, which changed nothing."""
    versions = [Version.of(one) for one in measure["versions"]]
    if len(versions) == 1:
        return f"{versions[0].number}, since {full_date(versions[0].since)}"
    return " ".join(told(versions))


def reconciliation(material: Material) -> Table:
    """Without numbers where the checks have none: they would tell counts that are withheld."""
    compared = ("left", "right", "difference")
    numbers = [side for side in compared if any(side in check for check in material.checks)]
    rows = [
        row(
            check["rule"],
            *({"number": check[side]} for side in numbers),
            text("Agrees" if check["ok"] else "Does not agree"),
        )
        for check in material.checks
    ]
    columns = [
        column("Check", "text"),
        *(column(side.capitalize()) for side in numbers),
        column("Result", "text"),
    ]
    return table(material, "checks", "Checks of the figures against each other", columns, rows)


def _by_sex(material: Material, **dimensions: str) -> list[Cell]:
    by_sex = [
        value(material.now("people_screened", sex=code, **dimensions))
        for code in material.labels["sex"]
    ]
    return [*by_sex, value(material.now("people_screened", **dimensions))]


def _sex_columns(material: Material) -> list[dict[str, str]]:
    return [*(column(name) for name in material.labels["sex"].values()), column("All")]
