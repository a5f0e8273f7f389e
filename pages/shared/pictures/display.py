"""From pixel values and evidence to something an eye can see: pure functions on arrays.

Nothing here touches what the network receives: the window and the inversion are for viewing.
"""

import base64
import functools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from plotly.colors import sequential, unlabel_rgb

# Top of the evidence scale, in units of logit per cell of the 7 × 7 map. One scale for every class
# and every picture: scaling each map to itself would make noise look like disease. About 19 of 20
# radiographs of the val split peak below it (a test measures it).
EVIDENCE_TOP = 0.3

# Contours are drawn at these shares of the scale, and the scale has its ticks there.
CONTOUR_SHARES = (0.2, 0.4, 0.6, 0.8)
# Enlargement before they are traced, and length of the mean along the line, against stairs.
CONTOUR_SCALE = 4
CONTOUR_MEAN = 15


@dataclass(frozen=True)
class ViewWindow:
    """Contrast for viewing.

    Attributes:
        centre: Grey value shown as middle grey, in [0, 1] of the picture as it was read.
        width: Span of grey values shown from black to white, in (0, 1].
        invert: Whether bright and dark are exchanged.
    """

    centre: float = 0.5
    width: float = 1.0
    invert: bool = False


def for_viewing(pixels: npt.NDArray[np.float32], window: ViewWindow) -> npt.NDArray[np.uint8]:
    """Applies a window for viewing.

    Args:
        pixels: float32 `(H, W)` in [0, 1].
        window: The contrast to show.

    Returns:
        uint8 `(H, W)`, full range.
    """
    low = window.centre - window.width / 2
    grey = np.clip((pixels - low) / max(window.width, 1e-3), 0.0, 1.0)
    if window.invert:
        grey = 1.0 - grey
    return np.asarray(np.rint(255 * grey), dtype=np.uint8)


@functools.cache
def cividis() -> npt.NDArray[np.uint8]:
    """The cividis colour map: uint8 `(256, 3)`, RGB, dark blue to yellow.

    References:
        Nuñez JR, Anderton CR, Renslow RS. Optimizing colormaps with consideration for color vision
        deficiency. PLoS ONE 2018;13(7):e0199239. doi:10.1371/journal.pone.0199239
    """
    anchors = np.array([_rgb(colour) for colour in sequential.Cividis], dtype=float)
    positions = np.linspace(0.0, 255.0, len(anchors))
    table = np.stack([np.interp(np.arange(256), positions, channel) for channel in anchors.T], -1)
    return np.asarray(np.rint(table), dtype=np.uint8)


def _rgb(colour: str) -> tuple[float, float, float]:
    if colour.startswith("#"):
        return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))  # type: ignore[return-value]
    return unlabel_rgb(colour)  # type: ignore[no-any-return]


def overlay(
    evidence: npt.NDArray[np.float32],
    opacity: float,
    top: float = EVIDENCE_TOP,
    threshold: float = 0.0,
) -> npt.NDArray[np.uint8]:
    """Evidence as a transparent colour layer on the fixed scale.

    Args:
        evidence: float32 `(H, W)`, logit per cell, ≥ 0.
        opacity: Opacity at the top of the scale, in [0, 1]; it falls to 0 with the evidence.
        top: Evidence at the upper end of the colour map; more than that is shown alike.
        threshold: Evidence below this is not shown, in [0, `top`].

    Returns:
        uint8 `(H, W, 4)`, RGBA.
    """
    share = np.clip(evidence / top, 0.0, 1.0)
    colour = cividis()[np.rint(255 * share).astype(np.intp)]
    # The weaker the evidence, the more of the picture shows through: weak looks weak.
    alpha = np.where(evidence >= threshold, 255 * opacity * share, 0.0)
    return np.dstack([colour, np.rint(alpha).astype(np.uint8)])


def contours(
    evidence: npt.NDArray[np.float32], top: float = EVIDENCE_TOP, threshold: float = 0.0
) -> list[tuple[float, npt.NDArray[np.float64]]]:
    """Lines of equal evidence at `CONTOUR_SHARES` of the fixed scale.

    Args:
        evidence: float32 `(H, W)`, logit per cell, ≥ 0.
        top: Evidence at the upper end of the scale.
        threshold: Where the lowest line runs, in [0, `top`]; 0 for the lowest share.

    Returns:
        `(share, points)` for each line; points are float64 `(n, 2)`, columns then rows, in [0, 1]
        of the picture's width and height.
    """
    rows, columns = (CONTOUR_SCALE * side for side in evidence.shape)
    large = cv2.resize(evidence, (columns, rows), interpolation=cv2.INTER_LINEAR)
    # A frame of zeros closes the lines that would leave the picture.
    framed = cv2.copyMakeBorder(large, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0.0)
    lowest = threshold / top
    shares: tuple[float, ...] = CONTOUR_SHARES
    if lowest > 0:
        shares = (lowest, *(share for share in CONTOUR_SHARES if share > lowest))
    lines = []
    for share in shares:
        mask = (framed >= share * top).astype(np.uint8)
        found, _hierarchy = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for line in found:
            points = np.asarray(line, dtype=float).reshape(-1, 2) - 0.5
            smooth = _running_mean(points, min(CONTOUR_MEAN, len(points)))
            lines.append((share, np.clip(smooth[::3] / (columns, rows), 0.0, 1.0)))
    return lines


def _running_mean(points: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.float64]:
    """Mean of `length` neighbours along a closed line, `(n, 2)`."""
    before = length // 2
    closed = np.pad(points, ((before, length - 1 - before), (0, 0)), mode="wrap")
    windows = np.lib.stride_tricks.sliding_window_view(closed, length, axis=0)
    return np.asarray(windows.mean(axis=-1))


def contour_style(share: float) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Colour of a contour on the scale, and of the halo that sets it off: RGB, 0 to 255."""
    red, green, blue = (int(value) for value in cividis()[round(255 * share)])
    return (red, green, blue), ((255, 255, 255) if share < 0.5 else (0, 0, 0))


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Encodes uint8 `(H, W)`, `(H, W, 3)` RGB or `(H, W, 4)` RGBA as PNG, quickly."""
    if pixels.ndim == 3:
        order = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
        pixels = cv2.cvtColor(pixels, order).astype(np.uint8)
    _done, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return data.tobytes()


def data_uri(pixels: npt.NDArray[np.uint8]) -> str:
    """The picture as a `data:` address, so that no second request carries it."""
    return "data:image/png;base64," + base64.b64encode(png(pixels)).decode("ascii")
