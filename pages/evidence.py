"""The evidence: the model card, as it was generated from the manifest of the weights."""

import streamlit as st

from pages.shared.i18n import _
from pages.shared.model_card import model_card
from pages.shared.page import begin_page
from pages.shared.terms import METRICS, draw_terms, term_help

begin_page(_("Evidence"))
card = model_card()
if card is None:
    st.info(_("The model card has not been written yet: run `python -m model evaluate`."))
    st.stop()
st.caption(
    _("The card is generated from the manifest of the weights; its text is in English."),
    help=term_help("model-card"),
)
draw_terms(METRICS)
st.markdown(card)
