"""The project can be installed, and what says so agrees with what it says it from: pyproject.toml,
the Makefile, the workflow."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# What a wheel is built from, beside the packages.
SOURCES = ("pyproject.toml", "requirements-lean.in", "README.md", "LICENSE")


def chosen(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    plain = (line.partition("#")[0].strip() for line in lines)
    return {str(Requirement(line)) for line in plain if line and not line.startswith("-")}


@pytest.fixture(scope="module")
def metadata(tmp_path_factory):
    """What `pip install .` would learn of the project; asked in a folder of its own."""
    folder = tmp_path_factory.mktemp("project")
    for name in SOURCES:
        shutil.copy(ROOT / name, folder)
    ask = "import setuptools.build_meta as b; print(b.prepare_metadata_for_build_wheel('.'))"
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=folder, capture_output=True, text=True, check=True
    )
    said = folder / done.stdout.split()[-1] / "METADATA"
    return message_from_string(said.read_text("utf-8"))


def test_installing_it_asks_for_what_the_lean_file_chooses(metadata):
    asked = {str(Requirement(line)) for line in metadata.get_all("Requires-Dist")}
    assert {line for line in asked if "extra ==" not in line} == chosen("requirements-lean.in")
    assert metadata["Version"] == PROJECT["version"]


def test_the_extras_are_what_the_app_runs_without(metadata):
    extras = {name: list(map(Requirement, one)) for name, one in EXTRAS.items()}
    assert set(metadata.get_all("Provides-Extra")) == set(extras)
    single = [str(one) for name in ("training", "anki") for one in extras[name]]
    assert set(single) == chosen("requirements.in")
    assert extras["full"] == [Requirement("negatoscope[training,anki]")]


def test_the_build_takes_the_setuptools_of_the_lock():
    pinned = [line for line in chosen("requirements.in") if line.startswith("setuptools==")]
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]
    assert build["requires"] == pinned


def make(*words):
    """What make says, asked by nobody: `make test MARK=…` tells the makes below it of its words."""
    told = ("MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL", "MARK", "PYTEST", "VERSION")
    env = {name: value for name, value in os.environ.items() if name not in told}
    return subprocess.check_output(["make", *words], cwd=ROOT, text=True, env=env)


def test_the_makefile_takes_the_version_from_pyproject():
    said = make("-s", "--eval", "say: ; @echo $(VERSION)", "say")
    assert said.strip() == PROJECT["version"]
    assert not re.search(r"\d+\.\d+\.\d+", MAKEFILE)


@pytest.mark.parametrize("language", ["pt_BR", "zh_CN"])
def test_a_catalogue_has_the_version(language):
    path = ROOT / "assets" / "locales" / language / "LC_MESSAGES" / "negatoscope.po"
    assert f'"Project-Id-Version: Negatoscope {PROJECT["version"]}\\n"' in path.read_text("utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda one: one.stem)
def test_an_action_is_fixed_to_the_byte_and_a_job_has_an_end(path):
    text = path.read_text("utf-8")
    used = re.findall(r"uses: (.+)$", text, re.MULTILINE)
    assert used
    bad = [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", one)]
    assert bad == []
    jobs = yaml.safe_load(text)["jobs"]
    assert [name for name, job in jobs.items() if "timeout-minutes" not in job] == []


def test_a_change_triggers_the_workflow_once():
    # YAML reads the key `on` as true.
    triggers = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))[True]
    assert triggers["push"] == {"branches": ["main"]}
    assert set(triggers) == {"push", "pull_request", "schedule", "workflow_dispatch"}


def test_every_test_is_in_one_part_of_the_workflow():
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    parts = [part["mark"] for part in jobs["test"]["strategy"]["matrix"]["part"]]
    for browser, tensorflow in itertools.product((True, False), repeat=2):
        marks = {"browser": browser, "tensorflow": tensorflow}
        taken = [part for part in parts if eval(part, {}, marks)]  # noqa: S307 - our own file
        assert len(taken) == 1, marks
    assert 'make test MARK="${{ matrix.part.mark }}"' in str(jobs["test"]["steps"])


def test_the_makefile_runs_a_part_by_its_marker():
    asked = ("-n", "-o", ".venv/.development-installed", "test")
    assert '-m "not slow" ' in make(*asked)
    assert '-m "not slow and (browser or tensorflow)" ' in make(
        *asked, "MARK=browser or tensorflow"
    )


@pytest.mark.slow
def test_the_wheel_answers_about_a_sample_outside_the_checkout(tmp_path):
    """Built without a network, installed alone, with the packages of this environment."""
    source = tmp_path / "source"
    source.mkdir()
    for name in (*SOURCES, "model", "assets"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "-q"]
    wheels = tmp_path / "wheels"
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, source], check=True
    )
    (wheel,) = wheels.glob(f"negatoscope-{PROJECT['version']}-*.whl")
    held = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert held == {"model", "assets", f"negatoscope-{PROJECT['version']}.dist-info"}
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if "__pycache__" in name]

    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    there = {"base": str(venv), "platbase": str(venv)}
    purelib = Path(sysconfig.get_path("purelib", "venv", there))
    (purelib / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    subprocess.run(
        [*pip, "--python", venv / "bin" / "python", "install", "--no-deps", wheel], check=True
    )
    command = venv / "bin" / "negatoscope"
    away = tmp_path / "away"
    away.mkdir()
    done = subprocess.run(
        [command, "classify", "--json", purelib / "assets" / "samples" / "covid-1.png"],
        cwd=away,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["predicted"] == "covid"
    said = subprocess.check_output([command, "--version"], cwd=away, text=True)
    assert said == f"Negatoscope {PROJECT['version']}\n"
