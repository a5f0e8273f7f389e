"""The lung finder: what it learnt from, and how well it finds lungs."""

from collections.abc import Iterator
from typing import Final

from model.evaluation.blocks import (
    ABSENT,
    Block,
    Count,
    Number,
    Percent,
    Plain,
    Score,
    Share,
    Where,
    Words,
    english,
    noted,
    said,
)
from model.evaluation.measured import Measured
from model.evaluation.names import kind_name, label_name, split_name
from model.evaluation.sections.gate import NOT_REACHED, REACHED
from model.evaluation.tables import in_parts, number, score, share, table

GOAL: Final = 0.95
"""Dice asked for on the held-out JSRT films before anything was trained."""

_SIGNALS: Final = {
    "area": "area of the smaller lung, share of the picture",
    "ratio": "smaller over larger lung",
    "overlap": "shared height over that of the shorter lung",
    "gap": "distance of the centres, share of the width",
    "certainty": "soft Dice of the probabilities with the outline",
}


def lungs(part: Measured) -> Iterator[Block]:
    """Agreement with masks, and how often two lungs count as found.

    Args:
        part: ``explanation["lungs"]`` of the manifest.
    """
    jsrt = part.part("dice", "jsrt", "lungs")
    mean = jsrt.sure("mean")
    yield said(
        "A small U-Net finds the lungs for everything that is said of them. Dice on {films} "
        "hand-drawn films that it did not learn from: **{dice}**, worst {worst}. The goal was "
        "{goal}: {reached}. Two lungs are found on {found} test films.",
        where=Where.ALL,
        films=Count(mean.n),
        dice=Score(mean),
        worst=Number(jsrt.number("worst")),
        goal=Number(GOAL, 2),
        reached=Words(REACHED if mean.value >= GOAL else NOT_REACHED),
        found=Share(part.estimate("found", "test", "all"), of=True),
    )
    yield from _in_full(part)


# Only docs/figures.md has what follows; it is in English alone.


def _in_full(part: Measured) -> Iterator[Block]:
    dice = part.part("dice")
    jsrt = dice.part("jsrt", "lungs")
    yield noted(
        "U-Net (Ronneberger et al. 2015, arXiv:1505.04597), {size} MB. Median Dice on JSRT "
        "{median}; the goal was {goal}. Sides are the viewer's.",
        size=Number(part.number("bytes") / 1e6, 2),
        median=Number(jsrt.number("median")),
        goal=Number(GOAL, 2),
    )
    if "training" in part:
        own = part.part("training")
        yield noted(
            "It learnt from {hand} films with hand-drawn masks (JSRT films with a nodule, SCR, "
            "van Ginneken et al. 2006, doi:10.1016/j.media.2005.02.002; COVID-19 films of "
            "training, less the heart) and {silver} films of training with automatic masks that "
            "look like two lungs, at {weight} of the weight; {judges} more JSRT films chose the "
            "epoch ({epoch} of {epochs}, Dice {dice}). No mask of a film of validation, test or "
            "adults was seen.",
            **{name: Count(own.count(name)) for name in ("hand", "silver", "judges")},
            weight=Plain(own.word("settings", "silver_weight")),
            epoch=Plain(own.word("best_epoch")),
            epochs=Count(own.count("settings", "epochs")),
            dice=Number(own.number("best_dice")),
        )
    rows = [(Words("JSRT, by hand, adults"), dice.part("jsrt"))]
    for key, title in (
        ("less_heart", "Pneumonia, by hand, less the heart, {split}"),
        ("as_drawn", "Pneumonia, by hand, as drawn, {split}"),
    ):
        rows += [
            (english(title, split=split_name(split)), dice.part(key, split))
            for split, own in dice.part(key).document.items()
            if own is not None
        ]
    rows += [
        (english("{label}, automatic, test", label=label_name(label)), own)
        for label, own in dice.parts("silver").items()
    ]
    yield table(
        Words(
            "Mean Dice. *As drawn*: through the heart, another definition of a lung. An automatic "
            "mask is no truth: it leaves out what is consolidated"
        ),
        "Masks",
        rows,
        ("Films", lambda own: Count(own.sure("lungs", "mean").n)),
        ("Both lungs", score("lungs", "mean")),
        ("Median", number("lungs", "median")),
        ("Worst", number("lungs", "worst")),
        ("Left", score("left", "mean")),
        ("Right", score("right", "mean")),
        where=Where.FIGURES,
    )
    found = part.part("found")
    others = found.parts("not_chest").items()
    yield table(
        Words("Two lungs found; this is no gate: it asks for two shapes, not for a chest"),
        "Pictures",
        [
            *in_parts(found, "all", "by_label", "by_source"),
            (Words("Lateral views"), found.part("lateral", "all")),
            *((kind_name(kind), own) for kind, own in others),
        ],
        ("Two lungs found", share(of=True)),
        where=Where.FIGURES,
    )
    limits = "; ".join(
        f"{meaning} {part.number('thresholds', name):g}" for name, meaning in _SIGNALS.items()
    )
    accepted = Percent(part.number("acceptance"), 0) if "acceptance" in part else ABSENT
    yield noted(
        "By construction the thresholds accept {accepted} of validation. Two lungs count as found "
        "where all of these are reached: {limits}.",
        accepted=accepted,
        limits=Plain(limits),
    )
