"""The router: `streamlit run streamlit_app.py` (or `make run`)."""

from pages.shared.page import route

route()
