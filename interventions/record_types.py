"""The record types of what agencies did, each described once."""

from casework.record_types import RecordType, Section, register
from interventions.forms import DisruptionForm, InterventionForm
from interventions.models import Arrest, Disruption, Intervention

TAB = "What was done"

INTERVENTIONS = register(
    RecordType(
        model=Intervention,
        plural="interventions",
        singular="intervention",
        under="incident",
        tab=TAB,
        timeline="incident",
        sections=(
            Section("", ("agency", "kind", "objective", "acted_on", "target")),
            Section("Recorded for this agency", ("said_by", "said_how")),
        ),
        entry=("kind", "objective", "acted_on", "target", "said_by", "said_how"),
        columns=("reference", "agency", "kind", "objective", "acted_on"),
        filters=("objective", "kind", "agency"),
        form=InterventionForm,
    )
)

DISRUPTIONS = register(
    RecordType(
        model=Disruption,
        plural="disruptions",
        singular="disruption of a place",
        under="incident",
        tab=TAB,
        timeline="incident",
        sections=(
            Section("", ("location", "disrupted_on", "outcome")),
            Section("Checking back", ("check_back_on", "no_check_reason")),
        ),
        columns=("reference", "disrupted_on", "outcome", "agency", "check_back_on"),
        filters=("outcome", "agency"),
        form=DisruptionForm,
    )
)

ARRESTS = register(
    RecordType(
        model=Arrest,
        plural="arrests",
        singular="arrest count",
        under="incident",
        tab=TAB,
        timeline="incident",
        sections=(Section("", ("arrested_on", "number")),),
        columns=("reference", "arrested_on", "number", "agency"),
        in_api=False,
    )
)
