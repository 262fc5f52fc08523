"""What a new password may not be. Looked up in lists that come with the code, never over a network.

Django's list of common passwords, the words of this work, and what the person is called.
"""

import re
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation as given
from django.core.exceptions import ValidationError

from agencies.models import Agency, Partnership, User

WORDS = Path(__file__).parent / "data" / "words_of_this_work.txt"
# So many letters have to be left when the words of this work are taken out.
LETTERS_LEFT = 6
DIFFERENT = 5
ADVICE = "Three or four words that do not belong together will do"
# What people write for letters, and take for strong.
SWAPPED = str.maketrans("013457@$!€", "oieastasie")


class LongEnough(given.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Password must be at least {self.min_length} characters"


class NotAboutThem(given.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "Password is too much like your name or email address"


class NotCommon(given.CommonPasswordValidator):
    """Neither a common password nor one with numbers and signs put before or behind."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.lower()
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        super().validate(plain)
        if len(set(plain)) < DIFFERENT or bare in self.passwords or not bare:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return f"Password is one that many people use. {ADVICE}"


class NotOfThisWork:
    """Something has to be left when the words of this work and the names around it are taken out.

    Without a user, as for the first person of an empty system, there are no names yet.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        for letters in {_letters(password), _letters(password.translate(SWAPPED))}:
            for word in sorted(_words() | _names(user), key=len, reverse=True):
                letters = letters.replace(word, "")
            if len(letters) < LETTERS_LEFT:
                raise ValidationError(
                    f"Password is made of words that others would guess here. {ADVICE}",
                    code="password_of_this_work",
                )

    def get_help_text(self) -> str:
        return "Your password can’t be made of the words of this work or the names around you."


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text.lower())


@cache
def _words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _names(user: User | None) -> set[str]:
    """Of the partnerships, of the agencies the person works for, and of the person."""
    texts = list(Partnership.objects.values_list("name", flat=True))
    if user is not None:
        texts += [user.name, user.email]
        if user.pk:
            mine = Agency.objects.filter(memberships__user=user)
            texts += mine.values_list("name", flat=True)
    found = {_letters(part) for text in texts for part in re.split(r"\W+", text)}
    return {name for name in found if len(name) > 2}
