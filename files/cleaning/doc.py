"""Word's older format: looked through, not changed. What it keeps is told to whoever opens it."""

from pathlib import Path

import olefile

from files.cleaning import CARRIES_OTHERS, MACROS, NOT_WHAT_IT_SAYS, PROTECTED, NotTaken

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
# In the document's first block: whether it is locked with a password.
FLAGS_AT, IS_LOCKED = 0x0B, 0x01
OF_MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
OF_OTHERS = {"objectpool", "\x01ole10native", "package"}


def clean(source: Path, target: Path) -> None:
    with olefile.OleFileIO(source, raise_defects=olefile.DEFECT_INCORRECT) as ole:
        parts = {name.lower() for path in ole.listdir(storages=True) for name in path}
        if "encryptedpackage" in parts:
            raise NotTaken(PROTECTED)
        if "worddocument" not in parts:
            raise NotTaken(NOT_WHAT_IT_SAYS)
        if parts & OF_MACROS:
            raise NotTaken(MACROS)
        if parts & OF_OTHERS:
            raise NotTaken(CARRIES_OTHERS)
        start = ole.openstream("WordDocument").read(32)
    if len(start) < 32 or start[FLAGS_AT] & IS_LOCKED:
        raise NotTaken(PROTECTED if len(start) == 32 else NOT_WHAT_IT_SAYS)
    target.write_bytes(source.read_bytes())


def refuse_protected(source: Path) -> None:
    """A newer document with a password is packed in this format: say so, whatever its name."""
    if olefile.isOleFile(source):
        with olefile.OleFileIO(source) as ole:
            if ole.exists("EncryptedPackage"):
                raise NotTaken(PROTECTED)
