"""Answers that several questions offer."""

from referrals.questions.shape import Option

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
YES_NO_NOT_SURE = (*YES_NO, Option("not-sure", "Not sure"))
