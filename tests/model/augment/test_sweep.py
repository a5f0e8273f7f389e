import numpy as np
import pytest

from model.augment.answers import Answers, answer_all, network_film
from model.augment.registry import TRANSFORMS
from model.augment.sweep import POINTS, Sweep, sweep, sweep_values
from model.classifier.calibration import probabilities
from tests.dicom_factory import chest
from tests.pages.fake_engine import FakeEngine

FILM = network_film(chest(256, 240).astype(np.float32))


class LightMeter(FakeEngine):
    """Answers viral where the film is bright, and takes what is very dark for a lateral view."""

    def run(self, inputs):
        self.calls += 1
        forward = super().run(inputs)
        self.calls -= 1
        mean = inputs.mean(axis=(1, 2, 3)) / 255
        forward.logits[mean > 0.6] = (0.0, 0.0, 0.0, 5.0)
        dark = mean < 0.2
        # Away from the span of the training films.
        forward.features[dark, 9] = 99.0
        self.seen = inputs
        return forward


def answers(predicted, refused):
    return Answers(np.eye(4)[predicted], np.array(refused))


def test_the_networks_film_is_the_size_of_its_input():
    assert FILM.shape == (224, 224)
    assert FILM.dtype == np.float32
    assert 0 <= FILM.min() < FILM.max() <= 1


def test_answers_are_calibrated_and_go_through_the_gate():
    engine = FakeEngine()
    found = answer_all(np.stack([FILM, FILM]), engine)
    expected = probabilities(np.array([-2.0, -1.0, 2.4, 1.33], np.float32), 1.0)
    np.testing.assert_allclose(found.probabilities, [expected, expected])
    assert found.predicted == ("bacterial", "bacterial")
    assert found.refused.tolist() == [False, False]
    assert answer_all(FILM[None], FakeEngine(lateral=1.0)).refused.tolist() == [True]


def test_a_sweep_is_one_batch_from_end_to_end():
    engine = LightMeter()
    found = sweep(TRANSFORMS["brightness"], "offset", FILM, engine, {}, seed=0)
    assert engine.calls == 1
    assert engine.seen.shape == (POINTS, 224, 224, 3)
    np.testing.assert_allclose(found.values, np.linspace(-0.5, 0.5, 21))
    # The middle value is neutral: the film itself.
    np.testing.assert_array_equal(engine.seen[10, :, :, 0], FILM * np.float32(255))
    ((value, before, after),) = found.flips
    assert (before, after) == ("bacterial", "viral")
    mean = engine.seen.mean(axis=(1, 2, 3)) / 255
    first = int(np.flatnonzero(mean > 0.6)[0])
    assert value == pytest.approx((found.values[first - 1] + found.values[first]) / 2)
    ((start, stop),) = found.refusals
    assert start == -0.5
    assert stop == found.values[np.flatnonzero(mean < 0.2)[-1]]


def test_other_parameters_and_places_stay():
    engine = LightMeter()
    others = {"width": 0.2, "grey": 1.0}
    sweep(TRANSFORMS["erasing"], "height", FILM, engine, others, seed=3)
    # The largest value erases the most, and every erased place is white.
    erased = [(one[:, :, 0] != FILM * np.float32(255)).sum() for one in engine.seen]
    assert erased[0] == 0
    assert all(np.diff(erased) >= 0)
    assert erased[-1] > erased[1]


def test_flips_and_refusals_are_read_off():
    found = Sweep(
        np.array([0.0, 1.0, 2.0, 3.0, 4.0]),
        answers([0, 0, 2, 2, 3], [True, False, True, True, True]),
    )
    assert found.flips == ((1.5, "healthy", "bacterial"), (3.5, "bacterial", "viral"))
    assert found.refusals == ((0.0, 0.0), (2.0, 4.0))
    quiet = Sweep(np.array([0.0, 1.0]), answers([1, 1], [False, False]))
    assert quiet.flips == ()
    assert quiet.refusals == ()


@pytest.mark.parametrize(
    ("name", "parameter", "first", "middle", "last", "count"),
    [
        ("rotation", "degrees", -180, 0, 180, 21),
        ("gamma", "exponent", 0.25, 1, 4, 21),
        ("median-blur", "radius", 0, 1, 2, 3),
    ],
)
def test_values_run_from_end_to_end(name, parameter, first, middle, last, count):
    values = sweep_values(TRANSFORMS[name].parameter(parameter))
    assert len(values) == count
    np.testing.assert_allclose(values[[0, count // 2, -1]], [first, middle, last], atol=1e-9)
    assert (np.diff(values) > 0).all()


def test_a_sweep_goes_through_the_film_as_it_is():
    assert 1.0 in sweep_values(TRANSFORMS["positioning"].parameter("zoom"))
    assert 1.0 in sweep_values(TRANSFORMS["contrast"].parameter("factor"))


def test_a_parameter_that_does_not_exist_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        sweep(TRANSFORMS["gamma"], "degrees", FILM, FakeEngine(), {}, seed=0)
