"""When a class is called, in words."""

from typing import Final

from model.evaluation.measure.operating_points import RULES, TARGET
from model.messages import N_
from pages.shared.i18n import _, fill, whole_percent

OWN: Final = "own"
"""The rule that is a threshold on a slider."""

POINTS: Final = (*RULES, OWN)

_TITLES: Final = {
    "likeliest": N_("when it is the likeliest class, as the app answers"),
    "youden": N_("where sensitivity + specificity is highest in validation"),
    "sensitive": N_("where sensitivity is at least {target} in validation"),
    "specific": N_("where specificity is at least {target} in validation"),
    OWN: N_("from a threshold of your own"),
}


def rule_title(rule: str, threshold: float | None = None) -> str:
    """What a rule does.

    Args:
        rule: One of `POINTS`.
        threshold: The threshold that it has led to, to be named; None for none.
    """
    title = fill(_(_TITLES[rule]), {"target": whole_percent(TARGET)})
    if threshold is None:
        return title
    values = {"rule": title, "threshold": whole_percent(threshold)}
    return fill(_("from {threshold} on: {rule}"), values)
