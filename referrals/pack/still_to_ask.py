"""What is still to ask on the path of one person, for a visit without network.

Holds questions and no answers. A follow-up whose question is open too may or may not be asked: it
is listed with the answer that leads to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from referrals import engine
from referrals.questions.conditions import All, Any, Condition, Not, When
from referrals.questions.forks import AGE, CONSENT, FACTS
from referrals.questions.shape import Field, QuestionSet, Step
from referrals.terms import AgeNow, Consent

# Known without asking anybody on a visit: who refers, for which organisation, with which files.
KNOWN_AT_THE_DESK = frozenset(
    {
        "/reference",
        "/organisation",
        "/fr-location",
        "/local-authority-contacted-about-child",
        "/professional-insight",
        "/fr-details",
        "/fr-alternative-contact",
        "/upload-evidence",
        "/what-evidence-you-will-submit",
    }
)
# Lists longer than this are written by hand, not ticked.
MOST_OPTIONS = 12


@dataclass(frozen=True)
class ToAsk:
    """One question on paper. under: the title of its page, "" where the question says enough.

    only_if: the answer that leads to it; "" for one asked anyway. also: the same answer leads to
        the question before.
    way: "tick" (one box), "choose" (options), "line" or "lines" (to write on).
    """

    key: str
    under: str
    question: str
    only_if: str
    also: bool
    way: str
    options: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True)
class Part:
    title: str
    questions: tuple[ToAsk, ...]


def still_to_ask(question_set: QuestionSet, answers: engine.Answers) -> tuple[Part, ...]:
    """Section by section. While the route is open, age and consent and what every route asks."""
    facts = {key: answers[key] for key in FACTS if key in answers}
    live = {**facts, **engine.live(question_set, answers)}
    ways = [
        {question.key: (section, question) for section, question in _open(question_set, way)}
        for way in _ways(live)
    ]
    common = [key for key in ways[0] if all(key in way for way in ways)]
    forks = [key for key in (AGE, CONSENT) if key not in live and len(ways) > 1]
    found: dict[str, list[ToAsk]] = {}
    for key, (section, question) in _with_forks(question_set, ways[0], forks).items():
        if key in common or key in forks:
            found.setdefault(section, []).append(question)
    return tuple(Part(title, tuple(questions)) for title, questions in found.items())


def _ways(live: engine.Answers) -> list[dict[str, object]]:
    """The answers so far with each fork that is still open taken once."""
    age = live.get(AGE)
    ages = [age] if age else [AgeNow.ADULT, AgeNow.CHILD]
    found = []
    for each in ages:
        if each != AgeNow.ADULT:
            found.append({**live, AGE: str(each)})
        elif live.get(CONSENT) in {Consent.AGREES, Consent.CHOSE_NOT}:
            found.append(dict(live))
        else:
            found += [
                {**live, AGE: str(each), CONSENT: str(consent)}
                for consent in (Consent.AGREES, Consent.CHOSE_NOT)
            ]
    return [way for way in found if engine.route(way)] or [live]


def _with_forks(
    question_set: QuestionSet, way: dict[str, tuple[str, ToAsk]], forks: list[str]
) -> dict[str, tuple[str, ToAsk]]:
    """`way` with the forks it took for granted, where they stand in the question set."""
    found = {}
    for section in question_set.sections:
        for step in section.steps:
            for field in step.fields:
                if field.key in forks:
                    only_if = "If 18 or over" if field.key == CONSENT and AGE in forks else ""
                    found[field.key] = (section.title, _on_paper(step, field, only_if))
                elif field.key in way:
                    found[field.key] = way[field.key]
    return found


def _open(question_set: QuestionSet, answers: engine.Answers) -> list[tuple[str, ToAsk]]:
    """(section, question) of each that is not answered and may be asked on this way."""
    known = {key: answers[key] for key in FACTS if key in answers}
    unknown: dict[str, Field] = {}
    found: list[tuple[str, ToAsk]] = []
    before: When | None = None
    for section in question_set.sections:
        for step in section.steps:
            for field in step.fields:
                condition = All((step.asked_when, field.asked_when))
                holds = may_hold(condition, known, unknown)
                if holds is False:
                    continue
                if field.key in answers and answers[field.key] not in ("", []):
                    known[field.key] = answers[field.key]
                    continue
                unknown[field.key] = field
                if field.kept and step.home_office_page not in KNOWN_AT_THE_DESK:
                    leads = None if holds else _leads_to(condition, known, unknown)
                    only_if = "" if holds else _in_words(leads, unknown)
                    also = leads is not None and leads == before
                    found.append((section.title, _on_paper(step, field, only_if, also)))
                    before = leads
    return found


def may_hold(
    condition: Condition, known: Mapping[str, object], unknown: Mapping[str, Field]
) -> bool | None:
    """Whether a condition holds; None while that hangs on a question that is still open."""
    if isinstance(condition, When):
        return None if condition.field in unknown else condition.holds(known)
    if isinstance(condition, All | Any):
        parts = {may_hold(part, known, unknown) for part in condition.parts}
        decides = isinstance(condition, Any)
        if decides in parts:
            return decides
        return None if None in parts else not decides
    if isinstance(condition, Not):
        holds = may_hold(condition.part, known, unknown)
        return None if holds is None else not holds
    return condition.holds(known)


def _leads_to(
    condition: Condition, known: Mapping[str, object], unknown: Mapping[str, Field]
) -> When | None:
    """The nearest of the open answers on which a question hangs."""
    leading = _open_parts(condition, known, unknown)
    return max(leading, key=lambda when: list(unknown).index(when.field), default=None)


def _in_words(leads: When | None, unknown: Mapping[str, Field]) -> str:
    """ "If yes" right after the question it is about, or with its name further on."""
    if leads is None:
        return "If it applies"
    field = unknown[leads.field]
    words = " or ".join(
        option.label[:1].lower() + option.label[1:]
        for option in field.options
        if option.value in leads.values
    )
    # The last of those that are open is the question that is asked now.
    comes_before = list(unknown)[-2] == field.key
    return f"If {words}" if comes_before else f"If “{field.name}” is {words}"


def _open_parts(
    condition: Condition, known: Mapping[str, object], unknown: Mapping[str, Field]
) -> list[When]:
    if isinstance(condition, When):
        return [condition] if condition.field in unknown else []
    if isinstance(condition, All | Any):
        return [when for part in condition.parts for when in _open_parts(part, known, unknown)]
    return []


def _on_paper(step: Step, field: Field, only_if: str = "", also: bool = False) -> ToAsk:
    says_enough = field.label == step.title or field.label.endswith("?") or field.kind == "tick"
    options = field.options if len(field.options) <= MOST_OPTIONS else ()
    way = {"tick": "tick", "textarea": "lines"}.get(field.kind, "choose" if options else "line")
    return ToAsk(
        key=field.key,
        under="" if says_enough else step.title,
        question=field.label.removesuffix(" (optional)"),
        only_if=only_if,
        also=also,
        way=way,
        options=tuple(option.label for option in options) if way == "choose" else (),
        is_optional=not field.required,
    )
