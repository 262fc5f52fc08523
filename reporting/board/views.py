"""Board packs: the list, asking for one, reading it, its files, the decisions sought."""

from typing import Any

from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from agencies.middleware import shows_no_records
from casework import lists
from casework.dates import short_moment
from casework.models import JobState
from casework.page_parts import page_links
from reporting import progress
from reporting.board import actions, contract
from reporting.board.actions import StillMade
from reporting.board.drawing import MEDIA_TYPES
from reporting.board.forms import DecisionsForm, PackForm
from reporting.board.models import BoardPack, BoardPackFile
from reporting.board.quarters import Quarter, quarters_to_choose
from reporting.counting import figures
from reporting.outputs.printed import printed
from reporting.views import (
    BY_TIMETABLE,
    STATE_TAGS,
    STATES,
    ReportView,
)

DOWNLOADS = {
    "board-pack.html": ("The pack as one web page", "HTML"),
    "board-pack.pdf": ("The pack for printing, two pages", "PDF"),
}
WAIT = "The pack is being made. Save the decisions again when it is ready."


class PackView(ReportView):
    def pack(self, reference: str) -> BoardPack:
        packs = BoardPack.objects.select_related("job", "partnership", "decisions_by")
        return access.find(self.request.actor, "see", packs, reference=reference)


class BoardPacks(PackView):
    def get(self, request: HttpRequest) -> HttpResponse:
        packs = access.allowed(request.actor, "see", BoardPack)
        page = lists.page_of(
            packs.select_related("job", "asked_by").defer("contract"),
            "-asked_at",
            after=lists.anchor(request.GET, "after"),
            before=lists.anchor(request.GET, "before"),
        )
        audit.listed(request.actor, "boardpack", [pack.reference for pack in page.rows])
        may_ask = access.may(request.actor, "build", "report")
        ask = {"text": "Make a board pack", "href": reverse("new_board_pack")} if may_ask else None
        return render(
            request,
            "reporting/board_packs.html",
            {
                "title": "Board packs",
                "ask": ask,
                "columns": [
                    {"text": "Quarter"},
                    {"text": "State"},
                    {"text": "Records read"},
                    {"text": "Asked for by"},
                ],
                "rows": [cells(pack) for pack in page.rows],
                "back_href": reverse("reports"),
                "back_text": "Reports",
                **page_links(request.GET, page),
            },
        )


def cells(pack: BoardPack) -> list[dict[str, Any]]:
    state = {"text": "Ready", "tag_class": "govuk-tag--green"}
    if pack.as_at is None:
        state = {"text": STATES[pack.job.state], "tag_class": STATE_TAGS[pack.job.state]}
    return [
        {
            "text": Quarter.parse(pack.quarter).words,
            "href": reverse("board_pack", args=[pack.reference]),
            "hint": f"{pack.reference}, {pack.quarter}",
        },
        state,
        {"text": short_moment(pack.as_at) if pack.as_at else "Not yet"},
        {"text": pack.asked_by.name if pack.asked_by else BY_TIMETABLE},
    ]


class NewBoardPack(PackView):
    act = "build"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        pack = actions.ask_for_pack(
            by=request.actor,
            quarter=form.cleaned_data["quarter"],
            decisions=form.cleaned_data["decisions"],
        )
        return redirect("board_pack", pack.reference)

    def form(self, *data: Any) -> PackForm:
        first = figures.first_year(self.request.actor.agency.partnership)
        return PackForm(quarters_to_choose(first, timezone.localdate()), *data)

    def page(self, form: PackForm) -> HttpResponse:
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": "Make a board pack",
                "form": form,
                "submit_text": "Make the pack",
                "back_href": reverse("board_packs"),
            },
        )


new_board_pack = shows_no_records(NewBoardPack.as_view())


class BoardPackPage(PackView):
    """The pack as a page; while it is being made, how far it has come."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        pack = self.pack(reference)
        audit.record(request.actor, "read", pack)
        if pack.contract is None:
            return render(request, "reporting/board_pack_progress.html", self.progress(pack))
        state = pack.job.state
        may_settle = access.may(request.actor, "settle", "report")
        return render(
            request,
            "reporting/board_pack.html",
            {
                "report": printed(contract.with_decisions(pack.contract, pack.decisions)),
                "downloads": downloads(pack),
                "drawn_again": "" if state == JobState.DONE else drawn_again(pack),
                "decisions_href": reverse("decisions_sought", args=[pack.reference])
                if may_settle
                else "",
                "breadcrumbs": trail(pack),
            },
        )

    def progress(self, pack: BoardPack) -> dict[str, Any]:
        actor, job, here = self.request.actor, pack.job, [pack.reference]
        again = job.is_finished and access.may(actor, "build", "report")
        may_stop = not job.is_finished and actions.may_stop(actor, job)
        return {
            "title": f"Board pack {pack.quarter}",
            "reference": pack.reference,
            "job": progress.job_words(job, reverse("board_pack", args=here), "pack"),
            "live_href": reverse("board_pack_progress", args=here),
            "check_href": reverse("board_pack", args=here),
            "again_href": reverse("new_board_pack") if again else "",
            "stop_href": reverse("stop_board_pack", args=here) if may_stop else "",
            "breadcrumbs": trail(pack),
        }


def drawn_again(pack: BoardPack) -> str:
    """Why the files do not say what the page says, in one sentence."""
    if pack.job.state == JobState.FAILED:
        return f"The files below still hold the decisions of before. {pack.job.failure}"
    if pack.job.state == JobState.CANCELLED:
        return "The files below still hold the decisions of before: drawing them was stopped."
    return "The files below are being drawn with these decisions. Open this page again in a moment."


class BoardPackProgress(PackView):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        pack = self.pack(reference)
        href = reverse("board_pack", args=[pack.reference])
        job = progress.job_words(pack.job, href, "pack")
        answer = render(request, "components/job_progress.html", {"job": job, "check_href": href})
        if pack.job.is_finished:
            answer.headers["X-Live-Done"] = "1"
        return answer


board_pack_progress = shows_no_records(BoardPackProgress.as_view())


class StopBoardPack(PackView):
    """Ends the making. One that was ready a moment before is shown instead."""

    http_method_names = ["post", "options"]
    act = "build"

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        actions.stop_making(self.pack(reference), by=request.actor)
        return redirect("board_pack", reference)


class DecisionsSought(PackView):
    act = "settle"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        pack = self.pack(reference)
        audit.record(request.actor, "begin_change", pack, parts=["decisions"])
        return self.page(pack, DecisionsForm(initial={"decisions": pack.decisions}))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        pack = self.pack(reference)
        form = DecisionsForm(request.POST)
        if form.is_valid():
            try:
                actions.seek_decisions(pack, form.cleaned_data["decisions"], by=request.actor)
                return redirect("board_pack", pack.reference)
            except StillMade:
                form.add_error(None, WAIT)
        audit.record(request.actor, "not_changed", pack, detail={"fields": sorted(form.errors)})
        return self.page(pack, form)

    def page(self, pack: BoardPack, form: DecisionsForm) -> HttpResponse:
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": f"Decisions sought, board pack {pack.quarter}",
                "form": form,
                "submit_text": "Save and draw the pack again",
                "back_href": reverse("board_pack", args=[pack.reference]),
            },
        )


class BoardPackFileView(PackView):
    """The bytes of one file, asked of the gate each time."""

    def get(self, request: HttpRequest, reference: str, name: str) -> HttpResponse:
        pack = self.pack(reference)
        file: BoardPackFile | None = None
        if name in MEDIA_TYPES:
            file = pack.files.filter(name=name).first()
        if file is None:
            raise Http404(access.NOTHING_HERE)
        audit.record(request.actor, "download", pack, parts=[file.name])
        quarter = pack.quarter.replace(" ", "-")
        saved_as = f"{pack.partnership.code}-{quarter}-{file.name}"
        return HttpResponse(
            bytes(file.content),
            content_type=file.media_type,
            headers={"Content-Disposition": f'attachment; filename="{saved_as}"'},
        )


def downloads(pack: BoardPack) -> list[dict[str, str]]:
    sizes = dict(pack.files.annotate(size=Length("content")).values_list("name", "size"))
    return [
        {
            "url": reverse("board_pack_file", args=[pack.reference, name]),
            "label": label,
            "format": kind,
            "size": filesizeformat(sizes[name]),
        }
        for name, (label, kind) in DOWNLOADS.items()
        if name in sizes
    ]


def trail(pack: BoardPack) -> list[dict[str, str]]:
    return [
        {"text": "Reports", "href": reverse("reports")},
        {"text": "Board packs", "href": reverse("board_packs")},
        {"text": str(pack)},
    ]
