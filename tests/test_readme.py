"""No figure of the model stands in README.md that is not the manifest's."""

import re
from pathlib import Path

from model.classifier.artefacts import load_manifest

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")

KEPT = "explanation.shortcuts.test.variants.lungs-out.all.kept.value"

# The sentence that quotes a figure → where the manifest has it, its decimals, whether in per cent.
QUOTED = {
    r"mean sensitivity of the four classes is (\d\.\d+) on films like": (
        "figures.test.macro_recall.value", 2, False,
    ),
    r"and (\d\.\d+) on adults from elsewhere": ("figures.adult.macro_recall.value", 2, False),
    r"(\d+) % of its answers stay when the lungs are painted over": (KEPT, 0, True),
}  # fmt: skip

# Numbers with a decimal point that are no figures: versions of Python and of a licence.
VERSIONS = {"3.11", "3.12", "3.13", "2.0"}


def prose():
    """README without its code: neither indented blocks nor spans."""
    lines = [line for line in README.splitlines() if not line.startswith("    ")]
    return re.sub(r"`[^`]*`", "", " ".join(" ".join(lines).split()))


def at(path):
    manifest = load_manifest()
    value = {"figures": manifest.figures, "explanation": manifest.explanation}
    for name in path.split("."):
        value = value[name]
    return value


def test_every_quoted_figure_is_the_manifests():
    for sentence, (path, digits, in_per_cent) in QUOTED.items():
        found = re.findall(sentence, prose())
        assert found == [f"{at(path) * (100 if in_per_cent else 1):.{digits}f}"], sentence


def test_no_figure_is_quoted_that_is_not_bound():
    text = prose()
    for sentence in QUOTED:
        text = re.sub(sentence, "", text)
    # An address of a machine has more than one point.
    assert set(re.findall(r"(?<![\d.])\d+\.\d+(?![\d.])", text)) - VERSIONS == set()
    assert re.findall(r"\d+\s*(?:%|per cent|percent)", text) == []
