"""Changes to tables made together in a migration, so that a database is made in a fraction of the
time: after each operation Django makes all related models of its state anew; here once, after all.
"""

from collections.abc import Iterator, Sequence

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class AtOnce(Operation):
    """Operations of one app in their order, of which no two change the same thing.

    Each is told the state before all of them and the state after, so a new table is made with all
    its columns, constraints and indexes: what adds one of them afterwards has nothing left to do.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self):
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for operation in self._left_to_do():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for operation in reversed(list(self._left_to_do())):
            # Of what is taken away with its table, only the later state knows.
            earlier = from_state if self._is_of_new_table(operation) else to_state
            operation.database_backwards(app_label, schema_editor, from_state, earlier)

    def describe(self) -> str:
        return f"Make {len(self.operations)} changes at once"

    def _left_to_do(self) -> Iterator[Operation]:
        for operation in self.operations:
            if not self._is_of_new_table(operation) or isinstance(operation, AddTrigger):
                yield operation

    def _is_of_new_table(self, operation: Operation) -> bool:
        new = {each.name_lower for each in self.operations if isinstance(each, CreateModel)}
        return getattr(operation, "model_name", "").lower() in new
