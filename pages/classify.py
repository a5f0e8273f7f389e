"""The light box: put a radiograph on it, see the answer, see why, see when not to believe it."""

import streamlit as st

from pages.shared.engines import engine
from pages.shared.i18n import _
from pages.shared.upload.on_the_box import begin_with_a_case
from pages.views.classify.answer import draw_answer, draw_headline
from pages.views.classify.picture import draw_picture
from pages.views.classify.reading import draw_how_read, draw_reading_choices

study = begin_with_a_case(_("Light box"))
draw_reading_choices(study)
draw_headline(study)
left, right = st.columns([8, 5], gap="medium")
with left:
    draw_picture(study)
with right:
    draw_answer(study, engine().manifest.coverage)
draw_how_read(study.radiograph)
