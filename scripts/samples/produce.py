"""All samples: candidates made, judged and measured against every film; the best are written."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Final

from model.errors import NegatoscopeError
from scripts.samples.composite import Candidate, make_candidate
from scripts.samples.encode import encode
from scripts.samples.fields import resized
from scripts.samples.films import SIDE, Archive
from scripts.samples.likeness import largest_correlation
from scripts.samples.recipes import RECIPES, SOURCES, Recipe

# A sample must stay below these, or it would depict one of the films.
MAX_CORRELATION: Final = 0.97
MAX_SHARE: Final = 0.25
LIST_NAME: Final = "samples.json"
# The probability that makes the best lesson: clear, yet not beyond all doubt.
_WANTED_PROBABILITY: Final = 0.85
# First seed after those that a recipe names.
_FURTHER_SEEDS: Final = 1000


class NoSampleError(NegatoscopeError, code="no-sample"):
    """No candidate for a sample passes."""

    sentence = "None of {tried} candidates for {name} passes."
    advice = "Allow more candidates."


@dataclass(frozen=True)
class Verdict:
    """What the light box says to a candidate's file.

    Attributes:
        accepted: Whether the gate lets it through.
        refusals: Codes of the gate; empty when accepted.
        probabilities: Per class, calibrated; empty when refused.
    """

    accepted: bool
    refusals: tuple[str, ...]
    probabilities: Mapping[str, float]

    def answers(self, label: str) -> bool:
        """Whether it says what the sample is to show; "lateral" has to be refused as that."""
        if label == "lateral":
            return not self.accepted and "lateral-view" in self.refusals
        if not self.accepted or not self.probabilities:
            return False
        return max(self.probabilities, key=lambda name: self.probabilities[name]) == label


# From the bytes of a file to what the light box says.
Judge = Callable[[bytes], Verdict]


@dataclass(frozen=True, eq=False)
class Sample:
    """A candidate that was chosen.

    Attributes:
        recipe: What it shows.
        candidate: The picture.
        data: The bytes of its file.
        max_correlation: Largest correlation with any public film at 224 × 224 px.
        verdict: What the light box says to it, None without a judge.
    """

    recipe: Recipe
    candidate: Candidate
    data: bytes
    max_correlation: float
    verdict: Verdict | None

    def entry(self) -> dict[str, object]:
        """What `samples.json` says of it: no film and no patient is named."""
        rows, columns = self.candidate.pixels.shape
        used = [key for key in self.recipe.sources if key.split("-")[0] in self.candidate.sources]
        return {
            "file": self.recipe.file,
            "label": self.recipe.label,
            "title": self.recipe.title,
            "population": "child" if self.recipe.population == "pediatric" else "adult",
            "format": {".png": "png", ".jpg": "jpeg", ".dcm": "dicom"}[self.recipe.suffix],
            "rows": rows,
            "columns": columns,
            "sources": [vars(SOURCES[key]) for key in used],
            "composed_of": self.candidate.composed_of,
            "max_share": round(self.candidate.max_share, 3),
            "max_correlation": round(self.max_correlation, 3),
            "seed": self.candidate.seed,
        }


def produce(
    archive: Archive, judge: Judge | None, candidates: int, recipes: Sequence[Recipe] = RECIPES
) -> Iterator[Sample]:
    """Makes the samples one after the other.

    Args:
        archive: All public radiographs.
        judge: Says how the light box takes a file; None leaves that out.
        candidates: How many candidates a sample gets at most; the seeds of the recipe come first
            and are all tried, others only as long as none passes.
        recipes: What to make.

    Yields:
        One sample for each recipe.

    Raises:
        NoSampleError: No candidate passes.
    """
    for recipe in recipes:
        looked_at = _judged(recipe, archive, recipe.seeds[:candidates], judge)
        best = _best(looked_at)
        further = max(0, candidates - len(recipe.seeds))
        for seed in islice(count(_FURTHER_SEEDS), further):
            if best is not None:
                break
            best = _best(_judged(recipe, archive, [seed], judge))
        if best is None:
            raise NoSampleError(tried=candidates, name=recipe.stem)
        yield best


def _judged(
    recipe: Recipe, archive: Archive, seeds: Sequence[int], judge: Judge | None
) -> list[Sample]:
    made = [make_candidate(recipe, archive, seed) for seed in seeds]
    squashed = [resized(c.pixels, (SIDE, SIDE)) for c in made]
    nearest = largest_correlation(squashed, archive)
    files = [encode(c.pixels, recipe.suffix, recipe.stem) for c in made]
    return [
        Sample(recipe, candidate, data, float(near), judge(data) if judge else None)
        for candidate, data, near in zip(made, files, nearest, strict=True)
    ]


def _best(samples: Sequence[Sample]) -> Sample | None:
    passing = [s for s in samples if passes(s)]
    return max(passing, key=_merit) if passing else None


def passes(sample: Sample) -> bool:
    """Whether a sample is far enough from every film and answered as it should be."""
    return (
        sample.max_correlation < MAX_CORRELATION
        and sample.candidate.max_share <= MAX_SHARE
        and (sample.verdict is None or sample.verdict.answers(sample.recipe.label))
    )


def _merit(sample: Sample) -> float:
    """Films that fit one another look sharp; a probability near the wanted one teaches best."""
    merit = sample.candidate.agreement
    if sample.verdict is not None and sample.verdict.probabilities:
        merit -= abs(sample.verdict.probabilities[sample.recipe.label] - _WANTED_PROBABILITY)
    return merit


def write(samples: Sequence[Sample], output: Path) -> None:
    """Writes the files and `samples.json`.

    Args:
        samples: What to write.
        output: Folder; made if it is not there.
    """
    output.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        (output / sample.recipe.file).write_bytes(sample.data)
    listed = json.dumps([s.entry() for s in samples], indent=2, ensure_ascii=False)
    (output / LIST_NAME).write_text(listed + "\n", encoding="utf-8")
