"""What goes on beside a sent referral: side tracks, each a row of entries with days of their own.

Data and pure functions. An entry is never changed: what turns out wrong is taken back by a later
one, and the track stands where the last entry that still counts left it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import TextChoices


class Track(TextChoices):
    HOME_OFFICE = "home-office", "Home Office"
    SUPPORT = "support", "Support"
    RECONSIDERATION = "reconsideration", "Reconsideration"
    GUARDIAN = "guardian", "Independent child trafficking guardian"
    COUNCIL = "council", "Council told"
    POLICE = "police", "Police told"
    INFORMATION = "information", "Further information sent"
    LETTERS = "letters", "Letters passed on"


class For(TextChoices):
    """Whose referral an entry belongs to."""

    EVERYONE = "everyone"
    CHILD = "child"
    ADULT = "adult"


@dataclass(frozen=True)
class Entry:
    """Something that can be recorded on a track.

    key: its name in addresses. offers: the words of the link that records it. tells: how it is told
    afterwards. after: keys it may follow on its track; "" for the beginning, None for any time.
    asks: a fact of its own, beside the day and from what it is known. note: "required", "optional"
    or "", with what it is called. ends: after it nothing on this track is waited for.
    """

    key: str
    track: Track
    offers: str
    tells: str
    after: frozenset[str] | None = None
    asks: str = ""
    note: str = "optional"
    note_label: str = "What else should be known?"
    who: For = For.EVERYONE


def _after(*keys: str) -> frozenset[str]:
    return frozenset(keys)


ENTRIES = (
    Entry(
        "support-wanted", Track.SUPPORT, "Support is wanted", "Support is wanted",
        _after("", "support-declined", "support-ended"), who=For.ADULT,
    ),
    Entry(
        "support-declined", Track.SUPPORT, "Support was declined", "Support was declined",
        _after("", "support-wanted", "support-in-touch"), who=For.ADULT,
    ),
    Entry(
        "support-in-touch", Track.SUPPORT, "The support provider was in touch",
        "The support provider was in touch", _after("support-wanted"), who=For.ADULT,
    ),
    Entry(
        "support-begun", Track.SUPPORT, "Support has begun", "Support has begun",
        _after("support-wanted", "support-in-touch"), who=For.ADULT,
    ),
    Entry(
        "support-moving-on", Track.SUPPORT, "Moving on has begun", "Moving on has begun",
        _after("support-begun"), asks="accommodation", who=For.ADULT,
    ),
    Entry(
        "support-ended", Track.SUPPORT, "Support has ended", "Support has ended",
        _after("support-wanted", "support-in-touch", "support-begun", "support-moving-on"),
        asks="destination", who=For.ADULT,
    ),
    Entry(
        "reconsideration-asked", Track.RECONSIDERATION, "A reconsideration was asked for",
        "Reconsideration asked for", _after("", "reconsideration-refused", "decision-stays",
        "decision-changed"),
        note_label="What new evidence is there, or what is not in line with the guidance?",
    ),
    Entry(
        "reconsideration-accepted", Track.RECONSIDERATION, "The request was accepted",
        "Reconsideration accepted", _after("reconsideration-asked"),
    ),
    Entry(
        "reconsideration-refused", Track.RECONSIDERATION, "The request was refused",
        "Reconsideration refused", _after("reconsideration-asked"),
    ),
    Entry(
        "decision-stays", Track.RECONSIDERATION, "The decision stays as it was",
        "Reconsidered: the decision stays", _after("reconsideration-accepted"),
    ),
    Entry(
        "guardian-asked", Track.GUARDIAN, "The child was referred to the guardian service",
        "Referred to the guardian service",
        _after("", "guardian-not-asked", "guardian-refused"), who=For.CHILD,
    ),
    Entry(
        "guardian-not-asked", Track.GUARDIAN, "No referral to the guardian service is made",
        "No referral to the guardian service", _after("", "guardian-refused"), note="required",
        note_label="Why is no referral made?", who=For.CHILD,
    ),
    Entry(
        "guardian-accepted", Track.GUARDIAN, "The guardian service accepted",
        "The guardian service accepted", _after("guardian-asked"),
        note_label="Which area or team?", who=For.CHILD,
    ),
    Entry(
        "guardian-refused", Track.GUARDIAN, "The guardian service did not accept",
        "The guardian service did not accept", _after("guardian-asked"), note="required",
        note_label="Why not, and what happens instead?", who=For.CHILD,
    ),
    Entry(
        "council-told", Track.COUNCIL, "The council was told", "The council was told",
        note_label="Which team?",
    ),
    Entry(
        "police-told", Track.POLICE, "The police were told", "The police were told",
        note_label="Which force?",
    ),
    Entry(
        "information-sent", Track.INFORMATION, "Further information was sent",
        "Further information sent to the Home Office", note="required",
        note_label="What was sent?",
    ),
    Entry(
        "letter-passed-on", Track.LETTERS, "A letter was passed on to the person",
        "A letter was passed on to the person", asks="channel", note_label="Which letter?",
    ),
)  # fmt: skip
BY_KEY = {entry.key: entry for entry in ENTRIES}
# Written by the step that records the changed decision, so that the two never disagree.
CHANGED = Entry(
    "decision-changed", Track.RECONSIDERATION, "", "Reconsidered: the decision changed",
    _after("reconsideration-accepted"),
)  # fmt: skip
# Written by the steps of the referral itself: on which day, and from what it was learned. Of a
# birthday, the day it was written down, so that nobody reads from it when somebody was born.
HEARD = {
    "received": "Received by the Home Office",
    "acknowledge": "Received by the Home Office",
    "returned": "Returned with questions",
    "suspend": "Suspended by the Home Office",
    "resume": "It goes on",
    "turned_18": "The person turned 18",
}
TELLS = {entry.key: entry.tells for entry in (*ENTRIES, CHANGED)} | HEARD
GUARDIAN_IS_SETTLED = frozenset({"guardian-accepted", "guardian-not-asked"})
SUPPORT_REACHED = frozenset({"support-in-touch", "support-begun", "support-moving-on"})


class Row(Protocol):
    """What these functions need of a `FollowUp`."""

    pk: int
    track: str
    what: str
    happened_on: date
    takes_back_id: int | None


def counting(rows: Iterable[Row]) -> list[Row]:
    """Those that still count, in the order of entry: neither taken back nor a taking back."""
    rows = sorted(rows, key=lambda row: row.pk)
    taken_back = {row.takes_back_id for row in rows if row.takes_back_id}
    return [row for row in rows if row.takes_back_id is None and row.pk not in taken_back]


def last_on(track: str, rows: Iterable[Row]) -> Row | None:
    """The entry that says where a track stands; None before the first."""
    found = [row for row in counting(rows) if row.track == track]
    return found[-1] if found else None


def why_not_now(entry: Entry, rows: Iterable[Row], *, is_child: bool) -> str:
    """Why this cannot be recorded now, or "". A track that was never begun stands at ""."""
    if entry.who != For.EVERYONE and (entry.who == For.CHILD) != is_child:
        return "This is recorded for children only." if entry.who == For.CHILD else (
            "This is recorded for adults only. A child is supported by the council."
        )  # fmt: skip
    if entry.after is None:
        return ""
    last = last_on(entry.track, rows)
    if (last.what if last else "") in entry.after:
        return ""
    stands = TELLS[last.what] if last else "nothing recorded yet"
    return (
        f"{entry.track.label} stands at: {stands[:1].lower()}{stands[1:]}. Record what comes next "
        "from there, or take the last entry back if it is wrong."
    )


def open_now(rows: Iterable[Row], *, is_child: bool) -> list[Entry]:
    rows = list(rows)
    return [entry for entry in ENTRIES if not why_not_now(entry, rows, is_child=is_child)]
