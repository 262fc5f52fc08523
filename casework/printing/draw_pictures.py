"""Draws each SVG of a folder as a PNG beside it, in a process of its own: FOLDER FONTS.

Run as a file by `pictures`, with nothing of the project on its path.
"""

import sys
from pathlib import Path

try:
    import typst
except ImportError as away:
    sys.stderr.write(str(away))
    sys.exit(3)

PIXELS_PER_INCH = 200


def main(folder: str, fonts: str) -> int:
    root = Path(folder)
    for drawing in sorted(root.glob("*.svg")):
        page = root / "page.typ"
        page.write_text(
            '#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "Source Sans 3")\n'
            f'#image("{drawing.name}")\n'
        )
        try:
            typst.compile(
                page,
                output=drawing.with_suffix(".png"),
                root=root,
                font_paths=[fonts],
                ignore_system_fonts=True,
                format="png",
                ppi=PIXELS_PER_INCH,
            )
        except typst.TypstError as refused:
            sys.stderr.write(str(refused))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
