"""Films on which maps are judged, and networks that have learnt nothing to judge beside."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier.artefacts import GRAPH
from model.classifier.classes import CLASSES
from model.classifier.compiled import compile_graph, read_graph
from model.classifier.engine import Forward
from model.classifier.export import export_graph
from model.classifier.network import INPUT_SIZE, LOGITS, build_network
from model.evaluation.measure.bootstrap import SEED
from model.explain.lungs import LungFinder, Lungs
from model.explain.methods import explain
from model.explain.network import Probe
from model.explain.target import Target
from model.explain.verdict import MapMeasures
from model.explain.verdict import measure as measure_map
from model.training.dataset import Film, read_index, read_pixels


class Judged:
    """Films with their pictures and lungs, drawn once for every network.

    Attributes:
        films: The films.
        pictures: float32 ``(N, 224, 224, 3)`` in [0, 255].
        lungs: Their lungs.
    """

    def __init__(
        self, films: Sequence[Film], pixels: NDArray[np.uint8], finder: LungFinder
    ) -> None:
        """Finds the lungs.

        Args:
            films: The films.
            pixels: uint8 ``(N, 224, 224)``.
            finder: The lung finder.
        """
        self.films = films
        self.pictures = np.repeat(pixels[..., np.newaxis].astype(np.float32), 3, axis=3)
        self.lungs: list[Lungs] = [finder.find(picture) for picture in self.pictures]

    def measure(self, network: Probe, count: int | None = None) -> list[MapMeasures]:
        """The four numbers of the Grad-CAM of each film's answer.

        Args:
            network: The network that answers and is explained.
            count: Only so many films.
        """
        found = []
        for picture, lungs in tqdm(
            list(zip(self.pictures, self.lungs, strict=True))[:count], unit="film"
        ):
            heat = explain("grad-cam", picture, answer_of(network, picture), network)
            found.append(measure_map(heat, picture, network, lungs))
        return found


def answer_of(network: Probe, picture: NDArray[np.float32]) -> Target:
    """The class that a network answers, as a target."""
    return Target(CLASSES[int(network.run(picture[np.newaxis]).logits[0].argmax())])


def draw(source: Path, split: str, count: int, finder: LungFinder) -> Judged:
    """Draw films at random, as many of each label as there are.

    Args:
        source: The data folder.
        split: The split.
        count: How many films.
        finder: The lung finder.

    Returns:
        The films, in random order; fewer where the split has not enough.
    """
    generator = np.random.default_rng(SEED)
    films = read_index(source, [split])
    films = [film for film in films if film.label in (*CLASSES, "opacity")]
    by_label: dict[str, list[Film]] = {}
    for index in generator.permutation(len(films)):
        by_label.setdefault(films[index].label, []).append(films[index])
    dealt: list[Film] = []
    while len(dealt) < count and any(by_label.values()):
        dealt += [pile.pop() for pile in by_label.values() if pile]
    dealt = dealt[:count]
    pixels = read_pixels(source / "radiographs.zip", [film.file for film in dealt])
    return Judged(dealt, pixels, finder)


class RandomNetwork:
    """The classifier's graph with the random weights that training would start from.

    It answers through OpenVINO, as the shipped one does.
    """

    def __init__(self, seed: int, input_size: int = INPUT_SIZE) -> None:
        """Builds and compiles it; half a minute.

        Args:
            seed: Seed of the weights.
            input_size: Height and width of the input, pixels.
        """
        keras.utils.set_random_seed(seed)
        network = build_network(None, input_size=input_size)
        self._head = np.asarray(network.get_layer(LOGITS).kernel, dtype=np.float32)
        with tempfile.TemporaryDirectory() as scratch:
            export_graph(network, Path(scratch))
            compiled = compile_graph(read_graph(Path(scratch) / GRAPH))
        self._request: Any = compiled.create_infer_request()

    @property
    def head_weights(self) -> NDArray[np.float32]:
        """Kernel of the dense layer, float32 ``(2048, 4)``."""
        return self._head

    def run(self, inputs: NDArray[np.float32]) -> Forward:
        """One forward pass, see `Engine.run`."""
        results = self._request.infer([np.ascontiguousarray(inputs, dtype=np.float32)])
        logits, maps, features = (np.array(results[index]) for index in range(3))
        return Forward(logits, maps, features)

    def activations(self, picture: NDArray[np.float32], stage: str) -> NDArray[np.float32]:
        """Not there: only the last convolution is looked at."""
        raise NotImplementedError

    def stage_gradients(
        self, picture: NDArray[np.float32], stage: str, vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Not there: only the last convolution is looked at."""
        raise NotImplementedError

    def input_gradients(
        self, pictures: NDArray[np.float32], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Not there: only the last convolution is looked at."""
        raise NotImplementedError
