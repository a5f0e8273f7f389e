"""What the reader chose in the glossary, and how an address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from model.glossary.entries import TOPICS
from pages.shared.choices import Choices

VIEWS: Final = ("lookup", "bridges", "timeline", "figures", "quiz", "cards")
FIGURES: Final = ("convolution", "relu", "pooling", "softmax", "overfitting", "roc", "iou")

MOST_LETTERS: Final = 80
"""An address with a longer id of a term is nonsense."""


@dataclass(frozen=True)
class Choice:
    """Everything that an address of the glossary says.

    Attributes:
        view: One of `VIEWS`.
        term: Id of the term that is opened alone, as it was asked for; empty for none.
        topic: Only terms of this topic; empty for all.
        letter: Only terms whose name begins so in the reader's language; empty for all.
        side: Whether an entry is shown in all languages side by side.
        figure: The live figure, one of `FIGURES`.
    """

    view: str = VIEWS[0]
    term: str = ""
    topic: str = ""
    letter: str = ""
    side: bool = False
    figure: str = FIGURES[0]


CHOICES: Final = Choices("glossary", Choice(), pills=("topic", "letter"))
PARAMETERS: Final = CHOICES.parameters

widget_key = CHOICES.widget_key
current = CHOICES.current
note = CHOICES.note
tell = CHOICES.tell
ready = CHOICES.ready


def open_term(name: str) -> None:
    """Opens a term alone, for a button that leads to it.

    Args:
        name: Its id.
    """
    tell(view=VIEWS[0], term=name)


def open_figure(name: str) -> None:
    """Opens a live figure or the timeline, for a button that leads to it.

    Args:
        name: One of `FIGURES`, or `"timeline"`.
    """
    if name in FIGURES:
        tell(view="figures", figure=name)
    else:
        tell(view=name)


def choice_from(address: Mapping[str, str]) -> Choice:
    """Reads a choice from the parameters of an address; whatever is not valid is left out.

    Args:
        address: Parameters, from anywhere.
    """
    known: dict[str, Sequence[str]] = {"view": VIEWS, "topic": tuple(TOPICS), "figure": FIGURES}
    found: dict[str, Any] = {
        name: address[name] for name, values in known.items() if address.get(name) in values
    }
    letter = address.get("letter", "")
    if len(letter) == 1 and letter.isascii() and letter.isalnum():
        found["letter"] = letter.upper()
    found["side"] = address.get("side") == "1"
    # An unknown term gets a sentence, so it is kept as it was asked for.
    found["term"] = address.get("term", "").strip()[:MOST_LETTERS]
    return Choice(**found)


def to_address(choice: Choice) -> dict[str, str]:
    """The parameters that say a choice; what is as it starts, or not shown, is left out.

    Args:
        choice: The choice.
    """
    start = Choice()
    shown = {"view", "side"}
    if choice.view == "lookup":
        shown |= {"term"} if choice.term else {"topic", "letter"}
    if choice.view == "figures":
        shown |= {"figure"}
    written = {}
    for name in PARAMETERS:
        value = getattr(choice, name)
        if name in shown and value != getattr(start, name):
            written[name] = str(int(value)) if isinstance(value, bool) else value
    return written


def settle() -> None:
    """Tells the widgets, before any is drawn, what a link or the last visit asks for."""
    CHOICES.settle(choice_from)


def keep() -> None:
    """Writes everything that is chosen into the address, for a link on a slide."""
    CHOICES.write(to_address(current()))
