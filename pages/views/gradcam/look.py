"""How a map is drawn, as the reader chose."""

from model.explain.heat_map import HeatMap
from pages.shared.pictures import layers
from pages.views.gradcam.choice import ExplorerChoice
from pages.views.gradcam.words import scale_title


def drawn(heat: HeatMap, choice: ExplorerChoice) -> layers.HeatMap:
    """A map as it is drawn.

    Args:
        heat: The map.
        choice: How the reader wants it drawn.
    """
    return layers.HeatMap(
        evidence=heat.picture,
        label=heat.target.label,
        mode=choice.mode,
        opacity=choice.opacity / 100,
        top=choice.top,
        threshold=choice.threshold / 100 * choice.top,
        title=scale_title(heat.target),
    )
