"""Names, telephone numbers and the like in what somebody wrote for a report.

Of people known to the partnership only those count whose names the writer may see: to say of any
other that the name is known would say that somebody of that name is in the records.
"""

from agencies import access
from agencies.acting import Actor
from referrals.near import Finder, Kind, Known
from victims.models import Identity

# People whose names a writer may see are those they work with; of more, the newest.
MOST_PEOPLE = 2_000


def in_text(actor: Actor, text: str) -> list[str]:
    """What may say who somebody is, in the words of the text, each once and in its order."""
    finder = Finder(_names(actor))
    hits = [hit for hit in finder.hits(text) if "{" not in text[hit.start : hit.end]]
    return list(dict.fromkeys(f"“{text[hit.start : hit.end]}”, {hit.whats[0]}" for hit in hits))


def _names(actor: Actor) -> list[Known]:
    rows = access.allowed(actor, "see", Identity).order_by("-pk")[:MOST_PEOPLE]
    what = "a name of somebody in the records"
    return [
        Known(kind, value, what)
        for row in rows
        for kind, value in (
            (Kind.NAME, f"{row.given_names} {row.family_name}".strip()),
            (Kind.ALIAS, row.aliases),
        )
        if value
    ]
