"""Where a server stands and what it writes down, said on every page of it."""

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


def draw_what_is_noted() -> None:
    """On a server that keeps an audit log: what is in a line of it, and what is not."""
    if current_settings().audit_log is None:
        return
    noted = _(
        "This server notes the time, your role, the answer and a fingerprint of the file "
        "(SHA-256), never the picture or a name."
    )
    st.caption(f":material/history_edu: {noted}")
