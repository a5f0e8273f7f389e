"""Bridges: two words for one thing, or one word for two, between radiology and machine learning."""

from dataclasses import dataclass
from typing import Final

from model.messages import N_


@dataclass(frozen=True)
class Bridge:
    """One card.

    Attributes:
        machine: The word in papers on machine learning: English, for translation.
        same: Whether both words mean the same.
        clinic: The word in the clinic.
        sentence: What to keep in mind.
        terms: Ids of the terms, the first one first.
    """

    machine: str
    same: bool
    clinic: str
    sentence: str
    terms: tuple[str, ...]


BRIDGES: Final = (
    Bridge(
        N_("Recall"),
        True,
        N_("Sensitivity"),
        N_("Of the patients who have the disease, the share that the test finds."),
        ("sensitivity",),
    ),
    Bridge(
        N_("Precision"),
        True,
        N_("Positive predictive value"),
        N_(
            "Of the patients whom the test calls ill, the share who are. It falls with the "
            "prevalence, so a figure from a paper does not travel."
        ),
        ("positive-predictive-value", "prevalence"),
    ),
    Bridge(
        N_("Ground truth"),
        True,
        N_("Reference standard"),
        N_(
            "What the answers are measured against. Somebody decided it, by a rule, and may have "
            "been wrong: there is no truth in a data set, only a standard."
        ),
        ("ground-truth", "label-noise"),
    ),
    Bridge(
        N_("Inference"),
        True,
        N_("Prediction"),
        N_(
            "Running a trained network on a new film. Statisticians mean something else: drawing "
            "a conclusion about a population from a sample."
        ),
        ("inference",),
    ),
    Bridge(
        N_("Validation set"),
        False,
        N_("Clinical validation"),
        N_(
            "The one is a part of the data that tunes a model while it is built. The other shows "
            "that the finished model works on patients. “Validated” in a paper may be either."
        ),
        ("validation-set", "external-validation"),
    ),
    Bridge(
        N_("Accuracy"),
        False,
        N_("Precision"),
        N_(
            "Accuracy counts all answers that are right, precision only the positive ones. "
            "Portuguese texts often write “precisão” for both; the table below keeps them apart."
        ),
        ("accuracy", "positive-predictive-value"),
    ),
    Bridge(
        N_("Heat map"),
        False,
        N_("Outline of a lesion"),
        N_(
            "A heat map shows what the network used. It may be beside the lesion, on a marker or "
            "on a tube, and its edge is the edge of nothing."
        ),
        ("heat-map", "grad-cam", "segmentation"),
    ),
    Bridge(
        N_("Probability"),
        False,
        N_("Risk at your prevalence"),
        N_(
            "A calibrated probability holds for patients like those of the data set. Where the "
            "disease is rarer, the same number overstates the risk."
        ),
        ("calibration", "prevalence", "positive-predictive-value"),
    ),
)


@dataclass(frozen=True)
class ConfusedWords:
    """A row of the table of words that are taken for one another.

    Attributes:
        meaning: What is meant: English, for translation.
        names: The word for it in each language of the glossary, in their order.
        term: Id of the term; empty where the glossary has none.
    """

    meaning: str
    names: tuple[str, str, str]
    term: str


WORDS: Final = (
    ConfusedWords(
        N_("Share of all answers that are right"), ("accuracy", "acurácia", "准确率"), "accuracy"
    ),
    ConfusedWords(
        N_("Share of the positive answers that are right"),
        ("precision (PPV)", "precisão (VPP)", "精确率"),
        "positive-predictive-value",
    ),
    ConfusedWords(
        N_("How close repeated measurements are to each other"),
        ("precision (of a measurement)", "precisão (de uma medida)", "精密度"),
        "",
    ),
)
"""“Accuracy” turned into “precisão” is the commonest mistake in Portuguese texts."""
