"""What lies on a patient or a film and is not anatomy: side markers, tubes, electrode leads.

All functions take float64 ``(H, W)`` in [0, 1] and return the same.
"""

from typing import Final

import numpy as np

from model.augment.strokes import curve, ink, word_paths, word_width
from model.augment.transform import Parameter, Plane, Transform, Values, clipped, scaled
from model.messages import N_

WORDS: Final = ("L", "R", "AP", "PORTABLE")
"""What a marker can say, by the number of its choice."""

_MARGIN: Final = 6.0
"""From the border to the marker, pixels of `REFERENCE_SIDE`."""
_STROKE: Final = 0.15
"""Width of a letter's lines, of its height."""
_WIDEST: Final = 0.6
"""Widest that a word may be, of the film's width; longer ones are drawn smaller."""

_COURSES: Final = (
    # Windpipe, from the neck to 4 cm above the carina.
    ((0.5, -0.02), (0.505, 0.08), (0.495, 0.18), (0.5, 0.3)),
    # Gullet, midline to the diaphragm, then into the stomach on the viewer's right.
    ((0.5, -0.02), (0.47, 0.4), (0.53, 0.75), (0.64, 0.86)),
    # From the shoulder on the viewer's left to a patch on the chest.
    ((-0.02, 0.12), (0.18, 0.1), (0.2, 0.3), (0.3, 0.34)),
)
"""Start, two control points and end of each kind of tube: shares of width and height."""
_LEAD: Final = 2
"""The kind that ends in an electrode."""
_WANDER: Final = 0.03
"""How far each point may lie from its course, share of the side."""
_ELECTRODE: Final = 5.0
"""Diameter of an electrode, widths of its lead."""


def _marker(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    word = WORDS[round(values["letter"])]
    # The patient's left is on the viewer's right. Words without a side go to either corner.
    either = bool(generator.integers(0, 2))
    on_the_right = {"L": True, "R": False}.get(word, either)
    columns = plane.shape[1]
    height = min(scaled(values["size"], plane), _WIDEST * columns / word_width(word))
    margin, width = scaled(_MARGIN, plane), height * word_width(word)
    left = columns - 1 - margin - width if on_the_right else margin
    lines = word_paths(word, left=left, top=margin, height=height)
    drawn = ink(plane.shape, lines, _STROKE * height)
    return np.asarray(np.maximum(plane, values["brightness"] * drawn), dtype=np.float64)


def _tube(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    kind = round(values["kind"])
    course = np.asarray(_COURSES[kind]) + generator.uniform(-_WANDER, _WANDER, (4, 2))
    if values["brightness"] == 0:
        return plane
    rows, columns = plane.shape
    line = curve([(x * columns, y * rows) for x, y in course])
    width = scaled(values["width"], plane)
    drawn = ink(plane.shape, [line], width)
    if kind == _LEAD:
        drawn = np.maximum(drawn, ink(plane.shape, [line[[-1, -1]]], _ELECTRODE * width))
    return clipped(plane + values["brightness"] * drawn * (1.0 - plane))


FOREIGN_OBJECTS: Final = (
    Transform(
        "marker",
        N_("Side marker"),
        "occlusion",
        (
            Parameter(
                "letter",
                N_("Lettering"),
                0,
                3,
                0,
                (0, 3),
                (0, 3),
                digits=0,
                choices=(N_("L (left)"), N_("R (right)"), N_("AP"), N_("PORTABLE")),
            ),
            Parameter("size", N_("Height"), 6, 48, 20, (8, 30), (12, 24), unit="px", digits=0),
            Parameter(
                "brightness", N_("Brightness"), 0.0, 1.0, 0.0, (0.0, 1.0), (0.7, 1.0), unit="%"
            ),
        ),
        _marker,
        "kept",
        # Zech and others, PLOS Medicine 2018, doi:10.1371/journal.pmed.1002683; DeGrave and others,
        # Nature Machine Intelligence 2021, doi:10.1038/s42256-021-00338-7.
        N_(
            "Every department has its own lead letters, and the sickest patients get PORTABLE on"
            " theirs. A network that has learnt the lettering answers by hospital, not by lung."
        ),
    ),
    Transform(
        "tube",
        N_("Tube or lead"),
        "occlusion",
        (
            Parameter(
                "width", N_("Width"), 0.5, 8.0, 2.0, (0.5, 6.0), (1.5, 4.0), unit="px", digits=1
            ),
            Parameter(
                "brightness", N_("Brightness"), 0.0, 1.0, 0.0, (0.0, 0.8), (0.2, 0.6), unit="%"
            ),
            Parameter(
                "kind",
                N_("Kind"),
                0,
                2,
                0,
                (0, 2),
                (0, 2),
                digits=0,
                choices=(N_("Endotracheal tube"), N_("Gastric tube"), N_("Electrode lead")),
            ),
        ),
        _tube,
        "kept",
        # Oakden-Rayner and others, CHIL 2020, doi:10.1145/3368555.3384468.
        N_(
            "Tubes and leads are on the films of the sickest. A network that learns the tube in"
            " place of the lung is right for the wrong reason, and misses those not yet treated."
        ),
    ),
)
"""Transforms that lay things on a film, in the order of the menu."""
