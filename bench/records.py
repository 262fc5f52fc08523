"""What the annual report counts, added to the nation: visits, screenings, interventions and so on.

No grants: a figure is counted over all records. Referrals are left out.
"""

from django.db import connection, models

from agencies.models import Agency, Partnership
from bench.nation import (
    QUARTER,
    add_records,
    chance,
    copy_rows,
    first_rows,
    make_actor,
    make_agencies,
)
from interventions.models import Arrest, Disruption, Intervention
from shop.models import Incident, Location, Visit, VisitPart
from shop.terms import VisitStatus
from victims.models import Person, Screening

Firsts = dict[type[models.Model], models.Model]


def begin() -> Firsts:
    """The partnerships, and one row of each kind. For an empty database."""
    first = first_rows(make_actor("desk", make_agencies()))
    incident, place, person = first[Incident], first[Location], first[Person]
    made = {"agency": incident.agency, "made_by": incident.made_by}
    when = incident.received_at
    visit = Visit.objects.create(
        incident=incident, location=place, starts_at=when, status=VisitStatus.COMPLETED,
        lead_agency=incident.agency, **made,
    )  # fmt: skip
    rows = (
        visit,
        VisitPart.objects.create(visit=visit, **made),
        Screening.objects.create(
            person=person, incident=incident, visit=visit, screened_at=when, types=["LAB"],
            outcome="CONCERN", **made,
        ),
        Intervention.objects.create(
            incident=incident, kind="LEAFLET", objective="PREVENT", acted_on=when.date(),
            target="PLACE", **made,
        ),
        Disruption.objects.create(
            incident=incident, location=place, disrupted_on=when.date(), outcome="CEASED",
            no_check_reason="Empty", **made,
        ),
        Arrest.objects.create(incident=incident, arrested_on=when.date(), number=1, **made),
    )  # fmt: skip
    return first | {type(row): row for row in rows}


def add(first: Firsts, start: int, last: int, large: float = QUARTER) -> None:
    """Incidents and people of these numbers, and for each a completed visit with two agencies, a
    screening and an act; for every fifth an arrest and a disruption."""
    add_records(first, last, start, large)
    source = (
        "(SELECT id AS n, partnership_id AS partnership, received_at AS at FROM shop_incident"
        f" WHERE id BETWEEN {start} AND {last}) s"
    )
    day = "(s.at + interval '20 days')::date"
    numbers = {"id": "s.n", "incident_id": "s.n"}
    copy_rows(first[Visit], source, {
        **numbers, "reference": "'VIS-' || s.n", "location_id": "s.n",
        "starts_at": "s.at + interval '9 days'", "is_safeguarding": f"{chance('s.n', 21)} < 0.3",
    })  # fmt: skip
    second = Agency.objects.exclude(pk=first[VisitPart].agency_id).first().pk
    for nth, agency in enumerate((first[VisitPart].agency_id, second)):
        copy_rows(first[VisitPart], source, {
            "id": f"s.n * 2 + {nth}", "reference": f"'PRT{nth}-' || s.n", "visit_id": "s.n",
            "agency_id": str(agency),
        })  # fmt: skip
    copy_rows(first[Screening], source, {
        **numbers, "reference": "'SCR-' || s.n", "person_id": "s.n", "visit_id": "s.n",
        "screened_at": "s.at + interval '9 days'",
    })  # fmt: skip
    copy_rows(first[Intervention], source, {
        **numbers, "reference": "'ACT-' || s.n", "acted_on": day,
    })  # fmt: skip
    some = source.replace(") s", " AND id % 5 = 0) s")
    copy_rows(first[Disruption], some.replace("%", "%%"), {
        **numbers, "reference": "'DIS-' || s.n", "location_id": "s.n", "disrupted_on": day,
    })  # fmt: skip
    copy_rows(first[Arrest], some.replace("%", "%%"), {
        **numbers, "reference": "'ARR-' || s.n", "arrested_on": day,
        "number": f"1 + floor({chance('s.n', 22)} * 3)::int",
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def partnership(code: str) -> Partnership:
    return Partnership.objects.get(code=code)
