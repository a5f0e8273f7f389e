"""What the documents name is there: links, paths, commands, options, targets, the version."""

import argparse
import importlib
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from model.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
FORMS = sorted(
    path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"
)
NAMES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
DOCUMENTS = [*(ROOT / name for name in NAMES), ROOT / ".github" / "pull_request_template.md", *DOCS]
# A changelog may name what has gone since; the figures name the files that each run began with.
CURRENT = [path for path in DOCUMENTS if path.name not in ("CHANGELOG.md", "figures.md")]

# What a reader makes, brings or has elsewhere, and what stands for any name.
NOT_OURS = {
    "best.npz", "history.csv", "index.csv", "lean.txt", "negatoscope.env", "radiographs.zip",
    "secrets.toml", ".streamlit/secrets.toml", "model/commands/name.py", "name.py", "pages/name.py",
    "runs/train/best.npz",
}  # fmt: skip
ENDING = r"(?:cff|csv|env|in|json|md|npz|py|sh|svg|template|toml|txt|yaml|yml|zip)"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def relative(path):
    return str(path.relative_to(ROOT))


def code_of(path):
    """Each code span of a document, and each line of an indented block."""
    text = path.read_text(encoding="utf-8")
    blocks = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    prose = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)] + blocks


def tracked():
    """Every file of the tree that could be ours, relative to the root."""
    left_out = {".git", ".venv", ".cache", "runs", "dist", "__pycache__"}
    found, folders = set(), [ROOT]
    while folders:
        for path in folders.pop().iterdir():
            if path.name in left_out:
                continue
            found.add(relative(path))
            if path.is_dir():
                folders.append(path)
    return found


TREE = tracked()
ROOMS = {name for name in TREE if "/" not in name and (ROOT / name).is_dir()}


def paths_in(code):
    """The words of a piece of code that say a place in the tree, `<page>` as a wildcard."""
    for word in code.split():
        name = re.sub(r"<\w+>", "*", word).rstrip("/")
        if not re.fullmatch(r"[\w.*/-]+", name) or name.startswith(("/", "..")):
            continue
        if name.partition("/")[0] in ROOMS or re.fullmatch(rf"[\w./*-]+\.{ENDING}", name):
            yield name


def is_there(name):
    whole = name.partition("/")[0] in ROOMS
    return any(fnmatch(p, name) or (not whole and fnmatch(p, f"*/{name}")) for p in TREE)


def anchors(path):
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links_of(path):
    """Links to files of the tree: the file, and the anchor or an empty string."""
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", link):
            file, _, anchor = link.partition("#")
            yield (path.parent / file).resolve() if file else path, anchor


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_link_arrives(path):
    links = list(links_of(path))
    assert [str(file) for file, _ in links if not file.exists()] == []
    lost = [(file.name, anchor) for file, anchor in links if anchor and anchor not in anchors(file)]
    assert lost == []


@pytest.mark.parametrize("path", CURRENT, ids=relative)
def test_every_path_is_there(path):
    named = {name for code in code_of(path) for name in paths_in(code)} - NOT_OURS
    assert sorted(name for name in named if not is_there(name)) == []


def test_a_path_that_is_not_there_is_noticed():
    named = list(paths_in("model/nowhere.py pages/views/<page>/ README.md --json 3.11 nobody.py"))
    assert named == ["model/nowhere.py", "pages/views/*", "README.md", "nobody.py"]
    assert [is_there(name) for name in named] == [False, True, True, False]


@pytest.mark.parametrize("path", CURRENT, ids=relative)
def test_every_target_is_in_the_makefile(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = {
        name
        for code in code_of(path)
        for name in re.findall(r"^(?:time )?make ([a-z][a-z-]*)", code)
    }
    assert named - targets == set()


def options_of(command):
    parser = argparse.ArgumentParser()
    importlib.import_module(f"model.commands.{command.replace('-', '_')}").add_arguments(parser)
    return set(OPTION.findall(parser.format_help()))


@pytest.mark.parametrize("path", CURRENT, ids=relative)
def test_every_command_and_module_is_there(path):
    for code in code_of(path):
        # What follows the command, up to a remark.
        for module, rest in re.findall(r"python -m ([\w.]+)([^#|>]*)", code):
            place = ROOT.joinpath(*module.split("."))
            if module.partition(".")[0] in ROOMS:
                assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), code
            command = next((word for word in rest.split() if word[0] not in "-…"), "COMMAND")
            if module == "model" and command != "COMMAND":
                assert command in COMMANDS, code
                assert set(OPTION.findall(rest)) <= options_of(command), code


def test_every_command_is_described():
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    absent = [
        name
        for name in COMMANDS
        if not re.search(rf"python -m model {name}\b|`make {name}\b", text)
    ]
    assert absent == []


def test_every_document_is_linked():
    linked = {file for path in DOCUMENTS for file, _ in links_of(path) if file != path}
    assert [relative(path) for path in DOCS if path not in linked] == []


def test_the_two_commands_are_on_the_first_screen():
    screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:45]
    assert {"    make run", "    make test"} <= set(screen)
    assert any(line.startswith("![") for line in screen)


def test_the_decisions_are_numbered_and_of_one_form():
    folder = ROOT / "docs" / "decisions"
    pages = sorted(folder.glob("0*.md"))
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for number, page in enumerate(pages, start=1):
        text = page.read_text(encoding="utf-8")
        headings = re.findall(r"^##? (.+)$", text, re.MULTILINE)
        title = headings[0].removeprefix(f"{number}. ")
        assert headings == [f"{number}. {title}", "Context", "Decision", "Consequences"]
        assert f"| {number} | [{title}]({page.name}) |" in index


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["cff-version"] == "1.2.0"
    assert {"title", "message", "abstract"} <= citation.keys()
    assert citation["authors"]
    assert citation["license"] == project["license"]
    assert citation["version"] == project["version"]
    heading = f"## [{citation['version']}] - {citation['date-released']}"
    assert heading in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()


def test_no_document_names_an_archive_of_another_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in CURRENT)
    assert set(re.findall(r"negatoscope-(\d+\.\d+\.\d+)", text)) == {project["version"]}


@pytest.mark.parametrize("path", FORMS, ids=relative)
def test_a_form_asks_for_no_patient(path):
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in fields}) == len(fields)
    assert all(part["attributes"]["label"] for part in fields)
    told = "".join(p["attributes"]["value"] for p in form["body"] if p["type"] == "markdown")
    assert "patient's" in told
    if path.stem != "idea":
        promise = next(part for part in fields if part["type"] == "checkboxes")
        assert [option["required"] for option in promise["attributes"]["options"]] == [True]
