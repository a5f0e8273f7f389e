"""Windows: the part of the values of interest that is spread from black to white.

References:
    DICOM PS3.3 C.11.2.1.2 (Window Center and Width), C.11.2.1.3 (VOI LUT Function).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LINEAR = "linear"
EXACT = "exact"
SIGMOID = "sigmoid"

FUNCTIONS = {"": LINEAR, "LINEAR": LINEAR, "LINEAR_EXACT": EXACT, "SIGMOID": SIGMOID}
"""VOI LUT Function → kind; absent means LINEAR."""


@dataclass(frozen=True)
class Window:
    """A window.

    Attributes:
        kind: `LINEAR`, `EXACT` or `SIGMOID`.
        centre: Its centre, in the units that the modality LUT or rescale gives.
        width: Its width, in the same units.
        name: Its explanation in the file, or its number.
    """

    kind: str
    centre: float
    width: float
    name: str


def usable(kind: str, centre: float, width: float) -> Window | None:
    """Makes a window of two numbers from a file, if they make sense.

    A LINEAR window must be at least 1 wide, as its formula divides by width − 1. Widths between 0
    and 1 occur all the same, where rescaled values are optical densities: those are taken exactly.

    Args:
        kind: The VOI LUT function of the file.
        centre: Centre.
        width: Width.

    Returns:
        The window, still without a name, or None for a width of zero or less, infinities and NaN.
    """
    if not (math.isfinite(centre) and math.isfinite(width)) or width <= 0:
        return None
    if kind == LINEAR and width < 1:
        return Window(EXACT, centre, width, "")
    return Window(kind, centre, width, "")


def apply_window(window: Window, inputs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Spreads the values of a window from black to white.

    Args:
        window: The window.
        inputs: float64 `(n,)`, in the units of the window.

    Returns:
        float64 `(n,)` in [0, 1].
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        if window.kind == SIGMOID:
            outputs = 1 / (1 + np.exp(-4 * (inputs - window.centre) / window.width))
        elif window.kind == EXACT:
            outputs = (inputs - window.centre) / window.width + 0.5
        elif window.width == 1:
            outputs = (inputs > window.centre - 0.5).astype(np.float64)
        else:
            outputs = (inputs - (window.centre - 0.5)) / (window.width - 1) + 0.5
    return np.clip(np.nan_to_num(outputs), 0.0, 1.0)
