"""How a map is drawn, as the reader chose."""

from dataclasses import dataclass

from model.explain.heat_map import HeatMap
from pages.shared.pictures.layers import HeatLayer
from pages.views.gradcam.choice import ExplorerChoice
from pages.views.gradcam.words import scale_title


@dataclass
class Latest:
    """What is chosen by now: the controls of the look run alone, and a download asks long after.

    Attributes:
        choice: The choice.
    """

    choice: ExplorerChoice


def drawn(heat: HeatMap, choice: ExplorerChoice, title: str = "") -> HeatLayer:
    """A map as it is drawn.

    Args:
        heat: The map.
        choice: How the reader wants it drawn.
        title: What its scale means, where no reader's language can be asked for any more.
    """
    return HeatLayer(
        evidence=heat.picture,
        label=heat.target.label,
        mode=choice.mode,
        opacity=choice.opacity / 100,
        top=choice.top,
        threshold=choice.threshold / 100 * choice.top,
        title=title or scale_title(heat.target),
    )
