"""How the weights were made: goals, attempts, runs, and the command that repeats each."""

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Final, cast

from model.augment.pipeline_json import document, from_json
from model.augment.presets import PRESETS
from model.augment.shorthand import to_line
from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.blocks import (
    ABSENT,
    Block,
    Cell,
    Code,
    Count,
    Joined,
    Number,
    Paragraph,
    Plain,
    Strong,
    Table,
    Where,
    Words,
    columns,
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.measured import Measured
from model.evaluation.names import LABELS, MEASURES, label_name, split_name
from model.evaluation.sections.gate import reached
from model.evaluation.selections import BEFORE, DESCRIPTIONS, Goal, barred, best_epochs
from model.evaluation.selections import goals as all_goals
from model.evaluation.tables import score, share, table
from model.messages import N_

_PHASES: Final = {"head": N_("head"), "fine-tune": N_("fine-tuning")}
_BLOCKS: Final = {"all": N_("all blocks")}

_OPTIONS: Final = {
    "plan.weights": "--weights",
    "plan.head_epochs": "--head-epochs",
    "plan.tune_epochs": "--epochs",
    "plan.unfrozen_from": "--unfreeze",
    "plan.rate": "--rate",
    "plan.size": "--size",
    "settings.epoch_size": "--epoch-size",
    "settings.batch_size": "--batch-size",
    "settings.seed": "--seed",
}
"""The option of `train` for each setting that has one of its own."""


def goals(manifest: Manifest) -> Iterator[Block]:
    """What was asked for before training, and what was reached."""
    yield said(
        "The goals were set before training. They bent neither the test, nor the splits, nor a "
        "figure; what was not reached is said so.",
        where=Where.ALL,
    )
    found = all_goals(manifest.figures)
    yield Table(
        columns(N_("Goal"), N_("Split"), N_("Asked for"), N_("Reached"), N_("Verdict")),
        tuple(
            (
                _goal_name(goal),
                split_name(goal.split),
                Words(
                    N_("at most {bound}") if goal.most else N_("at least {bound}"),
                    {"bound": Number(goal.bound, 2)},
                ),
                Number(goal.reached),
                reached(goal.kept),
            )
            for goal in found
        ),
        _("Goals, what was asked for and what was reached"),
        Where.ALL,
    )
    yield said(
        "{missed} of {all} goals were not reached.",
        tone="caption",
        missed=Count(sum(not goal.kept for goal in found)),
        all=Count(len(found)),
    )


def _goal_name(goal: Goal) -> Words:
    values: dict[str, Cell] = {"name": label_name(goal.label)} if goal.label else {}
    return Words(MEASURES[goal.measure], values)


def attempts(manifest: Manifest) -> Iterator[Block]:
    """What was tried to make the network better, and what came of it."""
    rows = [Measured(row) for row in manifest.attempts]
    if not rows:
        yield said("No attempts have been measured yet.", tone="info")
        return
    yield said(
        "All were measured in the same way. Validation alone chooses: the highest mean "
        "sensitivity among those that keep no more answers without the lungs than the weights "
        "before. Test and adults are reported and choose nothing."
    )
    yield table(
        _("Attempts to make the network better, and their figures"),
        N_("Attempt"),
        ((_attempt(row), row) for row in rows),
        (N_("What"), _what),
        (N_("Mean sensitivity, validation"), score("val", "macro_recall")),
        (N_("Each class, validation"), _by_class),
        (
            N_("Keep their answer without the lungs, validation"),
            share("val", "survival", "lungs-out"),
        ),
        (N_("Mean sensitivity, test"), score("test", "macro_recall")),
        (N_("AUC healthy or ill, adults"), score("adult", "healthy_vs_ill")),
        (N_("Opacities called healthy, adults"), share("adult", "opacity_called_healthy")),
    )
    chosen = [row.word("name") for row in rows if row.document["chosen"]]
    yield Paragraph(
        _("None does better by that rule than the weights before; they stay.")
        if chosen == [BEFORE]
        else _("Chosen by that rule: {name}.", name=Plain(", ".join(chosen))),
        tone="caption",
    )
    if better := barred(manifest.attempts):
        yield said(
            "Higher on validation, but not allowed: {name}. Without the lungs it keeps more "
            "answers than the weights before.",
            tone="caption",
            name=Plain(", ".join(better)),
        )
    yield from _attempts_in_full(rows)


def _attempt(row: Measured) -> Cell:
    name = Code(row.word("name"))
    return Strong(name) if row.document["chosen"] else name


def _what(row: Measured) -> Cell:
    return Words(DESCRIPTIONS.get(row.word("name"), row.word("name")))


def _by_class(row: Measured) -> Cell:
    found = {one: Number(row.sure("val", "by_class", one).value) for one in CLASSES}
    return Joined(tuple(Joined((label_name(one), own), " ") for one, own in found.items()))


def training(manifest: Manifest) -> Iterator[Block]:
    """The runs, the best epoch of each, the operating point, what int8 costs."""
    own = Measured(manifest.training)
    yield said(
        "ResNet50 (He et al. 2016, doi:10.1109/CVPR.2016.90), average pooling and a dense layer "
        "of four, in the two phases of transfer learning: the head on a frozen backbone, then the "
        "upper blocks at a lower rate. Films are drawn by class, and sources alike within a "
        "class; each run starts from weights of the one before. Validation chooses the epoch and "
        "the run, by mean sensitivity.",
        term="transfer-learning",
        where=Where.ALL,
    )
    best = best_epochs(manifest.training.get("history", []))
    runs = own.rows("runs") if "runs" in own else []
    yield Table(
        columns(
            N_("Run"),
            N_("Starts from"),
            N_("Epochs, head + network"),
            N_("Trained from"),
            N_("Learning rate"),
            N_("Films in an epoch"),
            N_("Best epoch"),
            N_("Mean sensitivity, validation"),
        ),
        tuple(_run(run, best.get(run.word("run"))) for run in runs),
        _("Training runs and the best epoch of each"),
    )
    if "operating_point" in own:
        yield said(
            "The operating point, chosen on validation, adds to the logits: {offsets}. "
            "Temperature, fitted there too: {temperature}.",
            term="temperature-scaling",
            where=Where.ALL,
            offsets=Joined(
                tuple(
                    Joined(
                        (label_name(one), Number(own.number("operating_point", "offset", one), 2)),
                        " ",
                    )
                    for one in CLASSES
                )
            ),
            temperature=Number(manifest.temperature),
        )
    if "quantisation" in own:
        cost = own.part("quantisation")
        yield said(
            "The graph that serves computes in int8: mean sensitivity on validation {int8}, in "
            "float32 {fp32}; correlation of the heat maps {maps}.",
            where=Where.ALL,
            int8=Number(cost.number("macro_recall_int8")),
            fp32=Number(cost.number("macro_recall_fp32")),
            maps=Number(cost.number("map_correlation"), 4),
        )
    yield Table(
        columns("Run", "Best epoch", MEASURES["macro_recall"], *(LABELS[one] for one in CLASSES)),
        tuple(
            (
                Plain(run),
                Plain(f"{row['phase']} {row['epoch']}"),
                *(Number(float(row[name])) for name in ("macro_recall", *CLASSES)),
            )
            for run, row in best.items()
        ),
        Words("The best epoch of each run on validation, raw logits"),
        Where.FIGURES,
    )
    yield from _training_in_full(own, runs)


def _run(run: Measured, best: Mapping[str, str] | None) -> tuple[Cell, ...]:
    block = run.word("plan", "unfrozen_from")
    return (
        Plain(run.word("run")),
        Code(run.word("plan", "weights")),
        Plain(f"{run.word('plan', 'head_epochs')} + {run.word('plan', 'tune_epochs')}"),
        Words(_BLOCKS[block]) if block in _BLOCKS else Plain(block),
        Plain(f"{run.number('plan', 'rate'):g}"),
        Count(run.count("settings", "epoch_size")),
        Joined((Words(_PHASES[best["phase"]]), Plain(best["epoch"])), " ") if best else ABSENT,
        Number(float(best["macro_recall"])) if best else ABSENT,
    )


def run_command(run: Measured, output: str) -> str:
    """The command that repeats one run.

    Args:
        run: Its ``plan`` and ``settings``.
        output: The folder that it shall write.
    """
    known = {
        f"{part}.{name}": value
        for part in ("plan", "settings")
        for name, value in run.part(part).document.items()
    }
    # The weights to start from by default, and the training that needs none, go without a path.
    own = ("runs/", "model/weights/", "scratch", "imagenet")
    if not str(known["plan.weights"]).startswith(own):
        known.pop("plan.weights")
    given = [f"{option} {known[name]}" for name, option in _OPTIONS.items() if name in known]
    shares = run.part("plan", "shares")
    given.append("--shares " + ",".join(f"{one}={shares.number(one):g}" for one in shares.document))
    if known.get("settings.lungless"):
        given.append(f"--lungless {run.number('settings', 'lungless'):g}")
    pipeline = run.part("settings", "augmentation").document
    line = to_line(from_json(json.dumps(pipeline).encode()))
    given.append(f"--augmentation {_preset(pipeline) or shlex.quote(line)}")
    return f"python -m model train --data DIR --output {output} {' '.join(given)}"


def _preset(pipeline: Mapping[str, object]) -> str | None:
    """Name of a recorded pipeline; None where it has none."""
    for name, preset in PRESETS.items():
        if document(preset.pipeline) == pipeline:
            return name
    return None


# Only docs/figures.md has what follows; it is in English alone.


def _attempts_in_full(rows: list[Measured]) -> Iterator[Block]:
    yield table(
        Words("Films that keep their answer when the lungs are taken out"),
        "Attempt",
        ((_attempt(row), row) for row in rows),
        ("Validation", share("val", "survival", "lungs-out")),
        ("Validation, rectangle out", share("val", "survival", "no-box")),
        ("Validation, fill alone", share("val", "survival", "fill-alone")),
        ("Test", share("test", "survival", "lungs-out")),
        ("Adults", share("adult", "survival", "lungs-out")),
        ("Opacities called healthy, adults", share("adult", "opacity_called_healthy", of=True)),
        where=Where.FIGURES,
    )
    trained = [row for row in rows if "plan" in row]
    commands = [
        (Code(row.word("name")), Code(run_command(row, "runs/" + row.word("name"))))
        for row in trained
    ]
    paths = " ".join(f"runs/{row.word('name')}/best.npz" for row in trained)
    named = " ".join(
        f"{row.word('name')}=runs/{row.word('name')}/best.npz"
        for row in rows
        if row.word("name") != BEFORE
    )
    start = "model/weights/negatoscope.keras.npz"
    average = f"python -m model average {start} {paths} --output runs/average/best.npz"
    measure = f"python -m model evaluate --data DIR --attempts {BEFORE}={start} {named}"
    yield Table(
        columns("To get", "Command"),
        (
            *commands,
            *((Code("average"), Code(average)) for row in rows if row.word("name") == "average"),
            (Words("these tables"), Code(measure)),
        ),
        Words("The command behind each attempt"),
        Where.FIGURES,
    )


def _training_in_full(own: Measured, runs: list[Measured]) -> Iterator[Block]:
    """Whatever the manifest says of training: texts, settings, runs, the history."""
    settings: list[tuple[Cell, ...]] = []
    for name, value in own.document.items():
        if name in ("gate", "runs"):
            continue  # The gate has a section of its own.
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            head = list(dict.fromkeys(key for row in value for key in row))
            yield Table(
                columns(*(key.replace("_", " ") for key in head)),
                tuple(tuple(_cell(row.get(key, "")) for key in head) for row in value),
                Words(name.replace("_", " ").capitalize()),
                Where.FIGURES,
            )
        else:
            settings += [(Plain(key), _cell(found)) for key, found in _flat(name, value)]
    if settings:
        yield Table(columns("Setting", "Value"), tuple(settings), Words("Settings"), Where.FIGURES)
    known = [dict(_flat("", _with_augmentation(run))) for run in runs]
    if known:
        yield Table(
            columns("Setting", *(f"Run {run.word('run')}" for run in runs)),
            tuple(
                (Plain(name), *(_cell(run.get(name, "")) for run in known))
                for name in dict.fromkeys(name for run in known for name in run)
            ),
            Words("Settings of the runs"),
            Where.FIGURES,
        )


def _with_augmentation(run: Measured) -> dict[str, object]:
    """What the table says of a run: an augmentation by its name, or by its steps."""
    pipeline = run.part("settings", "augmentation")
    steps = ", ".join(step.word("transform") for step in pipeline.rows("steps")) or "none"
    settings = dict(run.part("settings").document) | {
        "augmentation": _preset(pipeline.document) or steps
    }
    return {name: value for name, value in run.document.items() if name != "run"} | {
        "settings": settings
    }


def _flat(name: str, value: object) -> list[tuple[str, object]]:
    """Settings within settings, with dotted names; empty ones go."""
    if isinstance(value, Mapping):
        return [
            pair
            for key, found in value.items()
            for pair in _flat(f"{name}.{key}" if name else key, found)
        ]
    return [] if value in ("", None, []) else [(name, value)]


def _cell(value: object) -> Plain:
    """A setting as a cell: four significant digits, lists with commas."""
    if isinstance(value, list | tuple):
        return Plain(", ".join(_cell(one).text for one in cast("list[object]", value)))
    if isinstance(value, str) and "." in value:
        # The history's numbers come as text, with all the digits of a float.
        try:
            return _cell(float(value))
        except ValueError:
            return Plain(value)
    return Plain(f"{value:.4g}" if isinstance(value, float) else str(value))
