"""There is one gate, and no way in goes round it."""

import ast
import importlib.util
import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from agencies.models import Partnership
from shop.setting_up import make_partnership
from tests import make
from tests.architecture.source import OF_THE_FIELD, ROOT, files, name_of, own_models, tree_of

# A way in is a file that answers someone: a page, the API, a form, a task, a tag, a work list.
WAYS_IN = re.compile(
    r"(views?|api\w*|forms?|tasks|work|lists?|context_processors|pages|admin|reference_data)\.py$"
)
# Trails and drafts belong to one record or one person, though the gate does not know them.
NO_ACCESS_BUT_CASES = {"StatusChange", "ReportDraft"}

# Where a way in names rows itself, and why it may: each is handed to the gate, or is one's own.
ROWS_NAMED: dict[tuple[str, str], str] = {
    ("casework/audit_lists.py", "Membership"): "staff of the partnership; no case",
    ("casework/audit_lists.py", "record_type.model"): "references alone, to be found or left out",
    ("casework/audit_views.py", "Membership"): "staff whom the reader of the audit narrows it to",
    ("casework/api.py", "self.record_type.model"): "handed to access.find",
    ("casework/reference_data.py", "model"): "of the partnership; models the gate does not know",
    ("casework/views.py", "self.record_type.model"): "handed to access.find",
    ("agencies/management/commands/api_token.py", "Membership"): "run by hand, for one member",
    ("members/forms.py", "Membership"): "only whether somebody works in an agency already",
    ("members/forms.py", "Invitation"): "only whether somebody is invited there already",
    ("members/lists.py", "StatusChange"): "of an invitation that passed the gate",
    ("members/lost_factor_views.py", "LostFactor"): "handed to access.find",
    ("members/views.py", "Invitation"): "handed to access.find; whether a change waits already",
    ("members/views.py", "Membership"): "handed to access.find",
    ("casework/forms.py", "model"): "towns, wards: types that the gate does not know",
    ("casework/lists.py", "model"): "towns, agencies as filters: types the gate does not know",
    ("shop/forms.py", "Location"): "only whether another place has this address, for the desk",
    ("shop/logging_views.py", "ReportDraft"): "one's own, compared with the membership",
    ("shop/work.py", "ReportDraft"): "one's own, by membership",
    ("shop/asking_views.py", "Question"): "handed to access.find",
    ("shop/views.py", "AgencyRequest"): "a day beside incidents that passed the gate",
    ("shop/views.py", "Visit"): "a day beside incidents that passed the gate",
    ("shop/views.py", "StatusChange"): "a day beside incidents that passed the gate",
    ("victims/forms.py", "Membership"): "none, until the page names colleagues",
    ("victims/views.py", "PARTS[self.part]"): "handed to access.find",
    ("referrals/draft_offer_views.py", "DraftOffer"): "handed to access.find and access.allowed",
    ("referrals/draft_offer_work.py", "DraftOffer"): "a later one beside offers that passed",
    ("referrals/draft_offer_work.py", "access.grant_model(Person)"): "beside offers that passed",
    ("referrals/colleague_views.py", "ColleagueCheck"): "handed to access.find",
    ("referrals/evidence_views.py", "Evidence"): "handed to access.find",
    ("referrals/after_views.py", "Referral"): "handed to access.find",
    ("referrals/after_views.py", "FollowUp"): "handed to access.find",
    ("referrals/question_views.py", "Screening"): "handed to access.find",
    ("referrals/work.py", "StatusChange"): "a day beside referrals that passed the gate",
    ("reporting/views.py", "AnnualReport"): "handed to access.find",
    ("reporting/fault_views.py", "AnnualReport"): "handed to access.find",
    ("reporting/stories/views.py", "Story"): "handed to access.find",
    ("reporting/written/views.py", "Priority"): "handed to access.allowed",
    ("reporting/written/views.py", "Story"): "handed to access.allowed",
    ("reporting/written/views.py", "WrittenSection"): "handed to access.find and access.allowed",
    ("reporting/written/views.py", "self.model"): "handed to access.find",
    ("reporting/board/views.py", "BoardPack"): "handed to access.find",
    ("reporting/declared/views.py", "DeclaredFigure"): "handed to access.find; corrected or not",
    ("reporting/questions/views.py", "FigureQuestion"): "made; handed to access.find",
    ("reporting/sign_off_views.py", "AnnualReport"): "handed to access.find",
    ("reporting/sign_off_views.py", "StatusChange"): "of a report that passed the gate",
    ("reporting/kept/views.py", "StatusChange"): "of reports that passed the gate",
}
# Where SQL is written by hand: it knows no gate, so each place says what it is for.
OWN_SQL = {
    "casework/jobs.py": "locks and signs of life of jobs",
    "agencies/fence.py": "tells the database who acts, for row security",
    "victims/names.py": "the one function that looks for names; the gate is asked on what it gives",
    "agencies/sealing.py": "the seal over the audit",
    "reporting/counting/figures.py": "figures count all records, the same for every reader",
    "reporting/stories/models.py": "whether somebody agrees that their story is told; yes or no",
    "reporting/stories/withdrawing.py": "the past of a story, which nobody writes, is emptied",
    "reporting/written/numbers.py": "a connection, handed to editions",
    "reporting/national/comparing.py": "a connection, handed to figures",
    "reporting/preview.py": "a connection, handed to figures and editions",
    "reporting/kept/freezing.py": "a cursor, handed to figures",
    "reporting/kept/views.py": "a cursor, handed to freezing and since",
    "reporting/figure_views.py": "labels of towns, handed to figures",
    "reporting/dashboard/cells.py": "a cursor, handed to labels and counting, which ask the gate",
    "reporting/referral_views.py": "a cursor, handed to referral_figures",
}
# The one named way round the gate, with how often it is used and for what.
UNSCOPED: dict[str, int] = {}


def case_models() -> set[str]:
    found = {m.__name__ for m in apps.get_models() if getattr(m, "access", None) is not None}
    return found | NO_ACCESS_BUT_CASES


def rows_named(path) -> set[tuple[str, str]]:
    """(file, what stands before) of every `.objects` and `._default_manager` of case data."""
    known = {model.__name__ for model in apps.get_models()} - case_models()
    return {
        (name_of(path), ast.unparse(node.value))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and ast.unparse(node.value) not in known
    }


def test_no_way_in_names_rows_past_the_gate() -> None:
    ways_in = [path for path in files(*OF_THE_FIELD) if WAYS_IN.search(path.name)]
    ways_in += list(files("casework/templatetags"))
    found = set().union(*(rows_named(path) for path in ways_in))
    assert found - set(ROWS_NAMED) == set(), "hand these to agencies.access"
    assert set(ROWS_NAMED) - found == set(), "no longer needed: take them from the list"


def test_no_template_reads_related_records_by_itself() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(
            r"(?<!forloop)\.(all|objects|count|first|exists)\b", path.read_text(encoding="utf-8")
        )
    }
    assert found == set()


def test_the_named_way_round_is_counted() -> None:
    found: dict[str, int] = {}
    for path in files(*OF_THE_FIELD):
        calls = [
            node
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("unscoped")
        ]
        if calls:
            found[name_of(path)] = len(calls)
    assert found == UNSCOPED


def test_sql_written_by_hand_is_where_it_is_known_to_be() -> None:
    found = {
        name_of(path)
        for path in files(*OF_THE_FIELD)
        if re.search(r"\.cursor\(|\.raw\(|RawSQL|\.extra\(", path.read_text(encoding="utf-8"))
    }
    assert found == set(OWN_SQL)


def test_guardian_is_a_table_here_and_no_more() -> None:
    """Its shortcuts find rows by other rules, slower, and see model-wide permissions."""
    uses = {
        (name_of(path), node.module)
        for path in files(*OF_THE_FIELD, "demonstration", "config")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("guardian")
    }
    assert uses == {("agencies/models.py", "guardian.models")}


@pytest.mark.django_db
def test_an_agency_holds_no_right_to_a_whole_table() -> None:
    """One such row on an agency's group would open every record of the nation."""
    make.agency("housing")
    make_partnership(
        partnership="Elsewhere",
        towns=["Otherton"],
        agencies=["Council"],
        name="Eve",
        email="eve@example.org",
        password="a long password of nobody",
        second_name="Ed",
        second_email="ed@example.org",
    )
    assert Partnership.objects.count() == 2
    assert Group.objects.count() >= 4
    assert not Group.permissions.through.objects.exists()


def test_no_code_gives_a_right_to_a_whole_table() -> None:
    found = {
        name_of(path)
        for path in files(*OF_THE_FIELD, "demonstration")
        if re.search(r"(user_)?permissions\.(add|set)\(|has_perm\(", path.read_text("utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_model_says_which_of_its_fields_are_personal(model) -> None:
    """Said by itself, or by the abstract model it fills in; never taken from Record unsaid."""
    declared = next(base for base in model.__mro__ if "personal_fields" in vars(base))
    assert declared.__name__ != "Record"
    names = {field.name for field in model._meta.fields}
    assert set(model.personal_fields) <= names


def test_the_older_database_driver_is_the_only_one() -> None:
    """Django prefers psycopg 3 as soon as it can be imported; the pins were measured with 2."""
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None
