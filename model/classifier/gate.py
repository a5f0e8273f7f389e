"""The gate: what the network must not be asked about, and why.

It fails closed. Header and picture are judged before the network's features, and every reason that
applies is named, so that a reader learns at once all that is wrong.
"""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from model.classifier.signals import VIEWS
from model.imaging.radiograph import Radiograph
from model.messages import Notice

PROJECTION_MODALITIES = frozenset({"CR", "DX", "RG", "DR"})
"""Modality (0008,0060) of a projection radiograph: the defined terms CR, DX and RG of PS3.3
C.7.3.1.1.1, and DR, which old exporters write."""

CHEST = frozenset({"CHEST", "THORAX", "LUNG", "LUNGS", "RIBS", "CXR", "TORAX"})
"""Words of BodyPartExamined (0018,0015) that mean the chest: defined terms of PS3.16 annex L and
the free text of real archives."""

LATERAL = frozenset({"LL", "RL", "LLD", "RLD", "LATERAL", "LAT", "L", "R"})
"""Values of ViewPosition (0018,5101) for a view from the side."""


FEATURE_REFUSALS = frozenset({*VIEWS, "out-of-distribution"})
"""Codes of refusals that the network's features can give, which reading otherwise may mend."""

QUARTER_TURNS: Mapping[str, int] = {
    "turned-clockwise": 3,
    "upside-down": 2,
    "turned-counter-clockwise": 1,
}
"""Quarter turns clockwise that put a film upright, by the code of its refusal."""

COUNTED_PIXELS = 250_000
"""Pixels that `flat_share` counts at most."""


def header_refusals(radiograph: Radiograph, thresholds: Mapping[str, float]) -> tuple[Notice, ...]:
    """Judge the technical tags and the plain facts of the picture.

    Args:
        radiograph: The radiograph.
        thresholds: ``smallest_side`` in pixels; ``chroma``, share of coloured pixels; ``flat``, see
            `flat_share`.

    Returns:
        A notice for each reason to refuse.
    """
    reasons = []
    technical = radiograph.technical
    modality = technical.get("Modality", "").strip().upper()
    # Only DICOM has the tag; one without it is not vouched for, and the picture must speak.
    if modality and modality not in PROJECTION_MODALITIES:
        reasons.append(Notice("wrong-modality", {"modality": modality}))
    part = technical.get("BodyPartExamined", "").strip().upper()
    if part and not CHEST.intersection(part.replace("_", " ").replace(",", " ").split()):
        reasons.append(Notice("wrong-body-part", {"part": part}))
    if technical.get("ViewPosition", "").strip().upper() in LATERAL:
        reasons.append(Notice("lateral-view"))
    rows, columns = radiograph.size
    smallest = int(thresholds["smallest_side"])
    if min(rows, columns) < smallest:
        reasons.append(Notice("too-small", {"rows": rows, "columns": columns, "minimum": smallest}))
    coloured = radiograph.chroma > thresholds["chroma"]
    if coloured or flat_share(radiograph.pixels) > thresholds["flat"]:
        reasons.append(Notice("not-radiograph"))
    return tuple(reasons)


def flat_share(pixels: NDArray[np.float32]) -> float:
    """Share of a picture that is of one and the same grey, black left out.

    A detector's noise spreads even an empty field over several greys; the panels of a screenshot
    are of exactly one. Black is left out because collimation and masks are black on real films.

    Args:
        pixels: float32 ``(H, W)`` in [0, 1].

    Returns:
        Share in [0, 1] of the most common of the 8-bit greys from 8 to 255.
    """
    # Every n-th row and column: a quarter of a million pixels tell as much as fifty million.
    step = max(1, int(np.sqrt(pixels.size / COUNTED_PIXELS)))
    greys = np.rint(pixels[::step, ::step] * 255).astype(np.uint8)
    counts = cv2.calcHist([greys], [0], None, [256], [0, 256])
    return float(counts[8:].max() / greys.size)


def feature_refusals(
    signals: Mapping[str, float], thresholds: Mapping[str, float]
) -> tuple[Notice, ...]:
    """Judge the signals of one picture.

    Args:
        signals: See `signals.feature_signals`.
        thresholds: ``distance`` and ``view``, the largest values that are accepted.

    Returns:
        At most one notice: what is no frontal film is also far from the training films, and the
        reason that says more wins.
    """
    likeliest = max(VIEWS, key=signals.__getitem__)
    if signals[likeliest] > thresholds["view"]:
        return (Notice(likeliest),)
    if signals["distance"] > thresholds["distance"]:
        return (Notice("out-of-distribution"),)
    return ()
