"""The door: a way to log in, or the reason why there is none; the way out; what server this is."""

import streamlit as st

from model.errors import SettingError
from pages.shared.access.arrival import Arrival
from pages.shared.access.visitor import Visitor
from pages.shared.i18n import _, fill, plain
from pages.shared.notices import with_code
from pages.shared.settings.current import current_settings
from pages.shared.settings.table import OIDC


def end_unless_admitted(arrival: Arrival) -> None:
    """Ends the page here for whoever was not let in.

    Args:
        arrival: Who asks for the page.
    """
    if arrival.error is not None:
        title = _("Not let in")
        if isinstance(arrival.error, SettingError):
            title = _("This server is not set up")
        st.error(with_code(arrival.error.notice), title=title, icon=":material/lock:")
    elif arrival.visitor is None:
        _draw_login()
    else:
        return
    st.stop()


def _draw_login() -> None:
    with st.container(border=True, width=480):
        st.subheader(_("Log in to go on"), anchor=False)
        st.markdown(_("This server is open to those whom it knows."))
        st.button(
            _("Log in"),
            icon=":material/login:",
            type="primary",
            key="log_in",
            on_click=st.login,
            width="stretch",
        )


def draw_visitor(visitor: Visitor) -> None:
    """Who is logged in, as what, and the way out; nothing on a server without a login."""
    if not visitor.identity:
        return
    role = _("lecturer") if visitor.is_lecturer else _("learner")
    text = fill(_("{name}, {role}"), {"name": plain(visitor.name), "role": role})
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        st.caption(f":material/person: {text if visitor.name else role}", width="content")
        # Behind a proxy only the proxy can end what it began.
        if current_settings().login == OIDC:
            st.button(_("Log out"), icon=":material/logout:", key="log_out", on_click=st.logout)


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
