"""What the reader of one format hands over to `read`."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from model.imaging.shades import Reading
from model.messages import Notice


@dataclass(frozen=True, eq=False)
class Source:
    """What a format's reader hands over.

    Attributes:
        reading: The picture, its values in [0, 1], with its steps.
        padding: bool, one for each level: those that mean "no picture here"; None if there is none.
        technical: Keyword → text.
        warnings: What the reader should know.
        chroma: Share of plainly coloured pixels.
        frames: Number of frames in the file.
        windows: Names of the VOI LUTs and windows.
    """

    reading: Reading
    padding: npt.NDArray[np.bool_] | None = None
    technical: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()
    chroma: float = 0.0
    frames: int = 1
    windows: tuple[str, ...] = ()
