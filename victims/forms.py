"""What the forms about people ask beyond their models."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.acting import Actor
from agencies.models import Agency, Membership
from casework.fields import DateField
from casework.forms import CaseForm, PlainWords, RecordForm, form_field
from victims import rules
from victims.indicators import ANSWERS, CONCERNS, SIGNS
from victims.models import Part, Person
from victims.reasons import WhyLook
from victims.terms import Interpreting, Presence

SOON = timedelta(days=2)
OUTCOME_HINTS = {
    "NO_CONCERN": "You looked and asked, and nothing points to slavery",
    "OTHER_HARM": "Tell safeguarding or the service that fits; record that as an intervention",
    "CONCERN": "Something is there. Plan how to find out more, safely",
    "PVOT_CONSENT": "A first responder prepares the referral next",
    "PVOT_NOCONSENT": "A first responder whom the Duty to Notify binds prepares a notice to the "
    "Home Office",
    "PVOT_CHILD": "A first responder refers without asking consent. The council must be told",
    "DECLINED": "They did not want to talk. Counts as offered",
    "UNABLE": "It was not safe, or there was no interpreter. Try again another way",
}


class ScreeningForm(RecordForm):
    """A screening without its signs: the API, corrections, and two pages of the guided way.

    parent: the person. Only the outcomes that fit the person's age are offered.
    """

    presentation = {
        "screened_at": {"optional": False},
        "presence": {"optional": False},
        "interpreting": {"optional": False},
        "types": {
            "hint": "Your view of this person, which need not be what the report said. Select all "
            "that apply, or none.",
            "optional": False,
        },
        "outcome": {"option_hints": OUTCOME_HINTS},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        for name in ("presence", "interpreting", "screened_at"):
            if name in self.fields:
                self.fields[name].required = False
        if self.is_new:
            self.initial["screened_at"] = spoke_about(self.parent)
        if "outcome" in self.fields:
            self._offer_outcomes(self.parent or self.instance.person)

    def _offer_outcomes(self, person: Person) -> None:
        field, held = self.fields["outcome"], self.instance.outcome
        why = {code: rules.outcome_fits_age(person.age_band, code) for code, _ in field.choices}
        field.choices = [
            (code, label) for code, label in field.choices if not why[code] or code == held
        ]
        refused = next((sentence for sentence in why.values() if sentence), "")
        field.error_messages["required"] = "Select your view"
        field.error_messages["invalid_choice"] = refused

    def clean_presence(self) -> str:
        return self.cleaned_data["presence"] or Presence.NOT_RECORDED

    def clean_interpreting(self) -> str:
        return self.cleaned_data["interpreting"] or Interpreting.NOT_RECORDED

    def clean_screened_at(self):
        """Required, except that a new one sent without it was made just now."""
        when, widget = self.cleaned_data["screened_at"], self.fields["screened_at"].widget
        if when is None and widget.value_omitted_from_data(self.data, {}, "screened_at"):
            when = timezone.now() if self.is_new else None
        if when is None:
            raise ValidationError("Enter when you spoke")
        return when


def spoke_about(person: Person) -> datetime:
    """When the conversation probably was: at the visit, or now when that was days ago."""
    now = timezone.now()
    return person.met_at if now - person.met_at < SOON else now


class SignsForm(CaseForm):
    """Signs, each with four answers and none chosen. ask_concern: also what they point to."""

    def __init__(
        self, *args: Any, codes: Sequence[str], ask_concern: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for code in codes:
            self.fields[code] = forms.ChoiceField(
                label=SIGNS.label(code),
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Select one of the four answers"},
            )
        look = {"inline": True, "small": True, "optional": False}
        self.presentation = dict.fromkeys(codes, look)
        if ask_concern:
            self.fields["concern"] = forms.ChoiceField(
                label="What do these signs point to?",
                help_text="Chooses which signs come next. It is not kept.",
                choices=CONCERNS,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Select one of the answers listed"},
            )
            self.presentation["concern"] = {"label_size": "m", "optional": False}


class PersonMetForm(PlainWords, forms.ModelForm):
    """A line of a visit's list of people met. there: agencies to choose from, for the desk."""

    presentation = {"age_band": {"small": True}, "gender": {"small": True}}

    class Meta:
        model = Person
        fields = ("working_label", "age_band", "gender")
        formfield_callback = form_field

    def __init__(self, *args: Any, there: Sequence[Agency] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.code: agency for agency in there}
        if there:
            self.fields["met_by"] = forms.MultipleChoiceField(
                label="Which agencies met them",
                choices=[(agency.code, agency.name) for agency in there],
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "required": "Select at least one agency",
                    "invalid_choice": "Select agencies from the list",
                    "invalid_list": "Select agencies from the list",
                },
            )

    def clean_met_by(self) -> list[Agency]:
        return [self.agencies[code] for code in self.cleaned_data["met_by"]]


class AssignForm(CaseForm):
    reason = forms.CharField(
        label="Why do you need to work with this person?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Your agency's lead can read this. Do not write a name here",
        error_messages={"required": "Enter why you need to work with this person"},
    )


class ReasonForm(CaseForm):
    reason = forms.ChoiceField(
        label="Why do you need to know who this is?",
        choices=WhyLook.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select why you need to know who this is",
            "invalid_choice": "Select one of the reasons listed",
        },
    )


def one_member(label: str) -> forms.ModelChoiceField:
    """A colleague by name; the form says from whom one chooses. label: begins with "Who"."""
    select = f"Select {label[0].lower()}{label[1:]}"
    return forms.ModelChoiceField(
        Membership.objects.none(),
        label=label,
        empty_label="",
        error_messages={"required": select, "invalid_choice": f"{select} from the list"},
    )


class ColleagueForm(CaseForm):
    """A lead puts someone of the agency on a person. colleagues: those whose role has a place."""

    reference = forms.CharField(
        label="Reference of the person",
        max_length=20,
        help_text="For example PER-ABC234-K",
        error_messages={"required": "Enter the reference of the person"},
    )
    colleague = one_member("Who works with them")
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="Your agency can read this. Do not write a name here",
        error_messages={"required": "Enter why"},
    )

    def __init__(self, *args: Any, colleagues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues
        self.fields["colleague"].label_from_instance = lambda member: member.user.name


class CoverForm(CaseForm):
    """A lead says who has a colleague's work while that colleague is away. members: of the agency,
    those whose role has a place beside a person."""

    colleague = one_member("Who is away")
    by = one_member("Who covers for them")
    starts_on = DateField(label="First day", noun="The first day")
    ends_on = DateField(label="Last day", noun="The last day")

    def __init__(self, *args: Any, members, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("colleague", "by"):
            self.fields[name].queryset = members
            self.fields[name].label_from_instance = lambda member: member.user.name

    def clean_starts_on(self) -> date:
        first = self.cleaned_data["starts_on"]
        if first < timezone.localdate():
            raise ValidationError("The first day must be today or later")
        return first


class PartForm(RecordForm):
    """One part of a person. Carries the version it was opened at, as forms of records do."""

    presentation = {
        "staying_area": {
            "hint": "A town or area only. Never enter the address of a safe house here, nor "
            "anything that would lead to one",
        },
        "safe_to_contact": {
            "rows": 3,
            "count": 500,
            "hint": "Which way, at what times, who may answer, and whether a message may be left",
        },
        "document_numbers": {"hint": "Passport, identity card, Home Office or visa numbers"},
        "account": {
            "rows": 14,
            "count": 15000,
            "hint": "What the person told, in their own words as far as you can. Do not ask again "
            "what they have told someone before",
        },
        "health": {"rows": 4},
        "immigration": {"rows": 4},
        "money": {"rows": 4},
        "support": {"rows": 4},
    }

    def __init__(self, *args: Any, actor: Actor, instance: Part, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, instance=instance, **kwargs)
        if "safe_to_contact" in self.fields:
            self.fields["safe_to_contact"].widget = forms.Textarea()
        self.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=instance.version
        )


def part_form(part: type[Part]) -> type[PartForm]:
    """The form of one part: the fields that say who or where someone is, in their order."""
    meta = type(
        "Meta",
        (),
        {"model": part, "fields": part.personal_fields, "formfield_callback": form_field},
    )
    return type(f"{part.__name__}Form", (PartForm,), {"Meta": meta})
