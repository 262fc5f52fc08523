"""Django's database sessions, over a table of ours that knows the person and the device."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from agencies.session_models import Session


class SessionStore(DatabaseStore):
    """row: the table's row, read with the data in one query; None before the first save."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict:
        self.row = self._get_session_from_db()
        return self.decode(self.row.session_data) if self.row else {}

    def cycle_key(self) -> None:
        """A new key keeps what the row says of the person: a new password signs nobody out here."""
        before = self.row
        super().cycle_key()
        if before is None or before.user_id is None:
            return
        facts = {name: getattr(before, name) for name in Session.FACTS}
        Session.objects.filter(session_key=self.session_key).update(**facts)
        self.row = Session.objects.get(session_key=self.session_key)
