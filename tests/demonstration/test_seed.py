"""The demonstration is the same for the same date, is written once, and says nothing of people."""

import json
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from agencies.factors import code_now
from agencies.history import Past
from agencies.models import Agency, AuditEvent, Membership
from agencies.policy import CapabilityKind, Role
from demonstration.seed import EARLIEST, seed
from shop.models import Incident, IncidentGrant, Location, Visit
from tests.demonstration.conftest import DAY
from victims.models import PersonMet, Screening

pytestmark = pytest.mark.django_db

# The audit and the past say when they were written, and numbers are those of the database.
WRITTEN_BY_SEED = (
    "agencies", "shop", "victims", "referrals", "interventions", "casework", "reporting",
)  # fmt: skip


def rows() -> dict[str, list[tuple]]:
    """Every row of every table, without its number and the numbers it points to."""
    found = {}
    for app in WRITTEN_BY_SEED:
        for model in apps.get_app_config(app).get_models():
            if model is AuditEvent or issubclass(model, Past):
                continue
            names = [
                field.attname
                for field in model._meta.concrete_fields
                if not field.primary_key and not field.is_relation
            ]
            if names:
                ordered = model._base_manager.order_by("pk")
                found[model.__name__] = list(ordered.values_list(*names))
    return found


def seeded(day: date) -> dict[str, list[tuple]]:
    """All rows as `seed` writes them on an empty database; then they are gone again."""
    with transaction.atomic():
        assert seed(day)
        found = rows()
        transaction.set_rollback(True)
    return found


def test_the_same_date_makes_the_same_rows():
    assert seeded(DAY) == seeded(DAY)


@pytest.mark.parametrize("day", [EARLIEST, DAY])
def test_no_row_of_a_closed_year_depends_on_the_date(monkeypatch, day):
    """The closed years are written first, so that they begin every table, whatever the date."""
    with monkeypatch.context() as without:
        without.setattr("demonstration.seed.write_live_year", lambda scribe, as_at: None)
        closed = seeded(day)
    everything = seeded(day)
    assert len(closed["Incident"]) > 349
    for name, written in closed.items():
        assert everything[name][: len(written)] == written, name


def test_the_live_year_stays_out_of_the_closed_years():
    with pytest.raises(CommandError, match="1 October 2023") as refused:
        call_command("seed_demo", "--as-at", "2023-09-30")
    assert refused.value.returncode == 2
    seed(EARLIEST)
    assert Incident.objects.filter(made_at__gte="2023-06-01T00:00Z").count() > 60
    assert not Incident.objects.filter(
        received_at__gte="2023-04-01T00:00Z", received_at__lt="2023-06-01T00:00Z"
    ).exists()


def test_a_second_run_changes_nothing(demonstration):
    before, events = rows(), AuditEvent.objects.count()
    told = StringIO()
    call_command("seed_demo", "--as-at", "2026-01-01", stdout=told)
    assert rows() == before
    assert AuditEvent.objects.count() == events
    assert "nothing was changed" in told.getvalue()


def test_nothing_is_seeded_where_there_is_no_demonstration(settings):
    settings.DEMONSTRATION = False
    before = Agency.objects.count()
    for command in ("seed_demo", "demo_accounts"):
        with pytest.raises(CommandError):
            call_command(command)
    assert Agency.objects.count() == before


def test_every_account_that_is_listed_can_sign_in(demonstration):
    told = StringIO()
    call_command("demo_accounts", "--format", "json", stdout=told)
    accounts = json.loads(told.getvalue())
    by_email = {}
    for account in accounts:
        membership = Membership.objects.get(
            user__email=account["email"], agency__code=account["agency"]
        )
        assert account["role"] in membership.roles
        held = membership.capabilities.values_list("kind", flat=True)
        assert set(account["capabilities"]) == set(held)
        by_email[account["email"]] = account
    assert {account["role"] for account in accounts} == set(Role.values)
    held = {kind for account in accounts for kind in account["capabilities"]}
    assert held == set(CapabilityKind.values)
    for email, account in by_email.items():
        client = Client()
        client.post("/sign-in/", {"username": email, "password": account["password"]})
        answer = client.post("/sign-in/code/", {"code": code_now(account["otp_secret"])})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/"), email


def test_roles_and_agencies_fit_together(demonstration):
    for membership in Membership.objects.select_related("agency"):
        membership.clean()
    assert Agency.objects.filter(signs_in=False).exists()
    workers = Membership.objects.filter(roles__contains=["practitioner"])
    assert workers.values("agency").distinct().count() >= 3
    assert Agency.objects.filter(is_first_responder=True, has_duty_to_notify=False, kind="SUPPORT")


def test_about_sixty_incidents_stand_open(demonstration):
    assert 50 <= Incident.objects.open().count() <= 70
    stages = set(Incident.objects.values_list("status", flat=True))
    assert stages == {status for status, _ in Incident._meta.get_field("status").choices}


def test_nothing_happened_after_the_day_but_what_is_planned(demonstration):
    ahead = Visit.objects.filter(starts_at__date__gte=DAY)
    assert set(ahead.values_list("status", flat=True)) == {"PLANNED"}
    assert not Incident.objects.filter(received_at__date__gte=DAY).exists()
    assert not Screening.objects.filter(screened_at__date__gte=DAY).exists()


def test_one_man_met_by_three_agencies_was_screened_once(demonstration):
    line = PersonMet.objects.get(person__working_label="man in orange waterproof")
    assert line.met_by.count() == 3
    assert line.person.screenings.count() == 1


def test_the_desk_manages_every_incident_and_each_has_its_levels(demonstration):
    managed = IncidentGrant.objects.filter(
        group__agency__is_desk=True, permission__codename="manage_incident"
    )
    assert managed.count() == Incident.objects.count()
    lone = IncidentGrant.objects.filter(permission__codename="work_incident").exclude(
        content_object__in=IncidentGrant.objects.filter(permission__codename="see_incident").values(
            "content_object"
        )
    )
    assert not lone.exists()


def test_every_place_is_reached_through_an_incident(demonstration):
    assert not Location.objects.filter(incidents__isnull=True).exists()
