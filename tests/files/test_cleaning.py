"""What is taken, what is not and why, and what is left of it when it is kept."""

import io
import re
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from files import cleaning, storage
from files.cleaning import NotTaken
from files.taking_in import take_in
from files.terms import LARGEST
from tests.files import making

DIRECTION = "\u202e"


def taken(name: str, content: bytes) -> bytes:
    """What is kept of a file."""
    arrival = take_in(SimpleUploadedFile(name, content))
    with storage.opened(arrival.kept.name, arrival.kept.digest) as file:
        kept = file.read()
    assert arrival.kept.size == len(kept)
    return kept


def refused(name: str, content: bytes) -> str:
    upload = SimpleUploadedFile("x", content)
    # As it stands, not as Django's own way of taking a name leaves it.
    upload._name = name
    with pytest.raises(NotTaken) as why:
        take_in(upload)
    return str(why.value)


def kept_files() -> int:
    return sum(1 for _ in storage.left_alone(-60))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", making.jpg()),
        ("photo.JPEG", making.jpg()),
        ("photo.png", making.png()),
        ("letter.pdf", making.pdf()),
        ("letter.docx", making.docx()),
        ("letter.doc", making.doc()),
    ],
)
def test_each_kind_is_taken(name: str, content: bytes) -> None:
    assert taken(name, content)


MANY_PARTS = making.docx({f"p{n}": "" for n in range(2001)})
MACROS_BY_TYPE = making.TYPES.replace("document.m", "macroEnabled.m")
HOSTILE = {
    "an ending we do not take": ("run.exe", making.pdf(), "must be a DOC, DOCX, PDF, JPG or PNG"),
    "two endings": ("photo.jpg.exe", making.jpg(), "must be a DOC"),
    "no ending": ("letter", making.pdf(), "must be a DOC"),
    "only an ending": (".pdf", making.pdf(), "must be a DOC"),
    "a document with macros by name": ("letter.docm", making.docx(), "must be a DOC"),
    "a path": ("../../etc/letter.pdf", making.pdf(), "must not have /"),
    "a path of Windows": ("..\\letter.pdf", making.pdf(), "must not have /"),
    "a null byte": ("letter.exe\0.pdf", making.pdf(), "hidden characters"),
    "a new line": ("letter\r\nX: y.pdf", making.pdf(), "hidden characters"),
    "right to left": (f"letter{DIRECTION}fdp.exe.pdf", making.pdf(), "hidden characters"),
    "a long name": (f"{'a' * 200}.pdf", making.pdf(), "150 characters or fewer"),
    "nothing": ("letter.pdf", b"", "is empty"),
    "too much": ("letter.pdf", b"%PDF-" + b"0" * LARGEST, "25 MB or smaller"),
    "a picture called PDF": ("letter.pdf", making.jpg(), cleaning.NOT_WHAT_IT_SAYS),
    "a PDF called picture": ("photo.jpg", making.pdf(), cleaning.NOT_WHAT_IT_SAYS),
    "a program called PDF": ("letter.pdf", b"MZ\x90\0" * 100, cleaning.NOT_WHAT_IT_SAYS),
    "a page called picture": ("photo.png", b"<script>1</script>", cleaning.NOT_WHAT_IT_SAYS),
    "a drawing that scripts": ("photo.png", b"<svg onload='x'/>", cleaning.NOT_WHAT_IT_SAYS),
    "other before a PDF": ("a.pdf", b"MZ" + making.pdf(), cleaning.NOT_WHAT_IT_SAYS),
    "other before a document": ("a.docx", making.docx(before=b"MZ"), cleaning.NOT_WHAT_IT_SAYS),
    "another packed folder": ("a.docx", making.docx()[:4] + b"x" * 99, cleaning.UNREADABLE),
    "half a picture": ("photo.jpg", making.jpg((400, 400))[:500], cleaning.UNREADABLE),
    "half a PDF": ("letter.pdf", b"%PDF-1.7\n" + b"\0" * 50, cleaning.UNREADABLE),
    "a flood of pixels": ("photo.png", making.pixel_flood(), "50 million pixels"),
    "a bomb": ("a.docx", making.docx_bomb(), cleaning.TOO_MUCH_INSIDE),
    "a bomb that lies": ("a.docx", making.docx_lying_bomb(), cleaning.UNREADABLE),
    "many parts": ("a.docx", MANY_PARTS, cleaning.TOO_MUCH_INSIDE),
    "macros": ("a.docx", making.docx({"word/vbaProject.bin": b"x"}), cleaning.MACROS),
    "macros by their type": (
        "a.docx",
        making.docx({"[Content_Types].xml": MACROS_BY_TYPE}),
        cleaning.MACROS,
    ),
    "a program inside": (
        "a.docx",
        making.docx({"word/embeddings/oleObject1.bin": b"x"}),
        cleaning.CARRIES_OTHERS,
    ),
    "a part that leads out": ("a.docx", making.docx({"../../x.xml": "x"}), cleaning.UNREADABLE),
    "a part from the root": ("a.docx", making.docx({"/etc/x.xml": "x"}), cleaning.UNREADABLE),
    "a folder without a document": (
        "a.docx",
        making.docx({"word/document.xml": None}),
        cleaning.NOT_WHAT_IT_SAYS,
    ),
    "macros in a DOC": ("a.doc", making.doc("Macros"), cleaning.MACROS),
    "a project in a DOC": ("a.doc", making.doc("_VBA_PROJECT_CUR"), cleaning.MACROS),
    "objects in a DOC": ("a.doc", making.doc("ObjectPool"), cleaning.CARRIES_OTHERS),
    "a locked DOC": ("a.doc", making.doc(locked=True), cleaning.PROTECTED),
    "a locked DOCX": ("a.docx", making.doc("EncryptedPackage"), cleaning.PROTECTED),
    "a locked PDF": ("a.pdf", making.pdf(password="secret"), cleaning.PROTECTED),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_would_do_harm_is_refused_with_its_own_sentence(case: str) -> None:
    name, content, sentence = HOSTILE[case]
    before = kept_files()
    said = refused(name, content)
    assert sentence in said
    assert kept_files() == before, "nothing of it is kept"


def test_a_photo_keeps_no_place_no_camera_and_stands_upright() -> None:
    content = making.jpg((40, 20), told=True)
    assert making.WORD.encode() in content
    kept = taken("photo.jpg", content)
    with Image.open(io.BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert picture.size == (20, 40)
        assert picture.getpixel((10, 5))[2] > 200, "what was left is on top"
    assert making.WORD.encode() not in kept


def test_a_drawing_keeps_no_author() -> None:
    content = making.png(told=True)
    assert making.WORD.encode() in content
    kept = taken("photo.png", content)
    assert making.WORD.encode() not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.info, picture.getpixel((1, 1))) == ({}, (1, 2, 3, 4))


@pytest.mark.parametrize("content", [making.jpg(), making.png()], ids=["jpg", "png"])
def test_what_hides_behind_a_picture_is_left_behind(content: bytes) -> None:
    name = "photo.jpg" if content.startswith(b"\xff") else "photo.png"
    kept = taken(name, content + making.docx({"word/x.xml": making.WORD}))
    assert b"PK\x03\x04" not in kept


def test_a_pdf_keeps_no_author_no_reviewer_and_no_place_of_a_photo_in_it() -> None:
    content = making.pdf(told=True)
    assert content.count(making.WORD.encode()) >= 4
    kept = taken("letter.pdf", content)
    assert making.WORD.encode() not in kept
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
        photo = document.pages[0].Resources.XObject.Im0
        with Image.open(io.BytesIO(photo.read_raw_bytes())) as picture:
            picture.load()
            assert dict(picture.getexif()) == {}
            assert picture.size == (40, 20), "the photo itself is there"


def test_a_pdf_does_nothing_by_itself() -> None:
    content = making.pdf(acts=True)
    acting = re.compile(rb"/JavaScript|/Launch|/EmbeddedFile|/OpenAction|cmd\.exe|app\.alert")
    assert acting.search(content)
    kept = taken("letter.pdf", content)
    assert acting.findall(kept) == []


def test_a_document_keeps_its_words_and_no_author_template_or_thumbnail() -> None:
    content = making.docx_told()
    with zipfile.ZipFile(io.BytesIO(taken("letter.docx", content))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
        dates = {part.date_time for part in packed.infolist()}
    assert [name for name, part in parts.items() if making.WORD.encode() in part] == []
    assert b"Words that stay" in parts["word/document.xml"]
    assert b">Kept</w:comment>" in parts["word/comments.xml"]
    assert b"2026-01-02" not in parts["word/comments.xml"]
    assert b"attachedTemplate" not in b"".join(parts.values())
    assert "docProps/thumbnail.jpeg" not in parts
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    with Image.open(io.BytesIO(parts["word/media/image1.jpg"])) as picture:
        picture.load()
        assert dict(picture.getexif()) == {}


def test_a_doc_is_kept_as_it_is() -> None:
    content = making.doc(says=b"words")
    assert taken("letter.doc", content) == content
