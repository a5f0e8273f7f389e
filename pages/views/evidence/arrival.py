"""A link to a section or a heading: the view that has it is opened, and the browser led there."""

import json
from collections.abc import Mapping

import streamlit as st

# What stands behind the # never reaches the server, and Streamlit writes the language into the
# address before any section is there; the browser still knows the address that it was opened with.
# A heading that is not there is in another view: its choices are clicked. Charts that are drawn
# later push the heading away, so it is held for a while, until the reader does something.
_SCRIPT = """<script>
(() => {
  window.negatoscopeWays = %(ways)s;
  const go = (id) => {
    const way = window.negatoscopeWays[id] || [];
    let held = true;
    let clicked = 0;
    const let_go = () => { held = false; };
    for (const name of ["wheel", "touchstart", "pointerdown", "keydown"])
      addEventListener(name, let_go, { once: true, passive: true });
    const last = Date.now() + 30000;
    const hold = () => {
      if (!held || Date.now() > last) return;
      const heading = document.getElementById(id);
      if (heading) {
        // Streamlit has written its parameters without the part behind the #.
        if (location.hash !== "#" + id)
          history.replaceState(history.state, "", location.pathname + location.search + "#" + id);
        heading.scrollIntoView();
      }
      else if (Date.now() > clicked + 4000)
        for (const [key, place] of way) {
          const choice = document.querySelectorAll(`.st-key-${key} button`)[place];
          if (!choice) break;
          const chosen = choice.getAttribute("aria-checked") === "true"
            || (choice.getAttribute("kind") || "").endsWith("Active");
          if (chosen) continue;
          clicked = Date.now();
          choice.click();
          break;
        }
      setTimeout(hold, 300);
    };
    hold();
  };
  const asked = %(asked)s;
  if (window.negatoscopeArrived) return;
  window.negatoscopeArrived = true;
  const follow = (hash) => go(decodeURIComponent(hash.slice(1)));
  addEventListener("hashchange", () => follow(location.hash));
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link) follow(link.getAttribute("href"));
  });
  const opened = new URL(performance.getEntriesByType("navigation")[0].name);
  const hash = location.hash || (opened.pathname === location.pathname ? opened.hash : "");
  const id = decodeURIComponent(hash.slice(1)) || asked;
  if (!id) return;
  go(id);
})();
</script>"""


def follow_anchor(ways: Mapping[str, object], asked: str) -> None:
    """Leads the browser to what the address names behind its #, or to an asked section.

    Args:
        ways: See `views.ways`.
        asked: Anchor of the section that an old address asks for; empty for none.
    """
    # A "<" in the address would end the script.
    known = asked if asked in ways else ""
    st.html(
        _SCRIPT % {"ways": json.dumps(ways), "asked": json.dumps(known)},
        unsafe_allow_javascript=True,
    )
