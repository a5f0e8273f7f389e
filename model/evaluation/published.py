"""What others have published: figures on films like their own against films from elsewhere."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PUBLISHED: Final = Path(__file__).resolve().parents[2] / "assets" / "evidence" / "published.json"

Span = tuple[float, float]


@dataclass(frozen=True)
class Published:
    """One published result.

    Attributes:
        id: Kebab-case, unique.
        name: Short name by language.
        task: What was asked of the network, by language.
        measure: ``AUC`` or ``accuracy``.
        internal: Lowest and highest figure on films from where it learnt; None where none is given.
        external: The same on films from elsewhere.
        citation: Where it was published.
        link: Address of that.
    """

    id: str
    name: Mapping[str, str]
    task: Mapping[str, str]
    measure: str
    internal: Span | None
    external: Span | None
    citation: str
    link: str


@functools.cache
def published() -> tuple[Published, ...]:
    """Everything in the file, in its order."""
    entries = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return tuple(_read(entry) for entry in entries)


def _read(entry: Mapping[str, Any]) -> Published:
    source = entry["source"]
    return Published(
        id=entry["id"],
        name=entry["name"],
        task=entry["task"],
        measure=entry["measure"],
        internal=_span(entry["internal"]),
        external=_span(entry["external"]),
        citation=source["text"],
        link=f"https://doi.org/{source['doi']}" if "doi" in source else source["url"],
    )


def _span(ends: list[float] | None) -> Span | None:
    return None if ends is None else (float(ends[0]), float(ends[1]))
