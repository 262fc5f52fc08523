"""What a text is looked for: that it says when, who was there, how it was interpreted."""

import re

from referrals.near.dates import dates_in

_NUMBER = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|many)"
_TIME = re.compile(
    rf"\b(?:(?:19|20)\d\d|spring|summer|autumn|winter|easter|christmas|ramadan|yesterday|"
    rf"{_NUMBER}\s+(?:day|night|week|month|year)s?|"
    r"(?:last|next|that|same|following)\s+(?:day|night|week|month|year)|aged?\s+(?:of\s+)?\d+|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\b(?:alone|in private|privately|(?:on|by) (?:her|his|their|its) own|nobody else|no one else|"
    r"not alone|others? (?:was|were) present)\b",
    re.IGNORECASE,
)
INTERPRETER = re.compile(r"\b(?:interpret\w*|translat\w*)\b", re.IGNORECASE)
_COMPANION = (
    r"(?:friend|relative|husband|wife|partner|boyfriend|girlfriend|brother|sister|mother|father|son"
    r"|daughter|cousin|uncle|aunt|companion|workmate|colleague of (?:his|hers|theirs)|boss|employer"
    r"|manager|landlord|neighbour|someone (?:she|he|they) came with)"
)
COMPANION_INTERPRETS = re.compile(
    rf"\b{_COMPANION}\b[^.!?\n]{{0,60}}\b(?:interpret|translat)|"
    rf"\b(?:interpret|translat)\w*[^.!?\n]{{0,40}}\b{_COMPANION}\b",
    re.IGNORECASE,
)
CHOICE = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|female|male)\b[^.!?\n]*\binterpret|\binterpret\w*[^.!?\n]*\b(?:wom[ae]n|"
    r"m[ae]n|female|male|gender)\b|\b(?:choice|chose|choose|prefer\w*)\b[^.!?\n]*\binterpret|"
    r"\binterpret\w*[^.!?\n]*\b(?:choice|chose|choose|prefer\w*)\b",
    re.IGNORECASE,
)
APART = re.compile(
    r"\b(?:never|not) (?:left )?alone (?:together|with)|\bleft (?:separately|apart|at different"
    r"|before|after|first)|\bdifferent times\b|\bby (?:phone|telephone|video)\b",
    re.IGNORECASE,
)
TRAUMA = re.compile(r"\b(?:fear\w*|afraid|scared|trauma\w*|shame|ashamed|memory)\b", re.IGNORECASE)


def tells_when(text: str) -> int:
    """How often a text says when something was or how long it took."""
    return len(_TIME.findall(text)) + sum(1 for _ in dates_in(text))
