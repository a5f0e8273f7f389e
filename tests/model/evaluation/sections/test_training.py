"""Goals, attempts and runs as the sections write them."""

import dataclasses

import pytest

from model.augment.pipeline import Pipeline, Step
from model.augment.pipeline_json import document
from model.augment.presets import PRESETS
from model.evaluation.measured import Measured
from model.evaluation.sections.training import run_command

FIGURE = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 10, "groups": 10}
RUN = {
    "plan": {
        "weights": "model/weights/negatoscope.keras.npz",
        "tune_epochs": 3,
        "shares": {"healthy": 0.2, "covid": 0.8},
    },
    "settings": {
        "seed": 5,
        "lungless": 0.25,
        "augmentation": document(PRESETS["as-trained"].pipeline),
    },
}


def row(name, recall, *, chosen, **more):
    survival = dict.fromkeys(("lungs-out", "no-box", "fill-alone"), FIGURE)
    own = {
        "macro_recall": {**FIGURE, "value": recall},
        "by_class": dict.fromkeys(("healthy", "covid", "bacterial", "viral"), FIGURE),
        "survival": survival,
    }
    adult = {"healthy_vs_ill": FIGURE, "opacity_called_healthy": FIGURE, "survival": survival}
    return {"name": name, "val": own, "test": own, "adult": adult, "chosen": chosen, **more}


def test_without_attempts_there_is_no_table(manifest, written):
    assert written("attempts", manifest) == "No attempts have been measured yet."


def test_the_table_names_the_chosen_one_and_how_to_repeat_the_others(manifest, written):
    rows = (
        row("before", 0.85, chosen=True),
        row("lungless", 0.84, chosen=False, **RUN),
        row("average", 0.845, chosen=False),
    )
    text = written("attempts", manifest, attempts=rows)
    assert "None does better by that rule than the weights before; they stay." in text
    assert "| **`before`** | Where the attempts began" in text
    assert "| 0.840 (0.400 to 0.600) |" in text
    assert (
        "| `lungless` | `python -m model train --data DIR --output runs/lungless --weights "
        "model/weights/negatoscope.keras.npz --epochs 3 --seed 5 --shares healthy=0.2,covid=0.8 "
        "--lungless 0.25 --augmentation as-trained` |" in text
    )
    assert (
        "`python -m model average model/weights/negatoscope.keras.npz runs/lungless/best.npz "
        "--output runs/average/best.npz`" in text
    )
    assert "--attempts before=model/weights/negatoscope.keras.npz lungless=" in text


def test_a_better_one_is_said_to_be_chosen(manifest, written):
    rows = (row("before", 0.85, chosen=False), row("average", 0.9, chosen=True))
    assert "Chosen by that rule: average." in written("attempts", manifest, attempts=rows)


HISTORY = [
    {"run": run, "phase": "fine-tune", "epoch": epoch, "macro_recall": recall}
    | dict.fromkeys(("healthy", "covid", "bacterial", "viral"), "0.5")
    for run, epoch, recall in [("1", "1", "0.81"), ("1", "2", "0.83"), ("2", "1", "0.84")]
]


@pytest.fixture
def measured(manifest):
    """A manifest with just the figures that goals are about."""
    sensitivity = {"healthy": 0.98, "covid": 0.879, "bacterial": 0.80, "viral": 0.7}
    figures = {
        "test": {
            "macro_recall": {"value": 0.829},
            "by_class": {k: {"sensitivity": {"value": v}} for k, v in sensitivity.items()},
            "calibration": {"ece": {"after": 0.03}},
        },
        "adult": {
            "healthy_vs_ill": {"value": 0.95},
            "opacity": {"called_healthy": {"value": 0.21}},
        },
    }
    return dataclasses.replace(manifest, figures=figures, training={"history": HISTORY})


def test_what_was_missed_is_said(measured, written):
    text = written("goals", measured)
    test, adult, missed = "Test, internal", "Adults, external", "**not reached** |"
    assert f"| Mean sensitivity | {test} | at least 0.83 | 0.829 | {missed}" in text
    assert f"| Sensitivity, COVID-19 | {test} | at least 0.88 | 0.879 | {missed}" in text
    assert f"| Sensitivity, Bacterial pneumonia | {test} | at least 0.80 | 0.800 | reached" in text
    assert f"| Expected calibration error | {test} | at most 0.03 | 0.030 | reached" in text
    assert f"| Opacities called healthy | {adult} | at most 0.20 | 0.210 | {missed}" in text
    assert text.count("not reached**") == 3
    assert "3 of 8 goals were not reached." in text


def test_each_run_shows_its_best_epoch(measured, written):
    text = written("training", measured).split("**The best epoch of each run")[1]
    assert "| 1 | fine-tune 2 | 0.830 | 0.500 | 0.500 | 0.500 | 0.500 |" in text
    assert "| 2 | fine-tune 1 | 0.840 |" in text
    assert "0.810" not in text


RUNS = [
    {
        "run": number,
        "plan": {
            "weights": weights,
            "head_epochs": 0,
            "tune_epochs": 3,
            "unfrozen_from": "all",
            "rate": 0.0002,
            "shares": {"healthy": 0.25, "covid": 0.75},
        },
        "settings": {
            "seed": 7,
            "epoch_size": 5600,
            "augmentation": document(PRESETS["as-trained"].pipeline),
        },
        **more,
    }
    for number, weights, more in [
        (1, "resnet50_chest_backbone.npz", {}),
        (2, "runs/1/best.npz", {"note": "stopped early"}),
    ]
]


def test_runs_stand_side_by_side(manifest, written):
    lines = written("training", manifest, training={"runs": RUNS}).splitlines()
    assert "| Setting | Run 1 | Run 2 |" in lines
    assert "| plan.rate | 0.0002 | 0.0002 |" in lines
    assert "| plan.shares.covid | 0.75 | 0.75 |" in lines
    assert "| settings.augmentation | as-trained | as-trained |" in lines
    assert "| note |  | stopped early |" in lines


def test_each_run_has_the_command_that_repeats_it():
    options = "--head-epochs 0 --epochs 3 --unfreeze all --rate 0.0002 --epoch-size 5600 --seed 7 "
    options += "--shares healthy=0.25,covid=0.75"
    train = "python -m model train --data DIR --output"
    first, second = (run_command(Measured(run), f"runs/{run['run']}") for run in RUNS)
    assert first == f"{train} runs/1 {options} --augmentation as-trained"
    assert second == (
        f"{train} runs/2 --weights runs/1/best.npz {options} --augmentation as-trained"
    )


def test_a_pipeline_without_a_name_is_told_by_its_steps(manifest, written):
    own = Pipeline((Step("rotation"), Step("gamma")))
    run = {**RUNS[0], "settings": {"seed": 7, "epoch_size": 5, "augmentation": document(own)}}
    text = written("training", manifest, training={"runs": [run]})
    assert "| settings.augmentation | rotation, gamma |" in text.splitlines()
    line = "rotation,-10..10;gamma,0.714..1.4"
    assert run_command(Measured(run), "runs/1").endswith(f"--augmentation '{line}'")
