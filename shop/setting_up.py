"""The first page of an empty system: a partnership's own name, towns, agencies and coordinator."""

from django import forms
from django.contrib.auth import password_validation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from agencies import access, audit
from agencies.middleware import open_to_all
from agencies.models import Agency, Membership, Partnership, User
from agencies.policy import Role
from agencies.signing_in import sign_in
from casework.forms import CaseForm
from members.letters import send_the_link
from members.models import Invitation
from members.terms import LINK_LASTS, InvitationStatus
from shop.geography import Town
from shop.rules import code_of
from shop.terms import TownKind


def lines(text: str) -> list[str]:
    """The lines of a box that are not empty, each once, in order."""
    found = [" ".join(line.split()) for line in text.splitlines()]
    return list(dict.fromkeys(line for line in found if line))


class LinesField(forms.CharField):
    """A box with one name a line; no two may come to the same code, nor to one that is `added`."""

    widget = forms.Textarea

    def __init__(self, *, added: tuple[str, ...] = (), **options) -> None:
        super().__init__(**options)
        self.added = added

    def clean(self, value: str) -> list[str]:
        names = lines(super().clean(value))
        if self.required and not names:
            raise forms.ValidationError(self.error_messages["required"])
        for name in names:
            if len(name) > 80 or not code_of(name):
                raise forms.ValidationError(f"Write “{name[:80]}” in letters, in at most 80")
            if code_of(name) in self.added:
                raise forms.ValidationError(f"Leave out “{name}”, which is added by itself")
        if len({code_of(name) for name in names}) < len(names):
            raise forms.ValidationError("Write each name once, and not two that begin alike")
        return names


class SetUpForm(CaseForm):
    presentation = {"towns": {"rows": 6}, "agencies": {"rows": 8}}
    sections = [
        ("Your partnership", ["partnership", "towns", "agencies"]),
        ("The first coordinator", ["name", "email", "password"]),
        ("The second coordinator", ["second_name", "second_email"]),
    ]

    partnership = forms.CharField(
        label="Name of your partnership",
        max_length=120,
        error_messages={"required": "Enter the name of your partnership"},
    )
    towns = LinesField(
        label="Towns or areas you count by",
        added=("outside-area", "not-recorded"),
        help_text="One a line. “Outside the area” and “Town not recorded” are added.",
        error_messages={"required": "Enter at least one town"},
    )
    agencies = LinesField(
        label="Agencies that work together",
        added=("desk",),
        help_text="One a line. The partnership's desk is added.",
        error_messages={"required": "Enter at least one agency"},
    )
    name = forms.CharField(
        label="Your name", max_length=120, error_messages={"required": "Enter your name"}
    )
    email = forms.EmailField(
        label="Work email",
        max_length=254,
        error_messages={
            "required": "Enter your work email",
            "invalid": "Enter an email address, like name@agency.example",
        },
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput,
        strip=False,
        help_text="At least 12 characters. Three or four words that do not belong together are "
        "easy to remember and hard to guess.",
        error_messages={"required": "Enter a password"},
    )

    second_name = forms.CharField(
        label="Their name",
        max_length=120,
        help_text="Nobody approves whom they invited themselves, so the desk needs two people. "
        "They are sent a link.",
        error_messages={"required": "Enter the name of the second coordinator"},
    )
    second_email = forms.EmailField(
        label="Their work email",
        max_length=254,
        error_messages={
            "required": "Enter the work email of the second coordinator",
            "invalid": "Enter an email address, like name@agency.example",
        },
    )

    def clean_second_email(self) -> str:
        email = self.cleaned_data["second_email"].lower()
        if email == self.cleaned_data.get("email", "").lower():
            raise forms.ValidationError("Enter the address of somebody else")
        return email

    def clean_password(self) -> str:
        given = {name: self.cleaned_data.get(name, "") for name in ("name", "email")}
        password_validation.validate_password(self.cleaned_data["password"], User(**given))
        return self.cleaned_data["password"]


@open_to_all
def set_up(request: HttpRequest) -> HttpResponse:
    """Open exactly while the system is empty; afterwards it does not exist."""
    if User.objects.exists() or Partnership.objects.exists():
        raise Http404(access.NOTHING_HERE)
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        membership = make_partnership(**form.cleaned_data)
        sign_in(request, membership.user, act_for=membership.pk)
        return redirect("give_factor")
    return render(
        request,
        "casework/record_entry.html",
        {
            "title": "Set up your partnership",
            "explanation": "This page is shown once, while the system is empty. "
            "Towns and agencies can be added to later.",
            "form": form,
            "submit_text": "Set up the partnership",
        },
    )


@transaction.atomic
def make_partnership(
    *,
    partnership: str,
    towns: list[str],
    agencies: list[str],
    name: str,
    email: str,
    password: str,
    second_name: str,
    second_email: str,
) -> Membership:
    """A partnership with its towns, agencies, desk, and the coordinator who set it up.

    The second coordinator is invited with nobody's approval: there is nobody yet to give it.
    """
    made = Partnership.objects.create(code=slugify(partnership)[:50] or "partnership",
                                      name=partnership)  # fmt: skip
    rows = [(code_of(town).replace("-", "_"), town, TownKind.TOWN) for town in towns]
    rows += [("outside_area", "Outside the area", TownKind.OUTSIDE)]
    rows += [("not_recorded", "Town not recorded", TownKind.NOT_RECORDED)]
    for position, (code, label, kind) in enumerate(rows):
        Town.objects.create(partnership=made, code=code, name=label, kind=kind, position=position)
    desk = Agency.objects.create(
        partnership=made, code="desk", name="Partnership desk", is_desk=True
    )
    for agency in agencies:
        Agency.objects.create(partnership=made, code=code_of(agency), name=agency)
    user = User.objects.create_user(email, password, name=name)
    membership = Membership.objects.create(user=user, agency=desk, roles=[Role.COORDINATOR])
    audit.happened(user, "set_up", agency=desk)
    second = Invitation.objects.create(
        agency=desk,
        made_by=user,
        name=second_name,
        email=second_email,
        roles=[Role.COORDINATOR],
        status=InvitationStatus.SENT,
        link_ends_at=timezone.now() + LINK_LASTS,
    )
    send_the_link(second)
    return membership
