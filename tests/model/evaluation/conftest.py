"""A table of predictions so small that every figure of it can be worked out on paper."""

import numpy as np
import pytest

from model.classifier.artefacts import Manifest, StoredFile
from model.evaluation.predictions import Predictions

LIKELY = 0.7
UNLIKELY = 0.1
NAMES = ("healthy", "covid", "bacterial", "viral")
CHILD = {"pediatric": 2.0, "": 0.0}


@pytest.fixture(scope="session")
def make_table():
    """Turns rows (split, label, source, population, group, answer, refusals) into a table.

    The answered class has a probability of 0.7 and the other three 0.1 each.
    """

    def make(rows):
        columns = list(zip(*rows, strict=True))
        probabilities = np.full((len(rows), 4), UNLIKELY)
        for index, answer in enumerate(columns[5]):
            probabilities[index, NAMES.index(answer)] = LIKELY
        return Predictions(
            split=np.array(columns[0]),
            label=np.array(columns[1]),
            source=np.array(columns[2]),
            population=np.array(columns[3]),
            group=np.array(columns[4], dtype=np.int64),
            logits=np.log(probabilities).astype(np.float32),
            distance=np.full(len(rows), 0.25, dtype=np.float32),
            views=np.tile(np.float32([-1.5, -2, -3, -4, -5, -6, -7]), (len(rows), 1)),
            child=np.array([CHILD.get(name, -1.0) for name in columns[3]], dtype=np.float32),
            refusals=np.array(columns[6]),
        )

    return make


@pytest.fixture(scope="session")
def manifest():
    """Temperature 1; a class is in the set from 0.1 on if it is viral, from 0.5 on otherwise."""
    return Manifest(
        labels=NAMES,
        files={
            "negatoscope.bin": StoredFile("ab" * 32, 1000),
            "negatoscope.xml": StoredFile("cd" * 32, 10),
        },
        temperature=1.0,
        coverage=0.9,
        conformal_thresholds={"healthy": 0.5, "covid": 0.5, "bacterial": 0.5, "viral": 0.05},
        gate={
            "distance": 0.9,
            "view": 0.0,
            "child": 0.5,
            "adult": -0.5,
            "chroma": 0.02,
            "flat": 0.33,
            "smallest_side": 128.0,
        },
        training={
            "history": [{"phase": "head", "epoch": "1", "loss": "1.23456"}],
            "settings": {"seed": 7},
        },
        figures={},
    )


@pytest.fixture(scope="session")
def table(make_table):
    """Every split that the figures need, with a few films each."""
    kermany, rsna, web = "kermany", "rsna", "covidcxnet"
    rows = []
    for split in ("val", "test"):
        rows += [
            (split, "healthy", rsna, "adult", 0, "healthy", ""),
            (split, "healthy", rsna, "adult", 1, "healthy", ""),
            (split, "healthy", kermany, "pediatric", 2, "healthy", ""),
            (split, "healthy", kermany, "pediatric", 3, "viral", "out-of-distribution"),
            (split, "covid", web, "adult", 4, "covid", ""),
            (split, "covid", web, "adult", 4, "covid", ""),
            (split, "covid", web, "adult", 5, "healthy", ""),
            (split, "covid", web, "adult", 6, "healthy", ""),
            (split, "bacterial", kermany, "pediatric", 7, "bacterial", ""),
            (split, "bacterial", kermany, "pediatric", 8, "bacterial", ""),
            (split, "viral", kermany, "pediatric", 9, "viral", ""),
            (split, "viral", kermany, "pediatric", 10, "bacterial", ""),
        ]
    rows += [
        ("adult", "healthy", "jsrt", "adult", 20, "healthy", ""),
        ("adult", "covid", "hannover", "adult", 21, "covid", ""),
        ("adult", "bacterial", "ieee8023", "adult", 22, "covid", ""),
        ("adult", "bacterial", "ieee8023", "adult", 23, "covid", ""),
        ("adult", "viral", "ieee8023", "adult", 24, "viral", ""),
        ("adult", "opacity", "nih", "adult", 25, "bacterial", ""),
        ("adult", "opacity", "nih", "adult", 25, "healthy", ""),
        ("adult", "opacity", "rsna-320", "adult", 26, "viral", ""),
        ("adult", "opacity", "rsna-320", "adult", 27, "covid", "out-of-distribution"),
        ("adult", "abnormal", "nih", "adult", 28, "healthy", ""),
        ("adult", "abnormal", "nih", "adult", 29, "viral", ""),
        ("adult", "abnormal", "nih", "adult", 30, "viral", "out-of-distribution"),
        ("lateral", "lateral", "ieee8023", "adult", 40, "covid", "lateral-view"),
        ("lateral", "lateral", "ieee8023", "adult", 41, "covid", ""),
        ("lateral_learnt", "lateral", "ieee8023", "adult", 42, "covid", "lateral-view"),
        ("not_chest", "knee_xray", "knee-3", "", 50, "covid", "out-of-distribution"),
        ("not_chest", "knee_xray", "knee-4", "", 51, "covid", ""),
        ("not_chest", "natural_photo", "photo-3", "", 52, "covid", "not-radiograph"),
        ("not_chest", "natural_photo", "photo-4", "", 53, "covid", "not-radiograph+lateral-view"),
        ("not_chest_learnt", "knee_xray", "knee-1", "", 54, "covid", "not-a-chest"),
        ("not_chest_learnt", "knee_xray", "knee-2", "", 55, "covid", ""),
        ("test_altered", "inverted", rsna, "adult", 0, "covid", "inverted"),
        ("test_altered", "inverted", rsna, "adult", 1, "covid", "not-a-chest"),
        ("test_altered", "softened", rsna, "adult", 0, "healthy", ""),
        ("adult_altered", "cropped", "jsrt", "adult", 20, "covid", ""),
    ]
    return make_table(rows)
