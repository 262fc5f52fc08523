"""Why a file is not taken, as far as its name and size tell. Each returns "" or the sentence."""

import unicodedata

from files.terms import KINDS, LARGEST, LONGEST_NAME, MOST_ON_A_RECORD, WANTED, Kind

# Control characters, marks that turn the direction of reading, halves of characters.
DECEIVING = ("Cc", "Cf", "Cs")


def kind_named(name: str) -> Kind | None:
    """The kind that the ending of a name promises."""
    stem, dot, ending = name.rpartition(".")
    if not stem or not dot:
        return None
    return next((kind for kind in KINDS.values() if ending.lower() in kind.endings), None)


def why_not_this_name(name: str) -> str:
    if any(unicodedata.category(character) in DECEIVING for character in name):
        return (
            "The name of this file has hidden characters that can make it look like another kind "
            "of file. Rename it and select it again."
        )
    if "/" in name or "\\" in name:
        return "The name of this file must not have / or \\ in it. Rename it and select it again."
    if len(name) > LONGEST_NAME:
        return f"The name of this file must have {LONGEST_NAME} characters or fewer. Rename it."
    if kind_named(name) is None:
        return f"The file must be a {WANTED}, and its name must end so."
    return ""


def why_not_this_size(size: int) -> str:
    if size == 0:
        return "This file is empty. Check that it opens on your computer, then select it again."
    if size > LARGEST:
        return "The file must be 25 MB or smaller. Make the picture smaller, or split the document."
    return ""


def why_not_more(kept: int, more: int) -> str:
    """Why a record that keeps so many files takes no more. Those marked a mistake count: their
    bytes are kept until retention decides."""
    if kept + more <= MOST_ON_A_RECORD:
        return ""
    left = MOST_ON_A_RECORD - kept
    if left == 0:
        return f"There are {MOST_ON_A_RECORD} files here, which is as many as one record keeps."
    return (
        f"One record keeps {MOST_ON_A_RECORD} files, and there is room for {left} more here. "
        "Select fewer."
    )


def size_in_words(size: int) -> str:
    """Such as "240 KB" or "3.1 MB"."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{size / (1024 * 1024):.1f} MB"
