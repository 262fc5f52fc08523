"""Someone signed in, for tests of pages and of the API."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from agencies.acting import Actor
from agencies.models import Membership
from agencies.tokens import new_token
from tests.signing_in import sign_in


def signed_in(actor: Actor) -> Client:
    return sign_in(actor.user, actor.membership_id)


class Program:
    """What calls the API for an actor. Addresses may be whole, as answers give them."""

    def __init__(self, actor: Actor) -> None:
        self.client = Client()
        self.token = new_token(Membership.objects.get(pk=actor.membership_id))

    def __call__(self, method: str, path: str, data: Any = None) -> HttpResponse:
        body = {} if data is None else {"data": json.dumps(data)}
        return getattr(self.client, method)(
            path.removeprefix("http://testserver"),
            content_type="application/json",
            headers={"Authorization": f"Token {self.token}"},
            **body,
        )
