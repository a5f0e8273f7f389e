from model.augment.curves import (
    COMMAND,
    CURVES,
    TITLES,
    Curves,
    Point,
    Run,
    load_curves,
    save_curves,
)


def test_curves_go_there_and_back(tmp_path):
    runs = tuple(
        Run(name, "--augmentation none", (Point(1, 1.0, 1.1, 0.5, 0.4),)) for name in TITLES
    )
    curves = Curves(COMMAND, 8, 4, runs)
    save_curves(curves, tmp_path / "curves.json")
    assert load_curves(tmp_path / "curves.json") == curves
    assert [run.title for run in runs] == ["Without augmentation", "With augmentation"]


def test_what_was_not_measured_is_not_shown(tmp_path):
    assert load_curves(tmp_path / "nothing.json") is None


def test_the_committed_curves_are_of_one_length_and_show_overfitting():
    curves = load_curves(CURVES)
    assert curves is not None
    assert curves.command == COMMAND
    without, augmented = curves.runs
    assert (without.name, augmented.name) == ("without", "with")
    assert len(without.epochs) == len(augmented.epochs)
    gaps = [run.epochs[-1].val_loss - run.epochs[-1].train_loss for run in curves.runs]
    assert gaps[0] > gaps[1]
