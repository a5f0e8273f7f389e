"""The Grad-CAM explorer: why the network says so, and whether to believe it."""

import streamlit as st

from pages.shared.explorer.choice import keep, settle
from pages.shared.explorer.controls import choose, choose_view
from pages.shared.explorer.draw import draw_first
from pages.shared.explorer.entrance import may_explain
from pages.shared.explorer.grid import draw_cards, draw_maps
from pages.shared.explorer.sanity import draw_sanity
from pages.shared.explorer.subject import subject_of
from pages.shared.explorer.views import draw_view
from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.shared.on_the_box import begin_with_a_case
from pages.shared.viewport import is_narrow

case, result = begin_with_a_case(_("Grad-CAM explorer"))
if not may_explain(case, result.examination):
    st.stop()

with errors_said():
    subject = subject_of(case, result)
    settle(case, subject.predicted)
    view = choose_view()
    main, tools = st.columns([4, 1], gap="small")
    with tools:
        choice = choose(subject.predicted, view)
        narrow = is_narrow()
    keep(choice, case)
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
