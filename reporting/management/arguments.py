"""The arguments that `figures` and `build_report` share. A wrong one ends the command with 2."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from agencies.models import Partnership
from reporting.counting.periods import MalformedPeriod, Period
from reporting.disclosure.publish import Document, NotSafe
from reporting.disclosure.rules import AUDIENCES, INTERNAL
from reporting.document import editions
from reporting.kept.given_out import given_out
from reporting.written.blocks import TooLong

WRONG_ARGUMENTS = 2
MARGIN_OPEN = 1


@dataclass(frozen=True)
class Asked:
    partnership: Partnership
    period: Period
    audience: str
    earlier: Mapping[str, Sequence[Document]]


def add_to(parser: CommandParser) -> None:
    parser.add_argument("--partnership", required=True, help="code, such as sandwell")
    parser.add_argument("--period", required=True, help="reporting year, such as 2022-23")
    parser.add_argument(
        "--audience",
        choices=AUDIENCES,
        default=INTERNAL,
        help="internal: exact counts; partner, public: without what is too small to publish",
    )
    parser.add_argument(
        "--earlier",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="figures.json of an edition that readers have had; may be given several times",
    )


def asked(options: dict) -> Asked:
    """What was asked for. Raises CommandError with one sentence."""
    try:
        period = Period.parse(options["period"])
    except MalformedPeriod as malformed:
        raise CommandError(str(malformed), returncode=WRONG_ARGUMENTS) from malformed
    partnership = Partnership.objects.filter(code=options["partnership"]).first()
    if partnership is None:
        raise CommandError(
            f"There is no partnership with the code {options['partnership']!r}.",
            returncode=WRONG_ARGUMENTS,
        )
    return Asked(partnership, period, options["audience"], earlier_editions(options["earlier"]))


def earlier_editions(paths: Sequence[Path]) -> dict[str, list[Document]]:
    """By audience. Raises CommandError for a file that is no edition."""
    found: dict[str, list[Document]] = {}
    for path in paths:
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            found.setdefault(document["edition"]["audience"], []).append(document)
        except (OSError, ValueError, KeyError, TypeError) as wrong:
            raise CommandError(
                f"{path} is no figures.json of an earlier edition.", returncode=WRONG_ARGUMENTS
            ) from wrong
    return found


def audited(asked: Asked) -> dict:
    """What the audit keeps of a command that read figures."""
    return {
        "partnership": asked.partnership.code,
        "period": asked.period.label,
        "audience": asked.audience,
    }


def refuse_open(checks: list[dict]) -> None:
    """Raises CommandError, ending with 1, where a margin is open; names the first."""
    if checks:
        first = checks[0]
        raise CommandError(
            f"{len(checks)} of the checks are open. The first: {first['rule']}: "
            f"{first['left']} against {first['right']}.",
            returncode=MARGIN_OPEN,
        )


def edition(asked: Asked, *, on_step: Callable[[str], None]) -> dict[str, Any]:
    """The contract that was asked for. Raises CommandError where it cannot be made."""
    try:
        return editions.made(
            asked.partnership,
            asked.period,
            audience=asked.audience,
            earlier=_all_earlier(asked),
            on_step=on_step,
        ).contract
    except (editions.MarginsOpen, NotSafe, TooLong) as unfit:
        raise CommandError(str(unfit), returncode=MARGIN_OPEN) from unfit


def _all_earlier(asked: Asked) -> dict[str, list[Document]]:
    """Published here, and named by the caller because they were given out otherwise."""
    found = given_out(asked.partnership)
    for audience, documents in asked.earlier.items():
        found.setdefault(audience, []).extend(documents)
    return found
