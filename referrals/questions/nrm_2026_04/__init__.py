"""The form as published in April 2026, whole.

Our order is not the Home Office's: safety, age and consent come first, so that the route is known
before the account; `home_office.ORDER` gives the order in which it is typed there.
"""

from datetime import date

from referrals.questions.nrm_2026_04.account import ACCOUNT
from referrals.questions.nrm_2026_04.decision import DECISION
from referrals.questions.nrm_2026_04.exploiters import EXPLOITERS
from referrals.questions.nrm_2026_04.home_office import LEFT_OUT, ORDER
from referrals.questions.nrm_2026_04.leaving import LEAVING
from referrals.questions.nrm_2026_04.opening import OPENING
from referrals.questions.nrm_2026_04.person import PERSON
from referrals.questions.nrm_2026_04.police import POLICE
from referrals.questions.nrm_2026_04.support import SUPPORT
from referrals.questions.nrm_2026_04.where import WHERE
from referrals.questions.nrm_2026_04.you import YOU
from referrals.questions.nrm_2026_04.your_view import YOUR_VIEW
from referrals.questions.shape import QuestionSet

NRM_2026_04 = QuestionSet(
    version="nrm-2026-04",
    valid_from=date(2026, 4, 27),
    valid_to=None,
    source=(
        "Report modern slavery service, Home Office, 21 April 2026, and its offline prompt sheet "
        "of 27 April 2026"
    ),
    sections=(
        OPENING,
        ACCOUNT,
        LEAVING,
        YOUR_VIEW,
        WHERE,
        EXPLOITERS,
        POLICE,
        SUPPORT,
        PERSON,
        DECISION,
        YOU,
    ),
    home_office_order=ORDER,
    left_out=LEFT_OUT,
)
