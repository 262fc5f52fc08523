"""Who can see a record, and why; sharing it with more agencies, changing that, ending it.

Pages of the records that carry grants. Everyone who sees the record reads who has it; those who
manage it share.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor, open_memberships
from agencies.models import Agency, Circle
from agencies.policy import Level, Role, levels_up_to, rule_for
from casework.dates import full_date, local, short_date
from casework.forms import CaseForm
from casework.models import Record
from casework.page_parts import columns, identity, page_frame
from casework.record_types import RecordType
from casework.sharing import (
    accept,
    change_share,
    end_of,
    last_moment,
    leads,
    share_record,
    stop_sharing,
)
from casework.sharing_forms import ChangeShareForm, Group, SharingForm, StopForm
from casework.views import RecordView
from casework.workflow import CannotBeDone

TAB = "Sharing"
PAGE = "Who can see this, and why"
LEADS_IT = "Leads it"


class SharingView(RecordView):
    """levels: how far an agency may be given a record of this type, in words."""

    levels: Mapping[str, str] = {
        Level.SEE: "See it",
        Level.WORK: "Work on it",
        Level.MANAGE: "Manage it",
    }

    def frame(self, record: Record) -> dict[str, Any]:
        return page_frame(self.actor, record, self.record_type, TAB)

    def bar(self, record: Record) -> dict:
        return identity(record, self.record_type)

    def own_url(self, name: str, *args: str) -> str:
        return reverse(f"{self.record_type.plural}_{name}", args=args)

    def short_level(self, level: str) -> str:
        return self.levels[level].partition(":")[0]

    def step_page(self, record: Record, form: CaseForm, back: str, **words: Any) -> HttpResponse:
        frame = {"identity": self.bar(record), "form": form, "cancel_href": back, "back_href": back}
        return render(self.request, "casework/record_step.html", {**frame, **words})


class Sharing(SharingView):
    template_name = "casework/sharing.html"
    also_words = ("", "")

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        audit.record(self.actor, "read", record, parts=[TAB])
        return self.page(record, None)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found("manage")
        form = self.form(record, access.shares_of(record), request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_shared", record)
            return self.page(record, form)
        facts = form.cleaned_data
        ends_on = facts.pop("ends_on")
        facts["ends_at"] = end_of(ends_on) if ends_on else None
        facts.pop("groups", None)
        self.share(record, facts.pop("also", []), facts)
        messages.success(request, "Shared. It is in their work from now on.")
        return redirect(self.own_url("sharing", reference))

    def share(self, record: Record, also: list[str], facts: dict) -> None:
        share_record(record, by=self.actor, at=timezone.now(), **facts)

    def groups(self, record: Record) -> list[Group]:
        """Agencies offered together: those that the partnership's agreement names."""
        circles = Circle.objects.filter(partnership_id=record.partnership_id)
        return [
            Group(circle.code, circle.name, tuple(circle.agencies.all()))
            for circle in circles.prefetch_related("agencies")
        ]

    def also(self, record: Record) -> dict[str, str]:
        """Other records that can be shared in the same act, by reference."""
        return {}

    def form(self, record: Record, shares: list[dict], data: Any = None) -> SharingForm:
        held = {each["agency"].pk for each in shares}
        others = Agency.objects.filter(partnership_id=record.partnership_id).exclude(pk__in=held)
        partnership = self.actor.agency.partnership
        return SharingForm(
            data,
            offered=list(others),
            groups=[group for group in self.groups(record) if group.agencies],
            levels=self.levels,
            also=self.also(record),
            also_words=self.also_words,
            initial={"purpose": partnership.sharing_purpose, "basis": partnership.sharing_basis},
        )

    def page(self, record: Record, form: SharingForm | None) -> HttpResponse:
        shares = access.shares_of(record)
        manages = access.can(self.actor, "manage", record)
        if form is None and manages:
            form = self.form(record, shares)
        titles = ["Agency", "What they may do", "Why", "Since", "Until"]
        return render(
            self.request,
            self.template_name,
            {
                **self.frame(record),
                "title": PAGE,
                "columns": columns(*titles, *(("Changing it", "Ending it") if manages else ())),
                "shares": [self.row(record, each, manages) for each in shares],
                "people": [*self.people(record), self.colleagues()],
                "form": form,
                "links": self.links(record),
            },
        )

    def row(self, record: Record, share: dict, manages: bool) -> list[dict]:
        grant, agency = share["grant"], share["agency"]
        why = ". ".join(words for words in (grant.purpose, grant.basis) if words)
        taken = ""
        if grant.accepted_at:
            taken = f". Accepted by {grant.accepted_by}, {short_date(grant.accepted_at)}"
        cells = [
            {"text": agency.name},
            {"text": self.short_level(share["level"])},
            {"text": grant.get_cause_display(), "hint": why},
            {"text": short_date(grant.starts_at), "hint": f"By {grant.granted_by}{taken}"},
            {"text": short_date(last_moment(grant.ends_at)) if grant.ends_at else "No end date"},
        ]
        if not manages:
            return cells
        if agency.is_desk or leads(record, agency):
            return [*cells, {"text": "Stays with the desk" if agency.is_desk else LEADS_IT}, {}]
        one = (record.reference, agency.code)
        return [
            *cells,
            {"text": "Change", "href": self.own_url("change_share", *one)},
            {"text": "Stop sharing", "href": self.own_url("stop_sharing", *one)},
        ]

    def people(self, record: Record) -> list[dict]:
        """Panels of people who see more of it than their agency's others do."""
        return []

    def colleagues(self) -> dict:
        """By role alone: whom a record is kept from stays with those who manage it."""
        opening = rule_for(self.record_type.model.access.kind, "see").roles
        members = open_memberships().filter(
            agency=self.actor.agency, roles__overlap=sorted(opening)
        )
        return {
            "heading": "In your agency, by their role",
            "columns": columns("Name", "What they are"),
            "rows": [
                [
                    {"text": member.user.name},
                    {"text": ", ".join(Role(role).label for role in sorted(member.roles))},
                ]
                for member in members.order_by("user__name", "pk")
            ],
            "empty": "Nobody else in your agency has a role that opens it.",
            "add": None,
        }

    def links(self, record: Record) -> list[dict]:
        found = []
        if access.may(self.actor, "show_as", "agency"):
            page = urlencode({"next": self.url("page", record.reference)})
            href = f"{reverse('show_as')}?{page}"
            found.append({"text": "Show as another agency sees it", "href": href})
        if access.may(self.actor, "circles", "agency"):
            found.append({"text": "Sharing agreement", "href": reverse("sharing_agreement")})
        return found


def agency_by_code(actor: Actor, code: str) -> Agency:
    """An agency of the actor's own partnership, by its code. Raises Http404 for any other."""
    return get_object_or_404(Agency.objects.filter(partnership_id=actor.partnership_id), code=code)


class OneShare(SharingView):
    """What is asked about one agency's access."""

    def both(self) -> tuple[Record, Agency]:
        record = self.found("manage")
        other = agency_by_code(self.actor, self.kwargs["agency"])
        if other.is_desk:
            raise access.Refused(access.DESK_HOLDS_ALL)
        return record, other

    def back(self) -> str:
        return self.own_url("sharing", self.kwargs["reference"])

    def goes_to(self, record: Record) -> str:
        """An agency may end its own access, and then has no page of the record to go back to."""
        seen = access.can(self.actor, "see", record)
        return self.back() if seen else reverse(self.record_type.plural)


class ChangeShare(OneShare):
    def share(self, record: Record, agency: Agency) -> dict:
        found = [each for each in access.shares_of(record) if each["agency"] == agency]
        if not found:
            raise Http404(access.NOTHING_HERE)
        return found[0]

    def form(self, share: dict, data: Any = None) -> ChangeShareForm:
        up_to = levels_up_to(max(share["level"], Level.WORK, key=list(Level).index))
        ends_at = share["grant"].ends_at
        return ChangeShareForm(
            data,
            levels={level: self.levels[level] for level in reversed(up_to)},
            initial={
                "level": share["level"],
                "ends_on": local(ends_at - timedelta(seconds=1)).date() if ends_at else None,
            },
        )

    def get(self, request: HttpRequest, reference: str, agency: str) -> HttpResponse:
        record, other = self.both()
        form = self.form(self.share(record, other))
        audit.record(self.actor, "begin_step", record, detail={"step": "change_share"})
        return self.page(record, other, form)

    def post(self, request: HttpRequest, reference: str, agency: str) -> HttpResponse:
        record, other = self.both()
        form = self.form(self.share(record, other), request.POST)
        if form.is_valid():
            facts = form.cleaned_data
            day = facts.pop("ends_on")
            facts["ends_at"] = end_of(day) if day else None
            try:
                change_share(record, other, by=self.actor, at=timezone.now(), **facts)
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, f"Changed. It holds for {other} from now on.")
                return redirect(self.goes_to(record))
        audit.record(self.actor, "not_done", record, detail={"step": "change_share"})
        return self.page(record, other, form)

    def page(self, record: Record, agency: Agency, form: ChangeShareForm) -> HttpResponse:
        return self.step_page(
            record,
            form,
            self.back(),
            title=f"Change what {agency} may do",
            explanation="It holds from this moment on, for pages they have open, too.",
            submit_text="Save the change",
        )


class StopSharing(OneShare):
    also_words = ""

    def get(self, request: HttpRequest, reference: str, agency: str) -> HttpResponse:
        record, other = self.both()
        audit.record(self.actor, "begin_step", record, detail={"step": "stop_sharing"})
        return self.page(record, other, self.form(record, other))

    def post(self, request: HttpRequest, reference: str, agency: str) -> HttpResponse:
        record, other = self.both()
        form = self.form(record, other, request.POST)
        if form.is_valid():
            try:
                self.stop(record, other, form.cleaned_data.get("also", []), form.cleaned_data)
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, f"No longer shared with {other}.")
                return redirect(self.goes_to(record))
        audit.record(self.actor, "not_done", record, detail={"step": "stop_sharing"})
        return self.page(record, other, form)

    def stop(self, record: Record, agency: Agency, also: list[str], facts: dict) -> None:
        stop_sharing(record, agency, by=self.actor, at=timezone.now(), why=facts["why"])

    def also(self, record: Record, agency: Agency) -> dict[str, str]:
        """What the agency holds beside the record and might keep by oversight, by reference."""
        return {}

    def form(self, record: Record, agency: Agency, data: Any = None) -> StopForm:
        return StopForm(data, also=self.also(record, agency), also_words=self.also_words)

    def page(self, record: Record, agency: Agency, form: StopForm) -> HttpResponse:
        return self.step_page(
            record,
            form,
            self.back(),
            title=f"Stop sharing with {agency}?",
            explanation="They will no longer be able to open it, from this moment on. What they "
            "recorded stays.",
            submit_text="Stop sharing",
            danger=True,
        )


class AcceptShare(SharingView):
    """The agency takes note of a record that reached it. It is theirs before and after."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.accept_act)
        audit.record(self.actor, "begin_step", record, detail={"step": "accept_share"})
        return self.page(record)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.accept_act)
        accept(record, by=self.actor, act=self.record_type.accept_act, at=timezone.now())
        messages.success(request, "Accepted. Your agency keeps it as far as it was shared.")
        return redirect("my_work")

    def page(self, record: Record) -> HttpResponse:
        shares = access.shares_of(record)
        share = next((each for each in shares if each["agency"] == self.actor.agency), None)
        if share is None:
            raise Http404(access.NOTHING_HERE)
        grant = share["grant"]
        rows = {
            "Shared by": f"{grant.granted_by}, {full_date(grant.starts_at)}",
            "Why": grant.get_cause_display(),
            "Purpose": grant.purpose,
            "Legal basis": grant.basis,
            "What your agency may do": self.levels[share["level"]],
            "Until": full_date(last_moment(grant.ends_at)) if grant.ends_at else "No end date",
        }
        back = reverse("my_work")
        return render(
            self.request,
            "casework/accept_share.html",
            {
                "title": "Shared with your agency",
                "caption": record.reference,
                "rows": [{"key": key, "value": value} for key, value in rows.items() if value],
                "is_accepted": grant.accepted_at is not None,
                "form": CaseForm(),
                "submit_text": "Accept",
                "cancel_href": back,
                "cancel_text": "Leave it for later",
                "back_href": back,
            },
        )


def sharing_urls(
    record_type: RecordType,
    page: type[Sharing],
    change: type[ChangeShare],
    stop: type[StopSharing],
    take_note: type[AcceptShare],
) -> list[URLPattern]:
    """The routes of a carrier. They come before its others, whose last address takes any word."""
    one, name = f"{record_type.plural}/<slug:reference>/sharing", record_type.plural
    of = {"record_type": record_type}
    share = f"{one}/<slug:agency>"
    return [
        path(f"{one}/", page.as_view(**of), name=f"{name}_sharing"),
        path(f"{one}/accept/", take_note.as_view(**of), name=f"{name}_accept_share"),
        path(f"{share}/change/", change.as_view(**of), name=f"{name}_change_share"),
        path(f"{share}/stop/", stop.as_view(**of), name=f"{name}_stop_sharing"),
    ]
