import re

import numpy as np
import pytest

from model.classifier.artefacts import load_manifest
from model.evaluation.figures.shortcuts import (
    DISGUISES,
    GREYS,
    WITH_LUNGS,
    Disguised,
    shortcut_figures,
)
from model.explain.shortcuts import survival

# Split, label, source, group, answer as it is, answer without lungs.
FILMS = [
    ("test", "healthy", "rsna", 0, 0, 0),
    ("test", "healthy", "rsna", 1, 0, 1),
    ("test", "viral", "kermany", 2, 3, 3),
    ("test", "viral", "kermany", 3, 3, 0),
    ("test", "viral", "kermany", 4, 3, -1),
    ("adult", "opacity", "nih", 5, 2, 0),
    ("adult", "covid", "hannover", 6, 1, 1),
    ("adult", "abnormal", "nih", 7, 0, 0),
]


@pytest.fixture(scope="module")
def part():
    columns = list(zip(*FILMS, strict=True))
    as_is, without = np.array(columns[4]), np.array(columns[5])
    table = Disguised(
        split=np.array(columns[0]),
        label=np.array(columns[1]),
        source=np.array(columns[2]),
        group=np.array(columns[3]),
        answers=dict.fromkeys(DISGUISES, as_is) | dict.fromkeys(WITH_LUNGS, without),
    )
    figures = shortcut_figures(table, replicates=50)
    grey = {str(one): "covid" if one < 100 else "healthy" for one in GREYS}
    return {**figures, "grey": grey}


@pytest.fixture
def text(part, written):
    return written("confound", explanation={"shortcuts": part}).split("### Without the lungs")[1]


def test_what_was_not_measured_is_not_there(written):
    assert "Without the lungs" not in written("confound", explanation={})


def test_the_headline_is_the_share_that_keeps_its_answer_without_lungs(text):
    # Two of four test films with lungs, and as many right answers; as they are all four.
    assert re.search(
        r"lungs painted over, \*\*50\.0 % \(.+\)\*\* of 4 test films keep the answer", text
    )
    assert re.search(r"had, and 50\.0 % \(.+\) are answered rightly \(as they are: 100", text)
    assert "doi:10.1016/j.inffus.2021.04.008" in text
    assert "doi:10.1038/s42256-021-00338-7" in text


def test_what_the_fill_alone_gets_is_stated(text):
    assert re.search(r"\| The grey of the fill and nothing else \| 50\.0 % ", text)
    assert "COVID-19 up to 90, Healthy up to 255" in text


def test_the_headline_stands_beside_other_fills_and_one_answer_for_all(text):
    # In this table both controls answer as "without the lungs" does; viral is 3 of 5 answers.
    for title in ("Without the lungs, black for grey", "Without the rectangle around the lungs"):
        assert re.search(rf"\| Test, internal \| {title} \| 50\.0 % ", text)
    assert "Viral pneumonia is the answer to 3 of 5 films as they are" in text
    assert "whatever it is shown, would keep 60.0 %." in text


def test_films_without_lungs_are_named_with_their_source(text):
    assert re.search(r"\| Test, internal 5 groups \| 20\.0 % \(.+\) of 5 \|", text)
    assert re.search(r"\| Test, internal · Guangzhou, children \| 33\.3 % ", text)


def test_every_variant_has_a_row_for_each_split(text):
    full = text.split("**Answers in each disguise, in full**")[1].split("**Films without")[0]
    rows = re.findall(r"\| Without the lungs \| (\S+) % .+? \| (\d\.\d+) \(", full)
    # Mean sensitivity: healthy 1/2 and viral 1/2; the one COVID-19 film of adults.
    assert rows == [("50.0", "0.500"), ("66.7", "1.000")]
    for title in ("As it is", "Lungs only", "Left and right swapped", "The grey of the fill"):
        assert full.count(f" | {title}") == 2


def test_classes_and_sources_stand_apart(text):
    kept = text.split("**Answers kept")[1].split("\n\n**")[0]
    assert re.search(r"\| Test, internal \| Viral pneumonia \| 2 to 3 \| .+ 50\.0 % ", kept)
    assert re.search(r"\| Adults, external \| NIH, USA \| 2 \|", kept)
    right = text.split("**Right answers, by class")[1]
    assert re.search(r"\| Test, internal \| Healthy · NIH normals, USA \| 2 \| 100\.0 % ", right)
    # Something is right for an opacity, nothing for an abnormal film.
    assert "| Adults, external | Opacity, organism unknown |" in right
    assert "Abnormal" not in right


def test_one_answer_to_all_greys_is_said_so(part, written):
    same = {**part, "grey": dict.fromkeys(part["grey"], "viral")}
    text = written("confound", explanation={"shortcuts": same})
    assert "are answered too: Viral pneumonia up to 255." in text


def test_the_committed_figures_of_films_as_they_are_are_those_of_evaluate():
    manifest = load_manifest()
    part = manifest.explanation["shortcuts"]
    assert part["method"]["model_sha256"] == manifest.model_sha256
    for split in ("test", "adult"):
        own, figures = part[split]["variants"]["as-is"]["all"], manifest.figures[split]
        assert own["accuracy"]["value"] == pytest.approx(figures["accuracy"], abs=0.003)
        assert own["macro_recall"]["value"] == pytest.approx(
            figures["macro_recall"]["value"], abs=0.01
        )
        lost = part[split]["no_lungs"]["all"]
        kept = part[split]["variants"]["lungs-out"]["all"]["kept"]
        assert kept["n"] == lost["n"] - round(lost["value"] * lost["n"])


def test_the_headline_of_the_app_is_that_of_the_section(written):
    manifest = load_manifest()
    found = survival(manifest)
    assert found is not None
    assert f"painted over, **{100 * found.share:.1f} % (" in written("confound")
    assert f")** of {found.films} test films keep" in written("confound")
