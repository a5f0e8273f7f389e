"""Changes of grey, pixel by pixel: brightness, contrast, gamma, window, negative.

All functions take float64 ``(H, W)`` in [0, 1], bright = dense, and return the same.
"""

from typing import Final

import numpy as np

from model.augment.transform import Parameter, Plane, Transform, Values, clipped
from model.messages import N_


def toned(plane: Plane, *, gamma: float, contrast: float, brightness: float) -> Plane:
    """Change the film's tone curve: gamma, then contrast about the mean, then an offset.

    Args:
        plane: float64 ``(H, W)`` in [0, 1].
        gamma: Exponent; below 1 brightens the mid tones.
        contrast: Factor about the mean grey.
        brightness: Offset, share of the full range.

    Returns:
        float64 ``(H, W)``, clipped to [0, 1] once, at the end; the film itself where nothing
        changes.
    """
    changed = plane
    # Each step is left out where it is neutral: rounding would change the last bits.
    if gamma != 1:
        changed = np.power(changed, gamma)
    if contrast != 1:
        mean = changed.mean()
        changed = (changed - mean) * contrast + mean
    if brightness != 0:
        changed = changed + brightness
    return plane if changed is plane else clipped(changed)


def windowed(plane: Plane, *, centre: float, width: float) -> Plane:
    """Stretch a range of greys to the full range, as a viewer's window does.

    Args:
        plane: float64 ``(H, W)`` in [0, 1].
        centre: Grey that becomes 0.5.
        width: Range of greys that becomes the full range, > 0.

    Returns:
        float64 ``(H, W)`` in [0, 1].
    """
    if centre == 0.5 and width == 1:
        return plane
    return clipped((plane - centre) / width + 0.5)


def _tone_curve(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    return toned(
        plane, gamma=values["gamma"], contrast=values["contrast"], brightness=values["brightness"]
    )


def _exponent(name: str, title: str) -> Parameter:
    return Parameter(
        name, title, 0.25, 4.0, 1.0, (0.6, 1.7), (0.714, 1.4), digits=2, even_in="logarithm"
    )


def _factor(name: str, title: str) -> Parameter:
    return Parameter(name, title, 0.2, 3.0, 1.0, (0.6, 1.6), (0.7, 1.35), unit="×")


def _offset(name: str, title: str) -> Parameter:
    return Parameter(name, title, -0.5, 0.5, 0.0, (-0.2, 0.2), (-0.1, 0.1), unit="%")


TONES: Final = (
    Transform(
        "tone-curve",
        N_("Tone curve"),
        "intensity",
        (
            _exponent("gamma", N_("Gamma")),
            _factor("contrast", N_("Contrast")),
            _offset("brightness", N_("Brightness")),
        ),
        _tone_curve,
        "kept",
        N_(
            "Each manufacturer turns exposure into grey by its own curve, and the same chest leaves"
            " two hospitals lighter or darker, harder or softer. A network must not read that as"
            " disease."
        ),
    ),
    Transform(
        "brightness",
        N_("Brightness"),
        "intensity",
        (_offset("offset", N_("Offset")),),
        lambda plane, values, _: toned(plane, gamma=1, contrast=1, brightness=values["offset"]),
        "kept",
        N_(
            "Portable films of one patient differ from day to day in exposure, and processing evens"
            " out only part of it. What is pushed to pure white or black is lost."
        ),
    ),
    Transform(
        "contrast",
        N_("Contrast"),
        "intensity",
        (_factor("factor", N_("Factor about the mean grey")),),
        lambda plane, values, _: toned(plane, gamma=1, contrast=values["factor"], brightness=0),
        "kept",
        N_(
            "A lower tube voltage, a leaner patient or harder processing gives more contrast;"
            " scatter in a large patient takes it away."
        ),
    ),
    Transform(
        "gamma",
        N_("Gamma"),
        "intensity",
        (_exponent("exponent", N_("Exponent")),),
        lambda plane, values, _: toned(plane, gamma=values["exponent"], contrast=1, brightness=0),
        "kept",
        N_(
            "Gamma bends the mid tones and leaves black and white where they are, as monitors and"
            " image processing do. Below 1 the lungs brighten and may look hazy."
        ),
    ),
    Transform(
        "window",
        N_("Window"),
        "intensity",
        (
            Parameter("centre", N_("Centre"), 0.1, 0.9, 0.5, (0.35, 0.65), (0.4, 0.6), unit="%"),
            Parameter("width", N_("Width"), 0.1, 2.0, 1.0, (0.6, 1.5), (0.7, 1.3), unit="%"),
        ),
        lambda plane, values, _: windowed(plane, centre=values["centre"], width=values["width"]),
        "kept",
        N_(
            "The reader's own two controls: the centre sets the brightness, the width the contrast."
            " A narrow window shows faint opacities and burns out all beyond it."
        ),
    ),
    Transform(
        "inversion",
        N_("Inversion"),
        "intensity",
        (),
        lambda plane, _values, _: np.asarray(1.0 - plane, dtype=np.float64),
        "kept",
        N_(
            "Black bone and white lung: a negative that any viewer makes at a keystroke, and that a"
            " wrongly read MONOCHROME1 file is by mistake. The disease is still there, but no film"
            " in training looks like this."
        ),
    ),
)
"""Transforms of grey, pixel by pixel, in the order of the menu."""
