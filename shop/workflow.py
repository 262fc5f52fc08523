"""What may happen next to an incident, a visit, a request."""

from datetime import datetime

from django import forms
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from agencies.models import Agency, Cause
from agencies.policy import Level
from casework.codes import CodeList
from casework.fields import YesNoField
from casework.forms import CaseForm
from casework.workflow import CannotBeDone, Step, Workflow
from shop import rules
from shop.models import AgencyRequest, Incident, Visit, VisitPart
from shop.terms import IncidentOutcome, IncidentStatus, RequestStatus, VisitStatus

I, V, R = IncidentStatus, VisitStatus, RequestStatus  # noqa: E741 (read only in the tables below)
OPEN = frozenset({I.ACCEPTED, I.ACTIVE, I.MONITOR, I.REOPENED})


class RecordStepForm(CaseForm):
    """A step's form that knows the record and the actor, to offer what fits them."""

    for_record = True

    def __init__(self, *args, record, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.actor = record, actor


class AcceptForm(RecordStepForm):
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Which agency leads",
        to_field_name="code",
        empty_label="",
        error_messages={
            "required": "Select the agency that leads",
            "invalid_choice": "Select an agency from the list",
        },
    )
    risk = forms.ChoiceField(
        label="How urgent is it",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how urgent it is"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_agency"].queryset = Agency.objects.filter(
            partnership_id=self.record.partnership_id
        )
        self.fields["risk"].choices = CodeList("shop/risk_levels").choices()


def accept(incident: Incident, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    incident.lead_agency, incident.risk = facts["lead_agency"], facts["risk"]
    access.share(
        by, incident, [incident.lead_agency], level=Level.MANAGE, cause=Cause.LEAD,
        purpose=by.agency.partnership.sharing_purpose, basis=by.agency.partnership.sharing_basis,
    )  # fmt: skip


class PassOnForm(CaseForm):
    passed_to = forms.CharField(
        label="Where was it passed on to?",
        max_length=200,
        error_messages={"required": "Enter where it was passed on to"},
    )


def pass_on(incident: Incident, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    incident.passed_to = facts["passed_to"]


class MergeForm(CaseForm):
    keep = forms.CharField(
        label="Reference of the incident to keep",
        max_length=20,
        help_text="For example INC-7K3QXM-P",
        error_messages={"required": "Enter the reference of the incident to keep"},
    )


def merge(incident: Incident, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    kept = (
        access.allowed(by, "manage", Incident)
        .filter(reference=facts["keep"].strip().upper())
        .exclude(pk=incident.pk)
        .first()
    )
    if kept is None or kept.merged_into_id:
        raise CannotBeDone("Enter the reference of another incident that stands on its own.")
    incident.merged_into = kept


class CloseForm(CaseForm):
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=IncidentOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it ended"},
    )


def close(incident: Incident, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    incident.outcome = facts["outcome"]


def reopen(incident: Incident, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    incident.outcome, incident.passed_to, incident.merged_into = "", "", None


def nothing_asked(incident: Incident, facts: dict) -> str:
    """An incident with unanswered requests stays open: someone still waits for an answer."""
    asked = incident.requests.standing().filter(status=R.ASKED)
    waiting = sorted({request.asked_of.name for request in asked.select_related("asked_of")})
    if not waiting:
        return ""
    return f"Still waiting for an answer from {', '.join(waiting)}. Ask for it, or answer for them."


INCIDENT = Workflow(
    (
        Step("accept", "Accept this report", frozenset({I.NEW}), I.ACCEPTED, needs="triage",
             form=AcceptForm, apply=accept, note="optional", note_label="Note for the lead agency",
             style="", reads_well="Report accepted"),
        Step("pass_on", "Not modern slavery: pass on", frozenset({I.NEW, I.ACCEPTED}), I.NOT_MS,
             needs="triage", form=PassOnForm, apply=pass_on, reads_well="Passed on"),
        Step("merge", "Merge with another incident",
             frozenset({I.NEW, I.ACCEPTED, I.ACTIVE, I.MONITOR}), I.DUP,
             needs="triage", form=MergeForm, apply=merge,
             explanation="This report will stop counting. Its records stay with it.",
             reads_well="Merged with another incident"),
        Step("start", "Start work", frozenset({I.ACCEPTED, I.REOPENED}), I.ACTIVE,
             note="optional", note_label="Note", reads_well="Work started"),
        Step("monitor", "Move to monitoring", frozenset({I.ACTIVE}), I.MONITOR,
             note="optional", note_label="Note", reads_well="Moved to monitoring"),
        Step("close", "Close this incident", OPEN, I.CLOSED, form=CloseForm, apply=close,
             guards=(nothing_asked,), note_label="What was the outcome, in a sentence or two?",
             reads_well="Incident closed"),
        Step("reopen", "Reopen this incident", frozenset({I.CLOSED, I.NOT_MS, I.DUP}), I.REOPENED,
             apply=reopen, reads_well="Incident reopened"),
    )
)  # fmt: skip


class CompleteForm(RecordStepForm):
    """Which of the agencies that were to come took part, and what was found."""

    took_part = forms.MultipleChoiceField(
        label="Which agencies took part",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one agency"},
    )
    is_safeguarding = YesNoField(
        label="Was it a safeguarding visit?",
        help_text="Its purpose was the safety or welfare of a person",
        error_messages={"required": "Select yes if it was a safeguarding visit"},
    )
    found = forms.CharField(
        label="What was found", widget=forms.Textarea, max_length=15000, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(partnership_id=self.record.incident.partnership_id)
        self.fields["took_part"].choices = [(a.code, a.name) for a in others]
        invited = self.record.parts.standing().values_list("agency__code", flat=True)
        self.initial.setdefault("took_part", list(invited))


def complete(visit: Visit, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    """Mark who took part. An agency not invited that came gets a part; one that did not, none."""
    visit.is_safeguarding, visit.found = facts["is_safeguarding"], facts["found"]
    came = set(facts["took_part"])
    parts = {part.agency.code: part for part in visit.parts.standing().select_related("agency")}
    for code, part in parts.items():
        if part.took_part != (code in came):
            part.took_part = code in came
            part.save(update_fields=["took_part"])
    for agency in Agency.objects.filter(
        partnership_id=visit.incident.partnership_id, code__in=came - set(parts)
    ):
        VisitPart.objects.create(
            visit=visit, agency=agency, made_by=by.user, made_at=at,
            **({} if agency == by.agency else {"said_by": by.user.name, "said_how": "in person"}),
        )  # fmt: skip


def already_happened(visit: Visit, facts: dict) -> str:
    if visit.starts_at > timezone.now():
        return "This visit is planned for later. Correct its date first if it has taken place."
    return ""


def not_without_access(visit: Visit, facts: dict) -> str:
    return rules.kind_fits_completed(visit.kind)


VISIT = Workflow(
    (
        Step("complete", "Record that it took place", frozenset({V.PLANNED, V.ABORTIVE}),
             V.COMPLETED, needs="work", form=CompleteForm, apply=complete, note="",
             guards=(already_happened, not_without_access), style="",
             reads_well="Visit took place"),
        Step("no_access", "Nobody let us in", frozenset({V.PLANNED}), V.ABORTIVE, needs="work",
             note_label="What happened?", guards=(already_happened,),
             reads_well="Visit attempted, no access"),
        Step("cancel", "Cancel this visit", frozenset({V.PLANNED}), V.CANCELLED, needs="work",
             reads_well="Visit cancelled"),
    )
)  # fmt: skip


def keep_answer(request: AgencyRequest, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    request.answer = note[:500]


REQUEST = Workflow(
    (
        Step("done", "Say it is done", frozenset({R.ASKED}), R.DONE, needs="answer",
             apply=keep_answer, note_label="What was done, in one line", style="",
             reads_well="Request: done"),
        Step("not_done", "Say it is not done", frozenset({R.ASKED}), R.NOT_DONE, needs="answer",
             apply=keep_answer, note_label="Why not, in one line", reads_well="Request: not done"),
    )
)  # fmt: skip
