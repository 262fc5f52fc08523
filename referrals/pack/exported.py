"""The pack as data: our own shape, described in docs/nrm-pack.md."""

import json
from typing import Any

from referrals.pack.contents import Contents

FORMAT = "casework-referral-pack"
FORMAT_VERSION = 1


def pack(contents: Contents) -> dict[str, Any]:
    """What is sent, by field and page by page, under the digest that the PDF prints."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "digest": contents.digest,
        "contents": contents.as_json(),
    }


def as_file(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")
