"""Which of the chosen methods a view is about, where it can take only one."""

import streamlit as st

from model.explain.methods import METHODS
from pages.shared.i18n import _
from pages.shared.terms import term_help
from pages.views.gradcam.choice import ExplorerChoice


def choose_method(choice: ExplorerChoice) -> str:
    """One of the chosen methods; asks only where there are several."""
    if len(choice.methods) == 1:
        return choice.methods[0]
    chosen = st.segmented_control(
        _("Method"),
        list(choice.methods),
        required=True,
        default=choice.methods[0],
        format_func=lambda name: METHODS[name].title,
        key=f"explorer_one_of:{','.join(choice.methods)}",
        help=term_help("saliency-map"),
    )
    return chosen or choice.methods[0]
