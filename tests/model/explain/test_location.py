import numpy as np
import pytest

from model.explain.location import Zone, zone_of_evidence


def test_an_empty_map_has_no_zone():
    assert zone_of_evidence(np.zeros((7, 7), np.float32)) is None


@pytest.mark.parametrize(
    ("row", "column", "height", "side"),
    [
        (0, 0, "upper", "left"),
        (0, 6, "upper", "right"),
        (3, 1, "middle", "left"),
        (6, 5, "lower", "right"),
    ],
)
def test_one_cell_of_evidence(row, column, height, side):
    evidence = np.zeros((7, 7), np.float32)
    evidence[row, column] = 0.5
    assert zone_of_evidence(evidence) == Zone(height, side, pytest.approx(1.0), 0.5)


def test_cells_on_a_boundary_are_shared_in_proportion():
    # Column 3 of 7 is cut in half; row 2 of 7 lies 1/3 in the upper third, 2/3 in the middle one.
    evidence = np.zeros((7, 7), np.float32)
    evidence[2, 3] = 1.0
    zone = zone_of_evidence(evidence)
    assert zone is not None
    assert (zone.height, zone.side) == ("middle", "left")
    assert zone.share == pytest.approx(2 / 3 / 2)
