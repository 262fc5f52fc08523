"""What emergency access asks: why, what is looked for, and what the reviewer found."""

from typing import Any

from django import forms
from django.utils import timezone

from agencies.emergency import LEAST_WORDS, Finding, WhyUrgent
from casework.forms import CaseForm
from casework.search import LEAST, LONGEST, Words
from emergency.looking import Wanted

LONGEST_WORDS = 1000
WAYS = (
    ("place", "A place"),
    ("name", "A person, by name and year of birth"),
    ("reference", "A reference"),
)


class AskForm(CaseForm):
    presentation = {"why": {"rows": 4}}

    reason = forms.ChoiceField(
        label="What is the emergency?",
        choices=WhyUrgent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the emergency is"},
    )
    why = forms.CharField(
        label="What is happening, and why can it not wait for the desk?",
        help_text=f"At least {LEAST_WORDS} characters. The reviewer reads this.",
        widget=forms.Textarea,
        min_length=LEAST_WORDS,
        max_length=LONGEST_WORDS,
        error_messages={
            "required": "Enter what is happening",
            "min_length": f"Say what is happening in at least {LEAST_WORDS} characters",
            "max_length": f"Say what is happening in at most {LONGEST_WORDS} characters",
        },
    )


class LookForm(CaseForm):
    presentation = {
        "way": {
            "reveals": {"place": "place", "name": ["name", "born"], "reference": "reference"},
        },
        "place": {"optional": False},
        "name": {"optional": False},
        "born": {"optional": False},
        "reference": {"optional": False},
    }

    way = forms.ChoiceField(
        label="What are you looking for?",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you are looking for"},
    )
    place = forms.CharField(
        label="Street and number, postcode or business", max_length=LONGEST, required=False
    )
    name = forms.CharField(label="Name", max_length=LONGEST, required=False)
    born = forms.IntegerField(
        label="Year of birth", help_text="For example 1994", min_value=1900, required=False
    )
    reference = forms.CharField(
        label="Reference", help_text="For example INC-7K3QXM-P", max_length=20, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        way = cleaned.get("way")
        if way == "reference" and not Words(cleaned.get("reference", "")).reference:
            self.add_error("reference", "Enter a reference in full, such as INC-7K3QXM-P")
        if way == "place" and Words(cleaned.get("place", "")).letters < LEAST + 1:
            self.add_error("place", f"Enter {LEAST + 1} letters or numbers or more")
        if way == "name":
            if Words(cleaned.get("name", "")).letters < LEAST:
                self.add_error("name", f"Enter {LEAST} letters of the name or more")
            born = cleaned.get("born")
            if "born" not in self.errors and not born:
                self.add_error("born", "Enter the year they were born in")
            elif born and born > timezone.localdate().year:
                self.add_error("born", "The year of birth must be in the past")
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """Of a valid form."""
        way = self.cleaned_data["way"]
        born = self.cleaned_data["born"] if way == "name" else 0
        return Wanted(way, self.cleaned_data[way], born)


class PhoneForm(CaseForm):
    phone = forms.RegexField(
        r"^[0-9 +()-]*$",
        label="Phone number out of hours",
        help_text="Shown to whoever uses emergency access. Leave it empty if there is none.",
        max_length=40,
        required=False,
        error_messages={"invalid": "Enter a phone number in figures, like 0121 496 0123"},
    )


class ReviewForm(CaseForm):
    presentation = {"learned": {"rows": 4}}

    finding = forms.ChoiceField(
        label="Was it justified?",
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was justified"},
    )
    learned = forms.CharField(
        label="What should be learned, or why was it not justified?",
        help_text="Name nobody.",
        widget=forms.Textarea,
        max_length=LONGEST_WORDS,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        finding = cleaned.get("finding")
        if finding and finding != Finding.JUSTIFIED and not cleaned.get("learned"):
            self.add_error("learned", "Enter what should be learned, or why it was not justified")
        return cleaned
