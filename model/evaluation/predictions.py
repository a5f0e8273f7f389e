"""What the network said of every film that it was measured on: a row each, no pixels, no names."""

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES
from model.classifier.signals import CHILD, VIEWS
from model.errors import ArtefactDamagedError, ArtefactMissingError

PREDICTIONS: Final = "predictions.csv.gz"
"""File name of the stored table, beside the manifest."""

NOT_CHEST: Final = "not_chest"
"""Split of the pictures that are no chest radiograph; their label is their kind."""

LATERAL_LEARNT: Final = "lateral_learnt"
"""Split of the lateral views that the gate learnt from; the others keep the split lateral."""

NOT_CHEST_LEARNT: Final = "not_chest_learnt"
"""Split of those among them that the gate learnt from."""

ALTERED: Final = {"test": "test_altered", "adult": "adult_altered"}
"""Splits of films turned, inverted, cut or softened, by the split that they were; their label is
what was done to them."""

_DECIMALS: Final = 4
_COLUMNS: Final = (
    "split", "source", "label", "population", "group", *CLASSES, "distance", *VIEWS, CHILD,
    "accepted", "refusals",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Predictions:
    """Logits and gate signals of `N` pictures.

    Attributes:
        split: str ``(N,)``: val, test, adult, lateral, lateral_learnt, not_chest, not_chest_learnt,
            test_altered or adult_altered.
        label: str ``(N,)``: a class, opacity, abnormal, lateral, the kind of non-chest picture, or
            what was done to a film (`training.alterations`).
        source: str ``(N,)``: data set; for non-chest pictures, their name in it.
        population: str ``(N,)``: adult, pediatric or empty.
        group: int64 ``(N,)``: films of one patient, or of near-identical pixels, share a number.
        logits: float32 ``(N, 4)``, before calibration.
        distance: float32 ``(N,)``, see `classifier.signals.feature_signals`.
        views: float32 ``(N, 7)``, the same, in the order of `VIEWS`.
        child: float32 ``(N,)``, the same.
        refusals: str ``(N,)``: codes of the gate's reasons joined with ``+``; empty = accepted.
    """

    split: NDArray[np.str_]
    label: NDArray[np.str_]
    source: NDArray[np.str_]
    population: NDArray[np.str_]
    group: NDArray[np.int64]
    logits: NDArray[np.float32]
    distance: NDArray[np.float32]
    views: NDArray[np.float32]
    child: NDArray[np.float32]
    refusals: NDArray[np.str_]

    @property
    def accepted(self) -> NDArray[np.bool_]:
        """Whether the gate lets the picture through."""
        return np.asarray(self.refusals == "", dtype=np.bool_)


def write_predictions(table: Predictions, path: Path) -> None:
    """Write the table as gzip-compressed CSV; the same table always gives the same bytes.

    Args:
        table: The table; numbers are stored with four decimals.
        path: The file.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in range(len(table.split)):
        numbers = [
            *table.logits[row], table.distance[row], *table.views[row], table.child[row],
        ]  # fmt: skip
        writer.writerow(
            [
                table.split[row],
                table.source[row],
                table.label[row],
                table.population[row],
                int(table.group[row]),
                *(f"{float(number):.{_DECIMALS}f}" for number in numbers),
                int(table.accepted[row]),
                table.refusals[row],
            ]
        )
    # A time of writing in the header would change the SHA-256 of equal tables.
    path.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0))


def read_predictions(path: Path) -> Predictions:
    """Read what `write_predictions` wrote.

    Every figure is computed from a table that was read back, so that whoever has the file, and no
    image, can compute the same figures to the last digit.

    Args:
        path: The file.

    Returns:
        The table.

    Raises:
        ArtefactMissingError: The file is not there.
        ArtefactDamagedError: It is no such table.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            return _from_rows(list(csv.DictReader(stream)))
    except FileNotFoundError as error:
        raise ArtefactMissingError(file=path.name) from error
    except (EOFError, KeyError, OSError, TypeError, ValueError) as error:
        raise ArtefactDamagedError(file=path.name) from error


def _from_rows(rows: list[Mapping[str, str]]) -> Predictions:
    def texts(name: str) -> NDArray[np.str_]:
        return np.array([row[name] for row in rows], dtype=np.str_)

    def numbers(name: str) -> NDArray[np.float32]:
        return np.array([float(row[name]) for row in rows], dtype=np.float32)

    return Predictions(
        split=texts("split"),
        label=texts("label"),
        source=texts("source"),
        population=texts("population"),
        group=np.array([int(row["group"]) for row in rows], dtype=np.int64),
        logits=np.stack([numbers(name) for name in CLASSES], axis=1),
        distance=numbers("distance"),
        views=np.stack([numbers(name) for name in VIEWS], axis=1),
        child=numbers(CHILD),
        refusals=texts("refusals"),
    )
