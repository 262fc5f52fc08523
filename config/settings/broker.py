"""One broker address in the three spellings its readers want."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit, urlunsplit

QUEUE_DATABASE = 0
# Apart from the queue: clearing Django's cache empties the whole numbered database.
CACHE_DATABASE = 1


@dataclass(frozen=True)
class Broker:
    """celery: as kombu reads it; cache: as redis-py and Django's cache read it."""

    celery: str
    cache: str


def broker_from(address: str) -> Broker:
    """The broker at `address`: unix:///path, redis+socket:///path, redis://host:port or rediss://.

    A database number in the address is where the queue lives; the cache takes the next one.
    Raises ValueError for any other scheme.
    """
    parts = urlsplit(address)
    if parts.scheme in ("unix", "redis+socket"):
        query = parse_qs(parts.query)
        number = int((query.get("db") or query.get("virtual_host") or [str(QUEUE_DATABASE)])[0])
        return Broker(
            celery=f"redis+socket://{parts.path}?virtual_host={number}",
            cache=f"unix://{parts.path}?db={number + CACHE_DATABASE}",
        )
    if parts.scheme in ("redis", "rediss"):
        number = int(parts.path.strip("/") or QUEUE_DATABASE)
        return Broker(
            celery=urlunsplit(parts._replace(path=f"/{number}")),
            cache=urlunsplit(parts._replace(path=f"/{number + CACHE_DATABASE}")),
        )
    raise ValueError(f"REDIS_URL must begin with redis://, rediss:// or unix://, not {address!r}.")
