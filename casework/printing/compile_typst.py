"""Compiles one document in a process of its own: compile_typst.py FOLDER FONTS TIMESTAMP.

Run as a file by `pdf`, with nothing of the project on its path. The folder holds document.typ and
its data, and gets document.pdf.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

try:
    import typst
except ImportError as away:
    sys.stderr.write(str(away))
    sys.exit(3)


def main(folder: str, fonts: str, timestamp: str) -> int:
    root = Path(folder)
    try:
        typst.compile(
            root / "document.typ",
            output=root / "document.pdf",
            root=root,
            font_paths=[fonts],
            # The look must not depend on the fonts of the machine.
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=datetime.fromtimestamp(int(timestamp), tz=UTC),
        )
    except typst.TypstError as refused:
        sys.stderr.write(str(refused))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
