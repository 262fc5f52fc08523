"""The clocks of a referral after it was sent: what is aimed at, and what has a last day.

Pure: facts in, clocks out; no database and no today. Each clock names the day it runs from, the day
it comes to, the source of its rule and when that source was last read. A rule that changed over
time is a row for each version, chosen by the day the clock starts from; where no version is known
for that day, there is no clock. An aim is what an authority hopes to keep: it passes, and nobody is
in breach. A deadline is lost when it passes. The two are never told in the same words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casework.dates import full_date
from casework.working_days import working_days_after, working_days_between

TOOLKIT = "First Responder Toolkit for England and Wales, Home Office, April 2026"
CHECKED = date(2026, 11, 28)


class Nature(StrEnum):
    """What a clock's day means."""

    AIM = "Aim, not a duty"
    AT_LEAST = "At least until"
    NOT_BEFORE = "Not before"
    DEADLINE = "Deadline"
    DAY = "Day"


class Key(StrEnum):
    REASONABLE_GROUNDS = "reasonable-grounds"
    RECOVERY = "recovery"
    CONCLUSIVE_GROUNDS = "conclusive-grounds"
    RECONSIDERATION = "reconsideration"
    MOVE_ON = "move-on"
    SHORT_EXIT = "short-exit"
    FIRST_CONTACT = "first-contact"
    EIGHTEEN = "eighteen"


@dataclass(frozen=True)
class Version:
    """A rule as it stands for clocks that start on or after `valid_from`.

    number: of days, in the unit of the rule. is_confirmed: False where it is remembered and was not
    found in a source that could be read.
    """

    valid_from: date
    number: int
    source: str
    checked_on: date = CHECKED
    is_confirmed: bool = True


@dataclass(frozen=True)
class Clock:
    """One clock: from which day, to which, what that day means, and who says so."""

    key: Key
    name: str
    starts_on: date
    due_on: date
    nature: Nature
    rule: Version

    def told(self, today: date) -> str:
        """Where it stands today, in words that fit what kind of clock it is."""
        day, left = full_date(self.due_on), (self.due_on - today).days
        if self.nature == Nature.AIM:
            if left >= 0:
                return f"Aimed for by {day}"
            return f"The aim was {day}, {days(-left)} ago. An aim is no duty: ask how far it is"
        if self.nature == Nature.DEADLINE:
            return f"Last day {day}, {days(left)} left" if left >= 0 else f"The last day was {day}"
        if self.nature == Nature.NOT_BEFORE:
            return f"Not before {day}" if left > 0 else f"Possible since {day}"
        if self.nature == Nature.AT_LEAST:
            return f"At least until {day}" if left >= 0 else f"At least until {day}, which is past"
        return f"On {day}" if left >= 0 else f"Was on {day}"

    def has_passed(self, today: date) -> bool:
        return today > self.due_on


@dataclass(frozen=True)
class Facts:
    """What is known of a referral to the National Referral Mechanism; days, and no names.

    reconsidered: whether a reconsideration of the latest negative decision or disqualification was
    asked for. negative_on: the day of that decision. support_reached: whether the support provider
    has been in touch. born_on: only of someone treated as a child, and only where it may be seen.
    """

    sent_on: date
    reasonable_on: date | None = None
    is_reasonable: bool = False
    conclusive_on: date | None = None
    is_conclusive: bool = False
    negative_on: date | None = None
    reconsidered: bool = False
    ends_support: bool = False
    support_wanted_on: date | None = None
    support_reached: bool = False
    born_on: date | None = None


EVER = date(1900, 1, 1)
ACT = "Nationality and Borders Act 2022 s.61"
REASONABLE_GROUNDS = (Version(EVER, 5, f"{TOOLKIT}: five working days where possible"),)
RECOVERY = (
    Version(EVER, 45, "Statutory guidance under the Modern Slavery Act 2015 s.49, before 2023"),
    Version(date(2023, 1, 30), 30, f"{ACT}(3): 30 days, the day of the decision counted"),
)
RECONSIDERATION = (
    # It was longer before. The month of the change is known, the day in February 2024 is not.
    Version(
        date(2024, 3, 1),
        30,
        "Home Office guidance on reconsideration, May 2025: 30 calendar days from the decision",
    ),
)
MOVE_ON = (
    Version(
        EVER,
        45,
        "Home Office guidance on moving on, January 2026: longer by a Recovery Needs Assessment",
    ),
)
SHORT_EXIT = (
    Version(
        EVER,
        9,
        "Remembered as nine working days, not found in a source: ask the support provider",
        is_confirmed=False,
    ),
)
FIRST_CONTACT = (
    Version(EVER, 2, "Answer of the Home Office to Parliament, 2025, PQ 90104: after 48 hours"),
)
EIGHTEEN = (Version(EVER, 18, "Date of birth on the person's record"),)


def version(versions: Iterable[Version], on: date) -> Version | None:
    """The version in force on a day; None before the first that is known."""
    known = [each for each in versions if each.valid_from <= on]
    return max(known, key=lambda each: each.valid_from) if known else None


def reasonable_grounds_aim(sent_on: date) -> date:
    return working_days_after(sent_on, REASONABLE_GROUNDS[0].number)


def recovery_ends(reasonable_on: date, conclusive_on: date | None = None) -> date:
    """The last day: the period counts the day of the decision, and lasts until a later conclusive
    decision."""
    number = version(RECOVERY, reasonable_on).number
    last = reasonable_on + timedelta(days=number - 1)
    return max(last, conclusive_on) if conclusive_on else last


def eighteenth_birthday(born_on: date) -> date:
    """Someone born on 29 February turns 18 on 1 March of a common year."""
    try:
        return born_on.replace(year=born_on.year + 18)
    except ValueError:
        return date(born_on.year + 18, 3, 1)


def sent_by_then_is_late(today: date) -> date:
    """The last day on which a referral must have been sent for its aim to have passed by today."""
    day = today - timedelta(days=1)
    while reasonable_grounds_aim(day) >= today:
        day -= timedelta(days=1)
    return day


def running(facts: Facts) -> list[Clock]:
    """The clocks that these facts set going, in the order of their days."""
    found = [*_decisions(facts), *_after_a_no(facts), *_support(facts)]
    if facts.born_on:
        due_on = eighteenth_birthday(facts.born_on)
        found.append(
            Clock(Key.EIGHTEEN, "Turns 18", facts.born_on, due_on, Nature.DAY, EIGHTEEN[0])
        )
    return sorted(found, key=lambda clock: (clock.due_on, clock.key))


def _decisions(facts: Facts) -> list[Clock]:
    if facts.reasonable_on is None:
        if facts.conclusive_on is not None:
            return []
        due_on = reasonable_grounds_aim(facts.sent_on)
        return [
            Clock(
                Key.REASONABLE_GROUNDS, "Reasonable grounds decision", facts.sent_on, due_on,
                Nature.AIM, REASONABLE_GROUNDS[0],
            )
        ]  # fmt: skip
    if not facts.is_reasonable:
        return []
    rule = version(RECOVERY, facts.reasonable_on)
    decided = facts.conclusive_on
    found = [
        Clock(
            Key.RECOVERY, "Recovery period", facts.reasonable_on,
            recovery_ends(facts.reasonable_on, decided),
            Nature.DAY if decided else Nature.AT_LEAST, rule,
        )
    ]  # fmt: skip
    if decided is None:
        due_on = facts.reasonable_on + timedelta(days=rule.number)
        found.append(
            Clock(
                Key.CONCLUSIVE_GROUNDS, "Conclusive grounds decision", facts.reasonable_on, due_on,
                Nature.NOT_BEFORE, rule,
            )
        )  # fmt: skip
    return found


def _after_a_no(facts: Facts) -> list[Clock]:
    if facts.negative_on is None:
        return []
    found, rule = [], version(RECONSIDERATION, facts.negative_on)
    if rule and not facts.reconsidered:
        due_on = facts.negative_on + timedelta(days=rule.number)
        found.append(
            Clock(
                Key.RECONSIDERATION, "Asking for a reconsideration", facts.negative_on, due_on,
                Nature.DEADLINE, rule,
            )
        )  # fmt: skip
    if facts.ends_support:
        rule = SHORT_EXIT[0]
        found.append(
            Clock(
                Key.SHORT_EXIT, "Support ends", facts.negative_on,
                working_days_after(facts.negative_on, rule.number), Nature.AT_LEAST, rule,
            )
        )  # fmt: skip
    return found


def _support(facts: Facts) -> list[Clock]:
    found = []
    if facts.conclusive_on and facts.is_conclusive:
        rule = version(MOVE_ON, facts.conclusive_on)
        found.append(
            Clock(
                Key.MOVE_ON, "Move-on support", facts.conclusive_on,
                facts.conclusive_on + timedelta(days=rule.number), Nature.AT_LEAST, rule,
            )
        )  # fmt: skip
    if facts.support_wanted_on and not facts.support_reached:
        rule = FIRST_CONTACT[0]
        found.append(
            Clock(
                Key.FIRST_CONTACT, "Support provider's first contact", facts.support_wanted_on,
                facts.support_wanted_on + timedelta(days=rule.number), Nature.AIM, rule,
            )
        )  # fmt: skip
    return found


def working_days_past(clock: Clock, today: date) -> int:
    """How many working days ago the clock came to its day; 0 when it has not yet."""
    return working_days_between(clock.due_on, today)


def next_of(clocks: Iterable[Clock], today: date) -> Clock | None:
    """The one to look at next: a deadline still ahead, because it can be lost; then an aim that has
    passed; then the earliest ahead."""
    known = list(clocks)
    ahead = [clock for clock in known if not clock.has_passed(today)]
    deadlines = [clock for clock in ahead if clock.nature == Nature.DEADLINE]
    passed = [clock for clock in known if clock.nature == Nature.AIM and clock.has_passed(today)]
    return next(iter([*deadlines, *passed, *ahead]), None)


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
