"""Drawings as PNG pictures, for documents that cannot hold an SVG."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from casework.printing.fonts import FONTS
from casework.printing.pdf import FOLDERS, SECONDS, PdfLate, refuse

DRAW = Path(__file__).with_name("draw_pictures.py")


def as_png(drawings: Mapping[str, str], *, seconds: float = SECONDS) -> dict[str, bytes]:
    """Each drawing, an SVG by a name that can be a file's, as a picture for print.

    drawings: with text in characters that the fonts have, see `fonts.fit`.
    Raises PdfNotMade after `seconds`, or when a drawing cannot be drawn.
    """
    if not drawings:
        return {}
    with tempfile.TemporaryDirectory(prefix=FOLDERS) as folder:
        root = Path(folder)
        for name, svg in drawings.items():
            (root / f"{name}.svg").write_text(svg, encoding="utf-8")
        command = [sys.executable, "-I", str(DRAW), str(root), str(FONTS)]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as late:
            raise PdfLate(f"The pictures were not ready after {seconds:g} seconds.") from late
        refuse(done, "A picture was not drawn")
        return {name: (root / f"{name}.png").read_bytes() for name in drawings}
