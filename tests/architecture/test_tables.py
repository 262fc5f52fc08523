"""The tables that migrations make are those that the models describe, by name."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, models

from shop.models import Incident, IncidentGrant
from victims.models import Person

# The history's own model of all events is no table.
OURS = [
    model
    for model in apps.get_models()
    if model._meta.managed and model._meta.app_label != "pghistory"
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.db_table)
def test_a_table_has_every_column_index_constraint_and_trigger(model: type[models.Model]) -> None:
    """Migrations that change much at once leave out what a new table is made with."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        columns = {
            one.name for one in connection.introspection.get_table_description(cursor, table)
        }
        found = set(connection.introspection.get_constraints(cursor, table))
        cursor.execute(
            "select tgname from pg_trigger where tgrelid = %s::regclass and not tgisinternal",
            [table],
        )
        triggers = {name for (name,) in cursor.fetchall()}
    assert {field.column for field in model._meta.local_concrete_fields} == columns
    named = {one.name for one in (*model._meta.indexes, *model._meta.constraints)}
    assert named <= found
    wanted = {one.get_pgid(of) for of, one in pgtrigger.registered() if of is model}
    assert wanted <= triggers


def test_the_triggers_of_the_history_are_among_those_looked_for() -> None:
    assert {of for of, _ in pgtrigger.registered()} >= {Incident, IncidentGrant, Person}
