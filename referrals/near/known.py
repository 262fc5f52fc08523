"""What is known of somebody, and the forms under which each thing is looked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from referrals.near.folding import fold, joins_words, words

EDITED_FROM = 5
"""Letters of a word from which on one wrong letter is looked through."""
A_FEW_WORDS = 3
"""More than these are a sentence, of which not every word can be a place."""

# Of a street, or of a word beside a name, the written-out and the short form.
_ALSO_WRITTEN = {
    "street": "st", "road": "rd", "avenue": "ave", "lane": "ln", "drive": "dr", "close": "cl",
    "court": "ct", "place": "pl", "square": "sq", "gardens": "gdns",
}  # fmt: skip
_ALSO_WRITTEN |= {short: long for long, short in _ALSO_WRITTEN.items()}
# What stands around another name and is no name: "also known as Zuzi".
_BESIDE_AN_ALIAS = frozenset(
    words(
        "the and also known as aka alias called nickname name names was used uses or sometimes at"
    )
)
# What stands around a place that somebody typed in a sentence.
_BESIDE_A_PLACE = frozenset(
    words(
        "village town near city the in of born north south east west northern southern eastern "
        "western country from unknown not known asked small region province district county at and "
        "a an is no capital area outside close to she he they was were it i we her his"
    )
)
_UNIT = re.compile(r"^(?:flat|apartment|apt|unit|room|house|no|number)\b\.?", re.IGNORECASE)


class Kind(StrEnum):
    NAME = "name"
    ALIAS = "alias"
    PHRASE = "phrase"
    PLACE = "place"
    NUMBER = "number"
    DATE = "date"
    EMAIL = "email"


@dataclass(frozen=True)
class Known:
    """One thing known. what: what it is, in words that may be shown: "a name of the person".

    NAME: each word of it counts, and the whole in either order. ALIAS: as typed beside the name, so
    perhaps with words that name nobody. PHRASE: the whole alone. PLACE: an address line by line, or
    an area. DATE: as ISO. NUMBER: telephone numbers, documents, references.
    """

    kind: Kind
    value: str
    what: str


@dataclass(frozen=True)
class Form:
    """Letters to look for. near: also with one letter wrong. anywhere: inside a word too."""

    letters: str
    near: bool = False
    anywhere: bool = False


def forms(known: Known) -> set[Form]:
    """All that one known thing is looked for as; dates apart, which are read as dates."""
    if known.kind == Kind.NAME:
        return _of_name(words(known.value))
    if known.kind == Kind.ALIAS:
        parts = [words(part) for part in re.split(r"[,;/()\n]", known.value)]
        return {form for part in parts for form in _of_name(part, besides=_BESIDE_AN_ALIAS)}
    if known.kind == Kind.PLACE:
        return _of_place(known.value)
    if known.kind == Kind.EMAIL:
        return _of_email(known.value)
    if known.kind == Kind.PHRASE:
        return _rows([words(known.value)])
    return set()


def _of_name(every: list[str], besides: frozenset[str] = frozenset()) -> set[Form]:
    alone = {_form(word) for word in every if _says_who(word) and word not in besides}
    turned = [[b, a] for a, b in pairwise(every)]
    # Family name before given names.
    turned.append(every[-1:] + every[:-1])
    runs = [every[a:b] for a in range(len(every)) for b in range(a + 2, min(len(every), a + 6) + 1)]
    return alone | _rows(row for row in [*runs, *turned] if not besides.issuperset(row))


def _says_who(word: str) -> bool:
    """A letter alone is an initial, but in Chinese it may be a name."""
    return len(word) > 1 or "\u3400" <= word <= "\u9fff"


def _form(word: str) -> Form:
    return Form(word, near=len(word) >= EDITED_FROM, anywhere=joins_words(word))


def _rows(rows: Iterable[list[str]]) -> set[Form]:
    """Words glued together. One letter may be wrong when one of the words is long enough."""
    return {
        Form(
            "".join(row),
            near=any(len(word) >= EDITED_FROM for word in row),
            anywhere=any(joins_words(word) for word in row),
        )
        for row in rows
        if row and len("".join(row)) > 1
    }


def _of_place(value: str) -> set[Form]:
    """Each line of an address, with its number and without; streets written out and shortened."""
    rows = []
    for line in re.split(r"[,;\n]", value):
        whole = words(_UNIT.sub("", line.strip()))
        while whole:
            rows.append(whole)
            rows.append([*whole[:-1], _ALSO_WRITTEN.get(whole[-1], whole[-1])])
            # "12a High Street": the number says less than the street.
            if not whole[0].isdigit() and not (len(whole[0]) == 1 and len(whole) > 1):
                break
            whole = whole[1:]
    return {form for form in _rows(rows) if not form.letters.isdigit() and len(form.letters) > 2}


def _of_email(value: str) -> set[Form]:
    mailbox = "".join(words(value.partition("@")[0]))
    rows = [words(value)] if value.strip() else []
    found = _rows(rows)
    return found | ({Form(mailbox, near=True)} if len(mailbox) >= EDITED_FROM else set())


def digits_of(known: Known) -> set[str]:
    """The runs of digits that a number is known by, without what calls a country."""
    if known.kind != Kind.NUMBER:
        return set()
    found = set()
    for part in re.split(r"[,;:\n]|\s{2,}", known.value):
        glued = re.sub(r"(?<=\d)[\s().+/–-]+(?=\d)", "", _with_plain_digits(part))
        for run in re.findall(r"\d{4,}", glued):
            found |= {run, without_country(run)} if len(run) >= 10 else {run}
    return {run for run in found if len(run) >= 4}


def references_of(known: Known) -> set[str]:
    """Letters and digits of a document number that mixes both: "AB12CD34", "ZR 1234567"."""
    if known.kind != Kind.NUMBER:
        return set()
    found = set()
    for part in re.split(r"[,;:\n]", known.value):
        # "Passport ZR 1234567": a long word beside a number says what it is.
        tokens = [token for token in part.split() if not re.fullmatch(r"[^\W\d_]{4,}", token)]
        glued = "".join("".join(words(token)) for token in tokens)
        if len(glued) >= 4 and any(c.isdigit() for c in glued) and not glued.isdigit():
            found.add(glued)
    return found


def without_country(digits: str) -> str:
    """A telephone number as it is dialled anywhere: without 0044, 44 or the leading 0."""
    return re.sub(r"^(?:00)?44(?=\d{9,10}$)|^0(?=\d{9,10}$)", "", digits)


def _with_plain_digits(text: str) -> str:
    return "".join(fold(c) if c.isdecimal() else c for c in text)


def named_places(text: str, countries: Iterable[str] = ()) -> list[str]:
    """The places that somebody typed in words, as "a village near Vlora, Albania": Vlora.

    Of a whole sentence, its words with a capital. A country is no place here: it is said in the
    referral anyway.
    """
    ignored = {"".join(words(country)) for country in countries}
    found = []
    for line in re.split(r"[,;.\n()/]", text):
        every = line.split()
        kept = [w for w in every if "".join(words(w)) not in _BESIDE_A_PLACE | ignored | {""}]
        if len(kept) > A_FEW_WORDS:
            kept = [word for word in kept if word in every[1:] and not word[0].islower()]
        if "".join(words(" ".join(kept))) not in ignored:
            found += kept
    return found


def proper_words(text: str) -> list[str]:
    """Words with a capital, or in a script that has none: what may be a name in a sentence."""
    every = re.findall(r"[^\s,;.:()/]+", text)
    return [word for word in every if word[0].isalpha() and not word[0].islower()]


def born(known: Known) -> date | None:
    return date.fromisoformat(known.value) if known.kind == Kind.DATE and known.value else None
