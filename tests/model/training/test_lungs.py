import csv
import dataclasses
import json

import numpy as np
import pytest

from model.explain.lung_shape import SIGNALS, LungSignals

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def network():
    """A tiny U-Net with seeded random weights, 16 × 16. Do not change it."""
    return small_network()


def small_network():
    import keras

    from model.training.lung_network import build_lung_network

    keras.utils.set_random_seed(1)
    return build_lung_network(16, (4, 6, 8))


@pytest.fixture(scope="module")
def examples():
    """Dark boxes left and right of a bright middle, 32 × 32."""
    from model.training.lung_data import LungExamples

    generator = np.random.default_rng(0)
    regions = np.zeros((8, 32, 32), np.uint8)
    for own in regions:
        top = generator.integers(2, 8)
        own[top : top + 18, 3:13] = 1
        own[top : top + 18, 19:29] = 2
    pixels = np.where(regions > 0, 60, 190) + generator.integers(0, 20, regions.shape)
    return LungExamples(pixels.astype(np.uint8), regions, np.arange(8) % 2 == 0, np.full(8, 1 / 8))


def test_the_network_answers_logits_of_every_pixel(network):
    films = np.random.default_rng(0).random((2, 16, 16, 1), dtype=np.float32) * 255
    logits = network.predict_on_batch(films)
    assert logits.shape == (2, 16, 16, 3)
    # Exposure and contrast of a film leave the answer alone, but for the one grey level.
    again = network.predict_on_batch(films * np.float32(0.5) + np.float32(60))
    np.testing.assert_allclose(again, logits, atol=0.05 * np.abs(logits).max())
    assert np.isfinite(network.predict_on_batch(np.zeros((1, 16, 16, 1), np.float32))).all()


def test_the_exported_graph_answers_as_keras_does(network, tmp_path):
    from model.classifier.artefacts import LUNGS_GRAPH, LUNGS_WEIGHTS
    from model.classifier.compiled import compile_graph, read_graph
    from model.explain.lungs import LungFinder
    from model.training.lung_network import export_lung_graph, serving_lung_network

    export_lung_graph(network, tmp_path)
    finder = LungFinder(
        compile_graph(read_graph(tmp_path / LUNGS_GRAPH, tmp_path / LUNGS_WEIGHTS)), {}
    )
    pictures = np.random.default_rng(0).random((3, 32, 32, 1), dtype=np.float32) * 255
    answers = finder.probabilities(np.repeat(pictures, 3, axis=-1))
    np.testing.assert_allclose(answers.sum(-1), 1.0, atol=1e-5)
    # Storage is float16.
    keras_says = serving_lung_network(network).predict_on_batch(pictures)
    np.testing.assert_allclose(answers, keras_says, atol=0.01)


def test_the_loss_is_entropy_and_half_the_missing_dice():
    from model.training.lungs import RegionLoss

    truth = np.zeros((2, 4, 4, 3), np.float32)
    truth[..., 0] = 1
    truth[:, :2, :, 0], truth[:, :2, :2, 1], truth[:, :2, 2:, 2] = 0, 1, 1
    logits = np.zeros_like(truth)
    logits[0] = 40 * truth[0]  # the first film is right, the second says a third each
    losses = np.asarray(RegionLoss(reduction=None)(truth, logits))
    overlap = (2 * 4 / 3 + 1) / (16 / 3 + 4 + 1)
    np.testing.assert_allclose(losses, [0.0, np.log(3) + 0.5 * (1 - overlap)], atol=1e-5)


def run(examples, output, *, epochs=3, resume=False, stop_after=None):
    from model.augment.pipeline import Pipeline, Step
    from model.training.lung_augment import LungAugmentation
    from model.training.lungs import LungSettings, fit_lungs

    network = small_network()
    settings = LungSettings(
        seed=3,
        epochs=epochs,
        schedule=epochs,
        batch_size=4,
        epoch_size=16,
        rate=1e-2,
        average_momentum=0.5,
        augmentation=LungAugmentation(
            film=Pipeline((Step("zoom", {"factor": (0.95, 1.05)}),)), opacity_odds=0.1
        ),
    )
    lines = []

    def report(line):
        lines.append(line)
        if len(lines) == stop_after:
            raise KeyboardInterrupt

    if stop_after is not None:
        with pytest.raises(KeyboardInterrupt):
            fit_lungs(network, examples, examples, settings, output, report=report)
        return network, None
    return network, fit_lungs(
        network, examples, examples, settings, output, resume=resume, report=report
    )


def test_a_resumed_run_ends_where_an_unbroken_one_does(examples, tmp_path):
    unbroken, progress = run(examples, tmp_path / "a")
    run(examples, tmp_path / "b", stop_after=1)
    resumed, again = run(examples, tmp_path / "b", resume=True)
    assert again.history == progress.history
    assert [row["epoch"] for row in progress.history] == [1, 2, 3]
    for one, other in zip(unbroken.variables, resumed.variables, strict=True):
        if "seed_generator" not in one.path:
            np.testing.assert_array_equal(np.asarray(one.value), np.asarray(other.value))


def test_it_learns_and_is_left_with_the_best_weights(examples, tmp_path):
    from model.training.lungs import judge_lungs

    network, progress = run(examples, tmp_path, epochs=20)
    assert progress.history[-1]["loss"] < 0.6 * progress.history[0]["loss"]
    assert progress.best_score == max(row["dice"] for row in progress.history) > 0.7
    # Stored as float16.
    assert judge_lungs(network, examples) == pytest.approx(progress.best_score, abs=0.01)
    with (tmp_path / "history.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [float(row["dice"]) for row in rows] == [row["dice"] for row in progress.history]


def test_silver_weighs_less(examples):
    from model.training.lungs import LungSettings, draw_lung_batch

    settings = LungSettings(batch_size=64, silver_weight=0.25)
    films, shares, weights = draw_lung_batch(examples, settings, np.random.default_rng(0), 16)
    assert (films.shape, shares.shape) == ((64, 16, 16, 1), (64, 16, 16, 3))
    assert 1.5 < films.max() <= 255
    assert set(weights.tolist()) == {0.25, 1.0}


def signals(**values):
    return LungSignals(**{**dict.fromkeys(SIGNALS, 0.5), **values})


def test_thresholds_are_as_high_as_the_share_accepted_allows():
    from model.training.lungs import fit_thresholds

    # One hundred films whose area rises from 0.001 and whose certainty falls to 0.901.
    films = [signals(area=n / 1000, certainty=1 - (n - 1) / 1000) for n in range(1, 101)]
    thresholds = fit_thresholds(films, acceptance=0.98)
    accepted = [film.reach(thresholds) for film in films]
    assert sum(accepted) == 98
    assert (accepted[0], accepted[-1]) == (False, False)
    assert thresholds["area"] == pytest.approx(0.002, abs=1e-4)
    assert thresholds["certainty"] == pytest.approx(0.902, abs=1e-4)
    assert thresholds["ratio"] == 0.5


def test_films_that_fail_in_every_way_at_once_cost_no_others():
    from model.training.lungs import fit_thresholds

    films = [signals()] * 98 + [signals(area=0.1, certainty=0.1)] * 2
    assert fit_thresholds(films, acceptance=0.98) == dict.fromkeys(SIGNALS, 0.5)
    assert fit_thresholds(films, acceptance=0.99)["area"] == 0.1


def test_the_record_is_json():
    from model.training.checkpoint import TrainingProgress
    from model.training.lungs import LungSettings, training_record

    progress = TrainingProgress(
        "lungs", 1, 0.96126, "lungs 1", [{"epoch": 1, "loss": 0.2, "dice": 0.96126}]
    )
    record = json.loads(json.dumps(training_record(progress, LungSettings(), hand=3, silver=5)))
    assert record["history"] == [{"epoch": 1, "loss": 0.2, "dice": 0.9613}]
    assert (record["hand"], record["silver"], record["best_dice"]) == (3, 5, 0.9613)
    assert record["settings"]["seed"] == dataclasses.asdict(LungSettings())["seed"]
