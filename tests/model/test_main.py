import importlib.metadata
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from model import __main__ as command_line
from model.__main__ import COMMANDS, main
from model.errors import NegatoscopeError

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m model {name} ")


def test_the_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n    {name}" not in said] == []
    assert "not a medical device" in said


def test_the_version_is_that_of_the_project(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert left.value.code == 0
    assert capsys.readouterr().out == f"Negatoscope {project['version']}\n"


def test_without_the_file_the_version_is_that_of_the_package(monkeypatch):
    monkeypatch.setattr(command_line, "__file__", "/nowhere/model/__main__.py")
    monkeypatch.setattr(importlib.metadata, "version", {"negatoscope": "9.9.9"}.__getitem__)
    assert command_line.version() == "9.9.9"


@pytest.mark.parametrize("words", [[], ["diagnose"], ["classify"]])
def test_wrong_words_are_exit_status_2(words, capsys):
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2


@pytest.fixture
def failing(monkeypatch):
    """`classify` replaced by one that raises."""

    def with_error(error):
        def run(arguments):
            raise error

        monkeypatch.setattr(importlib.import_module("model.commands.classify"), "run", run)

    return with_error


def test_an_error_is_one_line_with_its_code(failing, capsys):
    failing(NegatoscopeError())
    assert main(["classify", "film.png"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "Something went wrong. Try again, or try another file. [error]\n"


def test_an_interruption_is_130(failing):
    failing(KeyboardInterrupt())
    assert main(["classify", "film.png"]) == command_line.INTERRUPTED == 130


def test_a_mistake_of_ours_is_not_hidden(failing):
    failing(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        main(["classify", "film.png"])


CHATTY = """
import sys
from model import __main__ as command_line
from model.commands import classify

def run(arguments):
    for number in range(100_000):
        print(number)
    return 0

classify.run = run
sys.exit(command_line.main(["classify", "film.png"]))
"""


def test_a_closed_pipe_ends_it_quietly():
    with subprocess.Popen(
        [sys.executable, "-c", CHATTY], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (command_line.PIPE_CLOSED, b"")
