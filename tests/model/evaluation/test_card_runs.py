from model.augment.pipeline import Pipeline, Step
from model.augment.pipeline_json import document
from model.augment.presets import PRESETS
from model.evaluation.card.runs import run_commands, runs_table

RUNS = [
    {
        "run": number,
        "plan": {
            "weights": weights,
            "tune_epochs": 3,
            "rate": 0.0002,
            "shares": {"healthy": 0.25, "covid": 0.75},
        },
        "settings": {
            "seed": 7,
            "augmentation": document(PRESETS["as-trained"].pipeline),
        },
        **more,
    }
    for number, weights, more in [
        (1, "resnet50_chest_backbone.npz", {}),
        (2, "runs/1/best.npz", {"note": "stopped early"}),
    ]
]


def test_runs_stand_side_by_side():
    lines = runs_table(RUNS).splitlines()
    assert lines[0] == "| Setting | Run 1 | Run 2 |"
    assert "| plan.rate | 0.0002 | 0.0002 |" in lines
    assert "| plan.shares.covid | 0.75 | 0.75 |" in lines
    assert "| settings.augmentation | as-trained | as-trained |" in lines
    assert "| note |  | stopped early |" in lines


def test_each_run_has_the_command_that_repeats_it():
    options = "--epochs 3 --rate 0.0002 --seed 7 --shares healthy=0.25,covid=0.75"
    train = "python -m model train --data DIR --output"
    assert run_commands(RUNS) == [
        ["the weights of run 1", f"`{train} runs/1 {options} --augmentation as-trained`"],
        [
            "the weights of run 2",
            f"`{train} runs/2 --weights runs/1/best.npz {options} --augmentation as-trained`",
        ],
    ]


def test_a_pipeline_without_a_name_is_told_by_its_steps():
    own = Pipeline((Step("rotation"), Step("gamma")))
    run = {**RUNS[0], "settings": {"seed": 7, "augmentation": document(own)}}
    assert "| settings.augmentation | rotation, gamma |" in runs_table([run]).splitlines()
    line = "rotation,-10..10;gamma,0.714..1.4"
    assert run_commands([run])[0][1].endswith(f"--augmentation '{line}'`")
