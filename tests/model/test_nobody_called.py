"""The model calls nobody: what its libraries would report about it stays unsaid."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WATCH = """
import sys

def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("called", arguments)

sys.addaudithook(note)
"""
ENGINE = "from model.classifier.engine import Engine; Engine.load()"
COMMAND = """
from model.__main__ import main
main(["classify", "--json", "assets/samples/bacterial-1.png"])
"""
TRAINING = "import model.training.quantise, nncf"


@pytest.mark.parametrize("code", [ENGINE, COMMAND, TRAINING], ids=["engine", "command", "training"])
def test_nothing_is_reported_and_nothing_written_at_home(code, tmp_path):
    ending = "\nassert not [n for n in sys.modules if n.startswith('openvino_telemetry.')]\n"
    done = subprocess.run(
        [sys.executable, "-c", WATCH + code + ending],
        cwd=ROOT,
        # OpenVINO is silent where it finds itself in CI; this must hold everywhere else.
        env={name: os.environ[name] for name in os.environ if name != "CI"}
        | {"HOME": str(tmp_path), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "called" not in done.stdout
    # Keras makes a file of its defaults at first; it says nothing of anybody.
    assert {path.name for path in tmp_path.iterdir()} <= {".keras"}
