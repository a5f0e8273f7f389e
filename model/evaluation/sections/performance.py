"""How well it does: all figures at a glance, class by class, source by source, and the charts."""

from collections.abc import Iterator

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.blocks import (
    NOTHING,
    Block,
    Cell,
    Count,
    Heading,
    Interactive,
    Joined,
    Number,
    Percent,
    Plain,
    Score,
    Share,
    Table,
    Where,
    Words,
    columns,
    english,
    noted,
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.measured import Measured
from model.evaluation.names import FILM_SPLITS, MEASURES, label_name, source_name, split_name
from model.evaluation.tables import Take, count, in_parts, number, of_splits, score, share, table
from model.evaluation.writer import EXACT
from model.messages import N_


def glance(manifest: Manifest) -> Iterator[Block]:
    """Internal beside external, with intervals; then films that have no single right answer."""
    figures = Measured(manifest.figures)
    yield Interactive("terms")
    yield Table(
        (_("Measure"), *map(split_name, FILM_SPLITS)),
        tuple(
            (name, *(cell(figures.part(split)) for split in FILM_SPLITS))
            for name, cell in _measures()
        ),
        _("Figures of the network on three splits"),
        Where.ALL,
    )
    method = figures.part("method", "bootstrap")
    yield said(
        "Mean sensitivity (macro recall) counts each class alike. All figures are on all films of "
        "the four classes, whatever the gate says, unless a row names accepted films. In "
        "brackets: {level} intervals, percentiles of {replicates} bootstrap replicates that draw "
        "groups, not films. {exact} marks the exact binomial interval, counted in groups, where "
        "all films were answered alike. Validation chose the epoch, the temperature and the "
        "thresholds, so its figures flatter.",
        tone="caption",
        where=Where.ALL,
        level=Percent(method.number("level"), 0),
        replicates=Count(method.count("replicates")),
        exact=Plain(EXACT),
    )
    yield Heading(N_("Adult films without a single right answer"), "odd")
    yield from _odd(figures.part("adult"))
    yield from _in_full(manifest, figures)


def _measures() -> list[tuple[Cell, Take]]:
    """Name of each figure, and how it is found in a split."""
    return [
        (_("Films"), count("n")),
        (_("Groups of films (patients)"), count("groups")),
        (Words(MEASURES["macro_recall"]), score("macro_recall")),
        (_("Mean sensitivity, accepted films"), score("macro_recall_accepted")),
        (_("Accuracy"), number("accuracy")),
        *(
            (
                Words(MEASURES["sensitivity"], {"name": label_name(label)}),
                score("by_class", label, "sensitivity"),
            )
            for label in CLASSES
        ),
        (Words(MEASURES["healthy_vs_ill"]), score("healthy_vs_ill")),
        (_("Brier score"), score("calibration", "brier", "after")),
        (Words(MEASURES["ece"]), number("calibration", "ece", "after")),
        (_("Right class in the prediction set"), score("conformal", "coverage")),
        (_("Classes in the prediction set"), score("conformal", "mean_set_size", digits=2)),
    ]


def _odd(adult: Measured) -> Iterator[Block]:
    """Adult films that have no single right answer."""
    yield table(
        _("What adult films without a single right answer are called"),
        N_("Label"),
        ((label_name(name), adult.part(name)) for name in ("opacity", "abnormal")),
        (N_("Films"), count("n")),
        *(
            (_("Called {name}", name=label_name(label)), count("answers", label))
            for label in CLASSES
        ),
    )
    abnormal, opacity = adult.part("abnormal"), adult.part("opacity")
    yield said(
        "For an opacity of unknown organism, bacterial or viral is right. For a film that is "
        "abnormal otherwise (effusion, large heart, lines) none of the four answers is: {healthy} "
        "were called healthy, and {alone} passed the gate and got one single class, without a "
        "warning.",
        healthy=Share(abnormal.estimate("called_healthy")),
        alone=Share(abnormal.estimate("alone")),
    )
    parts = opacity.parts("by_source").items()
    yield table(
        Words("Opacities of unknown organism by source"),
        "Opacities",
        [(Words("All"), opacity), *((source_name(name), own) for name, own in parts)],
        ("Groups", _groups),
        ("Called either", share("called_either", of=True)),
        ("Called healthy", share("called_healthy", of=True)),
        ("Set holds either", share("set_holds_either", of=True)),
        ("Classes in the set", score("mean_set_size", digits=2)),
        where=Where.FIGURES,
    )
    yield table(
        Words("Films that are abnormal otherwise"),
        "Films",
        [(label_name("abnormal"), abnormal)],
        ("Groups", _groups),
        ("Called healthy", share("called_healthy", of=True)),
        ("Refused by the gate", share("refused", of=True)),
        ("Gate or set warned the reader", share("saved", of=True)),
        ("One wrong class without a warning", share("alone", of=True)),
        ("Classes in the set", score("mean_set_size", digits=2)),
        where=Where.FIGURES,
    )
    yield noted(
        "AUC of 1 − probability of healthy, opacities among the ill: {auc}.",
        auc=Score(adult.estimate("healthy_vs_ill_with_opacity")),
    )


def _groups(own: Measured) -> Cell:
    return Count(own.count("groups")) if "groups" in own else NOTHING


def charts(_manifest: Manifest) -> Iterator[Block]:
    """The interactive charts, which compute their figures from the stored predictions."""
    yield said(
        "Every chart is computed here from the stored predictions. What you set is in the "
        "address, for a link on a slide.",
        where=Where.PAGE,
    )
    yield Interactive("charts")


# Only docs/figures.md has what follows; it is in English alone. The page has its charts.


def _in_full(manifest: Manifest, figures: Measured) -> Iterator[Block]:
    three = (
        (N_("Sensitivity"), score("sensitivity")),
        (N_("Specificity"), score("specificity")),
        (N_("AUC"), score("auc")),
    )
    for split in FILM_SPLITS:
        own, name = figures.part(split), split_name(split)
        matrix = own.matrix("confusion")
        yield table(
            english("{split}: by class", split=name),
            "Class",
            ((label_name(label), own.part("by_class", label)) for label in CLASSES),
            *three,
            where=Where.FIGURES,
        )
        yield Table(
            (Words("Truth ↓ answer →"), *map(label_name, CLASSES), Words("Films")),
            tuple(
                (label_name(label), *map(Count, (*row, sum(row))))
                for label, row in zip(CLASSES, matrix, strict=True)
            ),
            english("{split}: truth and answer", split=name),
            Where.FIGURES,
        )
        for source, part in own.parts("by_source").items():
            yield table(
                english(
                    "{split}: {films} films of {groups} groups from {source}, among themselves",
                    split=name,
                    films=Count(part.count("n")),
                    groups=Count(part.count("groups")),
                    source=source_name(source),
                ),
                "Class",
                (
                    (
                        Joined((label_name(label), Count(part.count("films", label))), ": "),
                        part.part("by_class", label),
                    )
                    for label in CLASSES
                ),
                *three,
                where=Where.FIGURES,
            )
    yield from _calibration(figures)
    yield from _sets(manifest, figures)


def _calibration(figures: Measured) -> Iterator[Block]:
    yield table(
        Words("Before and after temperature scaling (Guo et al. 2017, arXiv:1706.04599)"),
        "Split",
        of_splits(figures),
        ("Films", count("n")),
        ("Brier before", score("calibration", "brier", "before")),
        ("Brier after", score("calibration", "brier", "after")),
        ("ECE before", number("calibration", "ece", "before")),
        ("ECE after", number("calibration", "ece", "after")),
        where=Where.FIGURES,
    )
    bins = figures.count("test", "calibration", "bins")
    yield noted(
        "Brier score: squared error summed over the four classes, 0 (best) to 2. Expected "
        "calibration error: mean distance between confidence and accuracy of the likeliest class, "
        "in {bins} bins of equal width.",
        bins=Count(bins),
    )
    found = {
        split: figures.rows(split, "calibration", "reliability", "after") for split in FILM_SPLITS
    }
    rows: list[tuple[Cell, ...]] = []
    for index in range(bins):
        own = [found[split][index] for split in FILM_SPLITS]
        if any(one.count("n") for one in own):
            ends = Plain(f"{index / bins:.2f} to {(index + 1) / bins:.2f}")
            rows.append((ends, *map(_bin, own)))
    yield Table(
        (Words("Bin"), *map(split_name, FILM_SPLITS)),
        tuple(rows),
        Words("Reliability, calibrated: mean confidence → accuracy (films)"),
        Where.FIGURES,
    )


def _bin(own: Measured) -> Cell:
    if not own.count("n"):
        return Plain("")
    return english(
        "{confidence} → {accuracy} ({films})",
        confidence=Number(own.number("confidence")),
        accuracy=Number(own.number("accuracy")),
        films=Count(own.count("n")),
    )


def _sets(manifest: Manifest, figures: Measured) -> Iterator[Block]:
    """Coverage and size of the prediction sets."""
    yield noted("Prediction sets: a class is in the set if its probability reaches its threshold "
            "({thresholds}), and the likeliest class always is. Thresholds are fitted on "
            "validation for {coverage} of the films of each class (class-conditional split "
            "conformal prediction, Vovk 2012, arXiv:1209.2673). The promise is for films like "
            "those of validation; for other hospitals there is none.", thresholds=Joined(
                    tuple(
                        Joined((label_name(label), Number(manifest.conformal_thresholds[label])),
                               " ")
                        for label in CLASSES
                    )
                ), coverage=Percent(manifest.coverage, 0))  # fmt: skip
    conformal = Measured(
        {split: figures.part(split, "conformal").document for split in FILM_SPLITS}
    )
    yield table(
        Words("Prediction sets: coverage and size"),
        "Films",
        in_parts(conformal, "", "by_class", "by_source"),
        ("Right class in the set", share("coverage", of=True)),
        ("Classes in the set", score("mean_set_size", digits=2)),
        where=Where.FIGURES,
    )
    sizes = [figures.counts(split, "conformal", "set_sizes") for split in FILM_SPLITS]
    yield Table(
        columns("Split", *(f"Sets of {size}" for size in sizes[0])),
        tuple(
            (split_name(split), *map(Count, own.values()))
            for split, own in zip(FILM_SPLITS, sizes, strict=True)
        ),
        Words("Sizes of the prediction sets"),
        Where.FIGURES,
    )
