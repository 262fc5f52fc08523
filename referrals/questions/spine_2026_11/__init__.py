"""The first, thin form: the forks whole, and about a quarter of the Home Office questions.

Kept so that what was sent or closed under it can be read; `nrm_2026_04` took its place.
"""

from datetime import date

from referrals.questions.shape import QuestionSet
from referrals.questions.spine_2026_11.account import ACCOUNT
from referrals.questions.spine_2026_11.now import NOW
from referrals.questions.spine_2026_11.opening import OPENING
from referrals.questions.spine_2026_11.person import PERSON

SPINE_2026_11 = QuestionSet(
    version="spine-2026-11",
    valid_from=date(2026, 11, 1),
    valid_to=date(2026, 11, 28),
    source=(
        "Report modern slavery service, Home Office, 21 April 2026, and its offline prompt sheet "
        "of 27 April 2026"
    ),
    sections=(OPENING, ACCOUNT, NOW, PERSON),
)
