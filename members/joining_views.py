"""The link of an invitation: open to whoever holds it, and to nobody twice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import sessions
from agencies.freshness import GO_ON
from agencies.middleware import SESSION_KEY, SEVERAL, open_to_all
from agencies.models import Membership, User
from agencies.sessions import Standing
from agencies.signing_in import sign_in
from casework.forms import CaseForm
from casework.workflow import CannotBeDone
from members.actions import join
from members.forms import JoinForm, words_of_place
from members.letters import digest_of, invitation_of
from members.models import Invitation

HELD = "invitation"
WORKS_NO_MORE = (
    "This link works no more. Links work once, and for 7 days. "
    "Ask the person who invited you for a new one."
)


@open_to_all
def opened(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, so that it stays in no history and no log."""
    request.session[HELD] = digest_of(secret)
    return redirect("joining")


@open_to_all
def joining(request: HttpRequest) -> HttpResponse:
    """What one is invited to; a password for who has none; one button."""
    invitation = invitation_of(request.session.get(HELD, ""), timezone.now())
    if invitation is None:
        return render(request, "members/no_invitation.html", {"text": WORKS_NO_MORE}, status=410)
    user = User.objects.filter(email=invitation.email).first()
    if user and user.is_active and request.user != user:
        # They have a password already: a link alone must not act for them.
        return _sign_in_first(request, invitation)
    if user and user.is_active and sessions.standing(request) is Standing.NO_FACTOR:
        request.session[GO_ON] = reverse("joining")
        return redirect("give_factor")
    new = user is None or not user.is_active
    user = user or User(email=invitation.email, name=invitation.name)
    data = request.POST if request.method == "POST" else None
    form = JoinForm(data, user=user) if new else CaseForm(data)
    if request.method == "POST" and form.is_valid():
        try:
            place = join(
                invitation, user, at=timezone.now(), password=form.cleaned_data.get("password", "")
            )
        except CannotBeDone as why_not:
            form.add_error(None, str(why_not))
        else:
            return _let_in(request, user, place)
    return render(
        request,
        "casework/record_entry.html",
        {
            "title": f"Join {invitation.agency.name}",
            "caption": invitation.agency.partnership.name,
            "explanation": f"You will work as: {_words(invitation)}. You sign in with "
            f"{invitation.email}.",
            "form": form,
            "submit_text": "Join",
        },
    )


def _sign_in_first(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return render(
        request,
        "members/sign_in_to_join.html",
        {
            "title": f"Join {invitation.agency.name}",
            "other": request.user.is_authenticated,
            "sign_in_href": f"{reverse('sign_in')}?next={reverse('joining')}",
        },
    )


def _let_in(request: HttpRequest, user: User, place: Membership) -> HttpResponse:
    """On to their work. Who signs in for the first time sets up a second factor before."""
    del request.session[HELD]
    if request.user != user:
        sign_in(request, user, act_for=place.pk)
    request.session[SEVERAL] = user.memberships.filter(is_active=True).count() > 1
    request.session[SESSION_KEY] = place.pk
    messages.success(request, f"You work for {place.agency} now.")
    return redirect("home")


def _words(invitation: Invitation) -> str:
    return words_of_place(invitation.roles, invitation.capabilities, invitation.capable_until)
