"""Where the evidence lies in the lungs' own terms: six zones of the lungs."""

from model.explain.heat_map import HeatMap
from model.explain.location import Height, Side, Zone
from model.explain.lungs import Lungs


def zone_in_lungs(heat: HeatMap, lungs: Lungs) -> Zone | None:
    """Find the zone of the lungs with the most evidence.

    Args:
        heat: The heat map.
        lungs: The lungs of the same picture.

    Returns:
        The zone, with its share of all evidence of the map, inside the lungs or not; None for an
        empty map, lungs without confidence, or a map without evidence inside them.
    """
    if heat.is_empty or not lungs.confident:
        return None
    shares = {place: heat.share_inside(mask) or 0.0 for place, mask in lungs.zones.items()}
    place = max(shares, key=lambda name: shares[name])
    return _zone(place, shares[place], heat) if shares[place] > 0.0 else None


def zone_of_peak(heat: HeatMap, lungs: Lungs) -> Zone | None:
    """Find the zone of the lungs that the highest value of a map lies in.

    Args:
        heat: The heat map.
        lungs: The lungs of the same picture.

    Returns:
        The zone, with its share of all evidence of the map; None for an empty map, lungs without
        confidence, or a peak outside them.
    """
    if heat.peak is None or not lungs.confident:
        return None
    row, column = (
        min(int(part * size), size - 1)
        for part, size in zip(heat.peak, lungs.mask.shape, strict=True)
    )
    for place, mask in lungs.zones.items():
        if mask[row, column]:
            return _zone(place, heat.share_inside(mask) or 0.0, heat)
    return None


def _zone(place: tuple[Height, Side], share: float, heat: HeatMap) -> Zone:
    height, side = place
    return Zone(height, side, share, heat.total)
