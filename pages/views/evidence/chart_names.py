"""What is said beside the charts: whose films they are; short names of the answers."""

from typing import Final

from model.evaluation.measure.confusion import NOT_SURE
from model.messages import N_
from pages.shared.i18n import _
from pages.views.evidence.names import label_name

# Under a chart: whose films these are.
SPLIT_SENTENCES: Final = {
    "test": N_(
        "Internal films: from the same sources that it learnt from, other patients. They flatter."
    ),
    "adult": N_(
        "External films: adults alone. From Hannover and JSRT it has learnt nothing, from the "
        "other sources other patients. Few films of some classes, so wide intervals."
    ),
    "val": N_(
        "These films chose epoch, temperature and thresholds: shown for comparison, not as a "
        "result."
    ),
}

# Where a column is narrow.
_SHORT: Final = {
    "covid": N_("COVID"),
    "bacterial": N_("Bacterial"),
    "viral": N_("Viral"),
    NOT_SURE: N_("Not sure"),
}


def split_sentence(split: str) -> str:
    """Whose films a split has.

    Args:
        split: One of `films.SPLITS`.
    """
    return _(SPLIT_SENTENCES[split])


def short_title(answer: str) -> str:
    """An answer for a narrow column.

    Args:
        answer: A class, or `NOT_SURE`.
    """
    return _(_SHORT[answer]) if answer in _SHORT else label_name(answer)
