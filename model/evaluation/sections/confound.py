"""What would fool it: who the patients are, what is left without the film, without the lungs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.blocks import (
    ABSENT,
    NOTHING,
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
    Plain,
    Score,
    Share,
    Table,
    Where,
    Words,
    columns,
    english,
)
from model.evaluation.blocks import words as _
from model.evaluation.figures.shortcuts import SPLITS
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measured import Measured
from model.evaluation.names import label_name, only, source_name, source_names, split_name
from model.evaluation.sections.summary import ADULTS, LEFT, SHORTCUTS
from model.evaluation.selections import (
    commonest_answer,
    cue_free,
    disguises,
    grey_runs,
    seen_sources,
    taught,
)
from model.explain.shortcuts import AS_IS, TITLES
from model.messages import N_

PICTURES: Final = {
    **TITLES,
    "black-lungs": N_("Without the lungs, black for grey"),
    "no-box": N_("Without the rectangle around the lungs"),
    "fill-alone": N_("The grey of the fill and nothing else"),
}
"""What each variant and each control is called."""

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
        yield from _shortcuts(Measured(manifest.explanation).part("shortcuts"))
    yield Heading(N_("Try it on a film"), "live", where=Where.PAGE)
    yield Interactive("live-shortcuts")


def _taught(manifest: Manifest) -> Iterator[Block]:
    yield Paragraph(
        _(
            "What the network was trained on. A label whose films are all of children, or all "
            "from one place, can be guessed from the age of the patient or the look of the "
            "scanner."
        ),
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
    yield Paragraph(
        _(
            "A guesser who sees no film but is told whether it is of a child or an adult, or "
            "which data set it is from, and who knows the data. Mean sensitivity of the four "
            "classes; blind guessing gets {blind}.",
            blind=Number(blind, 2),
        )
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
    yield Paragraph(
        english("Guessing blindly gives {blind}.", blind=Number(blind)), where=Where.FIGURES
    )
    adult = found["adult"]
    yield Paragraph(
        Words(
            N_(
                "On adults from elsewhere, whoever knows the data set and never sees the film does "
                "better than the network."
            )
            if adult[1].value > adult[2].value
            else N_(
                "On adults from elsewhere, the network does better than who knows the data set."
            )
        ),
        tone="caption",
    )


def _left(manifest: Manifest, figures: Measured) -> Iterator[Block]:
    yield Paragraph(
        _(
            "Among films that share an age group or a source, that cue is gone. The score for "
            "*ill* is 1 − the probability of healthy. Mean sensitivity is over the classes "
            "that occur."
        )
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
    yield Paragraph(
        _(
            "Of adult films with an opacity of unknown organism, {either} were called "
            "bacterial or viral, which is right; {healthy} were called healthy.",
            either=Share(adult.estimate("opacity", "called_either"), of=True),
            healthy=Share(adult.estimate("opacity", "called_healthy"), of=True),
        ),
        where=Where.ALL,
    )
    sources, seen = set(adult.names("by_source")), seen_sources(manifest.figures)
    yield Paragraph(
        _(
            "All patients of the external split are new. {unseen} gave nothing to training; "
            "{known} gave films of other patients, so the network may know their look.",
            unseen=source_names(sorted(sources - seen)),
            known=source_names(sorted((sources | set(adult.names("opacity", "by_source"))) & seen)),
        ),
        tone="caption",
        where=Where.ALL,
    )


def _shortcuts(part: Measured) -> Iterator[Block]:
    """How many answers outlive the lungs, the border, a mirror and a letter."""
    test = part.part("test")
    out = test.part("variants", "lungs-out", "all")
    yield Paragraph(
        _(
            "With the lungs painted over, **{kept}** of {films} test films keep the answer "
            "that they had, and {right} are answered rightly (as they are: {as_is}). Such an "
            "answer does not need the lungs. The reverse does not hold: an answer that changes "
            "may have rested on the lungs, or may change because no film looks like this.",
            kept=Share(out.estimate("kept")),
            films=Count(out.sure("kept").n),
            right=Share(out.estimate("accuracy")),
            as_is=Share(out.estimate("accuracy_as_is")),
        ),
        where=Where.ALL,
    )
    found = {
        split: {name: Measured(own) for name, own in disguises(part.part(split).document).items()}
        for split in SPLITS
    }
    altered = {
        split: {name: own for name, own in rows.items() if name != AS_IS}
        for split, rows in found.items()
    }
    yield Dots(
        "evidence_survival",
        _("Films that keep their answer in each disguise"),
        _("Films that keep their answer"),
        tuple(
            (
                split_name(split),
                tuple(
                    (Words(PICTURES[name]), own.estimate("all", "kept"))
                    for name, own in rows.items()
                ),
            )
            for split, rows in altered.items()
        ),
    )
    most, answered = commonest_answer(test.document)
    grey = {name: part.word("grey", name) for name in part.names("grey")}
    yield Paragraph(
        _(
            "How many it is hangs on what takes the lungs' place. {name} is the answer to "
            "{answered} of {films} films as they are: a network that always says so, whatever "
            "it is shown, would keep {share}. Pictures of one plain grey, from black to white, "
            "are answered too: {grey}.",
            name=label_name(most),
            answered=Count(answered),
            films=Count(test.count("n")),
            share=Percent(answered / test.count("n")),
            grey=Joined(
                tuple(
                    _("{name} up to {grey}", name=label_name(name), grey=Count(last))
                    for last, name in grey_runs(grey)
                )
            ),
        )
    )
    yield Table(
        columns(
            N_("Split"),
            N_("Picture"),
            N_("Keep their answer"),
            N_("Right answers that stay right"),
            N_("Mean sensitivity"),
            N_("Films"),
        ),
        tuple(
            (
                split_name(split),
                Words(PICTURES[name]),
                Share(own.estimate("all", "kept")),
                Share(own.estimate("all", "stays_right")),
                Score(own.estimate("all", "macro_recall")),
                Count(own.sure("all", "kept").n),
            )
            for split, rows in altered.items()
            for name, own in rows.items()
        ),
        _("Answers to the films in each disguise"),
    )
    yield from _survival_in_full(part, found)
    yield Paragraph(
        _(
            "The lungs are those of the lung finder; films without two lungs are left out. "
            "After Maguolo & Nanni 2021, doi:10.1016/j.inffus.2021.04.008, and DeGrave et al. "
            "2021, doi:10.1038/s42256-021-00338-7."
        ),
        tone="caption",
    )


# Only docs/figures.md has what follows; it is in English alone.


def _survival_in_full(part: Measured, found: dict[str, dict[str, Measured]]) -> Iterator[Block]:
    """Shares of how many, answers, and who was left out; then by class and by source."""
    overview: list[tuple[Cell, ...]] = []
    left_out: list[tuple[Cell, ...]] = []
    for split, rows in found.items():
        own = part.part(split)
        films = Joined((CountOf(own.count("n"), own.count("n")), Count(own.count("groups"))), "; ")
        for name, one in rows.items():
            whole = one.part("all")
            overview.append(
                (
                    split_name(split),
                    Words(PICTURES[name]),
                    ABSENT if name == AS_IS else Share(whole.estimate("kept"), of=True),
                    ABSENT if name == AS_IS else Share(whole.estimate("stays_right"), of=True),
                    Share(whole.estimate("accuracy"), of=True),
                    Score(whole.estimate("macro_recall")),
                    Number(whole.sure("macro_recall_as_is").value),
                    _answers(whole),
                )
            )
        left_out.append((split_name(split), films, Share(own.estimate("no_lungs", "all"), of=True)))
        left_out += [
            (Joined((split_name(split), source_name(name)), " · "), NOTHING,
             Share(own.estimate("no_lungs", "by_source", name)))
            for name in own.names("no_lungs", "by_source")
        ]  # fmt: skip
    yield Table(
        columns("Split", "Picture", "Keep their answer", "Right answers that stay right", "Right",
                "Mean sensitivity", "Of the same films as they are", "Answers"),
        tuple(overview),
        Words("Answers in each disguise, in full"),
        Where.FIGURES,
    )  # fmt: skip
    yield Table(
        columns("Films", "Films; groups", "Without two lungs of plausible size"),
        tuple(left_out),
        Words("Films that are left out of what needs lungs"),
        Where.FIGURES,
    )
    yield _by_group("Answers kept, by class and by source", found, _kept)
    yield _by_group(
        "Right answers, by class and by source; for an opacity, bacterial or viral", found, _right
    )


Row = tuple[Cell, list[Estimate | None]]
RowsOf = Callable[[Sequence[Measured]], Iterator[Row]]


def _by_group(title: str, found: dict[str, dict[str, Measured]], rows_of: "RowsOf") -> Table:
    names = list(next(iter(found.values())))
    rows: list[tuple[Cell, ...]] = []
    for split, own in found.items():
        for who, cells in rows_of(list(own.values())):
            films = sorted({one.n for one in cells if one is not None})
            if films:
                counts = Plain(" to ".join(map(str, dict.fromkeys((films[0], films[-1])))))
                rows.append((split_name(split), who, counts, *map(Share, cells)))
    return Table(
        columns("Split", "Films", "n", *(PICTURES[name] for name in names)),
        tuple(rows),
        Words(title),
        Where.FIGURES,
    )


def _kept(own: Sequence[Measured]) -> Iterator[Row]:
    for key, named in (("by_class", label_name), ("by_source", source_name)):
        for who in _names(own, key):
            yield named(who), [_found(one, key, who, "kept") for one in own]


def _right(own: Sequence[Measured]) -> Iterator[Row]:
    for who in _names(own, "by_class"):
        yield label_name(who), [_found(one, "by_class", who, "recall") for one in own]
    for source in _names(own, "by_source"):
        for label in CLASSES:
            name = Joined((label_name(label), source_name(source)), " · ")
            yield name, [_found(one, "by_source", source, "recall", label) for one in own]


def _names(own: Sequence[Measured], key: str) -> list[str]:
    return list(dict.fromkeys(who for one in own for who in one.names(key)))


def _found(one: Measured, *way: str) -> Estimate | None:
    """A figure that some groups of films do not allow."""
    try:
        return one.estimate(*way)
    except KeyError:
        return None


def _answers(whole: Measured) -> Joined:
    return Joined(
        tuple(
            Joined((label_name(label), Count(whole.count("answers", label))), " ")
            for label in CLASSES
        )
    )
