"""Fit on val what turns logits into answers, calibrated probabilities and prediction sets.

SciPy is imported by what fits, since a page that names the floors has no use for it.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

FLOORS = {"healthy": 0.97, "covid": 0.88, "bacterial": 0.80, "viral": 0.62}
"""Sensitivities that were asked for before anything was trained; the operating point lies as far
above them on val as it can."""
_SOFTNESS = 0.25
"""Temperature of the softmax that stands for "the largest logit wins" while offsets are sought."""
_CORNER = 0.03
"""Sensitivity over which the smallest of the margins is rounded off, so that it can be followed."""


def fit_offsets(
    logits: NDArray[np.floating], truth: NDArray[np.integer], floors: Mapping[str, float]
) -> NDArray[np.float64]:
    """Choose the operating point: what is added to each logit before the largest one wins.

    Training draws the classes by shares of its own, so that the boundaries between them lie where
    the shares put them. The offsets move them to where the class that is closest to its floor, or
    furthest below it, is as far above it as can be.

    Args:
        logits: ``(N, classes)``.
        truth: ``(N,)``, index of the right class.
        floors: Sensitivity that each class shall reach, in the order of the logits.

    Returns:
        float64 ``(classes,)``; the first is 0, since a common offset changes nothing.

    References:
        Logits adjusted after training: Menon et al. 2021, arXiv:2007.07314.
    """
    from scipy.optimize import minimize
    from scipy.special import logsumexp, softmax

    wide = np.asarray(logits, dtype=np.float64)
    wanted = np.array(list(floors.values()))

    def shortfall(tail: NDArray[np.float64]) -> float:
        soft = softmax((wide + np.append(0.0, tail)) / _SOFTNESS, axis=1)
        reached = [soft[truth == index, index].mean() for index in range(len(wanted))]
        return float(_CORNER * logsumexp((wanted - np.array(reached)) / _CORNER))

    options = {"xatol": 1e-4, "fatol": 1e-7, "maxiter": 4000}
    best = minimize(shortfall, np.zeros(len(wanted) - 1), method="Nelder-Mead", options=options)
    return np.append(0.0, best.x)


def fit_temperature(logits: NDArray[np.floating], truth: NDArray[np.integer]) -> float:
    """Find the temperature with the least negative log-likelihood.

    Args:
        logits: ``(N, classes)``.
        truth: ``(N,)``, index of the right class.

    Returns:
        The temperature, between 0.05 and 20.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    wide = np.asarray(logits, dtype=np.float64)

    def loss(log_temperature: float) -> float:
        scaled = log_softmax(wide / np.exp(log_temperature), axis=1)
        return -float(scaled[np.arange(len(truth)), truth].mean())

    best = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20.0)), method="bounded")
    return float(np.exp(best.x))


def conformal_thresholds(
    calibrated: NDArray[np.float64],
    truth: NDArray[np.integer],
    labels: tuple[str, ...],
    coverage: float,
) -> dict[str, float]:
    """Lowest probability that keeps each class in the prediction set.

    Class-conditional split conformal prediction: of future films of a class that are exchangeable
    with the calibration films, at least `coverage` have their class in the set.

    Args:
        calibrated: float64 ``(N, classes)``, probabilities of the calibration films.
        truth: ``(N,)``, index of the right class.
        labels: Names of the classes.
        coverage: Share wanted, in (0, 1).

    Returns:
        A threshold for each class; 0 (always in the set) where a class has too few films.

    References:
        Vovk 2012, arXiv:1209.2673; Angelopoulos & Bates 2021, arXiv:2107.07511.
    """
    thresholds = {}
    for index, name in enumerate(labels):
        own = np.sort(calibrated[truth == index, index])
        # The k-th smallest probability: k = floor((n + 1)(1 - coverage)) keeps the finite-sample
        # guarantee.
        rank = int(np.floor((len(own) + 1) * (1.0 - coverage) + 1e-9))
        thresholds[name] = float(own[rank - 1]) if rank >= 1 else 0.0
    return thresholds
