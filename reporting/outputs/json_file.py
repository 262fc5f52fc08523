"""The contract itself as a file: the same document every other format was drawn from."""

import json
from collections.abc import Mapping
from typing import Any


def data(contract: Mapping[str, Any]) -> bytes:
    return (json.dumps(contract, ensure_ascii=False, indent=1) + "\n").encode()
