"""What the image holds and what the containers may do, read from the files that say so.

Whether they build and start needs an engine; docs/deployment.md says with what it was tried.
"""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.behind_nginx import TEMPLATE

ROOT = Path(__file__).resolve().parents[2]
STAGES = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)[1:]


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]


def test_the_image_runs_as_nobody_in_particular_and_is_asked_about_its_health():
    last = STAGES[-1]
    assert re.findall(r"^USER (\S+)$", last, re.MULTILINE) == ["10001:10001"]
    assert re.search(r'^HEALTHCHECK .*\\\n\s+CMD \["python", "deploy/health.py"\]$', last, re.M)
    assert re.findall(r"^CMD (.+)$", last, re.M) == [
        '["python", "-m", "streamlit", "run", "streamlit_app.py"]'
    ]
    # Nothing is built or fetched by what runs: one stage makes, the other takes it over.
    assert "pip" not in last
    assert len(STAGES) == 2


def test_an_image_that_does_not_answer_is_not_made():
    assert "-m model classify --json assets/samples/bacterial-1.png" in STAGES[0]
    assert (ROOT / "assets" / "samples" / "bacterial-1.png").is_file()


def test_the_image_holds_what_is_named_and_nothing_else():
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    named = [rule.removeprefix("!") for rule in rules if rule.startswith("!")]
    assert [name for name in named if not (ROOT / name).exists()] == []
    # The folder would bring secrets.toml along.
    assert ".streamlit" not in named


@pytest.mark.parametrize("name", ["app", "nginx"])
def test_a_container_writes_nothing_and_may_nothing(services, name):
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in service
    mounted = [mount for mount in service.get("volumes", []) if not mount.endswith(":ro")]
    assert mounted == []


def test_the_app_is_reached_through_nginx_alone(services):
    whole = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    assert whole["networks"]["inside"] == {"internal": True}
    assert services["app"]["networks"] == ["inside"]
    assert "ports" not in services["app"]
    assert services["nginx"]["ports"] == ["80:8080", "443:8443"]


def test_nginx_and_the_app_have_the_same_sub_path_and_size_of_an_upload(services):
    path = services["nginx"]["environment"]["NEGATOSCOPE_PATH"]
    assert services["app"]["environment"]["STREAMLIT_SERVER_BASE_URL_PATH"] == path
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    sizes = re.findall(r"client_max_body_size (\d+)m;", TEMPLATE.read_text("utf-8"))
    assert sizes == ["1", str(config["server"]["maxUploadSize"] + 1)]


def test_compose_fills_in_all_of_the_template_and_no_more(services):
    wanted = set(re.findall(r"\$\{(NEGATOSCOPE_\w+)\}", TEMPLATE.read_text("utf-8")))
    given = {name for name in services["nginx"]["environment"] if name.startswith("NEGATOSCOPE_")}
    assert given == wanted
