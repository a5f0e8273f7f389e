"""The term of the glossary that explains a transform."""

from collections.abc import Mapping
from typing import Final

from model.augment.registry import TRANSFORMS
from model.augment.transform import Family
from pages.shared.terms import term_help

FAMILY_TERMS: Final[Mapping[Family, str]] = {
    "geometry": "geometric-transformation",
    "intensity": "intensity-transformation",
    "exposure": "artifact",
    "occlusion": "random-erasing",
    "mixing": "mixup",
}

# Where the family's term would say too little, or something else.
OWN_TERMS: Final[Mapping[str, str]] = {
    "horizontal-flip": "horizontal-flip",
    "elastic": "elastic-deformation",
    "tone-curve": "lookup-table",
    "window": "window",
    "inversion": "photometric-interpretation",
    "clahe": "clahe",
    "equalise": "histogram",
    "quantum-noise": "quantum-noise",
    "detector-noise": "noise-injection",
    "collimation": "collimation",
    "down-sampling": "pixel",
    "highlight": "artifact",
    "marker": "laterality-marker",
    "tube": "artifact",
}


def transform_term(name: str) -> str:
    """Id of the term that explains a transform: its own, or that of its family.

    Args:
        name: A name of `registry.TRANSFORMS`.
    """
    return OWN_TERMS.get(name) or FAMILY_TERMS[TRANSFORMS[name].family]


def transform_help(name: str) -> str:
    """The tooltip of a transform, for the `help=` of a widget.

    Args:
        name: A name of `registry.TRANSFORMS`.

    Returns:
        Markdown in the reader's language.
    """
    return term_help(transform_term(name))
