"""One address of the broker, three spellings."""

import pytest

from config.settings.broker import Broker, broker_from


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "unix:///srv/queue/broker.sock",
            Broker(
                celery="redis+socket:///srv/queue/broker.sock?virtual_host=0",
                cache="unix:///srv/queue/broker.sock?db=1",
            ),
        ),
        (
            "unix:///srv/queue/broker.sock?db=2",
            Broker(
                celery="redis+socket:///srv/queue/broker.sock?virtual_host=2",
                cache="unix:///srv/queue/broker.sock?db=3",
            ),
        ),
        (
            "redis://:secret@redis:6379/0",
            Broker(celery="redis://:secret@redis:6379/0", cache="redis://:secret@redis:6379/1"),
        ),
        ("rediss://redis:6380", Broker("rediss://redis:6380/0", "rediss://redis:6380/1")),
    ],
)
def test_each_reader_gets_its_own_spelling(address: str, expected: Broker) -> None:
    assert broker_from(address) == expected


def test_an_address_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="REDIS_URL must begin with"):
        broker_from("amqp://rabbit/")
