"""The card's section on what was tried to make the network better."""

from collections.abc import Mapping, Sequence
from typing import Any

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.card.runs import run_command
from model.evaluation.card.text import estimate, name_of, percent, section, table
from model.evaluation.selections import BEFORE, DESCRIPTIONS, barred

Attempt = Mapping[str, Any]


def attempts_section(manifest: Manifest) -> str:
    """Every attempt with its figures, the one that was chosen, and how to repeat each."""
    rows = manifest.attempts
    if not rows:
        return ""
    chosen = next(row["name"] for row in rows if row["chosen"])
    ending = (
        "no attempt beat the weights before, so they stay"
        if chosen == BEFORE
        else f"*{chosen}* was chosen"
    )
    if better := barred(rows):
        ending += f"; {', '.join(better)} is higher on val, but more answers outlive the lungs"
    return section(
        "Attempts to do better",
        "Each began at the weights *before*. Val chooses: the highest macro recall among those "
        "whose answers outlive the lungs no more often than before. By that, "
        f"{ending}. All are measured in float32, at the operating point that val gives each, so "
        "the row of the weights that serve differs a little from the int8 figures elsewhere.",
        table(
            ["Attempt", "What", "Macro recall, val", *(f"{name_of(one)}, val" for one in CLASSES)],
            [
                [
                    _name(row),
                    DESCRIPTIONS[row["name"]],
                    estimate(row["val"]["macro_recall"]),
                    *(f"{row['val']['by_class'][one]['value']:.3f}" for one in CLASSES),
                ]
                for row in rows
            ],
        ),
        "Films that keep their answer when the lungs are taken out; *fill alone* is what a picture "
        "of nothing but the fill reaches:",
        table(
            ["Attempt", "Val", "Val, rectangle out", "Val, fill alone", "Test", "Adult"],
            [
                [
                    _name(row),
                    *(
                        percent(row["val"]["survival"][name], of=False)
                        for name in ("lungs-out", "no-box", "fill-alone")
                    ),
                    *(
                        percent(row[split]["survival"]["lungs-out"], of=False)
                        for split in ("test", "adult")
                    ),
                ]
                for row in rows
            ],
        ),
        "What chose nothing:",
        table(
            [
                "Attempt",
                "Macro recall, test",
                "AUC healthy or ill, adult",
                "Opacities called healthy, adult",
            ],
            [
                [
                    _name(row),
                    estimate(row["test"]["macro_recall"]),
                    estimate(row["adult"]["healthy_vs_ill"]),
                    percent(row["adult"]["opacity_called_healthy"]),
                ]
                for row in rows
            ],
        ),
        "Kept answers count which class comes first, not how surely: a network that was taught to "
        "call a film without lungs a quarter of each may still put the same class first. And fewer "
        "kept answers are no proof of better reasons: it may have learnt to spot the gap.",
        _commands(rows),
    )


def _name(row: Attempt) -> str:
    return f"**{row['name']}**" if row["chosen"] else str(row["name"])


def _commands(rows: Sequence[Attempt]) -> str:
    """How to train and to measure them again; an average has no training of its own."""
    commands = [
        [
            f"*{row['name']}*",
            f"`{run_command(row, 'runs/' + row['name'])}`"
            if "plan" in row
            else "`python -m model average model/weights/negatoscope.keras.npz "
            + " ".join(f"runs/{one['name']}/best.npz" for one in rows if "plan" in one)
            + " --output runs/average/best.npz`",
        ]
        for row in rows
        if row["name"] != BEFORE
    ]
    paths = " ".join(
        f"{row['name']}=runs/{row['name']}/best.npz" for row in rows if row["name"] != BEFORE
    )
    measured = (
        f"`python -m model evaluate --data DIR --attempts "
        f"{BEFORE}=model/weights/negatoscope.keras.npz {paths}`"
    )
    return table(["To get", "Run"], [*commands, ["these tables", measured]])
