"""Several uploads: a list with one verdict per file; a click opens it."""

import streamlit as st

from model.errors import ReadingError
from pages.shared.i18n import _, fill, ngettext, plain
from pages.shared.notices import with_code
from pages.shared.study import said_of
from pages.shared.upload.cases import Case, put_on_light_box, uploaded_cases
from pages.shared.wording import short_answer

# Files on one page of the list; further ones are examined when their page is turned to.
PAGE_LENGTH = 20


def draw_worklist() -> None:
    """Draws the uploads of this session with what the network says of each."""
    cases = uploaded_cases()
    st.subheader(
        fill(ngettext("{count} file", "{count} files", len(cases)), {"count": len(cases)}),
        anchor=False,
    )
    pages = -(-len(cases) // PAGE_LENGTH)
    page = st.pagination(pages, key="worklist_page") if pages > 1 else 1
    first = (min(max(page, 1), pages) - 1) * PAGE_LENGTH
    for case in cases[first : first + PAGE_LENGTH]:
        _draw_line(case)


def _draw_line(case: Case) -> None:
    with st.container(border=True):
        name, said, button = st.columns([4, 6, 2], vertical_alignment="center")
        name.markdown(f"**{plain(case.name)}**")
        with said, st.spinner(_("Reading")):
            found = said_of(case)
        with said:
            if isinstance(found, ReadingError):
                st.markdown(f":material/error: {with_code(found.notice)}")
            else:
                icon = ":material/check_circle:" if found.accepted else ":material/block:"
                st.markdown(f"{icon} {short_answer(found)}")
        button.button(
            _("Open"),
            key=f"open:{case.key}",
            on_click=put_on_light_box,
            args=(case.key,),
            width="stretch",
            help=fill(_("Put {name} on the light box"), {"name": plain(case.name)}),
        )


def draw_turning(case: Case) -> None:
    """Where there are several uploads: back to the list, one back, one on."""
    cases = uploaded_cases()
    keys = [other.key for other in cases]
    if len(cases) < 2 or case.key not in keys:
        return
    index = keys.index(case.key)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("All files"),
            icon=":material/list:",
            key="all_files",
            on_click=put_on_light_box,
            args=(None,),
        )
        st.button(
            _("Previous"),
            icon=":material/chevron_left:",
            key="previous_file",
            disabled=index == 0,
            on_click=put_on_light_box,
            args=(keys[max(index - 1, 0)],),
        )
        st.button(
            _("Next"),
            icon=":material/chevron_right:",
            icon_position="right",
            key="next_file",
            disabled=index == len(keys) - 1,
            on_click=put_on_light_box,
            args=(keys[min(index + 1, len(keys) - 1)],),
        )
        st.markdown(fill(_("File {index} of {count}"), {"index": index + 1, "count": len(keys)}))
