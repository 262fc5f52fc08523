"""The goals for the dashboard (D1 to D3). Exit code 1 when one is missed.

Read as the page reads it, for four readers of one large partnership, turn by turn in one run. D1
is of milliseconds, as it was asked, so it says something of the machine.
"""

import argparse
from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction

from agencies.acting import Actor, actor_by_membership
from agencies.models import Agency, Membership, User
from bench import records
from bench.access import Goal, table
from bench.nation import QUARTER, chance, copy_rows, grants
from bench.rounds import Rounds, statements_of
from referrals.models import Referral
from referrals.terms import Route, Status
from reporting.counting import behind
from reporting.dashboard import cells
from reporting.dashboard.cells import Dashboard
from reporting.dashboard.spans import Span
from shop.models import AgencyRequest, Incident, IncidentGrant
from victims.models import Person, PersonGrant, Screening

ROUNDS = 7
YEAR = Span.parse("2025-26")
TODAY = date(2026, 10, 1)
# Agency 1 was given nearly everything, agency 2 one record in eight.
READERS = {
    "coordinator": (0, "coordinator"),
    "worker, large": (1, "practitioner"),
    "worker, small": (2, "practitioner"),
    "board member": (0, "board_member"),
}


def reader(name: str) -> Actor:
    place, role = READERS[name]
    agency = Agency.objects.get(partnership=records.partnership("p0"), code=f"a{place}")
    user, _ = User.objects.get_or_create(
        email=f"{name.replace(', ', '-').replace(' ', '-')}@bench.example", name=name
    )
    member, _ = Membership.objects.get_or_create(user=user, agency=agency, roles=[role])
    return actor_by_membership(member.pk)


def add_referrals_and_requests(first: records.Firsts, last: int) -> None:
    """Of every second person a referral, of every third incident a request."""
    incident, screening = first[Incident], first[Screening]
    made = {"agency": incident.agency, "made_by": incident.made_by}
    author = Membership.objects.get(agency=incident.agency, user=incident.made_by)
    referral = Referral.objects.create(
        person=first[Person], screening=screening, author=author, route=Route.NRM,
        question_set="nrm-2026-04", status=Status.SUBMITTED, submitted_on=date(2025, 1, 1), **made,
    )  # fmt: skip
    request = AgencyRequest.objects.create(
        incident=incident, asked_of=incident.agency, what="Invented.", due_on=date(2025, 1, 1),
        **made,
    )  # fmt: skip
    some = (
        "(SELECT id AS n, received_at AS at FROM shop_incident"
        f" WHERE id BETWEEN 2 AND {last} AND id %% {{}} = 0) s"
    )
    copy_rows(referral, some.format(2), {
        "id": "s.n", "reference": "'REF-' || s.n", "person_id": "s.n", "screening_id": "s.n",
        "submitted_on": "(s.at + interval '30 days')::date",
        "route": f"CASE WHEN {chance('s.n', 31)} < 0.3 THEN 'DTN' ELSE 'NRM' END",
    })  # fmt: skip
    copy_rows(request, some.format(3), {
        "id": "s.n", "reference": "'ASK-' || s.n", "incident_id": "s.n",
        "due_on": "(s.at + interval '14 days')::date",
        "status": f"CASE WHEN {chance('s.n', 32)} < 0.9 THEN 'DONE' ELSE 'ASKED' END",
    })  # fmt: skip


def load(incidents: int, large: float) -> None:
    first = records.begin()
    records.add(first, 2, incidents, large)
    add_referrals_and_requests(first, incidents)
    grants(Incident, IncidentGrant, share=1.0)
    grants(Person, PersonGrant, share=0.35)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def read(actor: Actor) -> Dashboard:
    with transaction.atomic():
        return cells.read(actor, YEAR, TODAY)


def differing(board: Dashboard) -> int:
    """On how many measures the total differs from the length of the list behind it."""
    lists = {
        measure.id: behind.records(board.reader.actor, measure, YEAR, {}).count()
        for measure in board.measures()
    }
    return sum(length != board.number(name).value for name, length in lists.items())


def goals(rounds: Rounds, boards: dict[str, Dashboard], statements: int) -> Iterator[Goal]:
    for name, board in boards.items():
        seen = sum(board.counted.count("incidents", "", "", year) for year in board.years)
        yield Goal("D1", f"{name}, {seen:,} incidents in the two years, ms",
                   rounds.ms(name), at_most=1000)  # fmt: skip
    yield Goal("D2", "statements of a dashboard", statements, at_most=5)
    lists = sum(differing(board) for board in boards.values() if board.reader.opens_records)
    yield Goal("D3", "totals that differ from the list behind them", lists, at_most=0)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench dashboard")
    parser.add_argument("--incidents", type=int, default=200_000)
    parser.add_argument("--large", type=float, default=QUARTER)
    wanted = parser.parse_args(arguments)
    load(wanted.incidents, wanted.large)
    rounds, actors = Rounds(), {name: reader(name) for name in READERS}
    boards = {name: read(actor) for name, actor in actors.items()}
    for name, actor in actors.items():
        rounds.case(name, lambda actor=actor: read(actor))
    rounds.run(ROUNDS)
    statements = len(statements_of(lambda: read(actors["coordinator"])))
    measured = list(goals(rounds, boards, statements))
    held = Incident.objects.filter(partnership=records.partnership("p0")).count()
    print(f"A partnership of {held:,} incidents, of {wanted.incidents:,} in all;", end=" ")
    print(f"{ROUNDS} rounds, medians.", *table(measured), sep="\n")
    return 0 if all(goal.is_met for goal in measured) else 1
