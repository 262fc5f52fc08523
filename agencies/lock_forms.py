"""What the lock asks: the password, or after long the password and a second factor."""

from django import forms
from django.core.exceptions import ValidationError

from agencies.factors import CodeForm
from agencies.models import User

WRONG = "That is not your password. Try again, or sign out."


class WithPassword(forms.Form):
    """user: whose password it is."""

    user: User
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(WRONG)
        return password


class PasswordForm(WithPassword):
    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class FullForm(WithPassword, CodeForm):
    field_order = ("password", "code")

    def clean_code(self) -> str:
        """Not looked at, and so not used up, while the password is wrong."""
        return super().clean_code() if "password" in self.cleaned_data else ""
