"""The one gate. Every page, list, count, export, API, task and template asks here.

Three facts decide: the acting agency was given the record, a role held in that agency may do the
act, and nobody has kept the record from this person or agency. Emergency access stands for the
first two, on one record and to read; nothing stands for the third. `policy.py` says which roles;
the grant tables say which records; `kept_from.py` says what is kept from whom.
Everything else in this module is derived from `allowed`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, F, FilteredRelation, Func, OuterRef, Q, Value
from django.db.models.functions import Least
from django.http import Http404
from django.utils import timezone

from agencies import audit, notices
from agencies.acting import Actor
from agencies.emergency import EmergencyAccess
from agencies.kept_from import KeptFrom
from agencies.models import Agency, Cause
from agencies.policy import Level, Rule, Tie, levels_up_to, rule_for
from agencies.rows import named

NOTHING_HERE = (
    "There is nothing here that you can open. If a colleague sent you this link, "
    "ask them to share the record with your agency."
)
# Why an agency has a record that somebody chose to give it. The others come with making a record,
# when it cannot be kept from anyone yet.
CHOSEN = frozenset({Cause.SHARED, Cause.LEAD, Cause.VISIT})

DESK_HOLDS_ALL = "The partnership's desk holds every record."


class Refused(PermissionDenied):
    """The record may be seen, but not this act. The message says what to do instead."""


def may(actor: Actor | None, act: str, kind: str) -> bool:
    """Whether the actor's role does `act` on records of `kind` at all. Asks no record."""
    return bool(_ties(actor, rule_for(kind, act)))


def may_after_reason(actor: Actor | None, act: str, kind: str) -> bool:
    """Whether the actor's role does `act` after giving a reason, assigned or not."""
    return Tie.REASON in _ties(actor, rule_for(kind, act))


def allowed(actor: Actor | None, act: str, records) -> models.QuerySet:
    """Those of `records` on which `actor` may do `act`. The only rule; adds no query of its own.

    records: a model or a queryset of one that declares `access`. A model with a carrier borrows
    the grants of that record (a visit has its incident's), so sharing an incident shares them.
    Carriers are joined to their grants on identity and sort key together, which lets PostgreSQL
    walk two ordered indexes; borrowers ask whether a grant exists.
    Nobody without a membership sees anything: running the system is not reading it.
    """
    queryset = records._default_manager.all() if isinstance(records, type) else records
    model = queryset.model
    rule = rule_for(model.access.kind, act)
    if actor is None or rule is None:
        return queryset.none()
    opened = _opened_in_emergency(model, actor, rule)
    if opened is None:
        queryset = _given(queryset, actor, rule)
    else:
        given = _given(model._default_manager.all(), actor, rule).order_by().values("pk")
        queryset = queryset.filter(Q(pk__in=given) | Q(pk__in=opened))
    if model.access.narrow:
        queryset = model.access.narrow(queryset, actor, act)
    if actor.shown_by:
        # Whoever is shown another's pages sees no more by it than they may see themselves.
        own = allowed(actor.shown_by, act, model).order_by().values("pk")
        queryset = queryset.filter(pk__in=own)
    return queryset


def _given(queryset: models.QuerySet, actor: Actor, rule: Rule) -> models.QuerySet:
    """Those of `queryset` that the actor reaches by what was given, their role and their ties."""
    access, ties = queryset.model.access, _ties(actor, rule)
    if not ties:
        return queryset.none()
    if rule.level:
        level = access.levels.get(rule.act, rule.level)
        queryset = (
            _borrowed(queryset, actor, level)
            if access.carrier
            else _carried(queryset, actor, level)
        )
    if Tie.NOTHING not in ties:
        queryset = queryset.filter(_tied(queryset.model, actor, ties))
    return queryset


def can(actor: Actor | None, act: str, record: models.Model) -> bool:
    """Whether `record` is among the allowed. Derived, never written a second time."""
    return allowed(actor, act, type(record)).filter(pk=record.pk).exists()


def acts_open(actor: Actor | None, record: models.Model, acts: Iterable[str]) -> frozenset[str]:
    """Which of `acts` the actor may do on `record`: as `can`, for a whole page in one query."""
    model = type(record)
    columns = {
        act: Exists(allowed(actor, act, model).filter(pk=OuterRef("pk"))) for act in set(acts)
    }
    row = model._default_manager.filter(pk=record.pk)
    answers = named(row.values_list(*columns.values())) if columns else None
    return frozenset(act for act, yes in zip(columns, answers or (), strict=False) if yes)


def find(actor: Actor | None, act: str, records, **lookup) -> models.Model:
    """The one record of `records` that `lookup` names, if `actor` may do `act` on it.

    Raises Http404 when the actor may not even see it: the same answer as for a record that does
    not exist. Raises Refused, with the policy's sentence, when they see it but may not do this.
    """
    found = named(allowed(actor, act, records).filter(**lookup))
    if found is not None:
        return found
    if act != "see" and (seen := named(allowed(actor, "see", records).filter(**lookup))):
        raise Refused(refusal(seen, act))
    raise Http404(NOTHING_HERE)


def require(actor: Actor | None, act: str, record: models.Model) -> None:
    """Refuse, as `find` does, unless `actor` may do `act` on `record`."""
    find(actor, act, type(record), pk=record.pk)


def require_role(actor: Actor | None, act: str, kind: str) -> None:
    """Refuse unless the actor's role does `act` on `kind`: for acts where no record is at stake."""
    if not may(actor, act, kind):
        rule = rule_for(kind, act)
        raise Refused(rule.refusal if rule else Rule.refusal)


def refusal(record: models.Model, act: str) -> str:
    """The sentence for someone who sees `record` but may not do `act`."""
    rule = rule_for(record.access.kind, act)
    return rule.refusal if rule else Rule.refusal


def levels_held(actor: Actor, carriers: Sequence[models.Model]) -> dict[int, set[str]]:
    """The levels the acting agency holds on each of `carriers`, by primary key. One query."""
    if not carriers:
        return {}
    grant = grant_model(type(carriers[0]))
    held: dict[int, set[str]] = {carrier.pk: set() for carrier in carriers}
    rows = _in_force(grant.objects.filter(group_id=actor.group_id, content_object__in=held))
    rows = rows.exclude(_is_any("content_object_id", _kept_from(actor, type(carriers[0]))))
    for pk, codename in rows.values_list("content_object_id", "permission__codename"):
        held[pk].add(codename.partition("_")[0])
    return held


def unscoped(model: type[models.Model], *, reason: str) -> models.QuerySet:
    """All rows, past the gate, for a stated reason. The one named way round; a test counts uses."""
    if not reason:
        raise ValueError("unscoped needs a reason")
    return model._default_manager.all()


# Emergency access


def looked_among(actor: Actor, use: EmergencyAccess, model: type[models.Model]) -> models.QuerySet:
    """Among which records one may look who has said why: those of the partnership, but for what
    is kept from them. `use` is their own, and still new.
    """
    require_role(actor, "use", "emergency")
    if use.membership_id != actor.membership_id or not use.may_look(timezone.now()):
        raise Refused("Say again why you need emergency access.")
    rows = model._default_manager.filter(partnership_id=actor.partnership_id)
    return rows.exclude(_is_any("pk", _kept_from(actor, model)))


def open_in_emergency(actor: Actor | None, record: models.Model) -> bool:
    """Whether `record` is the one that the actor has open by emergency access."""
    opened = actor.emergency if actor else None
    return opened is not None and (opened.record_type, opened.record_id) == (
        record._meta.model_name, record.pk,
    )  # fmt: skip


def _opened_in_emergency(
    model: type[models.Model], actor: Actor, rule: Rule
) -> models.QuerySet | None:
    """The ids of `model` that the actor's emergency access opens for this act; None when no row
    of its kind is concerned, which is nearly always: then lists are asked for as if it were not.
    """
    opened = actor.emergency
    if opened is None or not rule.in_emergency or not may(actor, "use", "emergency"):
        return None
    path = model.access.carrier
    carrier = _model_at(model, path) if path else model
    if carrier._meta.model_name != opened.record_type:
        return None
    record = carrier._default_manager.filter(pk=opened.record_id)
    record = record.exclude(_is_any("pk", _kept_from(actor, carrier))).values("pk")
    return model._default_manager.filter(**{f"{path or 'pk'}__in": record}).values("pk")


# Giving and ending access


@transaction.atomic
def share(
    by: Actor | None,
    record: models.Model,
    agencies: Iterable[Agency],
    *,
    level: str,
    cause: str,
    purpose: str = "",
    basis: str = "",
    ends_at: datetime | None = None,
    granted_by: models.Model | None = None,
) -> None:
    """Give `record` to several agencies at `level`, in one act.

    An agency that already holds it keeps the higher level, but not beyond the new end; purpose,
    basis and end are replaced.
    `by` must hold `manage`, except when the system gives a record to those who made it (None,
    with `granted_by` naming whose act it follows from).
    Raises ValueError when an agency belongs to another partnership.
    """
    if by is not None:
        require(by, "manage", record)
        granted_by = by.user
    agencies = list(agencies)
    if any(agency.partnership_id != record.partnership_id for agency in agencies):
        raise ValueError("A record is shared only inside its own partnership.")
    model = grant_model(type(record))
    rows = [
        model(
            group_id=agency.group_id,
            permission_id=permission_id(type(record), step),
            content_object=record,
            sort_key=getattr(record, record.sort_key),
            partnership_id=record.partnership_id,
            cause=cause,
            purpose=purpose,
            basis=basis,
            granted_by=granted_by,
            ends_at=ends_at,
        )
        for agency in agencies
        for step in levels_up_to(level)
    ]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["group", "permission", "content_object"],
        update_fields=["cause", "purpose", "basis", "granted_by", "starts_at", "ends_at"],
    )
    if ends_at:
        # Nobody works on what they may no longer see.
        model.objects.filter(
            group__in=[agency.group_id for agency in agencies], content_object=record
        ).update(ends_at=Least("ends_at", Value(ends_at)))
    audit.record(
        by,
        "share",
        record,
        user=granted_by,
        detail={"agencies": [agency.code for agency in agencies], "level": level, "cause": cause},
    )
    if cause in CHOSEN:
        notices.kept_was_given(holders(record, Level.MANAGE), record, agencies=agencies)


@transaction.atomic
def withdraw(by: Actor, record: models.Model, agency: Agency, *, why: str = "") -> None:
    """Stop sharing `record` with `agency`, at once and at every level. why: a code, never words.

    The desk keeps every record, so its own access cannot be ended.
    """
    require(by, "manage", record)
    if agency.is_desk:
        raise Refused(DESK_HOLDS_ALL)
    given_to(record, agency).delete()
    audit.record(by, "stop_sharing", record, detail={"agencies": [agency.code], "why": why})


@transaction.atomic
def regrade(
    by: Actor,
    record: models.Model,
    agency: Agency,
    *,
    level: str,
    ends_at: datetime | None,
    why: str,
) -> None:
    """Change how far and until when `agency` holds `record`; why it was given stays as it was.

    Refused for the desk, and when there is nothing to change because the share has ended.
    """
    require(by, "manage", record)
    if agency.is_desk:
        raise Refused(DESK_HOLDS_ALL)
    model, steps = type(record), levels_up_to(level)
    rows = {row.permission_id: row for row in given_to(record, agency).select_for_update()}
    held = [row for row in rows.values() if row.ends_at is None or row.ends_at > timezone.now()]
    if not held:
        raise Refused(f"{agency} no longer has this record. Share it with them again instead.")
    wanted = [permission_id(model, step) for step in steps]
    given_to(record, agency).exclude(permission_id__in=wanted).delete()
    given_to(record, agency).update(ends_at=ends_at)
    like = {
        name: getattr(held[0], name)
        for name in (
            "group_id",
            "sort_key",
            "partnership_id",
            "cause",
            "purpose",
            "basis",
            "accepted_by_id",
        )
    }
    grant_model(model).objects.bulk_create(
        grant_model(model)(
            permission_id=each, content_object=record, granted_by=by.user, ends_at=ends_at,
            accepted_at=held[0].accepted_at, **like,
        )
        for each in wanted
        if each not in rows
    )  # fmt: skip
    until = ends_at.isoformat() if ends_at else None
    audit.record(
        by,
        "change_share",
        record,
        detail={"agencies": [agency.code], "level": level, "ends_at": until, "why": why},
    )
    notices.kept_was_given(holders(record, Level.MANAGE), record, agencies=[agency])


def given_to(record: models.Model, agency: Agency) -> models.QuerySet:
    """The rows by which `agency` holds or held `record`, ended ones included."""
    return grant_model(type(record)).objects.filter(group_id=agency.group_id, content_object=record)


def holders(record: models.Model, level: str) -> models.QuerySet:
    """The groups of the agencies that hold `record` at `level` now; ended shares are left out."""
    model = type(record)
    grants = grant_model(model).objects.filter(
        content_object=record, permission_id=permission_id(model, level)
    )
    return _in_force(grants).values("group")


def held_by(agency: Agency, carrier: type[models.Model]) -> models.QuerySet:
    """The ids of the records of `carrier` that `agency` has now, at whatever level."""
    grants = grant_model(carrier).objects.filter(
        group_id=agency.group_id, permission_id=permission_id(carrier, "see")
    )
    return _in_force(grants).values("content_object_id")


def shares_of(record: models.Model) -> list[dict]:
    """Who holds `record` and why: one entry an agency, with its highest level. One query."""
    rows = (
        _in_force(grant_model(type(record)).objects.filter(content_object=record))
        .select_related("group__agency", "permission", "granted_by", "accepted_by")
        .order_by("group__agency__name", "permission_id")
    )
    entries: dict[int, dict] = {}
    for row in rows:
        level = row.permission.codename.partition("_")[0]
        entry = entries.setdefault(row.group_id, {"grant": row, "level": level})
        if len(levels_up_to(level)) > len(levels_up_to(entry["level"])):
            entry["level"] = level
    return [{"agency": e["grant"].group.agency, **e} for e in entries.values()]


# The two query forms


def grant_model(carrier: type[models.Model]) -> type[models.Model]:
    """The grant table of a carrier: the model behind its `grants`."""
    return carrier._meta.get_field("grants").related_model


@cache
def permission_id(carrier: type[models.Model], level: str) -> int:
    """The id of a level's permission; it differs between databases but not within a process."""
    return Permission.objects.get(
        content_type__app_label=carrier._meta.app_label,
        codename=f"{level}_{carrier._meta.model_name}",
    ).pk


def _in_force(grants: models.QuerySet) -> models.QuerySet:
    return grants.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))


def _carried(queryset: models.QuerySet, actor: Actor, level: str) -> models.QuerySet:
    """Carriers joined to the agency's grants on all columns of the composite key.

    Filter further on `granted_key`, never on the relation itself: that would open a second join.
    """
    in_force = Q(grants__ends_at__isnull=True) | Q(grants__ends_at__gt=timezone.now())
    return (
        queryset.exclude(_is_any("pk", _kept_from(actor, queryset.model)))
        .alias(
            given=FilteredRelation(
                "grants",
                condition=Q(
                    grants__group=actor.group_id,
                    grants__permission=permission_id(queryset.model, level),
                )
                & in_force,
            ),
            granted_key=F("given__sort_key"),
            granted_in=F("given__partnership"),
        )
        .filter(
            granted_key=F(queryset.model.sort_key),
            granted_in=F("partnership"),
            # Follows from the grant, and lets indexes be used that begin with it.
            partnership_id=actor.partnership_id,
        )
    )


def _borrowed(queryset: models.QuerySet, actor: Actor, level: str) -> models.QuerySet:
    """Records whose carrier the agency was given."""
    access = queryset.model.access
    carrier = _model_at(queryset.model, access.carrier)
    given = _in_force(
        grant_model(carrier).objects.filter(
            group_id=actor.group_id, permission_id=permission_id(carrier, level)
        )
    ).exclude(_is_any("content_object_id", _kept_from(actor, carrier)))
    if access.many:
        relation, _, rest = access.carrier.partition("__")
        field = queryset.model._meta.get_field(relation)
        link = {field.remote_field.name: OuterRef("pk")}
        # The partnership follows from the grant, and spares reading the records of all others.
        link["partnership_id"] = actor.partnership_id
        rows = field.related_model._default_manager.filter(**link)
        inner = given.filter(content_object_id=OuterRef(f"{rest}_id" if rest else "pk"))
        return queryset.filter(Exists(rows.filter(Exists(inner))))
    return queryset.filter(Exists(given.filter(content_object_id=OuterRef(f"{access.carrier}_id"))))


def _ties(actor: Actor | None, rule: Rule | None) -> frozenset[str]:
    """The ties of which one lets the actor do what the rule is about; empty when none would."""
    if actor is None or rule is None:
        return frozenset()
    if actor.shown_by and not _ties(actor.shown_by, rule):
        return frozenset()
    return rule.ties(actor.roles, actor.capabilities, actor.agency.kind)


def _tied(model: type[models.Model], actor: Actor, ties: frozenset[str]) -> Q:
    """Records to which one of `ties` ties the actor."""
    found = Q()
    if Tie.ASSIGNED in ties:
        found |= Q(Exists(_assignments(model, actor)))
    if Tie.REASON in ties:
        found |= Q(Exists(_reasons_today(model, actor)))
    if Tie.AUTHOR in ties:
        found |= Q(written_by=actor.membership_id)
    return found


def _kept_from(actor: Actor, carrier: type[models.Model]) -> models.QuerySet:
    """The ids of the carriers that are kept from this person, or from the agency they act for.

    Asked for once a statement, whatever the number of rows, so that lists keep walking their two
    indexes.
    """
    rows = KeptFrom.objects.in_force().filter(record_type=carrier._meta.model_name)
    return rows.filter(Q(user=actor.user.pk) | Q(agency=actor.agency.pk)).values("record_id")


def _is_any(field: str, ids: models.QuerySet) -> Func:
    """Whether `field` is one of `ids`, as an array: of a sub-query that is excluded PostgreSQL
    expects half of all rows, and plans for too few."""
    found = Func(ArraySubquery(ids), function="ANY")
    return Func(
        F(field), found, template="(%(expressions)s)", arg_joiner=" = ",
        output_field=models.BooleanField(),
    )  # fmt: skip


def _model_at(model: type[models.Model], path: str) -> type[models.Model]:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def _assignments(model: type[models.Model], actor: Actor) -> models.QuerySet:
    """The actor's own assignments to the carrier, and those of the colleagues they cover for."""
    rows = _beside_carrier(model, "assignments")
    return rows.filter(membership_id__in=sorted({actor.membership_id, *actor.covers_for}))


def _reasons_today(model: type[models.Model], actor: Actor) -> models.QuerySet:
    rows = _beside_carrier(model, "stated_reasons")
    return rows.filter(membership_id=actor.membership_id, on=timezone.localdate())


def _beside_carrier(model: type[models.Model], relation: str) -> models.QuerySet:
    """Rows that hang on the carrier of the outer record, by the name of the relation."""
    carrier = _model_at(model, model.access.carrier)
    beside = carrier._meta.get_field(relation).related_model
    link = {f"{carrier._meta.model_name}_id": OuterRef(f"{model.access.carrier}_id")}
    return beside.objects.filter(**link)
