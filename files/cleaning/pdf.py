"""PDF, written anew: without who wrote it, and without what would act when it is opened."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Name, Pdf

from files.cleaning import PROTECTED, NotTaken
from files.cleaning.pictures import without_segments

# Of any object: what tells of programs and people, what acts by itself, what carries other files.
TAKEN_OUT = ("/Metadata", "/PieceInfo", "/AA", "/OpenAction", "/LastModified", "/EF", "/AF")
# Names of the catalogue's tree that lead to scripts and attached files.
TREES_TAKEN_OUT = ("/JavaScript", "/EmbeddedFiles")
# Kinds of action that do more than move about the document or follow a link.
ACTING = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"}


def clean(source: Path, target: Path) -> None:
    try:
        document = Pdf.open(source)
    except pikepdf.PasswordError:
        raise NotTaken(PROTECTED) from None
    with document:
        if document.is_encrypted:
            raise NotTaken(PROTECTED)
        _take_out(document.trailer, ("/Info", "/ID"))
        _take_out(document.Root.get("/Names", {}), TREES_TAKEN_OUT)
        _take_out(document.Root.get("/AcroForm", {}), ("/XFA",))
        for thing in document.objects:
            for each in _walked(thing):
                _clean(each)
        document.save(
            target,
            fix_metadata_version=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
        )


def _walked(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The thing and what stands inside it; what it only points to is an object of its own."""
    yield thing
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        inside = [value for _, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inside = list(thing)
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _walked(value)


def _clean(thing: pikepdf.Object) -> None:
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        _take_out(thing, TAKEN_OUT)
        kind = thing.get("/Subtype")
        if kind == Name.FileAttachment:
            thing.Subtype = Name.Text
            _take_out(thing, ("/FS",))
        if "/Rect" in thing and kind is not None:
            # Who wrote a note in the margin, and when. A field of a form keeps its name.
            _take_out(thing, ("/M", "/CreationDate", *(() if kind == Name.Widget else ("/T",))))
        if str(thing.get("/S", "")) in ACTING:
            thing.S = Name.Named
            thing.N = Name.NextPage
            _take_out(thing, ("/JS", "/F", "/Win", "/Next", "/R", "/AN", "/OP"))
    if isinstance(thing, pikepdf.Stream) and _is_jpeg(thing):
        # With its own settings, such as an inverted CMYK, so only the bytes change.
        settings = thing.get("/DecodeParms")
        thing.write(
            without_segments(thing.read_raw_bytes()), filter=thing.Filter, decode_parms=settings
        )


def _take_out(thing: pikepdf.Object, names: Iterable[str]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _is_jpeg(stream: pikepdf.Stream) -> bool:
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array):
        return list(filters) == [Name.DCTDecode]
    return filters == Name.DCTDecode
