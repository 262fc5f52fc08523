"""Who works for the partnership: the list, proposing, approving, changing, leaving."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from agencies.models import Membership
from agencies.policy import Role
from casework import shown
from casework.dates import full_date
from casework.entry_views import step_form
from casework.page_parts import tag
from casework.workflow import CannotBeDone
from members import actions, lists
from members.forms import InviteForm, LeftForm, PlaceForm, words_of_place
from members.lost_factor import why_not_checked
from members.models import Invitation
from members.places import left
from members.workflow import INVITATION


def members(request: HttpRequest) -> HttpResponse:
    access.require_role(request.actor, "see", "member")
    found = list(lists.members(request.actor))
    waiting = list(lists.invitations(request.actor))
    audit.listed(request.actor, "membership", [str(one.handle) for one in found])
    return render(
        request,
        "members/members.html",
        {
            "title": "Members",
            "invite": {"text": "Invite somebody", "href": reverse("invite")}
            if access.may(request.actor, "invite", "member")
            else None,
            "waiting_columns": lists.INVITED_COLUMNS,
            "waiting": [
                *(lists.lost_factor_row(one) for one in lists.lost_factors(request.actor)),
                *(lists.invitation_row(one) for one in waiting),
            ],
            "columns": lists.MEMBER_COLUMNS,
            "rows": [lists.member_row(one) for one in found],
        },
    )


class MemberView(View):
    """A page about one member, named by a handle in its address."""

    http_method_names = ["get", "post", "head", "options"]

    @property
    def actor(self):
        return self.request.actor

    def found(self, act: str = "see") -> Membership:
        rows = Membership.objects.select_related("user", "agency")
        rows = rows.prefetch_related("capabilities")
        return access.find(self.actor, act, rows, handle=self.kwargs["handle"])

    def form_page(self, member: Membership, form, **words) -> HttpResponse:
        back = reverse("member", args=[member.handle])
        page = {"caption": member.user.name, "form": form, "cancel_href": back, "back_href": back}
        return render(self.request, "members/member_step.html", {**page, **words})


class MemberPage(MemberView):
    def get(self, request: HttpRequest, handle) -> HttpResponse:
        member = self.found()
        audit.record(self.actor, "read", member)
        return render(
            request,
            "members/member.html",
            {
                "title": member.user.name,
                "back_href": reverse("members"),
                "back_text": "Back to members",
                "sections": [{"heading": "", "rows": self.rows(member)}],
                "steps": self.steps(member),
            },
        )

    def rows(self, member: Membership) -> list[dict]:
        return [
            {"key": "Agency", "value": member.agency.name},
            {"key": "Work email", "value": member.user.email},
            {"key": "What they do", "value": lists.what_they_do(member)},
            {"key": "State", "value": self.state(member)},
            {"key": "Signs in since", "value": full_date(member.user.joined_at)},
        ]

    def state(self, member: Membership) -> str:
        if member.is_active or member.ended_at is None:
            return "Works here" if member.is_active else "Left"
        return f"Left on {full_date(member.ended_at)}. {member.ended_reason}"

    def steps(self, member: Membership) -> list[dict]:
        if not member.is_active or member.user == self.actor.user:
            return []
        acts = access.acts_open(self.actor, member, {"invite", "end", "check"})
        found = []
        if "invite" in acts:
            href = reverse("change_member", args=[member.handle])
            found.append({"text": "Change what they do", "href": href, "style": "secondary"})
        if "check" in acts and not why_not_checked(member, self.actor):
            href = reverse("member_lost_factor", args=[member.handle])
            found.append(
                {"text": "They lost their second factor", "href": href, "style": "secondary"}
            )
        if "end" in acts:
            href = reverse("member_left", args=[member.handle])
            found.append({"text": "They left", "href": href, "style": "warning"})
        return found


class Invite(View):
    """Propose somebody who does not work here yet."""

    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        access.require_role(request.actor, "invite", "member")
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None) -> InviteForm:
        actor = self.request.actor
        chooses = actor.roles & {Role.COORDINATOR, Role.ADMINISTRATOR}
        return InviteForm(data, by=actor, agency=None if chooses else actor.agency)

    def get(self, request: HttpRequest) -> HttpResponse:
        audit.record(request.actor, "begin_invite")
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            audit.record(request.actor, "not_invited")
            return self.page(form)
        facts = dict(form.cleaned_data)
        agency = facts.pop("agency", request.actor.agency)
        made = actions.propose(agency, by=request.actor, at=timezone.now(), **facts)
        messages.success(request, "Proposed. A coordinator or the administrator decides.")
        return redirect("invitation", made.reference)

    def page(self, form: InviteForm) -> HttpResponse:
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": "Invite somebody",
                "explanation": "A coordinator or the administrator approves it, never the person "
                "who proposes it. Then they are sent a link to choose a password.",
                "form": form,
                "submit_text": "Propose them",
                "cancel_href": reverse("members"),
                "back_href": reverse("members"),
            },
        )


class ChangeMember(MemberView):
    """Propose that what a member does be changed. Approved as an invitation is."""

    def form(self, member: Membership, data=None) -> PlaceForm:
        in_force = [one for one in member.capabilities.all() if _in_force(one)]
        ends = [one.valid_to for one in in_force if one.valid_to]
        initial = {
            "roles": member.roles,
            "capabilities": [one.kind for one in in_force],
            "capable_until": min(ends) if ends else None,
        }
        return PlaceForm(data, by=self.actor, agency=member.agency, initial=initial)

    def get(self, request: HttpRequest, handle) -> HttpResponse:
        member = self.open_member()
        audit.record(self.actor, "begin_change", member)
        return self.page(member, self.form(member))

    def post(self, request: HttpRequest, handle) -> HttpResponse:
        member = self.open_member()
        form = self.form(member, request.POST)
        user = member.user
        if form.is_valid() and _is_proposed(member):
            form.add_error(None, "A change is waiting for approval already. Take it back first")
        if not form.is_valid():
            audit.record(self.actor, "not_changed", member)
            return self.page(member, form)
        made = actions.propose(
            member.agency,
            by=self.actor,
            at=timezone.now(),
            member=member,
            name=user.name,
            email=user.email,
            **form.cleaned_data,
        )
        messages.success(request, "Proposed. A coordinator or the administrator decides.")
        return redirect("invitation", made.reference)

    def open_member(self) -> Membership:
        member = self.found("invite")
        if not member.is_active:
            raise Http404(access.NOTHING_HERE)
        if member.user == self.actor.user:
            raise access.Refused("You cannot change what you do yourself. Ask a colleague.")
        return member

    def page(self, member: Membership, form: PlaceForm) -> HttpResponse:
        return self.form_page(
            member,
            form,
            title="Change what they do",
            explanation="It counts once a coordinator or the administrator has approved it.",
            submit_text="Propose the change",
        )


def _in_force(capability) -> bool:
    today = timezone.localdate()
    ended = capability.valid_to and capability.valid_to < today
    return capability.valid_from <= today and not ended


def _is_proposed(member: Membership) -> bool:
    waiting = Invitation.objects.filter(agency=member.agency, email=member.user.email)
    return waiting.filter(status__in=lists.OPEN).exists()


class MemberLeft(MemberView):
    """End a place in one act."""

    def get(self, request: HttpRequest, handle) -> HttpResponse:
        member = self.found("end")
        audit.record(self.actor, "begin_step", member, detail={"step": "left"})
        return self.page(member, LeftForm(of=member))

    def post(self, request: HttpRequest, handle) -> HttpResponse:
        member = self.found("end")
        form = LeftForm(request.POST, of=member)
        if form.is_valid():
            facts = form.cleaned_data
            try:
                moved = left(
                    member,
                    by=self.actor,
                    at=timezone.now(),
                    reason=facts["reason"],
                    to=facts.get("to"),
                )
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                went = ", ".join(moved)
                said = f"{member.user} can no longer sign in for {member.agency}."
                messages.success(request, said + (f" Handed over: {went}." if went else ""))
                return redirect("members")
        audit.record(self.actor, "not_done", member, detail={"step": "left"})
        return self.page(member, form)

    def page(self, member: Membership, form: LeftForm) -> HttpResponse:
        return self.form_page(
            member,
            form,
            title=f"They left {member.agency.name}?",
            explanation="From this moment they open nothing for this agency, also where they are "
            "signed in now. What they recorded stays. If they come back, invite them again.",
            submit_text="They left",
            danger=True,
        )


class InvitationPage(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        invitation = found_invitation(request, reference)
        audit.record(request.actor, "read", invitation)
        rows = [
            {"key": "Agency", "value": invitation.agency.name},
            {"key": "Name", "value": invitation.name},
            {"key": "Work email", "value": invitation.email},
            {
                "key": "What they are to do",
                "value": words_of_place(
                    invitation.roles, invitation.capabilities, invitation.capable_until
                ),
            },
            {"key": "Proposed by", "value": str(invitation.made_by)},
        ]
        if invitation.link_ends_at:
            rows.append(
                {"key": "Link works until", "value": shown.in_words(invitation, "link_ends_at")}
            )
        return render(
            request,
            "members/invitation.html",
            {
                "title": "Change of what they do" if invitation.member_id else "Invitation",
                "identity": {
                    "reference": invitation.reference,
                    "text": "",
                    "tag": tag(invitation, "status"),
                },
                "back_href": reverse("members"),
                "back_text": "Back to members",
                "sections": [{"heading": "", "rows": rows}],
                "steps": self.steps(invitation),
                "entries": lists.history(invitation),
            },
        )

    def steps(self, invitation: Invitation) -> list[dict]:
        acts = access.acts_open(self.request.actor, invitation, INVITATION.acts - {"join"})
        not_for_it = "approve" if invitation.member_id else "change"
        return [
            {
                "text": step.label,
                "href": reverse("invitation_step", args=[invitation.reference, step.name]),
                "style": step.style,
            }
            for step in INVITATION.open_to(self.request.actor, invitation, acts)
            if step.name != not_for_it
        ]


def found_invitation(request: HttpRequest, reference: str, act: str = "see") -> Invitation:
    rows = Invitation.objects.select_related("agency", "made_by", "member__user", "member__agency")
    return access.find(request.actor, act, rows, reference=reference)


class InvitationStep(View):
    http_method_names = ["get", "post", "head", "options"]

    def step(self):
        try:
            return INVITATION.step(self.kwargs["step"])
        except KeyError:
            raise Http404(access.NOTHING_HERE) from None

    def get(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found = self.step()
        invitation = found_invitation(request, reference, found.needs)
        audit.record(request.actor, "begin_step", invitation, detail={"step": found.name})
        return self.page(found, invitation, step_form(found, invitation, request.actor))

    def post(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found = self.step()
        invitation = found_invitation(request, reference, found.needs)
        form = step_form(found, invitation, request.actor, request.POST)
        if form.is_valid():
            note = form.cleaned_data.get("note", "")
            try:
                INVITATION.take(
                    found.name, invitation, by=request.actor, at=timezone.now(), note=note
                )
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, f"{found.done}.")
                return redirect("invitation", reference)
        audit.record(request.actor, "not_done", invitation, detail={"step": found.name})
        return self.page(found, invitation, form)

    def page(self, step, invitation: Invitation, form) -> HttpResponse:
        back = reverse("invitation", args=[invitation.reference])
        return render(
            self.request,
            "casework/record_step.html",
            {
                "title": step.label,
                "caption": invitation.reference,
                "explanation": step.explanation,
                "form": form,
                "submit_text": step.label,
                "cancel_href": back,
                "back_href": back,
            },
        )
