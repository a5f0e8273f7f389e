"""The generated model card as a page shows it."""

import re
from pathlib import Path

CARD = Path(__file__).resolve().parents[2] / "model" / "MODEL_CARD.md"


def model_card() -> str | None:
    """The card as Markdown with headings one level down; None where it is not there.

    Comments go: Streamlit shows HTML as text, comments too.
    """
    if not CARD.is_file():
        return None
    text = re.sub(r"<!--.*?-->\n*", "", CARD.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = text.splitlines()
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in lines)
