"""The card's section on the lung finder."""

from collections.abc import Mapping
from typing import Any, Final

from model.classifier.artefacts import Manifest
from model.evaluation.card.gate import picture_name
from model.evaluation.card.text import NONE, estimate, name_of, percent, section, table

Figures = Mapping[str, Any]

GOAL: Final = 0.95
"""Dice asked for on the held-out JSRT films before anything was trained."""

_SIGNALS: Final = {
    "area": "area of the smaller lung, share of the picture",
    "ratio": "smaller over larger lung",
    "overlap": "shared height over that of the shorter lung",
    "gap": "distance of the centres, share of the width",
    "certainty": "soft Dice of the probabilities with the outline",
}


def lungs_section(manifest: Manifest) -> str:
    """Agreement with held-out masks, and how often two lungs count as found.

    Returns:
        The section; empty where nothing was measured yet.
    """
    part = manifest.explanation.get("lungs", {})
    if "dice" not in part:
        return ""
    jsrt = part["dice"]["jsrt"]["lungs"]
    reached = "reached" if jsrt["mean"]["value"] >= GOAL else "**missed**"
    return section(
        "Lungs",
        "A U-Net of its own (Ronneberger et al. 2015, arXiv:1505.04597), "
        f"{part['bytes'] / 1e6:.2f} MB, finds the lungs for everything that is said of them. "
        f"**Dice on the {jsrt['mean']['n']} hand-drawn JSRT films that it did not learn from: "
        f"{estimate(jsrt['mean'])}**, median {jsrt['median']:.3f}, worst {jsrt['worst']:.3f}. The "
        f"goal was {GOAL}: {reached}. Sides are the viewer's.",
        _learnt(part),
        section("Agreement with masks", _agreement(part["dice"]), level=3),
        section("Two lungs found", _found(part), level=3),
        "To train it again: `python -m model train-lungs --data DIR --output runs/lungs`. To "
        "measure this again: `python -m model evaluate --data DIR --lungs`.",
    )


def _learnt(part: Figures) -> str:
    """What it learnt from."""
    training = part.get("training")
    if training is None:
        return ""
    settings = training["settings"]
    return (
        f"It learnt from {training['hand']} films with hand-drawn masks (JSRT films with a nodule, "
        "SCR, van Ginneken et al. 2006, doi:10.1016/j.media.2005.02.002; COVID-19 films of train, "
        f"less the heart) and {training['silver']:,} films of train with automatic masks that look "
        f"like two lungs, at {settings['silver_weight']} of the weight; "
        f"{training['judges']} more JSRT films chose the epoch ({training['best_epoch']} of "
        f"{settings['epochs']}, Dice {training['best_dice']:.3f}). No mask of a film of val, test "
        "or adult was seen."
    )


def _agreement(dice: Figures) -> str:
    rows = [["JSRT, by hand, adult split", *_dice(dice["jsrt"])]]
    for key, title in (
        ("less_heart", "Pneumonia, by hand, less the heart"),
        ("as_drawn", "Pneumonia, by hand, as drawn"),
    ):
        rows += [
            [f"{title}, {split}", *_dice(own)]
            for split, own in dice[key].items()
            if own is not None
        ]
    rows += [
        [f"{name_of(label)}, automatic, test", *_dice(own)] for label, own in dice["silver"].items()
    ]
    return (
        table(["Masks", "n", "Both lungs", "Median", "Worst", "Left", "Right"], rows)
        + "\n\nMean Dice with its 95 % interval. The pneumonia films of GeneralBlockchain were "
        "drawn through the heart, which is another definition of a lung: *as drawn* shows by how "
        "much. An automatic mask is no truth: it leaves out what is consolidated, so agreement "
        "with it is only that."
    )


def _dice(own: Figures) -> list[Any]:
    both = own["lungs"]
    return [
        both["mean"]["n"],
        estimate(both["mean"]),
        f"{both['median']:.3f}",
        f"{both['worst']:.3f}",
        estimate(own["left"]["mean"]),
        estimate(own["right"]["mean"]),
    ]


def _found(part: Figures) -> str:
    found = part["found"]
    rows = []
    for split in ("val", "test", "adult"):
        rows.append([f"**{split}**", percent(found[split]["all"])])
        rows += [
            [f"{split}, {name_of(label)}", percent(own)]
            for label, own in found[split]["by_label"].items()
        ]
        rows += [
            [f"{split}, `{source}`", percent(own)]
            for source, own in found[split]["by_source"].items()
        ]
    rows.append(["Lateral chest views", percent(found["lateral"]["all"])])
    rows += [[picture_name(kind), percent(own)] for kind, own in found["not_chest"].items()]
    thresholds = "; ".join(
        f"{meaning} {part['thresholds'][name]:g}" for name, meaning in _SIGNALS.items()
    )
    accepted = f"{100 * part['acceptance']:.0f} %" if "acceptance" in part else NONE
    return (
        "Where two lungs are not found, no figure that needs them is shown. They count as found "
        f"where all of these are reached: {thresholds}. The thresholds accept {accepted} of val by "
        "construction. This is no gate: it asks for two shapes, not for a chest.\n\n"
        + table(["Pictures", "Two lungs found"], rows)
    )
