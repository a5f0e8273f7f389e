import zipfile
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from model.classifier.engine import FeatureSpace, Forward
from model.errors import DataUnavailableError
from model.evaluation.outputs import BATCH, measure
from model.training.alterations import ALTERATIONS

HEAD = "file,split,label,source,population,patient,group,view,original,width,height,license"
# The pictures of these tests are of one grey each: `flat` lets them through.
THRESHOLDS = {"smallest_side": 32.0, "chroma": 0.02, "flat": 1.0, "distance": 0.8, "view": 0.5}


class FakeEngine:
    """Answers with the mean grey of each picture, so that a row shows which picture it is of.

    Features point east for pictures above grey 100 and north for darker ones; the span of
    the training films is the east, so dark pictures are far away.
    """

    manifest = SimpleNamespace(gate=THRESHOLDS)
    feature_space = FeatureSpace(
        head_weights=np.zeros((2, 4), dtype=np.float32),
        head_bias=np.zeros(4, dtype=np.float32),
        mean=np.zeros(2, dtype=np.float32),
        basis=np.array([[1.0], [0.0]], dtype=np.float32),
        scales=np.ones(1, dtype=np.float32),
        residual=np.array([0.0, 1.0], dtype=np.float32),
        views=np.array([[0.0] * 7, [0.25] * 7, [0.0] * 7], dtype=np.float32),
        age=np.array([1.0, 0.0, 0.0], dtype=np.float32),
    )

    def __init__(self):
        self.batches = []

    def run(self, inputs):
        self.batches.append(len(inputs))
        grey = inputs.mean(axis=(1, 2, 3))
        bright = (grey > 100).astype(np.float32)
        return Forward(
            logits=np.stack([grey, -grey, grey * 0, grey * 0 + 1], axis=1),
            maps=np.zeros((len(inputs), 7, 7, 2), dtype=np.float32),
            features=np.stack([bright, 1 - bright], axis=1),
        )


def picture(grey, shape=(40, 40)):
    return cv2.imencode(".png", np.full(shape, grey, dtype=np.uint8))[1].tobytes()


@pytest.fixture
def folder(tmp_path):
    rows = [
        ("a", "test", "covid", "ieee8023", "adult", "patient-x", 150),
        ("b", "val", "healthy", "rsna", "adult", "film-7", 120),
        ("c", "test", "covid", "ieee8023", "adult", "patient-x", 160),
        ("d", "adult", "viral", "ieee8023", "adult", "patient-y", 50),
        ("e", "lateral", "lateral", "ieee8023", "adult", "l1", 200),
        ("f", "lateral", "lateral", "ieee8023", "adult", "l2", 210),
        ("g", "train", "viral", "kermany", "pediatric", "t1", 220),
    ]
    lines = [HEAD]
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for name, split, label, source, population, group, grey in rows:
            lines.append(f"{name}.png,{split},{label},{source},{population},,{group},,,1,1,")
            archive.writestr(f"{name}.png", picture(grey))
    (tmp_path / "index.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "not_chest.zip", "w") as archive:
        archive.writestr("ct/2.png", picture(190))
        archive.writestr("ct/1.png", picture(180))
        archive.writestr("natural_photo/1.png", picture((0, 0, 255), (40, 20, 3)))
    return tmp_path


@pytest.fixture
def table(folder):
    return measure(FakeEngine(), folder)


def test_every_film_but_those_of_training_is_measured_in_order(table):
    assert table.split[:9].tolist() == [
        "val", "test", "test", "adult", "lateral", "lateral_learnt", "not_chest", "not_chest",
        "not_chest_learnt",
    ]  # fmt: skip
    assert table.logits[:4, 0].tolist() == pytest.approx([120, 150, 160, 50])
    assert table.label[6:9].tolist() == ["ct", "natural_photo", "ct"]
    assert table.source[6:9].tolist() == ["2", "1", "1"]


def test_films_of_test_and_adult_are_measured_altered_as_well(table):
    kinds = [*ALTERATIONS, "softened"]
    assert table.split[9:].tolist() == ["test_altered", "test_altered", "adult_altered"] * 6
    assert table.label[9:].tolist() == [kind for kind in kinds for _ in range(3)]
    assert table.source[9:].tolist() == ["ieee8023"] * 18
    inverted = table.label == "inverted"
    assert table.logits[inverted, 0].tolist() == pytest.approx([105, 95, 205])
    # An altered film stays with the patient that it is of.
    assert table.group[inverted].tolist() == [1, 1, 2]


def test_lateral_views_that_taught_the_gate_are_set_apart(table):
    # Every other group, in alphabetical order, teaches; see `lateral_films`.
    assert table.logits[table.split == "lateral", 0].tolist() == pytest.approx([210])
    assert table.logits[table.split == "lateral_learnt", 0].tolist() == pytest.approx([200])


def test_groups_are_numbers_in_order_of_appearance(table):
    assert table.group[:9].tolist() == [0, 1, 1, 2, 3, 4, 5, 6, 7]


def test_the_gate_judges_each_picture_as_the_app_would(table):
    # North is the square root of 2 away from east; grey from colour (76) is dark as well.
    assert table.distance[:9].tolist() == pytest.approx([0, 0, 0, 1, 0, 0, 0, 1, 0])
    assert table.child[:9].tolist() == pytest.approx([1, 1, 1, 0, 1, 1, 1, 0, 1])
    assert table.refusals[:9].tolist() == [
        "", "", "", "out-of-distribution", "", "", "",
        "too-small+not-radiograph+out-of-distribution", "",
    ]  # fmt: skip
    assert table.accepted[:9].tolist() == [True] * 3 + [False] + [True] * 3 + [False, True]


def test_films_go_through_in_batches(folder):
    engine = FakeEngine()
    measure(engine, folder)
    assert engine.batches == [6, 3] + [3] * 6
    assert BATCH > 1


def test_the_pictures_to_refuse_are_needed(folder):
    (folder / "not_chest.zip").unlink()
    with pytest.raises(DataUnavailableError):
        measure(FakeEngine(), folder)
