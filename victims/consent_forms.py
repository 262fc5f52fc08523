"""What is asked when writing down what a person said."""

from typing import Any

from django import forms
from django.utils import timezone

from casework.fields import DateField
from casework.forms import CaseForm
from victims.consent_actions import Conversation, Said
from victims.consents import CHANNELS, KINDS, Consent, about, every_choice
from victims.models import Person
from victims.terms import (
    AGREED,
    CHILD_BANDS,
    CHOSE_NOT,
    CONTACT,
    MAY_LACK,
    NOT_DECIDED,
    NRM,
    WITHDREW,
    CapacityDoubt,
    Interpreting,
    Presence,
)

WORDING_VERSION = "person-2026-11"
OFFERED = (AGREED, CHOSE_NOT, NOT_DECIDED, MAY_LACK)
CHILD_IS_NOT_ASKED = "A child is not asked. From their 18th birthday they are."
WHAT_THEY_SAID = "What they said"


def of_record(choices: type, unknown: str) -> list[tuple[str, str]]:
    """What may be answered when it is asked: anything but that it was not recorded."""
    return [(value, label) for value, label in choices.choices if value != unknown]


class HowAskedForm(CaseForm):
    """The conversation, told once for everything that was said in it."""

    said_on = DateField(
        label="When did you speak?",
        noun="The day you spoke",
        past=True,
        error_messages={"required": "Enter the day you spoke"},
    )
    language = forms.CharField(
        label="Which language did you speak in?",
        max_length=60,
        error_messages={"required": "Enter the language you spoke in"},
    )
    interpreting = forms.ChoiceField(
        label="Was there an interpreter?",
        choices=of_record(Interpreting, Interpreting.NOT_RECORDED),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether there was an interpreter"},
    )
    presence = forms.ChoiceField(
        label="Was the person seen alone?",
        choices=of_record(Presence, Presence.NOT_RECORDED),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the person was seen alone"},
    )
    present = forms.CharField(
        label="Who else was there?",
        max_length=300,
        required=False,
        help_text="What they are to the person, for example a sister or a support worker",
    )
    capacity = forms.ChoiceField(
        label="Did anyone doubt that the person could decide?",
        choices=of_record(CapacityDoubt, CapacityDoubt.NOT_RECORDED),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether anyone doubted that they could decide"},
    )
    capacity_done = forms.CharField(
        label="What was the doubt, and what was done?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    presentation: dict[str, dict] = {
        "language": {"width": "20"},
        "present": {"optional": False},
        "capacity_done": {"optional": False},
        "presence": {"reveals": {Presence.OTHERS: "present"}},
        "capacity": {"reveals": {CapacityDoubt.DOUBT: "capacity_done"}},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_on"].initial = timezone.localdate

    def clean(self) -> dict:
        """What is revealed by an answer is asked with it, and forgotten with another."""
        cleaned = super().clean()
        for name, asked_by, when, missing in (
            ("present", "presence", Presence.OTHERS, "Enter who else was there"),
            ("capacity_done", "capacity", CapacityDoubt.DOUBT,
             "Enter what the doubt was, and what was done"),
        ):  # fmt: skip
            if cleaned.get(asked_by) != when:
                cleaned[name] = ""
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return cleaned

    def conversation(self, note: str = "") -> Conversation:
        told = {name: self.cleaned_data[name] for name in HowAskedForm.base_fields}
        return Conversation(**told, note=note)


class SaidForm(HowAskedForm):
    """Several choices from one conversation: which were talked about, and what was said of each."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Consent._meta.get_field("answer").codes.choices(timezone.localdate()))
        answers = [(code, labels[code]) for code in OFFERED]
        self.places = {field_name(*place): place for place in every_choice()}
        self.fields["talked_of"] = forms.MultipleChoiceField(
            label=WHAT_THEY_SAID,
            help_text="Select everything that you talked about.",
            choices=[(name, about(*place)) for name, place in self.places.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Select what you talked about",
                "invalid_choice": "Select from the list what you talked about",
            },
        )
        for name, place in self.places.items():
            self.fields[name] = forms.ChoiceField(
                label=f"What did they say? {about(*place)}",
                help_text=explanation(*place),
                choices=answers,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Select one of the answers listed"},
            )
            if place[0] == NRM and person.age_band in CHILD_BANDS:
                self.fields[name].help_text += f" {CHILD_IS_NOT_ASKED}"
        self.presentation = {
            **self.presentation,
            "talked_of": {"reveals": {name: name for name in self.places}, "label_size": "m"},
            **{name: {"small": True, "optional": False} for name in self.places},
        }
        self.order_fields(["talked_of", *self.places, *HowAskedForm.base_fields])

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in cleaned.get("talked_of", ()):
            if name in self.places and not cleaned.get(name) and name not in self.errors:
                what = about(*self.places[name])
                self.add_error(name, f"Select what they said: {what[:1].lower()}{what[1:]}")
        return cleaned

    def said(self) -> list[Said]:
        return [
            Said(
                kind=kind,
                channel=channel,
                answer=self.cleaned_data[name],
                wording=f"{about(kind, channel)}. {explanation(kind, channel)}",
                wording_version=WORDING_VERSION,
            )
            for name, (kind, channel) in self.places.items()
            if name in self.cleaned_data["talked_of"]
        ]


class ChangedMindForm(HowAskedForm):
    """What the person takes back. offered: what they agree to now; to a reader who may not see
    that, everything."""

    withdrawn = forms.MultipleChoiceField(
        label="What do they no longer agree to?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select what they no longer agree to",
            "invalid_choice": "Select from the list what they no longer agree to",
        },
    )
    note = forms.CharField(
        label="How did they tell you?",
        max_length=300,
        required=False,
        help_text="For example in person, in a letter, or by a support worker whom they asked",
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {field_name(*place): place for place in offered}
        self.fields["withdrawn"].choices = [
            (name, about(*place)) for name, place in self.places.items()
        ]
        self.order_fields(["withdrawn", "note", *HowAskedForm.base_fields])

    def conversation(self, note: str = "") -> Conversation:
        return super().conversation(note or self.cleaned_data["note"])

    def said(self) -> list[Said]:
        return [
            Said(
                kind=kind, channel=channel, answer=WITHDREW, wording=about(kind, channel),
                wording_version=WORDING_VERSION,
            )
            for kind, channel in (self.places[name] for name in self.cleaned_data["withdrawn"])
        ]  # fmt: skip


class TakeBackForm(CaseForm):
    why = forms.CharField(
        label="Why was it a mistake?",
        max_length=300,
        help_text="The entry stays in the history and no longer counts",
        error_messages={"required": "Enter why it was a mistake"},
    )


def field_name(kind: str, channel: str = "") -> str:
    return f"{kind}-{channel}".strip("-").lower()


def explanation(kind: str, channel: str) -> str:
    """What is said before they decide; for a way of reaching them, the way speaks for itself."""
    if kind == CONTACT:
        return f"Is it safe to reach them {CHANNELS.label(channel).lower()}?"
    return KINDS.rows[kind].description
