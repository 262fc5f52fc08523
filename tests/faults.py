"""Faults that tests plant: each rule of docs/access.md broken once, and the test that notices.

Planted by patching the product or changing the database within one test's transaction; there is no
switch for them in the product.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection

from agencies import access, policy, policy_page, policy_table
from agencies.cover import CoverQuerySet
from agencies.emergency import EmergencyAccessQuerySet
from agencies.kept_from import KeptFrom
from agencies.policy import LEVELS, Role, Tie
from agencies.sessions import Standing
from referrals.models import Referral
from shop.models import Note, Visit
from victims.models import Assignment, Person

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Fault:
    """rule: as it is kept. plant: breaks it. caught_by: the test, by file and name."""

    rule: str
    plant: Plant
    caught_by: str


def cell(kind: str, act: str, **changes: object) -> Plant:
    """One line of the policy says something else."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        rule = policy.rule_for(kind, act)
        wrong = replace(rule, **changes)
        patch.setitem(policy._BY_CELL, (kind, act), wrong)
        lines = tuple(wrong if line is rule else line for line in policy.POLICY)
        for module in (policy, policy_table, policy_page):
            patch.setattr(module, "POLICY", lines)

    return plant


def roles_of(kind: str, act: str, more: str) -> Plant:
    return cell(kind, act, roles=policy.rule_for(kind, act).roles | {more})


def reached(model: type, **changes: object) -> Plant:
    """A model is reached by other rows than its own."""
    return lambda patch: patch.setattr(model, "access", replace(model.access, **changes))


def patched(target: str, value: object) -> Plant:
    return lambda patch: patch.setattr(target, value, raising=False)


def sql(statement: str) -> Plant:
    def plant(patch: pytest.MonkeyPatch) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return plant


def function(name: str, old: str, new: str) -> Plant:
    """A function of the database with another condition."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_get_functiondef('{name}'::regproc)")
            told = cursor.fetchone()[0]
            if old not in told:
                raise LookupError(f"{name} does not say {old}")
            cursor.execute(told.replace(old, new))

    return plant


def kept_by(**names: str) -> Callable:
    """The gate asks what is kept from one of the two only: the person, or their agency."""

    def of(actor, carrier):
        rows = KeptFrom.objects.in_force().filter(record_type=carrier._meta.model_name)
        whom = {field: getattr(actor, name).pk for field, name in names.items()}
        return rows.filter(**whom).values("record_id")

    return of


def withdrawn(by, record, agency, *, why: str = "") -> None:
    access.require(by, "manage", record)
    access.given_to(record, agency).delete()


def lifted(by, kept, record, *, at=None) -> None:
    KeptFrom.objects.filter(pk=kept.pk).update(lifted_by=None)


def refused(actor, act, records, **lookup):
    found = access.allowed(actor, act, records).filter(**lookup).first()
    if found is None:
        raise access.Refused(policy.Rule.refusal)
    return found


def counts_all(records, order):
    return records.model._default_manager.count()


LONG_AGO = SimpleNamespace(now=lambda: datetime(2001, 1, 1, tzinfo=UTC))
POLICY = "tests/agencies/test_policy.py::test_every_printed_cell_is_what_the_oracle_says"
GATE = "tests/agencies/test_gate.py::test_"
KEPT = "tests/agencies/test_kept_from.py::test_"
FENCE = "tests/victims/test_fence.py::test_"
LEVEL = "tests/doors/test_levels.py::test_"
LEADING = "tests/victims/test_leading.py::test_"
URGENT = "tests/agencies/test_emergency.py::test_"
TWINS = "tests/proofs/test_twins.py::test_a_barred_reader_is_told_the_same_whether_or_not_"
CANARIES = "tests/proofs/test_canaries.py::test_"
JOINING = "tests/members/test_joining.py::test_"
NOBODY_KEPT = patched("agencies.access._kept_from", lambda actor, carrier: KeptFrom.objects.none())
UNFENCED = "ALTER TABLE victims_contact DISABLE ROW LEVEL SECURITY"
OPEN_TO_ALL = "CREATE POLICY open ON victims_contact FOR SELECT USING (true)"
ONE_LIFTS = "ALTER TABLE agencies_keptfrom DROP CONSTRAINT kept_from_is_lifted_by_two_people"
TRAIL_CHANGES = "ALTER TABLE casework_statuschange DISABLE TRIGGER USER"
LONG_COVER = "ALTER TABLE agencies_cover DROP CONSTRAINT cover_lasts_at_most_14_days"

FAULTS = (
    # Roles, levels, ties, capabilities
    Fault("enforcement never sees needs", cell("needs", "see", never_in=frozenset()), POLICY),
    Fault("contact only for the assigned", cell("contact", "see", tie=Tie.NOTHING), POLICY),
    Fault("needs only for a care role", roles_of("needs", "see", Role.PRACTITIONER), POLICY),
    Fault("leads see no person", roles_of("person", "see", Role.AGENCY_LEAD), POLICY),
    Fault("the board sees no case", roles_of("incident", "see", Role.BOARD_MEMBER), POLICY),
    Fault("administrators see no case", roles_of("incident", "see", Role.ADMINISTRATOR), POLICY),
    Fault("seeing is not working", cell("incident", "work", level=LEVELS[0]), POLICY),
    Fault("working is not managing", cell("incident", "manage", level=LEVELS[1]), POLICY),
    Fault("only the desk triages", roles_of("incident", "triage", Role.PRACTITIONER), POLICY),
    Fault("first responders refer", cell("person", "refer", capability=""), POLICY),
    Fault("re-reading changes nothing", cell("narrative", "change", reread=True),
          f"{LEADING}what_one_wrote_oneself_one_may_read_again_and_no_longer_change"),
    Fault("identity after a reason", cell("identity", "see", with_reason=frozenset()), POLICY),
    Fault("leads only assign others", roles_of("person", "assign", Role.AGENCY_LEAD), POLICY),
    Fault("audit is for records officers", roles_of("audit", "see", Role.ADMINISTRATOR), POLICY),
    Fault("reference data is the administrator's", roles_of("reference", "see", Role.COORDINATOR),
          "tests/shop/test_reference_data.py::test_nobody_else_opens_any_page_of_it[coordinator]"),
    # What was given, and what hangs on it
    Fault(
        "an ended share is over", patched("agencies.access.timezone", LONG_AGO),
        f"{LEVEL}a_share_ends_at_once",
    ),
    Fault(
        "people do not follow from an incident",
        reached(Person, carrier="incident"),
        f"{LEVEL}nothing_about_its_people_follows_from_an_incident",
    ),
    Fault(
        "notes for one agency are its own", reached(Note, narrow=None),
        f"{LEVEL}a_note_for_one_agency_is_read_there_only",
    ),
    Fault(
        "a draft is its author's", reached(Referral, narrow=None),
        f"{LEVEL}a_draft_of_a_referral_is_seen_by_its_author_alone",
    ),
    Fault(
        "a record is corrected by its maker", reached(Visit, narrow=None),
        f"{LEVEL}only_the_agency_that_made_a_record_corrects_it[visits]",
    ),
    Fault(
        "the desk keeps every record", patched("agencies.access.withdraw", withdrawn),
        f"{GATE}the_desk_keeps_every_record",
    ),
    Fault(
        "nothing leaves the partnership", patched("agencies.access.any", lambda rows: False),
        f"{GATE}a_record_is_not_shared_outside_its_partnership",
    ),
    Fault(
        "levels include those below", patched("agencies.access.levels_up_to", lambda to: (to,)),
        f"{GATE}levels_are_written_cumulatively",
    ),
    Fault(
        "hidden is as if it never was", patched("agencies.access.find", refused),
        "tests/doors/test_hidden.py::test_an_agency_without_the_grant_learns_nothing",
    ),
    Fault(
        "a count is of what one may see", patched("casework.lists.counted", counts_all),
        f"{TWINS}there_is_a_hidden_record[never_given-every_route]",
    ),
    # What is kept from someone
    Fault("what is kept does not exist", NOBODY_KEPT,
          f"{KEPT}a_record_kept_from_a_person_does_not_exist_for_them_by_any_act"),
    Fault(
        "kept from an agency",
        patched("agencies.access._kept_from", kept_by(user="user")),
        f"{KEPT}kept_from_an_agency_it_is_kept_from_all_its_people_and_from_no_other",
    ),
    Fault(
        "kept from a person", patched("agencies.access._kept_from", kept_by(agency="agency")),
        f"{KEPT}kept_from_a_person_it_is_kept_whichever_agency_they_act_for",
    ),
    Fault(
        "two lift together", patched("agencies.restriction.lift", lifted),
        f"{KEPT}it_is_lifted_by_two_people_of_whom_neither_is_kept_out",
    ),
    Fault(
        "the database wants two to lift", sql(ONE_LIFTS),
        f"{KEPT}the_database_itself_refuses_to_lift_with_one_person",
    ),
    # The second fence
    Fault("parts are fenced", sql(UNFENCED),
          f"{FENCE}an_assigned_member_of_an_agency_that_has_the_person_reaches_the_parts"),
    Fault("nobody told, no rows", sql(OPEN_TO_ALL), f"{FENCE}reach_ends_with_the_share"),
    Fault(
        "the fence knows what is kept",
        function("person_given", "k.lifted_at IS NULL", "false"),
        f"{FENCE}reach_ends_when_the_person_is_kept_from_the_reader",
    ),
    Fault(
        "the fence ends with the share",
        function("person_given", "g.ends_at > statement_timestamp()", "true"),
        f"{FENCE}reach_ends_with_the_share",
    ),
    Fault(
        "a reason is for today", function("person_asked_about", 'r."on" =', 'r."on" <='),
        f"{FENCE}a_reason_of_today_reaches_who_the_person_is_and_no_other_part",
    ),
    # Assigning, cover, joining, emergencies
    Fault(
        "a lead decides for their own agency", reached(Assignment, narrow=None),
        f"{LEADING}a_lead_decides_for_their_own_agency_only",
    ),
    Fault(
        "cover ends by itself",
        lambda patch: patch.setattr(CoverQuerySet, "on", lambda rows, day: rows.all()),
        f"{LEADING}cover_has_what_the_colleague_is_assigned_to_and_ends_by_itself[-13--1-False]",
    ),
    Fault("cover lasts 14 days", sql(LONG_COVER),
          f"{LEADING}the_database_keeps_cover_to_14_days[14-False]"),
    Fault(
        "nobody lets in whom they proposed",
        patched("members.workflow._by_a_second_person", lambda invitation, by: None),
        f"{JOINING}nobody_approves_whom_they_proposed_nor_themselves",
    ),
    Fault(
        "emergency access ends",
        lambda patch: patch.setattr(
            EmergencyAccessQuerySet, "open", lambda rows, now: rows.filter(opened_at__lte=now)
        ),
        f"{URGENT}it_is_open_from_its_first_to_its_last_moment_and_at_no_other",
    ),
    Fault(
        "emergency access only reads", cell("incident", "work", in_emergency=True),
        f"{URGENT}no_act_but_reading_is_opened",
    ),
    Fault("kept stays kept in an emergency", NOBODY_KEPT,
          f"{URGENT}a_record_kept_from_someone_stays_kept"),
    # Drafts
    Fault(
        "a window writes over nothing that it never showed",
        patched("referrals.actions.must_be_as_seen", lambda *_: None),
        "tests/referrals/test_typed_pages.py::test_the_second_to_save_sees_both_texts",
    ),
    Fault(
        "an unsaved text ends only where it was shown",
        patched(
            "referrals.actions.forget_typed",
            lambda row, step, window: row.referral.typed_pages.filter(step=step.key).delete(),
        ),
        "tests/referrals/test_typed_pages.py::test_a_text_typed_on_since_it_was_shown_stays",
    ),
    # Signing in, what was done, words that leave
    Fault(
        "everyone gives a second factor",
        patched("agencies.sessions.standing", lambda request, now=None: Standing.OPEN),
        "tests/agencies/test_sessions.py::test_without_a_second_factor_nothing_is_shown",
    ),
    Fault(
        "the trail is only added to", sql(TRAIL_CHANGES),
        "tests/casework/test_timeline.py::test_the_trail_can_only_be_added_to",
    ),
    Fault(
        "no log quotes a row", patched("config.logs.is_of_database", lambda error: False),
        f"{CANARIES}what_the_database_refused_is_in_no_log_and_on_no_page",
    ),
    Fault(
        "mail names nothing", patched("agencies.notices.TEXT", "INC-7K3QXM-P is waiting."),
        "tests/shop/test_sharing.py::test_a_message_says_that_something_waits_and_no_more",
    ),
)  # fmt: skip
