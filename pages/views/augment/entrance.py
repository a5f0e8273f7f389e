"""What the gate says of the film before anything is tried on it."""

import streamlit as st

from pages.shared.i18n import _
from pages.shared.study import Study
from pages.shared.upload.corrections import draw_refused


def draw_gate(film: Study) -> None:
    """Says why a picture was refused, and that the playground goes on with it all the same."""
    if film.accepted:
        return
    draw_refused(film)
    st.warning(
        _(
            "The transforms do no harm and are shown all the same. The numbers beside them answer "
            "nothing: the network has learnt nothing about such a picture."
        ),
        title=_("Numbers of a refused picture"),
        icon=":material/warning:",
    )
