import json
from dataclasses import replace

import numpy as np
import pytest

from model.imaging.read import read_radiograph
from scripts.samples.composite import Candidate
from scripts.samples.produce import NoSampleError, Sample, Verdict, passes, produce, write
from scripts.samples.recipes import Recipe

RECIPE = Recipe("phantom", ".png", "healthy", "Phantom", "pediatric", ("rsna",), seeds=(1, 2))
PROBABILITIES = {"healthy": 0.8, "covid": 0.1, "bacterial": 0.05, "viral": 0.05}


def verdict(**changes):
    known = {"accepted": True, "refusals": (), "probabilities": PROBABILITIES}
    return Verdict(**(known | changes))


def candidate(seed=1, agreement=0.8):
    pixels = np.random.default_rng(seed).random((60, 48), dtype=np.float32)
    return Candidate(seed, pixels, 12, 0.2, agreement, frozenset({"rsna"}))


def sample(**changes):
    known = {
        "recipe": RECIPE,
        "candidate": candidate(),
        "data": b"bytes",
        "max_correlation": 0.9,
        "verdict": verdict(),
    }
    return Sample(**(known | changes))


@pytest.fixture
def quick(monkeypatch):
    """Candidates without composing: a seed's pixels are noise of that seed."""
    monkeypatch.setattr(
        "scripts.samples.produce.make_candidate", lambda recipe, archive, seed: candidate(seed)
    )


def test_a_sample_passes_when_it_is_distant_shared_out_and_answered():
    assert passes(sample())
    assert passes(sample(verdict=None))
    assert not passes(sample(max_correlation=0.97))
    assert not passes(sample(candidate=replace(candidate(), max_share=0.26)))
    assert not passes(sample(verdict=verdict(probabilities={**PROBABILITIES, "viral": 0.9})))
    assert not passes(sample(verdict=verdict(accepted=False, probabilities={})))


def test_a_side_view_passes_when_it_is_refused_as_one():
    side = replace(RECIPE, label="lateral")
    refused = verdict(accepted=False, refusals=("lateral-view",), probabilities={})
    assert passes(sample(recipe=side, verdict=refused))
    assert not passes(sample(recipe=side, verdict=replace(refused, refusals=("too-small",))))
    assert not passes(sample(recipe=side))


def test_the_answer_nearest_to_a_clear_but_open_one_is_chosen(archive, quick):
    sure = iter([0.999, 0.86])
    found = list(
        produce(archive, lambda data: verdict(probabilities={"healthy": next(sure)}), 2, [RECIPE])
    )
    assert [s.candidate.seed for s in found] == [2]


def test_other_seeds_are_tried_until_one_passes(archive, quick):
    said = iter(["viral", "viral", "viral", "healthy", "viral"])
    found = list(
        produce(archive, lambda data: verdict(probabilities={next(said): 1.0}), 6, [RECIPE])
    )
    assert [s.candidate.seed for s in found] == [1001]


def test_no_candidate_that_passes_is_an_error(archive, quick):
    with pytest.raises(NoSampleError, match="None of 3 candidates for phantom"):
        list(produce(archive, lambda data: verdict(probabilities={"viral": 1.0}), 3, [RECIPE]))


def test_the_correlation_is_measured_on_the_squashed_picture(archive, monkeypatch):
    film = archive.plane(archive.films[4])
    tall = np.repeat(film, 2, axis=0)
    monkeypatch.setattr(
        "scripts.samples.produce.make_candidate",
        lambda recipe, archive, seed: replace(candidate(), pixels=tall),
    )
    with pytest.raises(NoSampleError):
        list(produce(archive, None, 1, [RECIPE]))


def test_what_is_written_names_no_film(archive, quick, tmp_path):
    found = list(produce(archive, None, 1, [RECIPE]))
    write(found, tmp_path / "samples")
    listed = json.loads((tmp_path / "samples" / "samples.json").read_text(encoding="utf-8"))
    assert [list(entry) for entry in listed] == [
        [
            "file",
            "label",
            "title",
            "population",
            "format",
            "rows",
            "columns",
            "sources",
            "composed_of",
            "max_share",
            "max_correlation",
            "seed",
        ]
    ]
    assert listed[0]["population"] == "child"
    assert (listed[0]["rows"], listed[0]["columns"]) == (60, 48)
    assert "group" not in json.dumps(listed)
    read = read_radiograph((tmp_path / "samples" / "phantom.png").read_bytes())
    assert np.abs(read.pixels - found[0].candidate.pixels).max() <= 0.51 / 255
