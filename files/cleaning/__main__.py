"""One file, opened apart. Says on standard output what came of it, as JSON."""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import puremagic

from files.cleaning import NOT_WHAT_IT_SAYS, UNREADABLE, NotTaken, doc, docx, pdf, pictures

MEMORY, SECONDS, WRITTEN = 1536 * 1024**2, 60, 128 * 1024**2

# For each kind: how its content begins, what puremagic calls it, and how it is cleaned.
KINDS: dict[str, tuple[bytes, str, Callable[[Path, Path], None]]] = {
    "pdf": (b"%PDF-", ".pdf", pdf.clean),
    "jpg": (b"\xff\xd8\xff", ".jpg", pictures.clean_jpg),
    "png": (b"\x89PNG\r\n\x1a\n", ".png", pictures.clean_png),
    "docx": (b"PK\x03\x04", ".docx", docx.clean),
    "doc": (doc.MAGIC, ".doc", doc.clean),
}


def limit() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
        # macOS knows this one by name only.
        *([(resource.RLIMIT_AS, MEMORY)] if sys.platform == "linux" else []),
    ):
        resource.setrlimit(what, (most, most))


def clean(kind: str, source: Path, target: Path) -> None:
    """Raises NotTaken. Two ways of telling must agree on what it is, then a third reads it."""
    begins, ending, cleaned = KINDS[kind]
    with source.open("rb") as file:
        start = file.read(len(begins))
    if start != begins:
        if start.startswith(doc.MAGIC[:4]):
            doc.refuse_protected(source)
        raise NotTaken(NOT_WHAT_IT_SAYS)
    try:
        told = {found.extension for found in puremagic.magic_file(source)}
    except puremagic.PureError:
        told = set()
    if ending not in told:
        raise NotTaken(NOT_WHAT_IT_SAYS)
    cleaned(source, target)


def main() -> None:
    limit()
    kind, source, target = sys.argv[1:]
    refused = ""
    try:
        clean(kind, Path(source), Path(target))
    except NotTaken as why:
        refused = str(why)
    except Exception as fault:
        # Libraries raise what they like on a broken file. Its kind is said, never its words.
        print(f"{kind} {type(fault).__name__}", file=sys.stderr)
        refused = UNREADABLE
    print(json.dumps({"refused": refused}))


main()
