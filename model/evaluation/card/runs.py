"""The card's table of training runs, and the command that repeats each."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from model.augment.pipeline_json import document, from_json
from model.augment.presets import PRESETS
from model.augment.shorthand import to_line
from model.evaluation.card.text import cell, flat, table

Run = Mapping[str, Any]

_OPTIONS = {
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


def runs_table(runs: Sequence[Run]) -> str:
    """Settings down, runs across; a setting that a run does not know is an empty cell.

    Args:
        runs: ``training["runs"]`` of the manifest.
    """
    known = [dict(flat("", _shown(run))) for run in runs]
    names = list(dict.fromkeys(name for run in known for name in run))
    return table(
        ["Setting", *(f"Run {run['run']}" for run in runs)],
        [[name, *(cell(run.get(name, "")) for run in known)] for name in names],
    )


def _shown(run: Run) -> dict[str, Any]:
    """What the table says of a run: an augmentation by its name, or by its steps."""
    pipeline = run["settings"]["augmentation"]
    steps = ", ".join(step["transform"] for step in pipeline["steps"]) or "none"
    augmentation = _preset(pipeline) or steps
    settings = {**run["settings"], "augmentation": augmentation}
    return {name: value for name, value in run.items() if name != "run"} | {"settings": settings}


def _preset(pipeline: Mapping[str, Any]) -> str | None:
    """Name of a recorded pipeline; None where it has none."""
    for name, preset in PRESETS.items():
        if document(preset.pipeline) == pipeline:
            return name
    return None


def run_commands(runs: Sequence[Run]) -> list[list[str]]:
    """Rows *to get*, *run* for the card: one command for each run, in order."""
    return [
        [f"the weights of run {run['run']}", f"`{run_command(run, 'runs/' + str(run['run']))}`"]
        for run in runs
    ]


def run_command(run: Run, output: str) -> str:
    """The command that repeats one run.

    Args:
        run: Its ``plan`` and ``settings``.
        output: The folder that it shall write.
    """
    return f"python -m model train --data DIR --output {output} {_options(run)}"


def _options(run: Run) -> str:
    known = {
        f"{part}.{name}": value
        for part in ("plan", "settings")
        for name, value in run[part].items()
    }
    # The weights to start from by default, and the training that needs none, go without a path.
    own = ("runs/", "model/weights/", "scratch", "imagenet")
    if not str(known["plan.weights"]).startswith(own):
        known.pop("plan.weights")
    given = [f"{option} {known[name]}" for name, option in _OPTIONS.items() if name in known]
    shares = ",".join(f"{label}={share:g}" for label, share in known["plan.shares"].items())
    given.append(f"--shares {shares}")
    if known.get("settings.lungless"):
        given.append(f"--lungless {known['settings.lungless']:g}")
    pipeline = run["settings"]["augmentation"]
    line = to_line(from_json(json.dumps(pipeline).encode()))
    given.append(f"--augmentation {_preset(pipeline) or shlex.quote(line)}")
    return " ".join(given)
