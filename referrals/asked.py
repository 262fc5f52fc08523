"""Answers of a draft that are consents, and their way into the person's ledger.

A question says itself which consent its answer is (`Field.consent`). The ledger is written in the
transaction that saves the answer, once it is known how the person was asked; each answer once, and
again when it changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from agencies.acting import Actor
from referrals import engine, rules
from referrals.drafts import Draft
from referrals.models import Referral, ReferralAnswers
from referrals.questions import how_asked
from referrals.questions.forks import AGE, CONSENT
from referrals.questions.shape import Field, Step
from referrals.terms import Consent as Answer
from victims import consent_actions, consents
from victims.consent_actions import Conversation, Said
from victims.models import Consent, Person
from victims.terms import AGREED, CHOSE_NOT, CONTACT, MAY_LACK, NOT_DECIDED, NRM, WITHDREW

ANSWERS = {
    Answer.AGREES: AGREED,
    Answer.CHOSE_NOT: CHOSE_NOT,
    Answer.NOT_DECIDED: NOT_DECIDED,
    Answer.MAY_LACK_CAPACITY: MAY_LACK,
}
"""What an option comes to. Any other that was chosen is something the person agreed to."""

CHANNELS = {
    "call": "CALL",
    "text": "TEXT",
    "message": "MESSAGE",
    "pv-contact-details-email-check": "EMAIL",
    "pv-contact-details-post-check": "POST",
}
"""Ways of reaching the person: by option of a question that offers several, else by its key."""

SELF_EVIDENT = frozenset({"Yes", "No"})


@dataclass(frozen=True)
class Given:
    """One consent as it stands in a draft: what it comes to, and the question it answers."""

    answer: str
    said: str
    step: Step
    field: Field


def given(draft: Draft) -> dict[tuple[str, str], Given]:
    """The consents on the path, by kind and channel."""
    live = engine.live(draft.questions, draft.answers)
    found: dict[tuple[str, str], Given] = {}
    for step in draft.questions.steps:
        for field in step.fields:
            answer = live.get(field.key)
            if field.consent and field.key in live:
                found |= {
                    (field.consent, channel): Given(code, said, step, field)
                    for channel, code, said in _told(field, answer)
                }
    return found


def _told(field: Field, answer: object) -> list[tuple[str, str, str]]:
    """(channel, what it comes to, the words chosen) of one answer; what is not ticked is a no."""
    if field.kind == "checkboxes":
        ticked = answer if isinstance(answer, list | tuple) else []
        return [
            (CHANNELS[option.value], AGREED if option.value in ticked else CHOSE_NOT, "")
            for option in field.options
        ]
    channel = CHANNELS[field.key] if field.consent == CONTACT else ""
    if field.kind == "tick":
        return [(channel, AGREED, "")] if answer else []
    if not answer:
        return []
    label = field.label_of(str(answer))
    words = "" if label in SELF_EVIDENT else label
    return [(channel, ANSWERS.get(str(answer), AGREED), words)]


def how_they_were_asked(draft: Draft, today: date) -> Conversation | None:
    """What the page "How did you ask?" says; None while it is asked and not answered.

    Where it is not asked, of a child or of someone who has not decided, nothing of it is known.
    """
    step = draft.questions.step(how_asked.HOW_ASKED.key)
    asked = engine.asked(draft.questions, draft.answers, step) if step else ()
    if not asked:
        return Conversation(today)
    answers = {field.key: str(draft.answers.get(field.key) or "") for field in asked}
    if any(field.required and not answers[field.key] for field in asked):
        return None
    return Conversation(
        said_on=date.fromisoformat(answers[how_asked.ASKED_ON]),
        language=answers[how_asked.LANGUAGE],
        interpreting=answers[how_asked.INTERPRETING],
        presence=answers[how_asked.PRESENCE],
        present=answers.get(how_asked.PRESENT, ""),
        capacity=answers[how_asked.CAPACITY],
        capacity_done=answers.get(how_asked.CAPACITY_DONE, ""),
    )


def tell(draft: Draft, *, by: Actor, at: datetime, today: date) -> None:
    """Write into the ledger what this draft says and the ledger does not have from it yet."""
    recorded = draft.row.recorded
    fresh = {
        place: one
        for place, one in given(draft).items()
        if _is_news(recorded.get(_key(place), ""), one)
    }
    how = how_they_were_asked(draft, today) if fresh else None
    if how is None:
        return
    said = [
        Said(
            kind=kind,
            channel=channel,
            answer=_as_changed(recorded.get(_key((kind, channel)), ""), one.answer),
            said=one.said,
            wording=wording(one.step, one.field),
            wording_version=draft.questions.version,
        )
        for (kind, channel), one in fresh.items()
    ]
    draft.row.recorded = {**recorded, **{_key(place): one.answer for place, one in fresh.items()}}
    draft.row.save(update_fields=["recorded"])
    consent_actions.record(draft.person, said, how, by=by, at=at)
    draft.referral.refresh_from_db(fields=["consent_said", "consent_said_on"])


def ask_how_again(row: ReferralAnswers, before: Draft, values: Mapping[str, object]) -> None:
    """Where `values` answer the question about being referred anew, ask again how it was asked,
    with the rest of what stood on that page to be confirmed.

    The same answer is one anew when the person said something else to somebody meanwhile.
    """
    if CONSENT not in values:
        return
    same = values[CONSENT] == before.answers.get(CONSENT)
    if same and not _said_something_else(before):
        return
    if row.values.get(how_asked.ASKED_ON):
        row.values[how_asked.ASKED_ON] = ""
    row.recorded = {key: answer for key, answer in row.recorded.items() if not same or key != NRM}


def _said_something_else(draft: Draft) -> bool:
    age, consent = (str(draft.answers.get(key) or "") for key in (AGE, CONSENT))
    referral = draft.referral
    return bool(rules.still_says(age, consent, referral.consent_said, referral.consent_said_on))


def _is_news(before: str, now: Given) -> bool:
    """A way of reaching them that was never offered is no refusal."""
    if not before and now.field.kind == "checkboxes" and now.answer == CHOSE_NOT:
        return False
    return before != now.answer


def _as_changed(before: str, now: str) -> str:
    """A no after a yes is taking it back."""
    return WITHDREW if before == AGREED and now == CHOSE_NOT else now


def _key(place: tuple[str, str]) -> str:
    return "-".join(place).strip("-")


def wording(step: Step, field: Field) -> str:
    """Everything the page puts to the person, the answers offered included."""
    label = [] if field.label == step.title else [field.label]
    options = [f"- {option.label}" for option in field.options if field.kind != "tick"]
    return "\n".join(filter(None, [step.title, *step.say, *label, field.hint, *options]))


@consent_actions.register
def follow(person: Person, added: list[Consent], at: datetime) -> None:
    """Referrals that are not over know what the person last said about being referred.

    Their author need not be among those who read the ledger. A notice that was sent stays as it is.
    """
    said = [event for event in added if event.kind == NRM]
    if not said:
        return
    last = said[-1]
    if last.corrects_id:
        # Whoever takes an entry back sees all of them.
        last = consents.current(Consent.objects.filter(person=person)).get((NRM, ""))
    rows = Referral.objects.filter(person=person).not_over()
    if last is None:
        rows.update(consent_said="", consent_said_on=None)
    elif said[-1].corrects_id:
        rows.update(consent_said=last.answer, consent_said_on=last.said_on)
    else:
        rows.said_before(last.said_on).update(
            consent_said=last.answer, consent_said_on=last.said_on
        )
