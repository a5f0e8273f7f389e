"""What the reader chose in the glossary, and how an address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import streamlit as st

from model.glossary.entries import TOPICS

VIEWS: Final = ("lookup", "bridges", "timeline", "figures", "quiz", "cards")
FIGURES: Final = ("convolution", "relu", "pooling", "softmax", "overfitting", "roc", "iou")

MOST_LETTERS: Final = 80
"""An address with a longer id of a term is nonsense."""

CHOICE_KEY: Final = "glossary_choice"
# What the page itself last wrote into the address.
WRITTEN_KEY: Final = "glossary_in_address"


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


PARAMETERS: Final = tuple(field.name for field in fields(Choice))


def widget_key(name: str) -> str:
    """Key of the widget that holds a part of the choice."""
    return f"glossary_{name}"


def current() -> Choice:
    """What is chosen now."""
    found: Choice = st.session_state.get(CHOICE_KEY, Choice())
    return found


def note(**changes: Any) -> Choice:
    """Changes the choice, as a widget says; widgets that are not drawn are not forgotten so.

    Args:
        changes: Values by name.
    """
    choice = replace(current(), **changes)
    st.session_state[CHOICE_KEY] = choice
    return choice


def tell(**changes: Any) -> None:
    """Changes the choice and the widgets that hold it; only before they are drawn.

    Args:
        changes: Values by name.
    """
    choice = note(**changes)
    for name in changes:
        st.session_state[widget_key(name)] = _held(choice, name)


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


def ready(name: str) -> str:
    """Sees to it that a widget about to be drawn says what is chosen, and gives its key."""
    key = widget_key(name)
    if key not in st.session_state:
        st.session_state[key] = _held(current(), name)
    return key


def _held(choice: Choice, name: str) -> object:
    """What a widget holds: pills without a choice hold None."""
    value = getattr(choice, name)
    return None if name in ("topic", "letter") and not value else value


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
    address = {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}
    # Widgets are forgotten while another page is shown.
    arrived = widget_key("view") not in st.session_state
    linked = address != st.session_state.get(WRITTEN_KEY) and (bool(address) or not arrived)
    if linked or (arrived and CHOICE_KEY not in st.session_state):
        st.session_state[CHOICE_KEY] = choice_from(address)
    if linked or arrived:
        for name in PARAMETERS:
            # A widget that is not drawn in this run would be forgotten; `ready` tells it then.
            st.session_state.pop(widget_key(name), None)


def keep() -> None:
    """Writes everything that is chosen into the address, for a link on a slide."""
    address = to_address(current())
    st.session_state[WRITTEN_KEY] = address
    others = {name: value for name, value in st.query_params.items() if name not in PARAMETERS}
    if others | address != st.query_params.to_dict():
        st.query_params.from_dict(others | address)
