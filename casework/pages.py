"""Pages that belong to no type of record: where one begins, what waits, what every service says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agencies import access, audit
from agencies.middleware import open_to_all, shows_no_records
from agencies.policy import ROLE_SENTENCES, Role, Rule
from casework import work
from casework.dates import short_date


@shows_no_records
def home(request: HttpRequest) -> HttpResponse:
    """Where a role's day begins: work that waits, the reports, or what the role is for."""
    if work.is_for(request.actor):
        return redirect("my_work")
    if access.may(request.actor, "see", "report"):
        return redirect("reports")
    if access.may(request.actor, "see", "member"):
        return redirect("members")
    if access.may(request.actor, "see", "audit"):
        return redirect("audit")
    roles = [(Role(role).label, ROLE_SENTENCES[role]) for role in sorted(request.actor.roles)]
    return render(request, "casework/home.html", {"title": "Your account", "roles": roles})


def my_work(request: HttpRequest) -> HttpResponse:
    if not work.is_for(request.actor):
        raise access.Refused(Rule.refusal)
    today = timezone.localdate()
    found = work.waiting_for(request.actor, today)
    shown = [each.reference for _, waiting in found for each in waiting]
    audit.listed(request.actor, "my_work", shown)
    lists = [
        {
            "heading": heading,
            "columns": [{"text": "Record"}, {"text": "What"}, {"text": "By when"}],
            "rows": [_row(each, today) for each in waiting],
        }
        for heading, waiting in found
    ]
    return render(
        request,
        "casework/my_work.html",
        {"title": "My work", "lists": lists, "log": work.first_act(request.actor)},
    )


def _row(waiting: work.Waiting, today) -> list[dict]:
    due = {"text": short_date(waiting.due) if waiting.due else "No date"}
    if waiting.due and waiting.due < today:
        due = {"text": "Overdue", "tag_class": "govuk-tag--red", "hint": short_date(waiting.due)}
    return [
        {"text": waiting.reference, "href": waiting.href},
        {"text": waiting.text, "hint": waiting.hint},
        due,
    ]


@open_to_all
def page(request: HttpRequest, name: str) -> HttpResponse:
    """A standing page: accessibility statement, privacy, help."""
    return render(request, f"pages/{name}.html", {"title": name.capitalize()})
