"""A draft as the prompts read it, and what a prompt is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from referrals import engine
from referrals.questions.shape import Field, QuestionSet
from referrals.terms import Route


@dataclass(frozen=True)
class Prompt:
    """key: by which it is set aside. step: the page it is about."""

    key: str
    sentence: str
    step: str


@dataclass(frozen=True)
class Written:
    """A draft as the prompts read it. presence, interpreting: codes of the screening it rests on.
    own_email: of its author."""

    questions: QuestionSet
    answers: Mapping[str, object]
    presence: str = ""
    interpreting: str = ""
    own_email: str = ""

    @cached_property
    def live(self) -> dict[str, object]:
        return engine.live(self.questions, self.answers)

    @cached_property
    def step_of(self) -> dict[str, str]:
        """On which page of this person's path each question is asked."""
        return {
            field.key: step.key
            for step in engine.path(self.questions, self.answers)
            for field in engine.asked(self.questions, self.answers, step)
        }

    @cached_property
    def is_referral(self) -> bool:
        return engine.route(self.answers) == Route.NRM

    def text(self, key: str) -> str:
        answer = self.live.get(key)
        return answer if isinstance(answer, str) else ""

    def words(self, key: str) -> int:
        return len(re.findall(r"\w+", self.text(key)))

    def asks(self, key: str) -> bool:
        return key in self.step_of

    def texts(self) -> Iterator[tuple[Field, str]]:
        """What was written on the path in answer to questions for a text."""
        for key in self.step_of:
            field = self.questions.field_of[key]
            if field.kind == "textarea" and self.text(key):
                yield field, self.text(key)

    def prompt(self, key: str, sentence: str, about: str) -> Prompt:
        return Prompt(key, sentence, self.step_of[about])
