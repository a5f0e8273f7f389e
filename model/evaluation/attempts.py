"""What was tried to make the network better, and which of the attempts shall serve."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from model.messages import N_

BEFORE: Final = "before"
"""Name of the weights that the attempts began at, which served until one of them did better."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    BEFORE: N_("Where the attempts began: the weights of the five training runs before."),
    "opacity": N_(
        "Twice as many of the adult films with an opacity of unknown organism, healthy children "
        "and healthy adults alike; the last block of the network trained on."
    ),
    "lungless": N_(
        "One film in six loses its lungs and is taught as: nothing can be said. The last block of "
        "the network trained on."
    ),
    "borders": N_(
        "Borders and corners erased twice as often, markers of any letter burned in, stronger "
        "changes of grey; the last block of the network trained on."
    ),
    "average": N_("The mean of the weights of all the rows above."),
}
"""What was tried, by name."""


def choose(rows: Sequence[Mapping[str, Any]]) -> str:
    """Name of the attempt that shall serve.

    Args:
        rows: Attempts with ``name`` and the figures of `attempt_figures`; one is `BEFORE`.

    Returns:
        The name of the one with the highest macro recall on val among those whose survival there is
        no higher than it was before, all as written down, to four decimals; of equals the
        first.
    """
    return str(max(_allowed(rows), key=_recall)["name"])


def barred(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names of the attempts that do better than the chosen one on val, but lean on less lung.

    Args:
        rows: See `choose`.
    """
    best = max(map(_recall, _allowed(rows)))
    return [str(row["name"]) for row in rows if _recall(row) > best]


def _allowed(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    survival = {row["name"]: row["val"]["survival"]["lungs-out"]["value"] for row in rows}
    return [row for row in rows if survival[row["name"]] <= survival[BEFORE]]


def _recall(row: Mapping[str, Any]) -> float:
    return float(row["val"]["macro_recall"]["value"])
