"""The browser that journeys drive: any Chromium or Chrome of the machine."""

import os
import shutil
from pathlib import Path

from devtool import apt

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SENTENCE = (
    "The journeys need Chromium or Chrome, and none is installed: install one, such as with"
    " `sudo apt install chromium`, or name one in CHROME."
)


def find() -> Path | None:
    """CHROME where set, else the first that is installed."""
    for name in (os.environ.get("CHROME", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return Path(found)
    return None


def install() -> Path | None:
    """Debian's, when we are root and apt can fetch it."""
    return find() if apt.install("chromium", "Chromium") else None
