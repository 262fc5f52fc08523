"""Asking about a figure: from a board member to the coordinator, approved, beside the figure."""

from html import unescape

import pytest

from agencies.models import AuditEvent
from casework.lists import PAGE
from reporting.questions.models import FigureQuestion
from tests import make
from tests.signing_in import sign_in

ABOUT = "measure=incidents&dimension=town&period=2022-23"
ASK = f"/figures/ask/?{ABOUT}"
DASHBOARD = "/figures/dashboard/?period=2022-23"


def client(of, *roles, **facts):
    member = make.member(make.agency(of), *roles, **facts)
    return sign_in(member.user, member.pk)


@pytest.mark.django_db
def test_a_question_is_answered_by_the_desk_approved_by_the_chair_and_stands_beside_the_figure():
    make.incident()
    ivo, amal = client("council", "analyst", name="Ivo"), client("desk", "coordinator")
    chair = client("council", "board_member", name="Chair", capabilities=["approver"])
    bea = client("housing", "practitioner")
    page = ivo.get(DASHBOARD).content.decode()
    assert ASK.replace("&", "&amp;") in page
    assert "/figures/ask/" not in amal.get(DASHBOARD).content.decode()
    assert ivo.get(ASK).status_code == 200
    refused = ivo.post(ASK, {"question": ""})
    assert "Enter your question" in refused.content.decode()
    assert ivo.post(ASK, {"question": "Why did Tipton rise?"}).status_code == 302
    asked = FigureQuestion.objects.get()
    assert asked.reference in amal.get("/my-work/").content.decode()

    at = f"/figures/questions/{asked.reference}/"
    for who in (bea, amal):
        assert who.post(ASK, {"question": "x"}).status_code == 403
    assert bea.get(at).status_code == 403
    assert ivo.post(f"{at}steps/answer/", {"answer": "x"}).status_code == 403
    elsewhere = make.member(make.agency("desk", make.partnership("second")), "coordinator")
    assert sign_in(elsewhere.user, elsewhere.pk).get(at).status_code == 404
    for wrong in ("measure=nothing", "measure=incidents&dimension=sex&period=2022-23",
                  "measure=incidents&period=20"):  # fmt: skip
        assert ivo.get(f"/figures/ask/?{wrong}").status_code == 404

    given = {"answer": "A charity opened there.", "version": asked.version}
    assert amal.post(f"{at}steps/answer/", given).status_code == 302
    asked.refresh_from_db()
    assert (asked.status, asked.answered_by.name) == ("ANSWERED", "sandwell desk coordinator")
    assert "A charity opened there." not in ivo.get(DASHBOARD).content.decode()
    assert amal.post(f"{at}steps/approve/", {"version": asked.version}).status_code == 403
    assert chair.post(f"{at}steps/approve/", {"version": asked.version}).status_code == 302
    for who in (ivo, amal, chair):
        page = unescape(who.get(DASHBOARD).content.decode())
        assert "Why did Tipton rise?" in page
        assert "A charity opened there." in page
        assert who.get(at).status_code == 200
    assert "Why did Tipton rise?" not in bea.get(DASHBOARD).content.decode()
    assert asked.reference not in amal.get("/my-work/").content.decode()
    assert {"add", "step:answer", "step:approve"} <= set(
        AuditEvent.objects.filter(reference=asked.reference).values_list("act", flat=True)
    )


@pytest.mark.django_db
def test_a_long_list_of_questions_is_paged_and_none_is_left_out():
    amal = client("desk", "coordinator")
    asker = make.member(make.agency("council"), "analyst").user
    for number in range(PAGE + 1):
        FigureQuestion.objects.create(
            partnership=make.partnership(), asked_by=asker, measure="incidents",
            period="2022-23", question=f"Question {number:03}",
        )  # fmt: skip
    first = amal.get("/figures/questions/").content.decode()
    assert f"Question {PAGE:03}" in first
    assert "Question 000" not in first
    last = FigureQuestion.objects.order_by("asked_at", "pk")[1]
    assert f"?after={last.reference}" in first
    rest = amal.get(f"/figures/questions/?after={last.reference}").content.decode()
    assert "Question 000" in rest
    assert "Question 001" not in rest
