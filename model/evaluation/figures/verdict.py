"""`python -m model evaluate --verdict`: thresholds of the verdict, and what it says of whom.

The thresholds come from maps that mean nothing. Lungs and faithfulness: a Grad-CAM of the shipped
network must exceed 95 % of those of random-weight networks on val films. Agreement: it must exceed
95 % of random maps as smooth as itself. Stability: it must not fall below 95 % of val. Rates are
then counted on networks and films that set no threshold.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES
from model.classifier.engine import Engine
from model.evaluation.figures.judged import Judged, RandomNetwork, answer_of, draw
from model.evaluation.measure.bootstrap import REPLICATES, SEED, replicate_weights
from model.evaluation.measure.metrics import Cohort, share
from model.explain.agreement import rank_correlation, second_opinion
from model.explain.faithfulness import RANDOM_MAPS, random_maps
from model.explain.heat_map import HeatMap, resized
from model.explain.lungs import LungFinder
from model.explain.methods import METHODS, explain
from model.explain.network import Explained, Probe, nothing
from model.explain.randomise import randomised_networks, similarity
from model.explain.target import Target
from model.explain.verdict import MapMeasures, Thresholds, fold
from model.training.dataset import Film, data_folder

FILMS: Final = {"val": 56, "test": 56, "adult": 35}
"""Films that are judged, drawn at random with as many of each label as there are."""

FITTING_SEEDS: Final = (1, 2, 3, 4)
"""Random-weight networks that set the thresholds."""

HELD_OUT_SEEDS: Final = (11, 12, 13, 14, 15)
"""Random-weight networks that the rule is tried on."""

RANDOM_FILMS: Final = 8
"""Films that each of them is shown: val for fitting, test for trying."""

QUANTILE: Final = 0.95

WORDS: Final = ("supported", "weak", "do-not-use")

Document = dict[str, Any]


def measure(folder: Path, data: str | Path | None) -> Document:
    """Fit the thresholds and count the verdicts.

    Args:
        folder: Folder of the artefacts.
        data: Data folder, see `training.dataset.data_folder`.

    Returns:
        Figures for ``explanation["verdict"]`` of the manifest.

    Raises:
        ArtefactError: A file of the model is missing or damaged.
        DataUnavailableError: The data set is not there.
    """
    source, finder = data_folder(data), LungFinder.load(folder)
    shipped = Explained(Engine.load(folder=folder), folder)
    judged = {split: draw(source, split, count, finder) for split, count in FILMS.items()}
    learnt = {split: films.measure(shipped) for split, films in judged.items()}
    fitting = _random(FITTING_SEEDS, judged["val"])
    chance = chance_agreement(shipped, judged["val"].pictures[:RANDOM_FILMS])
    sanity = sanity_figures(shipped, judged["val"].pictures)
    thresholds = fit_thresholds(learnt["val"], fitting, chance, sanity["unrelated"]["p95"])
    held_out = _random(HELD_OUT_SEEDS, judged["test"])
    return {
        "thresholds": {
            name: round(getattr(thresholds, name), 4) for name in Thresholds.__dataclass_fields__
        },
        "quantile": QUANTILE,
        "random_networks": {
            "fitting": rates(fitting, thresholds),
            "held_out": rates(held_out, thresholds),
            "seeds": {"fitting": list(FITTING_SEEDS), "held_out": list(HELD_OUT_SEEDS)},
            "films": RANDOM_FILMS,
            "numbers": numbers(fitting),
        },
        "shipped": {
            split: of_films(found, thresholds, judged[split].films)
            for split, found in learnt.items()
        },
        "sanity": sanity,
        "passes": max(one.passes for found in learnt.values() for one in found),
    }


def _random(seeds: Iterable[int], films: Judged) -> list[MapMeasures]:
    return [one for seed in seeds for one in films.measure(RandomNetwork(seed), count=RANDOM_FILMS)]


def chance_agreement(network: Probe, pictures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Rank correlation of random maps, as smooth as the Grad-CAM, with the second method.

    Args:
        network: The shipped network.
        pictures: float32 ``(N, 224, 224, 3)`` in [0, 255].

    Returns:
        float64 ``(M,)``.
    """
    generator = np.random.default_rng(SEED)
    found = []
    for picture in pictures:
        heat = explain("grad-cam", picture, answer_of(network, picture), network)
        if heat.is_empty:
            continue
        _, opinion, _ = second_opinion(heat, picture, network, nothing)
        own = resized(heat.values, 28)
        found += [
            rank_correlation(one, opinion) for one in random_maps(own, RANDOM_MAPS, generator)
        ]
    return np.array(found)


def fit_thresholds(
    learnt: Sequence[MapMeasures],
    random: Sequence[MapMeasures],
    chance: NDArray[np.float64],
    unrelated: float,
) -> Thresholds:
    """What a map must exceed, see the module.

    Args:
        learnt: The shipped network's maps on val.
        random: Random-weight networks' maps on val.
        chance: Agreement of random maps, see `chance_agreement`.
        unrelated: 95th percentile of the SSIM of two films' maps.

    Returns:
        The thresholds.
    """
    steady = [one.stability for one in learnt if one.stability is not None]
    return Thresholds(
        lungs=_quantile([one.lungs for one in random]),
        faithfulness=_quantile([_share(one) for one in random]),
        agreement=_quantile(chance),
        stability=float(np.quantile(steady, 1 - QUANTILE)),
        survival=unrelated,
    )


def of_films(
    found: Sequence[MapMeasures], thresholds: Thresholds, films: Sequence[Film]
) -> Document:
    """Verdicts on the films of a split, all together and by label.

    Args:
        found: What was measured.
        thresholds: The thresholds.
        films: The films, in the same order.

    Returns:
        JSON values.
    """
    by_label: dict[str, list[int]] = {}
    for index, film in enumerate(films):
        by_label.setdefault(film.label, []).append(index)
    return {
        "all": rates(found, thresholds, films),
        "by_label": {
            label: rates(
                [found[index] for index in chosen], thresholds, [films[index] for index in chosen]
            )
            for label, chosen in sorted(by_label.items())
        },
        "numbers": numbers(found),
    }


def rates(
    found: Sequence[MapMeasures], thresholds: Thresholds, films: Sequence[Film] | None = None
) -> Document:
    """Share of each word, with 95 % bootstrap intervals by group.

    Args:
        found: What was measured.
        thresholds: The thresholds.
        films: The films, for their groups; None where every map counts by itself.

    Returns:
        JSON values: an estimate for each word, and for each check how many passed.
    """
    names = [film.group for film in films] if films else [str(i) for i in range(len(found))]
    groups = np.unique(names, return_inverse=True)[1].astype(np.int64)
    cohort = Cohort(groups, replicate_weights(groups, REPLICATES, np.random.default_rng(SEED)))
    verdicts = [fold(one, thresholds) for one in found]
    everything = np.ones(len(found), bool)
    document: Document = {}
    for word in WORDS:
        estimate = share(cohort, np.array([one.word == word for one in verdicts]), everything)
        document[word] = estimate.document() if estimate else None
    passed: dict[str, int] = {}
    for one in verdicts:
        for check in one.checks:
            passed[check.name] = passed.get(check.name, 0) + int(check.passed is True)
    document["passed"] = passed
    return document


def numbers(found: Sequence[MapMeasures]) -> Mapping[str, list[float]]:
    """5th, 25th, 50th, 75th and 95th percentile of each of the four numbers."""
    columns = {
        "lungs": [one.lungs for one in found],
        "faithfulness": [_share(one) for one in found],
        "rank": [one.faithfulness.rank if one.faithfulness else None for one in found],
        "agreement": [one.agreement for one in found],
        "stability": [one.stability for one in found],
    }
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    return {
        name: [round(float(value), 4) for value in np.quantile(known, levels)]
        for name, values in columns.items()
        if (known := [value for value in values if value is not None])
    }


def _share(one: MapMeasures) -> float | None:
    return one.faithfulness.share if one.faithfulness else None


def _quantile(values: Iterable[float | None]) -> float:
    return float(np.quantile([value for value in values if value is not None], QUANTILE))


SANITY_FILMS: Final = 16

NAMES: Final = tuple(name for name, method in METHODS.items() if not method.slow)
"""Methods that are tried here: those of one forward pass. The page tries every other on request."""


def sanity_figures(network: Explained, pictures: NDArray[np.float32]) -> dict[str, Any]:
    """Similarity of the maps to those of the trained network, step by step.

    Args:
        network: The shipped network.
        pictures: float32 ``(N, 224, 224, 3)`` in [0, 255]; the first `SANITY_FILMS` are used.

    Returns:
        JSON values. ``similarity``: for each method the mean SSIM after each step. ``unrelated``:
        median and 95th percentile of the SSIM between the trained network's maps of two films.
    """
    chosen = pictures[:SANITY_FILMS]
    targets = [
        Target(CLASSES[int(row.argmax())])
        for row in (network.run(picture[np.newaxis]).logits[0] for picture in chosen)
    ]
    steps: dict[str, list[list[HeatMap]]] = {name: [] for name in NAMES}
    layers = []
    for layer, changed in randomised_networks(network.gradients()):
        layers.append(layer)
        for name in NAMES:
            steps[name].append(
                [
                    explain(name, picture, target, changed)
                    for picture, target in zip(chosen, targets, strict=True)
                ]
            )
    means = {
        name: {
            layer: round(
                float(
                    np.mean(
                        [
                            similarity(before.values, after.values)
                            for before, after in zip(found[0], now, strict=True)
                        ]
                    )
                ),
                4,
            )
            for layer, now in zip(layers, found, strict=True)
        }
        for name, found in steps.items()
    }
    pairs = [
        similarity(one.values, other.values)
        for found in steps.values()
        for index, one in enumerate(found[0])
        for other in found[0][:index]
    ]
    return {
        "films": len(chosen),
        "similarity": means,
        "unrelated": {
            "median": round(float(np.median(pairs)), 4),
            "p95": round(float(np.quantile(pairs, 0.95)), 4),
        },
    }
