""" "Where you are signed in": one's own browsers, and ending what is not needed any more."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac

from agencies import audit, sessions
from agencies.middleware import shows_no_records
from agencies.session_models import Session
from casework.dates import full_moment

TITLE = "Where you are signed in"


class OthersForm(forms.Form):
    """The browsers beside this one. A handle stands for each: its key would open it."""

    sessions = forms.MultipleChoiceField(
        label="Other browsers",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select the browsers to sign out of",
            "invalid_choice": "That browser is signed out already",
        },
    )

    def __init__(self, *args, others: list[Session], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.others = {handle(each): each for each in others}
        choices = [(key, each.device) for key, each in self.others.items()]
        hints = {key: since(each) for key, each in self.others.items()}
        self.fields["sessions"].choices = choices
        self.presentation = {"sessions": {"option_hints": hints, "label_size": "m"}}

    def chosen(self) -> list[Session]:
        return [self.others[key] for key in self.cleaned_data["sessions"]]


@shows_no_records
def signed_in(request: HttpRequest) -> HttpResponse:
    this = sessions.row_of(request)
    others = [each for each in sessions.sessions_of(request.user) if each.pk != this.pk]
    data = request.POST if request.method == "POST" else None
    form = OthersForm(data, others=others)
    if request.method == "POST":
        if "all_others" in request.POST:
            return _ended(request, sessions.end_sessions(request.user, except_key=this.pk))
        if form.is_valid():
            return _ended(request, sessions.end(form.chosen()))
    return render(
        request,
        "casework/signed_in.html",
        {
            "title": TITLE,
            "this": [
                {"key": "Browser", "value": this.device},
                {"key": "Signed in", "value": full_moment(this.signed_in_at)},
                {"key": "Shared computer", "value": "Yes" if this.is_shared else "No"},
            ],
            "others": others,
            "form": form,
        },
    )


def handle(session: Session) -> str:
    """Names a session on a page, for its owner."""
    return salted_hmac("casework.signed_in", session.pk).hexdigest()


def since(session: Session) -> str:
    told = (
        f"Since {full_moment(session.signed_in_at)}, last active {full_moment(session.active_at)}"
    )
    return f"{told}, on a shared computer" if session.is_shared else told


def _ended(request: HttpRequest, many: int) -> HttpResponse:
    audit.happened(request.user, "end_sessions", agency=request.actor and request.actor.agency)
    browsers = "one browser" if many == 1 else f"{many} browsers"
    messages.success(request, f"You are signed out of {browsers}, at once.")
    return redirect("signed_in")


signed_in.needs_no_agency = True
