"""The matrix: every method, at every stage it knows, for every class."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from model.classifier.artefacts import load_manifest
from model.classifier.classes import CLASSES
from model.explain import path_gradient, perturbation
from model.explain.heat_map import CELLS
from model.explain.methods import METHODS, PublishedHits, explain, published_hits
from model.explain.stages import STAGES
from model.explain.target import Target

ROOT = Path(__file__).resolve().parents[3]

# Side of a stage's map at 64 px.
SIDES = {"conv2": 16, "conv3": 8, "conv4": 4, "conv5": 2}
PICTURE_SIDES = {"integrated-gradients": 8, "occlusion": 14, "rise": 28}

COMBINATIONS = [
    (name, stage) for name, method in METHODS.items() for stage in method.stages or ("",)
]

pytestmark = pytest.mark.tensorflow


def test_there_are_nine_methods_with_paper_limit_and_cost():
    assert list(METHODS) == [
        "grad-cam",
        "grad-cam++",
        "hirescam",
        "layercam",
        "eigen-cam",
        "score-cam",
        "integrated-gradients",
        "occlusion",
        "rise",
    ]
    for name, method in METHODS.items():
        assert method.name == name
        assert method.passes >= 1
        assert method.limit.endswith(".")
        assert method.reference.startswith(("doi:10.", "arXiv:"))


def weights_of(network):
    return [variable.numpy() for variable in network.variables]


class Remembering:
    """A network that works a gradient out once: four methods ask for the same one."""

    def __init__(self, network):
        self._network, self._found = network, {}

    def __getattr__(self, name):
        return getattr(self._network, name)

    def stage_gradients(self, picture, stage, vector):
        key = (picture.tobytes(), stage, vector.tobytes())
        if key not in self._found:
            self._found[key] = self._network.stage_gradients(picture, stage, vector)
        return self._found[key]


def ask_less(patch):
    """The perturbation methods would take thousands of passes."""
    patch.setattr(perturbation, "RISE_MASKS", 96)
    patch.setattr(perturbation, "SCORE_CHANNELS", 24)
    patch.setitem(path_gradient.integrated_gradients.__kwdefaults__, "steps", 8)


@pytest.fixture(scope="module")
def made(small, film):
    """Every map of every combination with the progress it told; and the weights before and after.

    Made once, and with fewer questions than the real thing.
    """
    patch = pytest.MonkeyPatch()
    ask_less(patch)
    network = small.gradients().network
    before, remembering = weights_of(network), Remembering(small)
    maps, told = {}, {}
    for name, stage in COMBINATIONS:
        for label in CLASSES:
            told[name, stage, label] = seen = []
            maps[name, stage, label] = explain(
                name,
                film,
                Target(label),
                remembering,
                stage=stage or "conv5",
                progress=lambda *now, seen=seen: seen.append(now),
            )
    patch.undo()
    return maps, told, (before, weights_of(network))


@pytest.fixture(scope="module")
def maps(made):
    return made[0]


@pytest.mark.parametrize("label", CLASSES)
@pytest.mark.parametrize(("name", "stage"), COMBINATIONS)
def test_every_method_maps_every_class_at_every_stage(maps, name, stage, label):
    heat = maps[name, stage, label]
    side = SIDES[stage] if stage else PICTURE_SIDES[name]
    assert heat.values.shape == (side, side)
    assert heat.values.dtype == np.float32
    assert np.isfinite(heat.values).all()
    assert heat.values.min() >= 0
    assert (heat.method, heat.stage, heat.target.label) == (name, stage, label)


@pytest.mark.parametrize(("name", "stage"), COMBINATIONS)
def test_something_speaks_for_some_class_and_only_eigen_cam_is_blind_to_it(maps, name, stage):
    found = [maps[name, stage, label].values for label in CLASSES]
    assert any(one.any() for one in found)
    shapes = [one / one.sum() for one in found if one.any()]
    alike = all(np.allclose(one, shapes[0], atol=1e-6) for one in shapes)
    assert alike == (not METHODS[name].by_class) or len(shapes) == 1


def test_the_difference_of_two_classes_is_the_difference_of_their_evidence(small, film):
    from model.explain.cam_family import grad_cam, stage_evidence

    def signed(target):
        return grad_cam(*stage_evidence(small, film, "conv5", target.vector))

    both = signed(Target("bacterial", "viral"))
    np.testing.assert_allclose(
        both, signed(Target("bacterial")) - signed(Target("viral")), rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize(("name", "stage"), COMBINATIONS)
def test_progress_ends_at_the_whole(made, name, stage):
    told = made[1][name, stage, "covid"]
    done, total = told[-1]
    assert done == total <= METHODS[name].passes
    assert [one for one, _ in told] == sorted(one for one, _ in told)


@pytest.mark.parametrize("name", METHODS)
def test_raising_from_the_progress_stops_a_method(small, film, name):
    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        explain(name, film, Target("covid"), small, progress=stop)


def test_no_method_changes_a_weight(made):
    before, after = made[2]
    assert len(before) == len(after) > 300
    for ours, theirs in zip(before, after, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_methods_that_need_tensorflow_say_so():
    always = {n for n, m in METHODS.items() if m.needs_tensorflow("conv5")}
    below = {n for n, m in METHODS.items() if m.needs_tensorflow("conv3")}
    assert always == {"integrated-gradients"}
    assert below == {
        "grad-cam",
        "grad-cam++",
        "hirescam",
        "layercam",
        "integrated-gradients",
    }


class Blind:
    """A network that answers the same to everything and has no activation."""

    head_weights = np.ones((8, 4), np.float32)

    def run(self, inputs):
        from model.classifier.engine import Forward

        maps = np.zeros((len(inputs), 2, 2, 8), np.float32)
        return Forward(np.ones((len(inputs), 4), np.float32), maps, maps.mean(axis=(1, 2)))

    def activations(self, picture, stage):
        return np.zeros((SIDES[stage], SIDES[stage], 8), np.float32)

    def stage_gradients(self, picture, stage, vector):
        zeros = self.activations(picture, stage)
        return zeros, zeros

    def input_gradients(self, pictures, vector):
        return np.zeros_like(pictures)


@pytest.mark.parametrize(("name", "stage"), COMBINATIONS)
def test_where_nothing_matters_the_map_is_zero_and_stays_zero(film, name, stage):
    heat = explain(name, film, Target("healthy"), Blind(), stage=stage or "conv5")
    assert heat.is_empty
    assert not heat.picture.any()
    assert heat.total == 0
    assert heat.peak is None
    assert heat.share_inside(np.ones((224, 224), bool)) is None


def test_an_unknown_method_or_stage_is_named(small, film):
    with pytest.raises(ValueError, match="received 'jet'"):
        explain("jet", film, Target("covid"), small)
    with pytest.raises(ValueError, match="received 'conv9'"):
        explain("grad-cam", film, Target("covid"), small, stage="conv9")
    with pytest.raises(ValueError, match="received 'flu'"):
        Target("flu")
    with pytest.raises(ValueError, match="against itself"):
        Target("viral", "viral")


@pytest.mark.parametrize("stage", STAGES)
def test_eigen_cam_is_the_same_for_every_class_with_the_total_of_the_strongest(maps, stage):
    grad = {label: maps["grad-cam", "conv5", label] for label in CLASSES}
    found = [maps["eigen-cam", stage, label] for label in CLASSES]
    for one in found:
        np.testing.assert_array_equal(one.values, found[0].values)
    assert found[0].total == pytest.approx(max(one.total for one in grad.values()), rel=1e-4)
    for one in grad.values():
        assert one.values.mean() * CELLS == pytest.approx(one.total, rel=1e-5)


def test_all_nine_run_on_the_shipped_network(monkeypatch):
    from model.classifier.engine import Engine
    from model.explain.network import Explained
    from model.imaging.prepare import network_input
    from model.imaging.read import read_radiograph

    ask_less(monkeypatch)
    network = Explained(Engine.load())
    file = ROOT / "assets" / "samples" / "bacterial-1.png"
    picture = network_input(read_radiograph(file.read_bytes()).pixels)
    maps = {name: explain(name, picture, Target("bacterial"), network) for name in METHODS}
    assert not any(heat.is_empty for heat in maps.values())
    assert maps["grad-cam"].values.shape == (7, 7)
    # One scale for all: the hiding methods find logits of the same size as the closed form.
    assert all(0.5 < heat.total < 30 for heat in maps.values())
    assert network.gradients().run(picture[np.newaxis]).logits == pytest.approx(
        network.run(picture[np.newaxis]).logits, abs=0.5
    )


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
