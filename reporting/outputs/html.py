"""The web edition: one body, shown as a page of the site or as a file that stands alone.

The file carries its own small style sheet, because a downloaded page has no site around it. The
page of the site uses the site's, as the content security policy allows no style in the page.
"""

from pathlib import Path

from django.template.loader import render_to_string

from reporting.outputs.printed import Printed

STYLE = Path(__file__).with_name("standalone.css")


def standalone(report: Printed) -> bytes:
    """A whole HTML document without any outside address."""
    style = STYLE.read_text(encoding="utf-8")
    page = render_to_string("reporting/report_file.html", {"report": report, "style": style})
    return page.encode()
