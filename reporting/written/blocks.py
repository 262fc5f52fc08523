"""What people write for a report, made into the blocks that every format prints. Pure.

A text is paragraphs with an empty line between; lines that begin with "- " are a list. Numbers in
it are tokens, see `tokens`. Nothing else is read into a text, so markup, formulas and templates
stay the letters that were typed.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from reporting.document.material import Context, Material
from reporting.written import tokens

# Longer than any section a reader reads; the PDF of a longer one is not drawn in its time.
MOST_CHARACTERS = 20_000
# Of a word or an address on the web; a PDF cannot hold one that goes on for pages.
LONGEST_WORD = 300
NO_HEADING = "Section without a heading"
WORDS_OF_PEOPLE = ("declared", "written", "priorities", "stories", "accepted")
HEADED = {"written", "stories"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_POINT = re.compile(r"[-*•]\s+")


class TooLong(ValueError):
    """A text that no report holds. The message names the section."""


@dataclass
class Text:
    """blocks: as the contract has them. unresolved: tokens that stand for nothing."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    unresolved: list[tokens.Unresolved] = field(default_factory=list)


def of(text: str, material: Material) -> Text:
    """The blocks of a text, in the order of reading."""
    made = Text()
    lines = plain(text.replace("\r\n", "\n").replace("\r", "\n"))
    for paragraph in re.split(r"\n[ \t]*\n", lines):
        prose: list[str] = []
        points: list[str] = []
        for line in paragraph.split("\n"):
            if _POINT.match(line):
                points.append(_POINT.sub("", line, count=1))
            elif points and line.startswith((" ", "\t")):
                points[-1] += f" {line.strip()}"
            else:
                _flush(made, prose, points, material)
                prose.append(line)
        _flush(made, prose, points, material, all_of_it=True)
    return made


def runs(text: str, material: Material, unresolved: list[tokens.Unresolved]) -> list[Any]:
    """One line of words and tokens; adds to `unresolved` what stands for nothing."""
    found: list[Any] = []
    end = 0
    for token in tokens.TOKEN.finditer(text):
        found.append(text[end : token.start()])
        run = tokens.resolved(token[1], material)
        if isinstance(run, tokens.Unresolved):
            unresolved.append(run)
            run = token[0]
        found.append(run)
        end = token.end()
    found.append(text[end:])
    return [run for run in found if run]


def plain(text: str) -> str:
    """Without the characters that XML cannot hold, which no format prints and no database keeps."""
    return _NOT_IN_XML.sub("", text)


def in_print(context: Context) -> Context:
    """The same with the words of people as every format can print them."""
    told: dict[str, Any] = {
        part: [
            {key: plain(value) if isinstance(value, str) else value for key, value in one.items()}
            for one in context[part]
        ]
        for part in WORDS_OF_PEOPLE
        if part in context
    }
    for part in HEADED & told.keys():
        told[part] = [{**one, "title": heading(one["title"])} for one in told[part]]
    return {**context, **told}


def heading(title: str) -> str:
    """In one line; a heading that would print as nothing says that it is missing."""
    words = " ".join(title.split())
    is_read = any(unicodedata.category(character)[0] not in "CZ" for character in words)
    return words if is_read else NO_HEADING


def why_too_long(text: str) -> str:
    """Why no report can hold the text, and what to do; or ""."""
    if len(text) > MOST_CHARACTERS:
        return (
            f"It has {len(text):,} characters, and a section of a report at most "
            f"{MOST_CHARACTERS:,}. Shorten it, or make two sections of it."
        )
    longest = max(map(len, text.split()), default=0)
    if longest > LONGEST_WORD:
        return (
            f"It has a word of {longest:,} characters, which fits on no line. Put spaces into it, "
            f"so that no word has more than {LONGEST_WORD}."
        )
    return ""


def refuse_too_long(title: str, text: str) -> None:
    """Raises TooLong."""
    if why := why_too_long(text):
        raise TooLong(f"The section “{title[:80]}” cannot be printed. {why}")


def _flush(
    made: Text,
    prose: list[str],
    points: list[str],
    material: Material,
    *,
    all_of_it: bool = False,
) -> None:
    """Puts down what came before: prose when points begin after it, points when prose does."""
    if points or all_of_it:
        words = " ".join(line.strip() for line in prose if line.strip())
        if words:
            made.blocks.append(
                {"kind": "paragraph", "runs": runs(words, material, made.unresolved)}
            )
        prose.clear()
    if points:
        items = [runs(point.strip(), material, made.unresolved) for point in points]
        made.blocks.append({"kind": "list", "items": items})
        points.clear()
