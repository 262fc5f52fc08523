"""What people write for a report, made into the blocks that every format prints. Pure.

A text is paragraphs with an empty line between; lines that begin with "- " are a list. Numbers in
it are tokens, see `tokens`. Nothing else is read into a text, so markup, formulas and templates
stay the letters that were typed.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from reporting import tokens
from reporting.material import Material

# Longer than any section a reader reads; the PDF of a longer one is not drawn in its time.
MOST_CHARACTERS = 20_000
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


def refuse_too_long(title: str, *texts: str) -> None:
    """Raises TooLong."""
    length = sum(map(len, texts))
    if length > MOST_CHARACTERS:
        raise TooLong(
            f"“{title[:80]}” has {length:,} characters, and a section of a report at most "
            f"{MOST_CHARACTERS:,}. Shorten it, or make two sections of it."
        )


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
