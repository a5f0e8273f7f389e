"""A pipeline as Keras preprocessing layers, in Python, where Keras has the layer."""

from collections.abc import Callable, Mapping
from typing import Final

from model.augment.pipeline import Pipeline, Range, Step

Ranges = Mapping[str, Range]

# Keras takes its angles as shares of a full turn, and a magnification as what is left of the side.
_FULL_TURN: Final = 360.0


def _pair(low: float, high: float) -> str:
    return f"({low:.6g}, {high:.6g})"


def _rotation(ranges: Ranges) -> str:
    low, high = ranges["degrees"]
    turn = _pair(low / _FULL_TURN, high / _FULL_TURN)
    return f'RandomRotation({turn}, fill_mode="constant")'


def _translation(ranges: Ranges) -> str:
    down, across = _pair(*ranges["down"]), _pair(*ranges["across"])
    return f'RandomTranslation({down}, {across}, fill_mode="constant")'


def _zoom(ranges: Ranges) -> str:
    low, high = ranges["factor"]
    return f'RandomZoom({_pair(1 / high - 1, 1 / low - 1)}, fill_mode="constant")'


def _blur(ranges: Ranges) -> str | None:
    low, high = ranges["sigma"]
    # The layer takes nothing wider than one pixel.
    if high > 1:
        return None
    return f"RandomGaussianBlur((1.0, 1.0), 7, {_pair(low, high)}, value_range=(0, 1))"


def _brightness(ranges: Ranges) -> str:
    return f"RandomBrightness({_pair(*ranges['offset'])}, value_range=(0, 1))"


def _contrast(ranges: Ranges) -> str | None:
    low, high = ranges["factor"]
    # The layer's range always holds the film as it is.
    if not low <= 1 <= high:
        return None
    return f"RandomContrast({_pair(1 - low, high - 1)}, value_range=(0, 1))"


LAYERS: Final[Mapping[str, Callable[[Ranges], str | None]]] = {
    "rotation": _rotation,
    "translation": _translation,
    "zoom": _zoom,
    "horizontal-flip": lambda _: 'RandomFlip("horizontal")',
    "vertical-flip": lambda _: 'RandomFlip("vertical")',
    "brightness": _brightness,
    "contrast": _contrast,
    "gaussian-blur": _blur,
    "inversion": lambda _: "RandomInvert((1.0, 1.0), value_range=(0, 1))",
    "mixup": lambda _: "MixUp()",
    "cutmix": lambda _: "CutMix()",
}
"""Transforms with a layer in Keras 3.15, and how it is written; None where its range is too narrow.

``Equalization`` is left out: in a `keras.Sequential` of 3.15 it raises."""


def keras_code(pipeline: Pipeline) -> str:
    """Write a pipeline for Keras.

    Keras draws a layer for every film: it has no odds of its own for most layers, and it draws
    otherwise, so that pictures are alike in kind and not in bytes. What Keras lacks is named in a
    comment, never left out silently.

    Args:
        pipeline: The pipeline.

    Returns:
        Python source that defines `augmentation`, a `keras.Sequential` for pictures in [0, 1].
    """
    lines = [_line(step) for step in pipeline.steps if step.on]
    body = "\n".join(f"        {line}" for line in lines)
    inside = f"\n{body}\n    " if lines else ""
    return (
        '"""Augmentation for pictures in [0, 1], (N, H, W, C). Made by Negatoscope."""\n\n'
        "import keras\n"
        "from keras import layers\n\n"
        f"augmentation = keras.Sequential(\n    [{inside}]\n)\n"
    )


def _line(step: Step) -> str:
    write = LAYERS.get(step.transform)
    layer = None if write is None else write(step.ranges)
    if layer is None:
        return f"# Keras has no layer for this “{step.transform}”: use the JSON of this pipeline."
    line = f"layers.{layer},"
    if step.probability < 1 and "Flip" not in line:
        line += f"  # here with probability {step.probability:g}; in Keras for every film"
    return line
