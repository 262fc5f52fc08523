"""Forms of a referral: how one begins, its question pages, and that it was sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from casework.fields import DateField
from casework.forms import CaseForm, RecordForm
from referrals.questions.shape import Field
from referrals.terms import AgeNow
from victims.models import Person
from victims.terms import AgeBand

WIDTHS = {"phone": "20", "email": "two-thirds"}
AGES = {AgeBand.UNDER_18: AgeNow.CHILD, AgeBand.UNSURE: AgeNow.NOT_SURE}
GENDERS = {"F": "female", "M": "male", "X": "unknown"}


class ReferralForm(RecordForm):
    """Which screening a draft starts from. parent: the person screened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["screening"]
            return
        field = self.fields["screening"]
        field.queryset = field.queryset.standing().filter(person=self.parent)
        field.error_messages |= {
            "required": "Select the screening that this referral starts from",
            "invalid_choice": "Select a screening of this person",
        }


class QuestionForm(forms.Form):
    """One page of a question set, drawn as the other forms are. What is right is said by
    `referrals.cleaning`, which gives the errors; this form only shows them beside the answers."""

    use_required_attribute = False

    def __init__(
        self,
        asked: Iterable[Field],
        data: Mapping | None = None,
        *,
        title: str,
        found: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.found = found or {}
        self.presentation = {}
        for field in asked:
            self.fields[field.key] = form_field(field)
            self.presentation[field.key] = presented(field, title)

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        for key, sentence in self.found.items():
            if key in self.fields:
                self._errors[key] = self.error_class([sentence], renderer=self.renderer)


def form_field(field: Field) -> forms.Field:
    facts = {"label": field.label, "help_text": field.hint, "required": False}
    choices = [(option.value, option.label) for option in field.options]
    if field.kind == "date":
        return DateField(**facts)
    if field.kind == "checkboxes":
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **facts
        )
    if field.kind == "radios":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **facts)
    if field.kind == "select":
        return forms.ChoiceField(choices=[("", ""), *choices], **facts)
    widget = forms.Textarea if field.kind == "textarea" else forms.TextInput
    return forms.CharField(widget=widget, **facts)


def presented(field: Field, title: str) -> dict[str, Any]:
    """Labels say themselves what is optional; one that repeats the page's heading is not shown."""
    look: dict[str, Any] = {"optional": False, "label_size": "s"}
    if field.label == title:
        look["label_classes"] = "govuk-visually-hidden"
    if field.kind == "textarea":
        look |= {"rows": 8, "count": field.limit}
    if field.kind == "text":
        look["width"] = WIDTHS.get(field.check, "two-thirds")
    hints = {option.value: option.hint for option in field.options if option.hint}
    return look | ({"option_hints": hints} if hints else {})


def suggested(person: Person) -> dict[str, str]:
    """Answers that the person's record suggests. Nothing is stored until its page is saved."""
    found = {"pv-under-age": AGES.get(person.age_band, AgeNow.ADULT)}
    if person.gender in GENDERS:
        found["pv-gender"] = GENDERS[person.gender]
    return found


class SentForm(CaseForm):
    """What came back when the referral was sent on the Home Office service."""

    home_office_reference = forms.CharField(
        label="Reference from the Home Office",
        max_length=40,
        help_text="It is on the page after sending, and in their email",
        error_messages={
            "required": "Enter the reference the Home Office gave",
            "max_length": "Reference must be 40 characters or fewer",
        },
    )
    submitted_on = DateField(
        label="Date it was sent",
        noun="Date it was sent",
        past=True,
        error_messages={"required": "Enter the date it was sent"},
    )
    presentation = {"home_office_reference": {"width": "20"}}
