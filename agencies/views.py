"""Signing in, choosing the agency one acts for, signing out."""

from django import forms
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agencies import audit
from agencies.acting import open_memberships
from agencies.freshness import GO_ON
from agencies.middleware import SESSION_KEY, at_the_lock, open_to_all, shows_no_records
from agencies.models import Partnership, User
from agencies.signing_in import sign_in as begin_session

WRONG = "Enter the email address and password that you sign in with."
TOO_OFTEN = (
    "Wrong passwords were entered too often. Wait 10 minutes, then try again, or use a browser in "
    "which you signed in before."
)


class SignInForm(AuthenticationForm):
    shared = forms.BooleanField(
        label="This is a shared computer",
        help_text="After 15 minutes without you it asks for your password and your code",
        required=False,
    )
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Work email"
        self.fields["username"].error_messages["required"] = "Enter your work email"
        self.fields["password"].error_messages["required"] = "Enter your password"


class SignIn(LoginView):
    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The sign-in page; in an empty system, the page that sets it up."""
        if not Partnership.objects.exists() and not User.objects.exists():
            return redirect("set_up")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        shared = form.cleaned_data["shared"]
        begin_session(self.request, form.get_user(), shared=shared)
        self.request.session[GO_ON] = self.get_success_url()
        return redirect("give_factor")

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Wrong, or not even looked at: where it was wrong too often already."""
        audit.happened(None, "sign_in_failed")
        held_up = getattr(self.request, "axes_locked_out", False)
        if held_up:
            form.errors.clear()
            form.add_error(None, TOO_OFTEN)
        return self.render_to_response(
            self.get_context_data(form=form), status=429 if held_up else 200
        )


sign_in = open_to_all(SignIn.as_view())


class ChooseAgencyForm(forms.Form):
    membership = forms.ChoiceField(
        label="Which agency are you working for today?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the agency you are working for"},
    )


@shows_no_records
def choose_agency(request: HttpRequest) -> HttpResponse:
    memberships = {str(m.pk): m for m in open_memberships().filter(user=request.user)}
    form = ChooseAgencyForm(request.POST or None)
    form.fields["membership"].choices = [(pk, m.agency.name) for pk, m in memberships.items()]
    if request.method == "POST" and form.is_valid():
        chosen = memberships[form.cleaned_data["membership"]]
        request.session[SESSION_KEY] = chosen.pk
        audit.happened(request.user, "act_for", agency=chosen.agency)
        return redirect("home")
    return render(
        request, "agencies/choose_agency.html", {"form": form, "memberships": memberships}
    )


choose_agency.needs_no_agency = True


@at_the_lock
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Asked for at the lock, too: whoever finds a computer locked may sign its person out."""
    if request.user.is_authenticated:
        audit.happened(request.user, "sign_out")
        logout(request)
    return redirect("sign_in")
