"""The order of reading: which sentence, table and figure stands in which section."""

from collections.abc import Mapping, Sequence
from typing import Any

from reporting.document import hexmap, narrative, rate_tables, tables, written_tables
from reporting.document.material import Material
from reporting.stories.untold import place_of
from reporting.written import blocks as written

TILES = (
    "incidents",
    "multi_agency_visits",
    "places_disrupted",
    "interventions",
    "people_screened",
    "people_referred",
)
CREDIT = "Source: records of the partnership’s agencies."
MAP_CREDIT = (
    "One hexagon a ward, all of one size; dark lines are the borders of towns. The layout is drawn "
    "for this report and not to scale."
)
DECLARED = (
    "These were counted by those named, and not from the records of the partnership. They are "
    "added to no other figure."
)
OBJECTIVES = ("PURSUE", "PREVENT", "PROTECT", "PREPARE")
STORIES = (
    "Each story is told with the consent of whoever it is about. Names are never used, and details "
    "were left out or changed so that nobody can be recognised."
)
SILENCE = (
    "An agency that sent nothing may have had nothing to send, or may not have sent it. Read a "
    "total together with the agencies that are missing from it."
)


class Writer:
    """Collects tables, figures and sections as it writes the report from front to back."""

    def __init__(self, material: Material, edition: Mapping[str, Any]) -> None:
        self.material = material
        self.edition = edition
        self.tables: list[dict[str, Any]] = []
        self.figures: list[dict[str, Any]] = []
        self.sections: list[dict[str, Any]] = []
        self.unresolved: list[dict[str, str]] = []

    def write(
        self, ward_counts: Mapping[int, str], declared: Sequence[tuple[str, str]] = ()
    ) -> None:
        material = self.material
        self._written("FOREWORD")
        self._summary()
        self._about()
        self._written("PARTNERSHIP", *OBJECTIVES, "PARTNERS")
        self._section("towns", "Towns compared", starts_page=True)
        self._say(narrative.busiest_town(material))
        self._table(tables.towns_compared(material))
        self._bars(
            tables.incidents_by_town(material),
            material.rows_by_town,
            [{"town": town} for town in material.rows_by_town],
        )
        if rates := rate_tables.incidents(material):
            self._table(rates)
        self._section("types", "Exploitation types", starts_page=True)
        self._say(narrative.commonest_type(material))
        self._types()
        self._table(tables.incidents_by_town_and_type(material))
        if material.has("people_screened"):
            self._people()
        if ward_counts:
            self._wards(ward_counts)
        for town, name in material.rows_by_town.items():
            self._town(town, name)
        self._stories()
        self._everywhere()
        self._written("NEXT_STEPS")
        if declared:
            self._section("declared", "Figures counted elsewhere", starts_page=True)
            self._say([DECLARED])
            self._table(tables.declared(material, declared))
        self._section("silent-agencies", "Agencies that sent nothing", starts_page=True)
        self._say([SILENCE])
        self._table(tables.silent_agencies(material))
        self._section("definitions", "How each measure is counted")
        self._table(tables.definitions(material))
        self._section("checks", "Checks")
        self._say(narrative.checks(material))
        self._table(tables.reconciliation(material))

    def _summary(self) -> None:
        material = self.material
        self._section("summary", "Summary")
        tiles = [measure for measure in TILES if material.has(measure)]
        self._block(
            "tiles",
            tiles=[
                {"label": material.short_name(measure), "value": material.now(measure)}
                for measure in tiles
            ],
        )
        self._block("list", items=[narrative.change(material, measure) for measure in tiles])
        self._table(tables.headline(material))

    def _about(self) -> None:
        edition = self.edition
        self._section("about", "About these figures")
        covers = f"This report covers {edition['period']['words']}, called {self.material.period}."
        self._say([f"{covers} Records were read on {edition['as_at_words']}."])
        for words in narrative.HOW_TO_READ:
            self._say([words])
        for runs in narrative.small_counts(self.material, edition["disclosure"]):
            self._say(runs)

    def _types(self) -> None:
        types = self.material.labels["exploitation_type"]
        cuts = [{"exploitation_type": code} for code in types]
        self._bars(tables.incidents_by_type(self.material), types, cuts)

    def _people(self) -> None:
        material = self.material
        self._section("people", "People screened and referred", starts_page=True)
        for measure in ("people_screened", "people_referred", "duty_to_notify"):
            if material.has(measure):
                self._say(narrative.change(material, measure))
        self._say(narrative.sexes(material))
        self._table(tables.screened_by_town_and_sex(material))
        table = tables.screened_by_type_and_sex(material)
        types = material.labels["exploitation_type"]
        keys = [material.now("people_screened", exploitation_type=code) for code in types]
        self._figure(
            table,
            kind="bars",
            title=f"People screened by exploitation type, {material.area}, {material.period}",
            alt=narrative.highest(material, keys, list(types.values()), material.period),
            categories=list(types.values()),
            series=[{"label": material.period, "values": keys}],
        )
        self._table(table)

    def _wards(self, counts: Mapping[int, str]) -> None:
        material = self.material
        listed = material.context["wards"]
        self._section("wards", "Wards", starts_page=True)
        table = tables.wards(material, counts)
        areas = [
            {**_plain(ward), "value": counts[place]}
            for place, ward in enumerate(listed)
            if ward["ward_code"]
        ]
        message = narrative.wards(
            material,
            [area["value"] for area in areas],
            [area["ward_name"] for area in areas],
        )
        self._say(message)
        if hexmap.can_draw([area["ward_code"] for area in areas]):
            self._figure(
                table,
                kind="ward_map",
                title=f"Incidents by ward, {material.area}, {material.period}",
                alt=["Map of the wards, shaded by the number of incidents. ", *message],
                areas=areas,
            )
        self._table(table)

    def _town(self, town: str, name: str) -> None:
        material = self.material
        self._section(f"town-{town}", name, starts_page=True)
        self._say(narrative.change(material, "incidents", town=town))
        self._say(narrative.commonest_type(material, town=town))
        if material.has("people_screened"):
            self._say(narrative.sexes(material, town=town))
        self._table(tables.town_measures(material, town))
        types = material.labels["exploitation_type"]
        self._bars(
            tables.incidents_by_type(material, town),
            types,
            [{"exploitation_type": code, "town": town} for code in types],
        )
        for one in self._of("TOWN"):
            if one["town"] == town:
                self._block("heading", text=one["title"], written=one["reference"])
                self._text(one["reference"], one["title"], one["text"])
        self._priorities(town)

    def _of(self, place: str) -> list[Mapping[str, Any]]:
        return [one for one in self.material.context.get("written", ()) if one["place"] == place]

    def _written(self, *places: str) -> None:
        """Sections that people wrote, each from a page of its own."""
        for place in places:
            for one in self._of(place):
                self._section(_id_of(one), one["title"], starts_page=True)
                self.sections[-1]["written"] = one["reference"]
                self._text(one["reference"], one["title"], one["text"])

    def _text(self, reference: str, place: str, text: str) -> None:
        """place: as faults and refusals name it. Raises written.TooLong."""
        written.refuse_too_long(place, text)
        made = written.of(text, self.material)
        self.sections[-1]["blocks"] += [{**block, "written": reference} for block in made.blocks]
        self.unresolved += [
            {"place": place, "token": one.token, "why": one.why} for one in made.unresolved
        ]

    def _stories(self) -> None:
        stories = self.material.context.get("stories", ())
        if stories:
            self._section("stories", "Stories", starts_page=True)
            self._say([STORIES])
        for one in stories:
            self._block("heading", text=one["title"], written=one["reference"])
            self._text(one["reference"], place_of(one["reference"]), one["text"])

    def _everywhere(self) -> None:
        """Priorities that are of no single town."""
        if any(not one["town"] for one in self.material.context.get("priorities", ())):
            self._section("priorities", "Priorities", starts_page=True)
            self._priorities("")

    def _priorities(self, town: str) -> None:
        priorities = self.material.context.get("priorities", ())
        if found := [one for one in priorities if one["town"] == town]:
            self._table(written_tables.priorities(self.material, town, found))

    def _bars(
        self,
        table: dict[str, Any],
        categories: Mapping[str, str],
        cuts: Sequence[Mapping[str, str]],
    ) -> None:
        """Bars of incidents for each year, and the table of the same numbers after them."""
        material = self.material
        names = list(categories.values())
        this_year = [material.now("incidents", **cut) for cut in cuts]
        series = [{"label": material.period, "values": this_year}]
        if material.previous:
            before = [material.before("incidents", **cut) for cut in cuts]
            series.insert(0, {"label": material.previous, "values": before})
        self._figure(
            table,
            kind="bars",
            title=table["title"],
            alt=narrative.highest(material, this_year, names, material.period),
            categories=names,
            series=series,
        )
        self._table(table)

    def _section(self, key: str, title: str, *, starts_page: bool = False) -> None:
        section = {"id": key, "title": title, "starts_page": starts_page, "blocks": []}
        self.sections.append(section)

    def _block(self, kind: str, **content: Any) -> None:
        self.sections[-1]["blocks"].append({"kind": kind, **content})

    def _say(self, runs: narrative.Runs) -> None:
        if runs:
            self._block("paragraph", runs=runs)

    def _table(self, table: dict[str, Any]) -> None:
        self.tables.append({"number": len(self.tables) + 1, **table})
        self._block("table", table=table["id"])

    def _figure(self, table: Mapping[str, Any], *, kind: str, **content: Any) -> None:
        """table: the one that holds the same numbers."""
        figure = {
            "id": f"figure-{len(self.figures) + 1}",
            "number": len(self.figures) + 1,
            "kind": kind,
            "table": table["id"],
            "credit": MAP_CREDIT if kind == "ward_map" else CREDIT,
            **content,
        }
        self.figures.append(figure)
        self._block("figure", figure=figure["id"])


def _id_of(one: Mapping[str, Any]) -> str:
    """Of a written section: its reference, as an anchor."""
    return one["reference"].casefold()


def _plain(ward: Mapping[str, Any]) -> dict[str, str]:
    return {key: ward[key] for key in ("ward_code", "ward_name", "town")}
