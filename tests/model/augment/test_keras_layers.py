import numpy as np
import pytest

from model.augment.keras_layers import LAYERS, keras_code
from model.augment.pipeline import Drawn, Pipeline, Step, apply_recipe
from model.augment.presets import PRESETS
from model.augment.registry import TRANSFORMS
from tests.dicom_factory import chest

FILM = chest(64, 64).astype(np.float32)


def built(pipeline):
    found = {}
    exec(compile(keras_code(pipeline), "augmentation.py", "exec"), found)
    return found["augmentation"]


def test_the_code_is_pinned():
    pipeline = Pipeline(
        (
            Step("rotation", {"degrees": (-18.0, 18.0)}, 0.5),
            Step("horizontal-flip"),
            Step("grid-lines"),
            Step("gamma", on=False),
        )
    )
    assert keras_code(pipeline).splitlines()[2:] == [
        "import keras",
        "from keras import layers",
        "",
        "augmentation = keras.Sequential(",
        "    [",
        '        layers.RandomRotation((-0.05, 0.05), fill_mode="constant"),  # here with '
        "probability 0.5; in Keras for every film",
        '        layers.RandomFlip("horizontal"),',
        "        # Keras has no layer for this “grid-lines”: use the JSON of this pipeline.",
        "    ]",
        ")",
    ]


def test_a_range_that_a_layer_cannot_hold_is_said():
    wide = Pipeline(
        (Step("contrast", {"factor": (1.2, 1.4)}), Step("gaussian-blur", {"sigma": (0.0, 3.0)}))
    )
    lines = keras_code(wide).splitlines()
    assert sum("use the JSON of this pipeline" in line for line in lines) == 2
    assert not any("layers." in line for line in lines)


def test_every_layer_belongs_to_a_transform():
    assert set(LAYERS) <= set(TRANSFORMS)


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", [name for name in LAYERS if name not in ("mixup", "cutmix")])
def test_every_layer_runs(name):
    network = built(Pipeline((Step(name),)))
    out = np.asarray(network(FILM[None, :, :, None], training=True))
    assert out.shape == (1, 64, 64, 1)
    assert np.isfinite(out).all()


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("name", "values", "tolerance"),
    [
        ("rotation", {"degrees": 10.0}, 0.02),
        ("translation", {"across": 0.1, "down": -0.2}, 0.02),
        ("zoom", {"factor": 1.25}, 0.02),
        ("zoom", {"factor": 0.8}, 0.02),
        ("brightness", {"offset": 0.1}, 0.005),
        ("contrast", {"factor": 1.0}, 1e-6),
        ("gaussian-blur", {"sigma": 1.0}, 0.02),
        ("inversion", {}, 1e-6),
    ],
)
def test_keras_does_the_same(name, values, tolerance):
    """A range of one value leaves Keras nothing to draw."""
    step = Step(name, {key: (value, value) for key, value in values.items()})
    theirs = np.asarray(built(Pipeline((step,)))(FILM[None, :, :, None], training=True))[0, :, :, 0]
    ours = apply_recipe((Drawn(name, values, 0),), FILM).image
    inside = np.s_[12:-12, 12:-12]
    assert np.abs(theirs - ours)[inside].mean() < tolerance


def test_presets_can_be_written():
    for preset in PRESETS.values():
        compile(keras_code(preset.pipeline), "augmentation.py", "exec")
