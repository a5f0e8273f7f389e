"""The evidence: what the figures of the network mean, and what they do not."""

import streamlit as st

from pages.shared.frame import begin_page
from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.views.evidence.arrival import follow_anchor
from pages.views.evidence.contents import choose_section
from pages.views.evidence.films import manifest
from pages.views.evidence.printing import WIDTH, prepare_print
from pages.views.evidence.sections import draw_sections

begin_page(_("Evidence"))
prepare_print()
follow_anchor()
with errors_said(), st.container(width=WIDTH):
    measured = manifest()
    if "method" not in measured.figures:
        st.info(_("Nothing has been measured yet: run `python -m model evaluate`."))
        st.stop()
    draw_sections(measured, choose_section())
