"""The Grad-CAM explorer: why the network says so, and whether to believe it."""

import streamlit as st

from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.shared.upload.on_the_box import begin_with_a_case
from pages.shared.viewport import is_narrow
from pages.views.gradcam.choice import CHOICES, OWN_FIGURE, settle
from pages.views.gradcam.controls import choose, choose_look, choose_view
from pages.views.gradcam.draw import draw_first
from pages.views.gradcam.grid import draw_cards, draw_maps
from pages.views.gradcam.look import Latest
from pages.views.gradcam.sanity import draw_sanity
from pages.views.gradcam.views import draw_view, may_explain

study = begin_with_a_case(_("Grad-CAM explorer"))
if not may_explain(study):
    st.stop()

with errors_said():
    settle(study.case)
    view = choose_view()
    main, tools = st.columns([4, 1], gap="small")
    with tools:
        choice = choose(study.predicted)
        place = st.container()
        narrow = is_narrow()
    if view in OWN_FIGURE:
        with place:
            choice = choose_look()
    CHOICES.write(study.case)
    with main:
        if view == "draw":
            draw_first(study, choice, narrow)
            st.stop()
        if view == "sanity":
            draw_sanity(study, choice, narrow)
            st.stop()
        latest = Latest(choice)
        asked = draw_maps(study, latest, narrow, place)
    draw_view(study, choice, asked, narrow)
    draw_cards(study, latest, asked)
