"""Who may be explained: what the gate accepted, and the rest only when the reader insists."""

import streamlit as st

from pages.shared.i18n import _
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.upload.corrections import draw_refused


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
