import pytest

from model.augment.curves import TITLES, load_curves

pytestmark = pytest.mark.tensorflow


def test_two_runs_differ_in_the_augmentation_alone(tmp_path, write_data):
    from model.__main__ import main
    from model.training import overfitting
    from model.training.fit import TrainingSettings
    from model.training.run import Plan

    plan = Plan(
        weights="scratch",
        head_epochs=0,
        tune_epochs=2,
        unfrozen_from="head",
        size=32,
        shares=overfitting.PLAN.shares,
        films=4,
    )
    settings = TrainingSettings(epoch_size=4, batch_size=4, watched=4)
    curves = overfitting.measure(
        write_data(tmp_path), tmp_path / "runs", plan=plan, settings=settings, report=str
    )
    assert [run.name for run in curves.runs] == list(TITLES)
    assert [run.options for run in curves.runs] == [
        "--augmentation none",
        "--augmentation first-run",
    ]
    assert (curves.films, curves.judged) == (4, 4)
    for run in curves.runs:
        assert [point.epoch for point in run.epochs] == [1, 2]
        assert all(point.train_loss > 0 and point.val_loss > 0 for point in run.epochs)
    assert curves.runs[0].epochs != curves.runs[1].epochs
    assert main(["overfitting", "--data", str(tmp_path / "nothing")]) == 1
    assert load_curves(tmp_path / "nothing.json") is None
