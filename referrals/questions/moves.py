"""How answers given under one version of the form are read under the next."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """Data of one step from a version to the next.

    origin, to: versions.
    renamed: old key -> new key; the answer goes over as it is.
    listed: old key of one answer -> new key of a question that takes several.
    offered: key -> the values it still offers; any other answer is taken out, so that it is asked
        again. Every answer under a key that is in none of these stays under its key.
    changes: what the author is told, in sentences.
    """

    origin: str
    to: str
    renamed: Mapping[str, str]
    listed: Mapping[str, str]
    offered: Mapping[str, frozenset[str]]
    changes: tuple[str, ...]

    def answers(self, given: Mapping[str, object]) -> dict[str, object]:
        moved: dict[str, object] = {}
        for key, answer in given.items():
            if key in self.listed:
                key, answer = self.listed[key], [answer] if answer else []
            key = self.renamed.get(key, key)
            offered = self.offered.get(key)
            if offered is None:
                moved[key] = answer
            elif isinstance(answer, list):
                moved[key] = [one for one in answer if one in offered]
            else:
                moved[key] = answer if answer in offered else ""
        return moved
