"""What is counted of referrals: those sent, the way of the people met, and how long it took.

Beside the measures of the annual report, with the same shape: a rule selects one row for each thing
counted, and the records behind a figure are found by the same rule. Changing what a rule counts
raises its version.
"""

from dataclasses import dataclass

from referrals.decisions import MEANS, Kind
from referrals.terms import Route, Status
from reporting.counting import nationality_bands
from reporting.counting.measures import BY_ID, MISTAKES, SENT, TAKING_PLACE, TERMS, Measure
from victims.terms import AgeBand

AGE_GROUPS = {"adult": "Adults", "child": "Under 18", "in_doubt": "Age in doubt"}
ROUTES = {
    Route.NRM.value: "National Referral Mechanism",
    Route.DUTY_TO_NOTIFY.value: "Duty to Notify",
}
# The dimensions of referrals sent, in the order of printing.
CUTS = (
    "route", "age_group", "sex", "nationality_band", "exploitation_type", "first_responder", "town",
)  # fmt: skip
DIMENSIONS = {
    "route": "Route",
    "age_group": "Age group",
    "sex": "Gender",
    "nationality_band": "Nationality",
    "exploitation_type": "Exploitation type",
    "first_responder": "First responder organisation",
    "town": "Town",
}
SIGNS = ("CONCERN", "PVOT_CONSENT", "PVOT_NOCONSENT", "PVOT_CHILD")


def _listed(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in words)


def age_group(column: str) -> str:
    """The group of the age in `column`, as an expression. column: a name of ours, never typed."""
    return (
        f"case {column} when '{AgeBand.UNDER_18.value}' then 'child'"
        f" when '{AgeBand.UNSURE.value}' then 'in_doubt' else 'adult' end"
    )


def referrals_sent(sent: str) -> str:
    """sent: the facts of `SENT`."""
    return f"""
    select sent.*, {age_group("sent.age_band")} as age_group,
        {nationality_bands.in_sql("sent.nationality")} as nationality_band,
        responder.code as first_responder
    from {sent} sent join agencies_agency responder on responder.id = sent.agency_id
"""  # noqa: S608 constants


REFERRALS_SENT = Measure(
    id="referrals_sent",
    name="Referrals sent",
    unit="referral",
    date="date it was sent",
    definition="Referrals to the National Referral Mechanism and notices under the Duty to Notify "
    "sent in the year, each counted once; someone referred twice counts twice. Age and gender are "
    "those on the person's record, nationality is in wide bands, the type is that found at the "
    "screening the referral rests on, and a referral counts under each type. The first responder "
    "is the agency that sent it, the town that of the person's first screening. "
    f"{TAKING_PLACE} {MISTAKES}",
    model_name="referrals.Referral",
    rule=referrals_sent(f"({SENT})"),
    dimensions=CUTS,
    senders="is_first_responder",
)


def _of_kind(kind: Kind, in_favour: bool | None) -> str:
    return _listed(*(code for code, means in MEANS.items() if means == (kind, in_favour)))


def _standing(kind: Kind) -> str:
    """The decision of a kind that counts: the last entered that no later entry took back.

    Counted from the last entry, an entry adds one and a taking back takes one away; the first to
    bring the sum to one stands.
    """
    return f"""
        left join lateral (
            select row.outcome, row.decided_on from (
                select id, outcome, decided_on,
                    sum(case when outcome in ({_of_kind(kind, None)}) then -1 else 1 end)
                        over (order by id desc) as left_over
                from referrals_decision
                where referral_id = referral.id and outcome in (
                    {_of_kind(kind, None)}, {_of_kind(kind, True)}, {_of_kind(kind, False)})
            ) row
            where left_over = 1 order by id desc limit 1
        ) {kind.name.lower()} on true"""  # noqa: S608 put together from constants


def _answer(kind: Kind) -> str:
    name = f"{kind.name.lower()}.outcome"
    return (
        f"case when {name} in ({_of_kind(kind, True)}) then 'positive'"
        f" when {name} in ({_of_kind(kind, False)}) then 'negative' else 'none' end"
    )


_OVER = _listed(Status.WITHDRAWN.value, Status.CLOSED.value)
_SENT_STATES = _listed(*TERMS["sent"])
# One row for each person first met in the year, with how far they came until today.
COHORT = f"""
    select person.id as key, {age_group("person.age_band")} as age_group,
        array[person.agency_id] as agencies,
        signs.found or referral.id is not null as has_signs,
        case when person.age_band in ('{AgeBand.UNDER_18.value}', '{AgeBand.UNSURE.value}')
                then 'not_asked'
            when said.route = '{Route.NRM.value}' then 'agreed'
            when said.route = '{Route.DUTY_TO_NOTIFY.value}' then 'chose_not'
            when signs.outcome = 'PVOT_CONSENT' then 'agreed'
            when signs.outcome = 'PVOT_NOCONSENT' then 'chose_not'
            else 'undecided' end as consent,
        coalesce(referral.route, '') as sent,
        referral.status in ({_OVER}) as is_over,
        case when {_answer(Kind.REASONABLE)} = 'none' then {_answer(Kind.CONCLUSIVE)}
            else {_answer(Kind.REASONABLE)} end as reasonable_grounds,
        {_answer(Kind.CONCLUSIVE)} as conclusive_grounds
    from victims_person person
    join shop_incident incident on incident.id = person.incident_id
    cross join lateral (
        select coalesce(bool_or(screening.outcome in ({_listed(*SIGNS)})), false) as found,
            (array_agg(screening.outcome order by screening.screened_at desc, screening.id desc)
             filter (where screening.outcome in ({_listed(*SIGNS)})))[1] as outcome
        from victims_screening screening
        where screening.person_id = person.id and screening.mistake_at is null
    ) signs
    left join lateral (
        select begun.route from referrals_referral begun
        where begun.person_id = person.id and begun.mistake_at is null and begun.route <> ''
          and (begun.submitted_on is not null or begun.status <> '{Status.CLOSED.value}')
        order by begun.submitted_on is null, begun.submitted_on desc, begun.id desc limit 1
    ) said on true
    left join lateral (
        select gone.* from referrals_referral gone
        where gone.person_id = person.id and gone.mistake_at is null
          and gone.status in ({_SENT_STATES}) and gone.submitted_on is not null
        order by gone.route = '{Route.NRM.value}' desc, gone.submitted_on desc, gone.id desc limit 1
    ) referral on true
    {_standing(Kind.REASONABLE)}
    {_standing(Kind.CONCLUSIVE)}
    where person.partnership_id = %(partnership)s and person.mistake_at is null
      and incident.mistake_at is null
      and person.met_at >= %(starts_at)s and person.met_at < %(ends_at)s
"""  # noqa: S608 put together from constants
COHORT_RULE = (
    "Of people first met in the year, each counted once, as things stood when the records were "
    f"read. {MISTAKES}"
)


@dataclass(frozen=True)
class Stage:
    """One stage of the way: whom it holds, as a condition on the cohort, and under which it lies.

    of: the stage whose people it divides; the parts of a stage add up to it.
    """

    id: str
    name: str
    of: str
    condition: str
    definition: str

    @property
    def measure(self) -> Measure:
        return Measure(
            id=self.id,
            name=self.name,
            unit="person",
            date="date first met",
            definition=f"{self.definition} {COHORT_RULE}",
            model_name="victims.Person",
            rule=f"select key, age_group, agencies from ({COHORT}) cohort where {self.condition}",  # noqa: S608
            dimensions=("age_group",),
        )


_NRM = f"has_signs and sent = '{Route.NRM.value}'"
_RG_POSITIVE = f"{_NRM} and reasonable_grounds = 'positive'"
STAGES = (
    Stage("met", "Met", "", "true", "People met, named or not."),
    Stage("signs_found", "Signs found", "met", "has_signs",
          "People in whose screening signs of slavery were found or more is needed, and all "
          "about whom something was sent."),
    Stage("agreed", "Agreed to be referred", "signs_found", "has_signs and consent = 'agreed'",
          "Adults who agreed, by their referral, else by their latest screening."),
    Stage("chose_not", "Chose not to be referred", "signs_found",
          "has_signs and consent = 'chose_not'",
          "Adults who chose not to be referred, by the notice, else by their latest screening."),
    Stage("undecided", "Undecided or not asked", "signs_found",
          "has_signs and consent = 'undecided'",
          "Adults with signs of whom no answer is recorded."),
    Stage("not_asked", "Not asked: no consent is needed", "signs_found",
          "has_signs and consent = 'not_asked'",
          "Children, and people who may be children: they are referred without consent."),
    Stage("sent_nrm", "Referred", "signs_found", _NRM,
          "People with a referral to the National Referral Mechanism that was sent."),
    Stage("sent_notice", "Notified without a referral", "signs_found",
          f"has_signs and sent = '{Route.DUTY_TO_NOTIFY.value}'",
          "People about whom a notice was sent and no referral."),
    Stage("rg_positive", "Reasonable grounds: positive", "sent_nrm", _RG_POSITIVE,
          "Referred people whose standing reasonable grounds decision is positive, a combined "
          "decision included."),
    Stage("rg_negative", "Reasonable grounds: negative", "sent_nrm",
          f"{_NRM} and reasonable_grounds = 'negative'",
          "Referred people whose standing reasonable grounds decision is negative."),
    Stage("rg_waiting", "Waiting for reasonable grounds", "sent_nrm",
          f"{_NRM} and reasonable_grounds = 'none' and not is_over",
          "Referred people without a decision, whose referral is open."),
    Stage("rg_never", "Ended without a decision", "sent_nrm",
          f"{_NRM} and reasonable_grounds = 'none' and is_over",
          "Referred people without a decision, whose referral was withdrawn or closed."),
    Stage("cg_positive", "Conclusive grounds: positive", "rg_positive",
          f"{_RG_POSITIVE} and conclusive_grounds = 'positive'",
          "People with positive reasonable grounds and a positive conclusive decision."),
    Stage("cg_negative", "Conclusive grounds: negative", "rg_positive",
          f"{_RG_POSITIVE} and conclusive_grounds = 'negative'",
          "People with positive reasonable grounds and a negative conclusive decision."),
    Stage("cg_waiting", "Waiting for conclusive grounds, or ended before", "rg_positive",
          f"{_RG_POSITIVE} and conclusive_grounds = 'none'",
          "People with positive reasonable grounds and no conclusive decision."),
)  # fmt: skip


def _clock(key: str, name: str, until: str, ends: str, more: str, definition: str) -> Measure:
    """Days from the day a person was first met to `ends`; to today where that has not come."""
    today = "(now() at time zone 'Europe/London')::date"
    return Measure(
        id=key,
        name=name,
        unit="day",
        date="date first met",
        definition=f"Days from the day the person was first met {until}. {definition} A clock that "
        "still runs counts with the days so far, so that slow cases are not left out; where that "
        "may matter, the number says “at least”. Of people first met in the year. "
        f"{MISTAKES}",
        model_name="referrals.Referral",
        rule=f"""
            select referral.id as key, array[referral.agency_id] as agencies,
                greatest(coalesce({ends}, {today})
                    - (person.met_at at time zone 'Europe/London')::date, 0) as days,
                {ends} is null as is_open
            from referrals_referral referral
            join victims_person person on person.id = referral.person_id
            join shop_incident incident on incident.id = person.incident_id
            left join lateral (
                select max((change.at at time zone 'Europe/London')::date) as day
                from casework_statuschange change
                where change.reference = referral.reference and change.step = 'ready'
            ) ready on true
            {_standing(Kind.REASONABLE)}
            {_standing(Kind.CONCLUSIVE)}
            where person.partnership_id = %(partnership)s and person.mistake_at is null
              and incident.mistake_at is null and referral.mistake_at is null
              and person.met_at >= %(starts_at)s and person.met_at < %(ends_at)s
              and {more}
        """,  # noqa: S608 put together from constants
        dimensions=(),
    )


_BEGUN = f"(referral.submitted_on is not null or referral.status <> '{Status.CLOSED.value}')"
_DECIDED = "coalesce(reasonable.decided_on, conclusive.decided_on)"
CLOCKS = (
    _clock("days_to_ready", "From meeting to ready", "to the day the referral was marked as ready",
           "coalesce(ready.day, referral.submitted_on)", _BEGUN,
           "One that was sent without being marked counts to the day it was sent. Drafts that were "
           "given up do not count."),
    _clock("days_to_sent", "From meeting to sent", "to the day the referral was sent",
           "referral.submitted_on", _BEGUN, "Drafts that were given up do not count."),
    _clock("days_to_decision", "From meeting to a decision",
           "to the day of the reasonable grounds decision", _DECIDED,
           f"referral.submitted_on is not null and referral.route = '{Route.NRM.value}'"
           f" and ({_DECIDED} is not null or referral.status not in ({_OVER}))",
           "Of referrals to the National Referral Mechanism that were sent. One withdrawn or "
           "closed without a decision does not count."),
)  # fmt: skip
STAGE_MEASURES = tuple(stage.measure for stage in STAGES)
KNOWN = BY_ID | {measure.id: measure for measure in (REFERRALS_SENT, *STAGE_MEASURES, *CLOCKS)}
