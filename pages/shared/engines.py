"""The networks that every session shares; they are thread-safe and nothing in them ever changes."""

import streamlit as st

from model.classifier.engine import Engine
from model.errors import ArtefactError
from model.explain.lungs import LungFinder
from model.explain.network import Explained


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The network that answers.

    Raises:
        ArtefactError: The files of the model cannot be used.
    """
    return Engine.load()


@st.cache_resource(show_spinner=False)
def network() -> Explained:
    """The same network, with what explaining needs."""
    return Explained(engine())


@st.cache_resource(show_spinner=False)
def lung_finder() -> LungFinder | None:
    """The network that finds the lungs; None where this server has none."""
    try:
        return LungFinder.load()
    except ArtefactError:
        return None
