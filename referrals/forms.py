"""Forms of a referral: how one begins, its question pages, and that it was sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import CheckboxSelectMultiple
from django.forms.utils import ErrorDict

from casework.fields import DateField
from casework.forms import CaseForm, RecordForm
from referrals.questions.shape import Field, Step

WIDTHS = {"phone": "20", "line": "20", "number": "5", "email": "two-thirds"}


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
    `referrals.cleaning`, which gives the errors; this form only shows them beside the answers.

    answers: what is known so far, in the shape in which it is stored.
    """

    use_required_attribute = False

    def __init__(
        self,
        step: Step,
        shown: Iterable[Field],
        data: Mapping | None = None,
        *,
        answers: Mapping[str, object] | None = None,
        found: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.found = dict(found or {})
        self.shown = tuple(field for field in shown if field.kind != "files")
        answers = answers or {}
        super().__init__(data, initial=answers, **kwargs)
        self.presentation = {}
        for field in self.shown:
            for name, drawn, value, look in drawn_fields(field, step.title, answers, data):
                self.fields[name] = drawn
                self.presentation[name] = look
                self.initial[name] = value
        for field in self.shown:
            if under := step.revealed_by(field):
                asks, answer = under
                reveals = self.presentation[asks].setdefault("reveals", {})
                reveals.setdefault(answer, []).append(field.key)

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        for key, sentence in self.found.items():
            name = key if key in self.fields else f"{key}-1"
            if name in self.fields:
                self._errors[name] = self.error_class([sentence], renderer=self.renderer)


def drawn_fields(
    field: Field, title: str, answers: Mapping[str, object], data: Mapping | None
) -> Iterator[tuple[str, forms.Field, object, dict[str, Any]]]:
    """(name, form field, what stands in it, how it looks) of each control of one question."""
    value, look = answers.get(field.key), presented(field, title)
    if field.repeats > 1:
        listed = value if isinstance(value, list | tuple) else []
        for position in range(1, boxes_of(field, listed, data) + 1):
            box = form_field(field)
            box.label = field.label if position == 1 else f"{field.label} {position}"
            stands = listed[position - 1] if position <= len(listed) else ""
            yield f"{field.key}-{position}", box, stands, dict(look)
        return
    if not field.instead:
        yield field.key, form_field(field), value, look
        return
    words = value if value in field.instead else None
    yield field.key, form_field(field), None if words else value, look
    choices = [(word, word) for word in field.instead]
    ticks = forms.MultipleChoiceField(
        label=f"{field.name}: if there is no answer", choices=choices, required=False,
        widget=CheckboxSelectMultiple,
    )  # fmt: skip
    small = {"optional": False, "small": True, "label_classes": "govuk-visually-hidden"}
    yield f"{field.key}-instead", ticks, [words] if words else [], small


def boxes_of(field: Field, listed: Sequence, data: Mapping | None) -> int:
    """One for each answer, one to go on with, and as many as were sent."""
    sent = 0
    if data is not None:
        numbers = range(1, field.repeats + 1)
        sent = max((number for number in numbers if f"{field.key}-{number}" in data), default=0)
    return min(field.repeats, max(1, len(listed) + (1 if listed else 0), sent))


def form_field(field: Field) -> forms.Field:
    facts = {"label": field.label, "help_text": field.hint, "required": False}
    choices = [(option.value, option.label) for option in field.options]
    if field.kind == "date":
        return DateField(**facts)
    if field.kind in {"checkboxes", "tick"}:
        return forms.MultipleChoiceField(choices=choices, widget=CheckboxSelectMultiple, **facts)
    if field.kind == "radios":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **facts)
    if field.kind == "select":
        return forms.ChoiceField(choices=[("", ""), *choices], **facts)
    widget = forms.Textarea if field.kind == "textarea" else forms.TextInput
    return forms.CharField(widget=widget, **facts)


def presented(field: Field, title: str) -> dict[str, Any]:
    """Labels say themselves what is optional; one that repeats the page's heading is not shown."""
    look: dict[str, Any] = {"optional": False, "label_size": "s"}
    if field.label == title or field.kind == "tick":
        look["label_classes"] = "govuk-visually-hidden"
    if field.kind == "textarea":
        look |= {"rows": 8, "count": field.limit}
    if field.kind == "text":
        look["width"] = WIDTHS.get(field.check, "two-thirds")
    hints = {option.value: option.hint for option in field.options if option.hint}
    return look | ({"option_hints": hints} if hints else {})


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
