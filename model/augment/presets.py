"""Pipelines to start from, among them the one that the shipped network was trained with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from model.augment.pipeline import Pipeline, Range, Step
from model.augment.pipeline_json import VERSION, from_json
from model.augment.shorthand import from_line
from model.errors import PipelineUnreadableError
from model.messages import N_


@dataclass(frozen=True)
class Preset:
    """A pipeline with a name.

    Attributes:
        title: Its name: English, for translation.
        note: What it is for: English, for translation.
        pipeline: The pipeline.
    """

    title: str
    note: str
    pipeline: Pipeline


def film_steps(
    *,
    degrees: float,
    zoom: Range,
    stretch: float,
    shift: float,
    gamma: float,
    contrast: Range,
    brightness: float,
    blur: float,
    noise: float,
    border: float,
    grain_odds: float,
    edge_odds: float,
) -> tuple[Step, ...]:
    """What positioning, exposure and cropping do to a real frontal film.

    Args:
        degrees: Largest rotation, to either side.
        zoom: Smallest and largest magnification.
        stretch: Largest extra magnification of one axis (the data are squashed to a square).
        shift: Largest translation, share of the side.
        gamma: Largest change of gamma, as a factor.
        contrast: Smallest and largest contrast factor.
        brightness: Largest offset.
        blur: Largest Gaussian blur, pixels of 224.
        noise: Largest noise, standard deviation.
        border: Widest erased border, share of the side.
        grain_odds: Share of the films that get blur, and, drawn apart, noise.
        edge_odds: Share of the films that lose borders.
    """
    position = {
        "zoom": zoom,
        "degrees": (-degrees, degrees),
        "stretch-x": (-stretch, stretch),
        "stretch-y": (-stretch, stretch),
        "across": (-shift, shift),
        "down": (-shift, shift),
    }
    tone = {
        "gamma": (1 / gamma, gamma),
        "contrast": contrast,
        "brightness": (-brightness, brightness),
    }
    borders = dict.fromkeys(("top", "right", "bottom", "left"), (0.0, border))
    return (
        Step("positioning", position),
        Step("tone-curve", tone),
        Step("gaussian-blur", {"sigma": (0.3, blur)}, grain_odds),
        Step("detector-noise", {"deviation": (0.0, noise)}, grain_odds),
        Step("collimation", borders, edge_odds),
    )


def _trained(
    steps: tuple[Step, ...], *, hole: Range, edge_odds: float, hole_odds: float
) -> Pipeline:
    corner = {"height": (0.05, 0.22), "width": (0.05, 0.22), "grey": (0.0, 0.6)}
    rectangle = {"height": hole, "width": hole, "grey": (0.0, 1.0)}
    return Pipeline(
        (*steps, Step("corner-erasing", corner, edge_odds), Step("erasing", rectangle, hole_odds))
    )


PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {
        # A short schedule sees each film a handful of times and learns more from mild changes than
        # from strong ones.
        "as-trained": Preset(
            N_("As trained"),
            N_(
                "What the shipped network was trained with, the first of its runs apart: within "
                "what positioning and exposure do to a real frontal film, and no flip."
            ),
            _trained(
                film_steps(
                    degrees=7.0,
                    zoom=(0.95, 1.12),
                    stretch=0.05,
                    shift=0.05,
                    gamma=1.25,
                    contrast=(0.8, 1.25),
                    brightness=0.06,
                    blur=1.0,
                    noise=0.03,
                    border=0.08,
                    grain_odds=0.15,
                    edge_odds=0.25,
                ),
                hole=(0.08, 0.25),
                edge_odds=0.25,
                hole_odds=0.15,
            ),
        ),
        "first-run": Preset(
            N_("First training run"),
            N_("The stronger changes of the first of the shipped network's training runs."),
            _trained(
                film_steps(
                    degrees=10.0,
                    zoom=(0.92, 1.18),
                    stretch=0.08,
                    shift=0.06,
                    gamma=1.4,
                    contrast=(0.7, 1.35),
                    brightness=0.1,
                    blur=1.0,
                    noise=0.03,
                    border=0.1,
                    grain_odds=0.3,
                    edge_odds=0.4,
                ),
                hole=(0.08, 0.3),
                edge_odds=0.4,
                hole_odds=0.3,
            ),
        ),
        "gentle": Preset(
            N_("Gentle"),
            N_("Small tilts, small shifts, a little brightness: nothing a reader would notice."),
            Pipeline(
                (
                    Step("rotation", {"degrees": (-3.0, 3.0)}),
                    Step("translation", {"across": (-0.03, 0.03), "down": (-0.03, 0.03)}),
                    Step("brightness", {"offset": (-0.05, 0.05)}),
                    Step("contrast", {"factor": (0.9, 1.1)}),
                )
            ),
        ),
        "textbook": Preset(
            N_("Textbook"),
            N_(
                "The list that tutorials on photographs copy from one another, horizontal flip "
                "included. On a chest film the flip makes a situs inversus."
            ),
            Pipeline(
                (
                    Step("horizontal-flip", {}, 0.5),
                    Step("rotation", {"degrees": (-15.0, 15.0)}),
                    Step("zoom", {"factor": (0.9, 1.1)}),
                    Step("translation", {"across": (-0.1, 0.1), "down": (-0.1, 0.1)}),
                    Step("brightness", {"offset": (-0.2, 0.2)}),
                    Step("contrast", {"factor": (0.8, 1.2)}),
                )
            ),
        ),
        "too-much": Preset(
            N_("Too much"),
            N_("What no film looks like. See where the answer flips and where the gate refuses."),
            Pipeline(
                (
                    Step("vertical-flip", {}, 0.5),
                    Step("rotation", {"degrees": (-90.0, 90.0)}),
                    Step("elastic", {"displacement": (4.0, 8.0), "smoothness": (10.0, 14.0)}),
                    Step("crop", {"keep": (0.5, 0.7)}, 0.5),
                    Step("inversion", {}, 0.3),
                    Step("contrast", {"factor": (0.4, 2.0)}),
                    Step("quantum-noise", {}, 0.7),
                    Step("coarse-dropout", {}, 0.7),
                )
            ),
        ),
    }
)
"""Pipelines by name."""


def named_or_read(choice: str) -> Pipeline:
    """The pipeline of a name, of a line, or of a file.

    Args:
        choice: A key of `PRESETS`, ``"none"`` for no augmentation, a pipeline in one line, see
            `shorthand`, or the path of a JSON file.

    Raises:
        PipelineError: The file cannot be read, or holds no pipeline.
    """
    if choice == "none":
        return Pipeline()
    if choice in PRESETS:
        return PRESETS[choice].pipeline
    if (written := from_line(choice)) is not None:
        return written
    try:
        return from_json(Path(choice).read_bytes())
    except OSError as error:
        raise PipelineUnreadableError(version=VERSION, line=1) from error
