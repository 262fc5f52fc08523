"""What a file may be, how much of it is taken, and what becomes of it."""

from dataclasses import dataclass

from django.db.models import TextChoices

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
MOST_ON_A_RECORD = 99
LONGEST_NAME = 150
AT_ONCE = 3


class FileState(TextChoices):
    """Only a file that is clean is served."""

    HELD = "held", "Not checked yet"
    CLEAN = "clean", "Passed"
    REFUSED = "refused", "Failed, file removed"


@dataclass(frozen=True)
class Kind:
    """One kind of file. keeps: what cannot be taken out of it and is told to whoever opens it."""

    code: str
    name: str
    endings: tuple[str, ...]
    media_type: str
    keeps: str = ""


KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", ("pdf",), "application/pdf"),
        Kind("jpg", "JPG picture", ("jpg", "jpeg"), "image/jpeg"),
        Kind("png", "PNG picture", ("png",), "image/png"),
        Kind(
            "docx",
            "Word document",
            ("docx",),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        Kind(
            "doc",
            "older Word document",
            ("doc",),
            "application/msword",
            keeps="A DOC file keeps inside it who wrote it, where and when. "
            "To leave that out, save it as PDF or DOCX and add that instead.",
        ),
    )
}
WANTED = "DOC, DOCX, PDF, JPG or PNG"
