"""All transforms by name, in the order of the menu, and the families they belong to."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from model.augment.deformation import DEFORMATIONS
from model.augment.exposure import EXPOSURES
from model.augment.filters import FILTERS
from model.augment.foreign_objects import FOREIGN_OBJECTS
from model.augment.geometry import AFFINE
from model.augment.histogram import EQUALISATIONS
from model.augment.intensity import TONES
from model.augment.mixing import MIXTURES
from model.augment.occlusion import OCCLUSIONS
from model.augment.storage import STORAGE
from model.augment.transform import Family, Transform
from model.messages import N_

FAMILIES: Final[Mapping[Family, str]] = MappingProxyType(
    {
        "geometry": N_("Position and shape"),
        "intensity": N_("Brightness and contrast"),
        "exposure": N_("Exposure and detector"),
        "occlusion": N_("Things in the way"),
        "mixing": N_("Two films in one"),
    }
)
"""Titles of the families, in the order of the menu: English, for translation."""

TRANSFORMS: Final[Mapping[str, Transform]] = MappingProxyType(
    {
        one.name: one
        for one in (
            *AFFINE,
            *DEFORMATIONS,
            *TONES,
            *EQUALISATIONS,
            *FILTERS,
            *EXPOSURES,
            *STORAGE,
            *OCCLUSIONS,
            *FOREIGN_OBJECTS,
            *MIXTURES,
        )
    }
)
"""All transforms by name, in the order of the menu."""
