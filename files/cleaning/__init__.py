"""What opens a file that a stranger may have made. It runs in a process of its own.

`python -m files.cleaning KIND FROM TO` reads FROM, refuses it or writes what is left of it when
everything beside its content is taken out. The process has no secrets in its environment, little
memory and little time: whatever a file does to a library that reads it, it does it there.
Imports nothing of the application.
"""


class NotTaken(Exception):
    """The file is not taken. The message says why, and what to do instead."""


NOT_WHAT_IT_SAYS = (
    "What is in this file is not what its name says. Open it on your computer, save it again as "
    "the kind you want, then select it again."
)
PROTECTED = "This file is protected with a password. Take the password off, then select it again."
UNREADABLE = (
    "This file cannot be read. It may be damaged. Open it on your computer, save it again, "
    "then select it again."
)
MACROS = (
    "This document has macros: programs that run when someone opens it. "
    "Save it without macros, or as PDF, then select it again."
)
CARRIES_OTHERS = (
    "This document carries other files or programs inside it. Take them out, or save it as PDF, "
    "then select it again."
)
TOO_MUCH_INSIDE = (
    "This file unpacks to far more than it seems to hold, so it is not taken. "
    "Save it again as PDF, then select it again."
)
