"""The augmentation playground: see what training sees, and what the network makes of it."""

import streamlit as st

from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.shared.upload.on_the_box import begin_with_a_case
from pages.views.augment.choice import settle
from pages.views.augment.editor import draw_editor
from pages.views.augment.views import choose_view, draw_gate, draw_view

film = begin_with_a_case(_("Augmentation playground"))
draw_gate(film)
with errors_said():
    settle()
    view = choose_view()
    main, tools = st.columns([9, 4], gap="medium")
    with tools:
        partner = draw_editor(film)
    with main:
        draw_view(view, film, partner)
