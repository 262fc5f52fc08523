"""A signed-in browser, as one row that can be listed, locked and ended."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """What the browser's cookie points to, and when its person was last known to be there.

    signed_in_at: the last full sign-in. active_at: the last request or key press, kept to the
    minute. factor_at: when a second factor was last given. locked_at: set while it is locked.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    device = models.CharField(max_length=60, blank=True)
    is_shared = models.BooleanField("on a shared computer", default=False)
    signed_in_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)
    factor_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    personal_fields = ("session_data", "device")
    # What stands on the row beside the session's own data.
    FACTS = (
        *("user_id", "device", "is_shared", "signed_in_at", "active_at", "factor_at", "locked_at"),
        "wrong_tries",
    )

    @classmethod
    def get_session_store_class(cls) -> type:
        from agencies.session_store import SessionStore

        return SessionStore

    def save(self, *args, force_update: bool = False, **kwargs) -> None:
        """A slow request that began before the lock must not write the lock away at its end."""
        if force_update:
            kwargs["update_fields"] = ("session_data", "expire_date")
        super().save(*args, force_update=force_update, **kwargs)
