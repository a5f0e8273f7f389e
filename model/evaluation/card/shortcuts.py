"""The card's section on shortcuts: what is left of an answer when the lungs are gone."""

from collections.abc import Mapping
from typing import Any, Final

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.card.text import NONE, estimate, name_of, percent, section, table
from model.evaluation.figures.shortcuts import SPLITS
from model.evaluation.selections import commonest_answer, disguises, grey_runs
from model.explain.shortcuts import AS_IS, TITLES

Figures = Mapping[str, Any]

COMMAND: Final = "python -m model evaluate --data DIR --shortcuts"

_CONTROLS: Final[Mapping[str, str]] = {
    "black-lungs": "Without the lungs, black for grey",
    "no-box": "Without the rectangle around the lungs",
    "fill-alone": "The grey of the fill and nothing else",
}


def shortcuts_section(manifest: Manifest) -> str:
    """How many answers outlive the lungs, the border, a mirror and a letter.

    Returns:
        The section; empty where nothing was measured yet.
    """
    part = manifest.explanation.get("shortcuts")
    if part is None:
        return ""
    test = part["test"]["variants"]["lungs-out"]["all"]
    alone = part["test"]["controls"]["fill-alone"]["all"]["kept"]
    return section(
        "Shortcuts: what is left without the lungs",
        f"**With the lungs painted over, {percent(test['kept'])} test films keep the answer that "
        f"they had**, and {percent(test['accuracy'])} are answered rightly (as they are: "
        f"{percent(test['accuracy_as_is'], of=False)}). Such an answer does not need the lungs. "
        f"A picture of the fill and nothing else would be answered alike for {percent(alone)}. "
        "The reverse does not hold: an answer that changes may have rested on the lungs, or may "
        "change because no film looks like this. "
        "After Maguolo & Nanni 2021, doi:10.1016/j.inffus.2021.04.008, and DeGrave et al. 2021, "
        "doi:10.1038/s42256-021-00338-7.",
        _spread(part["test"]),
        _how(part),
        *(_overview(split, part[split]) for split in SPLITS),
        section("Answers kept, by class and by source", _kept(part), level=3),
        section("Right answers, by class and by source", _right(part), level=3),
        f"To measure this again: `{COMMAND}`.",
    )


def _spread(test: Figures) -> str:
    """How far the headline hangs on the fill, and what one answer to everything would keep."""
    black, box = (test["controls"][name]["all"]["kept"] for name in ("black-lungs", "no-box"))
    most, films = commonest_answer(test)
    return (
        "How many films it is hangs on what takes the lungs' place: "
        f"{percent(black, of=False)} keep their answer with black for grey, and "
        f"{percent(box, of=False)} with the whole rectangle around the lungs filled. "
        f"{name_of(most)} is the answer to {films} of {test['n']} films as they are, so a "
        "network that always says so, whatever it is shown, keeps "
        f"{100 * films / test['n']:.1f} %."
    )


def _how(part: Figures) -> str:
    lost = "; ".join(
        f"{split} {percent(part[split]['no_lungs']['all'])}{_where(part[split]['no_lungs'])}"
        for split in SPLITS
    )
    return (
        "The fill is the median grey of what stays, so that nothing of what was removed comes back "
        "through it. *Without the lungs*: the lungs and a margin are filled; their outline can be "
        "seen, and disease that the lung finder left outside stays. *Without the rectangle*: the "
        "outline goes too, with heart and spine. *Lungs only*: everything else is filled. "
        "*Borders and markers erased*: the border is black, and bright lettering further in is "
        "painted over; dark lettering is not found. "
        f"Pictures of one grey, black to white, are answered: {_grey(part['grey'])}. "
        "Left out of what needs lungs, because no two lungs of plausible size were found: "
        f"{lost}."
    )


def _where(lost: Figures) -> str:
    sources = [
        f"`{name}` {percent(one, of=False)}"
        for name, one in lost["by_source"].items()
        if one["value"] > 0
    ]
    return f" ({', '.join(sources)})" if sources else ""


def _grey(answers: Mapping[str, str]) -> str:
    """Runs of equal answers: `COVID-19 up to 75, Healthy up to 255`."""
    runs = grey_runs(answers)
    if len(runs) == 1:
        return f"{name_of(runs[0][1])}, all of them"
    return ", ".join(f"{name_of(answer)} up to {grey}" for grey, answer in runs)


def _overview(split: str, figures: Figures) -> str:
    rows = []
    for name, title, own in _disguises(figures):
        whole = own["all"]
        answers = ", ".join(f"{name_of(one)} {whole['answers'][one]}" for one in CLASSES)
        same = name == AS_IS
        rows.append(
            [
                title,
                NONE if same else percent(whole["kept"]),
                NONE if same else percent(whole["stays_right"]),
                estimate(whole["macro_recall"]),
                NONE if same else f"{whole['macro_recall_as_is']['value']:.3f}",
                answers,
            ]
        )
    return section(
        f"{split.capitalize()}: {figures['n']} films of {figures['groups']} groups",
        table(
            [
                "Picture",
                "Keep their answer",
                "Right answers that stay right",
                "Macro recall",
                "Of the same films as they are",
                "Answers",
            ],
            rows,
        ),
        level=3,
    )


def _kept(part: Figures) -> str:
    rows = []
    for split in SPLITS:
        own = {name: one for name, _, one in _disguises(part[split]) if name != AS_IS}
        for key in ("by_class", "by_source"):
            for who in _names(own, key):
                cells = [one[key].get(who, {}).get("kept") for one in own.values()]
                rows.append([split, _shown(key, who), _films(cells), *_cells(cells)])
    titles = [title for name, title, _ in _disguises(part[SPLITS[0]]) if name != AS_IS]
    return table(["Split", "Films", "n", *titles], rows)


def _right(part: Figures) -> str:
    """Recall of each class, in all films and in those of each source."""
    rows = []
    for split in SPLITS:
        own = {name: one for name, _, one in _disguises(part[split])}
        for who in _names(own, "by_class"):
            cells = [one["by_class"].get(who, {}).get("recall") for one in own.values()]
            if any(cells):
                rows.append([split, name_of(who), _films(cells), *_cells(cells)])
        for source in _names(own, "by_source"):
            recalls = [one["by_source"].get(source, {}).get("recall", {}) for one in own.values()]
            for label in CLASSES:
                cells = [recall.get(label) for recall in recalls]
                if any(cells):
                    shown = f"{name_of(label)} of `{source}`"
                    rows.append([split, shown, _films(cells), *_cells(cells)])
    titles = [title for _, title, _ in _disguises(part[SPLITS[0]])]
    return (
        "Share of the films of a class that are called so; for an opacity, bacterial or viral.\n\n"
        + table(["Split", "Films", "n", *titles], rows)
    )


def _disguises(figures: Figures) -> list[tuple[str, str, Figures]]:
    """Name, title and figures of each variant and control, in the order of the lab."""
    titles = {**TITLES, **_CONTROLS}
    return [(name, titles[name], own) for name, own in disguises(figures).items()]


def _names(shown: Mapping[str, Figures], key: str) -> list[str]:
    return list(dict.fromkeys(who for one in shown.values() for who in one[key]))


def _shown(key: str, who: str) -> str:
    return name_of(who) if key == "by_class" else f"`{who}`"


def _films(cells: list[Figures | None]) -> str:
    """Number of films; a range where some lack lungs."""
    counts = sorted({one["n"] for one in cells if one is not None})
    return f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def _cells(cells: list[Figures | None]) -> list[str]:
    return [percent(one, of=False) for one in cells]
