"""The Grad-CAM explorer: why the network says so, and whether to believe it."""

import streamlit as st

from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.shared.subject import subject_of
from pages.shared.upload.on_the_box import begin_with_a_case
from pages.shared.viewport import is_narrow
from pages.views.gradcam.choice import CHOICES, settle
from pages.views.gradcam.controls import choose, choose_view
from pages.views.gradcam.draw import draw_first
from pages.views.gradcam.entrance import may_explain
from pages.views.gradcam.grid import draw_cards, draw_maps
from pages.views.gradcam.sanity import draw_sanity
from pages.views.gradcam.views import draw_view

case, result = begin_with_a_case(_("Grad-CAM explorer"))
if not may_explain(case, result.examination):
    st.stop()

with errors_said():
    subject = subject_of(case, result)
    settle(case)
    view = choose_view()
    main, tools = st.columns([4, 1], gap="small")
    with tools:
        choice = choose(subject.predicted)
        narrow = is_narrow()
    CHOICES.write(case)
    with main:
        if view == "draw":
            draw_first(subject, choice, narrow)
            st.stop()
        if view == "sanity":
            draw_sanity(subject, choice, narrow)
            st.stop()
        asked = draw_maps(subject, choice, narrow)
    draw_view(subject, choice, asked, narrow)
    draw_cards(subject, choice, asked)
