import dataclasses
import gzip
import json
import re
from pathlib import Path

import pytest

from model.classifier.artefacts import StoredFile, checked_path, load_manifest, weights_folder
from model.classifier.record import card_path
from model.errors import ManifestInvalidError
from model.evaluation.blocks import CountOf, Difference, Percent, Score, Share
from model.evaluation.figures.answers import all_figures
from model.evaluation.markdown import (
    figures_path,
    render_card,
    render_figures,
    table,
    write_documents,
)
from model.evaluation.measured import Measured
from model.evaluation.predictions import PREDICTIONS, read_predictions
from model.evaluation.run import with_those_from_images
from model.evaluation.writer import Writer
from model.language import ENGLISH, LANGUAGES, Language

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


@pytest.fixture(scope="module")
def figures(evaluated):
    return render_figures(evaluated)


def part(text, heading):
    """What stands below a heading of the second level."""
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_the_card_says_what_it_is_not_for_before_any_table(card):
    use, confound = card.index("not a medical device"), card.index("## What would fool it")
    assert use < confound < card.index("## Figures at a glance")
    assert "**Not for** diagnosis" in card


def test_the_confound_has_numbers(card, figures):
    text = part(card, "What would fool it")
    assert "| Bacterial pneumonia | 2,277 | 100 % | Guangzhou, children |" in text
    assert "| Healthy | 4,000 | 25 % | Guangzhou, children; NIH normals, USA |" in text
    assert "| 0.0 % (0.0 to 84.2)† of 2 |" in text
    assert "Hannover, Germany; JSRT, Japan gave nothing to training; Cohen, publications" in text
    # Told the age: 0.5; told the data set: 0.625 (see test_splits); the network: 0.6875.
    text = part(figures, "What would fool it")
    assert "| Test, internal | 0.500 | 0.625 | 0.688 (" in text
    # Neither of the two adult bacterial films was called so.
    assert "Bacterial pneumonia: 0 of 2" in text


def test_internal_stands_beside_external(card):
    glance = part(card, "Figures at a glance")
    row = next(line for line in glance.splitlines() if line.startswith("| Mean sensitivity |"))
    # 3/4, 1/2, 1, 1/2 on val and test; 1, 1, 0, 1 on adult.
    assert re.findall(r"\| (0\.\d+) [(|]", row) == ["0.688", "0.688", "0.750"]


def test_every_class_has_figures_with_intervals_on_every_split(figures):
    text = part(figures, "Figures at a glance")
    tables = re.findall(r"\*\*[^*]+: by class\*\*\n\n((?:\|.+\n)+)", text)
    found = [
        re.search(r"\| COVID-19 \| ([\d.]+) \([\d.]+ to [\d.]+\)†? \|", one)[1] for one in tables
    ]
    assert found == ["0.500", "0.500", "1.000"]
    assert text.count("| COVID-19 | 2 | 2 | 0 | 0 | 4 |") == 2


def test_every_source_has_figures(figures):
    text = part(figures, "Figures at a glance")
    own = text.split("**Test, internal: 6 films of 6 groups from Guangzhou, children")[1]
    assert own.index("| Viral pneumonia: 2 | 0.500 (") < own.index("\n\n**")
    assert own.index("| COVID-19: 0 | – | 1.000 (") < own.index("\n\n**")


def test_opacities_and_abnormal_films_are_reported(figures):
    text = part(figures, "Figures at a glance")
    assert "| Opacity, organism unknown | 4 | 1 | 1 | 1 | 1 |" in text
    own = text.split("**Films that are abnormal otherwise**")[1].split("\n\n")[1]
    heads, _, cells = (line.split(" | ") for line in own.strip("| ").splitlines())
    assert cells[heads.index("Gate or set warned the reader")].startswith("66.7 % (")


def test_the_gate_is_reported_by_kind(figures):
    text = part(figures, "The gate")
    assert re.search(r"\| Knee radiographs \| 50\.0 % \(.+\) of 2 \|", text)
    assert "| Photographs | 100.0 % (" in text
    assert "Lateral views that it learnt from" in text
    learnt = "Knee radiographs, of those that the gate learnt from"
    assert re.search(rf"\| {learnt} \| 50\.0 % \(.+\) of 2 \|", text)
    assert re.search(
        r"\| Test, internal · Films inverted \| 100\.0 % .+ \| 50\.0 % .+ \| `inverted` 1, ", text
    )
    assert "- Knee radiographs: `knee-2`, `knee-4`" in text


def test_what_was_asked_of_the_gate_stands_beside_what_it_does(figures):
    text = part(figures, "The gate").split("**Asked of the gate and reached**")[1]
    (photographs,) = [line for line in text.splitlines() if line.startswith("| Photographs |")]
    assert photographs.startswith("| Photographs | 99 % | 100.0 % (")
    assert photographs.endswith("| reached |")
    (knees,) = [line for line in text.splitlines() if line.startswith("| Knee radiographs |")]
    assert knees.endswith("| **not reached** |")


def test_what_only_an_evaluation_of_images_tells_of_the_gate_is_shown(evaluated, figures):
    assert "forward pass" not in part(figures, "The gate")
    own = {
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
    whole = render_figures(dataclasses.replace(evaluated, figures=own, training=training))
    text = part(whole, "The gate")
    assert "adds 8.0 % to the time of the forward pass: 0.80 ms beside 10.00 ms" in text
    assert "CT: 50 of 50; MR: 49 of 50" in text
    assert "CT slices: 11 of 12" in text
    assert "Of 15 children from other sources, heads that had not seen them took 7" in text
    assert "unseen_kinds" not in whole


def test_children_and_adults_are_reported_by_source(figures):
    text = part(figures, "The gate")
    assert "| Test, internal · kermany, child | 100.0 % (" in text
    assert re.search(r"\| Adults, external \| 100\.0 % .+ \| 41\.7 % \(", text)


def test_licences_bind_the_weights(card, figures):
    assert "**The weights are therefore for research and education only**" in part(card, "Data")
    text = part(figures, "Data")
    assert "| Cohen, publications | CC BY-NC-SA | 290 |" in text
    assert "arXiv:2003.11597" in text


def test_training_shows_history_and_settings(figures):
    text = part(figures, "Training")
    assert "| settings.seed | 7 |" in text
    assert "| phase | epoch | loss |" in text
    assert "| head | 1 | 1.235 |" in text


def test_whatever_else_the_manifest_says_of_training_is_shown(evaluated):
    more = {
        "history": [],
        "attempts": [{"name": "first", "macro_recall": 0.81234}, {"name": "second", "note": "x"}],
        "note": "A sentence of more than sixty characters that says how the weights came to be.",
        "start": {"weights": "resnet50_chest_backbone.npz", "classes": ["a", "b"]},
    }
    text = part(render_figures(dataclasses.replace(evaluated, training=more)), "Training")
    assert "**Attempts**\n\n| name | macro recall | note |" in text
    assert "| first | 0.8123 |  |" in text
    assert "| A sentence of more than sixty characters" in text
    assert "| start.weights | resnet50_chest_backbone.npz |" in text
    assert "| start.classes | a, b |" in text


def test_the_model_is_named_by_its_hash(card, figures):
    assert "ab" * 32 in part(card, "In one minute")
    assert "ab" * 32 in part(figures, "Files, and each number again")


@pytest.mark.parametrize("option", ["--data DIR", "--from-predictions", "--card-only"])
def test_each_figure_has_its_command(figures, option):
    text = part(figures, "Files, and each number again")
    assert f"`python -m model evaluate {option}" in text


def test_every_table_has_cells_for_every_column(card, figures):
    blocks = re.findall(r"(?:^\|.*\|\n?)+", card + figures, re.M)
    assert len(blocks) > 30
    for block in blocks:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.strip().splitlines()}
        assert len(widths) == 1, block


def test_documents_hang_on_the_manifest_alone(evaluated, card, figures):
    assert (render_card(evaluated), render_figures(evaluated)) == (card, figures)
    other = dataclasses.replace(evaluated, files={"negatoscope.bin": StoredFile("ef" * 32, 1)})
    assert "ef" * 32 in render_card(other)


def test_documents_need_figures(tmp_path):
    document = {
        "labels": [], "files": {}, "temperature": 1, "gate": {}, "training": {}, "figures": {},
        "conformal": {"coverage": 0.9, "thresholds": {}},
    }  # fmt: skip
    folder = tmp_path / "model" / "weights"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ManifestInvalidError, match="not valid at figures"):
        write_documents(folder)
    assert not (tmp_path / "model" / "MODEL_CARD.md").exists()


def test_numbers_are_written_with_their_doubt():
    write = Writer(ENGLISH)
    figure = {"value": 0.8154, "low": 0.76149, "high": 0.8637, "n": 200, "groups": 94}

    def of(**changes):
        return Measured({"": {**figure, **changes}}).estimate("")

    assert write(Score(of())) == "0.815 (0.761 to 0.864)"
    assert write(Share(of(), of=True)) == "81.5 % (76.1 to 86.4) of 200"
    assert write(Share(of())) == "81.5 % (76.1 to 86.4)"
    assert write(CountOf(1, 18)) == "1 of 18"
    assert write(Score(of(exact=True))).endswith("†")
    assert write(Score(of(low=None, high=None), 2)) == "0.82"
    assert write(Score(None)) == write(Share(None)) == write(Difference(None)) == "–"
    assert write(Percent(0.466, 0)) == "47 %"
    assert Writer(Language("pt_BR"))(Share(of(), of=True)) == "81,5 % (76,1 a 86,4) de 200"


def test_a_difference_has_a_sign_and_a_word():
    def written(value, low, high):
        figure = {"value": value, "low": low, "high": high}
        return Writer(ENGLISH)(Difference(Measured({"": figure}).estimate("")))

    assert written(0.0, -0.1, 0.1) == "+0.00 (-0.10 to +0.10)"
    assert written(0.2, 0.1, 0.3) == "+0.20 (+0.10 to +0.30) **better**"
    assert written(-0.2, -0.3, -0.1) == "-0.20 (-0.30 to -0.10) **worse**"


def test_a_table_is_markdown():
    assert table(["a", "b"], [["1", "x|y"]]) == "| a | b |\n| --- | --- |\n| 1 | x\\|y |"


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committed_card_is_short_and_what_the_committed_manifest_says(language):
    committed = card_path(language=language).read_bytes()
    assert committed == render_card(load_manifest(), language).encode()
    assert len(committed) <= 12_000


def test_the_committed_tables_are_what_the_committed_manifest_says():
    assert figures_path().read_bytes() == render_figures(load_manifest()).encode()


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
