"""One page for a visit recorded the same evening: where, who came, who was met, who did what."""

from django import forms
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from agencies.models import Agency
from agencies.policy import Level
from casework.fields import DateTimeField, YesNoField
from casework.forms import CaseForm, form_field
from casework.models import SAID_HOW
from interventions.models import Intervention
from shop.models import Incident, Location
from shop.rules import address_key
from victims.models import Person

ROWS = 5


class EveningForm(CaseForm):
    """The visit itself. Agencies offered are those the recorder may bring in."""

    presentation = {"found": {"rows": 4}, "address": {"width": "two-thirds"}}

    def __init__(self, *args, incident: Incident, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident
        offered = agencies_offered(incident, actor)
        self.fields["starts_at"] = DateTimeField(
            label="When was the visit?",
            noun="Date of the visit",
            past=True,
            initial=timezone.now,
        )
        self.fields["location"] = forms.ModelChoiceField(
            access.allowed(actor, "see", Location),
            label="Which place?",
            to_field_name="reference",
            required=False,
            empty_label="Another place",
            initial=incident.location.reference if incident.location_id else None,
            error_messages={"invalid_choice": "Select a place from the list"},
        )
        self.fields["location"].label_from_instance = lambda place: place.address
        self.fields["address"] = forms.CharField(
            label="Address of another place",
            max_length=300,
            required=False,
            help_text="Only when it is not in the list",
        )
        self.fields["is_safeguarding"] = YesNoField(
            label="Was it a safeguarding visit?",
            help_text="Its purpose was the safety or welfare of a person",
            error_messages={"required": "Select yes if it was a safeguarding visit"},
        )
        self.fields["took_part"] = forms.ModelMultipleChoiceField(
            offered,
            label="Which agencies took part?",
            to_field_name="code",
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Select at least one agency",
                "invalid_choice": "Select agencies from the list",
                "invalid_list": "Select agencies from the list",
                "invalid_pk_value": "Select agencies from the list",
            },
        )
        self.fields["said_by"] = forms.CharField(
            label="Who told you what the other agencies did?",
            max_length=120,
            required=False,
            help_text="Their part counts at once and waits for them to confirm it",
        )
        self.fields["said_how"] = forms.ChoiceField(
            label="How did they tell you?",
            choices=[("", "Not needed"), *((word, word.capitalize()) for word in SAID_HOW)],
            required=False,
        )
        self.fields["found"] = forms.CharField(
            label="What was found",
            max_length=15000,
            required=False,
            widget=forms.Textarea,
        )
        self.actor = actor

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("location") and not address_key(cleaned.get("address", ""), ""):
            self.add_error("location", "Select the place, or enter the address of another")
        others = [a for a in cleaned.get("took_part") or () if a != self.actor.agency]
        if others and not cleaned.get("said_by"):
            self.add_error("said_by", "Enter who told you what the other agencies did")
        if others and not cleaned.get("said_how"):
            self.add_error("said_how", "Select how they told you")
        return cleaned


def agencies_offered(incident: Incident, actor: Actor):
    """Every agency, for those who may share the incident; else those that work on it already."""
    offered = Agency.objects.filter(partnership_id=actor.partnership_id)
    if access.can(actor, "manage", incident):
        return offered
    return offered.filter(group__in=access.holders(incident, Level.WORK))


class PersonMetForm(CaseForm):
    """One person met. An empty row is nobody."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("working_label", "age_band", "gender"):
            field = form_field(Person._meta.get_field(name))
            if isinstance(field, forms.ChoiceField):
                field.widget = forms.Select()
                field.choices = [("", "Choose one"), *[c for c in field.choices if c[0]]]
            field.help_text = ""
            self.fields[name] = field
        self.fields["working_label"].label = "Working label"


class ActForm(CaseForm):
    """One act by one agency. An empty row is none."""

    def __init__(self, *args, offered, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ModelChoiceField(
            offered,
            label="Agency",
            to_field_name="code",
            empty_label="Choose one",
            error_messages={
                "required": "Select the agency",
                "invalid_choice": "Select an agency from the list",
            },
        )
        for name in ("kind", "objective", "target"):
            field = form_field(Intervention._meta.get_field(name))
            field.widget = forms.Select()
            field.choices = [("", "Choose one"), *[c for c in field.choices if c[0]]]
            self.fields[name] = field


PeopleMet = forms.formset_factory(
    PersonMetForm, extra=ROWS, max_num=30, absolute_max=30, validate_max=True
)
Acts = forms.formset_factory(ActForm, extra=ROWS, max_num=60, absolute_max=60, validate_max=True)
