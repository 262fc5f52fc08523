"""The dashboard: every count is that of the list behind it for the same reader; feed and page."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from agencies.acting import Actor
from agencies.models import KeptFrom, Membership
from agencies.tokens import new_token
from reporting.counting import behind
from reporting.counting.periods import MalformedPeriod
from reporting.counting.spread import spread
from reporting.dashboard import cells
from reporting.dashboard.counting import NOW
from reporting.dashboard.forms import WHOLE_YEARS
from reporting.dashboard.gate import Reader
from reporting.dashboard.labels import labels_of
from reporting.dashboard.measures import BASES, DASHBOARD, EXACT, bases_of
from reporting.dashboard.page import Page
from reporting.dashboard.spans import ENDS_FIRST, HOW_WRITTEN, TOO_LONG, Span
from reporting.dashboard.told import told
from tests import make
from tests.signing_in import sign_in
from victims.models import Person

ON = date(2024, 1, 1)
YEAR = Span.parse("2022-23")
PATH = "/figures/dashboard/"


def records() -> None:
    """A year and the one before it, in which every measure and nearly every dimension has rows.

    Housing was given some records and not others; one incident is kept from the coordinator.
    """
    housing, police = make.agency("housing"), make.agency("police", kind="POLICE")
    make.ward("E05001260", "tipton", name="Great Bridge")
    ward = make.town("tipton").wards.get()
    shed = make.location("oldbury", kind="CARWASH")
    flat = make.location("tipton", kind="HMO")
    given = {"granted_to": [housing, police]}
    farm = make.incident("tipton", types=["LAB", "CRI"], flags=["CUCKOOING", "DEBT_BONDAGE"],
                         location=flat, ward=ward, source="HEALTH", **given)  # fmt: skip
    spa = make.incident("oldbury", types=["SEX"], location=shed, at="2022-11-05", source="POLICE")
    again = make.incident("oldbury", types=[], location=shed, at="2023-02-05", **given)
    seen_only = make.incident("smethwick", at="2022-04-01", level="see", location=flat,
                              status="NEW", granted_to=[housing])  # fmt: skip
    mill = make.location("wednesbury")
    earlier = make.incident("wednesbury", at="2021-06-01", location=mill, **given)
    hidden = make.incident("tipton", at="2023-01-20", types=["DOM"], location=flat, **given)
    for case in (farm, spa, again, earlier, hidden):
        visit = make.visit(case, at=(case.received_at.date() + timedelta(days=9)).isoformat(),
                           is_safeguarding=case in (farm, hidden))  # fmt: skip
        visit.parts.filter(agency=police).update(said_by="A sergeant", said_how="by phone")
        day = (case.received_at.date() + timedelta(days=11)).isoformat()
        make.intervention(case, kind="EMERG_ACC", objective="PROTECT", at=day)
        make.intervention(case, by="police", objective="PURSUE", at=day)
        make.disruption(case, case.location, at=day, outcome="VICTIMS_SAFE")
        woman = make.person(case, gender="F", nationality="RO", granted_to=[housing])
        child = make.person(case, age_band="UNDER_18")
        for person in (woman, child):
            make.screening(person, at=day, types=["LAB"], outcome="PVOT_CONSENT")
        make.referral(make.screening(woman, at=day), at=day)
        make.referral(make.screening(child, at=day), at=day, route="DTN")
        make.request(case, "housing")
    # Screened once more, under another incident.
    woman = Person.objects.filter(incident=farm, gender="F").get()
    make.screening(woman, at="2023-03-20", incident=again)
    make.request(seen_only, "police")
    desk = make.coordinator()
    KeptFrom.objects.create(
        record_type="incident", record_id=hidden.pk, user=desk.user, placed_by=desk.user
    )


def readers() -> dict[str, Actor]:
    housing = make.agency("housing")
    roles = ("practitioner", "agency_lead", "support_worker", "police_lead")
    named = {role: make.actor(housing, role, name=f"housing {role}") for role in roles}
    far = make.actor(make.agency("education"), "practitioner", name="nobody given")
    return {"coordinator": make.coordinator(), "given nothing": far, **named}


def list_behind(actor: Actor, href: str) -> int:
    """What the list at this address counts for this reader."""
    path, _, query = href.partition("?")
    asked = QueryDict(query)
    span = behind.span_of(asked)
    with connection.cursor() as cursor:
        labels = labels_of(cursor, actor.agency.partnership, span)
    measure, dimensions = behind.asked_for(actor, path.split("/")[2], asked, labels)
    assert behind.may_open(actor, measure)
    return behind.records(actor, measure, span, dimensions).count()


@pytest.mark.django_db
def test_every_count_is_that_of_the_list_behind_it_for_the_same_reader():
    records()
    found = {}
    for name, actor in readers().items():
        board = cells.read(actor, YEAR, ON)
        counts = [cell for cell in board.cells() if cell.dimension != "days"]
        for cell in counts:
            if cell.number.value:
                assert list_behind(actor, cell.number.href) == cell.number.value, (name, cell)
            else:
                assert cell.number.href == ""
        found[name] = {c.measure: c.number.value for c in counts if not c.dimension
                       and c.year == YEAR.label}  # fmt: skip
        for measure in board.measures():
            for dimension in set(measure.dimensions) - {"exploitation_type", "flag"}:
                rows = [c.number.value for c in counts if (c.measure, c.dimension, c.year)
                        == (measure.id, dimension, YEAR.label)]  # fmt: skip
                assert sum(rows) == found[name][measure.id], (name, measure.id, dimension)
    # Three accepted, of which one is kept from the coordinator and one was not shared.
    assert {name: counts["incidents"] for name, counts in found.items()} == {
        "coordinator": 3, "practitioner": 3, "agency_lead": 3, "support_worker": 3,
        "police_lead": 3, "given nothing": 0,
    }  # fmt: skip
    assert set(found["coordinator"]) == {measure.id for measure in DASHBOARD}
    assert all(found["coordinator"].values())
    # Who opens no people is not told how many there are, not even that there are none.
    assert "people_screened" not in found["agency_lead"]
    assert found["given nothing"]["people_screened"] == 0


def signed_in(actor: Actor) -> Client:
    return sign_in(actor.user, actor.membership_id)


def board_member() -> Actor:
    return make.actor(make.agency("council"), "board_member", name="Grace")


def test_every_measure_counts_facts_of_records_that_the_reader_may_know():
    for measure in DASHBOARD:
        known = [BASES[base].known for base in bases_of(measure.rule)]
        assert any(known), measure.id
    for name, base in BASES.items():
        # Facts without a gate of their own are counted from facts that have one.
        assert base.known or all(BASES[each].known for each in bases_of(base.rule)), name
        assert base.known or bases_of(base.rule), name


@pytest.mark.django_db
def test_the_page_leads_to_lists_of_that_length_and_who_opens_no_record_finds_no_link():
    records()
    grace, ivo = board_member(), make.actor(make.agency("council"), "analyst", name="Ivo")
    amal = signed_in(make.coordinator())
    page = amal.get(f"{PATH}?period=2022-23").content.decode()
    tiles = re.findall(r'href="(/figures/[a-z_]+/\?[^"]+)">(\d+)<span', page)
    assert len(tiles) == 9
    for href, number in tiles:
        listed = amal.get(href.replace("&amp;", "&"))
        assert listed.status_code == 200
        assert f"<strong>{number} " in listed.content.decode()
    # How far people came is for who reads figures of all: an agency worker finds no such list.
    bea = signed_in(make.actor(make.agency("housing"), "practitioner", name="Bea"))
    assert bea.get("/figures/incidents/?period=2022-23").status_code == 200
    assert bea.get("/figures/rg_positive/?period=2022-23").status_code == 404
    for reader in (grace, ivo):
        client = signed_in(reader)
        page = client.get(f"{PATH}?period=2022-23")
        assert page.status_code == 200
        assert not re.search(
            r'href="/figures/(?!dashboard|ask|questions|definitions)', page.content.decode()
        )
        assert client.get("/figures/incidents/?period=2022-23").status_code == 403


@pytest.mark.django_db
def test_the_feed_is_the_page():
    records()
    for actor in (make.coordinator(), board_member()):
        board = cells.read(actor, YEAR, timezone.localdate())
        key = new_token(Membership.objects.get(pk=actor.membership_id))
        asked = {"HTTP_AUTHORIZATION": f"Token {key}"}
        given = Client().get("/api/v1/dashboard/?period=2022-23", **asked).json()
        file = Client().get("/api/v1/dashboard/?period=2022-23&as=csv", **asked).content
        lines = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
        assert [line["told"] for line in lines] == [cell["told"] for cell in given["cells"]]
        told_by = {
            (c["measure_name"], c["dimension"], c["label"], c["period"]): c["told"]
            for c in given["cells"]
        }
        page = Page(board)
        html = signed_in(actor).get(f"{PATH}?period=2022-23").content.decode()
        for tile in page.tiles():
            assert told_by[tile.label, "", "All", YEAR.label] == tile.number.text
        for name in ("town", "source", "exploitation_type", "flag", "ward", "entered"):
            (table,) = page.by("incidents", name)
            for row in table.rows[:-1]:
                texts = [cell.text for cell in row.cells[:2]]
                assert texts == [
                    told_by["Incidents", name, row.heading, year] for year in ("2021-22", "2022-23")
                ]
                assert row.heading in unescape(html)
    assert Client().get("/api/v1/dashboard/").status_code == 401


@pytest.mark.django_db
def test_who_opens_no_record_is_told_nothing_of_single_ones():
    records()
    actor = board_member()
    board = cells.read(actor, YEAR, ON)
    exact = cells.read(make.actor(make.agency("desk"), "coordinator", name="Other"), YEAR, ON)
    # Counted over all records: the one that is kept from one coordinator is not kept from another.
    assert board.counted.counts.items() ^ exact.counted.counts.items() == set()
    states = {cell.number.state for cell in board.cells()}
    assert states == {"shown", "rounded", "withheld", "banded", "not_applicable"}
    for cell in board.cells():
        if cell.number.state == "shown" and cell.number.value:
            assert cell.measure in EXACT
    client = signed_in(actor)
    days = client.get(f"{PATH}?period=2022-04-01_2022-04-02").content.decode()
    assert WHOLE_YEARS in unescape(days)
    assert "app-report-tiles" not in days
    key = new_token(Membership.objects.get(pk=actor.membership_id))
    answer = Client().get(
        "/api/v1/dashboard/?period=2022-04-01_2022-04-02", HTTP_AUTHORIZATION=f"Token {key}"
    )
    assert (answer.status_code, answer.json()) == (400, {"period": [WHOLE_YEARS]})


def test_a_count_is_left_out_rounded_or_exact():
    class Board(Reader):
        opens_records = False

    reader = Board(None)
    for count in range(200):
        number = told(reader, "incidents", "town", count)
        if not 0 < count < 8:
            assert number.value % 5 == 0
            assert abs(number.value - count) <= 2
        else:
            assert (number.value, number.text) == (None, "[c]")
        assert told(reader, "interventions", "agency", count).value == count
    assert [told(reader, "incidents", "ward", n).text for n in (0, 9, 10, 39, 40)] == [
        "0 to 9", "0 to 9", "10 to 19", "20 to 39", "40 or more",
    ]  # fmt: skip


@pytest.mark.django_db
def test_clocks_are_those_of_the_same_rows_counted_one_by_one():
    """Open ones with the days so far; one closed without a visit not at all."""
    today = timezone.localdate()
    for number in range(24):
        case = make.incident(at=f"2022-05-{number + 1:02}")
        if number % 3:
            make.visit(case, at=(case.received_at.date() + timedelta(days=number)).isoformat())
    make.incident(at="2022-05-30", status="CLOSED", outcome="NOT_FOUND")
    clocks = [
        (number, False) if number % 3 else ((today - date(2022, 5, number + 1)).days, True)
        for number in range(24)
    ]
    board = cells.read(make.coordinator(), YEAR, today)
    assert board.counted.clocks["days_to_visit", NOW] == spread(clocks)
    assert board.number("days_to_visit", "running", "running").value == 8


def test_spans():
    assert Span.parse("2022-23") == Span(date(2022, 4, 1), date(2023, 3, 31))
    assert Span.parse("2022").label == "2022"
    assert Span.parse("2022-04-01_2023-03-31").label == "2022-23"
    leap = Span.parse("2024-02-01_2024-02-29")
    assert leap.year_before() == Span(date(2023, 2, 1), date(2023, 2, 28))
    assert Span.parse("2023-02-01_2023-02-28").year_before().last_day == date(2022, 2, 28)
    assert leap.months() == ["2024-02"]
    assert len(Span.parse("2021-12-31_2023-01-01").months()) == 14
    running = Span.parse("2022-23").until(date(2022, 11, 28)).year_before()
    assert running == Span(date(2021, 4, 1), date(2021, 11, 28))
    for text, sentence in [
        ("2022-05-02_2022-05-01", ENDS_FIRST),
        ("2010-01-01_2022-01-01", TOO_LONG),
        ("2022-13-01_2022-13-02", HOW_WRITTEN),
        ("٢٠٢٢", HOW_WRITTEN),
        ("1901", HOW_WRITTEN),
    ]:
        with pytest.raises(MalformedPeriod, match=re.escape(sentence)):
            Span.parse(text)
