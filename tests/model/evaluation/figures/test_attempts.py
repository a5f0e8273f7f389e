import numpy as np
import pytest

pytestmark = pytest.mark.tensorflow

NAMES = ("healthy", "covid", "bacterial", "viral")


def cases(labels, lungs):
    from model.evaluation.figures.attempts import Cases
    from model.evaluation.measure.metrics import Cohort

    label = np.array(labels)
    groups = np.arange(len(label))
    return Cases(
        label=label,
        truth=np.array([NAMES.index(one) if one in NAMES else -1 for one in label]),
        lungs=np.array(lungs),
        pictures={},
        cohort=Cohort(groups, np.ones((4, len(label)))),
    )


def says(*names):
    return 4 * np.eye(4, dtype=np.float32)[[NAMES.index(name) for name in names]]


def test_figures_of_films_that_can_be_counted_by_hand():
    from model.evaluation.figures.attempts import attempt_figures

    val = cases(NAMES * 2, [True] * 6 + [False] * 2)
    adult = cases(["healthy", "covid", "opacity", "opacity", "abnormal"], [True] * 5)
    as_is = says("healthy", "covid", "bacterial", "viral", "healthy", "covid", "bacterial", "covid")
    without = says(*["healthy"] * 8)
    other = says("healthy", "covid", "healthy", "bacterial", "covid")
    own = {"as-is": as_is, "lungs-out": without, "no-box": as_is, "fill-alone": without}
    outside = {
        "as-is": other,
        "lungs-out": other,
        "no-box": other,
        "fill-alone": says(*NAMES, "viral"),
    }
    found = attempt_figures(
        {"val": own, "test": own, "adult": outside}, {"val": val, "test": val, "adult": adult}
    )
    assert found["val"]["macro_recall"]["value"] == 0.875
    assert found["val"]["by_class"]["viral"]["value"] == 0.5
    assert found["val"]["survival"]["lungs-out"]["value"] == round(2 / 6, 4)
    assert found["val"]["survival"]["lungs-out"]["n"] == 6
    assert found["val"]["survival"]["no-box"]["value"] == 1.0
    assert found["test"] == found["val"]
    assert found["adult"]["opacity_called_healthy"]["value"] == 0.5
    assert found["adult"]["healthy_vs_ill"]["value"] == 1.0
    assert found["adult"]["survival"]["fill-alone"]["value"] == round(2 / 5, 4)


def test_a_disguise_takes_the_lungs_and_leaves_films_without_any():
    from model.evaluation.figures.attempts import _disguised

    pixels = np.arange(2 * 64 * 64, dtype=np.uint32).reshape(2, 64, 64).astype(np.uint8)
    masks = np.zeros((2, 64, 64), bool)
    masks[0, 20:30, 10:20] = masks[0, 20:30, 40:50] = True
    as_is = _disguised("as-is", pixels, masks)
    np.testing.assert_array_equal(as_is, pixels)
    for name, flat in {
        "lungs-out": masks[0],
        "no-box": np.s_[22:28, 12:48],
        "fill-alone": np.s_[:, :],
    }.items():
        made = _disguised(name, pixels, masks)
        assert made.dtype == np.uint8
        assert np.ptp(made[0][flat]) == 0
        np.testing.assert_array_equal(made[1], pixels[1])


def test_a_row_knows_how_its_weights_were_made(tmp_path):
    from model.evaluation.figures.attempts import _asked_for

    assert _asked_for(tmp_path / "best.npz") == {}
    (tmp_path / "settings.json").write_text('{"plan": {"rate": 0.1}, "settings": {}}')
    assert _asked_for(tmp_path / "best.npz")["plan"] == {"rate": 0.1}
