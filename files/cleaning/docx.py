"""Word's format: a packed folder, packed anew without who wrote and commented, and with what."""

import re
import zipfile
from pathlib import Path, PurePosixPath

from files.cleaning import (
    CARRIES_OTHERS,
    MACROS,
    NOT_WHAT_IT_SAYS,
    PROTECTED,
    TOO_MUCH_INSIDE,
    UNREADABLE,
    NotTaken,
)
from files.cleaning.pictures import without_chunks, without_segments

MOST_PARTS, MOST_UNPACKED = 2_000, 200 * 1024**2
NEEDED = {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Word wants these to be there; nothing is said in them.
EMPTIED = {
    "docProps/core.xml": XML + b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": XML + b"<Properties xmlns="
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": XML + b"<Properties xmlns="
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
# Who wrote a comment or a change, with their account and the time of it.
WHO_AND_WHEN = re.compile(
    rb"""(\s\w+:(?:author|initials|userId|providerId)\s*=\s*)("[^"]*"|'[^']*')"""
)
WHEN = re.compile(rb"""\s\w+:(?:date|dateUtc)\s*=\s*("\d{4}-[^"]*"|'\d{4}-[^']*')""")
# The file server and the account from which a template came; Word would also fetch it.
TEMPLATE = re.compile(rb"<\w+:attachedTemplate\b[^>]*/>")
TEMPLATE_LINK = re.compile(rb"<Relationship\b[^>]*/attachedTemplate[\"'][^>]*/>")
THUMBNAIL_LINK = re.compile(rb"<Relationship\b[^>]*/thumbnail[\"'][^>]*/>")


def clean(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as packed:
        parts = packed.infolist()
        refuse(parts)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
            left = MOST_UNPACKED
            for part in parts:
                if part.is_dir() or part.filename.startswith("docProps/thumbnail"):
                    continue
                content = unpacked(packed, part, left)
                left -= len(content)
                # A name and nothing more: no date, no account, no words between the parts.
                plain = zipfile.ZipInfo(part.filename)
                plain.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(plain, cleaned(part.filename, content))


def refuse(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(names) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotTaken(TOO_MUCH_INSIDE)
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotTaken(PROTECTED)
    if len({name.lower() for name in names}) < len(names) or any(map(leads_out, names)):
        raise NotTaken(UNREADABLE)
    if not set(names) >= NEEDED:
        raise NotTaken(NOT_WHAT_IT_SAYS)
    lowered = [name.lower() for name in names]
    if any("vbaproject" in name or "vbadata" in name for name in lowered):
        raise NotTaken(MACROS)
    if any(
        name.startswith("word/activex/")
        or (name.startswith("word/embeddings/") and name.endswith(".bin"))
        for name in lowered
    ):
        raise NotTaken(CARRIES_OTHERS)


def leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """The content of a part, read no further than `most`: what its header says may be a lie."""
    with packed.open(part) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise NotTaken(TOO_MUCH_INSIDE)
    return content


def cleaned(name: str, content: bytes) -> bytes:
    if name in EMPTIED:
        return EMPTIED[name]
    if name.endswith((".xml", ".rels")):
        return cleaned_xml(name, content)
    return without_chunks(without_segments(content))


def cleaned_xml(name: str, content: bytes) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        raise NotTaken(UNREADABLE)
    if name == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise NotTaken(MACROS)
    if name.endswith(".rels"):
        content = THUMBNAIL_LINK.sub(b"", TEMPLATE_LINK.sub(b"", content))
    if name.startswith("word/"):
        content = WHEN.sub(b"", WHO_AND_WHEN.sub(rb'\1""', content))
        content = TEMPLATE.sub(b"", content)
    return content
