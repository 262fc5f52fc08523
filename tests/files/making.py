"""Files as people have them, and as somebody makes them who means harm. All are made here."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

WORD = "Zqmet"
PLACE = {1: "N", 2: (52.0, 31.0, 9.87), 3: "W", 4: (2.0, 3.0, 4.56)}
MAKE, GPS, ORIENTATION = 0x010F, 0x8825, 0x0112


def jpg(size: tuple[int, int] = (40, 20), *, told: bool = False) -> bytes:
    """told: with the camera, the place, and the mark that it lies on its side."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (0, 0, size[0] // 2, size[1]))
    file, exif = io.BytesIO(), Image.Exif()
    if told:
        exif[MAKE], exif[GPS], exif[ORIENTATION] = f"{WORD}camera", PLACE, 6
    comment = f"{WORD}comment".encode() if told else b""
    picture.save(file, "JPEG", exif=exif, comment=comment)
    return file.getvalue()


def png(size: tuple[int, int] = (40, 20), *, told: bool = False) -> bytes:
    file, about = io.BytesIO(), Image.Exif()
    if told:
        about[MAKE], about[GPS] = f"{WORD}camera", PLACE
    Image.new("RGBA", size, (1, 2, 3, 4)).save(file, "PNG", exif=about)
    if told:
        return with_chunk(file.getvalue(), b"tEXt", f"Author\0{WORD}author".encode())
    return file.getvalue()


def with_chunk(png: bytes, kind: bytes, data: bytes) -> bytes:
    end = png.index(b"IEND") - 4
    chunk = struct.pack(">I", len(data)) + kind + data
    return png[:end] + chunk + struct.pack(">I", zlib.crc32(kind + data)) + png[end:]


def pixel_flood() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels wide and as high."""
    small = png((8, 8))
    header = b"IHDR" + struct.pack(">II", 60_000, 60_000) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


def pdf(*, told: bool = False, acts: bool = False, password: str = "", says: bytes = b"") -> bytes:
    """says: what stands in its one page, not packed."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200)).obj
    page.Contents = document.make_stream(b"% " + says + b"\nq Q\n")
    if told:
        with document.open_metadata() as about:
            about["dc:creator"] = [f"{WORD}author"]
        document.docinfo["/Author"] = f"{WORD}author"
        photo = document.make_stream(
            jpg(told=True), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40,
            Height=20, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
        page.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=f"{WORD}reviewer")]
        )
    if acts:
        document.attachments["other.exe"] = b"MZ"
        run = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        start = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        document.Root.OpenAction = run
        document.Root.Names.JavaScript = pikepdf.Dictionary(Names=["go", run])
        page.AA = pikepdf.Dictionary(O=run)
        page.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=start)]
        )
    lock = pikepdf.Encryption(owner=password, user=password) if password else None
    file = io.BytesIO()
    document.save(file, encryption=lock or False, compress_streams=False)
    return file.getvalue()


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{RELS}/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": "<w:document><w:body><w:p><w:r><w:t>Words that stay"
    "</w:t></w:r></w:p></w:body></w:document>",
}
TOLD = {
    "docProps/core.xml": f"<cp:coreProperties><dc:creator>{WORD}author</dc:creator></cp:core>",
    "docProps/app.xml": f"<Properties><Company>{WORD}company</Company></Properties>",
    "docProps/thumbnail.jpeg": b"\xff\xd8thumb",
    "word/comments.xml": f'<w:comments><w:comment w:id="1" w:author="{WORD}reviewer" '
    f"w:initials='{WORD}' w:date=\"2026-01-02T03:04:05Z\">Kept</w:comment></w:comments>",
    "word/settings.xml": '<w:settings><w:attachedTemplate r:id="t1"/></w:settings>',
    "word/_rels/settings.xml.rels": f'<Relationships><Relationship Id="t1" Type="{RELS}'
    f'/attachedTemplate" Target="file:///\\\\{WORD}server\\a.dotx" TargetMode="External"/>'
    "</Relationships>",
}


def docx(more: dict[str, str | bytes | None] | None = None, *, before: bytes = b"") -> bytes:
    """more: other parts, by name; None leaves a part out."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (DOCX | (more or {})).items():
            if content is not None:
                packed.writestr(name, content)
    return before + file.getvalue()


def docx_told() -> bytes:
    return docx(
        TOLD | {"word/media/image1.jpg": jpg(told=True), "word/media/b.png": png(told=True)}
    )


def docx_bomb() -> bytes:
    """A quarter of a megabyte that unpacks to 250."""
    return docx({"word/styles.xml": b"\0" * 250 * 1024**2})


def docx_lying_bomb() -> bytes:
    """The same, with sizes in its headers that are small."""
    true, claimed = struct.pack("<I", 250 * 1024**2), struct.pack("<I", 1000)
    return docx_bomb().replace(true, claimed)


def doc(*parts: str, locked: bool = False, says: bytes = b"") -> bytes:
    """A file of Word's older format. parts: names of what else is in it, such as "Macros"."""
    start = bytearray(32)
    start[0x0B] = 0x01 if locked else 0x00
    text = (bytes(start) + says).ljust(4096, b"\0")
    names = ["Root Entry", "WordDocument", *parts]
    per_sector, sector = 4, 512
    directory_sectors = -(-len(names) // per_sector)
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    # Sector 0 says which follows which; then the directory, then the text.
    chain = [0xFFFFFFFD]
    chain += [number + 2 for number in range(directory_sectors - 1)] + [end]
    first = len(chain)
    chain += [first + 1 + number for number in range(7)] + [end]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    entries = b""
    for number, name in enumerate(names):
        kind = {0: 5, 1: 2}.get(number, 1)
        words = name.encode("utf-16-le")
        following = number + 1 if 0 < number < len(names) - 1 else free
        entries += (words + b"\0\0").ljust(64, b"\0")
        entries += struct.pack("<HBB", len(words) + 2, kind, 1)
        entries += struct.pack("<III", free, following, 1 if number == 0 else free)
        entries += b"\0" * 36
        at, size = {0: (end, 0), 1: (first, len(text))}.get(number, (0, 0))
        entries += struct.pack("<IQ", at, size)
    return header + fat + entries.ljust(directory_sectors * sector, b"\0") + text
