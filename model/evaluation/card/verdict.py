"""The card's section on the worth of a heat map: verdicts, and which maps outlive the weights."""

from collections.abc import Mapping
from typing import Any, Final

from model.classifier.artefacts import Manifest
from model.evaluation.card.text import name_of, percent, section, table
from model.explain.methods import METHODS
from model.explain.randomise import LAYERS, TRAINED

Figures = Mapping[str, Any]

GOAL: Final = 0.95
"""Share of the maps of random-weight networks that must be *do not use*."""

_WORDS: Final = {"supported": "Supported", "weak": "Weak", "do-not-use": "Do not use"}

_NUMBERS: Final = {
    "lungs": "evidence inside the lungs over lung area",
    "faithfulness": "gain over random maps, share of the evidence",
    "rank": "random maps beaten, of 20",
    "agreement": "rank correlation with occlusion",
    "stability": "rank correlation under small changes",
}


def verdict_section(manifest: Manifest) -> str:
    """Thresholds of the verdict, and what it says of the shipped network and of random ones.

    Returns:
        The section; empty where nothing was measured yet.
    """
    part = manifest.explanation.get("verdict")
    if part is None:
        return ""
    random = part["random_networks"]
    held_out = random["held_out"]["do-not-use"]
    reached = "reached" if held_out["value"] >= GOAL else "**missed**"
    return section(
        "Verdict on the heat maps",
        "Every map of the explorer is judged by four checks: whether its evidence lies in the "
        "lungs more than an even spread would, whether hiding and showing the picture in its order "
        f"moves the logit more than 20 random maps as smooth do, whether a second method agrees, "
        "and whether five small changes of the picture leave it as it is; at most "
        f"{part['passes']} forward passes for Grad-CAM. *Do not use*: one of the first two fails, "
        "or there is no evidence. *Supported*: all pass. *Weak*: everything else.",
        _thresholds(part),
        f"**Maps of random-weight networks that are *do not use*: {percent(held_out)}** (networks "
        f"and films that set no threshold: seeds {_list(random['seeds']['held_out'])}, "
        f"{random['films']} films of test each). The goal was {100 * GOAL:.0f} %: {reached}.",
        section("Verdicts", _verdicts(part), level=3),
        section("The four numbers", _numbers(part), level=3),
        section("Maps that outlive the weights", _sanity(part["sanity"]), level=3),
        "To measure this again: `python -m model evaluate --data DIR --verdict`.",
    )


def _thresholds(part: Figures) -> str:
    own = part["thresholds"]
    share = f"{100 * part['quantile']:.0f} %"
    rows = [
        ["Lungs", f"{own['lungs']:.3f}", f"{share} of the maps of random-weight networks, val"],
        [
            "Faithfulness",
            f"{own['faithfulness']:.3f}",
            f"{share} of the maps of random-weight networks, val",
        ],
        [
            "Agreement",
            f"{own['agreement']:.3f}",
            f"{share} of random maps as smooth as the Grad-CAM, val",
        ],
        ["Stability", f"{own['stability']:.3f}", f"not below {share} of the Grad-CAMs of val"],
        [
            "Outliving the weights",
            f"{own['survival']:.3f}",
            f"SSIM that {share} of pairs of two films' maps stay below, val",
        ],
    ]
    return table(["Check", "Must exceed", "Measured as"], rows)


def _verdicts(part: Figures) -> str:
    rows = []
    for split, own in _in_order(part["shipped"]).items():
        rows.append([f"**{split}**", *_words(own["all"])])
        rows += [
            [f"{split}, {name_of(label)}", *_words(one)] for label, one in own["by_label"].items()
        ]
    random = part["random_networks"]
    rows.append(["Random weights, fitting (val)", *_words(random["fitting"])])
    rows.append(["**Random weights, held out (test)**", *_words(random["held_out"])])
    return "Grad-CAM at the last convolution, of the class that the network answers.\n\n" + table(
        ["Films", *_WORDS.values()], rows
    )


def _words(own: Figures) -> list[str]:
    return [percent(own[word]) for word in _WORDS]


def _numbers(part: Figures) -> str:
    rows = []
    found = {split: own["numbers"] for split, own in _in_order(part["shipped"]).items()}
    found["random weights"] = part["random_networks"]["numbers"]
    for name, meaning in _NUMBERS.items():
        for films, numbers in found.items():
            low, _, middle, _, high = numbers[name]
            rows.append([meaning, films, f"{middle:.2f}", f"{low:.2f} to {high:.2f}"])
    return table(["Number", "Films", "Median", "5th to 95th percentile"], rows)


def _sanity(own: Figures) -> str:
    layers = (TRAINED, *LAYERS)
    limit = own["unrelated"]["p95"]
    rows = []
    for name in (name for name in METHODS if name in own["similarity"]):
        steps = own["similarity"][name]
        rows.append(
            [
                METHODS[name].title,
                *(f"{steps[layer]:.2f}" for layer in layers),
                "**yes**" if steps[layers[-1]] > limit else "no",
            ]
        )
    return (
        f"Weights are drawn anew from the top of the network down (Adebayo et al. 2018, "
        f"arXiv:1810.03292). Mean SSIM with the trained network's map, {own['films']} films of "
        f"val, last convolution; two films' maps reach {own['unrelated']['median']:.2f} in "
        f"the median and {limit:.2f} at the 95th percentile. A method that stays above that shows "
        "the picture, not the network.\n\n"
        + table(["Method", *layers, "Outlives the weights"], rows)
    )


def _in_order(by_split: Figures) -> Figures:
    """The splits as everywhere in the card; the manifest has them by name."""
    return {split: by_split[split] for split in ("val", "test", "adult") if split in by_split}


def _list(values: Any) -> str:
    return ", ".join(str(value) for value in values)
