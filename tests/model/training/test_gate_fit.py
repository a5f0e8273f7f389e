import zipfile

import cv2
import numpy as np
import pytest

from model.classifier.engine import FeatureSpace
from model.classifier.signals import VIEWS
from model.training import gate_fit
from model.training.feature_space import fit_feature_space
from model.training.gate_fit import fit_gate, gate_thresholds
from tests.model.training.lessons import make_lessons

CHANNELS = 16


def ruler():
    """A space in which a feature is a likelihood, a distance and an age at once."""
    return FeatureSpace(
        head_weights=np.zeros((4, 4), np.float32),
        head_bias=np.zeros(4, np.float32),
        mean=np.zeros(4, np.float32),
        basis=np.eye(4, dtype=np.float32)[:, :3],
        scales=np.ones(3, np.float32),
        residual=np.array([0, 1e9], np.float32),
        views=np.array([[100.0] * 7] + [[0.0] * 7] * 4, np.float32),
        age=np.array([0, 100, 0, 0, 0], np.float32),
    )


def val(likely, far, child):
    """Features on the unit sphere, but for the distance, which is beside it."""
    rest = np.sqrt(1 - np.square(likely) - np.square(child))
    return np.column_stack([likely, child, rest, far]).astype(np.float32)


def test_the_whole_gate_accepts_its_share_of_val():
    # 1,000 films: the 5 farthest are refused for that, and 5 more for their view.
    likely = np.arange(1000) / 2000
    features = val(likely, np.arange(1000)[::-1] / 1000, np.full(1000, 0.1))
    limits = gate_thresholds(features, np.arange(1000) % 2 == 0, ruler())
    assert limits["distance"] == pytest.approx(0.994005, abs=1e-6)
    assert limits["view"] == pytest.approx(100 * 994 / 2000, abs=1e-3)


def test_children_and_adults_are_told_apart_outside_of_the_overlap():
    age = np.concatenate([np.linspace(-0.5, 0.1, 201), np.linspace(-0.1, 0.5, 201)])
    features = val(np.zeros(402), np.zeros(402), age)
    limits = gate_thresholds(features, np.arange(402) > 200, ruler())
    # One film of 201 on either side may be mistaken.
    assert limits["child"] == pytest.approx(100 * (0.1 - 0.003), abs=1e-3)
    assert limits["adult"] == pytest.approx(-100 * (0.1 - 0.003), abs=1e-3)


@pytest.fixture
def source(tmp_path):
    """A data folder with films, a lateral view of each of two patients, and other pictures."""
    generator = np.random.default_rng(0)

    def picture():
        return cv2.imencode(".png", generator.integers(0, 255, (32, 32), dtype=np.uint8))[1]

    rows = ["file,split,label,source,population,patient,group"]
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for index in range(40):
            split = "train" if index < 24 else "val"
            family = ("kermany", "pediatric") if index % 2 else ("rsna", "adult")
            if index in (2, 8):
                family = ("ieee8023", "pediatric")
            rows.append(f"{index}.png,{split},healthy,{family[0]},{family[1]},,{index}")
            archive.writestr(f"{index}.png", picture().tobytes())
        for name in ("side-a", "side-b"):
            rows.append(f"{name}.png,lateral,lateral,ieee8023,adult,,{name}")
            archive.writestr(f"{name}.png", picture().tobytes())
    with zipfile.ZipFile(tmp_path / "not_chest.zip", "w") as archive:
        for kind in ("ct", "knee_xray"):
            for number in range(4):
                archive.writestr(f"{kind}/{number}.png", picture().tobytes())
    (tmp_path / "index.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_the_gate_learns_from_train_and_from_the_learning_halves_alone(source, monkeypatch):
    monkeypatch.setattr(gate_fit, "ALTERED", 5)
    seen = {}

    def see(pixels, name):
        seen[name] = len(pixels)
        side = pixels.shape[1] // 4
        cells = pixels.reshape(len(pixels), 4, side, 4, side).mean(axis=(2, 4), dtype=np.float32)
        return cells.reshape(len(pixels), CHANNELS) / np.float32(255)

    head = np.ones((CHANNELS, 4), np.float32), np.ones(4, np.float32)
    gate = fit_gate(see, source, *head, components=6)
    assert seen == {
        "train": 24, "val": 16, "lateral": 1, "not chest": 4, "softened": 5, "cropped": 10,
        **dict.fromkeys(("turned-clockwise", "turned-counter-clockwise"), 5),
        **dict.fromkeys(("upside-down", "inverted"), 5),
    }  # fmt: skip
    assert gate.record["learnt_from"]["films"] == 24
    assert gate.record["learnt_from"]["not-a-chest"] == 4
    assert {kind: own["n"] for kind, own in gate.record["unseen_kinds"].items()} == {
        "ct": 2,
        "knee_xray": 2,
    }
    elsewhere = gate.record["children_elsewhere"]
    assert elsewhere["n"] == 2
    assert elsewhere["child"] + elsewhere["adult"] <= 2
    assert set(gate.thresholds) == {"distance", "view", "child", "adult"}
    assert gate.thresholds["adult"] <= gate.thresholds["child"]
    assert gate.space.views.shape == (8, len(VIEWS))
    assert (gate.space.head_weights == 1).all()


def test_the_age_of_a_film_is_judged_by_a_head_that_did_not_see_its_patient(monkeypatch):
    lessons = make_lessons()
    space = fit_feature_space(
        lessons, np.zeros((16, 4), np.float32), np.zeros(4, np.float32), components=4
    )
    unseen, real = [], gate_fit.fit_age

    def fit(lessons, space, chosen):
        unseen.append(set(lessons.group) - set(lessons.group[chosen]))
        head = real(lessons, space, chosen)
        heads.append(head)
        return head

    heads = []
    monkeypatch.setattr(gate_fit, "fit_age", fit)
    found = gate_fit._age_of_others(lessons, space)
    assert len(set.union(*unseen)) == sum(map(len, unseen)) == len(set(lessons.group))
    _, coordinates = gate_fit.locate(lessons.films, space)
    for groups, head in zip(unseen, heads, strict=True):
        asked = np.isin(lessons.group, list(groups))
        expected = coordinates[asked] @ head[:-1] + head[-1]
        np.testing.assert_allclose(found[asked], expected, rtol=1e-5)
    # Half of the films are children, and the head is fitted to tell them: zero lies between.
    assert found[lessons.child].mean() > 0.5 > -0.5 > found[~lessons.child].mean()
