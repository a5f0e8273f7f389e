"""The entry, `streamlit run streamlit_app.py` or `make run`: the server, and the list of pages."""

import streamlit as st

if __name__ == "__main__":
    # For each run of a page, as a script.
    from pages.shared.frame import draw_frame, go_to_light_box
    from pages.shared.i18n import _, hold_language

    hold_language()
    # `url_path` is the stem of the file: Streamlit finds a deep link by that stem where this list
    # was never read. For the same reason no page of the menu is the default one: the address of a
    # default page is the root, and `/classify` would not be found. None has an icon: Streamlit
    # makes it the icon of the tab, and asks fonts.gstatic.com for it.
    page = st.navigation(
        [
            st.Page(go_to_light_box, title=_("Light box"), default=True, visibility="hidden"),
            st.Page("pages/classify.py", title=_("Light box"), url_path="classify"),
            st.Page("pages/gradcam.py", title=_("Grad-CAM explorer"), url_path="gradcam"),
            st.Page("pages/augment.py", title=_("Augmentation playground"), url_path="augment"),
            st.Page("pages/glossary.py", title=_("Glossary"), url_path="glossary"),
            st.Page("pages/evidence.py", title=_("Evidence"), url_path="evidence"),
        ],
        position="top",
    )
    draw_frame(page.title)
    page.run()
else:
    # Once, when the server starts and imports this file. Caches are for a server that runs, so what
    # has some is imported in the lifespan.
    from pages.shared.server import lifespan

    app = st.App(__file__, lifespan=lifespan)
