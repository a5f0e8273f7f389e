"""What can be taken along: pictures, arrays, numbers."""

from io import BytesIO

import numpy as np
import pytest

from model.classifier.evidence import evidence_maps
from model.explain.heat_map import HeatMap
from model.explain.target import Target
from pages.views.gradcam.downloads import array_bytes, file_name
from tests.pages.explorer_page import SAMPLE


def test_what_can_be_taken_along(fake, explore):
    app = explore(sample=SAMPLE, methods="grad-cam,layercam")
    assert [button.key for button in app.download_button] == [
        "png:grad-cam:conv5",
        "npy:grad-cam:conv5",
        "png:layercam:conv5",
        "npy:layercam:conv5",
        "download_explanation",
    ]


def test_the_array_and_the_numbers_are_those_on_the_page(fake, radiograph):
    forward = fake.run(np.zeros((1, 224, 224, 3), np.float32))
    values = evidence_maps(forward.maps[0], fake.head_weights).map_of("viral")
    heat = HeatMap("grad-cam", Target("viral", "covid"), "conv5", values, 1)
    array = np.load(BytesIO(array_bytes(heat)), allow_pickle=False)
    assert (array.shape, array.dtype) == ((224, 224), np.float32)
    assert array.mean() * 49 == pytest.approx(heat.total, rel=0.02)
    assert file_name("../x/a.b.dcm", heat, "npy") == "a.b-grad-cam-conv5-viral-not-covid.npy"
