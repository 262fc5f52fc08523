"""The goals for the annual report (R1 to R3). Exit code 1 when one is missed.

Counted from records and from facts as they are kept with a report, by the same statements with
GROUPING SETS, turn by turn in one run. The whole is made in two halves, so that its growth is seen.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from agencies.models import Partnership
from bench import records
from bench.access import Goal, table
from bench.rounds import Rounds, send, statements_of
from casework.models import Job, JobState
from reporting.board.quarters import ByDays
from reporting.counting import figures
from reporting.counting.facts import LiveFacts, Source
from reporting.counting.measures import ADDED_UP, MEASURES, Measure
from reporting.counting.periods import Period
from reporting.disclosure.rules import INTERNAL
from reporting.document import editions
from reporting.models import AnnualReport

ROUNDS = 7
YEAR = Period.parse("2025-26")
KEPT = """
    create table bench_fact (span text, measure text, key text, town text, sex text,
        types text[], number int);
"""
YARDSTICK = "select count(distinct md5(n::text)) from generate_series(1, 300000) n"
INDEXED = "create index on bench_fact (span, measure); analyze bench_fact"


@dataclass(frozen=True)
class TenYears(ByDays):
    first_day: date = date(2016, 4, 1)
    day_after: date = date(2026, 4, 1)
    label: str = "ten years"


@dataclass(frozen=True)
class KeptFacts:
    """Narrow facts without joins, of the columns that are kept with a report."""

    name: str
    period: Any

    def statement(self, measure: Measure, dimensions: Sequence[str]) -> str:
        return (
            "select key, town, sex, types, number from bench_fact"
            " where span = %(span)s and measure = %(measure)s"
        )

    def values(self, measure: Measure) -> dict[str, Any]:
        return {"span": self.name, "measure": measure.id}


def keep(name: str, live: LiveFacts) -> KeptFacts:
    with connection.cursor() as cursor:
        for measure in MEASURES:
            present = {
                "town": "town" in measure.dimensions,
                "sex": "sex" in measure.dimensions,
                "types": "exploitation_type" in measure.dimensions,
                "number": measure.total == ADDED_UP,
            }
            columns = [name if there else "null" for name, there in present.items()]
            cursor.execute(
                f"with facts as ({live.statement(measure, measure.dimensions)})"
                f" insert into bench_fact select %(span)s, %(measure)s, key::text,"
                f" {', '.join(columns)} from facts",
                {**live.values(measure), "span": name, "measure": measure.id},
            )
    return KeptFacts(name, live.period)


def build(partnership: Partnership, source: Source) -> figures.Reading:
    """Every figure of one span, as a report counts it."""
    with connection.cursor() as cursor:
        cursor.execute("set work_mem = '128MB'")
        labels = figures.labels_of(cursor, partnership)
        return figures.read_from(cursor, source, MEASURES, labels, further=editions.FURTHER)


def spans() -> Iterator[tuple[str, Partnership, LiveFacts]]:
    large, small = records.partnership("p0"), records.partnership("p7")
    yield "a year, large", large, LiveFacts(large, YEAR)
    yield "a year, small", small, LiveFacts(small, YEAR)
    yield "ten years, large", large, LiveFacts(large, TenYears())


def growth(rounds: Rounds, size: str) -> None:
    """Counting ten years at this size, in rounds of its own: the records are others each time.

    The sizes are minutes apart, so each is measured beside the same work that does not grow.
    """
    *_, (_, partnership, live) = spans()
    alone = Rounds()
    alone.case(f"ten years at {size}", lambda: build(partnership, live))
    alone.case(f"yardstick at {size}", lambda: send([(YARDSTICK, None)]))
    alone.run(ROUNDS)
    rounds.times.update(alone.times)


def compare(rounds: Rounds) -> int:
    """Adds the cases of R1; returns on how many cells the two differ."""
    differing = 0
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
    found = [(name, partnership, live, keep(name, live)) for name, partnership, live in spans()]
    with connection.cursor() as cursor:
        cursor.execute(INDEXED)
    for name, partnership, live, kept in found:
        counts = [build(partnership, source).counts for source in (live, kept)]
        differing += len(set(counts[0].items()) ^ set(counts[1].items()))
        rounds.case(f"records {name}", lambda p=partnership, s=live: build(p, s))
        rounds.case(f"kept {name}", lambda p=partnership, s=kept: build(p, s))
    return differing


def published() -> AnnualReport:
    """A report as it is kept, to be read."""
    large = records.partnership("p0")
    with connection.cursor() as cursor:
        contract = editions.written(editions.read(cursor, large, YEAR))
    job = Job.objects.create(kind="annual_report", dedupe_key="bench", state=JobState.DONE)
    return AnnualReport.objects.create(
        partnership=large, period=YEAR.label, audience=INTERNAL, job=job, contract=contract
    )


def goals(rounds: Rounds, differing: int, statements: int) -> Iterator[Goal]:
    for name, _, _ in spans():
        yield Goal("R1", f"{name}: from facts kept with it ÷ GROUPING SETS on records",
                   rounds.ratio(f"kept {name}", f"records {name}"), at_most=0.35,
                   ms=rounds.ms(f"records {name}"))  # fmt: skip
    yield Goal("R1", "cells on which the two differ", differing, at_most=0)
    grown = rounds.ratio("ten years at the whole", "ten years at the half")
    busier = rounds.ratio("yardstick at the whole", "yardstick at the half")
    yield Goal("R2", "counting ten years at the whole size ÷ at the half", grown / busier,
               at_most=2.4, ms=rounds.ms("ten years at the whole"))  # fmt: skip
    yield Goal("R3", "statements that read records for two years", statements, at_most=6)
    yield Goal("R3", "reading a published report, ms", rounds.ms("reading"), at_most=10)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench report")
    parser.add_argument("--incidents", type=int, default=1_000_000)
    incidents = parser.parse_args(arguments).incidents
    first, rounds = records.begin(), Rounds()
    records.add(first, 2, incidents // 2)
    growth(rounds, "the half")
    records.add(first, incidents // 2 + 1, incidents)
    growth(rounds, "the whole")
    side = Rounds()
    differing = compare(side)
    report = published()
    side.case("reading", lambda: AnnualReport.objects.get(reference=report.reference).contract)
    side.run(ROUNDS)
    rounds.times.update(side.times)
    large = records.partnership("p0")
    sent = statements_of(lambda: editions.count(large, YEAR))
    # What people wrote for the report is read by a few more, whatever is counted.
    statements = sum(
        not sql.startswith("set ") and "from reporting_" not in sql.lower().replace('"', "")
        for sql, _ in sent
    )
    measured = list(goals(rounds, differing, statements))
    print(f"{incidents:,} incidents, as many people and visits; {ROUNDS} rounds, medians.")
    print(*table(measured), sep="\n")
    return 0 if all(goal.is_met for goal in measured) else 1
