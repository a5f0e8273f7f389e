"""The training loss: cross-entropy on full and partial labels."""

from typing import Any

import keras
from keras import ops


class PartialLabelCrossEntropy(keras.losses.Loss):
    """Negative log of the probability of *any* allowed class, with label smoothing.

    A film labelled "bacterial" allows one class; an adult film with an opacity of unknown organism
    allows two, and is charged ``-log(p_bacterial + p_viral)``. With one allowed class and smoothing
    it equals Keras' smoothed categorical cross-entropy. A mixture of two films is charged for each
    by its share.

    Args:
        smoothing: Weight of the uniform distribution over the classes, in [0, 1).

    References:
        Partial-label likelihood: Jin & Ghahramani 2002 (NeurIPS 15). Label smoothing: Szegedy et
        al. 2016, doi:10.1109/CVPR.2016.308.
    """

    def __init__(self, smoothing: float = 0.05, **kwargs: Any) -> None:
        super().__init__(name="partial_label_cross_entropy", **kwargs)
        self.smoothing = smoothing

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Charge each image.

        Args:
            y_true: float32 ``(N, classes)``, 1 for every allowed class, else 0; or, for mixtures,
                ``(N, films, classes)``, the share of the film in place of the 1.
            y_pred: float32 ``(N, classes)``, logits.

        Returns:
            float32 ``(N,)``, nats.
        """
        log_probabilities = ops.log_softmax(y_pred, axis=-1)
        if len(y_true.shape) == 2:
            y_true = ops.expand_dims(y_true, axis=1)
        shares = ops.max(y_true, axis=-1)
        # A large negative number instead of -inf keeps the gradient finite.
        barred = ops.where(y_true > 0, 0.0, -1e9)
        allowed = ops.expand_dims(log_probabilities, axis=1) + barred
        # A share of nothing charges nothing, however unlikely the film.
        likelihood = -ops.sum(shares * ops.logsumexp(allowed, axis=-1), axis=-1)
        uniform = -ops.mean(log_probabilities, axis=-1)
        return (1.0 - self.smoothing) * likelihood + self.smoothing * uniform
