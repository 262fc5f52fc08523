"""What someone may type freely into a case record is personal, unless a reason stands here."""

import pytest
from django.apps import apps
from django.db import models

from casework.codes import CodeField
from tests.architecture.source import own_models

NOT_PERSONAL = {
    "reference": "made by us",
    "question_set": "made by us",
    "wording_version": "made by us",
    "step": "a page's address, made by us",
    "mistake_reason": "why a record was wrong; shown with the record alone",
    "passed_to": "an organisation",
    "digest": "made by us",
    "period": "a year",
    "audience": "a word of ours",
    "contract": "figures",
    "done": "keyed marks of answers, from which none can be read",
    "page": "the address of a page of the Home Office form",
    "quarter": "three months of a year",
    "decisions": "what the board is asked to decide, printed for it; the page asks to name nobody",
    "supplied_by": "an organisation, printed in reports",
    "how_counted": "a rule of counting, printed in reports",
}
# Words that would be personal elsewhere.
NOT_PERSONAL_IN = {
    ("reporting.DeclaredFigure", "name"): "what was counted, printed in reports",
    ("reporting.FigureQuestion", "measure"): "a word of ours",
    ("reporting.FigureQuestion", "dimension"): "a word of ours",
    ("reporting.FigureQuestion", "question"): "about a figure; the page asks to name nobody",
    ("reporting.FigureQuestion", "answer"): "stands beside a figure, approved by another",
    ("reporting.WrittenSection", "title"): "printed in reports",
    ("reporting.WrittenSection", "text"): "printed in reports",
    ("reporting.Priority", "words"): "printed in reports",
    ("reporting.Priority", "measure"): "a word of ours",
    ("reporting.Priority", "action"): "printed in reports",
    ("reporting.Priority", "owner"): "an agency or a role, printed in reports",
    ("reporting.Story", "treated"): "words of ours",
}
CASE_APPS = {"ties", "shop", "victims", "referrals", "interventions", "reporting"}
CASES = [m for m in own_models() if m._meta.app_label in CASE_APPS and hasattr(m, "access")]


def test_there_are_case_records_to_look_at() -> None:
    assert apps.get_model("shop", "Incident") in CASES
    assert len(CASES) > 15


@pytest.mark.parametrize("model", CASES, ids=lambda model: model._meta.label)
def test_free_text_is_personal(model) -> None:
    typed = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, CodeField)
        and not field.choices
    }
    here = {name for label, name in NOT_PERSONAL_IN if label == model._meta.label}
    assert typed - set(model.personal_fields) - set(NOT_PERSONAL) - here == set()
