"""Whether a map deserves belief: four checks, folded into one of three words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from model.explain.agreement import (
    rank_correlation,
    second_opinion,
    stability,
    stability_passes,
)
from model.explain.faithfulness import PASSES, Faithfulness, faithfulness
from model.explain.heat_map import HeatMap
from model.explain.lungs import Lungs
from model.explain.network import Probe, Progress, nothing

Word = Literal["supported", "weak", "do-not-use"]
CheckName = Literal["lungs", "faithfulness", "agreement", "stability"]

NEEDED: Final[tuple[CheckName, ...]] = ("lungs", "faithfulness")
"""Checks without which a map may not be used; the other two make it weak."""


@dataclass(frozen=True)
class Thresholds:
    """What a map must reach; measured by ``evaluate --verdict`` and kept in the manifest.

    Attributes:
        lungs: Share of the evidence inside the lungs over the share of the picture that they cover;
            1 is what evidence spread evenly over the picture gets.
        faithfulness: Gain over random maps as a share of the evidence, see `Faithfulness.share`.
        agreement: Rank correlation with a second method.
        stability: Mean rank correlation under small changes.
        survival: SSIM above which a map outlives the weights, see `randomise.survives`.
    """

    lungs: float
    faithfulness: float
    agreement: float
    stability: float
    survival: float


def thresholds_of(explanation: Mapping[str, Any]) -> Thresholds | None:
    """The thresholds in a manifest.

    Args:
        explanation: `Manifest.explanation`.

    Returns:
        The thresholds; None before they were measured.
    """
    part = explanation.get("verdict")
    if part is None:
        return None
    return Thresholds(
        **{name: float(part["thresholds"][name]) for name in Thresholds.__dataclass_fields__}
    )


@dataclass(frozen=True)
class Check:
    """One of the four.

    Attributes:
        name: Which.
        value: What was measured; None where it could not be.
        threshold: What it must exceed.
    """

    name: CheckName
    value: float | None
    threshold: float

    @property
    def passed(self) -> bool | None:
        """Whether the value exceeds the threshold; None where there is none."""
        return None if self.value is None else self.value > self.threshold


@dataclass(frozen=True)
class Verdict:
    """What a map is worth.

    Attributes:
        word: supported, weak or do-not-use, see `fold`.
        checks: The four checks, in the order of `CheckName`.
        inside: Share of the evidence inside the lungs; None without lungs or without evidence.
        area: Share of the picture that the lungs cover; None without lungs.
        faithfulness: Deletion and insertion; None for an empty map.
        agreement_with: Name of the second method; empty for an empty map.
        passes: Forward passes that the verdict took, the map's own not counted.
    """

    word: Word
    checks: tuple[Check, ...]
    inside: float | None
    area: float | None
    faithfulness: Faithfulness | None
    agreement_with: str
    passes: int


@dataclass(frozen=True)
class MapMeasures:
    """The four numbers before they meet a threshold.

    Attributes:
        lungs: See `Thresholds.lungs`; None without lungs or evidence.
        inside: Share of the evidence inside the lungs; None likewise.
        area: Share of the picture that the lungs cover; None without lungs.
        faithfulness: Deletion and insertion; None for an empty map.
        agreement: Rank correlation with the second method; None for an empty map.
        agreement_with: Its name; empty for an empty map.
        stability: None for an empty map, or where it would take too many passes.
        passes: Forward passes.
    """

    lungs: float | None
    inside: float | None
    area: float | None
    faithfulness: Faithfulness | None
    agreement: float | None
    agreement_with: str
    stability: float | None
    passes: int


def measure(
    heat: HeatMap,
    picture: NDArray[np.float32],
    network: Probe,
    lungs: Lungs,
    *,
    progress: Progress = nothing,
) -> MapMeasures:
    """Take the four numbers; at most 450 forward passes.

    Args:
        heat: The map.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        network: The network that it explains.
        lungs: The lungs of the picture.
        progress: See `network.Progress`.

    Returns:
        The numbers.

    Raises:
        ArtefactError: A file of the model cannot be used.
        TensorFlowMissingError: The map is made with gradients, and there is no TensorFlow.
    """
    area = lungs.share if lungs.confident else None
    inside = heat.share_inside(lungs.mask) if lungs.confident else None
    ratio = inside / area if inside is not None and area else None
    if heat.is_empty:
        return MapMeasures(ratio, inside, area, None, None, "", None, 0)
    again = stability_passes(heat) or 0
    # The second method's passes are known only when it has run: 50 is the most it takes.
    whole = PASSES + 50 + again

    def from_(start: int) -> Progress:
        return lambda done, _total: progress(min(start + done, whole), whole)

    faithful = faithfulness(heat, picture, network, from_(0))
    name, opinion, passes = second_opinion(heat, picture, network, from_(PASSES))
    steady = stability(heat, picture, network, from_(PASSES + 50)) if again else None
    progress(whole, whole)
    return MapMeasures(
        lungs=ratio,
        inside=inside,
        area=area,
        faithfulness=faithful,
        agreement=rank_correlation(heat.values, opinion),
        agreement_with=name,
        stability=steady,
        passes=PASSES + passes + again,
    )


def fold(measured: MapMeasures, thresholds: Thresholds) -> Verdict:
    """From four numbers to one word.

    *Do not use*: the evidence is not in the lungs more than an even spread would be, or taking it
    away matters no more than taking away random places, or there is no evidence. *Supported*: all
    four checks were made and passed, or all but stability where that cannot be afforded. *Weak*:
    everything else, so also where the lungs were not found.

    Args:
        measured: The numbers.
        thresholds: What they must exceed.

    Returns:
        The verdict.
    """
    share = measured.faithfulness.share if measured.faithfulness else None
    checks = (
        Check("lungs", measured.lungs, thresholds.lungs),
        Check("faithfulness", share, thresholds.faithfulness),
        Check("agreement", measured.agreement, thresholds.agreement),
        Check("stability", measured.stability, thresholds.stability),
    )
    made = {check.name: check.passed for check in checks}
    word: Word = "weak"
    if share is None or any(made[name] is False for name in NEEDED):
        word = "do-not-use"
    elif all(made[name] for name in ("lungs", "faithfulness", "agreement")) and (
        made["stability"] is not False
    ):
        word = "supported"
    return Verdict(
        word=word,
        checks=checks,
        inside=measured.inside,
        area=measured.area,
        faithfulness=measured.faithfulness,
        agreement_with=measured.agreement_with,
        passes=measured.passes,
    )


def judge(
    heat: HeatMap,
    picture: NDArray[np.float32],
    network: Probe,
    lungs: Lungs,
    thresholds: Thresholds,
    *,
    progress: Progress = nothing,
) -> Verdict:
    """Measure a map and fold the numbers, see `measure` and `fold`."""
    return fold(measure(heat, picture, network, lungs, progress=progress), thresholds)
