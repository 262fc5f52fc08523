"""Forms of record types, made from their descriptions and asked through the gate.

The API validates with the same forms, so that a page and the API say the same sentence.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from agencies.models import Agency
from casework.codes import CodeField, CodeSetField
from casework.fields import DateField, DateTimeField, YesNoField
from casework.models import OnBehalf, Record
from casework.record_types import RecordType
from casework.sentences import put_plainly

RADIOS_UP_TO = 8
CHANGED_MEANWHILE = (
    "Someone else changed this while you were writing. Your text is kept below. "
    "Check it against what they saved, then save again to replace theirs."
)


def words(field: models.Field) -> str:
    """What a field is called on pages: its verbose name with a capital."""
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def _choice(label: str, choices: list, *, required: bool, many: bool = False, **rest: Any):
    if many:
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=required,
            widget=forms.CheckboxSelectMultiple, **rest,
        )  # fmt: skip
    radios = len(choices) <= RADIOS_UP_TO
    blank = [] if radios and required else [("", "Not recorded" if radios else "")]
    return forms.ChoiceField(
        label=label,
        choices=blank + choices,
        required=required,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": f"Select {label[:1].lower()}{label[1:]}"},
        **rest,
    )


def form_field(field: models.Field, **options: Any) -> forms.Field | None:
    """The form field of a model field: codes as choices in use today, dates in boxes."""
    label, required, hint = words(field), not field.blank, field.help_text
    if field.choices:
        return _choice(label, list(field.choices), required=required, help_text=hint)
    if isinstance(field, CodeField):
        codes = field.codes.choices(timezone.localdate())
        return _choice(label, codes, required=required, help_text=hint)
    if isinstance(field, CodeSetField):
        codes = [pair for pair in field.codes.choices(timezone.localdate()) if pair[0] != "UNK"]
        return _choice(label, codes, required=False, many=True, help_text=hint)
    if isinstance(field, models.DateTimeField):
        return DateTimeField(label=label, required=required, help_text=hint)
    if isinstance(field, models.DateField):
        return DateField(label=label, required=required, help_text=hint)
    if isinstance(field, models.BooleanField):
        return YesNoField(
            label=label,
            required=True,
            help_text=hint,
            error_messages={"required": f"Select yes or no: {label[:1].lower()}{label[1:]}"},
        )
    made = field.formfield(label=label, **options)
    if made is not None:
        made.error_messages["required"] = f"Enter {label[:1].lower()}{label[1:]}"
        if isinstance(made, forms.CharField):
            made.strip = True
    return made


class PlainWords:
    """A form that says in plain words what to do, whichever fields it was given on the way."""

    use_required_attribute = False

    def full_clean(self) -> None:
        put_plainly(self)
        super().full_clean()


class CaseForm(PlainWords, forms.Form):
    """The form of a page that is no record's own."""


class RecordForm(PlainWords, forms.ModelForm):
    """Fields of a record, for one actor. Choice fields offer only what that actor may see.

    parent: the record the new one is added to. The gate is asked by the action, not here.
    """

    def __init__(
        self, *args: Any, actor: Actor, parent: models.Model | None = None, **kwargs: Any
    ) -> None:
        self.actor, self.parent = actor, parent
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._offer(name, field)
            self._keep_ended_code(name, field)
        if issubclass(self._meta.model, OnBehalf) and self.instance.pk is None:
            self._ask_on_behalf()
        if self.instance.pk and isinstance(self.instance, Record):
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=self.instance.version
            )

    def _offer(self, name: str, field: forms.ModelChoiceField) -> None:
        model = field.queryset.model
        partnership = self.actor.partnership_id
        if getattr(model, "access", None) is not None:
            field.queryset = access.allowed(self.actor, "see", model)
            field.to_field_name = "reference"
            if hasattr(model, "named_in_choices"):
                field.label_from_instance = model.named_in_choices
        elif model is Agency:
            field.queryset = Agency.objects.filter(partnership_id=partnership)
            field.to_field_name = "code"
        else:
            path = getattr(model, "partnership_path", "partnership")
            field.queryset = model._default_manager.filter(**{path: partnership})
            field.to_field_name = "code"
        field.empty_label = ""
        label = f"{field.label[:1].lower()}{field.label[1:]}"
        field.error_messages |= {
            "required": f"Select {label}",
            "invalid_choice": f"Choose {label} from the list",
        }
        current = getattr(self.instance, name, None) if self.instance.pk else None
        if current is not None:
            self.initial[name] = getattr(current, field.to_field_name)
            # What stands there stays to be chosen, also when it is in no list of the reader's.
            offered = models.Q(pk__in=field.queryset.order_by().values("pk"))
            field.queryset = model._default_manager.filter(offered | models.Q(pk=current.pk))

    def _keep_ended_code(self, name: str, field: forms.Field) -> None:
        """An old record keeps its old code: it stays on offer on that record alone."""
        model_field = self._meta.model._meta.get_field(name) if name in self._meta.fields else None
        if isinstance(model_field, CodeField | CodeSetField) and self.instance.pk:
            held = getattr(self.instance, name)
            known = {code for code, _ in field.choices}
            for code in [held] if isinstance(held, str) else held:
                if code and code not in known:
                    field.choices = [*field.choices, (code, model_field.codes.label(code))]

    def _ask_on_behalf(self) -> None:
        if not self.actor.agency.is_desk:
            self.fields.pop("said_by", None)
            self.fields.pop("said_how", None)
            return
        others = Agency.objects.filter(partnership_id=self.actor.partnership_id)
        self.fields["on_behalf_of"] = forms.ModelChoiceField(
            others.exclude(pk=self.actor.agency.pk),
            label="Which agency did this",
            help_text="It counts at once and waits for that agency to confirm it",
            to_field_name="code",
            required=False,
            empty_label="The desk itself",
            error_messages={"invalid_choice": "Select an agency from the list"},
        )
        self.order_fields(["on_behalf_of", "said_by", "said_how"])

    def _get_validation_exclusions(self) -> set[str]:
        """Records to choose from came out of a query, so the model need not look for them again."""
        chosen = {n for n, f in self.fields.items() if isinstance(f, forms.ModelChoiceField)}
        return super()._get_validation_exclusions() | chosen

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        behalf = cleaned.get("on_behalf_of")
        if behalf and not cleaned.get("said_by"):
            self.add_error("said_by", "Enter who told you")
        if behalf and not cleaned.get("said_how"):
            self.add_error("said_how", "Select how they told you")
        if not behalf and "on_behalf_of" in self.fields and cleaned.get("said_by"):
            self.add_error("on_behalf_of", "Select the agency that did this")
        return cleaned

    def refuse_stale(self, current_version: int) -> bool:
        """Whether the record moved on since this form was opened; if so, says it on the form."""
        sent = self.cleaned_data.get("version")
        if sent is None or sent == current_version:
            return False
        self.add_error(None, ValidationError(CHANGED_MEANWHILE, code="changed"))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = current_version
        return True


def record_form(record_type: RecordType, fields: tuple[str, ...] | None = None) -> type[RecordForm]:
    """The form class of a record type; `fields` narrows it to one page of several."""
    asked = fields or record_type.entry_fields
    meta = type(
        "Meta",
        (),
        {"model": record_type.model, "fields": asked, "formfield_callback": form_field},
    )
    sections = [
        (section.heading, [name for name in section.fields if name in asked])
        for section in record_type.sections
    ]
    extra = {"Meta": meta}
    if fields is None and not record_type.entry:
        extra["sections"] = [(heading, names) for heading, names in sections if names]
    return type(f"{record_type.model.__name__}Form", (record_type.form or RecordForm,), extra)


class MistakeForm(CaseForm):
    reason = forms.CharField(
        label="Why was it recorded by mistake?",
        max_length=300,
        help_text="The record leaves every count. It can be brought back.",
        error_messages={"required": "Enter why it was recorded by mistake"},
    )
