"""Whether a notice may say who the person is: what was found in its texts, what was said to it."""

from dataclasses import dataclass

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from casework.workflow import CannotBeDone
from referrals import engine, free_texts, rules
from referrals.drafts import Draft
from referrals.free_texts import FreeText, Passage
from referrals.models import ReferralChecks
from referrals.near import Finder
from referrals.questions.forks import MAY_BE_NAMED, NOT_NAMED_IN_NOTICE
from referrals.questions.shape import Field
from referrals.terms import NameAsked, Status
from referrals.what_is_known import Comparison, compared_with

REPEATS_IT = (
    "Say why without repeating the name, place or number: this reason is kept apart from the text"
)


@dataclass(frozen=True)
class TextCheck:
    """The texts of one notice, compared. `said` holds the reasons given, by passage."""

    texts: tuple[FreeText, ...]
    passages: tuple[Passage, ...]
    finder: Finder
    comparison: Comparison
    said: dict[str, str]
    is_read: bool
    name_is_asked: bool
    name_asked: str

    @property
    def unexplained(self) -> list[Passage]:
        return [passage for passage in self.passages if passage.digest not in self.said]

    @property
    def digest(self) -> str:
        return free_texts.digest_of_all(self.texts)

    def why_not(self) -> str:
        """Why the notice may not be sent yet, or ""."""
        return rules.texts_say_nobody(
            unseen=self.comparison.unseen, unexplained=len(self.unexplained), is_read=self.is_read
        ) or rules.name_is_withheld(asked=self.name_is_asked, decided=self.name_asked)


def may_be_checked(draft: Draft) -> bool:
    """Explaining a passage changes no answer, so it may be done while it waits to be sent."""
    unsent = draft.referral.status in {Status.DRAFT, Status.READY}
    return unsent and not draft.referral.is_mistake and draft.is_notice


def checks_of(draft: Draft) -> ReferralChecks:
    """Read with the draft where it was read by `drafts.whole`."""
    found = getattr(draft.referral, "checks", None)
    return found or ReferralChecks(referral=draft.referral)


def text_check(draft: Draft, actor: Actor, checks: ReferralChecks | None = None) -> TextCheck:
    """checks: of the draft, where they were looked up already."""
    checks, comparison = checks or checks_of(draft), compared_with(actor, draft)
    texts = tuple(free_texts.texts_sent(draft.questions, draft.answers))
    finder = Finder(comparison.known)
    live = engine.live(draft.questions, draft.answers)
    return TextCheck(
        texts=texts,
        passages=tuple(free_texts.passages(texts, finder)),
        finder=finder,
        comparison=comparison,
        said=checks.explained,
        is_read=checks.digest == free_texts.digest_of_all(texts),
        name_is_asked=MAY_BE_NAMED.holds(live) and NOT_NAMED_IN_NOTICE.holds(live),
        name_asked=checks.name_asked,
    )


def why_not(draft: Draft, actor: Actor) -> str:
    """Why this may not be sent because of what its texts may say, or "". Only of a notice."""
    return text_check(draft, actor).why_not() if draft.is_notice else ""


def outgoing(draft: Draft, check: TextCheck | None) -> dict[str, object]:
    """What goes to the Home Office, by its field keys. Every page and file that shows it asks here.

    check: of the texts of a notice; a text in which something is still open is not given out.
    """
    sent = engine.outgoing(draft.questions, draft.answers)
    if not draft.is_notice:
        return sent
    if check is None or check.comparison.unseen:
        return {}
    held = {key for passage in check.unexplained for key in keys_of(draft, passage.of.field)}
    return {key: answer for key, answer in sent.items() if key not in held}


def keys_of(draft: Draft, field: Field) -> tuple[str, ...]:
    """Under which keys an answer is sent: what a list lacks is sent as an answer of that list."""
    listed = draft.questions.field_of[field.sent_as] if field.sent_as else field
    return listed.home_office_keys


@transaction.atomic
def explain(draft: Draft, reasons: dict[str, str], *, by: Actor) -> None:
    """Keep why passages do not say who the person is. An emptied reason takes it back."""
    checks = for_writing(draft, by)
    of_now = {passage.digest for passage in text_check(draft, by).passages}
    kept = {**checks.explained, **reasons}
    checks.explained = {key: why for key, why in kept.items() if why and key in of_now}
    checks.save()
    audit.record(by, "change", draft.row, parts=["texts explained"])


@transaction.atomic
def confirm_read(draft: Draft, digest: str, *, by: Actor) -> None:
    """Keep that the author read these texts. Raises CannotBeDone when they are others by now."""
    checks = for_writing(draft, by)
    if digest != text_check(draft, by).digest:
        raise CannotBeDone("A text was changed meanwhile. Read it again below, then confirm.")
    checks.digest = digest
    checks.save()
    audit.record(by, "change", draft.row, parts=["texts read"])


@transaction.atomic
def decide_name(draft: Draft, decision: NameAsked, *, by: Actor) -> None:
    checks = for_writing(draft, by)
    checks.name_asked = decision
    checks.save()
    audit.record(by, "change", draft.row, parts=["name asked"], detail={"decision": decision})


@transaction.atomic
def look_at(draft: Draft, prompt: str, *, by: Actor, again: bool = False) -> None:
    """Put a prompt aside; `again`: take it up once more."""
    checks = for_writing(draft, by)
    kept = [key for key in checks.looked_at if key != prompt]
    checks.looked_at = kept if again else [*kept, prompt]
    checks.save()
    audit.record(by, "change", draft.row, parts=["prompts"], detail={"prompt": prompt})


def for_writing(draft: Draft, by: Actor) -> ReferralChecks:
    """The row, locked. Raises CannotBeDone when the referral was sent or closed meanwhile."""
    access.require(by, "refer", draft.row)
    ReferralChecks.objects.get_or_create(referral=draft.referral)
    checks = ReferralChecks.objects.select_for_update().get(referral=draft.referral)
    draft.referral.refresh_from_db(fields=["status", "mistake_at"])
    if draft.referral.status not in {Status.DRAFT, Status.READY} or draft.referral.is_mistake:
        raise CannotBeDone("This referral was sent or closed, so nothing is checked any more.")
    # What is asked of the draft after this is to see what is written here.
    draft.referral.checks = checks
    return checks
