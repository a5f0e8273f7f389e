"""The shortcut lab: one film in several disguises, and what the network answers to each.

A network that has learnt the disease changes its answer when the lungs go and keeps it when
lettering goes. One that has learnt the hospital does the opposite.

References:
    Maguolo & Nanni 2021, doi:10.1016/j.inffus.2021.04.008; DeGrave et al. 2021,
    doi:10.1038/s42256-021-00338-7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import Manifest
from model.classifier.calibration import probabilities
from model.classifier.classes import CLASSES
from model.classifier.engine import Forward
from model.explain.film_marks import with_marker, without_marks
from model.explain.lung_removal import lungs_only, lungs_out
from model.explain.lungs import Lungs
from model.messages import N_

AS_IS: Final = "as-is"

TITLES: Final[Mapping[str, str]] = {
    AS_IS: N_("As it is"),
    "lungs-only": N_("Lungs only"),
    "lungs-out": N_("Without the lungs"),
    "borders-erased": N_("Borders and markers erased"),
    "flipped": N_("Left and right swapped"),
    "marked": N_("With a marker burned in"),
}
"""What each variant is called."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    AS_IS: N_("The picture as the network received it."),
    "lungs-only": N_(
        "Everything outside the lungs has the median grey of the lungs. What the network says now "
        "comes from the lungs and their outline, on a picture such as it has never seen."
    ),
    "lungs-out": N_(
        "The lungs have the median grey of everything else, so that nothing of them is left but "
        "their outline. An answer that stays does not need the lungs; one that changes may change "
        "because no film looks like this."
    ),
    "borders-erased": N_(
        "The border is black, and bright letters and arrows away from the lungs are painted over. "
        "An answer that changes hangs on the edge of the film."
    ),
    "flipped": N_(
        "The picture is mirrored, so that the heart lies on the other side. No disease in "
        "question changes by that."
    ),
    "marked": N_(
        "A framed L is burned into the corner. An answer that changes can be changed by a letter."
    ),
}
"""What was done to the picture, and what the answer to it means."""

VARIANTS: Final[tuple[str, ...]] = tuple(TITLES)

NEEDS_LUNGS: Final[tuple[str, ...]] = ("lungs-only", "lungs-out")
"""Variants that there are only where two lungs were found."""

NO_LUNGS: Final = N_("Left out: no two lungs of plausible size were found in this picture.")


class Classifier(Protocol):
    """What the lab needs of an engine; `classifier.engine.Engine` has it."""

    @property
    def manifest(self) -> Manifest:
        """The manifest, for the temperature."""

    def run(self, inputs: NDArray[np.float32]) -> Forward:
        """One forward pass over float32 ``(N, 224, 224, 3)`` in [0, 255]."""


@dataclass(frozen=True, eq=False)
class ShortcutAnswer:
    """What the network says of one variant.

    Attributes:
        picture: The variant, uint8 ``(224, 224)``, bright = dense.
        probabilities: Calibrated probability of each class; they sum to 1.
        predicted: The class with the highest probability.
    """

    picture: NDArray[np.uint8]
    probabilities: Mapping[str, float]
    predicted: str


@dataclass(frozen=True)
class Survival:
    """How often films of the test split keep their class without lungs, as `evaluate` measured it.

    Attributes:
        share: Share of the films, in [0, 1].
        low: Lower end of the 95 % interval; None where the films allow none.
        high: Upper end.
        films: Number of films.
        by_fill: Share of them that a picture of nothing but the fill would answer alike: what a
            network that sees nothing at all reaches.
    """

    share: float
    low: float | None
    high: float | None
    films: int
    by_fill: float


def shortcut_variants(
    picture: NDArray[np.float32], lungs: Lungs | None
) -> Mapping[str, NDArray[np.float32]]:
    """Make the variants of a picture.

    Args:
        picture: float32 ``(224, 224, 3)`` in [0, 255], three equal channels.
        lungs: Its lungs; None, or lungs that are not confident, leave `NEEDS_LUNGS` out.

    Returns:
        float32 ``(224, 224, 3)`` in [0, 255] by name, in the order of `VARIANTS`.
    """
    grey = picture[:, :, 0]
    mask = lungs.mask if lungs is not None and lungs.confident else None
    planes = {AS_IS: grey}
    if mask is not None:
        planes["lungs-only"] = lungs_only(grey, mask)
        planes["lungs-out"] = lungs_out(grey, mask)
    planes["borders-erased"] = without_marks(grey, mask)
    planes["flipped"] = grey[:, ::-1]
    planes["marked"] = with_marker(grey)
    return {name: as_picture(plane) for name, plane in planes.items()}


def run_shortcuts(
    picture: NDArray[np.float32], lungs: Lungs | None, engine: Classifier
) -> Mapping[str, ShortcutAnswer]:
    """Ask the network about all variants, in one batch.

    Args:
        picture: float32 ``(224, 224, 3)`` in [0, 255], three equal channels.
        lungs: Its lungs, see `shortcut_variants`.
        engine: The engine.

    Returns:
        The answers by name, in the order of `VARIANTS`; see `left_out` for those that are missing.
    """
    variants = shortcut_variants(picture, lungs)
    logits = engine.run(np.stack(list(variants.values()))).logits
    calibrated = probabilities(logits, engine.manifest.temperature)
    answers = {}
    for (name, variant), row in zip(variants.items(), calibrated, strict=True):
        answers[name] = ShortcutAnswer(
            picture=np.clip(np.rint(variant[:, :, 0]), 0, 255).astype(np.uint8),
            probabilities=dict(zip(CLASSES, map(float, row), strict=True)),
            predicted=CLASSES[int(row.argmax())],
        )
    return answers


def changed(answers: Mapping[str, ShortcutAnswer]) -> tuple[str, ...]:
    """Variants whose answer is another than that to the picture as it is."""
    own = answers[AS_IS].predicted
    return tuple(name for name, answer in answers.items() if answer.predicted != own)


def left_out(lungs: Lungs | None) -> Mapping[str, str]:
    """Variants that a picture with such lungs does not have, and why: English templates."""
    if lungs is not None and lungs.confident:
        return {}
    return dict.fromkeys(NEEDS_LUNGS, NO_LUNGS)


def survival(manifest: Manifest) -> Survival | None:
    """The figure to stand beside a user's own case; None before it was measured.

    Args:
        manifest: The manifest, with what ``evaluate --shortcuts`` wrote into it.
    """
    part = manifest.explanation.get("shortcuts")
    if part is None:
        return None
    kept = part["test"]["variants"]["lungs-out"]["all"]["kept"]
    by_fill = part["test"]["controls"]["fill-alone"]["all"]["kept"]
    return Survival(
        share=float(kept["value"]),
        low=kept["low"],
        high=kept["high"],
        films=int(kept["n"]),
        by_fill=float(by_fill["value"]),
    )


def as_picture(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """A grey plane ``(224, 224)`` as the network's input ``(224, 224, 3)``."""
    return np.repeat(plane[:, :, np.newaxis], 3, axis=2)
