import csv

import numpy as np
import pytest

pytestmark = pytest.mark.tensorflow


def small_network(seed=0):
    """A network with the names that freezing looks for, in milliseconds a step."""
    import keras

    keras.utils.set_random_seed(seed)
    picture = keras.Input((16, 16, 3), name="picture")
    maps = keras.layers.Conv2D(4, 3, activation="relu", name="conv5_block3_out")(picture / 255.0)
    pooled = keras.layers.GlobalAveragePooling2D(name="pooled")(maps)
    return keras.Model(picture, keras.layers.Dense(4, name="logits")(pooled))


@pytest.fixture(scope="module")
def examples():
    from model.training.fit import Examples

    generator = np.random.default_rng(1)
    truth = np.arange(32) % 4
    pixels = generator.integers(0, 60, (32, 16, 16)) + 45 * truth[:, None, None]
    return Examples(
        pixels.astype(np.uint8), np.eye(4, dtype=np.float32)[truth], np.full(32, 1 / 32)
    )


def run(examples, output, *, epochs, resume=False):
    from model.training.fit import TrainingSettings, fit
    from model.training.loop import Phase

    network = small_network()
    plan = [Phase("head", "head", 1, 1e-2), Phase("fine-tune", "conv5", 3, 1e-2)]
    settings = TrainingSettings(seed=3, batch_size=8, epoch_size=16, patience=9)
    if epochs < 3:  # a session that ends early stops after some epochs of the same plan
        from model.training import fit as module

        finished = []

        def stop_early(line):
            finished.append(line)
            if len(finished) == 1 + epochs:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            module.fit(network, examples, examples, plan, settings, output, report=stop_early)
        return network, None
    return network, fit(
        network, examples, examples, plan, settings, output, resume=resume, report=str
    )


def test_a_resumed_run_ends_where_an_unbroken_one_does(examples, tmp_path):
    unbroken, progress = run(examples, tmp_path / "a", epochs=3)
    run(examples, tmp_path / "b", epochs=1)
    resumed, again = run(examples, tmp_path / "b", epochs=3, resume=True)
    assert again.history == progress.history
    assert len(progress.history) == 4
    for one, other in zip(unbroken.variables, resumed.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(one.value), np.asarray(other.value))


def test_history_and_weights_are_written(examples, tmp_path):
    network, progress = run(examples, tmp_path, epochs=3)
    with (tmp_path / "history.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["phase"], row["epoch"]) for row in rows] == [
        ("head", "1"),
        ("fine-tune", "1"),
        ("fine-tune", "2"),
        ("fine-tune", "3"),
    ]
    assert max(float(row["macro_recall"]) for row in rows) == progress.best_score
    with np.load(tmp_path / "best.npz") as stored:
        assert stored["head/kernel"].shape == (4, 4)
        assert stored["head/kernel"].dtype == np.float16
    with np.load(tmp_path / "last.npz") as stored:
        kernel = np.asarray(network.get_layer("logits").kernel).astype(np.float16)
        np.testing.assert_array_equal(stored["head/kernel"], kernel)


def test_the_same_seed_draws_the_same_batch(examples):
    from model.training.fit import TrainingSettings, draw_batch

    first = draw_batch(examples, TrainingSettings(batch_size=6), np.random.default_rng(9))
    second = draw_batch(examples, TrainingSettings(batch_size=6), np.random.default_rng(9))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])
    assert first[0].shape == (6, 16, 16, 3)
    assert first[0].dtype == np.float32
    assert 0 <= first[0].min() <= first[0].max() <= 255


def test_judging_counts_each_class_alike(examples):
    from model.training.fit import Examples, judge

    class AlwaysHealthy:
        def predict_on_batch(self, batch):
            return np.tile(np.array([[1, 0, 0, 0]], np.float32), (len(batch), 1))

    kept = np.r_[0:8, 9, 10, 11]
    some = Examples(examples.pixels[kept], examples.targets[kept], examples.drawing[kept])
    figures = judge(AlwaysHealthy(), some)
    assert figures == {
        "macro_recall": 0.25,
        "judged_loss": pytest.approx(np.log(np.e + 3) - 2 / 11, rel=1e-5),
        "healthy": 1.0,
        "covid": 0.0,
        "bacterial": 0.0,
        "viral": 0.0,
    }


def test_the_average_follows_the_weights():
    from model.training.checkpoint import WeightAverage

    network = small_network()
    average = WeightAverage(network, 0.9)
    before = network.get_layer("logits").kernel.numpy().copy()
    network.get_layer("logits").kernel.assign(before + 1.0)
    average.update(network)
    average.swap(network)
    np.testing.assert_allclose(network.get_layer("logits").kernel.numpy(), before + 0.1, 1e-5)
    average.swap(network)
    np.testing.assert_allclose(network.get_layer("logits").kernel.numpy(), before + 1.0)


def test_mixtures_come_with_both_labels(examples):
    from model.augment.pipeline import Pipeline, Step
    from model.training.fit import TrainingSettings, draw_batch

    pipeline = Pipeline((Step("cutmix", {"share": (0.25, 0.25)}),))
    settings = TrainingSettings(batch_size=6, augmentation=pipeline)
    films, targets = draw_batch(examples, settings, np.random.default_rng(2))
    assert films.shape == (6, 16, 16, 3)
    assert targets.shape == (6, 2, 4)
    np.testing.assert_allclose(targets.sum(axis=-1), [[0.75, 0.25]] * 6)


def test_watched_films_are_judged_as_they_are(examples, tmp_path):
    from model.training.fit import judge, judge_watched

    network = small_network()
    assert judge_watched(network, examples, 0) == {}
    whole = judge(network, examples)
    assert judge_watched(network, examples, 32) == {
        "train_macro_recall": whole["macro_recall"],
        "train_judged_loss": whole["judged_loss"],
    }
    films = np.repeat(examples.pixels[..., None], 3, -1).astype(np.float32)
    logits = network.predict(films, verbose=0)
    chosen = np.log(np.exp(logits).sum(-1)) - logits[np.arange(32), np.arange(32) % 4]
    assert whole["judged_loss"] == pytest.approx(float(chosen.mean()), rel=1e-4)


LOGITS = np.log(np.array([[0.1, 0.2, 0.3, 0.4]], np.float32))


def loss(targets, smoothing):
    from model.training.fit import PartialLabelCrossEntropy

    allowed = np.array([targets], np.float32)
    return float(PartialLabelCrossEntropy(smoothing)(allowed, LOGITS))


def test_one_allowed_class_is_cross_entropy():
    assert loss([0, 1, 0, 0], 0.0) == pytest.approx(-np.log(0.2), rel=1e-5)


def test_two_allowed_classes_are_charged_for_their_sum():
    assert loss([0, 0, 1, 1], 0.0) == pytest.approx(-np.log(0.7), rel=1e-5)


def test_all_allowed_costs_nothing():
    assert loss([1, 1, 1, 1], 0.0) == pytest.approx(0.0, abs=1e-6)


def test_smoothing_equals_keras_on_full_labels():
    import keras

    expected = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)(
        np.array([[0, 1, 0, 0]], np.float32), LOGITS
    )
    assert loss([0, 1, 0, 0], 0.1) == pytest.approx(float(expected), rel=1e-5)


def test_a_mixture_is_charged_for_each_film_by_its_share():
    mixed = loss([[0.25, 0, 0, 0], [0, 0, 0.75, 0.75]], 0.0)
    assert mixed == pytest.approx(-0.25 * np.log(0.1) - 0.75 * np.log(0.7), rel=1e-5)


def test_a_film_with_no_share_charges_nothing():
    alone = loss([[0, 1, 0, 0], [0, 0, 0, 0]], 0.1)
    assert alone == pytest.approx(loss([0, 1, 0, 0], 0.1), rel=1e-6)
