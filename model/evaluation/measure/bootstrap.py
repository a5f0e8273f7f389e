"""How far a figure could have fallen elsewhere with other patients: the bootstrap by group."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

REPLICATES: Final = 1000
LEVEL: Final = 0.95
SEED: Final = 20261121


@dataclass(frozen=True)
class Estimate:
    """A figure with its doubt.

    Attributes:
        value: The figure on the films at hand.
        low: Lower end of the 95 % interval; None where the films allow none.
        high: Upper end.
        n: Films that it rests on.
        groups: Independent groups among them.
        exact: Whether the interval is the exact binomial one, see `share_interval`.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    groups: int
    exact: bool = False

    def document(self) -> dict[str, Any]:
        """The figure as JSON, four decimals."""
        ends = {
            "low": None if self.low is None else round(self.low, 4),
            "high": None if self.high is None else round(self.high, 4),
        }
        flag = {"exact": True} if self.exact else {}
        return {"value": round(self.value, 4), **ends, "n": self.n, "groups": self.groups, **flag}


def replicate_weights(
    groups: NDArray[np.int64], replicates: int, generator: np.random.Generator
) -> NDArray[np.float64]:
    """Draw groups with replacement, and count how often each film comes along.

    Films of one patient resemble one another. Drawing films one by one would take 100 films of 14
    patients for 100 independent findings, and give an interval that is much too narrow.

    Args:
        groups: int ``(N,)``, group of each film.
        replicates: Number of draws, `R`.
        generator: Source of randomness.

    Returns:
        float64 ``(R, N)``: weight of each film in each replicate, a whole number ≥ 0, equal within
        a group.

    References:
        Davison & Hinkley 1997, doi:10.1017/CBO9780511802843, section 3.8 (whole clusters drawn).
    """
    names, member = np.unique(groups, return_inverse=True)
    even = np.full(len(names), 1.0 / len(names))
    drawn = generator.multinomial(len(names), even, size=replicates)
    return drawn.astype(np.float64)[:, member]


def percentile_interval(replicates: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The middle 95 % of the replicates.

    Args:
        replicates: ``(R,)``; NaN where a replicate drew no film that the figure is about.

    Returns:
        Both ends, or None twice where fewer than half of the replicates have a value.
    """
    if np.isnan(replicates).mean() >= 0.5:
        return None, None
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.nanquantile(replicates, [tail, 1.0 - tail])
    return float(low), float(high)


def share_interval(
    value: float, replicates: NDArray[np.float64], groups: int
) -> tuple[float | None, float | None, bool]:
    """Interval of a share.

    Where all films were answered alike, all replicates are too, and the bootstrap would claim that
    0 of 11 is 0 % without a doubt. There the exact binomial interval is taken instead, with groups
    for films.

    Args:
        value: The share.
        replicates: ``(R,)``, the share in each replicate.
        groups: Number of groups among the films.

    Returns:
        Both ends, and whether they are exact binomial ones.

    References:
        Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404.
    """
    if value in (0.0, 1.0):
        # Imported here, see `metrics`.
        from scipy.stats import binomtest

        exact = binomtest(round(value * groups), groups).proportion_ci(LEVEL, method="exact")
        return float(exact.low), float(exact.high), True
    return (*percentile_interval(replicates), False)
