"""Long work says how long it still takes."""

import pytest

from pages.views.gradcam.work import time_left


@pytest.mark.parametrize(
    ("elapsed", "share", "said"),
    [
        (10.0, 0.5, "about 10 s left"),
        (2.0, 0.99, "about 1 s left"),
        (30.0, 0.25, "about 2 min left"),
        # Too early to tell, not begun, done.
        (0.5, 0.1, ""),
        (10.0, 0.0, ""),
        (10.0, 1.0, ""),
    ],
)
def test_the_rest_takes_as_long_as_the_beginning_did(elapsed, share, said):
    assert time_left(elapsed, share) == said
