"""How many answers outlive the lungs, the border, a mirror and a letter."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from model.classifier.classes import CLASSES
from model.evaluation.blocks import (
    Block,
    Cell,
    Count,
    Dots,
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
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.figures.shortcuts import SPLITS
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measured import Measured
from model.evaluation.names import label_name, source_name, split_name
from model.evaluation.selections import commonest_answer, disguises, grey_runs
from model.evaluation.tables import share, table
from model.explain.shortcuts import AS_IS, TITLES
from model.messages import N_

PICTURES: Final = {
    **TITLES,
    "black-lungs": N_("Without the lungs, black for grey"),
    "no-box": N_("Without the rectangle around the lungs"),
    "fill-alone": N_("The grey of the fill and nothing else"),
}
"""What each variant and each control is called."""


def shortcuts(part: Measured) -> Iterator[Block]:
    """Answers in each disguise.

    Args:
        part: ``explanation["shortcuts"]`` of the manifest.
    """
    test = part.part("test")
    out = test.part("variants", "lungs-out", "all")
    yield said(
        "With the lungs painted over, **{kept}** of {films} test films keep the answer that they "
        "had, and {right} are answered rightly (as they are: {as_is}). Such an answer does not "
        "need the lungs. The reverse does not hold: an answer that changes may have rested on the "
        "lungs, or may change because no film looks like this.",
        where=Where.ALL,
        kept=Share(out.estimate("kept")),
        films=Count(out.sure("kept").n),
        right=Share(out.estimate("accuracy")),
        as_is=Share(out.estimate("accuracy_as_is")),
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
    yield said(
        "How many it is hangs on what takes the lungs' place. {name} is the answer to {answered} "
        "of {films} films as they are: a network that always says so, whatever it is shown, would "
        "keep {share}. Pictures of one plain grey, from black to white, are answered too: {grey}.",
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
    yield Table(
        columns(N_("Split"), N_("Picture"), *_SURVIVAL, N_("Films")),
        tuple(
            (
                split_name(split),
                Words(PICTURES[name]),
                *_survival(own),
                Count(own.sure("all", "kept").n),
            )
            for split, rows in altered.items()
            for name, own in rows.items()
        ),
        _("Answers to the films in each disguise"),
    )
    yield from _survival_in_full(part, found)
    yield said(
        "The lungs are those of the lung finder; films without two lungs are left out. After "
        "Maguolo & Nanni 2021, doi:10.1016/j.inffus.2021.04.008, and DeGrave et al. 2021, "
        "doi:10.1038/s42256-021-00338-7.",
        tone="caption",
    )


# Only docs/figures.md has what follows; it is in English alone.


_SURVIVAL: Final = (
    N_("Keep their answer"),
    N_("Right answers that stay right"),
    N_("Mean sensitivity"),
)


def _survival(own: Measured, *, of: bool = False) -> tuple[Cell, ...]:
    kept, right = (Share(own.estimate("all", name), of) for name in ("kept", "stays_right"))
    return kept, right, Score(own.estimate("all", "macro_recall"))


def _survival_in_full(part: Measured, found: dict[str, dict[str, Measured]]) -> Iterator[Block]:
    """Shares of how many, answers, and who was left out; then by class and by source."""
    yield Table(
        columns(
            "Split", "Picture", *_SURVIVAL, "Right", "Of the same films as they are", "Answers"
        ),
        tuple(
            (
                split_name(split),
                Words(PICTURES[name]),
                *_survival(own, of=True),
                Share(own.estimate("all", "accuracy"), of=True),
                Number(own.sure("all", "macro_recall_as_is").value),
                _answers(own.part("all")),
            )
            for split, rows in found.items()
            for name, own in rows.items()
        ),
        Words("Answers in each disguise, in full"),
        Where.FIGURES,
    )
    lost: list[tuple[Cell, Measured]] = []
    for split in found:
        own = part.part(split)
        whole = Joined((split_name(split), Count(own.count("groups")), Words("groups")), " ")
        lost.append((whole, own.part("no_lungs", "all")))
        lost += [
            (Joined((split_name(split), source_name(name)), " · "), one)
            for name, one in own.parts("no_lungs", "by_source").items()
        ]
    yield table(
        Words("Films without two lungs of plausible size, left out of what needs lungs"),
        "Films",
        lost,
        ("Left out", share(of=True)),
        ("Share", share()),
        where=Where.FIGURES,
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
            yield named(who), [one.found(key, who, "kept") for one in own]


def _right(own: Sequence[Measured]) -> Iterator[Row]:
    for who in _names(own, "by_class"):
        yield label_name(who), [one.found("by_class", who, "recall") for one in own]
    for source in _names(own, "by_source"):
        for label in CLASSES:
            name = Joined((label_name(label), source_name(source)), " · ")
            yield name, [one.found("by_source", source, "recall", label) for one in own]


def _names(own: Sequence[Measured], key: str) -> list[str]:
    return list(dict.fromkeys(who for one in own for who in one.names(key)))


def _answers(whole: Measured) -> Joined:
    return Joined(
        tuple(
            Joined((label_name(label), Count(whole.count("answers", label))), " ")
            for label in CLASSES
        )
    )
