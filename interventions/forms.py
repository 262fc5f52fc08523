"""What the forms of interventions and disruptions say beyond their models."""

from casework.codes import CodeList
from casework.forms import RecordForm


class InterventionForm(RecordForm):
    """Four questions, under half a minute. Each objective carries its sentence."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        objectives = CodeList("interventions/intervention_4p")
        self.presentation = {
            "objective": {"option_hints": {row.code: row.description for row in objectives}},
            "target": {"inline": False},
        }


class DisruptionForm(RecordForm):
    """The place is the incident's as it comes; arrests and acts are recorded apart from this."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent is not None and self.parent.location_id:
            self.initial.setdefault("location", self.parent.location.reference)
