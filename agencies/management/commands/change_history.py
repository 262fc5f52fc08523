from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, models, transaction

from agencies import audit, history

OWN = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_context")


class Command(BaseCommand):
    help = (
        "Print how one record, and what hangs on it, was changed: when, by whom, which fields. "
        "Run as the owner of the tables; --values prints what stood there, which may be personal."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--values", action="store_true")

    def handle(self, *, reference: str, values: bool, **options) -> None:
        record = self._record(reference.strip().upper())
        with transaction.atomic():
            audit.record(None, "read_history", record, detail={"values": values})
            try:
                for past in history.kept():
                    for path in self._ways(past, type(record)):
                        self._print(past, values, **{path: record.pk})
            except ProgrammingError as refused:
                raise CommandError("Only the owner of the tables reads the past.") from refused

    def _record(self, reference: str) -> models.Model:
        models_kept = [past.pgh_tracked_model for past in history.kept()]
        named = (m for m in models_kept if any(f.name == "reference" for f in m._meta.fields))
        for model in named:
            if found := model._default_manager.filter(reference=reference).first():
                return found
        raise CommandError("There is no record with this reference.")

    def _ways(self, past: type[history.Past], model: type[models.Model]) -> list[str]:
        """The columns by which a row of the past is about a record of `model`."""
        if past.pgh_tracked_model is model:
            return ["id"]
        keys = (field for field in past._meta.fields if field.is_relation)
        return [field.attname for field in keys if field.related_model is model]

    def _print(self, past: type[history.Past], values: bool, **about: int) -> None:
        names = [f.attname for f in past._meta.fields if f.name not in OWN]
        before: dict[int, dict] = {}
        for row in past.objects.filter(**about).order_by("pgh_id").values():
            earlier = before.get(row["id"], {})
            changed = [name for name in names if row[name] != earlier.get(name)]
            who = row["pgh_context"] or {}
            told = ", ".join(f"{n}={row[n]!r}" if values else n for n in changed)
            self.stdout.write(
                f"{row['pgh_created_at']:%Y-%m-%d %H:%M:%S} {past.pgh_tracked_model.__name__} "
                f"{row['id']} {row['pgh_label']} by user {who.get('user')} "
                f"of agency {who.get('agency')} in request {who.get('request')}: {told}"
            )
            before[row["id"]] = row
