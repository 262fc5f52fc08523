"""How a referral begins, and its question pages: one page a step, kept at each."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from casework.views import RecordView
from casework.workflow import CannotBeDone
from referrals import drafts, engine, prefill
from referrals.actions import begin, save_answers
from referrals.cleaning import clean
from referrals.drafts import Draft
from referrals.forms import QuestionForm
from referrals.questions import current
from referrals.questions.nrm_2026_04.opening import SAFE_TONIGHT
from referrals.questions.shape import Step
from referrals.safety_contacts import contacts_for
from referrals.typed_page_actions import CLOSED, ChangedMeanwhile, Window
from referrals.typed_page_shown import Shown, on_conflict, on_errors, on_opening
from victims.models import Person, Screening
from victims.views import identity_of

NOT_ASKED = "This page is not asked any more, because another answer was changed."


def contacts(actor) -> list[dict]:
    """Whom to call, each with the day its number was last compared with its source."""
    today = timezone.localdate()
    return [
        {"contact": contact, "is_old": contact.needs_checking(today)}
        for contact in contacts_for(actor.agency.partnership.code)
    ]


def step_context(actor, person: Person, step: Step, **more: Any) -> dict[str, Any]:
    """What every page of questions or advice shows around them."""
    return {
        "title": step.title,
        "identity": identity_of(person),
        "warnings": [person.contact_warning] if person.contact_warning else [],
        "step": step,
        "contacts": contacts(actor) if step.contacts else [],
        **more,
    }


class ChooseScreening(RecordView):
    """From a person's page: a referral starts from a screening, so say which."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = access.find(self.actor, "refer", Person, reference=reference)
        rows = access.allowed(self.actor, "see", Screening).standing().filter(person=person)
        found = list(rows.select_related("agency").order_by("-screened_at", "-id")[:50])
        audit.record(self.actor, "begin_add", person, detail={"type": "referrals"})
        if len(found) == 1:
            return redirect("referral_start", found[0].reference)
        return render(
            request,
            "referrals/choose_screening.html",
            {
                "title": "Start a referral",
                "identity": identity_of(person),
                "warnings": [person.contact_warning] if person.contact_warning else [],
                "screenings": found,
                "screen_href": reverse("screenings_add", args=[reference]),
                "back_href": reverse("people:page", args=[reference]),
            },
        )


class StartReferral(View):
    """ "Is the person safe tonight?", before anything is stored. Answering it begins the draft."""

    def screening(self) -> Screening:
        rows = Screening.objects.standing().select_related("person__incident")
        return access.find(self.request.actor, "refer", rows, reference=self.kwargs["reference"])

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        screening = self.screening()
        audit.record(request.actor, "begin_add", screening, detail={"type": "referrals"})
        return self.page(screening)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        screening, today = self.screening(), timezone.localdate()
        questions = current(today)
        step = questions.step(SAFE_TONIGHT)
        values, errors = clean(step, request.POST, today=today)
        if errors:
            audit.record(request.actor, "not_added", screening, detail={"fields": sorted(errors)})
            return self.page(screening, request.POST, errors)
        referral = begin(screening, by=request.actor, at=timezone.now())
        following = engine.next_step(questions, values, after=step.key)
        return redirect("referral_question", referral.reference, following.key)

    def page(self, screening: Screening, data=None, errors=None) -> HttpResponse:
        step = current(timezone.localdate()).step(SAFE_TONIGHT)
        form = QuestionForm(step, step.fields, data, found=errors)
        back = reverse("screenings:page", args=[screening.reference])
        context = step_context(
            self.request.actor, screening.person, step, form=form, back_href=back, cancel_href=back
        )
        return render(self.request, "referrals/question.html", context)


class DraftView(View):
    """Pages of the author's own answers."""

    @property
    def actor(self):
        return self.request.actor

    def draft(self, act: str) -> Draft:
        return drafts.find(self.actor, act, self.kwargs["reference"])


class QuestionPage(DraftView):
    """One page of questions. What follows from an answer on the same page is asked next."""

    def get(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        draft, found = self.on_path()
        if found is None:
            return redirect("referrals:page", reference)
        if found.kind == "files":
            return redirect("referral_evidence", reference)
        suggested = prefill.to_confirm(self.actor, draft, (found,))
        sources = list(dict.fromkeys(each.source for each in suggested.values()))
        audit.record(self.actor, "read", draft.row, parts=[found.key, *sources])
        shown = engine.shown(draft.questions, draft.answers, found)
        known = {key: each.value for key, each in suggested.items()} | draft.answers
        if not is_kept(found):
            return self.page(draft, found, QuestionForm(found, shown, answers=known), sources)
        kept = on_opening(draft, found, self.actor, from_saved=request.GET.get("from") == "saved")
        if kept.data is not None:
            return self.page(draft, found, self.typed(draft, found, kept.data), kept=kept)
        form = QuestionForm(found, shown, answers=known)
        return self.page(draft, found, form, sources, kept)

    def on_path(self) -> tuple[Draft, Step | None]:
        """The draft and its page; None for a page that this person is not asked."""
        draft = self.draft("refer")
        found = draft.step(self.kwargs["step"])
        if found is None:
            raise Http404(access.NOTHING_HERE)
        on_path = found in engine.path(draft.questions, draft.answers)
        return draft, found if draft.is_open and (on_path or found.kind == "advice") else None

    def post(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        draft, found = self.on_path()
        if found is None:
            if any(was_sent(field.key, request.POST) for field in draft.step(step).fields):
                # The page of a refusal gives back what was typed.
                raise access.Refused(NOT_ASKED if draft.is_open else CLOSED)
            return redirect("referrals:page", reference)
        before = self.before(draft, found)
        shown = engine.shown(draft.questions, draft.answers, found)
        values, errors = clean(found, request.POST, today=timezone.localdate(), answers=before)
        asked_now = [field for field in found.fields if field.key in values.keys() | errors.keys()]
        further = [field for field in asked_now if field not in shown]
        # Not on the page that was sent, so neither empty nor wrong: it is asked next.
        unsent = {field.key for field in further if not was_sent(field.key, request.POST)}
        errors = {key: sentence for key, sentence in errors.items() if key not in unsent}
        staying, leaving = "more" in request.POST, "leave" in request.POST
        if leaving or staying:
            # Leaving is never refused for what is not answered yet, only for what would be lost.
            errors = {key: said for key, said in errors.items() if was_sent(key, request.POST)}
        if errors:
            audit.record(self.actor, "not_changed", draft.row, parts=[found.key])
            drawn = [field for field in found.fields if field in shown or field in further]
            form = QuestionForm(found, drawn, request.POST, found=errors)
            kept = on_errors(draft, found, self.actor, request.POST) if is_kept(found) else None
            return self.page(draft, found, form, kept=kept)
        values = {key: value for key, value in values.items() if key not in unsent}
        window = Window.sent(request.POST)
        try:
            saved = save_answers(draft, found, values, by=self.actor, window=window)
        except CannotBeDone as why_not:
            raise access.Refused(str(why_not)) from None
        except ChangedMeanwhile as changed:
            audit.record(self.actor, "not_changed", draft.row, parts=[found.key])
            kept = on_conflict(changed.draft, found, self.actor, request.POST)
            form = self.typed(changed.draft, found, request.POST)
            return self.page(changed.draft, found, form, kept=kept)
        if leaving:
            messages.success(request, "Saved. You find it under “My work”.")
            return redirect("referrals:page", reference)
        if unsent or staying:
            return redirect(request.get_full_path())
        return self.onward(saved, found, values)

    def typed(self, draft: Draft, step: Step, data: QueryDict) -> QuestionForm:
        """The page with what was typed in its boxes, as it was typed, and nothing judged."""
        before = self.before(draft, step)
        values, errors = clean(step, data, today=timezone.localdate(), answers=before)
        drawn = {field.key for field in engine.shown(draft.questions, draft.answers, step)}
        drawn |= values.keys() | errors.keys()
        return QuestionForm(step, [field for field in step.fields if field.key in drawn], data)

    def before(self, draft: Draft, step: Step) -> dict[str, object]:
        """What this page's conditions may look at: the answers met before it, and the facts."""
        hidden = engine.aside(draft.questions, draft.answers).keys()
        hidden |= {field.key for field in step.fields}
        return {key: answer for key, answer in draft.answers.items() if key not in hidden}

    def onward(self, draft: Draft, step: Step, values: dict[str, object]) -> HttpResponse:
        """The next page; after a change from the check page, only what is missing because of it."""
        reference = draft.referral.reference
        if "check" in self.request.GET:
            gaps = engine.missing(draft.questions, draft.answers)
            following = gaps[0][0] if gaps else None
        else:
            answers = {**draft.answers, **values}
            following = engine.next_step(draft.questions, answers, after=step.key)
        if following is None:
            return redirect("referral_check", reference)
        return redirect("referral_question", reference, following.key)

    def page(
        self,
        draft: Draft,
        step: Step,
        form: QuestionForm,
        sources: Sequence[str] = (),
        kept: Shown | None = None,
    ) -> HttpResponse:
        """sources: where answers come from that stand there and are not yet the author's. kept:
        the window, and what it shows beside the answers."""
        reference = draft.referral.reference
        back = reverse("referrals:page", args=[reference])
        if "check" in self.request.GET:
            back = reverse("referral_check", args=[reference])
        more: dict[str, Any] = {"form": form, "back_href": back, "leave_text": "Save and leave"}
        if any(field.repeats > 1 for field in step.fields):
            more["more_text"] = "Add another"
        if step.kind != "questions":
            following = engine.next_step(draft.questions, draft.answers, after=step.key)
            more |= {
                "form": None,
                "task_list_href": reverse("referrals:page", args=[reference]),
                "change_href": reverse("referral_question", args=[reference, "consent"]),
                "next_href": reverse("referral_question", args=[reference, following.key])
                if following
                else reverse("referral_check", args=[reference]),
            }
        if sources:
            more["suggestion"] = (
                f"Filled in from {' and '.join(sources)}, and not yet part of your referral. Check "
                "it, change what is not right, then save."
            )
        if kept:
            more |= {
                "kept": kept,
                "keep_href": reverse("typed_page", args=[reference, step.key]),
                "from_saved_href": "?from=saved",
            }
        context = step_context(self.actor, draft.person, step, **more)
        return render(self.request, "referrals/question.html", context)


def is_kept(step: Step) -> bool:
    """Whether the page has questions whose answers are stored."""
    return step.kind == "questions" and any(field.kept for field in step.fields)


def was_sent(key: str, data) -> bool:
    """Whether something was typed or selected for this question."""
    return any(
        value.strip()
        for name in data
        if name == key or name.rpartition("-")[0] == key
        for value in data.getlist(name)
    )
