"""Faults of the words that people wrote: placeholders, figures typed by hand, years by other names.

A number in such words is a token or is one of the honest exceptions: a date, a time, a telephone
number, a law and its section, the name of a plan, an order in a series.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.faults.fault import Fault
from reporting.published.figures import CALENDAR_YEAR, FINANCIAL_YEAR
from reporting.stories.untold import place_of
from reporting.written.tokens import TOKEN

NUMBER_SIGN = "\x1a"
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
PLACEHOLDER = re.compile(
    r"\bX{1,9}\b|\b(?:TBC|TBA|TBD|to be (?:confirmed|added|advised|completed))\b"
    r"|\b(?:insert|enter|add)\b[^.]{0,40}\bhere\b|\[\s*(?:insert|add|tbc|name|number|date)\b[^\]]*\]"
    r"|<\s*insert[^>]*>|\binsert (?:figure|number|name|date|text|total|photo|picture)s?\b"
    r"|\blorem ipsum\b|\?{2,}|_{3,}|#{2,}",
    re.IGNORECASE,
)
EXCEPTIONS = re.compile(
    # dates and months of a year, with or without the day
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: to \d{{1,2}}| and \d{{1,2}})? {MONTH}(?: \d{{4}})?\b"
    rf"|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b|\b{MONTH} (?:of )?\d{{4}}\b"
    r"|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b"
    # a law, and places in it
    r"|\b(?:Act|Order|Regulations|Rules|Directive|Convention|Bill|Measure|Code)\s(?:of\s)?\d{4}\b"
    r"|\b(?:sections?|ss?\.|Parts?|Schedules?|Articles?|paragraphs?|regulations?|clauses?|chapters?)"
    r"\s\d+[A-Za-z]?(?:\(\w+\))*(?:(?:,| and| or| to)\s\d+[A-Za-z]?(?:\(\w+\))*)*(?!\w)"
    # telephone numbers
    r"|(?<!\d)0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b|\+44[ \d]{9,14}\b"
    r"|\b(?:call|dial|ring|on|phone|telephone|number|or)\s(?:999|101|111|112|119)\b"
    # times and round-the-clock services
    r"|\b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm)\b|\b\d{1,2}:\d{2}\b|\b24/7\b|\b24[- ]hours?\b"
    # names that hold a number
    r"|\b4\s?Ps?\b|\bLevel \d\b|(?-i:\b[A-Z]{2,}[- ]?\d{1,3}\b)"
    r"|\bOperation \w+ \d+\b|\bAidant \d+\b"
    r"|\b\d+(?:st|nd|rd|th)\b|\b(?:page|Table|Figure|Appendix|Annex|step|version) \d+\b"
    r"|\bhttps?://\S+|\b\S+@\S+\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.])[£$€]?\d[\d,]*(?:\.\d+)?\s?(?:%|per cent\b|k\b|million\b)?")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
NUMBER_WORDS = re.compile(
    rf"\b(?:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    rf"|(?:{_TENS})(?:-\w+)?|(?:a |one |two )?hundreds?|thousands?|(?:a |half a )?dozens?"
    r"|(?:a |two |three )?(?:half|third|thirds|quarter|quarters) of|doubled|trebled|tripled"
    r"|halved)\b",
    re.IGNORECASE,
)
SMALL = re.compile(
    r"\b(?:one|two|three|four|a single|a couple of|only [1-4]|[1-4])\s(?:\w+\s){0,2}?"
    r"(?:persons?|people|men|man|women|woman|males?|females?|child|children|boys?|girls?|victims?"
    r"|survivors?|individuals?|adults?|arrests?)\b",
    re.IGNORECASE,
)
LOOSE_YEAR = re.compile(
    r"\b(?:this|last|the past|the previous|the current|the present)"
    r" (?:financial |calendar )?year\b",
    re.IGNORECASE,
)
NOUNS = {
    "incident": ("incident", "incidents"),
    "person": ("person", "people", "persons", "individual", "individuals", "victim", "victims",
               "survivor", "survivors", "men", "women", "males", "females", "adults", "children"),
    "visit": ("visit", "visits"),
    "place": ("place", "places", "location", "locations", "site", "sites", "premises", "dwellings"),
    "intervention": ("intervention", "interventions"),
    "arrest": ("arrest", "arrests"),
    "notice": ("notice", "notices", "notification", "notifications"),
}  # fmt: skip
UNIT_OF = {noun: unit for unit, nouns in NOUNS.items() for noun in nouns}
WORDS_AFTER = 3


@dataclass(frozen=True)
class Sentence:
    """A sentence that a person wrote, each token a sign; the tokens beside it in their order."""

    place: str
    text: str
    tokens: Sequence[Mapping[str, Any]]
    is_story: bool = False

    @property
    def unquoted(self) -> str:
        """What tells two faults of one story apart."""
        return self.text if self.is_story else ""

    @property
    def quoted(self) -> str:
        """Nothing of a story: what is accepted of it is kept, and its words may have to go."""
        if self.is_story:
            return "a sentence of it"
        text = self.text.replace(NUMBER_SIGN, "…")
        return f"“{text if len(text) <= 120 else f'{text[:119]}…'}”"


def faults_of_words(contract: Mapping[str, Any]) -> Iterator[Fault]:
    found = list(sentences(contract))
    for sentence in found:
        yield from _placeholders(sentence)
        yield from _years(sentence, contract)
        yield from _typed(sentence)
        if contract["edition"]["disclosure"]["thresholds"] and not sentence.is_story:
            yield from _small(sentence)
        yield from _captions(sentence, contract)
    yield from _twice(found, contract)


def sentences(contract: Mapping[str, Any]) -> Iterator[Sentence]:
    """Headings, paragraphs, points and cells that people wrote, sentence by sentence."""
    for place, runs, is_story in _texts(contract):
        given = [run for run in runs if not isinstance(run, str)]
        text = "".join(_plain(run) if isinstance(run, str) else NUMBER_SIGN for run in runs)
        used = 0
        for part in re.split(r"(?<=[.!?])\s+", text):
            tokens = given[used : used + part.count(NUMBER_SIGN)]
            used += len(tokens)
            yield Sentence(place, part, tokens, is_story)


def _texts(contract: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Any], bool]]:
    stories = {one["reference"] for one in contract.get("stories", ())}
    for section in contract["sections"]:
        place = section["title"]
        if section.get("written"):
            yield place, [section["title"]], False
        for block in section["blocks"]:
            if not block.get("written"):
                continue
            is_story = block["written"] in stories
            if block["kind"] == "heading":
                place = place_of(block["written"]) if is_story else block["text"]
                yield place, [block["text"]], is_story
            for runs in block.get("items", [block["runs"]] if "runs" in block else []):
                yield place, runs, is_story
    for one in contract.get("priorities", ()):
        for words in (one["words"], one["action"], one["owner"]):
            yield one["section"], [words], False
    for one in contract.get("declared_names", ()):
        yield "Figures counted elsewhere", [one["name"]], False


def _placeholders(sentence: Sentence) -> Iterator[Fault]:
    for found in PLACEHOLDER.finditer(sentence.text):
        yield Fault(
            "placeholder", sentence.place, f"“{found[0]}” stands in {sentence.quoted}.",
            "Put what belongs there, or take the sentence out.", of=sentence.unquoted,
        )  # fmt: skip


def _years(sentence: Sentence, contract: Mapping[str, Any]) -> Iterator[Fault]:
    """A year by another name than the report's, or by none."""
    edition = contract["edition"]
    own = {edition["period"]["label"], edition["previous_period"]}
    rest = EXCEPTIONS.sub(" ", sentence.text)
    financial = [
        found[0] for found in FINANCIAL_YEAR.finditer(rest) if f"{found[1]}-{found[3]}" not in own
    ]
    calendar = [found[0] for found in CALENDAR_YEAR.finditer(FINANCIAL_YEAR.sub(" ", rest))]
    loose = [found[0] for found in LOOSE_YEAR.finditer(sentence.text)]
    for said in (*financial, *calendar, *loose):
        yield Fault(
            "year", sentence.place, f"“{said}” stands in {sentence.quoted}.",
            f"This report is about {edition['period']['label']}. Write {{year}} or "
            "{year before}, or say which days are meant.", of=sentence.unquoted,
        )  # fmt: skip


def typed_numbers(text: str) -> list[str]:
    """Figures typed by hand, without the honest exceptions."""
    rest = EXCEPTIONS.sub(" ", FINANCIAL_YEAR.sub(" ", text))
    rest = re.sub(rf"{CALENDAR_YEAR.pattern}(?!\s?%)", " ", rest)
    found = [(one.start(), one[0].strip()) for one in NUMBER.finditer(rest)]
    found += [(one.start(), one[0]) for one in NUMBER_WORDS.finditer(rest)]
    return [number for _, number in sorted(found)]


def _typed(sentence: Sentence) -> Iterator[Fault]:
    for number in typed_numbers(sentence.text):
        yield Fault(
            "typed", sentence.place,
            f"the figure {number} in {sentence.quoted} was typed by hand.",
            "Choose the number from “Numbers you can use”, or enter it as a figure counted "
            "elsewhere.", of=sentence.unquoted,
        )  # fmt: skip


def _small(sentence: Sentence) -> Iterator[Fault]:
    for found in SMALL.finditer(sentence.text):
        yield Fault(
            "small", sentence.place,
            f"“{found[0]}” in {sentence.quoted} tells of very few people.",
            "Take the number out: say that it happened, not to how many.", can_accept=False,
        )  # fmt: skip


def _captions(sentence: Sentence, contract: Mapping[str, Any]) -> Iterator[Fault]:
    """A number under words that say something else: another type, another town, another unit."""
    labels = contract["labels"]
    units = {one["id"]: one["unit"] for one in contract["measures"]}
    names = {one["id"]: one["name"] for one in contract["measures"]}
    counted = {
        entry["id"]: entry
        for part in ("values", "previous_values", "further_values")
        for entry in contract[part]
    }
    derived = {entry["id"]: entry["of"][0] for entry in contract["derived"]}
    entries = []
    for token in sentence.tokens:
        key = derived.get(token["value"], token["value"])
        entries.append(counted.get(key))
    for dimension, what in (("exploitation_type", "type"), ("town", "town")):
        named = {
            code
            for code, label in labels[dimension].items()
            if re.search(rf"\b{re.escape(label)}\b", sentence.text, re.IGNORECASE)
        }
        cuts = {entry["dimensions"].get(dimension) for entry in entries if entry}
        if cuts and named and not named & cuts:
            said = " and ".join(labels[dimension][code] for code in sorted(named))
            yield Fault(
                "caption", sentence.place,
                f"{sentence.quoted} speaks of {said}; its number is of "
                f"{_cut(cuts, labels[dimension], what)}.",
                f"Choose the number of that {what}, or change the words.", of=sentence.unquoted,
            )  # fmt: skip
    pieces = sentence.text.split(NUMBER_SIGN)[1:]
    for entry, after in zip(entries, pieces, strict=True):
        nouns = re.findall(r"[a-z]+", after.casefold())[:WORDS_AFTER]
        told = next((UNIT_OF[noun] for noun in nouns if noun in UNIT_OF), "")
        if entry and told and told != units[entry["measure"]] and units[entry["measure"]] in NOUNS:
            yield Fault(
                "caption", sentence.place,
                f"{sentence.quoted} calls {names[entry['measure']]} by the word for "
                f"another thing ({NOUNS[told][-1] if told != 'person' else 'people'}).",
                "Choose the number of what the words say, or change the words.",
                of=sentence.unquoted,
            )  # fmt: skip


def _cut(cuts: set[str | None], labels: Mapping[str, str], what: str) -> str:
    named = [labels[code] for code in sorted(code for code in cuts if code)]
    return " and ".join(named) if named else f"every {what}"


def _twice(found: Sequence[Sentence], contract: Mapping[str, Any]) -> Iterator[Fault]:
    """The same words after two numbers typed by hand: 122 private dwellings, 106 private
    dwellings."""
    told: dict[str, list[tuple[str, Sentence]]] = defaultdict(list)
    for sentence in found:
        rest = EXCEPTIONS.sub(" ", FINANCIAL_YEAR.sub(" ", sentence.text))
        for number in NUMBER.finditer(rest):
            words = re.findall(r"[a-z]+", rest[number.end() :].casefold())[:2]
            if words:
                told[" ".join(words)].append((number[0].strip(), sentence))
    for words, ones in told.items():
        values = list(dict.fromkeys(number for number, _ in ones))
        if len(values) > 1:
            places = " and ".join(dict.fromkeys(sentence.place for _, sentence in ones))
            yield Fault(
                "twice", places, f"“{words}” is told with {' and with '.join(values)}.",
                "Find out which is right, or say how the two differ.",
            )  # fmt: skip


def _plain(text: str) -> str:
    """Without tokens that stand for nothing, which are a fault of their own."""
    return TOKEN.sub("", text).replace(NUMBER_SIGN, "")
