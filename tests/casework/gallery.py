"""What the gallery of components is shown with, and the form that has every kind of field."""

import datetime
from typing import Any

from django import forms

from casework.fields import DateField, DateTimeField, TimeField, YesNoField
from casework.sentences import put_plainly

AT = datetime.datetime(2026, 6, 16, 13, 5, tzinfo=datetime.UTC)


class Filters(forms.Form):
    reference = forms.CharField(required=False)
    town = forms.ChoiceField(required=False, choices=[("", "All towns"), ("tipton", "Tipton")])
    ward = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(number), f"Ward {number}") for number in range(12)],
    )
    since = DateField(label="Received on or after", required=False, noun="Date")


class EveryKind(forms.Form):
    """One field of each kind, with all that can be said about its looks."""

    place = forms.CharField(label="Address or place", help_text="Include the postcode")
    email = forms.EmailField(label="Your email address")
    people = forms.IntegerField(label="People living there", required=False, max_value=500)
    ward = forms.ChoiceField(label="Ward", choices=[("", "---------"), ("abbey", "Abbey")])
    happened = DateField(label="When did this happen?", noun="Date it happened", past=True)
    received = DateTimeField(label="Report received")
    at = TimeField(label="Time of the visit", required=False)
    how = forms.ChoiceField(
        label="How did the report reach you?",
        widget=forms.RadioSelect,
        choices=[("phone", "Phone call"), ("other", "Another way")],
    )
    how_else = forms.CharField(label="Tell us how", required=False)
    kinds = forms.MultipleChoiceField(
        label="What kind of exploitation could this be?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("labour", "Labour exploitation"), ("sexual", "Sexual exploitation")],
    )
    danger = YesNoField(label="Is anyone in immediate danger?")
    account = forms.CharField(label="What has been reported?", widget=forms.Textarea)
    secret = forms.CharField(label="Your password", widget=forms.PasswordInput)
    file = forms.FileField(label="Photograph of the notice")
    checked = forms.BooleanField(label="I have read it through")
    version = forms.CharField(widget=forms.HiddenInput, initial="1")

    presentation = {
        "how": {"reveals": {"other": "how_else"}, "option_hints": {"phone": "Any line"}},
        "danger": {"inline": True},
        "account": {"rows": 8, "count": 500, "label_size": "m"},
        "email": {"autocomplete": "email", "width": "two-thirds"},
        "people": {"suffix": "people"},
    }
    sections = [("Where and when", ["place", "happened", "received", "at"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_plainly(self)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("how") == "other" and not cleaned.get("how_else"):
            self.add_error("how_else", "Tell us how the report reached you")
        return cleaned


def shown(word: str = "") -> dict[str, Any]:
    """The gallery's arguments; `word` is put into every slot that holds text."""
    link = {"text": f"Plan a visit{word}", "href": "/plan"}
    columns = [
        {"text": f"Reference{word}", "sort_href": "?sort=reference", "direction": "descending"},
        {"text": "Town", "sort_href": "?sort=town", "direction": ""},
        {"text": "People", "numeric": True},
        {"text": "Received", "nowrap": True},
        {"text": "Status"},
    ]
    row = [
        {"text": f"INC-2026-0012{word}", "href": "/incidents/12"},
        {"text": f"Tipton{word}", "hint": f"Princes End{word}"},
        {"text": "3"},
        {"text": "16 Jun 2026"},
        {"text": f"Urgent{word}", "tag_class": "govuk-tag--red"},
    ]
    plain_row = [*row[:4], {"text": f"Closed{word}"}]
    return {
        "title": f"Components{word}",
        "caption": f"Gallery{word}",
        "breadcrumbs": [{"text": f"Incidents{word}", "href": "/incidents"}],
        "message": {"heading": f"Saved{word}", "text": f"The visit was recorded{word}"},
        "variants": ["information", "success", "warning", "error"],
        "identity": {
            "reference": f"INC-2026-0012{word}",
            "text": f"Tipton, Princes End{word}",
            "tag": {"text": f"Visit planned{word}", "colour": "purple"},
        },
        "tabs": [
            {"text": f"Summary{word}", "href": "/12", "current": True},
            {"text": "Timeline", "href": "/12/timeline"},
        ],
        "warnings": [f"Do not telephone the address{word}"],
        "stop_href": "/stop-showing",
        "steps": [
            {**link, "style": ""},
            {"text": f"Close{word}", "href": "/close", "style": "secondary"},
            {"text": "Recorded by mistake", "href": "/mistake", "style": "warning"},
        ],
        "summary": [
            {"key": f"Place{word}", "value": f"Unit 4\nFoundry Lane{word}", "href": "/change"},
            {"key": "Ward", "value": ""},
            {"key": "People", "value": 0, "href": "/change", "hidden_text": f"people{word}"},
        ],
        "table": {"caption": f"Incidents{word}", "columns": columns, "rows": [row, plain_row]},
        "panel": {
            "heading": f"Visits{word}",
            "columns": columns,
            "rows": [row],
            "add": link,
            "more": {"text": f"All visits{word}", "href": "/visits"},
        },
        "empty_panel": {
            "heading": f"People met{word}",
            "columns": [],
            "rows": [],
            "empty": f"Nobody has been recorded yet{word}",
            "add": link,
        },
        "filters": Filters({"reference": word, "ward": ["3"]}),
        "chosen": [{"text": f"Ward 3{word}", "remove_href": "?"}],
        "clear_href": "/incidents",
        "previous_href": "?before=1",
        "next_href": "?after=1",
        "typed": [{"label": "Note", "text": f"The caretaker lets us in{word}"}],
        "print_href": "/print",
        "download_href": "/download",
        "running": {"sentence": f"5 of 6 towns done{word}", "done": 5, "total": 6},
        "finished": {
            "sentence": f"The report is ready{word}",
            "finished": True,
            "href": "/report",
            "link_text": f"Open the report{word}",
        },
        "entries": [
            {
                "title": f"Visit recorded{word}",
                "by": f"A. Osei{word}",
                "at": AT,
                "text": f"Joint visit.\nNo one left{word}",
                "href": "/visit",
                "link_text": f"Open the visit{word}",
                "only_for": f"Only your agency reads this{word}",
                "tag": {"text": f"Recorded late{word}", "colour": "yellow"},
            }
        ],
    }


FRAME = {
    "partnership_name": "Anti-slavery partnership",
    "service_name": "Partnership casework",
    "sections": [
        {"text": "My work", "href": "/work", "count": 4},
        {"text": "Incidents", "href": "/incidents", "current": True},
    ],
    "acting_for": "Housing",
    "account_name": "Bea Hughes",
    "signed_in": True,
    "demonstration": True,
}
