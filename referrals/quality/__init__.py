"""What a reader of a referral looks for, as prompts for its author. Pure: no database, no clock.

Each prompt is a plain sentence about one page. It holds nothing back, writes no text and counts no
points: whether there is something to add, the author knows. Source of all of them: First Responder
Toolkit for England and Wales, Home Office, April 2026, on what makes a referral weak or strong, on
speaking with a person and on interpreters.
"""

from referrals.quality.looks import LOOKS
from referrals.quality.written import Prompt, Written

__all__ = ["Prompt", "Written", "prompts"]


def prompts(written: Written) -> list[Prompt]:
    """Those that fit what was written so far, in the order of the pages; of an empty page none,
    because it is missing anyway."""
    found = [prompt for look in LOOKS for prompt in look(written)]
    order = [step.key for step in written.questions.steps]
    return sorted(found, key=lambda prompt: order.index(prompt.step))
