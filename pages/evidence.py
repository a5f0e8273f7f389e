"""The evidence: what the figures of the network mean, and what they do not."""

import streamlit as st

from pages.shared.frame import begin_page
from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.views.evidence.arrival import follow_anchor
from pages.views.evidence.films import manifest
from pages.views.evidence.printing import WIDTH, prepare_print
from pages.views.evidence.views import asked_section, choose_view, draw_view, ways

begin_page(_("Evidence"))
prepare_print()
with errors_said(), st.container(width=WIDTH):
    measured = manifest()
    if "method" not in measured.figures:
        st.info(_("Nothing has been measured yet: run `python -m model evaluate`."))
        st.stop()
    follow_anchor(ways(measured), asked_section())
    draw_view(measured, choose_view())
