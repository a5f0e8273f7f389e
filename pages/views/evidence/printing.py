"""The page on paper: nothing cut, dark on white, no menu."""

import streamlit as st

from pages.shared.i18n import _

WIDTH = 900
"""Width of the page, in CSS pixels: lines that can be read, charts that fit on paper."""

# A chart keeps the width that it had on the screen, so it is shrunk to fit the paper.
_STYLE = """<style>
[data-testid="stMetricLabel"] p { white-space: normal; }
@media screen and (max-width: 639px) {
  [data-testid="stTable"] :is(td, th) { min-width: 5rem; }
}
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  html, body, #root, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"],
  [data-testid="stMainBlockContainer"] {
    position: static !important; display: block !important; overflow: visible !important;
    height: auto !important; min-height: 0 !important; padding: 0 !important;
    background: #fff !important;
  }
  [data-testid="stVerticalBlock"], [data-testid="stElementContainer"],
  [data-testid="stLayoutWrapper"] { display: block !important; height: auto !important; }
  [data-testid="stElementContainer"] { margin-bottom: 0.6rem; width: auto !important; }
  .stApp *:not([style*="background:#"]) {
    color: #1c2326 !important; border-color: #b9c2c6 !important;
  }
  [data-testid="stAlertContainer"], [data-testid="stMetric"], code, pre {
    background: #f3f5f6 !important;
  }
  .js-plotly-plot .main-svg { background: transparent !important; }
  .js-plotly-plot :is(.xtick, .ytick, .legend, .g-xtitle, .g-ytitle, .g-x2title, .g-gtitle) text,
  .js-plotly-plot .annotation text { fill: #1c2326 !important; }
  [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]) {
    zoom: 0.75; break-inside: avoid; overflow: visible !important;
  }
  [data-testid="stImage"], [data-testid="stMetric"], [data-testid="stAlert"],
  [data-testid="stButtonGroup"], tr, li {
    break-inside: avoid;
  }
  h2, h3, h4, [data-testid="stElementContainer"]:has(:is(h2, h3)) { break-after: avoid; }
  [data-testid="stTable"], [data-testid="stTable"] * { overflow: visible !important; }
  [data-testid="stTable"] table {
    display: table !important; font-size: 8.5pt; width: 100% !important;
  }
  [data-testid="stTable"] :is(td, th) {
    min-width: 0; padding: 2pt 4pt !important; white-space: normal !important;
    overflow-wrap: anywhere;
  }
  [data-testid="stButtonGroup"] button, [data-testid="stSelectbox"] div {
    background: #fff !important;
  }
  [data-testid="stButtonGroup"] button:is([aria-checked="true"], [kind$="Active"]) {
    background: #d9e8ea !important;
  }
  .js-plotly-plot .legend .bg { fill: transparent !important; }
  [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stSidebar"],
  [data-testid="stStatusWidget"], [data-testid="stDownloadButton"], [data-testid="stButton"],
  .st-key-masthead [data-testid="stButtonGroup"], .st-key-evidence_contents,
  .st-key-evidence_print_hint, [data-testid="stTooltipIcon"], .modebar,
  [data-testid="stExpander"]:has(details:not([open])) { display: none !important; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
</style>"""


def prepare_print() -> None:
    """Tells the browser how the page goes on paper."""
    st.html(_STYLE)


def draw_print_hint() -> None:
    """Says how to print the page."""
    with st.container(key="evidence_print_hint"):
        st.caption(
            _(
                "To print this page or save it as PDF: Ctrl+P, or ⌘P on a Mac. What is shown is "
                "printed, with all charts as you have set them."
            ),
        )
