"""Keys for the API: made once, shown once, kept as a digest, bound to one membership."""

import hashlib
import secrets

from agencies.acting import Actor, actor_by_membership
from agencies.models import ApiToken, Membership


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def new_token(membership: Membership) -> str:
    """A new key for `membership`. It cannot be read again."""
    key = secrets.token_urlsafe(32)
    ApiToken.objects.create(membership=membership, digest=digest(key))
    return key


def actor_of(key: str) -> Actor | None:
    """Who acts with this key, or None when it is unknown or its membership has ended."""
    token = ApiToken.objects.filter(digest=digest(key)).first()
    return actor_by_membership(token.membership_id) if token else None
