"""Pictures, read and drawn again: only what one sees is left, the right way up."""

from pathlib import Path

from PIL import Image, ImageOps

from files.cleaning import NotTaken

MOST_PIXELS = 50_000_000
# A photograph keeps what matters at this quality; its size stays about the same.
QUALITY = 92
PLAIN_MODES = {"JPEG": ("L", "RGB", "CMYK"), "PNG": ("1", "L", "LA", "RGB", "RGBA", "I;16")}
# How each mode is drawn that is not plain.
DRAWN_AS = {"JPEG": "RGB", "PNG": "RGBA"}


def clean_jpg(source: Path, target: Path) -> None:
    _draw_again(source, target, "JPEG", quality=QUALITY)


def clean_png(source: Path, target: Path) -> None:
    _draw_again(source, target, "PNG")


def _draw_again(source: Path, target: Path, form: str, **options: int) -> None:
    Image.MAX_IMAGE_PIXELS = None  # measured here, before a pixel is read
    with Image.open(source, formats=[form]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NotTaken(
                f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. "
                "Save it smaller, then select it again."
            )
        upright = ImageOps.exif_transpose(picture)
    if upright.mode not in PLAIN_MODES[form]:
        upright = upright.convert(DRAWN_AS[form])
    # Made from the pixels alone: profile, text, thumbnail and place stay behind.
    plain = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    plain.save(target, form, **options)


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG inside another file, without the segments that tell of camera, place and programs.

    The picture itself is copied byte for byte. What is no JPEG comes back as it was.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        # Colour needs the first, the profile and Adobe's; the others and comments are talk.
        is_talk = (0xE0 <= marker <= 0xEF and marker not in (0xE0, 0xE2, 0xEE)) or marker == 0xFE
        if not is_talk:
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, jpeg[at:]])


def without_chunks(png: bytes) -> bytes:
    """The same for a PNG: without its texts, its time and its camera's words."""
    signature = b"\x89PNG\r\n\x1a\n"
    if not png.startswith(signature):
        return png
    kept, at = [signature], len(signature)
    while at + 8 <= len(png):
        length = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] not in (b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"):
            kept.append(png[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)
