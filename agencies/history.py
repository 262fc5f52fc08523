"""What records were before: a table of the past beside each, written by triggers of the database.

So that bulk updates and statements written by hand are caught as well. A row of the past says what
was added, changed or deleted, and who did it in which request: the audit event has its number.

The application can add rows of the past and cannot read them: they hold what people's parts held.
Their owner reads them, see the command `change_history`.
"""

from functools import cache

import pghistory
from django.apps import apps
from django.db import models
from pghistory.models import Event


class Past(Event):
    """One row as it was added or changed to, or as it was when deleted."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def keeps_history(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: each row added, changed or deleted is written beside, by triggers.

    A migration must follow, with `sql.past` for the rights to the new table.
    """
    return pghistory.track(
        pghistory.InsertEvent("added"),
        pghistory.UpdateEvent("changed"),
        pghistory.DeleteEvent("deleted"),
        base_model=Past,
        model_name=f"{model.__name__}Past",
        obj_field=None,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        attrs={"personal_fields": model.personal_fields},
        meta={"indexes": [models.Index(fields=["id"], name=f"{model.__name__.lower()}_past")]},
    )(model)


def past_of(model: type[models.Model]) -> type[Past] | None:
    """The table of the past of `model`, None when it keeps none."""
    return next((each for each in kept() if each.pgh_tracked_model is model), None)


@cache
def kept() -> tuple[type[Past], ...]:
    return tuple(each for each in apps.get_models() if issubclass(each, Past))
