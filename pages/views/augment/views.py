"""What the gate says of the film, and the four views: only the one that is open is worked out."""

from typing import Final

import streamlit as st

from model.messages import N_
from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.shared.study import Study
from pages.shared.upload.corrections import draw_refused
from pages.views.augment.choice import CHOICES, keep
from pages.views.augment.compare import draw_compare
from pages.views.augment.draws import draw_draws
from pages.views.augment.sweep import draw_sweep
from pages.views.augment.why import draw_why

TITLES: Final = {
    "compare": N_("Before and after"),
    "sweep": N_("One parameter"),
    "draws": N_("Many draws"),
    "why": N_("Why augment"),
}


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


def choose_view() -> str:
    """What to look at: one of `VIEWS`."""
    view: str = CHOICES.segment("view", _("What to look at"), TITLES, label_visibility="collapsed")
    return view


@st.fragment
def draw_view(view: str, film: Study, partner: Study | None) -> None:
    """Draws the view that is chosen; its widgets run it alone, not the page.

    Args:
        view: What `choose_view` said.
        film: The film in the loop.
        partner: The second film of a mixture.
    """
    with errors_said():
        if view == "compare":
            draw_compare(film, partner)
        elif view == "sweep":
            draw_sweep(film)
        elif view == "draws":
            draw_draws(film, partner)
        else:
            draw_why()
    keep(film.case)
