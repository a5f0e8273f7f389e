"""An engine without weights: it answers what it is told to, through the real gate and evidence."""

import cv2
import numpy as np

from model.classifier.artefacts import GRAPH_WEIGHTS, Manifest, StoredFile
from model.classifier.classes import CLASSES
from model.classifier.engine import FeatureSpace, Forward
from model.classifier.signals import VIEWS
from model.explain.lungs import Lungs
from model.explain.stages import STAGES

MODEL_SHA256 = "ab" * 32


def manifest(**changes) -> Manifest:
    """A manifest with thresholds that let every radiograph in."""
    entries = {
        "labels": CLASSES,
        "files": {GRAPH_WEIGHTS: StoredFile(MODEL_SHA256, 1)},
        "temperature": 1.0,
        "coverage": 0.9,
        "conformal_thresholds": dict.fromkeys(CLASSES, 0.2),
        "gate": {
            "smallest_side": 64.0,
            "chroma": 0.1,
            "flat": 0.33,
            "distance": 2.0,
            "view": 0.0,
            "child": 0.5,
            "adult": -0.5,
        },
        "training": {},
        "figures": {},
    }
    return Manifest(**(entries | changes))


class FakeEngine:
    """Answers with the logits it was given.

    Args:
        logits: Of the four classes. The default is 70 % bacterial, 24 % viral: both stay possible.
        lateral: Log-odds of a lateral view; above 0 is refused.
        child: Log-odds of a child; from -0.5 to 0.5 it cannot be told.
        judge: What the gate shall say of a picture, float32 `(224, 224)` in [0, 255]: one of
            `VIEWS`, or None to accept it.
        peaks: For each class, row and column of the cell of the 7 × 7 map with its evidence.
    """

    def __init__(
        self,
        logits=(-2.0, -1.0, 2.4, 1.33),
        *,
        lateral=-1.0,
        child=0.0,
        judge=None,
        peaks=((1, 1), (3, 1), (5, 2), (1, 5)),
    ):
        self.manifest = manifest()
        self.calls = 0
        self._logits = np.array(logits, dtype=np.float32)
        self._peaks = peaks
        self.head_weights = np.zeros((2048, 4), np.float32)
        self.head_weights[range(4), range(4)] = 1.0
        self.head_bias = np.zeros(4, np.float32)
        self.feature_space = FeatureSpace(
            head_weights=self.head_weights,
            head_bias=self.head_bias,
            mean=np.zeros(2048, np.float32),
            # The four channels that ever light up lie within the span: distance 0.
            basis=np.eye(2048, 4 + len(VIEWS), dtype=np.float32),
            scales=np.ones(4 + len(VIEWS), np.float32),
            residual=np.array([0.0, 1.0], np.float32),
            views=_views(lateral),
            age=np.array([0.0] * (5 + len(VIEWS)) + [child], np.float32),
        )
        self._judge = judge

    @property
    def model_sha256(self):
        return MODEL_SHA256

    def run(self, inputs):
        self.calls += 1
        maps = np.zeros((len(inputs), 7, 7, 2048), np.float32)
        rows, columns = np.mgrid[:7, :7]
        for index, (row, column) in enumerate(self._peaks):
            blob = 0.45 * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 2.5)
            maps[..., index] = 49 * blob
        logits = np.repeat(self._logits[None], len(inputs), axis=0)
        features = maps.mean(axis=(1, 2))
        for index, picture in enumerate(inputs):
            view = self._judge(picture[..., 0]) if self._judge else None
            if view is not None:
                features[index, 4 + VIEWS.index(view)] = 1.0
        return Forward(logits, maps, features)


def _views(lateral):
    """Channels 4 to 10 stand for one view each, and nothing else lights them up."""
    table = np.zeros((6 + len(VIEWS), len(VIEWS)), np.float32)
    table[-1] = -1.0
    table[-1, 0] = lateral
    table[range(4, 4 + len(VIEWS)), range(len(VIEWS))] = 100.0
    return table


class FakeNetwork:
    """The fake engine as something that can be explained, without TensorFlow.

    A stage puts out the maps of the four classes, enlarged, as its four channels; the gradient of a
    channel is the target's weight everywhere, so Grad-CAM is the same at every stage.
    """

    def __init__(self, engine):
        self.engine = engine
        self.gradients_asked = 0

    @property
    def head_weights(self):
        return self.engine.head_weights

    @property
    def head_bias(self):
        return self.engine.head_bias

    def run(self, inputs):
        return self.engine.run(inputs)

    def activations(self, picture, stage):
        side = 56 >> STAGES.index(stage)
        maps = self.run(picture[np.newaxis]).maps[0]
        return np.stack([cv2.resize(maps[..., index], (side, side)) for index in range(4)], -1)

    def stage_gradients(self, picture, stage, vector):
        self.gradients_asked += 1
        found = self.activations(picture, stage)
        return found, np.ones_like(found) * vector / (found.shape[0] * found.shape[1])

    def input_gradients(self, pictures, vector):
        self.gradients_asked += 1
        return np.full(pictures.shape, vector.sum() / pictures[0].size, np.float32)


class FakeLungFinder:
    """Finds two upright rectangles in every picture.

    Args:
        confident: What it says of itself.
    """

    def __init__(self, confident=True):
        self.confident = confident

    def find(self, picture):
        left, right = np.zeros((2, 224, 224), bool)
        left[32:192, 24:96] = True
        right[32:192, 128:200] = True
        return Lungs(left, right, self.confident)
