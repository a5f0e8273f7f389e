"""The card's section on where heat maps point, against lesions drawn by hand."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from model.classifier.artefacts import Manifest
from model.evaluation.card.text import estimate, percent, section, table
from model.evaluation.selections import better_and_worse, sign

Figures = Mapping[str, Any]

COMMAND: Final = "python -m model evaluate --data DIR --localisation"

_SCORES: Final[Mapping[str, str]] = {"hit": "peak in the lesion", "share": "share of evidence"}


def localisation_section(manifest: Manifest) -> str:
    """Pointing game and share of the evidence, against the lungs and against random maps.

    Returns:
        The section; empty where nothing was measured yet.
    """
    part = manifest.explanation.get("localisation")
    if part is None:
        return ""
    return section(
        "Heat maps against lesions drawn by hand",
        *_films(part),
        section("What no method at all gets", _chance(part), level=3),
        section("All films", _scores(part, "all"), _verdict(part, "all"), level=3),
        section(
            "Films that the classifier was not trained on",
            _scores(part, "other"),
            _verdict(part, "other"),
            level=3,
        ),
        section("Films that it was trained on", _scores(part, "train"), level=3),
        f"To measure this again: `{COMMAND}`.",
    )


def _films(part: Figures) -> list[str]:
    films, total = part["films"], sum(part["films"].values())
    splits = ", ".join(f"{name} {count}" for name, count in films.items())
    empty = part["empty_masks"]
    left_out = f" {empty} more with an empty mask is left out." if empty == 1 else ""
    if empty > 1:
        left_out = f" {empty} more with empty masks are left out."
    return [
        f"{total} films of {part['groups']} groups have ground glass or consolidation drawn by "
        f"hand ({splits}).{left_out} **{films.get('train', 0)} of them are films that the "
        "classifier was trained on**, so figures are given for these and the others apart. The "
        "explained class is that of the label; the network answers it on "
        f"{percent(part['cover']['all']['answered'])} films.",
        "*Peak in the lesion*: whether the highest value lies in the drawn region (pointing game, "
        "Zhang et al. 2018, doi:10.1007/s11263-017-1059-x); *near*: within "
        f"{part['method']['tolerance']} pixels of 224, which is about half a cell of the last "
        "convolution. *Share of evidence*: how much of the map's sum lies inside. An empty map "
        "scores nothing in either. Intervals are by group.",
    ]


def _chance(part: Figures) -> str:
    rows = []
    for name, title in (("all", "All"), ("other", "Not trained on"), ("train", "Trained on")):
        own = part["cover"][name]
        rows.append(
            [
                title,
                percent(own["lesion_of_picture"]),
                percent(own["lungs_of_picture"]),
                *(percent(own["lungs"][score]) for score in ("hit", "near", "share")),
            ]
        )
    return (
        "A map that says *somewhere in the lungs* spreads its evidence evenly over both and peaks "
        "in the centre of gravity of the larger; it has looked at no disease. What does no better "
        "has found the lungs at most. Lungs are those of the lung finder.\n\n"
        + table(
            [
                "Films",
                "Lesion, of the picture",
                "Lungs, of the picture",
                "Lungs: peak in the lesion",
                "Lungs: near",
                "Lungs: share of evidence",
            ],
            rows,
        )
    )


def _scores(part: Figures, subset: str) -> str:
    rows = []
    for row in part["settings"]:
        own = row[subset]
        rows.append(
            [
                row["title"],
                row["stage"],
                estimate(own["scores"]["hit"], 2),
                estimate(own["scores"]["near"], 2),
                estimate(own["scores"]["share"], 2),
                *(
                    _difference(own[against][score])
                    for score in _SCORES
                    for against in ("over_lungs", "over_random")
                ),
            ]
        )
    first = part["settings"][0][subset]["scores"]["hit"]
    head = [
        "Method",
        "Stage",
        "Peak in the lesion",
        "Near",
        "Share of evidence",
        "Peak: against lungs",
        "Peak: against random maps",
        "Share: against lungs",
        "Share: against random maps",
    ]
    return (
        f"{first['n']} films of {first['groups']} groups. The last four columns are paired "
        "differences: method less baseline on the same film; random maps have the values and the "
        f"smoothness of the method's own, {part['method']['random_maps']} for each film.\n\n"
        + table(head, rows)
    )


def _difference(figure: Figures | None) -> str:
    """A difference with its sign, and a word where the interval leaves 0 out."""
    if figure is None:
        return estimate(None)
    low, high = figure["low"], figure["high"]
    if low is None or high is None:
        return f"{figure['value']:+.2f}"
    word = {1: " **better**", -1: " **worse**", 0: ""}[sign(figure)]
    return f"{figure['value']:+.2f} ({low:+.2f} to {high:+.2f}){word}"


def _verdict(part: Figures, subset: str) -> str:
    """Which methods do better than the baselines, in words; none is said as plainly as any."""
    lines = []
    for against, name in (("over_lungs", "the lungs alone"), ("over_random", "random maps")):
        for score, what in _SCORES.items():
            better, worse = better_and_worse(part["settings"], subset, against, score)
            total = len(part["settings"])
            lines.append(
                f"- {what.capitalize()}, against {name}: {_count(better, total, 'better')}; "
                f"{_count(worse, total, 'worse')}."
            )
    count = 2 * len(_SCORES) * len(part["settings"])
    return (
        "\n".join(lines) + f"\n\nThese are {count} comparisons with intervals of 95 %: a few leave "
        "0 out by chance alone."
    )


def _count(titles: Iterable[str], of: int, word: str) -> str:
    names = list(titles)
    if not names:
        return f"**none of {of} does {word}**"
    verb = "does" if len(names) == 1 else "do"
    return f"{len(names)} of {of} {verb} {word} ({', '.join(names)})"
