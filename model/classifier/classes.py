"""The four answers, in the order of every logit and probability vector."""

from typing import Final

CLASSES: Final[tuple[str, ...]] = ("healthy", "covid", "bacterial", "viral")
"""Class identifiers; their index is the index in every vector of four."""

HEALTHY: Final[int] = CLASSES.index("healthy")
"""Index of the one class that is not an illness."""

PARTIAL_LABELS: Final[dict[str, tuple[str, ...]]] = {
    **{name: (name,) for name in CLASSES},
    # Adult pneumonia read by radiologists, organism unknown: either of the two.
    "opacity": ("bacterial", "viral"),
}
"""Classes that each label of the data set allows (``abnormal`` allows none)."""
