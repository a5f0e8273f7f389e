"""Where a public server stands, said on every page of it."""

import streamlit as st

from pages.shared.i18n import _, fill, plain
from pages.shared.settings.current import current_settings


def draw_place() -> None:
    """On a public server: that it is one, where it stands, and what does not belong there."""
    settings = current_settings()
    if not settings.is_public:
        return
    if settings.place:
        where = fill(
            _("Public demonstration. This server stands outside your hospital: {place}."),
            {"place": plain(settings.place)},
        )
    else:
        where = _("Public demonstration. This server stands outside your hospital.")
    plea = _("Bring no picture of a patient here.")
    st.info(f"{where} {plea}", icon=":material/public:")
