import dataclasses

import pytest

from model.classifier.artefacts import load_manifest
from model.explain.published import PublishedHits, published_hits


def hits(value):
    return {"hit": {"value": value, "n": 32}}


@pytest.fixture
def measured():
    part = {
        "cover": {"all": {"lungs": hits(0.5)}},
        "settings": [
            {"method": "rise", "stage": "", "all": {"scores": hits(0.1), "random": hits(0.2)}},
            {
                "method": "grad-cam",
                "stage": "conv5",
                "all": {"scores": hits(0.3), "random": hits(0.1)},
            },
        ],
    }
    return dataclasses.replace(load_manifest(), explanation={"localisation": part})


def test_the_figure_is_that_of_the_method_at_its_stage(measured):
    assert published_hits(measured, "grad-cam", "conv5") == PublishedHits(32, 0.3, 0.5, 0.1)
    assert published_hits(measured, "grad-cam", "conv4") is None


def test_a_method_without_stages_has_one_figure(measured):
    assert published_hits(measured, "rise", "conv2") == PublishedHits(32, 0.1, 0.5, 0.2)


def test_nothing_is_quoted_that_was_not_measured(measured):
    assert published_hits(measured, "layercam", "conv5") is None
    assert published_hits(dataclasses.replace(measured, explanation={}), "rise", "") is None
