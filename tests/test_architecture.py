"""The house stays a house: three layers, arrows one way, small rooms, nothing heavy at the door."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODEL = sorted((ROOT / "model").rglob("*.py"))
SHARED = sorted((ROOT / "pages" / "shared").rglob("*.py"))
VIEWS = sorted((ROOT / "pages" / "views").rglob("*.py"))
PAGES = [ROOT / "streamlit_app.py", *sorted((ROOT / "pages").glob("*.py"))]

TRAINERS = ("tensorflow", "keras")
# Rooms that may import Keras when they are imported; everything else is loaded without it.
KERAS_ROOMS = (
    "model.classifier.export",
    "model.classifier.network",
    "model.evaluation",
    "model.training",
)

MODULE_LINES = 400
PAGE_LINES = 120


def relative(path):
    return str(path.relative_to(ROOT))


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path):
    """Every module that a file names in an import, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(name, packages):
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def loaded_by(code, *, warnings="error"):
    """Top-level packages in a fresh interpreter after running code, and what it printed."""
    ending = "\nimport sys\nprint('loaded', *sorted({n.partition('.')[0] for n in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-W", warnings, "-c", code + ending],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *said, last = done.stdout.splitlines()
    return set(last.split()[1:]), "\n".join(said) + done.stderr


@pytest.mark.parametrize("path", MODEL, ids=relative)
def test_the_model_does_not_know_the_app(path):
    above = {name for name in imports(path) if within(name, ("streamlit", "pages"))}
    assert above == set()


@pytest.mark.parametrize("path", SHARED, ids=relative)
def test_what_pages_share_does_not_know_the_pages(path):
    own = ("pages.shared",)
    above = {
        n for n in imports(path) if within(n, ("pages", "streamlit_app")) and not within(n, own)
    }
    assert above - {"pages"} == set()


@pytest.mark.parametrize("path", VIEWS, ids=relative)
def test_a_view_knows_its_own_page_and_what_pages_share(path):
    own = ("pages.shared", f"pages.views.{path.relative_to(ROOT).parts[2]}")
    above = {
        n for n in imports(path) if within(n, ("pages", "streamlit_app")) and not within(n, own)
    }
    assert above - {"pages"} == set()


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_pages_only_draw(path):
    tools = (
        "cv2",
        "keras",
        "numpy",
        "openvino",
        "PIL",
        "pydicom",
        "scipy",
        "sklearn",
        "tensorflow",
    )
    assert {name for name in imports(path) if within(name, tools)} == set()


@pytest.mark.parametrize("path", MODEL + SHARED + VIEWS, ids=relative)
def test_a_module_holds_one_thing(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < MODULE_LINES


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= PAGE_LINES


@pytest.mark.parametrize("path", MODEL + SHARED + VIEWS + PAGES, ids=relative)
def test_a_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_importing_the_model_loads_neither_streamlit_nor_keras_nor_says_anything():
    light = [module_name(p) for p in MODEL if not within(module_name(p), KERAS_ROOMS)]
    names = [name for name in light if name != "model.__main__"]
    assert "model.classifier.engine" in names
    loaded, said = loaded_by("\n".join(f"import {name}" for name in names))
    assert loaded & {"streamlit", "pages", *TRAINERS} == set()
    assert said == ""


def test_importing_keras_rooms_loads_no_streamlit():
    heavy = [module_name(path) for path in MODEL if within(module_name(path), KERAS_ROOMS)]
    loaded, _ = loaded_by("\n".join(f"import {name}" for name in heavy))
    assert loaded & {"streamlit", "pages"} == set()


def test_importing_the_engine_loads_no_tensorflow():
    loaded, _ = loaded_by("import model.classifier.engine")
    assert "openvino" in loaded
    assert loaded & set(TRAINERS) == set()


def test_what_the_classify_page_imports_loads_no_tensorflow():
    needed = imports(ROOT / "streamlit_app.py") | imports(ROOT / "pages" / "classify.py")
    ours = sorted(name for name in needed if within(name, ("model", "pages")))
    modules = [name for name in ours if ROOT.joinpath(*name.split(".")).with_suffix(".py").exists()]
    assert modules
    loaded, _ = loaded_by("\n".join(f"import {name}" for name in modules))
    assert loaded & set(TRAINERS) == set()


def test_classifying_a_sample_from_the_command_line_loads_no_tensorflow():
    samples = json.loads((ROOT / "assets" / "samples" / "samples.json").read_text(encoding="utf-8"))
    sample = f"assets/samples/{samples[0]['file']}"
    code = f"""
from model.__main__ import main
assert main(["classify", "--json", {sample!r}]) == 0
"""
    loaded, _ = loaded_by(code)
    assert loaded & {"streamlit", *TRAINERS} == set()


def test_answering_a_sample_on_the_page_loads_no_tensorflow():
    code = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
assert not app.exception, app.exception
samples = [button for button in app.button if button.key and button.key.startswith("sample")]
assert samples, [button.key for button in app.button]
samples[0].click().run()
assert not app.exception, app.exception
"""
    # AppTest leaves a temporary folder to the interpreter to clean up, which warns.
    loaded, _ = loaded_by(code, warnings="default")
    assert "openvino" in loaded
    assert loaded & set(TRAINERS) == set()


def test_opening_the_explorer_loads_no_tensorflow():
    code = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=120)
app.query_params["sample"] = "bacterial-1.png"
app = app.run().switch_page("pages/gradcam.py").run()
assert not app.exception, app.exception
assert len(app.get("plotly_chart")) == 1
for view in ("verdict", "shortcuts", "features", "draw"):
    app.get_by_key("explorer_view").set_value(view).run()
    assert not app.exception, app.exception
"""
    loaded, _ = loaded_by(code, warnings="default")
    assert "openvino" in loaded
    assert loaded & set(TRAINERS) == set()


def test_opening_the_playground_loads_no_tensorflow():
    code = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=120)
app.query_params["sample"] = "bacterial-1.png"
app = app.run().switch_page("pages/augment.py").run()
assert not app.exception, app.exception
for view in ("sweep", "draws", "why"):
    app.get_by_key("playground_view").set_value(view).run()
    assert not app.exception, app.exception
"""
    loaded, _ = loaded_by(code, warnings="default")
    assert "openvino" in loaded
    assert loaded & set(TRAINERS) == set()


def test_opening_the_evidence_loads_no_tensorflow():
    code = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=120)
app.query_params["section"] = "confound"
app = app.run().switch_page("pages/evidence.py").run()
assert not app.exception, app.exception
assert len(app.table) > 3
"""
    loaded, _ = loaded_by(code, warnings="default")
    assert "openvino" in loaded
    assert loaded & set(TRAINERS) == set()


def test_tests_mirror_the_tree():
    folders = {
        path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")
    }
    own = ("browser", "fuzz", "load")
    mirrored = {folder for folder in folders if folder.parts and folder.parts[0] not in own}
    assert {str(folder) for folder in mirrored if not (ROOT / folder).is_dir()} == set()
