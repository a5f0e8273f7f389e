import dataclasses

from model.augment.pipeline_json import document
from model.augment.presets import PRESETS
from model.evaluation.card.attempts import attempts_section

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


def test_without_attempts_there_is_no_section(manifest):
    assert attempts_section(manifest) == ""


def test_the_table_names_the_chosen_one_and_how_to_repeat_the_others(manifest):
    rows = (
        row("before", 0.85, chosen=True),
        row("lungless", 0.84, chosen=False, **RUN),
        row("average", 0.845, chosen=False),
    )
    text = attempts_section(dataclasses.replace(manifest, attempts=rows))
    assert "no attempt beat the weights before" in text
    assert "| **before** | Where the attempts began" in text
    assert "| 0.840 (0.400 to 0.600) |" in text
    assert (
        "| *lungless* | `python -m model train --data DIR --output runs/lungless --weights "
        "model/weights/negatoscope.keras.npz --epochs 3 --seed 5 --shares healthy=0.2,covid=0.8 "
        "--lungless 0.25 --augmentation as-trained` |" in text
    )
    assert (
        "`python -m model average model/weights/negatoscope.keras.npz runs/lungless/best.npz "
        "--output runs/average/best.npz`" in text
    )
    assert "--attempts before=model/weights/negatoscope.keras.npz lungless=" in text


def test_a_better_one_is_said_to_be_chosen(manifest):
    rows = (row("before", 0.85, chosen=False), row("average", 0.9, chosen=True))
    text = attempts_section(dataclasses.replace(manifest, attempts=rows))
    assert "By that, *average* was chosen." in text
