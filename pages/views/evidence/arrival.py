"""A link to a section, opened cold: the browser is led there once the section is drawn."""

import streamlit as st

# Streamlit writes the language into the address before any section is there, and the part behind
# the # is lost; the browser still knows the address that it was opened with. Charts that are drawn
# later push the section away, so it is held for a while, until the reader does something.
_SCRIPT = """<script>
(() => {
  if (window.negatoscopeArrived) return;
  window.negatoscopeArrived = true;
  const opened = new URL(performance.getEntriesByType("navigation")[0].name);
  const hash = location.hash || (opened.pathname === location.pathname ? opened.hash : "");
  const id = decodeURIComponent(hash.slice(1));
  if (!id) return;
  history.replaceState(history.state, "", location.pathname + location.search + "#" + id);
  let held = true;
  const let_go = () => { held = false; };
  for (const name of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(name, let_go, { once: true, passive: true });
  const last = Date.now() + 30000;
  const hold = () => {
    const heading = document.getElementById(id);
    if (held && heading) heading.scrollIntoView();
    if (held && Date.now() < last) setTimeout(hold, 300);
  };
  hold();
})();
</script>"""


def follow_anchor() -> None:
    """Leads the browser to the section that the address names behind its #."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
