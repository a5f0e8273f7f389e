"""What would fool it: who the patients are, and what is left without the film."""

from collections.abc import Iterator
from typing import Final

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.blocks import (
    ABSENT,
    Block,
    Cell,
    Count,
    CountOf,
    Dots,
    Heading,
    Interactive,
    Joined,
    Number,
    Paragraph,
    Percent,
    Score,
    Share,
    Table,
    Where,
    Words,
    columns,
    noted,
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measured import Measured
from model.evaluation.names import label_name, only, source_names, split_name
from model.evaluation.sections.shortcuts import shortcuts
from model.evaluation.sections.summary import ADULTS, LEFT, SHORTCUTS
from model.evaluation.selections import cue_free, seen_sources, taught
from model.messages import N_

_WITHOUT: Final = N_("How far one gets without the film")


def confound(manifest: Manifest) -> Iterator[Block]:
    """Child against adult, source against source, then the lungs themselves."""
    figures = Measured(manifest.figures)
    yield from _taught(manifest)
    yield Heading(_WITHOUT, "without", "confounder")
    yield from _guessers(figures)
    yield Heading(LEFT, "left")
    yield from _left(manifest, figures)
    yield Heading(ADULTS, "adults")
    yield from _adults(manifest, figures)
    if "shortcuts" in manifest.explanation:
        yield Heading(SHORTCUTS, "shortcuts", "shortcut-learning")
        yield from shortcuts(Measured(manifest.explanation).part("shortcuts"))
    yield Heading(N_("Try it on a film"), "live", where=Where.PAGE)
    yield Interactive("live-shortcuts")


def _taught(manifest: Manifest) -> Iterator[Block]:
    yield said(
        "What the network was trained on. A label whose films are all of children, or all from "
        "one place, can be guessed from the age of the patient or the look of the scanner.",
        where=Where.ALL,
    )
    yield Table(
        columns(N_("Label in training"), N_("Films"), N_("Of children"), N_("Sources")),
        tuple(
            (
                label_name(one.label),
                Count(one.total),
                Percent(one.children / one.total, 0) if one.total else ABSENT,
                source_names(one.sources),
            )
            for one in taught(manifest.figures)
        ),
        _("Films behind each label, the share of children, and the sources"),
        Where.ALL,
    )


def _guessers(figures: Measured) -> Iterator[Block]:
    blind = 1 / len(CLASSES)
    yield said(
        "A guesser who sees no film but is told whether it is of a child or an adult, or which "
        "data set it is from, and who knows the data. Mean sensitivity of the four classes; blind "
        "guessing gets {blind}.",
        blind=Number(blind, 2),
    )
    names = (N_("Told child or adult"), N_("Told the data set"), N_("This network"))
    found: dict[str, tuple[Estimate, ...]] = {}
    for split in ("test", "adult"):
        known = figures.part(split, "known_without_the_film")
        found[split] = (
            *(Estimate(known.number(name), None, None, 0, 0) for name in ("population", "source")),
            figures.sure(split, "macro_recall"),
        )
    yield Dots(
        "evidence_guessers",
        Words(_WITHOUT),
        _("Mean sensitivity"),
        tuple(
            (split_name(split), tuple(zip(columns(*names), row, strict=True)))
            for split, row in found.items()
        ),
        share=False,
        reference=(blind, _("blind guessing")),
    )
    yield Table(
        columns(N_("Split"), *names, N_("Films")),
        tuple(
            (split_name(split), *map(Score, row), Count(figures.count(split, "n")))
            for split, row in found.items()
        ),
        Words(_WITHOUT),
    )
    yield noted("Guessing blindly gives {blind}.", blind=Number(blind))
    adult = found["adult"]
    yield Paragraph(
        Words(
            N_(
                "On adults from elsewhere, whoever knows the data set and never sees the film "
                "does better than the network."
            )
            if adult[1].value > adult[2].value
            else N_(
                "On adults from elsewhere, the network does better than who knows the data set."
            )
        ),
        tone="caption",
    )


def _left(manifest: Manifest, figures: Measured) -> Iterator[Block]:
    yield said(
        "Among films that share an age group or a source, that cue is gone. The score for *ill* "
        "is 1 − the probability of healthy. Mean sensitivity is over the classes that occur."
    )
    rows: list[tuple[Cell, ...]] = []
    for one in cue_free(manifest.figures):
        part = Measured(one.figures)
        present = tuple(
            Joined((label_name(label), Count(films)), " ")
            for label in CLASSES
            if (films := part.count("films", label))
        )
        rows.append(
            (
                split_name(one.split),
                only(one.by, one.name),
                Joined(present),
                Score(part.estimate("healthy_vs_ill")),
                Score(part.estimate("macro_recall")),
            )
        )
    rows.append(
        (
            _("Both"),
            _("NIH family only"),
            _("healthy adults of the test split against adult opacities"),
            Score(figures.estimate("adult", "healthy_vs_opacity_one_family")),
            ABSENT,
        )
    )
    yield Table(
        columns(
            N_("Split"),
            N_("Films"),
            N_("Of which"),
            N_("AUC healthy or ill"),
            N_("Mean sensitivity"),
        ),
        tuple(rows),
        _("Figures among films that share an age group or a source"),
    )


def _adults(manifest: Manifest, figures: Measured) -> Iterator[Block]:
    adult = figures.part("adult")
    both = {
        label: (
            figures.sure("test", "by_class", label, "sensitivity"),
            adult.sure("by_class", label, "sensitivity"),
        )
        for label in ("bacterial", "viral")
    }
    yield Table(
        columns(N_("Called by its name"), N_("Children, test"), N_("Adults, external")),
        tuple(
            (label_name(label), Share(child, of=True), Share(grown, of=True))
            for label, (child, grown) in both.items()
        ),
        _("Bacterial and viral pneumonia of children and of adults that was called so"),
        Where.ALL,
    )
    yield Paragraph(
        Joined(
            tuple(
                Joined((label_name(label), CountOf(round(own.value * own.n), own.n)), ": ")
                for label, (_child, own) in both.items()
            )
        ),
        where=Where.FIGURES,
    )
    yield said(
        "Of adult films with an opacity of unknown organism, {either} were called bacterial or "
        "viral, which is right; {healthy} were called healthy.",
        where=Where.ALL,
        either=Share(adult.estimate("opacity", "called_either"), of=True),
        healthy=Share(adult.estimate("opacity", "called_healthy"), of=True),
    )
    sources, seen = set(adult.names("by_source")), seen_sources(manifest.figures)
    yield said(
        "All patients of the external split are new. {unseen} gave nothing to training; {known} "
        "gave films of other patients, so the network may know their look.",
        tone="caption",
        where=Where.ALL,
        unseen=source_names(sorted(sources - seen)),
        known=source_names(sorted((sources | set(adult.names("opacity", "by_source"))) & seen)),
    )
