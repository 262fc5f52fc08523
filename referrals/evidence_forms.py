"""The form of one file of evidence: new with its bytes; later its words alone."""

from typing import Any

from casework.forms import form_field
from files.forms import FileForm
from referrals.models import Evidence


class EvidenceForm(FileForm):
    class Meta:
        model = Evidence
        fields = ("description", "dated_on")
        formfield_callback = form_field

    presentation = {
        "upload": {"optional": False},
        "description": {"optional": False},
        "dated_on": {"optional": True},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["description"]
        about.label = "What it is"
        about.help_text = "For example “Letter from the GP about her injuries”"
        about.error_messages["required"] = "Enter what the file is"
