"""Where a page of a draft sends what is being typed, by itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View

from agencies import access
from casework.dates import clock
from casework.workflow import CannotBeDone
from referrals import drafts
from referrals.typed_page_actions import TooLong, keep_typed

TOO_LONG = 413


class KeepTyped(View):
    """Keeps the fields as they are, right or wrong; judges nothing. See assets/js/autosave.js.

    Answers with nothing but the time: what it would show stands on the page that sent it.
    """

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        draft = drafts.find(request.actor, "refer", reference)
        found = draft.step(step)
        if found is None or not any(field.kept for field in found.fields):
            raise Http404(access.NOTHING_HERE)
        now = timezone.now()
        try:
            keep_typed(draft, found, request.POST, by=request.actor, at=now)
        except TooLong:
            return HttpResponse(status=TOO_LONG)
        except CannotBeDone as why_not:
            raise access.Refused(str(why_not)) from None
        return HttpResponse(status=204, headers={"X-Kept-At": clock(now)})
