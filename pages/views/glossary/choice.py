"""What the reader chose in the glossary, and how an address says it."""

from dataclasses import dataclass, replace
from typing import Final

from model.glossary.entries import TOPICS
from pages.shared.choices import Choices, flag, one_of, read_by

VIEWS: Final = ("lookup", "bridges", "timeline", "figures", "quiz", "cards")
FIGURES: Final = ("convolution", "relu", "pooling", "softmax", "overfitting", "roc", "iou")

MOST_LETTERS: Final = 80
"""An address with a longer id of a term is nonsense."""


def _letter(text: str) -> str | None:
    return text.upper() if len(text) == 1 and text.isascii() and text.isalnum() else None


@dataclass(frozen=True)
class GlossaryChoice:
    """Everything that an address of the glossary says.

    Attributes:
        view: One of `VIEWS`.
        term: Id of the term that is opened alone, as it was asked for, because an unknown one gets
            a sentence; empty for none.
        topic: Only terms of this topic; empty for all.
        letter: Only terms whose name begins so in the reader's language; empty for all.
        side: Whether an entry is shown in all languages side by side.
        figure: The live figure, one of `FIGURES`.
    """

    view: str = one_of(VIEWS)
    term: str = read_by(lambda text: text.strip()[:MOST_LETTERS], "")
    topic: str = one_of(TOPICS, "")
    letter: str = read_by(_letter, "")
    side: bool = flag()
    figure: str = one_of(FIGURES)


def _shown(choice: GlossaryChoice) -> GlossaryChoice:
    """What can be seen of a choice: an address says no more."""
    if choice.view != "figures":
        choice = replace(choice, figure=FIGURES[0])
    if choice.view != "lookup":
        choice = replace(choice, term="")
    filtered = choice.view == "lookup" and not choice.term
    return choice if filtered else replace(choice, topic="", letter="")


CHOICES: Final = Choices("glossary", GlossaryChoice(), tidy=_shown)


def open_term(name: str) -> None:
    """Opens a term alone, for a button that leads to it.

    Args:
        name: Its id.
    """
    CHOICES.tell(view=VIEWS[0], term=name)


def open_figure(name: str) -> None:
    """Opens a live figure or the timeline, for a button that leads to it.

    Args:
        name: One of `FIGURES`, or `"timeline"`.
    """
    if name in FIGURES:
        CHOICES.tell(view="figures", figure=name)
    else:
        CHOICES.tell(view=name)
