"""From a composite of squashed films to a picture of natural shape, with a radiograph's grain."""

from typing import Final

import cv2
import numpy as np

from model.samples.fields import Plane, blur, resized

# Rows of a finished sample.
HEIGHT: Final = 576
# Weight of the detail that is added back: the films had 224 pixels, so the picture is soft.
_SHARPENING: Final = 0.9
# Share cut off on each side: registration mirrors border pixels there.
_CROP: Final = 0.03
# Standard deviation of the grain, as a share of the grey scale, where no radiation and where most
# was stopped: photons are fewer behind dense tissue, so the picture is noisier there.
_GRAIN: Final = (0.004, 0.011)


def finish(composite: Plane, aspect: float, rng: np.random.Generator) -> Plane:
    """Crops, stretches to the natural shape, sharpens a little, adds grain and sets the grey scale.

    Args:
        composite: float32 (S, S), squashed to a square, bright = dense, about [0, 1].
        aspect: Width over height of the finished picture.
        rng: The grain.

    Returns:
        float32 (HEIGHT, round(HEIGHT · aspect)) in [0, 1]. Squashing it to 224 × 224 gives the
        composite back, but for crop and grain.
    """
    margin = round(_CROP * composite.shape[0])
    inner = composite[margin:-margin, margin:-margin]
    low, high = np.percentile(inner, [0.5, 99.7])
    inner = np.clip(0.02 + 0.95 * (inner - low) / (high - low), 0.0, 1.05).astype(np.float32)
    large = resized(inner, (HEIGHT, round(HEIGHT * aspect)), cv2.INTER_LANCZOS4)
    sharp = large + np.float32(_SHARPENING) * (large - blur(large, 1.8))
    # A digital detector's noise is white; the scintillator's light spreads and blurs a part of it.
    white = rng.standard_normal(large.shape).astype(np.float32)
    spread = blur(rng.standard_normal(large.shape).astype(np.float32), 1.1)
    grain = 0.6 * white + 0.8 * spread / spread.std()
    amount = _GRAIN[0] + (_GRAIN[1] - _GRAIN[0]) * np.clip(large, 0, 1)
    finished: Plane = np.clip(sharp + amount * grain, 0.0, 1.0).astype(np.float32)
    return finished
