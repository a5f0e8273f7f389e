"""Who may be explained, and what stands below the maps: one view at a time is worked out.

Two views have a figure of their own and stand in the place of the maps: `sanity` and `draw`.
"""

from typing import Final

import streamlit as st

from pages.shared.i18n import _
from pages.shared.pictures.shortcuts import draw_shortcuts
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.upload.corrections import draw_refused
from pages.views.gradcam.choice import ExplorerChoice
from pages.views.gradcam.controls import VIEW_TITLES
from pages.views.gradcam.features import draw_features
from pages.views.gradcam.maps import Asked
from pages.views.gradcam.verdict import draw_verdicts

VIEW_TERMS: Final = {
    "verdict": "post-hoc-explanation",
    "shortcuts": "shortcut-learning",
    "features": "feature-map",
}
"""The term that explains the heading of a view."""


def may_explain(study: Study) -> bool:
    """Says why a picture was refused, and asks whether to go on all the same.

    Returns:
        Whether maps may be shown.
    """
    if study.accepted:
        return True
    draw_refused(study)
    insisted = st.toggle(
        _("Show what the network would look at anyway"),
        key=f"explorer_anyway:{study.case.key}",
        help=term_help("out-of-distribution"),
    )
    if insisted:
        st.warning(
            _(
                "The network has learnt nothing about such a picture. These maps show what its "
                "numbers would come from; they explain no answer, because there is none."
            ),
            title=_("Maps of a refused picture"),
            icon=":material/warning:",
        )
    return insisted


def draw_view(study: Study, choice: ExplorerChoice, asked: list[Asked], narrow: bool) -> None:
    """Draws the view that is chosen; nothing for the maps alone."""
    if choice.view == "maps":
        return
    st.subheader(
        _(VIEW_TITLES[choice.view]),
        anchor=False,
        divider="gray",
        help=term_help(VIEW_TERMS[choice.view]),
    )
    if choice.view == "verdict":
        draw_verdicts(study, [one.heat for one in asked if one.heat is not None], narrow)
    elif choice.view == "shortcuts":
        draw_shortcuts(study)
    elif choice.view == "features":
        draw_features(study, choice)
