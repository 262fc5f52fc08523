"""What is asked when someone is proposed, joins, or leaves."""

from django import forms
from django.contrib.auth import password_validation
from django.utils import timezone

from agencies.acting import Actor, open_memberships
from agencies.models import Agency, Membership, User
from agencies.policy import ROLE_SENTENCES, CapabilityKind, Role
from casework.dates import full_date
from casework.fields import DateField
from casework.forms import CaseForm
from members import rules
from members.handing_over import open_work
from members.models import Invitation
from members.places import OPEN


class PlaceForm(CaseForm):
    """What someone is to be in an agency: roles, and permissions with the day they end."""

    presentation = {"roles": {"option_hints": ROLE_SENTENCES}}

    roles = forms.MultipleChoiceField(
        label="What will they do?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one role"},
    )
    capabilities = forms.MultipleChoiceField(
        label="Permissions beside their role",
        choices=CapabilityKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A first responder must be trained and belong to a first responder organisation",
    )
    capable_until = DateField(
        label="Permissions end on",
        required=False,
        help_text="For example, the day their training has to be renewed",
        noun="Date",
    )

    def __init__(self, *args, by: Actor, agency: Agency | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.agency = by, agency
        self.fields["roles"].choices = [
            (role, role.label) for role in Role if role in self.roles_offered()
        ]

    def roles_offered(self) -> set[Role]:
        """Of the agency; where it is yet to be chosen, of any."""
        kinds = [(self.agency.is_desk, self.agency.kind)] if self.agency else [
            (True, ""), (False, rules.POLICE)
        ]  # fmt: skip
        return {
            role
            for is_desk, kind in kinds
            for role in rules.roles_to_propose(self.by.roles, desk=is_desk, kind=kind)
        }

    def clean_capable_until(self):
        day = self.cleaned_data["capable_until"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError("Date must be in the future")
        return day

    def clean(self) -> dict:
        facts = super().clean()
        agency = self.agency or facts.get("agency")
        if agency and (roles := facts.get("roles")):
            by = self.by.roles
            if why := rules.may_be_proposed(roles, by, desk=agency.is_desk, kind=agency.kind):
                self.add_error("roles", why)
        if agency and (why := rules.may_have(facts.get("capabilities", []), agency)):
            self.add_error("capabilities", why)
        return facts


class InviteForm(PlaceForm):
    """Propose somebody for an agency: the lead for their own, the desk for any."""

    field_order = ("agency", "name", "email")

    name = forms.CharField(
        label="Their name", max_length=120, error_messages={"required": "Enter their name"}
    )
    email = forms.EmailField(
        label="Their work email",
        max_length=254,
        help_text="Their own address, not one that is shared",
        error_messages={
            "required": "Enter their work email",
            "invalid": "Enter an email address, like name@agency.example",
        },
    )

    def __init__(self, *args, by: Actor, agency: Agency | None, **kwargs) -> None:
        super().__init__(*args, by=by, agency=agency, **kwargs)
        if agency is None:
            mine = Agency.objects.filter(partnership_id=by.partnership_id, signs_in=True)
            self.fields["agency"] = forms.ModelChoiceField(
                mine,
                label="Which agency will they work for?",
                to_field_name="code",
                empty_label="",
                error_messages={
                    "required": "Select an agency",
                    "invalid_choice": "Select an agency from the list",
                },
            )
            self.order_fields(self.field_order)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict:
        facts = super().clean()
        agency, email = self.agency or facts.get("agency"), facts.get("email")
        if not agency or not email:
            return facts
        if why := rules.not_ones_own(self.by.user.email, email):
            self.add_error("email", why)
        elif Membership.objects.filter(agency=agency, user__email=email, is_active=True).exists():
            self.add_error(
                "email", "They work here already. Open their page to change what they do"
            )
        elif Invitation.objects.filter(agency=agency, email=email, status__in=OPEN).exists():
            self.add_error("email", "They are invited already. Open the invitation instead")
        return facts


class JoinForm(CaseForm):
    """A password of one's own. Asked only of those who sign in nowhere yet."""

    password = forms.CharField(
        label="Choose a password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="At least 12 characters. Three or four words that do not belong together are "
        "easy to remember and hard to guess.",
        error_messages={"required": "Enter a password"},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]


class LeftForm(CaseForm):
    """Why somebody leaves and, where they have something open, who takes it."""

    reason = forms.CharField(
        label="Why does this end?",
        max_length=300,
        help_text="For example: they moved to another job",
        error_messages={"required": "Enter why this ends"},
    )

    def __init__(self, *args, of: Membership, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        found = open_work(of)
        colleagues = list(open_memberships().filter(agency=of.agency).exclude(pk=of.pk))
        if not found or not colleagues:
            return
        colleagues.sort(key=lambda one: Role.AGENCY_LEAD not in one.roles)
        needed = {kind.needs for kind, _ in found if kind.needs}
        self.fields["to"] = forms.TypedChoiceField(
            label="Who takes over what they have open?",
            choices=[(str(one.handle), _named(one, needed)) for one in colleagues],
            coerce=lambda chosen: next(one for one in colleagues if str(one.handle) == chosen),
            widget=forms.RadioSelect,
            help_text="They have open: " + ", ".join(kind.told(number) for kind, number in found),
            error_messages={
                "required": "Select who takes over",
                "invalid_choice": "Select who takes over",
            },
        )
        self.order_fields(["to", "reason"])


def _named(colleague: Membership, needed: set[str]) -> str:
    """A colleague's name, and which permission they lack for some of the work."""
    lacking = [kind.label.lower() for kind in CapabilityKind if kind in needed]
    lacking = [] if needed <= set(colleague.in_force) else lacking
    roles = ", ".join(role.label for role in Role if role in colleague.roles)
    return f"{colleague.user.name}, {roles}" + (f" (not a {lacking[0]})" if lacking else "")


def words_of_place(roles, capabilities, until) -> str:
    """What a place holds, in one line: "Agency worker, Agency lead; First responder until …"."""
    told = ", ".join(role.label for role in Role if role in roles)
    kinds = ", ".join(kind.label for kind in CapabilityKind if kind in capabilities)
    if kinds:
        told += f"; {kinds}" + (f" until {full_date(until)}" if until else "")
    return told
