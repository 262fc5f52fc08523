"""The page beside the Home Office window: its pages in its order, one at a time."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agencies import access, audit
from referrals.drafts import Draft
from referrals.pack.contents import Contents, Page
from referrals.pack.pack_links import downloads
from referrals.pack.pack_views import PackView
from referrals.pack.place import PlaceBeside
from referrals.pack.their_pages import CHECK_PAGE
from referrals.terms import Status

LAST = CHECK_PAGE.strip("/")
# Sent by assets/js/copy.js, which keeps a tick without leaving the page.
STAYS = "X-Stays"
# How much of a long text is seen at once.
ROWS = 8


class BesideView(PackView):
    def slugs(self, contents: Contents) -> list[str]:
        """The way through; where the pack stops there is nothing to check and send."""
        return [page.slug for page in contents.pages] + ([] if contents.stops else [LAST])

    def place(self, draft: Draft) -> PlaceBeside:
        own = access.allowed(self.actor, "see", PlaceBeside).filter(referral=draft.referral)
        return own.first() or PlaceBeside(
            referral=draft.referral, membership_id=self.actor.membership_id
        )

    def at(self, slug: str) -> str:
        return reverse("referral_beside_page", args=[self.kwargs["reference"], slug])


class Beside(BesideView):
    """Goes on where one was; posted to, begins anew."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft, contents = self.pack()
        slugs, kept = self.slugs(contents), self.place(draft).page
        return redirect(self.at(kept if kept in slugs else slugs[0]))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft, contents = self.pack()
        place = self.place(draft)
        if place.pk:
            place.delete()
        messages.success(request, "All ticks were taken away. You are at the first page.")
        return redirect(self.at(self.slugs(contents)[0]))


class BesidePage(BesideView):
    def get(self, request: HttpRequest, reference: str, there: str) -> HttpResponse:
        draft, contents = self.pack()
        slugs = self.slugs(contents)
        if there not in slugs:
            raise Http404(access.NOTHING_HERE)
        audit.record(self.actor, "read", draft.row, parts=["beside the form", there])
        place = self.place(draft)
        finished = sum(place.finished(contents, page) for page in contents.pages if page.items)
        number = slugs.index(there) + 1
        context: dict[str, Any] = {
            "title": "Check your answers",
            "reference": reference,
            "place": f"Page {number} of {len(slugs)}",
            "finished": f"{finished} of {sum(bool(page.items) for page in contents.pages)} done",
            "names_nobody": contents.names_nobody,
            "is_first": number == 1,
            "is_last": number == len(slugs),
            "again_href": reverse("referral_beside", args=[reference]),
            "back_href": reverse("referral_outgoing", args=[reference]),
            "back_text": "What goes to the Home Office",
        }
        page = contents.page(there)
        if page is None:
            return render(
                request, "referrals/beside_last.html", context | self.last(draft, contents, place)
            )
        shown = {"title": page.title, "page": page, "items": self.items(contents, page, place)}
        if page.stops:
            shown["decided_href"] = reverse("referral_name_asked", args=[reference])
            shown |= self.sending(draft)
        return render(request, "referrals/beside.html", context | shown)

    def items(self, contents: Contents, page: Page, place: PlaceBeside) -> list[dict[str, Any]]:
        return [
            {
                "item": item,
                "id": f"item-{item.key}",
                "label": item.label,
                "label_is_title": item.label == page.title,
                "done": place.is_done(contents, item),
                "rows": ROWS if item.is_long else 0,
                "counted": f"{item.used:,} of {item.limit:,} characters" if item.is_long else "",
            }
            for item in page.items
        ]

    def sending(self, draft: Draft) -> dict[str, Any]:
        """It is sent there; here its author records that it was."""
        referral = draft.referral
        own = referral.author_id == self.actor.membership_id
        return {
            "to_send": own and referral.status == Status.READY,
            "sent_href": reverse("referrals:step", args=[referral.reference, "submit"]),
        }

    def last(self, draft: Draft, contents: Contents, place: PlaceBeside) -> dict[str, Any]:
        reference = draft.referral.reference
        return {
            "not_done": [
                {"text": page.title, "href": self.at(page.slug)}
                for page in contents.pages
                if not place.finished(contents, page)
            ],
            **self.sending(draft),
            "digest": contents.digest,
            "downloads": downloads(reference),
        }

    def post(self, request: HttpRequest, reference: str, there: str) -> HttpResponse:
        draft, contents = self.pack()
        slugs = self.slugs(contents)
        if there not in slugs:
            raise Http404(access.NOTHING_HERE)
        position = slugs.index(there)
        going = {"next": 1, "back": -1}.get(request.POST.get("go", ""), 0)
        following = slugs[min(max(position + going, 0), len(slugs) - 1)]
        place = self.place(draft)
        page = contents.page(there)
        done = place.done
        if page is not None:
            done = place.ticked(contents, page, request.POST.getlist("done"))
        place.keep(done=done, page=following)
        if STAYS in request.headers:
            return HttpResponse(status=204)
        return redirect(self.at(following))
