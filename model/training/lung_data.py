"""Films with lung masks: which are trained on, which judge, and how often each is drawn."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.training.dataset import Film, read_index, read_pixels

HAND_JSRT: Final = "manual (JSRT/SCR)"
HAND_COVID: Final = "manual (GeneralBlockchain)"
"""Drawn through the heart: the heart drawn on the same film is taken away, which comes close to
the definition of SCR."""
SILVER_CHILDREN: Final = "automatic (silver)"
SILVER_COVID: Final = "automatic (lungVAE)"
SILVER: Final = (SILVER_CHILDREN, SILVER_COVID)

JUDGES: Final = 15
"""JSRT films that judge each epoch instead of training."""
SHARES: Final = {HAND_JSRT: 0.42, HAND_COVID: 0.16, SILVER_CHILDREN: 0.32, SILVER_COVID: 0.10}
"""Share of each provenance among the films drawn; labels share alike within one."""
SMALLEST_SHARE: Final = 0.035
"""Smallest plausible lung, share of the picture."""
SMALLEST_RATIO: Final = 0.45
"""Smallest plausible area of the smaller lung over that of the larger one."""
SMALLEST_OVERLAP: Final = 0.6
"""Smallest plausible share of the shorter lung's height that lies beside the other lung."""
SMALLEST_SOLIDITY: Final = 0.75
"""Smallest plausible area of a lung over that of its convex hull: a film of pneumonia whose
consolidation was cut out of the mask has a bay in it."""


@dataclass(frozen=True, eq=False)
class MaskedFilm:
    """A film with the regions of its lungs.

    Attributes:
        film: Its row of ``index.csv``.
        provenance: Who drew the mask.
        regions: uint8 ``(224, 224)``: 0 background, 1 the lung on the viewer's left, 2 the other.
    """

    film: Film
    provenance: str
    regions: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class LungExamples:
    """Films and masks in one order.

    Attributes:
        pixels: uint8 ``(N, 224, 224)``, bright = dense.
        regions: uint8 ``(N, 224, 224)``, see `MaskedFilm`.
        silver: bool ``(N,)``, whether the mask is automatic.
        drawing: float64 ``(N,)``, probability of being drawn; sums to 1.
    """

    pixels: NDArray[np.uint8]
    regions: NDArray[np.uint8]
    silver: NDArray[np.bool_]
    drawing: NDArray[np.float64]


def read_mask_rows(folder: Path) -> dict[str, dict[str, Mapping[str, str]]]:
    """Rows of ``masks.csv`` by film, then by kind."""
    rows: dict[str, dict[str, Mapping[str, str]]] = {}
    with (folder / "masks.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            rows.setdefault(row["file"], {})[row["kind"]] = row
    return rows


def masked_films(
    folder: Path, splits: Sequence[str], provenances: Sequence[str], *, less_heart: bool = True
) -> list[MaskedFilm]:
    """Read the masks of some splits, in the order of ``index.csv``.

    Args:
        folder: The data folder.
        splits: Names of splits.
        provenances: Who drew them.
        less_heart: Take the drawn heart away from the masks that were drawn through it.

    Returns:
        The films; automatic masks that do not look like two lungs are left out.
    """
    rows = {
        film: kinds
        for film, kinds in read_mask_rows(folder).items()
        if "lungs" in kinds and kinds["lungs"]["provenance"] in provenances
    }
    chosen = [film for film in read_index(folder, splits) if film.file in rows]
    masks = _read_masks(folder, [row for film in chosen for row in rows[film.file].values()])
    films = []
    for film in chosen:
        kinds = {kind: masks[row["mask"]] for kind, row in rows[film.file].items()}
        provenance = rows[film.file]["lungs"]["provenance"]
        if provenance in SILVER:
            regions = split_by_position(kinds["lungs"])
        else:
            regions = _drawn_regions(kinds, less_heart=less_heart and provenance == HAND_COVID)
        if regions is not None:
            films.append(MaskedFilm(film, provenance, regions))
    return films


def _read_masks(folder: Path, rows: Sequence[Mapping[str, str]]) -> dict[str, NDArray[np.bool_]]:
    """Masks by their path, bool ``(224, 224)``."""
    if not rows:
        return {}
    paths = [row["mask"] for row in rows]
    return dict(zip(paths, read_pixels(folder / "masks.zip", paths) > 127, strict=True))


def _drawn_regions(
    kinds: Mapping[str, NDArray[np.bool_]], *, less_heart: bool
) -> NDArray[np.uint8] | None:
    """Regions from two drawn lungs; None where one was not drawn."""
    if "left_lung" not in kinds or "right_lung" not in kinds:
        return None
    # The masks bear the patient's sides, the regions the viewer's, whichever way the film hangs.
    lungs = sorted(
        (kinds["left_lung"], kinds["right_lung"]),
        key=lambda lung: float(np.nonzero(lung)[1].mean()),
    )
    regions = np.zeros(lungs[0].shape, np.uint8)
    for number, lung in enumerate(lungs, start=1):
        regions[lung] = number
    if less_heart and "heart" in kinds:
        regions[kinds["heart"]] = 0
    return regions


def split_by_position(mask: NDArray[np.bool_]) -> NDArray[np.uint8] | None:
    """Tell the two lungs of an automatic mask apart by where they lie.

    Args:
        mask: bool ``(H, W)``.

    Returns:
        uint8 ``(H, W)`` as in `MaskedFilm`, the two largest components alone; None where they do
        not look like two lungs.
    """
    _, labels, statistics, centres = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    order = 1 + np.argsort(-statistics[1:, cv2.CC_STAT_AREA])
    if len(order) < 2:
        return None
    pair = sorted(order[:2].tolist(), key=lambda label: float(centres[label, 0]))
    areas = statistics[pair, cv2.CC_STAT_AREA]
    if areas.min() < SMALLEST_SHARE * mask.size or areas.min() < SMALLEST_RATIO * areas.max():
        return None
    tops = statistics[pair, cv2.CC_STAT_TOP]
    heights = statistics[pair, cv2.CC_STAT_HEIGHT]
    beside = (tops + heights).min() - tops.max()
    if beside < SMALLEST_OVERLAP * heights.min():
        return None
    regions = np.zeros(mask.shape, np.uint8)
    for number, label in enumerate(pair, start=1):
        lung = labels == label
        if _solidity(lung) < SMALLEST_SOLIDITY:
            return None
        regions[lung] = number
    return regions


def _solidity(lung: NDArray[np.bool_]) -> float:
    """Area over that of the convex hull, in (0, 1]."""
    points = np.argwhere(lung)[:, ::-1].astype(np.int32)
    hull = np.zeros(lung.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(points), 1)
    return float(lung.sum() / hull.sum())


def load_lung_examples(folder: Path) -> tuple[LungExamples, LungExamples]:
    """Read what the lung finder learns from and what judges each epoch.

    Hand-drawn JSRT films of the split ``unlabelled``; hand-drawn and automatic masks of ``train``.
    No film of val, test or adult is in either.

    Args:
        folder: The data folder.

    Returns:
        Films to draw from; JSRT films that judge.
    """
    hand = masked_films(folder, ["unlabelled"], [HAND_JSRT])
    # Every so many films, so that the judges come from all over the set.
    chosen = set(np.linspace(0, len(hand) - 1, JUDGES).round().astype(int).tolist())
    judges = [film for index, film in enumerate(hand) if index in chosen]
    judging = {film.film.group for film in judges}
    learning = [film for film in hand if film.film.group not in judging]
    learning += masked_films(folder, ["train"], [HAND_COVID, *SILVER])
    return _examples(folder, learning), _examples(folder, judges)


def _examples(folder: Path, films: Sequence[MaskedFilm]) -> LungExamples:
    return LungExamples(
        read_pixels(folder / "radiographs.zip", [film.film.file for film in films]),
        np.stack([film.regions for film in films]),
        np.array([film.provenance in SILVER for film in films]),
        drawing_probabilities(films),
    )


def drawing_probabilities(films: Sequence[MaskedFilm]) -> NDArray[np.float64]:
    """Probability of drawing each film: provenances by `SHARES`, and each one's labels alike.

    Returns:
        float64 ``(N,)``, sums to 1.
    """
    count = Counter((film.provenance, film.film.label) for film in films)
    labels = Counter(provenance for provenance, _ in count)
    weights = np.array(
        [
            SHARES[film.provenance]
            / labels[film.provenance]
            / count[film.provenance, film.film.label]
            for film in films
        ]
    )
    return weights / weights.sum()
