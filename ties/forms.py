"""What a member is asked when they declare, and who manages a record when a tie may meet it."""

from django import forms

from casework.forms import CaseForm


def _lines(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=f"{hint} One a line.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclareForm(CaseForm):
    people = _lines("People", "Relatives, friends, past partners: given and family name.")
    businesses = _lines("Businesses", "What you or your family own, run or work for.")
    addresses = _lines(
        "Addresses", "Where you and your family live, let or own: number and street."
    )
    others = _lines("Other links", "Clubs, landlords, anything else that could meet a case.")
    has_none = forms.BooleanField(label="I have none of these", required=False)

    def clean(self) -> dict:
        facts = super().clean()
        written = any(facts.get(name) for name in ("people", "businesses", "addresses", "others"))
        none = facts.pop("has_none", False)
        if none and written:
            self.add_error("has_none", "Take this off, or empty the boxes above")
        if not none and not written and not self.errors:
            self.add_error("has_none", "Enter what you have, or select that you have none")
        return facts


class DecideForm(CaseForm):
    answer = forms.ChoiceField(
        label="What should happen?",
        choices=[
            ("keep", "Keep this record from them, and what belongs to it"),
            ("leave", "Leave it: it is somebody else, or it does not matter"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what should happen"},
    )
