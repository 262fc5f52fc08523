"""The arguments that `figures` and `build_report` share. A wrong one ends the command with 2."""

from dataclasses import dataclass

from django.core.management.base import CommandError, CommandParser

from agencies.models import Partnership
from reporting.periods import MalformedPeriod, Period

WRONG_ARGUMENTS = 2
MARGIN_OPEN = 1
AUDIENCES = ("internal", "partner", "public")


@dataclass(frozen=True)
class Asked:
    partnership: Partnership
    period: Period
    audience: str


def add_to(parser: CommandParser) -> None:
    parser.add_argument("--partnership", required=True, help="code, such as sandwell")
    parser.add_argument("--period", required=True, help="reporting year, such as 2022-23")
    parser.add_argument(
        "--audience", choices=AUDIENCES, default="internal", help="internal: exact counts"
    )


def asked(options: dict) -> Asked:
    """What was asked for. Raises CommandError with one sentence."""
    try:
        period = Period.parse(options["period"])
    except MalformedPeriod as malformed:
        raise CommandError(str(malformed), returncode=WRONG_ARGUMENTS) from malformed
    if options["audience"] != "internal":
        raise CommandError(
            "Only --audience internal can be asked for yet: figures for partners and the public "
            "need small numbers withheld first.",
            returncode=WRONG_ARGUMENTS,
        )
    partnership = Partnership.objects.filter(code=options["partnership"]).first()
    if partnership is None:
        raise CommandError(
            f"There is no partnership with the code {options['partnership']!r}.",
            returncode=WRONG_ARGUMENTS,
        )
    return Asked(partnership, period, options["audience"])


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
