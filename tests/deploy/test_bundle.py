"""The offline bundle: made here, installed and asked about a sample where there is no network."""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPTIONAL = ("genanki", "keras", "tensorflow", "tensorflow-cpu")

# Loopback is down in a new namespace, and nothing else is in it.
OFFLINE = """
set -e
ip link set lo up
test -z "$(ip route)"
PYTHON="$1" ./install "$2"
cd "$2"
.venv/bin/python -m model classify --json assets/samples/covid-1.png > "$3/answer.json"
export STREAMLIT_SERVER_SCRIPT_HEALTH_CHECK_ENABLED=true STREAMLIT_SERVER_PORT=8501
.venv/bin/python -m streamlit run streamlit_app.py \\
    --server.address 127.0.0.1 --server.headless true &
server=$!
trap 'kill $server' EXIT
.venv/bin/python deploy/health.py --wait 120
.venv/bin/python - > "$3/page.html" <<'PYTHON'
import urllib.request
print(urllib.request.urlopen("http://127.0.0.1:8501/classify").read().decode())
PYTHON
"""


def test_another_kind_is_an_error(tmp_path):
    done = subprocess.run(
        [ROOT / "scripts" / "make-bundle", sys.prefix, "slim", tmp_path / "dist"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "full or lean" in done.stderr
    assert not (tmp_path / "dist").exists()


@pytest.fixture
def damaged(tmp_path):
    """A bundle as `install` sees it, without its weight and with one byte changed."""
    shutil.copy(ROOT / "deploy" / "install", tmp_path / "install")
    version = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - as the script writes it
    (tmp_path / "python-version").write_text(f"{version}\n")
    (tmp_path / "app").write_text("changed")
    right = hashlib.sha256(b"unchanged").hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{right}  ./app\n")
    return tmp_path


def install(folder, target, python=sys.executable):
    return subprocess.run(
        [folder / "install", target],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_damaged_bundle_is_not_installed(damaged, tmp_path):
    done = install(damaged, tmp_path / "target")
    assert done.returncode == 1
    assert "The bundle is damaged." in done.stderr
    assert not (tmp_path / "target").exists()


def test_another_python_is_refused_by_name(damaged, tmp_path):
    (damaged / "python-version").write_text("3.9\n")
    done = install(damaged, tmp_path / "target")
    assert done.returncode == 1
    assert "Python 3.9 is needed" in done.stderr


def test_an_installation_is_not_overwritten(damaged, tmp_path):
    (tmp_path / "target").mkdir()
    done = install(damaged, tmp_path / "target")
    assert done.returncode == 1
    assert f"{tmp_path / 'target'} exists." in done.stderr


@pytest.fixture(scope="module")
def offline():
    """The command that runs another one without a network; root, or a kernel that lets anybody."""
    for unshare in (["unshare", "-n"], ["unshare", "-rn"]):
        try:
            subprocess.run([*unshare, "ip", "link"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return unshare
    pytest.skip("no network namespaces: needs unshare and ip, and root or user namespaces")
    return None


@pytest.mark.slow
def test_the_bundle_installs_answers_and_serves_with_the_network_cut(offline, tmp_path):
    made = subprocess.run(
        [ROOT / "scripts" / "make-bundle", sys.prefix, "lean", tmp_path / "dist"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    (archive,) = (tmp_path / "dist").glob("*.tar")
    digest, name = Path(f"{archive}.sha256").read_text("utf-8").split()
    assert name == archive.name
    assert digest == hashlib.sha256(archive.read_bytes()).hexdigest()
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.glob("negatoscope-*")
    wheels = {wheel.name.partition("-")[0].lower() for wheel in (folder / "wheels").iterdir()}
    assert {"streamlit", "openvino", "pip"} <= wheels
    assert {name.replace("-", "_") for name in OPTIONAL} & wheels == set()
    assert not list(folder.rglob("secrets.toml"))

    # The interpreter behind the virtual environment: the bundle makes its own.
    python = Path(sys.base_prefix) / "bin" / Path(sys.executable).name
    command = [*offline, "bash", "-c", OFFLINE, "offline", python, tmp_path / "target", tmp_path]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads((tmp_path / "answer.json").read_text("utf-8"))
    assert answer["accepted"]
    assert answer["predicted"] == "covid"
    assert "<title>Streamlit</title>" in (tmp_path / "page.html").read_text("utf-8")
