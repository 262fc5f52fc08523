"""What is typed on a page of a draft is kept beside its answers until it becomes one.

A window is one opening of a page. It says which answers it began from (`mark`) and which unsaved
texts it showed (`shown`), so that saving it replaces what its reader saw, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from agencies import access, audit
from agencies.acting import Actor
from casework.workflow import CannotBeDone
from referrals import engine
from referrals.drafts import Draft
from referrals.models import ReferralAnswers, TypedPage
from referrals.questions.shape import Step

# Four times what the Home Office takes in its longest box, for all boxes of a page together.
LONGEST = 60_000
WINDOW, SEEN, SHOWN = "page-window", "page-seen", "page-shown"
CLOSED = "These answers are closed. Open them again to change them."


class TooLong(Exception):
    """More was typed on one page than is kept beside the answers."""


class ChangedMeanwhile(Exception):
    """The page was saved elsewhere since this window began from it. draft: as it stands now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


@dataclass(frozen=True)
class Window:
    """One opening of a page, as its form says. seen: "" from whoever has no form, such as a test
    or a program, which then replaces whatever stands there."""

    id: UUID
    seen: str = ""
    shown: tuple[str, ...] = ()

    @classmethod
    def sent(cls, data: QueryDict) -> "Window":
        """As the browser sent it; what is no window becomes a new one."""
        try:
            key = UUID(data.get(WINDOW, ""))
        except ValueError:
            key = uuid4()
        return cls(key, data.get(SEEN, ""), tuple(data.get(SHOWN, "").split()))

    @classmethod
    def opened(cls, draft: Draft, step: Step, shown: list[TypedPage]) -> "Window":
        return cls(uuid4(), mark_of(draft, step), tuple(stamp(each) for each in shown))


def mark_of(draft: Draft, step: Step) -> str:
    """Which answers of this page are stored: the same mark as long as they are the same."""
    answers = [[field.key, draft.answers.get(field.key)] for field in step.fields if field.kept]
    return salted_hmac("referrals.page", repr(answers), algorithm="sha256").hexdigest()[:32]


def stamp(typed: TypedPage) -> str:
    """Names an unsaved text as it was shown: one typed on since is another."""
    return f"{typed.pk}:{typed.typed_at.timestamp()}"


def typed_on(step: Step, sent: QueryDict) -> dict[str, list[str]]:
    """What was sent for the questions of this page that are stored, right or wrong, and no more."""
    keys = {field.key for field in step.fields if field.kept}
    found = {
        name: [value.replace("\x00", "\ufffd") for value in values]
        for name, values in sent.lists()
        if name in keys or name.rpartition("-")[0] in keys
    }
    if sum(len(value) for values in found.values() for value in values) > LONGEST:
        raise TooLong
    return found


def as_sent(typed: TypedPage) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.fields.items():
        data.setlist(name, values)
    return data


@transaction.atomic
def keep_typed(draft: Draft, step: Step, sent: QueryDict, *, by: Actor, at: datetime) -> None:
    """Keep what one window holds now in place of what it held before.

    The audit is told once a window: going on typing is the same act.
    Raises TooLong, and CannotBeDone when the answers were closed meanwhile.
    """
    access.require(by, "refer", draft.row)
    if not draft.is_open:
        raise CannotBeDone(CLOSED)
    fields = typed_on(step, sent)
    _, is_new = TypedPage.objects.update_or_create(
        referral=draft.referral,
        step=step.key,
        window=Window.sent(sent).id,
        defaults={"fields": fields, "typed_by_id": by.membership_id, "typed_at": at},
    )
    if is_new:
        audit.record(by, "type", draft.row, parts=[step.key])


def not_saved(draft: Draft, step: Step, actor: Actor) -> list[TypedPage]:
    """What was typed on this page and never saved, the latest first. Asks nothing where the draft
    was read by `drafts.whole` and nothing was typed."""
    if step.key not in getattr(draft.row, "typed_steps", (step.key,)):
        return []
    rows = access.allowed(actor, "refer", TypedPage).filter(referral=draft.referral, step=step.key)
    return list(rows.order_by("-typed_at", "-pk"))


def must_be_as_seen(
    stored: Draft, step: Step, values: Mapping[str, object], window: Window
) -> None:
    """Raises ChangedMeanwhile when saving would write over answers that the window never showed."""
    if not window.seen or window.seen == mark_of(stored, step):
        return
    kept = engine.kept(stored.questions, values)
    if any(stored.answers.get(key) != value for key, value in kept.items()):
        raise ChangedMeanwhile(stored)


def forget_typed(row: ReferralAnswers, step: Step, window: Window) -> None:
    """The page was saved: what its window held and showed is answered or was written over."""
    rows = TypedPage.objects.filter(referral_id=row.referral_id, step=step.key)
    gone = [
        each.pk
        for each in rows.select_for_update()
        if each.window == window.id or stamp(each) in window.shown
    ]
    rows.filter(pk__in=gone).delete()
