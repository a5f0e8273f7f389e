"""The table of contents, and the choice of one section to show alone."""

from typing import Final

import streamlit as st

from pages.shared.i18n import _
from pages.views.evidence.places import PARAMETER, TITLES, asked_for, link_to, numbered_title

KEY: Final = "evidence_section"


def choose_section() -> str:
    """Draws the contents; the section that is to be shown alone, or nothing for all.

    The address leads: what it says is what the field shows, on a link as on a rerun.
    """
    titles = {"": _("Everything")} | {section: numbered_title(section) for section in TITLES}
    only = asked_for()
    with st.container(key="evidence_contents", border=True):
        st.session_state[KEY] = only
        st.selectbox(
            _("Show"),
            list(titles),
            format_func=titles.__getitem__,
            key=KEY,
            on_change=_write,
            width=360,
            help=_("One section alone, for a projector or for paper; the address keeps it."),
        )
        if not only:
            st.markdown(" · ".join(map(link_to, TITLES)))
    return only


def _write() -> None:
    """Writes the choice into the address."""
    chosen = st.session_state[KEY]
    if chosen:
        st.query_params[PARAMETER] = chosen
    else:
        st.query_params.pop(PARAMETER, None)
