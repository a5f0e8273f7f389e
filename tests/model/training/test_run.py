import json

import numpy as np
import pytest

from model.__main__ import main
from model.augment.pipeline import Pipeline, Step
from model.augment.pipeline_json import from_document, to_json
from model.errors import DataUnavailableError
from model.training.fit import Examples, TrainingSettings
from model.training.run import SETTINGS, Plan, shrink, some_of, start_weights, train

TINY = Plan(weights="scratch", head_epochs=0, tune_epochs=1, unfrozen_from="head", size=32)


def test_shrink_averages_areas():
    films = np.array([[[0, 100], [200, 100]], [[10, 10], [30, 30]]], np.uint8).repeat(2, 1)
    films = films.repeat(2, 2)
    assert shrink(films, 2)[0].tolist() == [[0, 100], [200, 100]]
    assert shrink(films, 1).tolist() == [[[100]], [[20]]]


def test_shrink_leaves_films_of_that_size_alone():
    films = np.zeros((2, 8, 8), np.uint8)
    assert shrink(films, 8) is films


def test_start_weights_by_name(tmp_path):
    assert start_weights("scratch") is None
    assert start_weights("imagenet") == "imagenet"
    assert start_weights(str(tmp_path)) == str(tmp_path)


def test_train_needs_the_data(tmp_path):
    with pytest.raises(DataUnavailableError):
        train(tmp_path, tmp_path / "out", TINY, TrainingSettings(), resume=False)


@pytest.mark.tensorflow
def test_train_from_a_data_folder_to_the_best_weights(tmp_path, write_data):
    lines = []
    settings = TrainingSettings(epoch_size=4, batch_size=4)
    train(write_data(tmp_path), tmp_path / "out", TINY, settings, resume=False, report=lines.append)
    assert lines[0] == "8 films to train, 4 to judge on"
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"best.npz", "history.csv"}
    record = json.loads((tmp_path / "out" / SETTINGS).read_text(encoding="utf-8"))
    assert record["plan"]["size"] == 32
    assert record["settings"]["epoch_size"] == 4


@pytest.mark.tensorflow
def test_train_takes_the_pipeline_that_the_page_saved(tmp_path, write_data):
    pipeline = Pipeline((Step("rotation"), Step("mixup", {"share": (0.1, 0.4)}, 0.5)))
    (tmp_path / "mine.json").write_text(to_json(pipeline), encoding="utf-8")
    command = "train --weights scratch --head-epochs 0 --epochs 1 --unfreeze head --size 32"
    command += f" --epoch-size 8 --batch-size 4 --films 6 --watched 6 --data {write_data(tmp_path)}"
    command += f" --output {tmp_path / 'out'} --augmentation {tmp_path / 'mine.json'}"
    assert main(command.split()) == 0
    record = json.loads((tmp_path / "out" / SETTINGS).read_text(encoding="utf-8"))
    assert from_document(record["settings"]["augmentation"]) == pipeline
    assert record["plan"]["films"] == 6
    rows = (tmp_path / "out" / "history.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].endswith("train_macro_recall,train_judged_loss")
    assert len(rows) == 2


def test_train_refuses_a_pipeline_that_is_none(tmp_path, capsys):
    (tmp_path / "mine.json").write_text("{", encoding="utf-8")
    assert main(["train", "--augmentation", str(tmp_path / "mine.json")]) == 1
    assert "This is no pipeline in JSON of version 1" in capsys.readouterr().err


def test_some_films_are_drawn_once_each_and_only_those_with_a_full_label():
    targets = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]], np.float32)
    pixels = np.arange(4, dtype=np.uint8).reshape(4, 1, 1)
    few = some_of(Examples(pixels, targets, np.array([0.2, 0.3, 0.4, 0.1])), 3, seed=1)
    assert sorted(few.pixels.ravel()) == [0, 1, 3]
    np.testing.assert_allclose(few.drawing, 1 / 3)
    assert len(some_of(few, 2, seed=1).pixels) == 2
