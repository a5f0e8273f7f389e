import dataclasses
import gzip
import json
import re
from pathlib import Path

import pytest

from model.classifier.artefacts import StoredFile, checked_path, load_manifest, weights_folder
from model.classifier.record import card_path
from model.errors import ManifestInvalidError
from model.evaluation.card.page import render_card, write_card
from model.evaluation.card.text import count_of, estimate, percent, section, table
from model.evaluation.figures.answers import all_figures
from model.evaluation.predictions import PREDICTIONS, read_predictions
from model.evaluation.run import with_those_from_images

COUNTS = [
    ("train", "healthy", "rsna", "adult", 3000),
    ("train", "healthy", "kermany", "pediatric", 1000),
    ("train", "bacterial", "kermany", "pediatric", 2277),
    ("train", "covid", "ieee8023", "adult", 299),
    ("train", "opacity", "nih", "adult", 114),
    ("test", "healthy", "rsna", "adult", 400),
]


@pytest.fixture(scope="module")
def evaluated(request):
    """A manifest with the figures of the small table."""
    predictions = request.getfixturevalue("table")
    manifest = request.getfixturevalue("manifest")
    figures = all_figures(predictions, manifest, replicates=100)
    figures["method"]["precision"] = "fp32"
    figures["data"] = {
        "counts": [
            {
                "split": split,
                "label": label,
                "source": source,
                "population": who,
                "n": n,
                "groups": n,
            }
            for split, label, source, who, n in COUNTS
        ],
        "licences": {"ieee8023": {"CC BY-NC-SA": 290, "not stated": 9}},
    }
    return dataclasses.replace(manifest, figures=figures)


@pytest.fixture(scope="module")
def card(evaluated):
    return render_card(evaluated)


def part(card, heading):
    """What stands below a heading of the second level."""
    return card.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_the_card_says_what_it_is_not_for_before_any_figure(card):
    use, confound = card.index("not a medical device"), card.index("Read this first")
    assert use < confound < card.index("## Figures at a glance")
    assert "**Not for** diagnosis" in card


def test_the_confound_has_numbers(card):
    text = part(card, "Read this first: the confound")
    assert "| Bacterial pneumonia | 2,277 | 100 % | `kermany` |" in text
    assert "| Healthy | 4,000 | 25 % | `kermany` and `rsna` |" in text
    # Told the age: 0.5; told the data set: 0.625 (see test_split_figures); the network: 0.6875.
    assert "| test | 0.500 | 0.625 | 0.688 (" in text
    # Neither of the two adult bacterial films was called so.
    assert "0 of 2: 0.0 %" in text
    assert "`hannover` and `jsrt` gave nothing to training; `ieee8023` gave films" in text


def test_internal_stands_beside_external(card):
    glance = part(card, "Figures at a glance")
    row = next(line for line in glance.splitlines() if line.startswith("| Macro recall |"))
    # 3/4, 1/2, 1, 1/2 on val and test; 1, 1, 0, 1 on adult.
    assert re.findall(r"\| (0\.\d+) [(|]", row) == ["0.688", "0.688", "0.750"]


def test_every_class_has_figures_with_intervals_on_every_split(card):
    text = part(card, "Figures by class")
    rows = re.findall(r"^\| COVID-19 \| (\d+) \| ([\d.]+) \([\d.]+ to [\d.]+\)†? \|", text, re.M)
    assert rows == [("4", "0.500"), ("4", "0.500"), ("1", "1.000")]
    assert "| COVID-19 | 2 | 2 | 0 | 0 |" in text


def test_every_source_has_figures(card):
    text = part(card, "Figures by source")
    assert "| `kermany` | 6 | 6 | Viral pneumonia | 2 | 0.500 (" in text
    assert "| `kermany` | 6 | 6 | COVID-19 | 0 | – | 1.000 (" in text


def test_opacities_and_abnormal_films_are_reported(card):
    text = part(card, "Adult films without a single right answer")
    assert "| Opacity, organism unknown | 4 (3) | 1 | 1 | 1 | 1 |" in text
    assert "on 66.7 % (" in text


def test_the_gate_is_reported_by_kind(card):
    text = part(card, "Gate")
    assert re.search(r"\| Knee radiographs \| 50\.0 % \(.+\) of 2 \|", text)
    assert "| Photographs | 100.0 % (" in text
    assert "Lateral chest views that the gate learnt from" in text
    learnt = "Knee radiographs, of those that the gate learnt from"
    assert re.search(rf"\| {learnt} \| 50\.0 % \(.+\) of 2 \|", text)
    assert re.search(r"\| test, Inverted \| 100\.0 % .+ \| 50\.0 % .+ \| inverted 1, ", text)
    assert "- Knee radiographs: `knee-2`, `knee-4`" in text


def test_what_was_asked_of_the_gate_stands_beside_what_it_does(card):
    text = part(card, "Gate")
    (photographs,) = [line for line in text.splitlines() if line.startswith("| Photographs | at")]
    assert photographs.startswith("| Photographs | at least 99 % | 100.0 % (")
    assert photographs.endswith("| reached |")
    (knees,) = [line for line in text.splitlines() if line.startswith("| Knee radiographs | at")]
    assert knees.endswith("| **not reached** |")


def test_what_only_an_evaluation_of_images_tells_of_the_gate_is_shown(evaluated):
    assert "What it costs" not in part(render_card(evaluated), "Gate")
    figures = {
        **evaluated.figures,
        "gate_cost": {
            "forward_ms": 10.0, "gate_ms": 0.8, "added": 0.08, "rounds": 60, "rows": 2500,
            "columns": 2048,
        },
        "gate_dicom": {"CT": {"n": 50, "refused": 50}, "MR": {"n": 50, "refused": 49}},
    }  # fmt: skip
    training = {
        "gate": {
            "unseen_kinds": {"ct": {"n": 12, "refused": 11}},
            "children_elsewhere": {"n": 15, "child": 7, "adult": 6},
        }
    }
    whole = dataclasses.replace(evaluated, figures=figures, training=training)
    text = part(render_card(whole), "Gate")
    assert "forward pass 10.0 ms, gate 0.8 ms in the median, 8.0 % more" in text
    assert "CT 50 of 50, MR 49 of 50" in text
    assert "| CT slices | 11 of 12 |" in text
    assert "Of the 15 children of train from other sources, 7 were taken for children" in text
    assert "unseen_kinds" not in part(render_card(whole), "Training")


def test_children_and_adults_are_reported_by_source(card):
    text = part(card, "Gate")
    assert "| test, kermany, child | 100.0 % (" in text
    assert re.search(r"\| \*\*adult\*\* \| 100\.0 % .+ \| 41\.7 % \(", text)


def test_licences_bind_the_weights(card):
    text = part(card, "Data")
    assert "**The weights are therefore for research and education only**" in text
    assert "| `ieee8023` | CC BY-NC-SA | 290 |" in text
    assert "doi:10.1016/j.cell.2018.02.010" in text


def test_training_shows_history_and_settings(card):
    text = part(card, "Training")
    assert "| settings.seed | 7 |" in text
    assert "| Phase | Epoch | Loss |" in text
    assert "| head | 1 | 1.235 |" in text


def test_whatever_else_the_manifest_says_of_training_is_shown(evaluated):
    more = {
        "history": [],
        "attempts": [{"name": "first", "macro_recall": 0.81234}, {"name": "second", "note": "x"}],
        "note": "A sentence of more than sixty characters that says how the weights came to be.",
        "start": {"weights": "resnet50_chest_backbone.npz", "classes": ["a", "b"]},
    }
    text = part(render_card(dataclasses.replace(evaluated, training=more)), "Training")
    assert "### Attempts\n\n| Name | Macro recall | Note |" in text
    assert "| first | 0.8123 |  |" in text
    assert "\n\nA sentence of more than sixty characters" in text
    assert "| start.weights | resnet50_chest_backbone.npz |" in text
    assert "| start.classes | a, b |" in text


def test_the_model_is_named_by_its_hash(card):
    assert "ab" * 32 in part(card, "Files")


@pytest.mark.parametrize("option", ["--data DIR", "--from-predictions", "--card-only"])
def test_each_figure_has_its_command(card, option):
    assert f"`python -m model evaluate {option}" in part(card, "How to get these numbers again")


def test_every_table_has_cells_for_every_column(card):
    blocks = re.findall(r"(?:^\|.*\|\n?)+", card, re.M)
    assert len(blocks) > 15
    for block in blocks:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.strip().splitlines()}
        assert len(widths) == 1, block


def test_the_card_hangs_on_the_manifest_alone(evaluated, card):
    assert render_card(evaluated) == card
    other = dataclasses.replace(evaluated, files={"negatoscope.bin": StoredFile("ef" * 32, 1)})
    assert "ef" * 32 in render_card(other)


def test_a_card_needs_figures(tmp_path):
    document = {
        "labels": [], "files": {}, "temperature": 1, "gate": {}, "training": {}, "figures": {},
        "conformal": {"coverage": 0.9, "thresholds": {}},
    }  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ManifestInvalidError, match="not valid at figures"):
        write_card(tmp_path, tmp_path / "card.md")
    assert not (tmp_path / "card.md").exists()


def test_numbers_are_written_with_their_doubt():
    figure = {"value": 0.8154, "low": 0.76149, "high": 0.8637, "n": 200, "groups": 94}
    assert estimate(figure) == "0.815 (0.761 to 0.864)"
    assert percent(figure) == "81.5 % (76.1 to 86.4) of 200"
    assert percent(figure, of=False) == "81.5 % (76.1 to 86.4)"
    assert count_of({**figure, "value": 0.0556, "n": 18}) == "1 of 18"
    assert estimate({**figure, "exact": True}).endswith("†")
    assert estimate({**figure, "low": None, "high": None}, 2) == "0.82"
    assert estimate(None) == percent(None) == "–"


def test_markdown_is_put_together_with_empty_lines():
    assert table(["a", "b"], [[1, "x|y"]]) == "| a | b |\n| --- | --- |\n| 1 | x\\|y |"
    assert section("Title", "one", "", "two", level=3) == "### Title\n\none\n\ntwo"


# The committed artefacts. They are part of the repository: without them these tests fail.


def leaves(document, path=()):
    """Every value of a JSON document with the way to it."""
    if isinstance(document, dict):
        children = document.items()
    elif isinstance(document, list):
        children = enumerate(document)
    else:
        return {path: document}
    return {key: leaf for name, one in children for key, leaf in leaves(one, (*path, name)).items()}


def test_the_committed_card_is_what_the_committed_manifest_says():
    assert card_path().read_bytes() == render_card(load_manifest()).encode()


def test_the_committed_figures_are_those_of_the_committed_predictions():
    manifest = load_manifest()
    found = all_figures(read_predictions(checked_path(PREDICTIONS, manifest)), manifest)
    stored = dict(manifest.figures)
    found = with_those_from_images(found, stored)
    ours, theirs = leaves(found), leaves(stored)
    assert ours.keys() == theirs.keys()
    # The last of four decimals may turn on the order in which a processor adds. Text and the bounds
    # of a figure without an interval (None) are alike or not.
    differing = {
        path: (ours[path], theirs[path])
        for path in ours
        if ours[path] != theirs[path]
        and not (
            isinstance(ours[path], float)
            and ours[path] == pytest.approx(theirs[path], abs=1.01e-4, rel=0)
        )
    }
    assert differing == {}


def test_the_committed_predictions_name_no_film():
    text = gzip.decompress((weights_folder() / PREDICTIONS).read_bytes()).decode()
    assert re.search(r"\.(jpe?g|png|dcm)", text, re.IGNORECASE) is None
    assert Path(weights_folder() / PREDICTIONS).stat().st_size < 1_000_000


def test_every_film_of_the_measured_splits_was_measured():
    found = read_predictions(weights_folder() / PREDICTIONS)
    counted = load_manifest().figures["data"]["counts"]
    for split in ("val", "test", "adult"):
        films = sum(row["n"] for row in counted if row["split"] == split)
        assert (found.split == split).sum() == films > 0
