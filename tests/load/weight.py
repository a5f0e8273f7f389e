"""`python -m tests.load.weight`: memory of a server page by page, for docs/deployment.md.

One server, one visitor after the other, each with one tab; what a page loads stays loaded.
"""

import sys
from typing import Final

from tests.load.server import Server
from tests.load.visitor import Visitor

SAMPLE: Final = "sample=bacterial-1.png"
STEPS: Final = (
    ("light box, nothing on it", [("classify", "")]),
    ("light box with a sample answered", [("classify", SAMPLE)]),
    ("Grad-CAM explorer, last layer", [("gradcam", SAMPLE)]),
    (
        "every page and view that needs no TensorFlow",
        [
            *(
                ("gradcam", f"{SAMPLE}&view={view}")
                for view in ("verdict", "shortcuts", "features", "draw")
            ),
            *(
                ("augment", f"{SAMPLE}&view={view}")
                for view in ("compare", "sweep", "draws", "why")
            ),
            *(
                ("glossary", f"view={view}")
                for view in ("lookup", "bridges", "timeline", "figures", "quiz", "cards")
            ),
            *(
                ("evidence", f"view={view}")
                for view in ("summary", "fooled", "performance", "gate", "record", "all")
            ),
        ],
    ),
    ("explorer, another layer: TensorFlow is loaded", [("gradcam", f"{SAMPLE}&stage=conv4")]),
    ("explorer, the sanity check", [("gradcam", f"{SAMPLE}&view=sanity")]),
    (
        "explorer, Integrated Gradients",
        [("gradcam", f"{SAMPLE}&methods=integrated-gradients")],
    ),
)
"""What is looked at, and the pages that are opened for it, in this order."""


def weigh() -> list[tuple[str, float]]:
    """Opens the pages one after the other.

    Returns:
        What was looked at, and the resident memory of the server then, in MB.
    """
    with Server() as server:
        rows = [("started, nobody there", server.memory())]
        for title, visits in STEPS:
            for page, query in visits:
                with Visitor(server.address, page, query) as visitor:
                    visitor.open()
                    memory = server.memory()
            rows.append((title, memory))
        return rows


def main() -> int:
    """Prints the table.

    Returns:
        0.
    """
    print("| page | memory |\n|---|---|")  # noqa: T201
    for title, memory in weigh():
        print(f"| {title} | {memory:,.0f} MB |")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
