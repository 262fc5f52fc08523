"""The table of rates: incidents for each 10,000 residents, by town, beside the year before."""

from reporting.declared.residents import of_area
from reporting.document.material import Material
from reporting.document.table import Cell, Table, column, row, table, value

FOLLOWS = "A rate says as much as its count, so where a count is withheld its rate is, too."
BY_CHANCE = "A rate of few incidents moves a lot by chance: read it together with the count."
AREA = "The whole area counts incidents in its towns and those whose town is not recorded."
OUTSIDE = "outside_area"


def incidents(material: Material) -> Table | None:
    """None where the residents of no town are known."""
    if not any(material.residents(year)["by_town"] for year in material.years):
        return None
    rows = [
        row(name, _residents(material, town), *_rates(material, town))
        for town, name in material.towns.items()
    ]
    area = of_area(material.residents(material.period), list(material.towns))
    rows.append(row("Whole area", _number(area), *_rates(material, ""), total=True))
    columns = [
        column("Town", "text"),
        column(f"Residents, {material.period}"),
        *(column(f"Rate, {year}", "rate") for year in material.years),
    ]
    sources = material.residents(material.period)["sources"]
    return table(
        material,
        "incident-rates",
        "Incidents for each 10,000 residents",
        columns,
        rows,
        years=True,
        notes=[AREA, FOLLOWS, BY_CHANCE, *(f"Residents supplied by {one}" for one in sources)],
    )


def _rates(material: Material, town: str) -> list[Cell]:
    return [value(_rate(material, year, town)) for year in material.years]


def _rate(material: Material, year: str, town: str) -> str:
    residents = material.residents(year)
    if town:
        counts = [material.ledger.count(year, "incidents", town=town)]
        return material.ledger.rate(counts, residents["by_town"].get(town))
    counts = [
        material.ledger.count(year, "incidents"),
        material.ledger.count(year, "incidents", town=OUTSIDE),
    ]
    return material.ledger.rate(counts, of_area(residents, list(material.towns)))


def _residents(material: Material, town: str) -> Cell:
    return _number(material.residents(material.period)["by_town"].get(town))


def _number(count: int | None) -> Cell:
    return {"missing": "not_available"} if count is None else {"number": count}
