"""RISE with 1,000 masks: through this engine, and the same loop through `keras predict`."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.classifier.engine import Forward


class KerasPredict:
    """The classifier asked as keras.io's examples ask: `predict` on a batch."""

    def __init__(self, network: Any) -> None:
        """Wraps a network.

        Args:
            network: A model made by `build_network`.
        """
        self._network = network

    def run(self, inputs: "NDArray[np.float32]") -> "Forward":
        """Logits of ``(N, 224, 224, 3)``; nothing else is asked for by RISE."""
        from model.classifier.engine import Forward

        logits = self._network.predict(inputs, verbose=0)
        return Forward(logits, logits, logits)


def compare_rise(picture: Path, masks: int) -> dict[str, Any]:
    """Time RISE both ways in this process, the engine first; both warmed up by one batch.

    Args:
        picture: A radiograph.
        masks: Number of masks.

    Returns:
        JSON values: seconds of each, their `ratio`, and the rank correlation of the two maps.

    Raises:
        ArtefactError: The files of the model are missing or damaged.
        ReadingError: The picture cannot be read.
    """
    from model.classifier.classes import CLASSES
    from model.classifier.engine import Engine
    from model.explain.agreement import rank_correlation
    from model.explain.keras_network import KerasNetwork
    from model.explain.network import BATCH, AnsweringNetwork, nothing
    from model.explain.perturbation import rise
    from model.explain.target import Target
    from model.imaging.prepare import network_input
    from model.imaging.read import read_radiograph

    inputs = network_input(read_radiograph(picture.read_bytes()).pixels)
    engine = Engine.load()
    label = CLASSES[int(engine.run(inputs[None]).logits[0].argmax())]
    vector = Target(label).vector
    seconds, maps = {}, []
    keras = KerasPredict(KerasNetwork.load().network)
    contenders: dict[str, AnsweringNetwork] = {"engine": engine, "keras": keras}
    for name, network in contenders.items():
        rise(network, inputs, vector, nothing, masks=BATCH)
        started = time.perf_counter()
        maps.append(rise(network, inputs, vector, nothing, masks=masks))
        seconds[name] = time.perf_counter() - started
    return {
        "masks": masks,
        "label": label,
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "ratio": round(seconds["keras"] / seconds["engine"], 2),
        "rank_correlation": round(rank_correlation(*maps), 3),
    }


def as_lines(summary: dict[str, Any]) -> str:
    """The comparison for a terminal."""
    seconds = summary["seconds"]
    return "\n".join(
        [
            f"RISE, {summary['masks']} masks, class {summary['label']}",
            f"  this engine    {seconds['engine']:8.2f} s",
            f"  keras predict  {seconds['keras']:8.2f} s   {summary['ratio']:.1f} times as long",
            f"  rank correlation of the two maps: {summary['rank_correlation']:.3f}",
        ]
    )
