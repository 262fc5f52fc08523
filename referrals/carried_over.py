"""What a notice said, where it still fits the referral that follows it.

Suggested as what the records say is: nothing counts until its page is saved, and no consent is
carried over.
"""

from agencies import access
from agencies.acting import Actor
from referrals import questions
from referrals.actions import REVIEW_DATE
from referrals.models import Referral, ReferralAnswers
from referrals.questions.how_asked import HOW_ASKED
from referrals.questions.shape import Field, QuestionSet

# Of a notice, answers that say what was so then: they are asked anew.
NOT_CARRIED = frozenset(
    {
        "refuse-nrm",
        REVIEW_DATE,
        "when-last-contact",
        "details-last-contact",
        "still-in-exploitative-situation",
        *(field.key for field in HOW_ASKED.fields),
    }
)


def carried(actor: Actor, referral: Referral, into: QuestionSet) -> dict[str, object]:
    """By field key, for those who may read the notice's answers; one query, if there is one."""
    if referral.follows_id is None:
        return {}
    rows = access.allowed(actor, "see", ReferralAnswers).select_related("referral")
    row = rows.filter(referral=referral.follows_id).first()
    if row is None:
        return {}
    moved = questions.moved_on(questions.of_version(row.referral.question_set), row.values)
    return {
        field.key: moved.answers[field.key]
        for field in into.fields
        if moved.answers.get(field.key) and _still_fits(field, moved.answers[field.key])
    }


def _still_fits(field: Field, answer: object) -> bool:
    if field.consent or field.key in NOT_CARRIED or field.kind == "files":
        return False
    offered = {option.value for option in field.options}
    chosen = answer if isinstance(answer, list | tuple) else [answer]
    return not offered or all(one in offered for one in chosen)
