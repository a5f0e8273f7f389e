"""The house stays a house: three layers, arrows one way, small rooms, nothing heavy at the door."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL = sorted((ROOT / "model").rglob("*.py"))
SHARED = sorted((ROOT / "pages" / "shared").rglob("*.py"))
VIEWS = sorted((ROOT / "pages" / "views").rglob("*.py"))
PAGES = [ROOT / "streamlit_app.py", *sorted((ROOT / "pages").glob("*.py"))]

MODULE_LINES = 400
PAGE_LINES = 120
TOOLS = (
    "cv2", "keras", "numpy", "openvino", "PIL", "pydicom", "scipy", "sklearn", "tensorflow",
)  # fmt: skip


def relative(path):
    return str(path.relative_to(ROOT))


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


def offenders(files, forbidden):
    """File → the imports of it that `forbidden(path, name)` tells."""
    found = {path: sorted(n for n in imports(path) if forbidden(path, n)) for path in files}
    return {relative(path): names for path, names in found.items() if names}


def of_the_app(name):
    return name != "pages" and within(name, ("pages", "streamlit_app"))


def test_there_is_a_house():
    assert min(map(len, (MODEL, SHARED, VIEWS, PAGES))) > 4


def test_the_model_does_not_know_the_app():
    above = ("streamlit", "pages", "streamlit_app")
    assert offenders(MODEL, lambda _, name: within(name, above)) == {}


def test_what_pages_share_does_not_know_the_pages():
    def above(_path, name):
        return of_the_app(name) and not within(name, ("pages.shared",))

    assert offenders(SHARED, above) == {}


def test_a_view_knows_its_own_page_and_what_pages_share():
    def beside(path, name):
        own = f"pages.views.{path.relative_to(ROOT).parts[2]}"
        return of_the_app(name) and not within(name, ("pages.shared", own))

    assert offenders(VIEWS, beside) == {}


def test_pages_only_draw():
    assert offenders(PAGES, lambda _, name: within(name, TOOLS)) == {}


def test_the_rules_find_what_breaks_them(tmp_path):
    (tmp_path / "a.py").write_text("import numpy.linalg\ndef f():\n    from pages.views import x\n")
    assert imports(tmp_path / "a.py") == {"numpy.linalg", "pages.views", "pages.views.x"}
    assert within("numpy.linalg", TOOLS)
    assert not within("numpydoc", TOOLS)
    assert of_the_app("pages.views.x")


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_a_module_holds_one_thing_and_a_page_is_short():
    long = [path for path in MODEL + SHARED + VIEWS if lines(path) > MODULE_LINES]
    long += [path for path in PAGES if lines(path) > PAGE_LINES]
    assert {relative(path): lines(path) for path in long} == {}


def test_a_module_says_what_it_is():
    every = MODEL + SHARED + VIEWS + PAGES
    dumb = [p for p in every if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert list(map(relative, dumb)) == []


def test_tests_mirror_the_tree():
    folders = {
        path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")
    }
    own = ("browser", "fuzz", "golden", "load")
    mirrored = {folder for folder in folders if folder.parts and folder.parts[0] not in own}
    assert {str(folder) for folder in mirrored if not (ROOT / folder).is_dir()} == set()


def test_two_things_never_share_a_name():
    homes = {}
    for path in MODEL + SHARED + VIEWS:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(relative(path))
    assert len(homes) > 100
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}
