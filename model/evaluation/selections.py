"""What tables, charts and card show of the figures: selected from the manifest, never computed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from model.classifier.classes import CLASSES
from model.evaluation.figures.shortcuts import CONTROLS
from model.explain.shortcuts import AS_IS, VARIANTS
from model.messages import N_
from model.training.calibrate import FLOORS

Figures = Mapping[str, Any]

LABELS = ("healthy", "covid", "bacterial", "viral", "opacity", "abnormal", "lateral")
"""Every label of a film, in the order of all tables."""

SPLITS = ("train", "val", "test", "adult", "lateral")
"""Every split, in the order of all tables."""


def films(figures: Figures, *, population: str | None = None, **wanted: str) -> int:
    """Number of films with the wanted split, label, source and population."""
    if population is not None:
        wanted["population"] = population
    return sum(
        row["n"]
        for row in figures["data"]["counts"]
        if all(row[name] == value for name, value in wanted.items())
    )


def sources_of(figures: Figures, **wanted: str) -> list[str]:
    """Names of the data sets with films of the wanted split and label, sorted."""
    return sorted(
        {
            str(row["source"])
            for row in figures["data"]["counts"]
            if all(row[name] == value for name, value in wanted.items())
        }
    )


def seen_sources(figures: Figures) -> set[str]:
    """Data sets that gave at least one film to train on."""
    return set(sources_of(figures, split="train"))


@dataclass(frozen=True)
class Taught:
    """What the network learnt one label from.

    Attributes:
        label: A class, or ``opacity``.
        total: Films in train.
        children: How many of them are of children.
        sources: Data sets that they come from.
    """

    label: str
    total: int
    children: int
    sources: tuple[str, ...]


def taught(figures: Figures) -> list[Taught]:
    """Age and origin of the films behind each label that was trained on."""
    return [
        Taught(
            label,
            films(figures, split="train", label=label),
            films(figures, split="train", label=label, population="pediatric"),
            tuple(sources_of(figures, split="train", label=label)),
        )
        for label in (*CLASSES, "opacity")
    ]


@dataclass(frozen=True)
class CueFree:
    """Films of one split that share an age group or a source.

    Attributes:
        split: ``test`` or ``adult``.
        by: ``population`` or ``source``: what they share.
        name: Which one.
        figures: ``films``, ``healthy_vs_ill`` and ``macro_recall`` among them.
    """

    split: str
    by: str
    name: str
    figures: Figures


def cue_free(figures: Figures) -> list[CueFree]:
    """Every such group of films with healthy and ill ones among them.

    One class alone has no AUC, and its recall says nothing.
    """
    return [
        CueFree(split, by, name, part)
        for split in ("test", "adult")
        for by in ("population", "source")
        for name, part in figures[split][f"by_{by}"].items()
        if part["healthy_vs_ill"] is not None
    ]


def disguises(split: Figures) -> dict[str, Figures]:
    """Figures of each variant and control of one split by name, in the order of the lab."""
    found = {name: split["variants"][name] for name in VARIANTS}
    return found | {name: split["controls"][name] for name in CONTROLS}


def commonest_answer(split: Figures) -> tuple[str, int]:
    """The class that films as they are get most often, and how many of them get it.

    A network that always says so, whatever it is shown, keeps that many answers.
    """
    answers = split["variants"][AS_IS]["all"]["answers"]
    most = max(answers, key=lambda one: answers[one])
    return most, int(answers[most])


def grey_runs(answers: Mapping[str, str]) -> list[tuple[int, str]]:
    """Runs of equal answers to pictures of one grey.

    Args:
        answers: Class by grey, 0 to 255, as text.

    Returns:
        The last grey of each run and its class, dark to bright.
    """
    ordered = sorted((int(grey), answer) for grey, answer in answers.items())
    return [(list(run)[-1][0], answer) for answer, run in groupby(ordered, key=lambda one: one[1])]


def sign(difference: Figures | None) -> int:
    """1 or -1 where the whole interval lies on one side of 0, else 0."""
    if difference is None or difference["low"] is None or difference["high"] is None:
        return 0
    return int(difference["low"] > 0) - int(difference["high"] < 0)


def better_and_worse(
    settings: Iterable[Figures], subset: str, against: str, score: str
) -> tuple[list[str], list[str]]:
    """Methods that do better than a baseline, and methods that do worse.

    Args:
        settings: ``settings`` of the localisation figures.
        subset: ``all``, ``other`` (not trained on) or ``train``.
        against: ``over_lungs`` or ``over_random``.
        score: ``hit``, ``near`` or ``share``.

    Returns:
        Titles of both, in the order of the settings.
    """
    signs = {setting_title(row): sign(row[subset][against][score]) for row in settings}
    better = [title for title, found in signs.items() if found > 0]
    return better, [title for title, found in signs.items() if found < 0]


def setting_title(row: Figures) -> str:
    """What a method at a stage is called."""
    return f"{row['title']} at {row['stage']}" if row["stage"] else str(row["title"])


@dataclass(frozen=True)
class Goal:
    """One figure that was asked for.

    Attributes:
        measure: ``macro_recall``, ``sensitivity``, ``ece``, ``healthy_vs_ill`` or
            ``opacity_called_healthy``.
        label: The class, where the measure is of one; else empty.
        split: ``test`` or ``adult``.
        bound: What was asked for.
        reached: What was measured.
        most: Whether the bound is an upper one.
    """

    measure: str
    label: str
    split: str
    bound: float
    reached: float
    most: bool = False

    @property
    def kept(self) -> bool:
        """Whether it was reached."""
        return self.reached <= self.bound if self.most else self.reached >= self.bound


def goals(figures: Figures) -> list[Goal]:
    """Every goal with its figure, missed ones too."""
    test, adult = figures["test"], figures["adult"]
    opacity = adult["opacity"]["called_healthy"]["value"]
    return [
        Goal("macro_recall", "", "test", 0.83, test["macro_recall"]["value"]),
        *(
            Goal(
                "sensitivity",
                label,
                "test",
                FLOORS[label],
                test["by_class"][label]["sensitivity"]["value"],
            )
            for label in CLASSES
        ),
        Goal("ece", "", "test", 0.03, test["calibration"]["ece"]["after"], most=True),
        Goal("healthy_vs_ill", "", "adult", 0.94, adult["healthy_vs_ill"]["value"]),
        Goal("opacity_called_healthy", "", "adult", 0.20, opacity, most=True),
    ]


def best_epochs(history: Iterable[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """The best epoch of each training run on val, by macro recall.

    Args:
        history: ``training["history"]`` of the manifest; a row without a run is left out.
    """
    best: dict[str, Mapping[str, str]] = {}
    for row in history:
        run = row.get("run")
        if run is None:
            continue
        if run not in best or float(row["macro_recall"]) > float(best[run]["macro_recall"]):
            best[run] = row
    return best


BEFORE: Final = "before"
"""Name of the weights that the attempts began at, which served until one of them did better."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    BEFORE: N_("Where the attempts began: the weights of the five training runs before."),
    "opacity": N_(
        "Twice as many of the adult films with an opacity of unknown organism, healthy children "
        "and healthy adults alike; the last block of the network trained on."
    ),
    "lungless": N_(
        "One film in six loses its lungs and is taught as: nothing can be said. The last block of "
        "the network trained on."
    ),
    "borders": N_(
        "Borders and corners erased twice as often, markers of any letter burned in, stronger "
        "changes of grey; the last block of the network trained on."
    ),
    "average": N_("The mean of the weights of all the rows above."),
}
"""What was tried, by name."""


def choose(rows: Sequence[Mapping[str, Any]]) -> str:
    """Name of the attempt that shall serve.

    Args:
        rows: Attempts with ``name`` and the figures of `attempt_figures`; one is `BEFORE`.

    Returns:
        The name of the one with the highest macro recall on val among those whose survival there is
        no higher than it was before, all as written down, to four decimals; of equals the
        first.
    """
    return str(max(_allowed(rows), key=_recall)["name"])


def barred(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names of the attempts that do better than the chosen one on val, but lean on less lung.

    Args:
        rows: See `choose`.
    """
    best = max(map(_recall, _allowed(rows)))
    return [str(row["name"]) for row in rows if _recall(row) > best]


def _allowed(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    survival = {row["name"]: row["val"]["survival"]["lungs-out"]["value"] for row in rows}
    return [row for row in rows if survival[row["name"]] <= survival[BEFORE]]


def _recall(row: Mapping[str, Any]) -> float:
    return float(row["val"]["macro_recall"]["value"])
