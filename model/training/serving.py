"""What the compiled serving graph says of films."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.training.fit import network_batch


def outputs(
    graph: Any, pixels: NDArray[np.uint8], name: str, batch_size: int = 16
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Run a compiled serving graph over films.

    Args:
        graph: OpenVINO compiled model with the outputs logits, maps and features.
        pixels: uint8 ``(N, H, W)``.
        name: Shown beside the progress bar.
        batch_size: Films in a pass.

    Returns:
        Logits, float32 ``(N, 4)``; pooled features, float32 ``(N, 2048)``.
    """
    logits, features = [], []
    for start in tqdm(range(0, len(pixels), batch_size), desc=name, mininterval=5):
        films = pixels[start : start + batch_size].astype(np.float32) / np.float32(255.0)
        results = graph(network_batch(films))
        logits.append(np.array(results[0]))
        features.append(np.array(results[2]))
    return np.concatenate(logits), np.concatenate(features)
