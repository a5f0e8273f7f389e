"""What a map explains: the logit of a class, or the difference between two."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES


@dataclass(frozen=True)
class Target:
    """A question to the network: why this class, or why this class and not that one.

    Logits are explained, never softmax: a probability also moves when another class does.

    Attributes:
        label: The class whose logit is explained.
        against: The class whose logit is taken off ("why not viral?"); None for none.

    Raises:
        ValueError: A class that the network does not know, or a class against itself.
    """

    label: str
    against: str | None = None

    def __post_init__(self) -> None:
        for name in (self.label, self.against):
            if name is not None and name not in CLASSES:
                raise ValueError(f"expected one of {CLASSES}, received {name!r}")
        if self.label == self.against:
            raise ValueError(f"a class cannot be explained against itself: {self.label!r}")

    @property
    def vector(self) -> NDArray[np.float32]:
        """float32 ``(4,)``: ``logits @ vector`` is the number that is explained."""
        weights = np.zeros(len(CLASSES), np.float32)
        weights[CLASSES.index(self.label)] = 1.0
        if self.against is not None:
            weights[CLASSES.index(self.against)] = -1.0
        return weights
