"""The router: `streamlit run streamlit_app.py` (or `make run`)."""

from pages.shared.frame import route

route()
