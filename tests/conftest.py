"""What every test shares: skips that count in CI, the public radiographs if they are here, and one
small network for all tests that need Keras."""

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import keras

# Before anything imports it: TensorFlow without banners, on the CPU whether or not there is a GPU.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

ROOT = Path(__file__).resolve().parents[1]


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _unskip(report):
    """Turns a skip into a failure: in CI a test that did not run proves nothing."""
    if _in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"In CI a skipped test is a failed test. {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _unskip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _unskip((yield))


def _data_folder() -> Path | None:
    named = os.environ.get("NEGATOSCOPE_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if (folder / "index.csv").exists() else None


# Files that start servers of their own.
SERVERS = ("tests/browser/test_login.py", "tests/browser/test_behind")
# Half of what one browser and one server are started for.
FILMS = tuple(f"tests/browser/test_{name}.py" for name in ("augment", "classify", "gradcam"))


@functools.cache
def _needs_tensorflow(path: str) -> bool:
    return "mark.tensorflow" in (ROOT / path).read_text(encoding="utf-8")


def _group(nodeid: str) -> tuple[int, str]:
    """Which tests go to the same process with `make test`, and what is begun first.

    TensorFlow is imported in one process and a browser started in two; whatever else a file makes
    for its tests is made once. The longest groups begin, so that all processes end together.
    """
    path = nodeid.partition("::")[0]
    if path.startswith(SERVERS):
        return 2, "servers"
    if path.startswith("tests/browser"):
        return 0, "films" if path.startswith(FILMS) else "browser"
    return (1, "tensorflow") if _needs_tensorflow(path) else (3, path)


class GroupScheduling(LoadScopeScheduling):
    """Sends a group to one process.

    pytest-xdist's own `loadgroup` writes the group into the name of a test, which pytest 9.2 does
    not let it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid)[1]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Takes the place of what `--dist` names."""
    return GroupScheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Orders the groups, and leaves out tests marked `data` where the public radiographs are not.

    They are never committed: on a fresh clone those tests do not exist, they are not skipped.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _group(item.nodeid)[0])
    if _data_folder() is None:
        absent = [item for item in items if item.get_closest_marker("data")]
        if absent:
            config.hook.pytest_deselected(items=absent)
            items[:] = [item for item in items if item not in absent]


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Folder of the public radiographs; only for tests marked `data`."""
    folder = _data_folder()
    assert folder is not None, "mark the test with @pytest.mark.data"
    return folder


@pytest.fixture(scope="session")
def tiny_network() -> "keras.Model":
    """The classifier's graph with seeded random weights and a 32 × 32 input. Do not change it."""
    import keras

    from model.classifier.network import build_network

    keras.utils.set_random_seed(20261121)
    return build_network(None, input_size=32)
