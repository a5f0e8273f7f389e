"""What a fresh interpreter loads, says, writes and asks of others: no TensorFlow for an answer."""

import json
import os
import subprocess
import sys

import pytest

from tests.test_architecture import MODEL, PAGES, ROOT, imports, within

TRAINERS = {"tensorflow", "keras"}
# Rooms that may import Keras when they are imported; everything else is loaded without it.
KERAS_ROOMS = (
    "model.classifier.export",
    "model.classifier.network",
    "model.evaluation.figures.attempts",
    "model.evaluation.figures.judged",
    "model.evaluation.figures.verdict",
    "model.training",
)

WATCH = """
import sys

def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("called", arguments)

def step(name):
    print("step", name, *sorted({one.partition(".")[0] for one in sys.modules}))
    print("step", name, file=sys.stderr)
    telemetry = [one for one in sys.modules if one.startswith("openvino_telemetry.")]
    assert not telemetry, (name, telemetry)

sys.addaudithook(note)
step("start")
"""
# AppTest leaves a temporary folder to the interpreter to clean up, which warns.
VISIT = """
import warnings
warnings.simplefilter("default")
from streamlit.testing.v1 import AppTest

def visit(page, **query):
    app = AppTest.from_file("streamlit_app.py", default_timeout=120)
    app.switch_page(f"pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app

def look(app, key, *views):
    for view in views:
        app.get_by_key(key).set_value(view).run()
        assert not app.exception, (view, app.exception)

app = visit("classify")
samples = [one for one in app.button if one.key and one.key.startswith("sample")]
samples[0].click().run()
assert not app.exception, app.exception
step("classify")
app = visit("gradcam", sample="bacterial-1.png")
assert len(app.get("plotly_chart")) == 1
look(app, "explorer_view", "verdict", "shortcuts", "features", "draw")
step("gradcam")
look(visit("augment", sample="bacterial-1.png"), "playground_view", "sweep", "draws", "why")
step("augment")
assert len(visit("evidence", section="confound").table) > 3
step("evidence")
"""


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def run(code, home):
    """Runs code in a fresh interpreter, far from home: step → packages loaded by then, and what
    was said on the way there on either stream."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WATCH + code],
        cwd=ROOT,
        # OpenVINO is silent where it finds itself in CI; this must hold everywhere else.
        env={name: os.environ[name] for name in os.environ if name != "CI"}
        | {"HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded, said, aloud = {}, {}, []
    for line in done.stdout.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "step":
            name, *packages = rest.split()
            loaded[name], said[name], aloud = set(packages), aloud, []
        else:
            aloud.append(line)
    for part in done.stderr.split("\nstep "):
        name, *aloud = part.splitlines()
        following = list(said)[list(said).index(name.removeprefix("step ")) + 1 :]
        if following:
            said[following[0]] += aloud
    assert "called" not in done.stdout
    return loaded, said


@pytest.fixture(scope="module")
def light(tmp_path_factory):
    """The model, what the first page imports, an answer on the command line, then every page."""
    home = tmp_path_factory.mktemp("home")
    names = [module_name(path) for path in MODEL]
    model = [n for n in names if not within(n, KERAS_ROOMS) and n != "model.__main__"]
    assert "model.classifier.engine" in model
    needed = set().union(*map(imports, PAGES))
    pages = [n for n in sorted(needed) if (ROOT / f"{n.replace('.', '/')}.py").exists()]
    assert pages
    samples = json.loads((ROOT / "assets" / "samples" / "samples.json").read_text(encoding="utf-8"))
    sample = f"assets/samples/{samples[0]['file']}"
    code = [f"import {name}" for name in model]
    code += ["step('model')", "from model.classifier.engine import Engine; Engine.load()"]
    code += [
        "from model.__main__ import main",
        f"assert main(['classify', '--json', {sample!r}]) == 0",
    ]
    code += ["step('command')", "from pathlib import Path", "print(*Path.home().iterdir())"]
    code += ["step('home')", *(f"import {name}" for name in pages), "step('pages')", VISIT]
    return run("\n".join(code), home)


def test_importing_the_model_loads_no_streamlit_and_says_nothing(light):
    loaded, said = light
    assert "openvino" in loaded["model"]
    assert loaded["command"] & {"streamlit", "pages"} == set()
    assert said["model"] == []


def test_an_answer_is_the_only_thing_said_and_nothing_is_written_at_home(light):
    _, said = light
    assert json.loads("\n".join(said["command"]))["accepted"] is True
    assert said["home"] == [""]


@pytest.mark.parametrize(
    "step", ["model", "command", "pages", "classify", "gradcam", "augment", "evidence"]
)
def test_no_tensorflow_is_loaded(light, step):
    assert light[0][step] & TRAINERS == set()


def test_training_loads_no_streamlit_and_calls_nobody(tmp_path):
    heavy = [module_name(path) for path in MODEL if within(module_name(path), KERAS_ROOMS)]
    assert len(heavy) > 20
    code = ["import warnings", "warnings.simplefilter('ignore')"]
    code += [*(f"import {name}" for name in heavy), "import nncf", "step('end')"]
    loaded, _ = run("\n".join(code), tmp_path)
    assert {"tensorflow", "nncf"} <= loaded["end"]
    assert loaded["end"] & {"streamlit", "pages"} == set()
    # Keras makes a file of its defaults at first; it says nothing of anybody.
    assert {path.name for path in tmp_path.iterdir()} <= {".keras"}
