"""How well it does: all figures at a glance, class by class, source by source, and the charts."""

from collections.abc import Callable, Iterator
from typing import Final

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.blocks import (
    Block,
    Cell,
    Count,
    Heading,
    Interactive,
    Joined,
    Number,
    Paragraph,
    Percent,
    Plain,
    Score,
    Share,
    Strong,
    Table,
    Where,
    Words,
    columns,
    english,
)
from model.evaluation.blocks import words as _
from model.evaluation.measured import Measured
from model.evaluation.names import (
    FILM_SPLITS,
    MEASURES,
    label_name,
    part_name,
    source_name,
    split_name,
)
from model.evaluation.writer import EXACT
from model.messages import N_

_HEAD: Final = (N_("Sensitivity"), N_("Specificity"), N_("AUC"))


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
    yield Paragraph(
        _(
            "Mean sensitivity (macro recall) counts each class alike. All figures are on all "
            "films of the four classes, whatever the gate says, unless a row names accepted "
            "films. In brackets: {level} intervals, percentiles of {replicates} bootstrap "
            "replicates that draw groups, not films. {exact} marks the exact binomial "
            "interval, counted in groups, where all films were answered alike. Validation "
            "chose the epoch, the temperature and the thresholds, so its figures flatter.",
            level=Percent(method.number("level"), 0),
            replicates=Count(method.count("replicates")),
            exact=Plain(EXACT),
        ),
        tone="caption",
        where=Where.ALL,
    )
    yield Heading(N_("Adult films without a single right answer"), "odd")
    yield from _odd(figures.part("adult"))
    yield from _in_full(manifest, figures)


def _measures() -> list[tuple[Cell, Callable[[Measured], Cell]]]:
    """Name of each figure, and how it is found in a split."""

    def sensitivity(label: str) -> tuple[Cell, Callable[[Measured], Cell]]:
        return Words(MEASURES["sensitivity"], {"name": label_name(label)}), lambda own: Score(
            own.estimate("by_class", label, "sensitivity")
        )

    return [
        (_("Films"), lambda own: Count(own.count("n"))),
        (_("Groups of films (patients)"), lambda own: Count(own.count("groups"))),
        (Words(MEASURES["macro_recall"]), lambda own: Score(own.estimate("macro_recall"))),
        (
            _("Mean sensitivity, accepted films"),
            lambda own: Score(own.estimate("macro_recall_accepted")),
        ),
        (_("Accuracy"), lambda own: Number(own.number("accuracy"))),
        *map(sensitivity, CLASSES),
        (Words(MEASURES["healthy_vs_ill"]), lambda own: Score(own.estimate("healthy_vs_ill"))),
        (_("Brier score"), lambda own: Score(own.estimate("calibration", "brier", "after"))),
        (Words(MEASURES["ece"]), lambda own: Number(own.number("calibration", "ece", "after"))),
        (
            _("Right class in the prediction set"),
            lambda own: Score(own.estimate("conformal", "coverage")),
        ),
        (
            _("Classes in the prediction set"),
            lambda own: Score(own.estimate("conformal", "mean_set_size"), 2),
        ),
    ]


def _odd(adult: Measured) -> Iterator[Block]:
    """Adult films that have no single right answer."""
    yield Table(
        (
            _("Label"),
            _("Films"),
            *(_("Called {name}", name=label_name(label)) for label in CLASSES),
        ),
        tuple(
            (
                label_name(name),
                Count(adult.count(name, "n")),
                *(Count(adult.count(name, "answers", label)) for label in CLASSES),
            )
            for name in ("opacity", "abnormal")
        ),
        _("What adult films without a single right answer are called"),
    )
    abnormal, opacity = adult.part("abnormal"), adult.part("opacity")
    yield Paragraph(
        _(
            "For an opacity of unknown organism, bacterial or viral is right. For a film that "
            "is abnormal otherwise (effusion, large heart, lines) none of the four answers is: "
            "{healthy} were called healthy, and {alone} passed the gate and got one single "
            "class, without a warning.",
            healthy=Share(abnormal.estimate("called_healthy")),
            alone=Share(abnormal.estimate("alone")),
        )
    )
    parts = [(Words("All opacities"), opacity)] + [
        (source_name(name), own) for name, own in opacity.parts("by_source").items()
    ]
    yield Table(
        columns("Opacities", "Called either", "Called healthy", "Set holds either",
                "Classes in the set"),
        tuple(
            (
                name,
                *(
                    Share(own.estimate(one), of=True)
                    for one in ("called_either", "called_healthy", "set_holds_either")
                ),
                Score(own.estimate("mean_set_size"), 2),
            )
            for name, own in parts
        ),
        Words("Opacities of unknown organism by source"),
        Where.FIGURES,
    )  # fmt: skip
    yield Table(
        columns("Abnormal otherwise", "Figure"),
        (
            (Words("Groups of opacities; of these films"),
             Joined((Count(opacity.count("groups")), Count(abnormal.count("groups"))), "; ")),
            (Words("Called healthy"), Share(abnormal.estimate("called_healthy"), of=True)),
            (Words("Refused by the gate"), Share(abnormal.estimate("refused"), of=True)),
            (Words("Gate or set warned the reader"), Share(abnormal.estimate("saved"), of=True)),
            (Words("One wrong class without a warning"),
             Share(abnormal.estimate("alone"), of=True)),
            (Words("Classes in the set"), Score(abnormal.estimate("mean_set_size"), 2)),
            (Words("AUC of 1 − probability of healthy, opacities among the ill"),
             Score(adult.estimate("healthy_vs_ill_with_opacity"))),
        ),
        Words("Films that are abnormal otherwise"),
        Where.FIGURES,
    )  # fmt: skip


def charts(_manifest: Manifest) -> Iterator[Block]:
    """The interactive charts, which compute their figures from the stored predictions."""
    yield Paragraph(
        _(
            "Every chart is computed here from the stored predictions. What you set is in the "
            "address, for a link on a slide."
        ),
        where=Where.PAGE,
    )
    yield Interactive("charts")


# Only docs/figures.md has what follows; it is in English alone. The page has its charts.


def _in_full(manifest: Manifest, figures: Measured) -> Iterator[Block]:
    for split in FILM_SPLITS:
        own = figures.part(split)
        title = english("{split}: by class", split=split_name(split))
        yield Table(
            columns("Class", "Films", *_HEAD),
            tuple(
                (label_name(label), Count(sum(row)), *_three(own.part("by_class", label)))
                for label, row in zip(CLASSES, own.matrix("confusion"), strict=True)
            ),
            title,
            Where.FIGURES,
        )
        yield Table(
            (Words("Truth ↓ answer →"), *map(label_name, CLASSES)),
            tuple(
                (label_name(label), *map(Count, row))
                for label, row in zip(CLASSES, own.matrix("confusion"), strict=True)
            ),
            english("{split}: truth and answer", split=split_name(split)),
            Where.FIGURES,
        )
        yield Table(
            columns("Source", "Films", "Groups", "Class", "Of it", *_HEAD),
            tuple(
                (
                    source_name(source),
                    Count(part.count("n")),
                    Count(part.count("groups")),
                    label_name(label),
                    Count(part.count("films", label)),
                    *_three(part.part("by_class", label)),
                )
                for source, part in own.parts("by_source").items()
                for label in CLASSES
            ),
            english("{split}: by source, among the films of one source", split=split_name(split)),
            Where.FIGURES,
        )  # fmt: skip
    yield from _calibration(figures)
    yield from _sets(manifest, figures)


def _three(own: Measured) -> Iterator[Cell]:
    return (Score(own.estimate(name)) for name in ("sensitivity", "specificity", "auc"))


def _calibration(figures: Measured) -> Iterator[Block]:
    yield Table(
        columns("Split", "n", "Brier before", "Brier after", "ECE before", "ECE after"),
        tuple(
            (
                split_name(split),
                Count(figures.count(split, "n")),
                *(
                    Score(figures.estimate(split, "calibration", "brier", when))
                    for when in ("before", "after")
                ),
                *(
                    Number(figures.number(split, "calibration", "ece", when))
                    for when in ("before", "after")
                ),
            )
            for split in FILM_SPLITS
        ),
        Words("Calibration before and after temperature scaling (Guo et al. 2017, "
              "arXiv:1706.04599)"),
        Where.FIGURES,
    )  # fmt: skip
    bins = figures.count("test", "calibration", "bins")
    yield Paragraph(
        english(
            "Brier score: squared error summed over the four classes, 0 (best) to 2. Expected "
            "calibration error: mean distance between confidence and accuracy of the likeliest "
            "class, in {bins} bins of equal width.",
            bins=Count(bins),
        ),
        where=Where.FIGURES,
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
    yield Paragraph(
        english("Prediction sets: a class is in the set if its probability reaches its threshold "
            "({thresholds}), and the likeliest class always is. Thresholds are fitted on "
            "validation for {coverage} of the films of each class (class-conditional split "
            "conformal prediction, Vovk 2012, arXiv:1209.2673). The promise is for films like "
            "those of validation; for other hospitals there is none.", thresholds=Joined(
                    tuple(
                        Joined((label_name(label), Number(manifest.conformal_thresholds[label])),
                               " ")
                        for label in CLASSES
                    )
                ), coverage=Percent(manifest.coverage, 0)),
        where=Where.FIGURES,
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for split in FILM_SPLITS:
        own = figures.part(split, "conformal")
        parts = [(Strong(split_name(split)), own)] + [
            (part_name(split, name, source=column == "by_source"), part)
            for column in ("by_class", "by_source")
            for name, part in own.parts(column).items()
        ]
        rows += [
            (name, Share(part.estimate("coverage"), of=True),
             Score(part.estimate("mean_set_size"), 2))
            for name, part in parts
        ]  # fmt: skip
    yield Table(
        columns("Films", "Right class in the set", "Classes in the set"),
        tuple(rows),
        Words("Prediction sets: coverage and size"),
        Where.FIGURES,
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
