"""Components, forms and lists in a real browser: wide, narrow, without script, on paper."""

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route

from tests.casework.gallery import FRAME, EveryKind, shown
from tests.casework.test_rendering import urlpatterns  # noqa: F401 the addresses that pages name

pytestmark = pytest.mark.urls(__name__)

SITE = "http://casework.test"
WIDE, NARROW = 1280, 320
DIRECTIVES = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
POLICY = "; ".join(f"{name} {' '.join(values)}" for name, values in DIRECTIVES.items())
# Upstream keeps this on radios that reveal a question, and names it as a known issue.
KNOWN_UPSTREAM = ("aria-allowed-attr", "govuk-radios__input")

Show = Callable[..., Page]


def gallery() -> str:
    return render_to_string("components/gallery.html", {"frame": FRAME, **shown()})


def entry(data: dict[str, Any] | None = None) -> str:
    context = {"title": "Log an incident", "form": EveryKind(data), "back_href": "/back"}
    return render_to_string("casework/record_entry.html", {"frame": FRAME, **context})


def record_list() -> str:
    given = shown()
    table, filters = given["table"], given["filters"]
    context = {
        "title": "Incidents",
        "add": {"text": "Log an incident", "href": "/log"},
        "columns": table["columns"],
        "rows": table["rows"] * 12,
        "filters": filters,
        "chosen_filters": given["chosen"],
        "clear_href": "/all",
        "count_sentence": "Showing 24 of 1,000+ incidents",
        "next_href": "?after=1",
        "print_href": "/print",
    }
    return render_to_string("casework/record_list.html", {"frame": FRAME, **context})


def record_page() -> str:
    given = shown()
    context = {
        **{name: given[name] for name in ("title", "identity", "tabs", "warnings", "steps")},
        "sections": [{"heading": "Where", "rows": given["summary"]}],
        "panels": [given["panel"], given["empty_panel"]],
    }
    return render_to_string("casework/record_page.html", {"frame": FRAME, **context})


def sign_in() -> str:
    return render_to_string("registration/login.html", {"form": EveryKind()})


PAGES = {
    "gallery": gallery,
    "blank form": entry,
    "form with errors": lambda: entry({"how": "other", "happened-day": "12"}),
    "list": record_list,
    "record": record_page,
    "sign in": sign_in,
    "not found": lambda: render_to_string("404.html", {"frame": FRAME}),
    "help": lambda: render_to_string("pages/help.html", {"frame": FRAME}),
}


@pytest.fixture
def show(page: Page) -> Show:
    """show(html, width=...): the page as a browser gets it, under the application's own policy."""
    served = {"html": "", "live": []}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith(settings.STATIC_URL):
            found = Path(finders.find(path.removeprefix(settings.STATIC_URL)))
            kind = mimetypes.guess_type(found)[0]
            route.fulfill(body=found.read_bytes(), content_type=kind)
        elif route.request.headers.get("x-live"):
            body, done = served["live"].pop(0) if served["live"] else ("Asked too often", "0")
            route.fulfill(body=body, content_type="text/html", headers={"X-Live-Done": done})
        else:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=served["html"], headers=headers)

    def open_page(html: str, *, width: int = WIDE, live: list[tuple[str, str]] = ()) -> Page:
        served.update(html=html, live=list(live))
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{SITE}/")
        return page

    page.set_default_timeout(10_000)
    page.route(f"{SITE}/**", answer)
    return open_page


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_never_scrolls_sideways(name: str, width: int, show: Show) -> None:
    page = show(PAGES[name](), width=width)
    findings = [
        (violation["id"], node["html"])
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    rule, element = KNOWN_UPSTREAM
    assert [each for each in findings if each[0] != rule or element not in each[1]] == []
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(overflow)


def test_each_line_of_the_error_summary_puts_the_focus_on_its_control(show: Show) -> None:
    page = show(PAGES["form with errors"]())
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    links = page.locator(".govuk-error-summary a")
    assert links.count() > 5
    for link in links.all():
        target = link.get_attribute("href").removeprefix("#")
        link.click()
        assert page.evaluate("document.activeElement.id") == target


def test_filters_stand_behind_a_button_on_a_phone(show: Show) -> None:
    page = show(record_list(), width=NARROW)
    apply_filters = page.get_by_role("button", name="Apply filters")
    assert not apply_filters.is_visible()
    page.get_by_role("button", name="Show filter").click()
    assert apply_filters.is_visible()
    page.get_by_role("button", name="Close").click()
    assert not apply_filters.is_visible()


def test_a_question_is_revealed_by_its_answer(show: Show) -> None:
    page = show(entry())
    assert not page.get_by_label("Tell us how").is_visible()
    page.get_by_label("Another way").check()
    assert page.get_by_label("Tell us how").is_visible()


def test_without_script_nothing_is_hidden(browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        styles = Path(finders.find("casework/css/application.css")).read_text(encoding="utf-8")
        page.set_content(record_list().replace("</head>", f"<style>{styles}</style></head>"))
        assert page.get_by_role("button", name="Apply filters").is_visible()
        page.set_content(entry().replace("</head>", f"<style>{styles}</style></head>"))
        assert page.get_by_label("Tell us how").is_visible()


def test_a_job_tells_how_far_it_is_until_it_is_done(show: Show) -> None:
    job = {"sentence": "1 of 2 towns done", "done": 1, "total": 2}
    context = {"job": job, "live_href": "/live", "check_href": "/check"}
    region = render_to_string("components/live_region.html", context)
    html = gallery().replace("5 of 6 towns done", "Another job").replace("<h1", f"{region}<h1", 1)
    html = html.replace('data-live-url="?after=1"', "")
    page = show(html, live=[("<p>2 of 2 towns done</p>", "0"), ("<p>The report is ready</p>", "1")])
    assert page.get_by_text("1 of 2 towns done").is_visible()
    page.get_by_text("2 of 2 towns done").wait_for(timeout=5000)
    page.locator("[data-live-url]").get_by_text("The report is ready").wait_for(timeout=5000)
    page.wait_for_timeout(3500)
    assert page.get_by_text("The report is ready").first.is_visible()


def test_on_paper_there_is_nothing_to_press(show: Show) -> None:
    page = show(record_page())
    page.emulate_media(media="print")
    for hidden in (".govuk-button", ".govuk-service-navigation", ".app-footer", ".app-steps"):
        assert not page.locator(hidden).first.is_visible()
    assert page.get_by_text("Printed by Bea Hughes, Housing").is_visible()
