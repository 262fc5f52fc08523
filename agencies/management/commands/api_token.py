from django.core.management.base import BaseCommand, CommandError

from agencies import audit
from agencies.models import Membership
from agencies.tokens import new_token


class Command(BaseCommand):
    help = "Make a token for the API, bound to one person in one agency. It is shown once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("--agency", default="", metavar="CODE", help="where they work for two")

    def handle(self, *, email: str, agency: str, **options) -> None:
        membership = self._membership(email, agency)
        key = new_token(membership)
        audit.happened(membership.user, "make_api_token", agency=membership.agency)
        self.stdout.write(f"Token of {membership}. Keep it now: it cannot be shown again.")
        self.stdout.write(key)

    def _membership(self, email: str, agency: str) -> Membership:
        memberships = Membership.objects.filter(
            user__email=email.strip().lower(), is_active=True, user__is_active=True
        ).select_related("user", "agency")
        if not memberships:
            raise CommandError("Nobody with this e-mail address works for an agency.", returncode=2)
        if agency:
            memberships = memberships.filter(agency__code=agency)
            if not memberships:
                raise CommandError(f"They do not work for the agency {agency}.", returncode=2)
        if len(memberships) > 1:
            codes = ", ".join(sorted(one.agency.code for one in memberships))
            raise CommandError(
                f"They work for several agencies. Add --agency with one of: {codes}.", returncode=2
            )
        return memberships[0]
