"""Estimates that were just computed, as text and as whiskers of a chart."""

from collections.abc import Iterable, Sequence
from typing import Any

from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import Estimate
from pages.shared.i18n import _, fill
from pages.views.evidence.numbers import NONE, share, signed
from pages.views.evidence.numbers import estimate as score

__all__ = ["NONE", "any_exact", "change_text", "score_text", "share_text", "whiskers"]


def share_text(estimate: Estimate | None) -> str:
    """A share in per cent with its interval.

    Args:
        estimate: The share in [0, 1]; None for none.
    """
    return share(document(estimate))


def score_text(estimate: Estimate | None) -> str:
    """A figure that is no share, with its interval.

    Args:
        estimate: The figure; None for none.
    """
    return score(document(estimate))


def change_text(estimate: Estimate) -> str:
    """A difference in whole patients, with its sign and its interval.

    Args:
        estimate: The difference.
    """
    if estimate.low is None or estimate.high is None:
        return _whole(estimate.value)
    ends = {name: _whole(getattr(estimate, name)) for name in ("value", "low", "high")}
    return fill(_("{value} ({low} to {high})"), ends)


def _whole(value: float) -> str:
    return f"{'+' if round(value) > 0 else ''}{signed(value, 0)}"


def any_exact(estimates: Iterable[Estimate | None]) -> bool:
    """Whether any of them has an exact binomial interval, so that its mark must be explained.

    Args:
        estimates: Any number.
    """
    return any(estimate is not None and estimate.exact for estimate in estimates)


def whiskers(estimates: Sequence[Estimate], colour: str) -> dict[str, Any]:
    """Error bars for Plotly; none where there is no interval.

    Args:
        estimates: One for each point.
        colour: Of the bars.
    """
    return {
        "type": "data",
        "symmetric": False,
        "array": [0 if one.high is None else one.high - one.value for one in estimates],
        "arrayminus": [0 if one.low is None else one.value - one.low for one in estimates],
        "color": colour,
        "thickness": 2,
        "width": 4,
    }
