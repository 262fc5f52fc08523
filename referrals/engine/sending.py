"""What goes to the Home Office, and what it asks in a notice that is not given out."""

from referrals.cleaning import names_in
from referrals.engine.walk import Answers, facts, live, route, walk
from referrals.questions.conditions import ALWAYS
from referrals.questions.forks import FILES, NAMED_IN_NOTICE
from referrals.questions.shape import Field, QuestionSet
from referrals.terms import Route

IDENTIFIES = (
    "It could say who the person is, and they have not agreed to be named. On the Home Office page "
    "write that it is withheld."
)


def names_the_person(question_set: QuestionSet, answers: Answers) -> bool:
    """Whether a notice may say who the person is: they were asked for that, and agreed."""
    return NAMED_IN_NOTICE.holds({**facts(answers), **live(question_set, answers)})


def is_sent(field: Field, goes_by: Route, *, is_named: bool) -> bool:
    """Whether an answer to this question is given out by this route."""
    if not field.home_office:
        return False
    if goes_by == Route.NRM or field.may_go_in_a_notice:
        return True
    return is_named and field.identifies_person and not field.withheld_from_notice


def outgoing(question_set: QuestionSet, answers: Answers) -> dict[str, object]:
    """What goes to the Home Office, by its field keys; {} while the route is open.

    Built from the live fields of the final branch only. A notice holds a field that identifies the
    person only where they agreed to be named. Its free texts are part of it: what they must not
    say holds the referral back before it is ready, and is never dropped here in silence.
    Empty answers are left out; a ticked box is True under its own key.
    """
    goes_by = route(answers)
    if goes_by is None:
        return {}
    is_named = names_the_person(question_set, answers)
    given: dict[str, object] = {}
    for _step, asked in walk(question_set, answers):
        for field in asked:
            answer = answers.get(FILES if field.kind == "files" else field.key)
            if not answer or not is_sent(field, goes_by, is_named=is_named):
                continue
            if field.sent_as:
                listed = question_set.field_of[field.sent_as]
                given[listed.key] = _completed(listed, given.get(listed.key), str(answer))
            else:
                given[field.key] = answer
    sent: dict[str, object] = {}
    for key, answer in given.items():
        sent |= _under_its_keys(question_set.field_of[key], answer)
    return sent


def _completed(listed: Field, chosen: object, text: str) -> object:
    """The words typed take the place of the way out of the list that led to them."""
    if not isinstance(chosen, list | tuple):
        return text
    ways_out = {option.value for option in listed.options if option.leads_out}
    return [*(one for one in chosen if one not in ways_out), *names_in(text)]


def _under_its_keys(field: Field, answer: object) -> dict[str, object]:
    if field.options_are_fields:
        return dict.fromkeys(answer, True)
    if field.repeats > 1:
        return dict(zip(field.home_office_keys, answer, strict=False))
    return {field.key: True if field.kind == "tick" else answer}


def left_out(question_set: QuestionSet, answers: Answers) -> tuple[tuple[Field, str], ...]:
    """What the Home Office asks in a notice and nothing is sent for, with the reason.

    For the first responder who has the Home Office page open: whether there is an answer to give,
    a person decides. Empty for a referral.
    """
    if route(answers) != Route.DUTY_TO_NOTIFY:
        return ()
    met = {**facts(answers), **live(question_set, answers)}
    is_named = NAMED_IN_NOTICE.holds(met)
    asked_on = {step.key: asked for step, asked in walk(question_set, answers)}
    found = []
    for step in question_set.steps:
        for field in asked_on.get(step.key, ()):
            if field.home_office and not is_sent(field, Route.DUTY_TO_NOTIFY, is_named=is_named):
                found.append((field, field.withheld_from_notice or IDENTIFIES))
        if step.withheld_when and step.withheld_when.holds(met):
            found += [(f, step.withheld_because) for f in step.fields if f.asked_when == ALWAYS]
    return tuple(found)
