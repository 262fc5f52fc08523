"""The dashboard as a page: tiles, tables whose rows carry their bars, one line chart, one map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework.dates import full_date
from reporting.dashboard import rate_rows
from reporting.dashboard.cells import POINTS, Dashboard
from reporting.dashboard.counting import BEFORE, NOW
from reporting.dashboard.labels import DIMENSIONS, TITLES
from reporting.dashboard.measures import CLOCKS, DASHBOARD_BY_ID
from reporting.dashboard.told import HOW_TOLD, NONE_COUNTED, SHOWN, Number
from reporting.document import charts, hexmap
from reporting.document.ledger import SMALLEST_BASE, whole_percent
from reporting.document.material import Residents
from reporting.outputs.printed import Cell, Column, Row, Table

TILES = (
    "incidents", "multi_agency_visits", "safeguarding_visits", "interventions", "places_disrupted",
    "people_screened", "people_referred", "duty_to_notify", "open_incidents",
)  # fmt: skip
# Rows that are printed though nothing was counted, because a table by them always has them.
ALWAYS = ("month", "town", "ward", "entered", "age_group", "sex", "objective", "lasting",
          "people_again", "open_for")  # fmt: skip
# One record may stand in several rows.
SEVERAL = {
    "exploitation_type": "An incident counts under each type it carries, so the types can add up "
    "to more than the total.",
    "flag": "A flag stands beside the type and an incident may carry several, so the flags can "
    "add up to more than the total.",
}
LATE_MEANS = "Later than 7 days after the incident was received."
SINCE_MEANS = (
    "From the first disruption of the place in the period. Reported again: another accepted "
    "incident there within 12 months. Quiet: none, and a visit was made on or after the day to "
    "check back, or later than the disruption where no day was set. Not yet checked: neither."
)
AGAIN_MEANS = (
    "From the person's first screening in the period: screened once more, under another incident, "
    "within 12 months."
)


@dataclass(frozen=True)
class Tile:
    measure: str
    label: str
    number: Number
    before: str


@dataclass(frozen=True)
class Picture:
    """An SVG that a table after it holds as numbers. finding: what it shows, in a sentence."""

    title: str
    svg: str
    finding: str


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    intro: str = ""
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()


@dataclass
class Page:
    """Draws the sections of one dashboard; tables are numbered through.

    residents: by year (NOW, BEFORE); None for whom no rate is made: the records of one agency are
    not those of an area. about: by table, the measure and the dimension that a question about it
    names.
    """

    board: Dashboard
    residents: Mapping[str, Residents] | None = None
    tables: int = 0
    about: dict[str, tuple[str, str]] = field(default_factory=dict)
    _shown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._shown = {measure.id for measure in self.board.measures()}

    @property
    def year_names(self) -> list[str]:
        return [self.board.before.name, self.board.now.name]

    def tiles(self) -> list[Tile]:
        return [self.tile(measure) for measure in TILES if measure in self._shown]

    def tile(self, measure: str) -> Tile:
        before = self.board.number(measure, year=BEFORE)
        beside = "today" if before is NONE_COUNTED else f"{before.text} in {self.board.before.name}"
        name = DASHBOARD_BY_ID[measure].name
        return Tile(measure, name, self.board.number(measure), beside)

    def sections(self) -> list[Section]:
        found = [
            Section("months", "Month by month", pictures=self.months_drawn(),
                    tables=self.by("incidents", "month") + self.by("multi_agency_visits", "month")),
            Section("types", "Types and flags", tables=self.by("incidents", "exploitation_type")
                    + self.by("incidents", "flag")),
            Section("where", "Where", pictures=self.map_drawn(), tables=self.by("incidents", "town")
                    + self.by("incidents", "ward") + self.by("incidents", "place_kind")),
            Section("reporting", "More crime, or more reporting?",
                    "A rise can mean more exploitation, or that more people look and tell. Who "
                    "told us, which agency entered it and how late say which is likelier."
                    + self.why_no_rate(),
                    tables=self.by("incidents", "source", share=True)
                    + self.by("incidents", "agency", share=True)
                    + self.by("incidents", "entered", notes=[LATE_MEANS]) + self.rates()),
            Section("people", "People screened", tables=self.by("people_screened", "sex")
                    + self.by("people_screened", "age_group")
                    + self.by("people_screened", "nationality_band")),
            Section("agencies", "What agencies did", tables=self.agencies()
                    + self.by("interventions", "objective")
                    + self.by("referrals_sent", "first_responder")),
            Section("clocks", "How long it takes",
                    "A clock that still runs counts with the days so far.",
                    tables=self.clocks() + self.by("open_incidents", "open_for", years=(NOW,))),
            Section("lasting", "Did it last?",
                    tables=self.by("places_disrupted", "lasting", notes=[SINCE_MEANS])
                    + self.by("people_screened", "people_again", notes=[AGAIN_MEANS])),
        ]  # fmt: skip
        return [section for section in found if section.tables]

    def by(
        self,
        measure: str,
        dimension: str,
        *,
        years: Sequence[str] = (BEFORE, NOW),
        share: bool = False,
        notes: Sequence[str] = (),
    ) -> list[Table]:
        """One measure by one dimension, with a bar for each year; none where the reader has none
        of the measure."""
        if measure not in self._shown:
            return []
        rows = [
            (label, [self.board.number(measure, dimension, code, year) for year in years])
            for code, label in self.rows(dimension)
        ]
        if dimension not in ALWAYS:
            rows = [(label, numbers) for label, numbers in rows if any(map(_is_some, numbers))]
        totals = [self.board.number(measure, year=year) for year in years]
        columns = [self.year_name(year) for year in years]
        # Of rounded counts no share is told.
        share = share and self.board.reader.opens_records
        if share:
            columns.append(f"Share, {self.board.now.name}")
        self.about[f"table-{self.tables + 1}"] = (measure, dimension)
        notes = [*notes, *([SEVERAL[dimension]] if dimension in SEVERAL else [])]
        return [
            self.table(
                f"{DASHBOARD_BY_ID[measure].name} by "
                + TITLES.get(dimension, _lower(DIMENSIONS[dimension])),
                DIMENSIONS[dimension],
                columns,
                [(label, numbers, _shares(numbers, totals, share)) for label, numbers in rows],
                total=("Total", totals, _shares(totals, totals, share)),
                notes=notes,
            )
        ]

    def rates(self) -> list[Table]:
        """Incidents for each 10,000 residents, from the numbers that the reader is told."""
        if (
            self.residents is None
            or "incidents" not in self._shown
            or rate_rows.why_none(self.board, self.residents)
        ):
            return []
        rows, notes = rate_rows.by_town(self.board, self.residents, self.rows("town"))
        title = "Incidents for each 10,000 residents"
        columns = [self.year_name(BEFORE), self.year_name(NOW)]
        return [self.table(title, DIMENSIONS["town"], columns, rows, notes=notes, bars=False)]

    def why_no_rate(self) -> str:
        """What to do to see rates, for readers for whom they are meant."""
        why = self.residents is not None and rate_rows.why_none(self.board, self.residents)
        return f" {why}" if why and "incidents" in self._shown else ""

    def year_name(self, year: str) -> str:
        return self.board.span(year).name

    def rows(self, dimension: str) -> list[tuple[str, str]]:
        """Code and words. Months of at most a year go without it: two years stand beside them."""
        rows = list(self.board.labels[dimension].items())
        if dimension == "month" and len(rows) <= 12:
            return [(code, words.split()[0]) for code, words in rows]
        return rows

    def table(
        self,
        title: str,
        heading: str,
        columns: Sequence[str],
        rows: Sequence[tuple[str, Sequence[Number], Sequence[str]]],
        *,
        total: tuple[str, Sequence[Number], Sequence[str]] | None = None,
        notes: Sequence[str] = (),
        bars: bool = True,
    ) -> Table:
        """rows: their words, their numbers, further texts."""
        self.tables += 1
        highest = max(
            (number.value or 0 for _, numbers, _ in rows for number in numbers), default=0
        )
        drawn = [
            Row(label, _cells(numbers, texts), False, _bars(numbers, highest) if bars else "")
            for label, numbers, texts in rows
        ]
        if total:
            label, numbers, texts = total
            drawn.append(Row(label, _cells(numbers, texts), True))
        years = len(rows[0][1]) if rows else len(columns)
        return Table(
            id=f"table-{self.tables}",
            number=self.tables,
            title=title,
            columns=[Column(heading, False), *(Column(name, True) for name in columns)],
            rows=drawn,
            notes=notes,
            bar_heading=_bar_heading(columns[:years]) if bars else "",
        )

    def map_drawn(self) -> list[Picture]:
        codes = [code for code in self.board.labels["ward"] if code]
        if not hexmap.can_draw(codes):
            return []
        title = f"Incidents by ward, {self.board.now.name}"
        areas = [self.area(code) for code in codes]
        alt = _most("Wards", [(area["ward_name"], area["value"]) for area in areas])
        return [Picture(title, hexmap.draw(areas, title=title, alt=alt), alt)]

    def area(self, code: str) -> dict:
        area = {"ward_code": code, "ward_name": self.board.labels["ward"][code], "town": ""}
        number = self.board.number("incidents", "ward", code)
        return {**area, "value": number.value, "band": number.band, "text": number.text}

    def months_drawn(self) -> list[Picture]:
        months = self.board.labels["month"]
        if "incidents" not in self._shown or len(months) < 2:
            return []
        series = []
        for year in (BEFORE, NOW):
            numbers = [self.board.number("incidents", "month", month, year) for month in months]
            series.append(
                charts.Series(
                    self.year_name(year) if self.board.span(year).is_whole_year
                    else ("Year before" if year == BEFORE else "This period"),
                    [number.value for number in numbers],
                    [number.text for number in numbers],
                )
            )  # fmt: skip
        title = f"Incidents by month, {self.year_names[0]} and {self.year_names[1]}"
        alt = _most("Months", list(zip(months.values(), series[-1].values, strict=True)))
        whole = len(months) <= 12
        short = [words[:3] if whole else f"{words[:3]} {words[-2:]}" for words in months.values()]
        return [Picture(title, charts.lines(short, series, title=title, alt=alt), alt)]

    def agencies(self) -> list[Table]:
        """What each agency did, side by side."""
        columns = (
            ("Visits attended", "visits_attended", "agency"),
            ("Interventions", "interventions", "agency"),
            ("Referrals sent", "referrals_sent", "first_responder"),
            ("Parts not confirmed", "parts_not_confirmed", "agency"),
            ("Requests overdue today", "requests_overdue", "agency"),
        )
        shown = [column for column in columns if column[1] in self._shown]
        rows = []
        for code, label in self.board.labels["agency"].items():
            numbers = [
                self.board.number(measure, dimension, code) for _, measure, dimension in shown
            ]
            if any(map(_is_some, numbers)):
                rows.append((label, numbers, []))
        total = ("Total", [self.board.number(measure) for _, measure, _ in shown], [])
        title = f"What each agency did, {self.board.now.name}"
        names = [name for name, _, _ in shown]
        return [self.table(title, "Agency", names, rows, total=total, bars=False)] if shown else []

    def clocks(self) -> list[Table]:
        rows = []
        for clock in CLOCKS:
            if clock in self._shown:
                rows += [self.clock_row(clock, year) for year in (BEFORE, NOW)]
        if not rows:
            return []
        columns = ("Counted", "Still running", *POINTS.values())
        return [self.table("How long it takes, in days", "From and to", columns, rows, bars=False)]

    def clock_row(self, clock: str, year: str) -> tuple[str, Sequence[Number], Sequence[str]]:
        numbers = [
            self.board.number(clock, year=year),
            self.board.number(clock, "running", "running", year),
        ]
        texts = [self.board.days(clock, point, year).text for point in POINTS]
        return f"{DASHBOARD_BY_ID[clock].name}, {self.year_name(year)}", numbers, texts


def how_told(board: Dashboard) -> str:
    return "" if board.reader.opens_records else HOW_TOLD


def year_note(board: Dashboard, is_over: bool) -> str:
    """What the year beside it is, where that is not plain."""
    if is_over:
        return ""
    if board.reader.opens_records:
        return (
            "The period is not over. Beside it stand the same days a year earlier: "
            f"{board.before.words}."
        )
    return (
        f"The period is not over on {full_date(board.as_at.date())}, and the year beside it is "
        "whole: compare with care."
    )


def _cells(numbers: Sequence[Number], texts: Sequence[str]) -> list[Cell]:
    return [
        *(Cell(number.text, number.value, True, number.href) for number in numbers),
        *(Cell(text, None, True) for text in texts),
    ]


def _bars(numbers: Sequence[Number], highest: int) -> str:
    if all(number.band for number in numbers):
        return ""
    return charts.cell(
        [number.value for number in numbers], highest, [number.text for number in numbers]
    )


def _bar_heading(columns: Sequence[str]) -> str:
    if len(columns) > 1:
        return f"Bars: {columns[0]} above, {columns[1]} below"
    return "Bar" if columns else ""


def _shares(numbers: Sequence[Number], totals: Sequence[Number], wanted: bool) -> list[str]:
    """The part of the total in this period, where neither is rounded and the base is not small."""
    if not wanted:
        return []
    part, whole = numbers[-1], totals[-1]
    if part.state != SHOWN or whole.state != SHOWN or (whole.value or 0) < SMALLEST_BASE:
        return ["[z]"]
    return [f"{whole_percent(part.value, whole.value)}%"]


def _is_some(number: Number) -> bool:
    return number.value != 0 and number is not NONE_COUNTED


def _most(what: str, values: Sequence[tuple[str, int | None]]) -> str:
    """One sentence of finding, from what is told alone."""
    told = [(label, value) for label, value in values if value]
    if not told:
        return f"{what}: the numbers are in the table."
    label, value = max(told, key=lambda one: one[1])
    none = sum(value == 0 for _, value in values)
    more = f" {what} with none: {none}." if none else ""
    return f"Highest: {label}, {value:,}.{more}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
