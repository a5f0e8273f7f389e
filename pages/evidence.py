"""The evidence: what the figures of the network mean, and what they do not."""

import streamlit as st

from pages.shared.evidence.arrival import follow_anchor
from pages.shared.evidence.contents import choose_section
from pages.shared.evidence.films import manifest
from pages.shared.evidence.printing import WIDTH, prepare_print
from pages.shared.evidence.sections import draw_sections
from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.shared.page import begin_page

begin_page(_("Evidence"))
prepare_print()
follow_anchor()
with errors_said(), st.container(width=WIDTH):
    measured = manifest()
    if "method" not in measured.figures:
        st.info(_("Nothing has been measured yet: run `python -m model evaluate`."))
        st.stop()
    draw_sections(measured, choose_section())
