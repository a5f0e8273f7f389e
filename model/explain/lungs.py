"""Where the lungs lie in a radiograph, and the six zones that every page names a place by."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import (
    LUNGS_GRAPH,
    LUNGS_WEIGHTS,
    checked_path,
    load_manifest,
)
from model.classifier.compiled import compile_graph, read_graph
from model.errors import ArtefactDamagedError, ManifestInvalidError
from model.explain.lung_shape import SIGNALS, two_lungs

Height = Literal["upper", "middle", "lower"]
Side = Literal["right", "left"]
Zone = tuple[Height, Side]
"""A third of a lung. The side is the patient's, as in a report."""

HEIGHTS: Final[tuple[Height, ...]] = ("upper", "middle", "lower")
SIDES: Final[tuple[Side, ...]] = ("right", "left")

BATCH: Final = 16
"""Pictures in a pass of `LungFinder.find_many`."""


@dataclass(frozen=True, eq=False)
class Lungs:
    """The lungs of one radiograph, in the geometry of the network input.

    Sides are the patient's: in a frontal film that hangs the usual way the right lung lies on the
    viewer's left.

    Attributes:
        right: bool ``(224, 224)``, the patient's right lung.
        left: bool ``(224, 224)``, the patient's left lung.
        confident: Whether two lungs of plausible size were found; if not, no figure that needs the
            lungs may be shown.
    """

    right: NDArray[np.bool_]
    left: NDArray[np.bool_]
    confident: bool

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Both lungs, bool ``(224, 224)``."""
        return self.right | self.left

    @property
    def share(self) -> float:
        """Share of the picture that the lungs cover, in [0, 1]."""
        return float(self.mask.mean())

    @property
    def zones(self) -> Mapping[Zone, NDArray[np.bool_]]:
        """Upper, middle and lower third of each lung, cut at equal heights of that lung.

        A row belongs to the third that its middle lies in; the zones of a lung cover it and have no
        pixel in common.
        """
        return {
            (height, side): third
            for side, lung in zip(SIDES, (self.right, self.left), strict=True)
            for height, third in zip(HEIGHTS, _thirds(lung), strict=True)
        }

    def zone_at(self, place: tuple[float, float]) -> tuple[Zone, bool]:
        """The zone that a place lies in.

        Args:
            place: Row and column in [0, 1] of the picture, such as `HeatMap.peak`. Both lungs must
                be there.

        Returns:
            The zone, and True where the place lies in the lung itself. Outside it is the third of
            the picture's height, on the side of the nearer lung, and False.
        """
        row, column = (min(int(part * self.mask.shape[0]), len(self.mask) - 1) for part in place)
        for zone, third in self.zones.items():
            if third[row, column]:
                return zone, True
        far = [abs(np.nonzero(lung)[1].mean() - column) for lung in (self.left, self.right)]
        height = HEIGHTS[min(int(len(HEIGHTS) * place[0]), len(HEIGHTS) - 1)]
        return (height, "left" if far[0] <= far[1] else "right"), False


def _thirds(lung: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """A lung cut at a third and two thirds of its height, from the top."""
    rows = np.flatnonzero(lung.any(axis=1))
    if len(rows) == 0:
        return [np.zeros_like(lung) for _ in HEIGHTS]
    top, height = int(rows[0]), int(rows[-1]) - int(rows[0]) + 1
    middle = np.arange(lung.shape[0]) - top + 0.5
    number = np.floor(middle * len(HEIGHTS) / height)
    return [lung & (number == third)[:, np.newaxis] for third in range(len(HEIGHTS))]


class LungFinder:
    """The network that finds the lungs; safe to share between threads.

    One lock guards the one infer request. Everything else is read-only.

    Attributes:
        thresholds: Lowest value of each signal of `LungSignals` with which two lungs count as
            found.
    """

    def __init__(self, compiled: Any, thresholds: Mapping[str, float]) -> None:
        """Wraps a compiled model; use `load`.

        Args:
            compiled: OpenVINO compiled model from float32 ``(N, 224, 224, 1)`` in [0, 255] to
                probabilities, float32 ``(N, 224, 224, 3)``.
            thresholds: See above.
        """
        self._request = compiled.create_infer_request()
        self._lock = threading.Lock()
        self.thresholds = thresholds

    @classmethod
    def load(cls, folder: Path | None = None) -> "LungFinder":
        """Check the artefacts against the manifest and compile the graph.

        Args:
            folder: Folder of the artefacts; the committed one by default.

        Returns:
            The finder.

        Raises:
            ArtefactError: A file is missing, differs from the manifest, or cannot be compiled; or
                the manifest lacks a threshold.
        """
        manifest = load_manifest(folder)
        graph, weights = (
            checked_path(name, manifest, folder) for name in (LUNGS_GRAPH, LUNGS_WEIGHTS)
        )
        try:
            stored = manifest.explanation["lungs"]["thresholds"]
            thresholds = {name: float(stored[name]) for name in SIGNALS}
        except (KeyError, TypeError, ValueError) as error:
            raise ManifestInvalidError(entry="explanation.lungs.thresholds") from error
        try:
            compiled = compile_graph(read_graph(graph, weights))
        except RuntimeError as error:
            raise ArtefactDamagedError(file=graph.name) from error
        return cls(compiled, thresholds)

    def find(self, picture: NDArray[np.float32]) -> Lungs:
        """Find the lungs in one picture.

        Args:
            picture: float32 ``(224, 224, 3)`` in [0, 255], see `imaging.prepare.network_input`.

        Returns:
            The lungs; `Lungs.confident` says whether they may be used.
        """
        return self.find_many(picture[np.newaxis])[0]

    def find_many(self, pictures: NDArray[np.float32]) -> list[Lungs]:
        """Find the lungs in several pictures.

        Args:
            pictures: float32 ``(N, 224, 224, 3)`` in [0, 255].

        Returns:
            The lungs of each.
        """
        found = []
        for start in range(0, len(pictures), BATCH):
            for probabilities in self.probabilities(pictures[start : start + BATCH]):
                viewers_left, viewers_right, signals = two_lungs(probabilities)
                confident = signals.reach(self.thresholds)
                found.append(Lungs(viewers_left, viewers_right, confident))
        return found

    def probabilities(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """How likely each pixel belongs to each lung.

        Args:
            pictures: float32 ``(N, 224, 224, 3)`` in [0, 255].

        Returns:
            float32 ``(N, 224, 224, 3)``, which sum to 1: background, the lung on the viewer's left,
            the other.
        """
        films = np.ascontiguousarray(pictures[..., :1], dtype=np.float32)
        with self._lock:
            return np.array(self._request.infer([films])[0])
